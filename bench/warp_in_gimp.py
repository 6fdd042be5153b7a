# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside GIMP: warp_in_gimp.py RESULT RUNS WIDTHxHEIGHT…

Transforms copies of a layer by our procedure and by gimp-item-transform-matrix, in turns.
"""

import json
import os
import statistics
import sys
import time

import numpy
from gi.repository import Gegl, Gimp
from gimptools import call, homography

PROCEDURE = "plug-in-homography-transform"
FORMATS = {
    "8 bit": (Gimp.Precision.U8_NON_LINEAR, "R'G'B'A u8", numpy.uint8),
    "float": (Gimp.Precision.FLOAT_LINEAR, "RGBA float", numpy.float32),
}
KERNELS = {"linear": Gimp.InterpolationType.LINEAR, "cubic": Gimp.InterpolationType.CUBIC}


def make_layer(width, height, name):
    precision, babl, kind = FORMATS[name]
    image = Gimp.Image.new_with_precision(width, height, Gimp.ImageBaseType.RGB, precision)
    image.undo_disable()
    layer = Gimp.Layer.new(
        image, "layer", width, height, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL
    )
    image.insert_layer(layer, None, 0)
    pixels = numpy.random.default_rng(0).uniform(0, 1, (height, width, 4)).astype(numpy.float32)
    pixels[..., 3] = 1
    if kind == numpy.uint8:
        pixels = (pixels * 255).astype(kind)
    buffer = layer.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, width, height), babl, pixels.tobytes())
    buffer.flush()
    return image, layer


def mild_perspective(width, height):
    size = numpy.array([width, height])
    corners = numpy.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * size
    inset = numpy.array([(0.04, 0.03), (-0.06, 0.05), (-0.03, -0.06), (0.05, -0.04)]) * size
    return homography(corners, corners + inset)


def run_procedure(image, layer, h, kernel, output="layer", boundary="transparent"):
    call(
        PROCEDURE, image=image, drawables=[layer], matrix=h.ravel(), output=output,
        interpolation=kernel, boundary=boundary,
    )  # fmt: skip


def ours(*arguments):
    run_procedure(*arguments)


def filled(*arguments):
    run_procedure(*arguments, boundary="clamp")


def start(*arguments):
    """All but the pixels."""
    run_procedure(*arguments, output="none")


def theirs(image, layer, h, kernel):
    Gimp.context_set_interpolation(KERNELS[kernel])
    Gimp.context_set_transform_resize(Gimp.TransformResize.ADJUST)
    Gimp.context_set_transform_direction(Gimp.TransformDirection.FORWARD)
    layer.transform_matrix(*h.ravel())


def timed(function, image, layer, *arguments):
    copy = layer.copy()
    image.insert_layer(copy, None, 0)
    begin = time.perf_counter()
    function(image, copy, *arguments)
    seconds = time.perf_counter() - begin
    image.remove_layer(copy)
    return seconds


def measure(width, height, name, kernel, n_runs):
    image, layer = make_layer(width, height, name)
    h = mild_perspective(width, height)
    seconds = {function: [] for function in (ours, theirs, filled, start)}
    for turn in range(n_runs + 1):
        for function, times in seconds.items():
            value = timed(function, image, layer, h, kernel)
            if turn:
                times.append(value)
    image.delete()
    medians = {function.__name__: statistics.median(times) for function, times in seconds.items()}
    return {"size": f"{width} × {height}", "format": name, "kernel": kernel, **medians}


def main():
    path, n_runs, *sizes = sys.argv[1:]
    rows = [
        measure(*map(int, size.split("x")), name, kernel, int(n_runs))
        for size in sizes
        for name in FORMATS
        for kernel in KERNELS
    ]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(rows, file)


if os.path.basename(sys.argv[0]) == "warp_in_gimp.py":
    main()
