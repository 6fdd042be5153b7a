# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job on real photographs, inside GIMP: demo.py PHOTOS OUTPUT.

1. sudoku.png, a newspaper photographed at an angle, is straightened.
2. graf1.png, moved by a known homography, with another exposure and noise, is laid back over the
   original.
3. graf3.png, taken from another place, is laid over graf1.png.

Leaves pictures and XCF files in OUTPUT, and prints the figures with their limits.
"""

import math
import os
import re
import sys

import numpy
from gi.repository import Gimp, Gio
from gimptools import (
    ProcedureError,
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    get_rendered,
    homography,
    load,
    sample_cubic,
    save,
    warp_picture,
)

PHOTOS, OUTPUT = sys.argv[1:3]

# The outer corners of the puzzle's frame, as read off the photograph.
SUDOKU_CORNERS = [(72.3, 84.7), (492.3, 68.5), (521.0, 522.0), (34.5, 516.5)]

# The moving picture shows graf1 from this far inside, so that all of it is seen there.
MARGIN = 40
SHIFT = 20  # px, of each corner along each axis, at most
GAIN, BIAS, NOISE = 0.7, 40 / 255, 5 / 255

# What the overview shows of it: left, top, side.
GRAF_PANEL = (200, 120, 330)

# The side of a picture in the overview, px.
PANEL = 270

figures = []
panels = []


def figure(what, value, limit, unit=""):
    """Takes down a figure that must not exceed its limit."""
    figures.append((what, value, limit, unit))


def output(name):
    path = os.path.join(OUTPUT, name)
    print(f"  {path}")
    return path


def on_white(pixels):
    return pixels[..., :3] * pixels[..., 3:] + 1 - pixels[..., 3:]


def save_picture(pixels, name, colors=None):
    """Writes pixels as they are seen, on white where they are transparent; where a number of colors
    is given, with a colormap, which makes a small file."""
    height, width, _ = pixels.shape
    image = Gimp.Image.new(width, height, Gimp.ImageBaseType.RGB)
    add_layer(image, on_white(pixels))
    if colors:
        image.convert_indexed(
            Gimp.ConvertDitherType.FS,
            Gimp.ConvertPaletteType.GENERATE,
            colors,
            False,
            False,
            "",
        )
    save(image, output(name))
    image.delete()


def panel(pixels, x, y, side):
    """A square of a picture at PANEL x PANEL pixels, for the overview."""
    step = (numpy.arange(2 * PANEL) + 0.5) * side / (2 * PANEL)
    xx, yy = numpy.meshgrid(x + step, y + step)
    square = sample_cubic(on_white(pixels), numpy.c_[xx.ravel(), yy.ravel()])
    return square.reshape(PANEL, 2, PANEL, 2, 3).mean(axis=(1, 3))


def save_overview(panels):
    """The panels side by side: the picture in the README."""
    gap = numpy.ones((PANEL, 8, 3))
    row = [part for picture in panels for part in (picture, gap)][:-1]
    picture = numpy.concatenate(row, axis=1)
    picture = numpy.concatenate([picture, numpy.ones((*picture.shape[:2], 1))], axis=2)
    save_picture(picture, "overview.png", colors=255)


def straighten():
    image = load(os.path.join(PHOTOS, "sudoku.png"))
    layer = image.get_layers()[0]
    before = get_pixels(layer)
    save_picture(before, "sudoku-before.png")
    panels.append(panel(before, 0, 2, 558))

    corners = {}
    for number, (x, y) in enumerate(SUDOKU_CORNERS, 1):
        corners[f"x{number}"], corners[f"y{number}"] = x, y
    matrix, *_ = call(
        "plug-in-homography-perspective",
        image=image,
        drawables=[layer],
        crop_image=True,
        **corners,
    )
    after = get_rendered(image)
    save_picture(after, "sudoku-after.png")
    save(image, output("sudoku.xcf"))

    rectangle = apply_matrix(matrix, SUDOKU_CORNERS)
    side = max(rectangle[2] - rectangle[0])
    panels.append(panel(after, 0, 0, side))
    upright = numpy.abs(rectangle - numpy.roll(rectangle, -1, axis=0)).min(axis=1)
    width, height = rectangle[2] - rectangle[0]
    figure("Straighten: the frame's sides off the upright", upright.max(), 0.01, "px")
    # The puzzle is a square, and nobody told the plug-in.
    figure("Straighten: its recovered side ratio off 1", abs(width / height - 1), 0.02)
    image.delete()


def move(pixels):
    """The picture as another camera would have taken it: its pixels, and the matrix that takes
    them to where they lie on the original."""
    random = numpy.random.default_rng(1)
    height, width, _ = pixels.shape
    width, height = width - 2 * MARGIN, height - 2 * MARGIN
    corners = box_corners(0, 0, width, height)
    seen = corners + MARGIN + random.uniform(-SHIFT, SHIFT, (4, 2))
    truth = homography(corners, seen)
    moved = GAIN * warp_picture(pixels, truth, width, height) + BIAS
    return moved + random.normal(0, NOISE, moved.shape), truth


def align():
    image = load(os.path.join(PHOTOS, "graf1.png"))
    reference = image.get_layers()[0]
    reference.set_name("reference")
    pixels = get_pixels(reference, 3)
    moved, truth = move(pixels)
    layer = add_layer(image, moved, "moving", MARGIN, MARGIN)
    layer.set_opacity(50)
    before = get_rendered(image)
    save_picture(before, "graf-before.png")
    panels.append(panel(before, *GRAF_PANEL))

    matrix, correlation, overlap, *_ = call(
        "plug-in-homography-align", image=image, drawables=[layer], reference=reference
    )
    after = get_rendered(image)
    save_picture(after, "graf-after.png")
    panels.append(panel(after, *GRAF_PANEL))
    save(image, output("graf.xcf"))

    # The layer lies at (MARGIN, MARGIN); the truth is between its own pixels and the original.
    height, width, _ = moved.shape
    corners = box_corners(0, 0, width, height)
    true_corners = apply_matrix(truth, corners)
    before = numpy.hypot(*(corners + MARGIN - true_corners).T)
    after = numpy.hypot(*(apply_matrix(matrix, corners + MARGIN) - true_corners).T)
    print(f"  the corners were off by {before.mean():.1f} px on average")
    figure("Align: mean error of the corners", after.mean(), 0.1, "px")
    figure("Align: correlation short of 1", 1 - correlation[0], 0.1)
    figure("Align: overlap short of 1", 1 - overlap[0], 0.01)
    image.delete()


def published_homography():
    """Takes graf3 to graf1. The file takes graf1 to graf3, with pixel centres at integers."""
    text = open(os.path.join(PHOTOS, "H1to3p.xml"), encoding="utf-8").read()
    numbers = re.search(r"<data>(.*?)</data>", text, re.DOTALL).group(1).split()
    matrix = numpy.reshape([float(number) for number in numbers], (3, 3))
    half = numpy.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    return half @ numpy.linalg.inv(matrix) @ numpy.linalg.inv(half)


def align_from_another_place():
    image = load(os.path.join(PHOTOS, "graf1.png"))
    reference = image.get_layers()[0]
    reference.set_name("reference")
    file = Gio.File.new_for_path(os.path.join(PHOTOS, "graf3.png"))
    layer = Gimp.file_load_layer(Gimp.RunMode.NONINTERACTIVE, image, file)
    image.insert_layer(layer, None, 0)
    layer.set_opacity(50)
    save_picture(get_rendered(image), "graf3-before.png")

    matrix, *_ = call(
        "plug-in-homography-align", image=image, drawables=[layer], reference=reference
    )
    save_picture(get_rendered(image), "graf3-after.png")
    save(image, output("graf3.xcf"))

    width, height = layer.get_width(), layer.get_height()
    y, x = numpy.mgrid[0:height, 0:width] + 0.5
    points = numpy.c_[x.ravel(), y.ravel()]
    truth = apply_matrix(published_homography(), points)
    overlap = ((truth > 0) & (truth < [reference.get_width(), reference.get_height()])).all(axis=1)
    error = numpy.hypot(*(apply_matrix(matrix, points) - truth)[overlap].T)
    # The published homography is itself good to some tenths of a pixel.
    figure("Align, two places: mean error over the overlap", error.mean(), 0.45, "px")
    image.delete()


def report():
    print(f"\n  {'figure':<48}{'value':>10}{'limit':>10}")
    for what, value, limit, unit in figures:
        verdict = "" if value <= limit else "  <- over its limit"
        print(f"  {what:<48}{value:>10.4f}{limit:>10g} {unit}{verdict}")
    if all(value <= limit and math.isfinite(value) for _, value, limit, _ in figures):
        print("demo: all figures are within their limits", flush=True)
    else:
        print("demo: FAILED, a figure is over its limit", flush=True)


try:
    print("Straightening a photograph of a newspaper (sudoku.png)")
    straighten()
    print("Laying a moved, darkened and noisy copy of graf1.png over the original")
    align()
    print("Laying graf3.png over graf1.png, taken from two places")
    align_from_another_place()
    save_overview(panels)
    report()
except ProcedureError as error:
    print(f"demo: FAILED, {error}", flush=True)
