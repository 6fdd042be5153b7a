# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers that were moved by known homographies, for the tests of plug-in-homography-align."""

import numpy
from gi.repository import Gimp
from gimptools import (
    ProcedureError,
    add_layer,
    apply_matrix,
    box_corners,
    call,
    homography,
    new_image,
    state,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-align"
WIDTH, HEIGHT = 400, 300
MARGIN = 30
VALUES = ["matrix", "correlation", "overlap", "residual", "displacement", "uncertainty", "model"]


def moved_view(pixels, shift=8, gain=1.0, bias=0.0, noise=0.0, seed=3):
    """A part of a picture, seen from elsewhere. Returns it, and where its corners belong."""
    random = numpy.random.default_rng(seed)
    width, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    corners = box_corners(0, 0, width, height)
    seen = corners + MARGIN + random.uniform(-shift, shift, (4, 2))
    moved = gain * warp_picture(pixels, homography(corners, seen), width, height) + bias
    return moved + random.normal(0, noise, moved.shape), seen


def scene(**change):
    """A reference, and a layer that shows a part of it from elsewhere. Returns the image, the two
    layers, and where the corners of the moving layer belong."""
    pixels = textured_picture(WIDTH, HEIGHT)
    moved, seen = moved_view(pixels, **change)
    image = new_image(WIDTH, HEIGHT)
    reference = add_layer(image, pixels, "reference")
    return image, reference, add_layer(image, moved, "moving", MARGIN, MARGIN), seen


def align(image, reference, layers, **arguments):
    """The matrix, the correlations and the overlaps."""
    return align_fully(image, reference, layers, **arguments)[:3]


def align_fully(image, reference, layers, **arguments):
    """All values, in their order."""
    return call(PROCEDURE, image=image, drawables=layers, reference=reference, **arguments)


def align_by_name(image, reference, layers, **arguments):
    """All values, by their names."""
    return dict(zip(VALUES, align_fully(image, reference, layers, **arguments)))


def corner_error(matrix, seen):
    corners = box_corners(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    return numpy.hypot(*(apply_matrix(matrix, corners) - seen).T).max()


def refused(*arguments, **keywords):
    """The message of a call that must fail without a trace."""
    image = arguments[0]
    before = state(image)
    try:
        align(*arguments, **keywords)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.EXECUTION_ERROR, error
        assert state(image) == before, "the image was changed"
        return error
    raise AssertionError("it was not refused")
