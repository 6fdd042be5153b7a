#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures laid over a reference by the program, in TAP."""

import os

import numpy as np
from PIL import Image, ImageFilter

import filetools as ft
from filetools import run

SIZE = (500, 380)
# Where the corners of the reference lie in the picture that moves.
MOVED = np.array([(9.0, 6.0), (488.0, 12.0), (494.0, 371.0), (4.0, 366.0)])


def make_pair(mode="RGB"):
    """A picture of details of all sizes, and a view of it."""
    rng = np.random.default_rng(7)
    scene = np.zeros((SIZE[1], SIZE[0], 3))
    for size in 5, 20, 60:
        small = Image.fromarray(rng.integers(0, 256, (size, size, 3)).astype(np.uint8))
        scene += np.asarray(small.resize(SIZE, Image.Resampling.BICUBIC), float) / 3
    reference = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    corners = [(0, 0), (SIZE[0], 0), (SIZE[0], SIZE[1]), (0, SIZE[1])]
    matrix = ft.homography(MOVED, corners)
    # PIL samples at pixel centres, too.
    moving = reference.transform(SIZE, Image.Transform.PERSPECTIVE, (matrix / matrix[2, 2]).ravel()[:8],
                                 Image.Resampling.BICUBIC)
    return reference.convert(mode), moving.convert(mode)


def difference(a, b):
    """The mean difference of two pictures away from their edges."""
    with Image.open(a) as first, Image.open(b) as second:
        assert first.size == second.size == SIZE
        one, two = (np.asarray(image.convert("RGB"), float)[40:-40, 40:-40] for image in (first, second))
    return np.abs(one - two).mean()


def test_pictures_are_laid_over_the_reference():
    reference, moving = make_pair()
    for ending in "png", "jpg", "tif":
        reference.save(f"first.{ending}", quality=95)
        moving.save(f"second.{ending}", quality=95)
        run("align", "-o", "out", "--csv", "table.csv", f"first.{ending}", f"second.{ending}")
        assert difference(f"first.{ending}", f"second.{ending}") > 8
        assert difference(f"first.{ending}", f"out/second.{ending}") < 2, ending
        row = ft.read_table("table.csv")[f"second.{ending}"]
        assert row["status"] == "done" and float(row["confidence"]) > 0.9, row
    assert sorted(os.listdir("out")) == ["second.jpg", "second.png", "second.tif"]


def test_what_it_does_not_cover_is_transparent():
    reference, moving = make_pair()
    reference.save("first.png")
    moving.crop((0, 0, 300, 380)).save("second.png")
    run("align", "-o", "out", "first.png", "second.png")
    with Image.open("out/second.png") as image:
        assert image.mode == "RGBA" and image.getpixel((490, 190))[3] == 0 and image.getpixel((100, 190))[3] == 255


def test_refusal_is_a_failure_with_its_reason():
    reference, moving = make_pair()
    reference.save("first.png")
    moving.save("second.png")
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (380, 500, 3)).astype(np.uint8)).save("noise.png")
    Image.new("RGB", SIZE, "grey").save("flat.png")
    result = run("align", "-o", "out", "--csv", "table.csv", "first.png", "noise.png", "second.png", "flat.png", status=2)
    table = ft.read_table("table.csv")
    assert [row["status"] for row in table.values()] == ["failed", "done", "failed"], table
    assert table["noise.png"]["message"] and "layer" not in table["noise.png"]["message"], table
    assert os.listdir("out") == ["second.png"] and "noise.png: " in result.stderr, result.stderr


def test_grey_and_colour_and_depths():
    reference, moving = make_pair()
    reference.save("first.png")
    moving.convert("L").save("grey.png")
    ft.write_png16("deep.png", np.asarray(moving).astype(np.uint16) * 257)
    run("align", "-o", "out", "first.png", "grey.png", "deep.png")
    assert ft.read_png_header("out/grey.png")[2:] in ((8, 0), (8, 4))
    assert ft.read_png_header("out/deep.png")[2:] in ((16, 2), (16, 6))
    assert difference("first.png", "out/deep.png") < 2
    run("align", "-o", "out2", "grey.png", "first.png")


def test_reference_that_is_turned():
    """Both are upright by their tags before they are compared."""
    reference, moving = make_pair()
    reference.transpose(Image.Transpose.ROTATE_90).save("first.jpg", quality=95, exif=ft.exif(6))
    moving.transpose(Image.Transpose.ROTATE_270).save("second.jpg", quality=95, exif=ft.exif(8))
    reference.save("upright.png")
    run("align", "-o", "out", "first.jpg", "second.jpg")
    assert difference("upright.png", "out/second.jpg") < 4


def test_damaged_reference_fails_each_file():
    reference, moving = make_pair()
    reference.save("first.png")
    moving.save("second.png")
    os.truncate("first.png", 5000)
    result = run("align", "-o", "out", "first.png", "second.png", status=1)
    assert "reference" in result.stderr and "damaged" in result.stderr, result.stderr
    assert os.listdir("out") == []


ft.main(globals())
