#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed of the warp beside OpenCV, GEGL and a memcpy of the same pixels by two threads.

RGBA float, a mild perspective that shows nothing from outside the picture. All take turns, and the
median of the runs counts. Times are ratios to ours; MP/s and seconds depend on the machine.
"""

import argparse
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy

import gegl
import geometry
import homography
import report

OURS = "ours"
GRADIENT = "ours, dL/dW"
MEMCPY = "memcpy, 2 threads"

# Ours, OpenCV's, and GEGL's of the same support. OpenCV's cubic has a = −0.75 instead of −0.5 and
# its Lanczos 8 × 8 pixels instead of 6 × 6; GEGL has no Lanczos.
KERNELS = {
    "nearest": (homography.NEAREST, cv2.INTER_NEAREST, "nearest"),
    "linear": (homography.LINEAR, cv2.INTER_LINEAR, "linear"),
    "cubic": (homography.CUBIC, cv2.INTER_CUBIC, "cubic"),
    "lanczos": (homography.LANCZOS, cv2.INTER_LANCZOS4, None),
}

# 4:3, by their size in MP
SIZES = {1: (1152, 864), 12: (4000, 3000), 48: (8000, 6000)}


def make_pixels(width, height):
    """Smooth enough for all kernels to agree on it, and opaque."""
    random = numpy.random.default_rng(0)
    coarse = random.uniform(0, 1, (height // 16, width // 16, 4)).astype(numpy.float32)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    pixels[..., 3] = 1
    return pixels


def mild_perspective(width, height):
    """W: the output's corners show points 3 to 6 % inside the input."""
    inset = numpy.array([(0.04, 0.03), (-0.06, 0.05), (-0.03, -0.06), (0.05, -0.04)])
    corners = geometry.corners(width, height)
    return geometry.from_corners(corners, corners + inset * (width, height))


def make_memcpy(source, pool):
    output = numpy.zeros_like(source)
    half = source.shape[0] // 2
    parts = [slice(0, half), slice(half, None)]

    def copy():
        list(pool.map(lambda part: numpy.copyto(output[part], source[part]), parts))

    return copy, None


def make_ours(source, w, kernel):
    output = numpy.zeros_like(source)
    return lambda: homography.warp(source, w, output, kernel), lambda: output


def make_gradient(source, w, kernel):
    random = numpy.random.default_rng(1)
    dl_dy = random.standard_normal(source.shape, dtype=numpy.float32)
    return lambda: homography.warp_gradient(source, w, dl_dy, kernel), None


def make_opencv(source, w, kernel):
    output = numpy.zeros_like(source)
    matrix = geometry.to_opencv(w)
    size = source.shape[1], source.shape[0]
    flags = kernel | cv2.WARP_INVERSE_MAP
    return lambda: cv2.warpPerspective(source, matrix, size, output, flags), lambda: output


def make_graph(graph):
    return graph.render, graph.pixels


def make_methods(source, w, kernel, pool):
    """By name: what is timed, and what gives the picture afterwards."""
    ours, opencv, sampler = KERNELS[kernel]
    h = numpy.linalg.inv(w)
    methods = {
        MEMCPY: make_memcpy(source, pool),
        OURS: make_ours(source, w, ours),
        GRADIENT: make_gradient(source, w, ours),
        "OpenCV": make_opencv(source, w, opencv),
    }
    if gegl.has("homography:warp"):
        methods["homography:warp"] = make_graph(gegl.homography_warp(source, h, kernel))
    if sampler:
        methods["gegl:transform"] = make_graph(gegl.transform(source, h, sampler))
    return methods


def take_turns(methods, n_runs):
    """The seconds of each method's runs. A first run, which touches the memory, is left out."""
    seconds = {name: [] for name in methods}
    for turn in range(n_runs + 1):
        for name, (function, _) in methods.items():
            start = time.perf_counter()
            function()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def differences(methods):
    """Mean absolute difference of each picture from ours: that all do the same job."""
    ours = methods[OURS][1]()
    return {
        name: float(numpy.abs(pixels() - ours).mean())
        for name, (_, pixels) in methods.items()
        if pixels
    }


def measure(megapixels, kernel, n_runs, pool):
    width, height = SIZES[megapixels]
    source = make_pixels(width, height)
    methods = make_methods(source, mild_perspective(width, height), kernel, pool)
    seconds = take_turns(methods, n_runs)
    differs = differences(methods)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    return [
        {
            "MP": megapixels, "kernel": kernel, "method": name,
            "time/ours": median / medians[OURS], "time/memcpy": median / medians[MEMCPY],
            "MP/s": width * height / 1e6 / median, "differs": differs.get(name),
            "seconds": median, "fastest": min(seconds[name]), "slowest": max(seconds[name]),
        }
        for name, median in medians.items()
    ]  # fmt: skip


def pivot(rows, key, digits):
    """A line for each size and kernel, a column for each method."""
    names = list(dict.fromkeys(row["method"] for row in rows))
    cells = {(row["MP"], row["kernel"], row["method"]): row[key] for row in rows}
    lines = []
    for megapixels, kernel in dict.fromkeys((row["MP"], row["kernel"]) for row in rows):
        values = [cells.get((megapixels, kernel, name)) for name in names]
        lines.append([f"{megapixels} MP, {kernel}"] + [report.number(v, digits) for v in values])
    return ["", *names], lines


def print_ratios(rows, options):
    header, lines = pivot(rows, "time/ours", 3)
    ours = [row for row in rows if row["method"] == OURS]
    for line, row in zip(lines, ours):
        line += [report.number(row["time/memcpy"]), report.number(row["MP/s"])]
    report.print_table(
        f"Warp, RGBA float: time as a multiple of ours, medians of {options.runs} runs",
        [*header, "ours/memcpy", "ours, MP/s"],
        lines,
    )


def print_differences(rows):
    header, lines = pivot([row for row in rows if row["differs"] is not None], "differs", 1)
    report.print_table("Mean difference of the picture from ours, of 1", header, lines)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench warp", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="of each (default: %(default)s)")
    parser.add_argument("--sizes", default="1,12", help="MP, of 1,12,48 (default: %(default)s)")
    parser.add_argument("--kernels", default=",".join(KERNELS), help="some of: %(default)s")
    parser.add_argument("--quick", action="store_true", help="1 MP, 5 runs")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.runs = "1", 5
    options.sizes = [int(size) for size in options.sizes.split(",")]
    options.kernels = options.kernels.split(",")
    if not set(options.sizes) <= set(SIZES) or not set(options.kernels) <= set(KERNELS):
        parser.error("there is no such size or kernel")
    return options


def main():
    options = parse_arguments()
    gegl.start(8 << 30)
    if not gegl.has("homography:warp"):
        print("warp: GEGL does not find homography:warp; it is left out", file=sys.stderr)
    rows = []
    with ThreadPoolExecutor(2) as pool:
        for megapixels in options.sizes:
            for kernel in options.kernels:
                rows += measure(megapixels, kernel, options.runs, pool)
    print_ratios(rows, options)
    print_differences(rows)
    report.write_csv("warp.csv", rows)


if __name__ == "__main__":
    main()
