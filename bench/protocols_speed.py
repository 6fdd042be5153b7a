# SPDX-License-Identifier: GPL-3.0-or-later
"""Larger and larger pairs, for the time that an alignment takes."""

import cv2
import numpy

import geometry
import homography
import pictures
from pairs import Pair, add_noise, draw_uniform

# 4:3, by their size in MP; and how many pairs of each
SIZES = {0.4: (736, 552), 3: (2016, 1512), 12: (4032, 3024), 48: (8064, 6048)}
TRIALS = {0.4: 5, 3: 3, 12: 2, 48: 1}
QUICK = 0.4, 3

PHOTO = "aloeL.jpg"

# Of the width, of each corner along each axis, at most
SHIFT = 0.01

# 255ths: the sensor's, of each pixel; and the texture's, of each octave
NOISE = 3
TEXTURE = 2


def make_scene(options, width, height):
    """An enlarged photograph, which is blurred, and texture of all the sizes that it lacks."""
    pixels = pictures.loader(options)(PHOTO).astype(numpy.float32)
    pixels = pixels[: pixels.shape[1] * 3 // 4]
    shrinks = width < pixels.shape[1]
    scene = cv2.resize(
        pixels, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    )
    random = numpy.random.default_rng(6)
    grain = 2
    while grain <= 2 * width / pixels.shape[1]:
        texture = random.standard_normal((height // grain, width // grain), dtype=numpy.float32)
        texture = cv2.resize(texture, (width, height), interpolation=cv2.INTER_CUBIC)
        scene += (texture * (TEXTURE / 255)).reshape(height, width, *[1] * (scene.ndim - 2))
        grain *= 2
    return scene


def speed(options):
    """Corners uniform in ±1 % of the width.

    The moving picture is libhomography's own warp by Lanczos: the quintic spline takes minutes at
    48 MP, and OpenCV's warps round where they look to 1/32 px.
    """
    sizes, n_pairs = (QUICK, 1) if options.quick else (SIZES, options.trials)
    for megapixels in sizes:
        width, height = SIZES[megapixels]
        scene = make_scene(options, width, height)
        # As many points as tell the mean
        grid = geometry.pixel_centres(100, 75) * (width / 100, height / 75)
        for trial in range(min(TRIALS[megapixels], n_pairs)):
            random = numpy.random.default_rng([6, width, trial])
            truth = draw_uniform(random, width, height, SHIFT * width)
            moving = numpy.empty_like(scene)
            homography.warp(scene, truth, moving, homography.LANCZOS, homography.REFLECT)
            pair = add_noise(random, NOISE, scene, moving)
            yield Pair({"MP": megapixels}, trial, *pair, truth, grid)
