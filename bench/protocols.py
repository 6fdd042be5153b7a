# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocols around a small displacement: what is known without noise, accuracy under noise, and
another light. The pairs of bench-align.py; protocols_*.py has the others.

A protocol is a function that takes the options and yields pairs. Each pair draws from a generator
of its own, so that it is the same whatever else is run.
"""

import math

import numpy

import geometry
import pictures
from pairs import Pair, add_noise, draw_uniform, error_bound, every_other

PHOTO = "rubberwhale1.png"
ACCURACY_NOISES = 0, 3, 5, 10, 20, 30, 50
PHOTOMETRIC_NOISE = 3

# px, of each corner along each axis, at most
SHIFT = 20


def check(options):
    """Without noise, and where half a pixel of confusion would show: all must be near 0."""
    pixels = pictures.loader(options)(PHOTO)
    height, width = pixels.shape[:2]
    larger = numpy.diag([1.1, 1.1, 1])
    cases = {
        "identity": (pixels, pixels, numpy.eye(3), (0, 0)),
        # A crop: no interpolation at all.
        "shift by 9, 6": (
            pixels, pixels[6:-8, 9:-11], geometry.translation(9, 6), (0, 0),
        ),
        "reference at 40, 30": (pixels[30:-20, 40:-50], pixels, numpy.eye(3), (40, 30)),
        # About the corner: half a pixel of confusion is an error of 0.05 px.
        "scale by 1.1": (
            pixels, pictures.Spline(pixels).warp(larger, width - 64, height - 48), larger, (0, 0),
        ),
    }  # fmt: skip
    for name, (*pair, truth, at) in cases.items():
        reference, moving = (p.astype(numpy.float32, order="C") for p in pair)
        points = geometry.pixel_centres(moving.shape[1], moving.shape[0])
        yield Pair({"case": name}, 0, reference, moving, truth, points, at=at)


def bounds(splines, truth, width, height):
    """Of luma and of R'G'B', for noise of 1 in each channel; in grey, of grey noise."""
    luma, colour = splines
    if colour is None:
        return error_bound(luma, truth, width, height, 1), math.nan
    # Noise of its own in each channel is less in the luma.
    share = numpy.linalg.norm(pictures.LUMA)
    return tuple(
        error_bound(spline, truth, width, height, noise)
        for spline, noise in ((luma, share), (colour, 1))
    )


def accuracy(options):
    """Corners uniform in ±20 px, noise on both pictures."""
    pixels = pictures.loader(options)(PHOTO)
    height, width = pixels.shape[:2]
    spline = pictures.Spline(pixels)
    luma = spline if options.grey else pictures.Spline(pixels @ pictures.LUMA)
    splines = luma, None if options.grey else spline
    points = geometry.pixel_centres(width, height)
    for trial in range(options.trials):
        random = numpy.random.default_rng([1, trial])
        truth = draw_uniform(random, width, height, SHIFT)
        moving = spline.warp(truth, width, height)
        least = numpy.array(bounds(splines, truth, width, height))
        for noise in every_other(options, ACCURACY_NOISES):
            pair = add_noise(random, noise, pixels, moving)
            yield Pair({"noise": noise}, trial, *pair, truth, points, bounds=tuple(least * noise))


def photometric(options):
    """Corners uniform in ±20 px, a little noise, and another light on the moving picture."""
    load = pictures.loader(options)
    pixels, other = load(PHOTO), load("graf1.png")
    spline = pictures.Spline(pixels)
    height, width = pixels.shape[:2]
    points = geometry.pixel_centres(width, height)
    changes = {
        "gain 0.7 + 20": lambda random, p: 0.7 * p + 20 / 255,
        "gamma 2.2": lambda random, p: numpy.clip(p, 0, 1) ** 2.2,
        "+2 EV, clipped": lambda random, p: pictures.expose(p, 2),
        "vignette 50 %": lambda random, p: pictures.vignette(p, 0.5),
        "occlusion 20 %": lambda random, p: pictures.occlude(random, p, other, 0.2),
        "occlusion 40 %": lambda random, p: pictures.occlude(random, p, other, 0.4),
        "inverted": lambda random, p: 1 - p,
    }
    for trial in range(options.trials):
        random = numpy.random.default_rng([3, trial])
        truth = draw_uniform(random, width, height, SHIFT)
        moved = spline.warp(truth, width, height)
        for name, change in changes.items():
            pair = add_noise(random, PHOTOMETRIC_NOISE, pixels, change(random, moved))
            yield Pair({"case": name}, trial, *pair, truth, points)
