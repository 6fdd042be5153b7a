# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench-align.py aligns: pairs of pictures with a known homography, and their scores.

Corners and pixels are scored, never entries of matrices. Each pair draws from a generator of its
own, so that it is the same whatever else is run.
"""

import math
from dataclasses import dataclass, field

import cv2
import numpy

import geometry
import pictures

ACCURACY_NOISES = 0, 3, 5, 10, 20, 30
CONVERGENCE_SIGMAS = 4, 16, 32, 64
CONVERGENCE_NOISES = 5, 20
PHOTOMETRIC_NOISE = 3

# px, of each corner along each axis, at most
SHIFT = 20


@dataclass
class Pair:
    """The error is the mean distance from the truth over the points, to some power."""

    case: dict
    trial: int
    reference: numpy.ndarray
    moving: numpy.ndarray
    truth: numpy.ndarray
    points: numpy.ndarray = field(repr=False)
    power: int = 1
    bound: float = math.nan

    def error(self, h):
        distances = geometry.distances(h, self.truth, self.points)
        return (distances**self.power).mean() ** (1 / self.power)


def draw_homography(random, width, height, draw):
    """The corners go where draw says; never so far that the horizon shows."""
    corners = geometry.corners(width, height)
    while True:
        target = corners + draw(random)
        if geometry.is_convex(target):
            return geometry.from_corners(corners, target)


def draw_near(random, width, height):
    return draw_homography(
        random, width, height, lambda source: source.uniform(-SHIFT, SHIFT, (4, 2))
    )


def error_bound(spline, truth, width, height, noise):
    """Cramér and Rao's: the least mean error that an unbiased estimate of the eight numbers has.

    The Fisher information of the residuals, where both pictures show the scene, from the
    gradients of the reference's spline. Both pictures carry the noise, so that the residual has
    twice its variance; the scene itself is taken as known. In the mean over directions n,
    |d| = π/2 · |n·d|, and n·d is normally distributed.
    """
    scale = numpy.array([width, height]) / 2
    landed = geometry.apply(truth, geometry.pixel_centres(width, height)).reshape(-1, 2)
    seen = geometry.are_inside(landed, width, height)
    jacobian = geometry.jacobian(landed / scale - 1) * scale[:, None]
    gradient = numpy.einsum("pa,pai->pi", spline.gradient(landed[seen]), jacobian[seen])
    covariance = numpy.linalg.inv(gradient.T @ gradient) * 2 * (noise / 255) ** 2
    angles = numpy.arange(16) * math.pi / 16
    directions = numpy.stack([numpy.cos(angles), numpy.sin(angles)])
    along = numpy.einsum("pai,at->tpi", jacobian, directions)
    variance = numpy.einsum("tpi,ij,tpj->tp", along, covariance, along)
    return math.sqrt(math.pi / 2) * numpy.sqrt(variance).mean()


def check(options):
    """Without noise, and where half a pixel of confusion would show: all must be near 0."""
    pixels = pictures.load_grey("rubberwhale1.png")
    spline = pictures.Spline(pixels)
    height, width = pixels.shape
    whole = [slice(6, height - 8), slice(9, width - 11)]
    cases = {
        "identity": (pixels, numpy.eye(3)),
        # A crop: no interpolation at all.
        "shift by 9, 6": (
            pixels[tuple(whole)], numpy.array([[1.0, 0, 9], [0, 1, 6], [0, 0, 1]]),
        ),
        # About the corner: half a pixel of confusion is an error of 0.05 px.
        "scale by 1.1": (None, numpy.diag([1.1, 1.1, 1])),
    }  # fmt: skip
    for name, (moving, truth) in cases.items():
        if moving is None:
            moving = spline.warp(truth, width - 64, height - 48)
        points = geometry.pixel_centres(moving.shape[1], moving.shape[0])
        reference, moving = (p.astype(numpy.float32, order="C") for p in (pixels, moving))
        yield Pair({"case": name}, 0, reference, moving, truth, points)


def accuracy(options):
    """Corners uniform in ±20 px, noise on both pictures."""
    pixels = pictures.load("rubberwhale1.png")
    height, width = pixels.shape[:2]
    grey = pictures.Spline(pixels @ pictures.LUMA)
    # The luma of noise of its own in each channel.
    share = numpy.linalg.norm(pictures.LUMA) if options.colour else 1
    if not options.colour:
        pixels = pixels @ pictures.LUMA
    spline = pictures.Spline(pixels)
    points = geometry.pixel_centres(width, height)
    for trial in range(options.trials):
        random = numpy.random.default_rng([1, trial])
        truth = draw_near(random, width, height)
        moving = spline.warp(truth, width, height)
        bound = error_bound(grey, truth, width, height, share)
        for noise in ACCURACY_NOISES:
            pair = [pictures.add_noise(random, p, noise) for p in (pixels, moving)]
            yield Pair({"noise": noise}, trial, *pair, truth, points, bound=bound * noise)


def convergence(options):
    """Corners normally distributed, another exposure, noise on both: 750 × 560 of a picture."""
    width, height = 750, 560
    corners = geometry.corners(width, height)
    views = []
    for name in "graf1.png", "leuvenA.jpg":
        pixels = pictures.load_grey(name)
        y, x = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
        view = numpy.array([[1, 0, x], [0, 1, y], [0, 0, 1]])
        views.append((pixels[y : y + height, x : x + width], view, pictures.Spline(pixels)))
    for sigma in CONVERGENCE_SIGMAS:
        for noise in CONVERGENCE_NOISES:
            for trial in range(max(options.trials // 2, 2)):
                random = numpy.random.default_rng([2, sigma, noise, trial])
                reference, view, spline = views[trial % 2]
                truth = draw_homography(
                    random, width, height, lambda source: source.normal(0, sigma, (4, 2))
                )
                moving = 0.7 * spline.warp(view @ truth, width, height) + 40 / 255
                pair = [pictures.add_noise(random, p, noise) for p in (reference, moving)]
                yield Pair({"sigma": sigma, "noise": noise}, trial, *pair, truth, corners, 2)


def photometric(options):
    """Corners uniform in ±20 px, a little noise, and another light on the moving picture."""
    pixels = pictures.load_grey("rubberwhale1.png")
    other = pictures.load_grey("graf1.png")
    spline = pictures.Spline(pixels)
    height, width = pixels.shape
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
        truth = draw_near(random, width, height)
        moved = spline.warp(truth, width, height)
        for name, change in changes.items():
            pair = [
                pictures.add_noise(random, p, PHOTOMETRIC_NOISE)
                for p in (pixels, change(random, moved))
            ]
            yield Pair({"case": name}, trial, *pair, truth, points)


def real(options):
    """Photographs with a known homography; repeated, since SIFT's fit draws at random."""
    storage = cv2.FileStorage(pictures.photo("H1to3p.xml"), cv2.FILE_STORAGE_READ)
    truth = geometry.from_opencv(storage.getNode("H13").mat())
    moving, reference = (
        pictures.load_grey(name).astype(numpy.float32) for name in ("graf1.png", "graf3.png")
    )
    height, width = reference.shape
    points = geometry.pixel_centres(moving.shape[1], moving.shape[0])
    points = points[geometry.are_inside(geometry.apply(truth, points), width, height)]
    for trial in range(min(options.trials, 11)):
        yield Pair({"case": "graf1 → graf3"}, trial, reference, moving, truth, points)
