# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of bench-warp.py that are more than a warp inside one process."""

import json
import math
import os
import subprocess
import sys
import time

import numpy

import gegl
import geometry
import homography
import report
import turns
import warp_charts
from warp_cases import KERNELS, SIZES, make_pixels, make_view
from warp_methods import MEMCPY, OPERATION, OURS, ImageMagick, make_memcpy, make_methods

FOLDER = os.path.dirname(os.path.abspath(__file__))
RUN_IN_GIMP = os.path.join(FOLDER, "..", "tests", "plugin", "run-in-gimp")

PREVIEW = 1600, 1000
LARGEST = 12  # MP, for ImageMagick and GIMP
LARGEST_PAIR = 48  # MP, for the alignment: two of 100 MP take more memory than many machines have
ALIGNMENT = "alignment"


def run_preview(options):
    """A corner of a layer moves, and what a window of it shows is made again: all of the layer
    made smaller, by the library, and a part at full size, by the operation."""
    pixels = make_pixels(*SIZES[12])
    w, _ = make_view(*SIZES[12], "1:1")
    fit = w @ numpy.diag([SIZES[12][0] / PREVIEW[0], SIZES[12][1] / PREVIEW[1], 1.0])
    output = numpy.zeros((PREVIEW[1], PREVIEW[0], 4), numpy.float32)
    graph = gegl.homography_warp(pixels, PREVIEW, numpy.linalg.inv(w), "linear")
    corner = [geometry.apply(numpy.linalg.inv(w), geometry.corners(*SIZES[12]))[0, 0]]

    def render_operation():
        corner[0] += 0.25
        graph.node.set_property("target-x1", float(corner[0]))
        graph.render()

    functions = {MEMCPY: make_memcpy(pixels, PREVIEW)}
    for kernel in "linear", "cubic":
        functions[f"{OURS}, all of it, {kernel}"] = lambda kernel=kernel: homography.warp(
            pixels, fit, output, KERNELS[kernel][0]
        )
    functions[f"{OPERATION}, a part, linear"] = render_operation
    seconds = turns.take_turns(functions, 3 * options.runs)
    report.print_table(
        f"A {PREVIEW[0]} × {PREVIEW[1]} preview of a 12 MP layer",
        ["", "ms here", "fastest", "× memcpy"],
        [
            [
                name, report.number(1e3 * float(numpy.median(times))),
                report.number(1e3 * min(times)),
                report.number(turns.ratio(seconds, name, MEMCPY)),
            ]
            for name, times in seconds.items()
        ],
    )  # fmt: skip


def run_child(method, megapixels, kernel):
    """One method, once, in a process of its own: wall and CPU seconds, peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, __file__, method, str(megapixels), kernel], stdout=subprocess.PIPE
    )
    with child.stdout as output:
        peak = output.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise RuntimeError(f"the process of {method} failed")
    return wall, usage.ru_utime + usage.ru_stime, int(peak) / 1024


def be_child(method, megapixels, kernel):
    gegl.start(8 << 30)
    pixels = make_pixels(*SIZES[megapixels])
    w, size = make_view(*SIZES[megapixels], "1:1")
    if method != "nothing":
        make_methods(pixels, w, size, kernel, [method])[method][0]()
    print(read_peak())


def read_peak():
    """In KB. getrusage's is that of the process which started this one, if that has more."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def run_processes(options):
    """What a process costs from its start to its end, beyond one that makes the same pixels and
    graphs' buffers and ends."""
    lines = []
    for size in options.sizes:
        for method in "nothing", OURS, OPERATION, "OpenCV", "gegl:transform":
            runs = [run_child(method, size, "linear") for _ in range(5)]
            wall, cpu, memory = numpy.median(runs, axis=0)
            cells = [report.number(wall), report.number(cpu), f"{memory:.0f}"]
            lines.append([f"{size} MP, {method}", *cells])
    report.print_table(
        "Whole processes, linear, medians of 5", ["", "wall s", "CPU s", "peak MB"], lines
    )
    run_imagemagick(options)


def run_imagemagick(options):
    """On 1 MP: on 12 it takes a minute for each kernel."""
    pixels = make_pixels(*SIZES[1])
    w, size = make_view(*SIZES[1], "1:1")
    lines = []
    for kernel in options.kernels:
        if not KERNELS[kernel][3]:
            continue
        magick = ImageMagick(pixels, w, size, KERNELS[kernel][3])
        ours = make_methods(pixels, w, size, kernel, [OURS])[OURS][0]
        functions = {"start": magick.start, "warp": magick.warp, OURS: ours}
        seconds = turns.take_turns(functions, 5)
        median = {name: float(numpy.median(times)) for name, times in seconds.items()}
        factor = (median["warp"] - median["start"]) / median[OURS]
        lines.append([f"1 MP, {kernel}", report.number(factor, 2)])
    report.print_table(
        "ImageMagick's -distort Perspective, without its start, as a multiple of ours",
        ["", "× ours"],
        lines,
    )


def run_gimp(options):
    """Layers inside GIMP, by our procedure and by its own transformation."""
    script = os.path.join(FOLDER, "warp_in_gimp.py")
    path = report.output("warp-gimp.json")
    sizes = ["x".join(map(str, SIZES[size])) for size in options.sizes if size <= LARGEST]
    subprocess.run([RUN_IN_GIMP, script, path, str(options.runs), *sizes], check=True)
    with open(path, encoding="utf-8") as file:
        rows = json.load(file)
    report.print_table(
        "Layers of RGBA inside GIMP: its own transformation's time as a multiple of ours",
        ["", "GIMP's/ours", "filled", "of ours to start the plug-in", "start, ms here"],
        [
            [
                f"{row['size']}, {row['format']}, {row['kernel']}",
                report.number(row["theirs"] / row["ours"]),
                report.number(row["theirs"] / row["filled"]),
                f"{100 * row['start'] / row['ours']:.0f} %",
                f"{1e3 * row['start']:.0f}",
            ]
            for row in rows
        ],
    )
    report.write_csv("warp-gimp.csv", rows)


def run_large(options):
    """Layers of 100 and 200 megapixels inside GIMP: time beside GIMP's own transformation, and
    memory."""
    path = report.output("warp-large.json")
    script = os.path.join(FOLDER, "large_in_gimp.py")
    subprocess.run([RUN_IN_GIMP, script, path, str(min(options.runs, 3)), "100", "200"], check=True)
    with open(path, encoding="utf-8") as file:
        rows = json.load(file)
    own = {row["megapixels"]: row["seconds"] for row in rows if row["what"] == "GIMP, cubic"}
    report.print_table(
        "Layers of 8-bit RGBA inside GIMP: time ÷ that of its own cubic transformation, and the most "
        "memory of GIMP, with both layers, and of the plug-in's process",
        ["", "MP", "time", "GIMP, MB", "plug-in, MB"],
        [
            [
                row["what"], f"{row['megapixels']:.0f}",
                report.number(row["seconds"] / own[row["megapixels"]]),
                f"{row['GIMP, MB']:.0f}", f"{row['plug-in, MB']:.0f}",
            ]
            for row in rows
        ],
    )  # fmt: skip
    report.write_csv("warp-large.csv", rows)


def fit_exponent(megapixels, seconds):
    return float(numpy.polyfit(numpy.log(megapixels), numpy.log(seconds), 1)[0])


def make_pair(width, height):
    """Two pictures of three channels, with noise of their own, to be aligned: the corners of one
    lie up to 1 % of the width off."""
    random = numpy.random.default_rng(1)
    picture = numpy.ascontiguousarray(make_pixels(width, height)[..., :3])
    corners = geometry.corners(width, height)
    shifts = random.uniform(-0.01, 0.01, (4, 2)) * width
    moving = numpy.empty_like(picture)
    homography.warp(
        picture, geometry.from_corners(corners, corners + shifts), moving, homography.LANCZOS,
        homography.REFLECT,
    )  # fmt: skip
    for pixels in picture, moving:
        pixels += 0.01 * random.standard_normal(pixels.shape, numpy.float32)
    return picture, moving


def make_growing(size):
    pixels = make_pixels(*SIZES[size])
    view = make_view(*SIZES[size], "1:1")
    methods = make_methods(pixels, *view, "linear", [OURS, OPERATION])
    functions = {f"{name}, linear": methods[name][0] for name in methods}
    if size <= LARGEST_PAIR:
        pair = make_pair(*SIZES[size])
        functions[ALIGNMENT] = lambda: homography.align(*pair)
    return functions


def run_growth(options):
    """How the cost grows with the pixels, and the memory that 100 MP take."""
    curves = {}
    for size in SIZES:
        for name, times in turns.take_turns(make_growing(size), 5).items():
            curves.setdefault(name, {})[size] = float(numpy.median(times))
    exponents = {name: fit_exponent(list(curve), list(curve.values()))
                 for name, curve in curves.items()}  # fmt: skip
    report.print_table(
        "How time grows with the pixels",
        ["", "exponent", *(f"{size} MP, s" for size in SIZES)],
        [
            [
                name, report.number(exponents[name]),
                *(report.number(curve[size], 2) if size in curve else "–" for size in SIZES),
            ]
            for name, curve in curves.items()
        ],
    )  # fmt: skip
    memory = {name: run_child(name, 100, "linear")[2] for name in ("nothing", OURS, OPERATION)}
    picture = math.prod(SIZES[100]) * 16 / 2**20
    print(f"\n  One picture of 100 MP: {picture:.0f} MB. Peak memory of a process, MB: {memory}")
    warp_charts.draw_growth("warp-growth.png", curves, exponents)


def be_thread_child(n_processors, megapixels):
    """Median seconds of each method on the first so many processors, as JSON."""
    os.sched_setaffinity(0, range(n_processors))
    gegl.start(8 << 30)
    pixels = make_pixels(*SIZES[megapixels])
    view = make_view(*SIZES[megapixels], "1:1")
    functions = {}
    for kernel in "linear", "lanczos":
        methods = make_methods(pixels, *view, kernel, [OURS, OPERATION])
        functions.update({f"{name}, {kernel}": methods[name][0] for name in methods})
    pair = make_pair(*SIZES[megapixels])
    functions[ALIGNMENT] = lambda: homography.align(*pair)
    seconds = turns.take_turns(functions, 3)
    print(json.dumps({name: float(numpy.median(times)) for name, times in seconds.items()}))


def run_threads(options):
    """One processor beside two: in processes of their own, which take turns."""
    lines = []
    for size in options.sizes:
        ratios = {}
        for _ in range(5):
            one, two = (
                json.loads(subprocess.check_output(
                    [sys.executable, __file__, "threads", str(n), str(size)]
                ))
                for n in (1, 2)
            )  # fmt: skip
            for name, seconds in one.items():
                ratios.setdefault(name, []).append(seconds / two[name])
        lines += [
            [f"{size} MP, {name}", report.number(float(numpy.median(values)))]
            for name, values in ratios.items()
        ]
    report.print_table("Time on one processor, as a multiple of that on two", ["", "times"], lines)


if __name__ == "__main__":
    if sys.argv[1] == "threads":
        be_thread_child(*map(int, sys.argv[2:]))
        sys.exit()
    be_child(sys.argv[1], int(sys.argv[2]), sys.argv[3])
