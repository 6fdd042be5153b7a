#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed of the warp: the library, the operation and the procedure beside OpenCV, GEGL, GIMP,
ImageMagick and a memcpy of the same pixels by two threads.

The parts: 'table' (sizes, views, formats and kernels inside one process), 'preview' (a corner of a
large layer is moved), 'threads' (one processor beside two), 'processes' (whole processes: wall
time, CPU time, peak memory), 'gimp' (layers inside GIMP), 'large' (100 and 200 MP there, with
memory), 'growth' (time and memory from 1 to 100 MP, and of alignments). All methods of a case take
turns, and medians count. Ratios mean something on other machines; MP/s and seconds do not.
"""

import argparse
import sys

import numpy

import gegl
import report
import turns
import warp_charts
import warp_parts
from warp_cases import KERNELS, SIZES, VIEWS, make_pixels, make_view
from warp_methods import MEMCPY, OPERATION, OURS, make_methods

PARTS = ["table", "preview", "threads", "processes", "gimp", "large", "growth"]
FORMATS = {"float": numpy.float32, "8 bit": numpy.uint8}


def differences(methods, reference):
    """Mean absolute difference of each picture from ours: that all do the same job."""
    ours = methods[reference][1]()
    found = {}
    for name, (_, pixels) in methods.items():
        if pixels:
            picture = pixels().astype(numpy.float32)
            scale = 255 if pixels().dtype == numpy.uint8 else 1
            found[name] = float(numpy.abs(picture / scale - ours).mean())
    return found


def measure(case, options):
    megapixels, view, name, kernel = case
    pixels = make_pixels(*SIZES[megapixels])
    if name == "8 bit":
        pixels = (pixels.clip(0, 1) * 255).astype(numpy.uint8)
    w, size = make_view(*SIZES[megapixels], view)
    methods = make_methods(pixels, w, size, kernel)
    seconds = turns.take_turns({key: value[0] for key, value in methods.items()}, options.runs)
    ours = OURS if OURS in methods else OPERATION
    differs = differences(methods, ours)
    return [
        {
            "MP": megapixels, "view": view, "format": name, "kernel": kernel, "method": method,
            "time/ours": turns.ratio(seconds, method, ours),
            "time/memcpy": turns.ratio(seconds, method, MEMCPY),
            "MP/s": size[0] * size[1] / 1e6 / float(numpy.median(times)),
            "differs": differs.get(method), "seconds": float(numpy.median(times)),
            "fastest": min(times), "slowest": max(times),
        }
        for method, times in seconds.items()
    ]  # fmt: skip


def print_table(rows, key, title, digits=3):
    """A line for each case, a column for each method."""
    names = list(dict.fromkeys(row["method"] for row in rows))
    cases = {}
    for row in rows:
        case = f"{row['MP']} MP, {row['view']}, {row['format']}, {row['kernel']}"
        cases.setdefault(case, {})[row["method"]] = report.number(row[key], digits)
    lines = [[case] + [cells.get(name, "–") for name in names] for case, cells in cases.items()]
    report.print_table(title, ["", *names], lines)


def run_table(options):
    cases = [
        (size, view, name, kernel)
        for size in options.sizes
        for view in options.views
        for name in options.formats
        for kernel in options.kernels
    ]
    rows = []
    for case in cases:
        rows += measure(case, options)
    runs = f"medians of {options.runs} runs"
    print_table(
        rows, "time/ours", f"Time as a multiple of ours (8 bit: of the operation's), {runs}"
    )
    print_table(rows, "time/memcpy", f"Time as a multiple of the memcpy's, {runs}")
    print_table(rows, "differs", "Mean difference of the picture from ours, of 1", 1)
    report.write_csv("warp.csv", rows)
    warp_charts.draw_table("warp.png", rows)


def some_of(names, kind=str):
    """A list of names, separated by commas, for argparse."""

    def parse(text):
        found = [kind(part) for part in text.split(",")]
        if not set(found) <= set(names):
            raise ValueError
        return found

    return parse


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench warp", description=__doc__)

    def add(name, names, kind=str, default=None, text=""):
        known = ",".join(str(value) for value in names)
        default = default or known
        parser.add_argument(
            name, type=some_of(names, kind), default=default, metavar="A,B",
            help=f"{text} of {known} (default: {default})",
        )  # fmt: skip

    parser.add_argument("--runs", type=int, default=7, help="of each (default: %(default)s)")
    add("--parts", PARTS, text="some")
    add("--sizes", [1, 12, 48], int, "1,12", "MP,")
    add("--views", VIEWS, default="1:1", text="some")
    add("--formats", FORMATS, text="some")
    add("--kernels", KERNELS, text="some")
    parser.add_argument("--all", action="store_true", help="all sizes and views: half an hour")
    parser.add_argument("--quick", action="store_true", help="the table of 1 MP, 5 runs")
    options = parser.parse_args()
    if options.all:
        options.sizes, options.views = [1, 12, 48], list(VIEWS)
    if options.quick:
        options.parts, options.sizes, options.runs = ["table"], [1], 5
    return options


def main():
    options = parse_arguments()
    gegl.start(8 << 30)
    if not gegl.has(OPERATION):
        sys.exit(f"warp: GEGL does not find {OPERATION}")
    parts = {
        "table": run_table,
        "preview": warp_parts.run_preview,
        "threads": warp_parts.run_threads,
        "processes": warp_parts.run_processes,
        "gimp": warp_parts.run_gimp,
        "large": warp_parts.run_large,
        "growth": warp_parts.run_growth,
    }
    for part in options.parts:
        parts[part](options)


if __name__ == "__main__":
    main()
