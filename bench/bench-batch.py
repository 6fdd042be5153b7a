#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file costs in batch: the program homography beside the gegl command and GIMP's batch mode, in Python and
Script-Fu.

JPEG files of a camera's size become JPEG files. Costs are the processor time of all processes that
a way starts, on one processor; the ways take turns, and the median of the runs counts. GIMP is
measured with and without files, so that its start is a figure of its own. Then as many processes
as there are processors work at once, by GNU parallel.
"""

import argparse
import ctypes
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

import cv2
import numpy

import geometry
import report
from batchways import JOBS, WAYS, can_do, result_of

SIZES = {3: (2000, 1500), 12: (4000, 3000)}

# Where the page lies on a scan: how far its corners are from the scan's, as shares of its sides.
INSET = numpy.array([(0.04, 0.03), (-0.06, 0.05), (-0.03, -0.06), (0.05, -0.04)])


def write_jpeg(name, pixels):
    cv2.imwrite(name, numpy.clip(255 * pixels, 0, 255))


def make_files(names, width, height):
    """reference.jpg, and views of it of which each corner is off by up to 1 % of the width."""
    random = numpy.random.default_rng(0)
    pixels = numpy.zeros((height, width, 3), numpy.float32)
    for scale in 4, 16, 64:
        coarse = random.uniform(0, 1, (height // scale, width // scale, 3)).astype(numpy.float32)
        pixels += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) / 3
    write_jpeg("reference.jpg", pixels)
    corners = geometry.corners(width, height)
    for name in names:
        seen = corners + random.uniform(-0.01, 0.01, (4, 2)) * width
        w = geometry.to_opencv(geometry.from_corners(corners, seen))
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        write_jpeg(name, cv2.warpPerspective(pixels, w, (width, height), flags=flags))


# ---- Measuring -----------------------------------------------------------------------------------


def adopt_orphans():
    """What GIMP starts and does not wait for becomes a child of this process, and is counted."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def wait_for_orphans():
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(commands, processors):
    """The processor time, and the time that passed."""
    before, start = processor_time(), time.perf_counter()
    with open("log", "w", encoding="utf-8") as log:
        for command in commands:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=True,
                preexec_fn=lambda: os.sched_setaffinity(0, processors),
            )  # fmt: skip
            wait_for_orphans()
    return processor_time() - before, time.perf_counter() - start


def take_away(way, names):
    """The results, which must be there."""
    for name in names:
        result = result_of(way, name)
        if os.path.getsize(result) < 10000:
            raise RuntimeError(f"{result} is no picture; see {os.path.abspath('log')}")
        os.remove(result)


def measure_costs(names, page, n_runs):
    """Seconds of a processor by job, way, and number of files."""
    one = {min(os.sched_getaffinity(0))}
    seconds = {}
    for _ in range(n_runs):
        for job in JOBS:
            for way, commands in WAYS.items():
                for files in (names, []) if can_do(way, job) else ():
                    used, _ = run(commands(job, files, *page), one)
                    take_away(way, files)
                    seconds.setdefault((job, way, len(files)), []).append(used)
    return {key: statistics.median(values) for key, values in seconds.items()}


def print_costs(seconds, n, megapixels):
    unit = seconds["straighten", "gegl", n] / n
    rows = []
    for job in JOBS:
        for way in WAYS:
            if not can_do(way, job):
                continue
            start = seconds[job, way, 0]
            each = (seconds[job, way, n] - start) / n
            values = each / unit, start / unit, megapixels / each
            rows.append([job, way, *(report.number(value, 2) for value in values)])
    report.print_table(
        f"{megapixels} MP, JPEG to JPEG, one processor; 1: what gegl takes to straighten a file",
        ["job", "by", "a file", "the start", "MP per core-second, here"],
        rows,
    )


# ---- As many at once as there are processors -----------------------------------------------------


def in_parallel(way, n_jobs, names, page):
    """GNU parallel, with a process for each file or, for GIMP, for each share of the files. The program starts its
    own."""
    if way == "homography":
        yield from WAYS[way]("straighten", names, *page, jobs=n_jobs)
        return
    shares = [names[i::n_jobs] for i in range(n_jobs)]
    if way == "gegl":
        shares = [[name] for name in names]
    with open("jobs", "w", encoding="utf-8") as file:
        for number, share in enumerate(shares):
            (command,) = WAYS[way]("straighten", share, *page)
            with open(f"job-{number}", "w", encoding="utf-8") as script:
                script.write(f"exec {shlex.join(command)}\n")
            file.write(f"job-{number}\n")
    yield ["parallel", "--will-cite", "-j", str(n_jobs), "-a", "jobs", "sh"]


def measure_speed(names, page, n_runs):
    """Seconds that pass, by way and number of processes."""
    os.environ["GEGL_THREADS"] = "1"
    processors = os.sched_getaffinity(0)
    seconds = {}
    for _ in range(n_runs):
        for way in "homography", "gegl", "GIMP, Python":
            for n_jobs in (1, len(processors)):
                _, passed = run(in_parallel(way, n_jobs, names, page), processors)
                take_away(way, names)
                seconds.setdefault((way, n_jobs), []).append(passed)
    return {key: statistics.median(values) for key, values in seconds.items()}


def print_speed(seconds, n):
    unit = seconds["gegl", 1]
    report.print_table(
        f"Straighten {n} files; 1: the speed of one gegl at a time",
        ["by", "processes", "speed"],
        [[way, jobs, report.number(unit / value, 2)] for (way, jobs), value in seconds.items()],
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megapixels", type=int, choices=SIZES, default=12)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="2 files of 3 megapixels, once")
    options = parser.parse_args()
    if options.quick:
        options.megapixels, options.files, options.runs = 3, 2, 1

    size = SIZES[options.megapixels]
    corners = (geometry.corners(*size) + INSET * size).round().tolist()
    page = corners, size
    names = [f"{number}.jpg" for number in range(options.files)]
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_files(names, *size)
        for commands in WAYS.values():
            run(commands("straighten", [], *page), os.sched_getaffinity(0))  # read from the disk
        costs = measure_costs(names, page, options.runs)
        print_costs(costs, options.files, options.megapixels)
        speeds = measure_speed(names, page, options.runs)
        print_speed(speeds, options.files)
        os.chdir("/")
    report.write_csv(
        "batch.csv",
        [{"job": job, "by": way, "files": n, "processes": 1, "seconds": s}
         for (job, way, n), s in costs.items()]
        + [{"job": "straighten", "by": way, "files": options.files, "processes": n, "seconds": s}
           for (way, n), s in speeds.items()],
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
