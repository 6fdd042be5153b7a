#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Straightens the page on each scan of a folder: straighten_folder.py FOLDER OUTPUT X1 Y1 … X4 Y4

The corners of the page are the same on all of them: top left, top right, bottom right, bottom left,
in pixels. All are done in one GIMP. A file that cannot be read is named, the others are done all
the same, and the exit status is 1 then.
"""

import json
import os
import subprocess
import sys

# What runs inside GIMP.
SCRIPT = """
import json, os, sys
from gi.repository import Gimp, Gio

folder, output, corners, report = json.loads({arguments!r})
failed = {{}}

def straighten(name):
    source = Gio.File.new_for_path(os.path.join(folder, name))
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, source)
    if not image:
        raise RuntimeError(Gimp.get_pdb().get_last_error())
    try:
        procedure = Gimp.get_pdb().lookup_procedure("plug-in-homography-perspective")
        config = procedure.create_config()
        config.set_property("image", image)
        config.set_core_object_array("drawables", image.get_layers()[:1])
        for key, value in zip(["x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"], corners):
            config.set_property(key, value)
        config.set_property("output", "layer")
        result = procedure.run(config)
        if result.index(0) != Gimp.PDBStatusType.SUCCESS:
            raise RuntimeError(Gimp.get_pdb().get_last_error())
        page = os.path.join(output, os.path.splitext(name)[0] + ".png")
        image.resize_to_layers()
        Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(page), None)
    finally:
        image.delete()

for name in sorted(os.listdir(folder)):
    try:
        straighten(name)
    except Exception as error:
        failed[name] = str(error).strip()
with open(report, "w") as file:
    json.dump(failed, file)
"""


def main():
    folder, output, *corners = sys.argv[1:]
    os.makedirs(output, exist_ok=True)
    report = os.path.join(output, "failed.json")
    arguments = json.dumps([folder, output, [float(value) for value in corners], report])
    subprocess.run(
        ["gimp-console", "-i", "-d", "-f", "--quit", "--batch-interpreter=python-fu-eval"]
        + ["-b", SCRIPT.format(arguments=arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    with open(report, encoding="utf-8") as file:
        failed = json.load(file)
    os.remove(report)
    for name, reason in failed.items():
        print(f"{name}: {reason}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 11:
        sys.exit(__doc__)
    sys.exit(main())
