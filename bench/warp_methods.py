# SPDX-License-Identifier: GPL-3.0-or-later
"""The warps that bench-warp.py compares inside one process."""

import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy

import gegl
import geometry
import homography
import report
from warp_cases import KERNELS

OURS = "ours"
OPERATION = "homography:warp"
MEMCPY = "memcpy, 2 threads"

POOL = ThreadPoolExecutor(2)


def make_memcpy(pixels, size):
    """Of as many pixels as the output has."""
    source = numpy.zeros((size[1], size[0], 4), pixels.dtype)
    output = numpy.ones_like(source)
    half = size[1] // 2
    parts = [slice(0, half), slice(half, None)]
    return lambda: list(POOL.map(lambda part: numpy.copyto(output[part], source[part]), parts))


def make_ours(pixels, w, size, kernel):
    output = numpy.zeros((size[1], size[0], 4), numpy.float32)
    return lambda: homography.warp(pixels, w, output, kernel), lambda: output


def make_opencv(pixels, w, size, kernel):
    output = numpy.zeros((size[1], size[0], 4), pixels.dtype)
    matrix = geometry.to_opencv(w)
    flags = kernel | cv2.WARP_INVERSE_MAP
    return lambda: cv2.warpPerspective(pixels, matrix, size, output, flags), lambda: output


class ImageMagick:
    """A process for each run: it has no other door from here. Its file is one that is mapped, and
    what it takes to start and to copy it is a method of its own, to be subtracted."""

    program = shutil.which("magick") or shutil.which("convert")

    def __init__(self, pixels, w, size, kernel):
        self.folder = tempfile.TemporaryDirectory(prefix="bench-", dir=report.output(""))
        path = f"{self.folder.name}/in.mpc"
        raw = f"{self.folder.name}/in.rgba"
        height, width = pixels.shape[:2]
        pixels.tofile(raw)
        depth = ["-depth", "32", "-define", "quantum:format=floating-point"]
        subprocess.run(
            [self.program, "-size", f"{width}x{height}", *depth, raw, path], check=True
        )
        source = geometry.corners(*size)
        pairs = numpy.hstack([geometry.apply(w, source), source])
        points = " ".join(",".join(f"{value:.6f}" for value in pair) for pair in pairs)
        self.copy = [self.program, path, "null:"]
        self.distort = [
            self.program, path, "-virtual-pixel", "transparent", "-filter", "point",
            "-interpolate", kernel, "-set", "option:distort:viewport",
            f"{size[0]}x{size[1]}+0+0", "-distort", "Perspective", points, "null:",
        ]  # fmt: skip

    def start(self):
        subprocess.run(self.copy, check=True)

    def warp(self):
        subprocess.run(self.distort, check=True)


def make_operation(pixels, w, size, kernel):
    graph = gegl.homography_warp(pixels, size, numpy.linalg.inv(w), kernel)
    return graph.render, graph.pixels


def make_transform(pixels, w, size, sampler):
    graph = gegl.transform(pixels, size, numpy.linalg.inv(w), sampler)
    return graph.render, graph.pixels


def make_methods(pixels, w, size, kernel, only=None):
    """By name: what is timed, and what gives the picture afterwards."""
    ours, opencv, sampler, _ = KERNELS[kernel]
    makers = {
        MEMCPY: lambda: (make_memcpy(pixels, size), None),
        OURS: lambda: make_ours(pixels, w, size, ours),
        OPERATION: lambda: make_operation(pixels, w, size, kernel),
        "OpenCV": lambda: make_opencv(pixels, w, size, opencv),
        "gegl:transform": lambda: make_transform(pixels, w, size, sampler),
    }
    # The library knows floats only, and GEGL no Lanczos.
    missing = {OURS} if pixels.dtype != numpy.float32 else set()
    if not sampler:
        missing.add("gegl:transform")
    wanted = only or makers.keys() - missing
    return {name: make() for name, make in makers.items() if name in wanted}
