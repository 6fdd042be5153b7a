# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs of pictures with a known homography, their scores, and the least error there can be.

Corners and pixels are scored, never entries of matrices.
"""

import math
from dataclasses import dataclass, field

import numpy

import geometry
import pictures


@dataclass
class Pair:
    """The error is the mean distance from the truth over points of the moving picture, to some
    power."""

    case: dict
    trial: int
    reference: numpy.ndarray = field(repr=False)
    moving: numpy.ndarray = field(repr=False)
    truth: numpy.ndarray
    points: numpy.ndarray = field(repr=False)
    power: int = 1
    # Where the reference's first pixel lies, in the moving picture's coordinates
    at: tuple = (0, 0)
    # The least errors, of who takes the luma and of who takes all three channels
    bounds: tuple = (math.nan, math.nan)

    def scores(self, h):
        """Columns of the CSV, of what a method found, or for None."""
        error = math.inf
        if h is not None:
            distances = geometry.distances(h, self.truth, self.points)
            error = (distances**self.power).mean() ** (1 / self.power)
        return {"error": error, "bound": self.bounds[0], "bound RGB": self.bounds[1]}


def every_other(options, values):
    """The levels of something that a protocol goes through: half of them are quick."""
    return values[::2] if options.quick else values


def overlap(truth, moving, reference):
    """The centres of the moving picture's pixels that lie on the reference, at (0, 0)."""
    points = geometry.pixel_centres(moving.shape[1], moving.shape[0])
    height, width = reference.shape[:2]
    return points[geometry.are_inside(geometry.apply(truth, points), width, height)]


def add_noise(random, sigma, reference, moving):
    """Of its own in each picture, and in each channel."""
    return [pictures.add_noise(random, pixels, sigma) for pixels in (reference, moving)]


def draw_homography(random, corners, draw):
    """The corners go where draw says; never so far that the horizon shows."""
    while True:
        target = corners + draw(random)
        if geometry.is_convex(target):
            return geometry.from_corners(corners, target)


def draw_uniform(random, width, height, shift):
    """Each corner goes this far along each axis, at most."""
    corners = geometry.corners(width, height)
    return draw_homography(random, corners, lambda source: source.uniform(-shift, shift, (4, 2)))


def draw_normal(random, corners, sigma):
    return draw_homography(random, corners, lambda source: source.normal(0, sigma, (4, 2)))


def error_bound(spline, truth, width, height, noise):
    """Cramér and Rao's: the least mean error that an unbiased estimate of the eight numbers has.

    The Fisher information of the residuals, where both pictures show the scene, from the
    gradients of the reference's spline; of a spline in colour it is the sum over the channels,
    each with noise of its own. Both pictures carry the noise, so that the residual has twice its
    variance; the scene itself is taken as known. In the mean over directions n,
    |d| = π/2 · |n·d|, and n·d is normally distributed.
    """
    scale = numpy.array([width, height]) / 2
    landed = geometry.apply(truth, geometry.pixel_centres(width, height)).reshape(-1, 2)
    seen = geometry.are_inside(landed, width, height)
    jacobian = geometry.jacobian(landed / scale - 1) * scale[:, None]
    gradient = spline.gradient(landed[seen]).reshape(seen.sum(), -1, 2)
    gradient = numpy.einsum("pca,pai->pci", gradient, jacobian[seen]).reshape(-1, 8)
    covariance = numpy.linalg.inv(gradient.T @ gradient) * 2 * (noise / 255) ** 2
    angles = numpy.arange(16) * math.pi / 16
    directions = numpy.stack([numpy.cos(angles), numpy.sin(angles)])
    along = numpy.einsum("pai,at->tpi", jacobian, directions)
    variance = numpy.einsum("tpi,ij,tpj->tp", along, covariance, along)
    return math.sqrt(math.pi / 2) * numpy.sqrt(variance).mean()
