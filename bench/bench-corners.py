#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find corners: made scenes whose corners are known, and photographs whose corners were read off.

See scenes.py and corner_kinds.py for the scenes. Of those of scenes.py, a quadrilateral counts as
found when no corner is off by 3 px in 1 MP; it may begin at any of its corners, since at 45° there
is no upper left one. Of the others it is right within 1 % of its diagonal, or 3 px.
"""

import argparse
import time

import cv2
import numpy

import corner_kinds
import corner_methods
import homography
import pictures
import report
import scenes

FOUND = 3.0  # px
# Those of fit_corner_confidence.py begin at 0.
FIRST_SEED = 5000
NAN = (float("nan"),) * 2  # a corner outside of the picture, which nobody can see

# Read off at ten times the size, to about half a pixel: the outer edge of the sheet, frame or panel.
CORNERS = {
    "sudoku.png": [(72.2, 84.7), (492.1, 68.7), (520.8, 521.9), (34.2, 516.6)],
    "choriginal.jpg": [(192.8, 36.8), (467.2, 77.3), NAN, (39.3, 452.6)],
    "pca_test1.jpg": [(111.7, 18.6), NAN, (673.8, 533.6), (102.2, 547.4)],
    "left01.jpg": [(224.8, 60.3), (535.2, 47.2), (529.8, 303.4), (231.8, 285.7)],
    "left06.jpg": [(385.8, 103.8), (631.4, 117.2), (584.6, 446.6), (358.0, 398.2)],
    "left09.jpg": [(197.2, 30.0), (526.2, 109.8), (478.2, 347.3), (157.8, 347.5)],
    "left14.jpg": [(158.4, 54.9), (450.6, 28.8), (483.4, 364.2), (246.4, 456.8)],
    "right07.jpg": [(107.6, 99.2), (283.6, 135.2), (184.5, 438.2), (28.0, 347.0)],
    "right13.jpg": [(23.8, 145.3), (277.2, 39.8), (390.2, 360.0), (173.5, 403.2)],
    "box.png": [(0.0, 3.3), (321.0, 3.3), (320.0, 219.5), (0.0, 218.5)],
    "pic1.png": [(43, 25), (232, 25), (232, 129), (43, 129)],
    "pic2.png": [(182, 56), (362, 56), (362, 224), (182, 224)],
    "pic6.png": [(53, 73), (277, 73), (277, 199), (53, 199)],
}

# Nothing in them stands out by four straight sides.
NONE = [
    "HappyFish.jpg", "LinuxLogo.jpg", "aero1.jpg", "aero3.jpg", "aloeGT.png", "aloeL.jpg",
    "aloeR.jpg", "apple.jpg", "baboon.jpg", "basketball1.png", "board.jpg", "butterfly.jpg",
    "Blender_Suzanne1.jpg", "Blender_Suzanne2.jpg", "WindowsLogo.jpg", "blox.jpg", "chicky_512.png", "digits.png", "ellipses.jpg", "fruits.jpg", "gradient.png", "graf1.png",
    "graf3.png", "home.jpg", "imageTextN.png", "imageTextR.png", "leuvenA.jpg", "leuvenB.jpg",
    "licenseplate_motion.jpg", "messi5.jpg", "ml.png", "notes.png", "opencv-logo.png",
    "orange.jpg", "rubberwhale1.png", "smarties.png", "squirrel_cls.jpg", "stuff.jpg", "templ.png",
    "text_defocus.jpg", "text_motion.jpg",
]  # fmt: skip


def distance(found, either):
    """The farthest corner's, from the nearest of the outlines that will do."""
    if found is None:
        return numpy.inf
    return min(
        numpy.linalg.norm(numpy.roll(found, turn, axis=0) - corners, axis=1).max()
        for corners in either
        for turn in range(4)
    )


def measure_scenes(options):
    rows = []
    for kind in scenes.KINDS:
        for seed in range(options.scenes):
            scene = scenes.make(kind, seed)
            error = distance(homography.find_quad(scene.pixels), scene.corners)
            rows.append({
                "kind": kind, "seed": seed, "clear": scene.clear, "noise": scene.noise,
                "error": error,
            })  # fmt: skip
    return rows


def summary(rows):
    errors = numpy.array([row["error"] for row in rows])
    found = errors[errors < FOUND]
    quantiles = numpy.quantile(found, (0.5, 0.95)) if len(found) else (None, None)
    shares = [len(found), (errors == numpy.inf).sum()]
    shares.append(len(rows) - sum(shares))
    return [len(rows), *(f"{share / len(rows):.3f}" for share in shares),
            *map(report.number, quantiles)]  # fmt: skip


def print_scenes(rows):
    lines = []
    for clear, name in (True, "clear"), (False, "not clear"):
        for kind in scenes.KINDS:
            those = [row for row in rows if row["clear"] == clear and row["kind"] == kind]
            if those:
                lines.append([f"{kind}, {name}", *summary(those)])
        lines.append([f"all, {name}", *summary([row for row in rows if row["clear"] == clear])])
    report.print_table(
        f"Scenes of 1 MP, noise 0 to 20: share with all corners within {FOUND:g} px, with none found, "
        "with a wrong one; errors of the farthest corner where found, px",
        ["scene", "n", "found", "none", "wrong", "median", "95 %"],
        lines,
    )


def measure_kinds(options):
    """All kinds that are hard, by each method; and ours with a point inside."""
    rows = []
    for kind in corner_kinds.KINDS:
        for seed in range(FIRST_SEED, FIRST_SEED + options.scenes):
            scene = corner_kinds.make(kind, seed)
            found = corner_methods.ours(scene.pixels)
            errors = [corner_methods.distance(quad, scene.corners) for quad, _ in found]
            contour = corner_methods.contour(scene.pixels)
            row = {
                "kind": kind, "seed": seed, "detail": scene.detail,
                "error": errors[0] if found else None,
                "confidence": found[0][1] if found else 0,
                "among": min(errors, default=numpy.inf) <= 1,
                "of all": sum(
                    any(corner_methods.distance(quad, [outline]) <= 1 for quad, _ in found)
                    for outline in scene.all
                ),
                "all": len(scene.all),
                "contour": None if contour is None else corner_methods.distance(contour, scene.corners),
            }  # fmt: skip
            if scene.corners:
                middle = scene.corners[0].mean(0).clip(1, (corner_kinds.WIDTH - 1, corner_kinds.HEIGHT - 1))
                clicked = corner_methods.ours(scene.pixels, tuple(middle))
                right = [corner_methods.distance(quad, scene.corners[:1]) <= 1 for quad, _ in clicked[:1]]
                row["inside"] = any(right)
            rows.append(row)
    return rows


def print_kinds(rows):
    def shares(errors):
        n = len(errors)
        right = sum(error is not None and error <= 1 for error in errors)
        none = sum(error is None for error in errors)
        return [f"{count / n:.3f}" for count in (right, none, n - right - none)]

    lines = []
    for kind in corner_kinds.KINDS:
        those = [row for row in rows if row["kind"] == kind]
        n = len(those)
        sure = [row for row in those if row["confidence"] >= 0.5]
        wrong = sum(not row["error"] <= 1 for row in sure)
        clicked = [row["inside"] for row in those if "inside" in row]
        of, total = sum(row["of all"] for row in those), sum(row["all"] for row in those)
        lines.append([
            kind, n, *shares([row["error"] for row in those]),
            f"{sum(row['among'] for row in those) / n:.3f}", f"{of}/{total}" if total else "–",
            f"{sum(clicked) / n:.3f}" if clicked else "–",
            f"{(len(sure) - wrong) / n:.3f}", f"{wrong / n:.3f}",
            *shares([row["contour"] for row in those]),
        ])  # fmt: skip
    report.print_table(
        "Kinds that are hard, 1600 × 1200: share right, with none, wrong; right among the first eight; of "
        "several sheets; right first, with a point inside; confidence ≥ 0.5 and right or wrong; contours",
        ["kind", "n", "right", "none", "wrong", "of 8", "all", "inside", "≥.5 right", "≥.5 wrong",
         "contours: right", "none", "wrong"],
        lines,
    )  # fmt: skip


def print_calibration(rows):
    rows = [row for row in rows if row["error"] is not None]
    lines = []
    for low, high in (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01), (0.9, 1.01):
        those = [row for row in rows if low <= row["confidence"] < high]
        if those:
            right = sum(row["error"] <= 1 for row in those) / len(those)
            told = sum(row["confidence"] for row in those) / len(those)
            lines.append([f"{low:g} to {min(high, 1):g}", len(those), f"{told:.3f}", f"{right:.3f}"])
    report.print_table(
        "Confidence of the first, and the share that is right", ["told", "n", "mean", "right"], lines
    )


def print_grounds(options):
    n = sum(homography.find_quad(scenes.make_ground(i)) is not None for i in range(options.scenes))
    print(f"\nFalse alarms on {options.scenes} grounds with nothing on them: {n}")


def load(name):
    return numpy.ascontiguousarray(pictures.load(name), dtype=numpy.float32)


def print_photos():
    lines = []
    for name, corners in CORNERS.items():
        found = homography.find_quad(load(name))
        errors = ["none"] * 4
        if found is not None:
            errors = map(report.number, numpy.linalg.norm(found - numpy.array(corners), axis=1))
        lines.append([name, *errors])
    report.print_table(
        "Photographs: error of each corner, px; – where the corner is not in the picture",
        ["", "top left", "top right", "bottom right", "bottom left"],
        lines,
    )
    found = {name: homography.find_quads(load(name)) for name in NONE}
    alarms = [f"{name} {quads[0][1]:.2f}" for name, quads in found.items() if quads]
    print(f"\nFalse alarms on {len(NONE)} photographs that show none, with confidence: {alarms}")


def print_speed(options):
    base = scenes.make("sheet", 0).pixels
    pictures_by_size = {
        megapixels: cv2.resize(base, None, fx=megapixels**0.5, fy=megapixels**0.5)
        for megapixels in map(float, options.sizes.split(","))
    }
    times = {megapixels: [] for megapixels in pictures_by_size}
    for _ in range(options.runs):
        for megapixels, pixels in pictures_by_size.items():
            start = time.perf_counter()
            homography.find_quad(pixels)
            times[megapixels].append(time.perf_counter() - start)
    medians = {megapixels: numpy.median(values) for megapixels, values in times.items()}
    first = next(iter(medians.values()))
    report.print_table(
        f"Time, R'G'B' float, medians of {options.runs} runs that took turns",
        ["MP", "ms", "ratio"],
        [[f"{mp:g}", f"{t * 1000:.0f}", report.number(t / first)] for mp, t in medians.items()],
    )


def main():
    parser = argparse.ArgumentParser(prog="./dev bench corners", description=__doc__)
    parser.add_argument("--scenes", type=int, default=100, help="of each kind (default: %(default)s)")
    parser.add_argument("--sizes", default="1,12,48", help="MP (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="of each size (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="10 scenes, 1 and 12 MP")
    options = parser.parse_args()
    if options.quick:
        options.scenes, options.sizes = 10, "1,12"
    print_photos()
    print_speed(options)
    rows = measure_scenes(options)
    print_scenes(rows)
    print_grounds(options)
    report.write_csv("corners.csv", rows)
    kinds = measure_kinds(options)
    print_kinds(kinds)
    print_calibration(kinds)
    report.write_csv("corner-kinds.csv", kinds)


if __name__ == "__main__":
    main()
