#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Straightens the page on each scan of a folder: straighten_folder.py FOLDER OUTPUT X1 Y1 … X4 Y4

The corners of the page are the same on all scans: top left, top right, bottom right, bottom left,
in pixels. All are done in one GIMP. A file that cannot be done is named on the standard error with
the reason, as is one of which GIMP warns; the others are done all the same, and the exit status is
1 then.
"""

import json
import os
import subprocess
import sys
import tempfile

# Marks what the script prints among what GIMP prints.
MARK = "straighten_folder:"

# What runs inside GIMP. It prints the name of each file before, and what came of it.
SCRIPT = """
import json, os
from gi.repository import Gimp, Gio

with open({job!r}) as file:
    folder, output, names, corners = json.load(file)
pdb = Gimp.get_pdb()
procedure = pdb.lookup_procedure("plug-in-homography-perspective")

def check(success):
    if not success:
        raise RuntimeError(pdb.get_last_error().strip())

def straighten(name):
    image = Gimp.file_load(
        Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(os.path.join(folder, name)))
    check(image)
    try:
        image.undo_disable()
        config = procedure.create_config()
        config.set_property("image", image)
        config.set_core_object_array("drawables", image.get_layers()[:1])
        for i, value in enumerate(corners):
            config.set_property("xy"[i % 2] + str(i // 2 + 1), value)
        config.set_property("output", "layer")
        result = procedure.run(config)
        check(result.index(0) == Gimp.PDBStatusType.SUCCESS)
        image.resize_to_layers()
        page = os.path.join(output, os.path.splitext(name)[0] + ".png")
        check(Gimp.file_save(
            Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(page), None))
    finally:
        image.delete()

def say(*values):
    # In one piece and on a line of its own: plug-ins of GIMP write to the same pipe.
    os.write(1, ("\\n" + {mark!r} + json.dumps(values) + "\\n").encode())

for name in names:
    say(name, "begun")
    try:
        straighten(name)
        say(name, "done")
    except Exception as error:
        say(name, str(error))
"""


def fail(message):
    sys.exit(f"{os.path.basename(__file__)}: {message}")


def list_scans(folder, output):
    """The names of the files. Two that would become the same page are refused."""
    if os.path.exists(output) and os.path.samefile(folder, output):
        fail(f"{output}: the pages would replace the scans; name another folder")
    names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    pages = {}
    for name in names:
        twin = pages.setdefault(os.path.splitext(name)[0], name)
        if twin != name:
            fail(f"{folder}: {twin} and {name} would become the same page; rename one")
    return names


def run(*job):
    """Yields what GIMP prints, line by line, errors too."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(job, file)
        file.flush()
        with subprocess.Popen(
            ["gimp-console", "-i", "-d", "-f", "--quit", "--batch-interpreter=python-fu-eval"]
            + ["-b", SCRIPT.format(job=file.name, mark=MARK)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as gimp:
            yield from gimp.stdout


def main(folder, output, *corners):
    corners = [float(value) for value in corners]
    names = list_scans(folder, output)
    os.makedirs(output, exist_ok=True)
    left = set(names)
    failed = False
    warnings = []  # about the file that is being done
    for line in run(folder, output, names, corners):
        if line.startswith(MARK):
            name, state = json.loads(line.removeprefix(MARK))
            if state != "begun":
                left.remove(name)
                for text in warnings if state == "done" else [state]:
                    print(f"{name}: {text}", file=sys.stderr)
                failed |= state != "done"
            warnings = []
        elif "-Warning: " in line:
            warnings.append(line.strip())
    if left:
        fail(f"GIMP ended before {len(left)} of {len(names)} were done: {', '.join(sorted(left))}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 11:
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError) as problem:
        fail(problem)
