#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Straightens the page on each scan of a folder, in GIMP: straighten_folder.py FOLDER OUTPUT [X1 Y1 … X4 Y4]

The corners of the page are found on each scan. Those that are given count for all: top left, top
right, bottom right, bottom left, in pixels of the upright scan. Pages are PNG files with the scan's
depth, colour profile, resolution and metadata. All are done in one GIMP.

A file that cannot be done, of which GIMP warns, or on which no page is certain enough, is named on
the standard error with the reason. The others are done all the same. The exit status is the number
of files that failed, at most 100; 125 after a wrong call.
"""

import json
import mmap
import os
import re
import struct
import subprocess
import sys
import tempfile

# Marks what the script prints among what GIMP prints.
MARK = "straighten_folder:"

# What systems leave in folders of their own accord; so is all that begins with a full stop.
STRAYS = {"thumbs.db", "ehthumbs.db", "desktop.ini"}

# What runs inside GIMP. It prints the name of each file before, and what came of it.
SCRIPT = """
import json, os
from gi.repository import Gimp, Gio, GExiv2  # of which an image's metadata are a part

with open({job!r}) as file:
    folder, output, names, corners = json.load(file)
pdb = Gimp.get_pdb()
procedure = pdb.lookup_procedure("plug-in-homography-perspective")

ORIENTATION, DATE = "Exif.Image.Orientation", "Exif.Image.DateTime"
# How each of Exif becomes upright: mirrored, then turned.
HORIZONTAL, VERTICAL = Gimp.OrientationType.HORIZONTAL, Gimp.OrientationType.VERTICAL
QUARTER, HALF, THREE = Gimp.RotationType.DEGREES90, Gimp.RotationType.DEGREES180, Gimp.RotationType.DEGREES270
TURNS = {{2: (HORIZONTAL, None), 3: (None, HALF), 4: (VERTICAL, None), 5: (HORIZONTAL, THREE),
          6: (None, QUARTER), 7: (HORIZONTAL, QUARTER), 8: (None, THREE)}}

def check(success):
    if not success:
        raise RuntimeError(pdb.get_last_error().strip())

def get_tag(image, tag):
    metadata = image.get_metadata()
    # By the class: PyGObject does not know of every GIMP's metadata that they are GExiv2's.
    if metadata and GExiv2.Metadata.has_tag(metadata, tag):
        return GExiv2.Metadata.get_tag_string(metadata, tag)

def turn_upright(image):
    metadata = image.get_metadata()
    orientation = get_tag(image, ORIENTATION) or "1"
    flip, turn = TURNS.get(int(orientation), (None, None))
    if flip is not None:
        image.flip(flip)
    if turn is not None:
        image.rotate(turn)
    if orientation != "1":
        GExiv2.Metadata.set_tag_string(metadata, ORIENTATION, "1")
        image.set_metadata(metadata)

def prepare(image):
    if len(image.get_layers()) > 1:
        raise RuntimeError(
            "It has %d pages or layers. Save them as files of their own, or use the program homography."
            % len(image.get_layers()))
    image.undo_disable()
    turn_upright(image)
    if image.get_base_type() == Gimp.ImageBaseType.INDEXED:
        image.convert_rgb()

def straighten(image):
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers())
    if corners:
        for i, value in enumerate(corners):
            config.set_property("xy"[i % 2] + str(i // 2 + 1), value)
    else:
        config.set_property("corners", "find")
    config.set_property("output", "layer")
    result = procedure.run(config)
    check(result.index(0) == Gimp.PDBStatusType.SUCCESS)
    image.resize_to_layers()

def leave_alpha_out(image):
    # where nothing is transparent
    (layer,) = image.get_layers()
    if layer.has_alpha() and layer.histogram(Gimp.HistogramChannel.ALPHA, 0.0, 0.99).count < 1:
        layer.flatten()

def export(image, page):
    # Gimp.file_save() leaves out the profile and Exif.
    save = pdb.lookup_procedure("file-png-export")
    config = save.create_config()
    config.set_property("image", image)
    config.set_property("file", Gio.File.new_for_path(page))
    for name in "include-color-profile", "include-exif", "include-iptc", "include-xmp", "phys":
        if save.find_argument(name):
            config.set_property(name, True)
    check(save.run(config).index(0) == Gimp.PDBStatusType.SUCCESS)
    date = get_tag(image, DATE)
    if date:
        # GIMP has put that of the export there.
        metadata = GExiv2.Metadata()
        metadata.open_path(page)
        metadata.set_tag_string(DATE, date)
        metadata.save_file(page)

def make_page(name, page):
    scan = os.path.join(folder, name)
    if os.path.getsize(scan) == 0:
        raise RuntimeError("The file is empty.")
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(scan))
    check(image)
    try:
        prepare(image)
        straighten(image)
        leave_alpha_out(image)
        export(image, page)
    finally:
        image.delete()

def say(*values):
    # In one piece and on a line of its own: plug-ins of GIMP write to the same pipe.
    os.write(1, ("\\n" + {mark!r} + json.dumps(values) + "\\n").encode())

for name, page in names:
    say(name, "begun")
    try:
        make_page(name, page)
        say(name, "done")
    except Exception as error:
        say(name, str(error))
"""


def fail(message, status=125):
    print(f"{os.path.basename(__file__)}: {message}", file=sys.stderr)
    sys.exit(status)


def complain(name, text):
    print(f"{name}: {text}".encode(errors="replace").decode(), file=sys.stderr)


def has_frames(png):
    at = png.find(b"acTL", 0, png.find(b"IDAT"))
    return at > 0 and struct.unpack_from(">I", png, at + 4)[0] > 1


def has_views(jpeg):
    """Those of a stereo camera, by their index (CIPA DC-007). Smaller copies and what telephones add are none."""
    start = jpeg.find(b"MPF\0", 0, jpeg.find(b"\xff\xda")) + 4
    order = "<" if jpeg[start : start + 2] == b"II" else ">"
    entries = re.compile(struct.pack(order + "HH", 0xB002, 7) + b"(....)(....)", re.DOTALL).search(jpeg, start)
    if start < 4 or not entries:
        return False
    size, offset = (struct.unpack(order + "I", number)[0] for number in entries.groups())
    table = jpeg[start + offset : start + offset + size // 16 * 16]
    return any(kind >> 16 & 255 == 2 for (kind,) in struct.iter_unpack(order + "I12x", table))


def has_follower(pnm):
    head = re.match(rb"P([56])\s+(\d+)\s+(\d+)\s+(\d+)\s", pnm)
    if not head:
        return False
    kind, width, height, most = (int(number) for number in head.groups())
    end = head.end() + width * height * (1 if kind == 5 else 3) * (1 if most < 256 else 2)
    return pnm[end : end + 1] == b"P"


def has_more(path):
    """Whether a file has pictures that GIMP passes over: it loads the first."""
    if os.path.getsize(path) == 0:
        return False
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:4] == b"\x89PNG":
            return has_frames(data)
        if data[:2] == b"\xff\xd8":
            return has_views(data)
        return has_follower(data)


def list_scans(folder, output):
    """The names of the files with those of their pages. Two that would become the same page are refused."""
    if os.path.exists(output) and os.path.samefile(folder, output):
        fail(f"{output}: the pages would replace the scans; name another folder")
    names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    names = [name for name in names if not name.startswith(".") and name.lower() not in STRAYS]
    pages = {}
    for name in names:
        twin = pages.setdefault(os.path.splitext(name)[0], name)
        if twin != name:
            fail(f"{folder}: {twin} and {name} would become the same page; rename one")
    return {name: page for page, name in pages.items()}


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


def follow(lines):
    """Of each file that GIMP has finished, its name and what is wrong with it. A warning is: what a loader could
    not read it leaves empty, and warns."""
    warnings = []
    for line in lines:
        if line.startswith(MARK):
            name, state = json.loads(line.removeprefix(MARK))
            if state != "begun":
                yield name, warnings if state == "done" else [state]
            warnings = []
        elif "-Warning: " in line:
            warnings.append(line.strip())


def main(folder, output, *corners):
    corners = [float(value.replace(",", ".")) for value in corners]
    names = list_scans(folder, output)
    os.makedirs(output, exist_ok=True)
    failed = 0
    for name in [name for name in names if has_more(os.path.join(folder, name))]:
        complain(name, "It has several pictures, of which GIMP loads the first. Use the program homography.")
        del names[name]
        failed += 1
    left = set(names)
    with tempfile.TemporaryDirectory(prefix=".straighten-", dir=output) as parts:
        # A page gets its name when nothing was wrong with it.
        part = {name: os.path.join(parts, f"{i}.png") for i, name in enumerate(names)}
        for name, problems in follow(run(folder, output, list(part.items()), corners)):
            left.remove(name)
            failed += bool(problems)
            for text in problems:
                complain(name, text)
            if not problems:
                os.replace(part[name], os.path.join(output, names[name] + ".png"))
    for name in sorted(left):
        complain(name, "GIMP ended before it was done")
    return min(failed + len(left), 100)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 11):
        print(__doc__, file=sys.stderr)
        sys.exit(125)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError) as problem:
        fail(problem)
