# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs that lie far apart: two cameras look at one photograph, turned, zoomed or panned."""

import math

import numpy

import geometry
import pictures
from pairs import Pair, add_noise, draw_normal, every_other, overlap

ROTATIONS = 0, 30, 60, 90, 135, 180  # degrees
SCALES = 1 / 4, 1 / 2, 1, 2, 4  # pixels of the reference to one of the moving picture
OVERLAPS = 0.3, 0.5, 0.7, 1

PHOTOS = (
    "graf1.png", "leuvenA.jpg", "building.jpg", "aloeL.jpg",
    "board.jpg", "aero1.jpg", "starry_night.jpg", "fruits.jpg",
)  # fmt: skip

# A camera's frame as a share of the photograph, along each side: turned to any angle, and panned to
# an overlap of 0.3, it stays inside.
FRAME = 0.55

# Photograph pixels to one of the wider of two zooms: it sees 0.96 of the photograph.
WIDE = 1.75

# px, of the corners: no pair is a plain rotation, or of whole pixels
JITTER = 4

NOISE = 3


class Photo:
    def __init__(self, pixels):
        self.spline = pictures.Spline(pixels)
        self.size = numpy.array(pixels.shape[1::-1])
        self.frame = numpy.rint(self.size * FRAME).astype(int)

    def view(self, offset=(0, 0), pixel=1):
        """A frame with its centre off the photograph's, and pixels of this size: from the frame to
        the photograph."""
        centre = self.size / 2 + offset
        return geometry.translation(*centre) @ numpy.diag([pixel, pixel, 1]) @ (
            geometry.translation(*-self.frame / 2)
        )

    def shoot(self, view):
        """A pixel is a mean over its area, so that what is smaller than it is no pattern."""
        pixel = math.sqrt(numpy.linalg.det(view[:2, :2]))
        return self.spline.warp(view, *self.frame, samples=math.ceil(2 * pixel))


def _turn(photo, degrees, random):
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    turn = numpy.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return photo.view(), photo.view() @ geometry.about(turn, photo.frame / 2)


def _zoom(photo, scale, random):
    """The closer camera sees some part of what the wider one sees."""
    ratio = max(scale, 1 / scale)
    room = photo.frame * WIDE * (1 - 1 / ratio) / 2
    wide = photo.view(pixel=WIDE)
    close = photo.view(offset=random.uniform(-0.8, 0.8, 2) * room, pixel=WIDE / ratio)
    return (close, wide) if scale > 1 else (wide, close)


def _pan(photo, share, random):
    """To the left or to the right."""
    offset = random.choice([-1, 1]) * (1 - share) / 2 * photo.frame[0]
    return photo.view((-offset, 0)), photo.view((offset, 0))


def _cases(options):
    for degrees in every_other(options, ROTATIONS):
        yield f"rotation {degrees}°", _turn, degrees
    for scale in every_other(options, SCALES):
        yield f"scale {'1/' if scale < 1 else ''}{max(scale, 1 / scale):.0f}", _zoom, scale
    for share in every_other(options, OVERLAPS):
        yield f"overlap {share:.0%}", _pan, share


def far(options):
    """Another exposure, a little noise; the error is that over the overlap, in the reference."""
    load = pictures.loader(options)
    n_pairs = max(options.trials // 5, 2)
    photos = [Photo(load(name)) for name in PHOTOS[:n_pairs]]
    for number, (name, move, amount) in enumerate(_cases(options)):
        for trial in range(n_pairs):
            random = numpy.random.default_rng([5, number, trial])
            photo = photos[trial % len(photos)]
            first, second = move(photo, amount, random)
            second = second @ draw_normal(random, geometry.corners(*photo.frame), JITTER)
            reference, moving = photo.shoot(first), 0.8 * photo.shoot(second) + 10 / 255
            truth = numpy.linalg.inv(first) @ second
            pair = add_noise(random, NOISE, reference, moving)
            yield Pair({"case": name}, trial, *pair, truth, overlap(truth, moving, reference))
