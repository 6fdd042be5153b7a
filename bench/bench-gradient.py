#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed of the warp's gradients: dL/dW, for the matrix, and dL/dX, for the input, beside the warp
itself and a memcpy of the same pixels by two threads. All take turns, and medians count.
"""

import argparse

import numpy

import homography
import report
import turns
from warp_cases import KERNELS, SIZES, VIEWS, make_pixels, make_view
from warp_methods import MEMCPY, OURS, make_memcpy

GRADIENTS = ["dL/dW", "dL/dX"]


def make_functions(size, view, kernel, boundary):
    pixels = make_pixels(*SIZES[size])
    w, (width, height) = make_view(*SIZES[size], view)
    sampler = KERNELS[kernel][0]
    output = numpy.zeros((height, width, 4), numpy.float32)
    dl_dx = numpy.zeros_like(pixels)
    dl_dy = numpy.random.default_rng(1).standard_normal(output.shape, dtype=numpy.float32)
    return {
        MEMCPY: make_memcpy(pixels, (width, height)),
        OURS: lambda: homography.warp(pixels, w, output, sampler, boundary),
        "dL/dW": lambda: homography.warp_gradient(pixels, w, dl_dy, sampler, boundary),
        "dL/dX": lambda: homography.warp_adjoint(dl_dy, w, dl_dx, sampler, boundary),
    }


def measure(size, view, kernel, n_runs):
    seconds = turns.take_turns(make_functions(size, view, kernel, homography.FILL), n_runs)
    row = {"MP": size, "view": view, "kernel": kernel}
    row["warp/memcpy"] = turns.ratio(seconds, OURS, MEMCPY)
    for name in GRADIENTS:
        row[f"{name}/warp"] = turns.ratio(seconds, name, OURS)
    return row


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench gradient", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="of each (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="1 MP, 5 runs")
    options = parser.parse_args()
    options.sizes = [1] if options.quick else [1, 12]
    options.runs = 5 if options.quick else options.runs
    return options


def main():
    options = parse_arguments()
    rows = [
        measure(size, view, kernel, options.runs)
        for size in options.sizes
        for view in VIEWS
        for kernel in KERNELS
    ]
    header = [key for key in rows[0] if "/" in key]
    report.print_table(
        f"Gradients, RGBA float: medians of {options.runs} runs",
        ["", *header],
        [
            [f"{row['MP']} MP, {row['view']}, {row['kernel']}"]
            + [report.number(row[key]) for key in header]
            for row in rows
        ],
    )
    report.write_csv("gradient.csv", rows)


if __name__ == "__main__":
    main()
