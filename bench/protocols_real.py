# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of one scene: with a known homography, or to be judged by how well they match."""

import cv2
import numpy

import geometry
import pictures
import report
from pairs import Pair, overlap

MAX_TRIALS = 5


def lay_over(h, moving, reference):
    """The moving picture in the reference's frame, and where that is covered. For any method alike,
    by OpenCV."""
    matrix, size = geometry.to_opencv(h), reference.shape[1::-1]
    warped = cv2.warpPerspective(moving, matrix, size, flags=cv2.INTER_CUBIC)
    ones = numpy.ones(moving.shape[:2], numpy.float32)
    return warped, cv2.warpPerspective(ones, matrix, size) > 0.999


class RealPair(Pair):
    """The correlation is zero-mean and normalized, of the luma over the overlap; the overlap is a
    share of the reference."""

    def scores(self, h):
        error = super().scores(h)["error"] if self.truth is not None else numpy.nan
        correlation, share = numpy.nan, 0
        if h is not None:
            moving, reference = (
                p if p.ndim == 2 else cv2.cvtColor(p, cv2.COLOR_RGB2GRAY)
                for p in (self.moving, self.reference)
            )
            warped, covered = lay_over(h, moving, reference)
            share = covered.mean()
            if covered.sum() > 1:
                correlation = numpy.corrcoef(warped[covered], reference[covered])[0, 1]
        return {"error": error, "correlation": correlation, "overlap": share}


def real(options):
    """Repeated, since SIFT's fit draws at random."""
    storage = cv2.FileStorage(pictures.photo("H1to3p.xml"), cv2.FILE_STORAGE_READ)
    graf = geometry.from_opencv(storage.getNode("H13").mat())
    cases = {
        "graf1 → graf3": ("graf1.png", "graf3.png", graf),
        "leuvenA → leuvenB": ("leuvenA.jpg", "leuvenB.jpg", None),
        "aero1 → aero3": ("aero1.jpg", "aero3.jpg", None),
    }
    load = pictures.loader(options)
    for name, (*names, truth) in cases.items():
        moving, reference = (load(photo).astype(numpy.float32) for photo in names)
        points = None if truth is None else overlap(truth, moving, reference)
        for trial in range(min(options.trials, MAX_TRIALS)):
            yield RealPair({"case": name}, trial, reference, moving, truth, points)


def write_overlay(name, pair, h):
    """Red is the reference, cyan the moving picture: grey where they agree."""
    warped, covered = lay_over(h, pair.moving, pair.reference)
    luma = [p if p.ndim == 2 else p @ pictures.LUMA for p in (pair.reference, warped)]
    pixels = numpy.stack([luma[1], luma[1], luma[0]], axis=-1)
    pixels[~covered] = luma[0][~covered, None] / 2
    path = report.output(name)
    cv2.imwrite(path, numpy.clip(pixels * 255, 0, 255).astype(numpy.uint8))
    print(f"  {path}")
