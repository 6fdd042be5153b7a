# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocols about how far off a start may be: the RMS error of the corners, which are displaced by
normally distributed numbers."""

import numpy

import geometry
import pictures
from pairs import Pair, add_noise, draw_normal, every_other

SIGMAS = 4, 16, 32, 64
NOISES = 5, 20

TEMPLATE_SIGMAS = 10, 15, 20
TEMPLATE_SIDE = 100
TEMPLATE_NOISE = 5
TEMPLATE_PHOTOS = "graf1.png", "leuvenA.jpg", "building.jpg", "aloeL.jpg", "board.jpg", "aero1.jpg"


def convergence(options):
    """Another exposure, noise on both: 750 × 560 of a picture."""
    width, height = 750, 560
    corners = geometry.corners(width, height)
    views = []
    for name in "graf1.png", "leuvenA.jpg":
        pixels = pictures.loader(options)(name)
        y, x = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
        reference = pixels[y : y + height, x : x + width]
        views.append((reference, geometry.translation(x, y), pictures.Spline(pixels)))
    for sigma in every_other(options, SIGMAS):
        for noise in NOISES:
            for trial in range(max(options.trials // 2, 2)):
                random = numpy.random.default_rng([2, sigma, noise, trial])
                reference, view, spline = views[trial % 2]
                truth = draw_normal(random, corners, sigma)
                moving = 0.7 * spline.warp(view @ truth, width, height) + 40 / 255
                pair = add_noise(random, noise, reference, moving)
                yield Pair({"sigma": sigma, "noise": noise}, trial, *pair, truth, corners, 2)


def _has_detail(pixels):
    """Whether the luma of each quarter of a template varies by more than noise."""
    half = TEMPLATE_SIDE // 2
    luma = pixels if pixels.ndim == 2 else pixels @ pictures.LUMA
    return luma.reshape(2, half, 2, half).std(axis=(1, 3)).min() > 0.05


def _draw_place(random, pixels):
    """Where the template lies, far enough from the border for σ = 20 px."""
    margin = TEMPLATE_SIDE // 2
    height, width = pixels.shape[:2]
    while True:
        x = int(random.integers(margin, width - TEMPLATE_SIDE - margin + 1))
        y = int(random.integers(margin, height - TEMPLATE_SIDE - margin + 1))
        if _has_detail(pixels[y : y + TEMPLATE_SIDE, x : x + TEMPLATE_SIDE]):
            return x, y


def templates(options):
    """As Baker and Matthews 2004 (doi:10.1023/B:VISI.0000011205.11775.fd) do.

    A photograph is laid over a template of 100 × 100 pixels, from where the template was cut out
    but for the displacement of its corners. The error is that of the template's corners, in its
    own pixels.
    """
    photos = [pictures.loader(options)(name) for name in TEMPLATE_PHOTOS]
    splines = [pictures.Spline(pixels) for pixels in photos]
    for sigma in TEMPLATE_SIGMAS:
        for trial in range(max(options.trials * 5 // 2, 4)):
            random = numpy.random.default_rng([4, sigma, trial])
            photo = photos[trial % len(photos)]
            at = _draw_place(random, photo)
            corners = geometry.corners(TEMPLATE_SIDE, TEMPLATE_SIDE) + at
            w = draw_normal(random, corners, sigma)
            template = splines[trial % len(photos)].warp(
                w @ geometry.translation(*at), TEMPLATE_SIDE, TEMPLATE_SIDE
            )
            pair = add_noise(random, TEMPLATE_NOISE, template, photo)
            truth, points = numpy.linalg.inv(w), geometry.apply(w, corners)
            yield Pair({"sigma": sigma}, trial, *pair, truth, points, 2, at)
