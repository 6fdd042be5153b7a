# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-hpatches.py on a small folder in HPatches' layout, which is made here, and on a list.

The output is TAP. The library is that of LD_LIBRARY_PATH.
"""

import csv
import math
import os
import subprocess
import sys
import tempfile

try:
    import cv2
    import numpy
except ImportError as error:
    print(f"1..0 # SKIP there is no module {error.name}")
    sys.exit()

import hpatches

BENCH = os.path.join(os.path.dirname(hpatches.__file__), "bench-hpatches.py")

# From the first picture to the second, with pixel centres at integers
VIEW = numpy.array([[0.93, 0.06, 11], [-0.04, 1.05, -7], [1e-4, -5e-5, 1]])
WIDTH, HEIGHT = 400, 300


def scene():
    """Spots of several sizes, in colour."""
    random = numpy.random.default_rng(1)
    pixels = numpy.zeros((HEIGHT, WIDTH, 3), numpy.float32)
    for grain in 4, 10, 25:
        spots = random.standard_normal((HEIGHT // grain, WIDTH // grain, 3), dtype=numpy.float32)
        pixels += cv2.resize(spots, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return numpy.clip(127 + 30 * pixels, 0, 255)


def write(path, pixels):
    assert cv2.imwrite(path, numpy.clip(numpy.rint(pixels), 0, 255).astype(numpy.uint8))


def make_folder(folder):
    """A view, whose third picture shows something else; and a light."""
    first = scene()
    moved = cv2.warpPerspective(first, VIEW, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
    noise = numpy.random.default_rng(2).uniform(0, 255, first.shape)
    sequences = {
        "v_spots": {1: first, 2: moved, 3: noise},
        "i_spots": {1: first, 2: 0.5 * first + 20},
    }
    truths = {("v_spots", 2): VIEW, ("v_spots", 3): numpy.eye(3), ("i_spots", 2): numpy.eye(3)}
    for name, pictures in sequences.items():
        os.mkdir(os.path.join(folder, name))
        for number, pixels in pictures.items():
            write(os.path.join(folder, name, f"{number}.ppm"), pixels)
    for (name, number), truth in truths.items():
        numpy.savetxt(os.path.join(folder, name, f"H_1_{number}"), truth)


def run(folder, *arguments):
    """What the program says, its status, and its rows."""
    environment = {**os.environ, "HOM_OUTPUT": os.path.join(folder, "out")}
    process = subprocess.run(
        [sys.executable, BENCH, *arguments], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    rows = []
    if process.returncode == 0:
        with open(os.path.join(folder, "out", "hpatches.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    return process, rows


def errors(rows, method="ours"):
    return {row["pair"]: float(row["error"]) for row in rows if row["method"] == method}


def test_area():
    area = hpatches.area_under_curve
    # From (0, 0) to (1, ½), and on to (2, ½).
    assert math.isclose(area([1, math.inf], 2), (0.25 + 0.5) / 2)
    assert math.isclose(area([0, 0, 0], 3), 1)
    assert area([5, 7], 3) == 0
    assert math.isclose(area([0, 9, math.inf, 0], 3), 0.5)


def test_folder(folder):
    process, rows = run(folder, folder, "--side", "0", "--peers", "sift-magsac,akaze,sift-ecc")
    assert process.returncode == 0, process.stderr
    for method in "ours", "SIFT", "AKAZE", "SIFT, ECC":
        found = errors(rows, method)
        assert list(found) == ["i_spots 1–2", "v_spots 1–2", "v_spots 1–3"], found
        # As if centres lay at +0.5, the matrix would be off by 0.1 px.
        assert found["i_spots 1–2"] < 0.3 and found["v_spots 1–2"] < 0.3, (method, found)
    ours = errors(rows)
    assert ours["i_spots 1–2"] < 0.05 and ours["v_spots 1–2"] < 0.05, ours
    assert ours["v_spots 1–3"] == math.inf, ours

    lines = [line.split() for line in process.stdout.splitlines() if line.startswith("  ours")]
    # Pairs, AUC up to 3, 5 and 10 px, refused, wrong: of the light, the view, and all.
    assert [line[1] for line in lines] == ["1", "2", "3"], process.stdout
    assert [line[5:7] for line in lines] == [["0", "0"], ["1", "0"], ["1", "0"]], process.stdout
    assert 99 < float(lines[0][4]) <= 100 and 49 < float(lines[1][4]) <= 50, process.stdout


def test_side(folder):
    """Errors are those of the reduced pictures, and so is the truth."""
    process, rows = run(folder, folder, "--side", "150")
    assert process.returncode == 0, process.stderr
    found = errors(rows)
    assert found["i_spots 1–2"] < 0.05 and found["v_spots 1–2"] < 0.05, found


def test_without(folder):
    names = {paths.name for paths in hpatches.find(folder, ("v_spots",))}
    assert names == {"i_spots 1–2"}, names


def test_list(folder):
    numbers = " ".join(str(number) for number in VIEW.ravel())
    with open(os.path.join(folder, "pairs.txt"), "w", encoding="utf-8") as file:
        file.write(f"# a view\n\nv_spots/1.ppm v_spots/2.ppm {numbers}\n")
    for path in folder, os.path.join(folder, "pairs.txt"):
        process, rows = run(folder, path, "--side", "0")
        assert process.returncode == 0, process.stderr
        assert errors(rows)["v_spots/1.ppm v_spots/2.ppm"] < 0.05, rows
        assert [row["kind"] for row in rows] == ["view"], rows
    os.remove(os.path.join(folder, "pairs.txt"))


def test_bad(folder):
    """Each says which file is wrong, and ends with an error of usage."""
    path = os.path.join(folder, "bad.txt")
    for text, says in {
        "a.png b.png 1 0 0": "bad.txt:1: nine numbers",
        "a.png b.png 1 0 0 0 1 0 0 0 one": "bad.txt:1: could not",
        "a.png b.png 1 0 0 0 0 0 0 0 1": "no inverse",
        "a.png": "two names",
        "a.png b.png 1 0 0 0 1 0 0 0 1": "a.png: not a picture",
        "": "no pairs",
    }.items():
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        process, _ = run(folder, path)
        assert process.returncode == 2 and says in process.stderr, (text, process.stderr)
    process, _ = run(folder, os.path.join(folder, "out"))
    assert process.returncode == 2 and "no pairs" in process.stderr, process.stderr
    process, _ = run(folder, folder, "--peers", "surf")
    assert process.returncode == 2 and "surf" in process.stderr, process.stderr


def main():
    with tempfile.TemporaryDirectory() as folder:
        make_folder(folder)
        tests = {
            "the area under a curve": test_area,
            "a folder in HPatches' layout": lambda: test_folder(folder),
            "reduced pictures": lambda: test_side(folder),
            "without a sequence": lambda: test_without(folder),
            "a list": lambda: test_list(folder),
            "what cannot be read": lambda: test_bad(folder),
        }
        print(f"1..{len(tests)}")
        for number, (name, test) in enumerate(tests.items(), 1):
            try:
                test()
                print(f"ok {number} - {name}")
            except AssertionError as error:
                print(f"not ok {number} - {name}")
                print("# " + str(error).replace("\n", "\n# "))


if __name__ == "__main__":
    main()
