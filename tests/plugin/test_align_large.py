# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-align: pictures that are read at half their size."""

import numpy
from alignscene import align_by_name
from gi.repository import Gegl, Gimp
from gimptools import (
    FORMATS,
    add_layer,
    apply_matrix,
    box_corners,
    homography,
    main,
    new_image,
    textured_picture,
    warp_picture,
)

WIDTH, HEIGHT = 7000, 4801  # just above 2²⁵ pixels
PART_WIDTH, PART_HEIGHT = 900, 700
# Odd, and the layer's sides don't end where blocks of two by two pixels do
X, Y = 3001, 2003


def paste(layer, pixels, x, y):
    height, width, channels = pixels.shape
    data = (pixels * 255).round().astype(numpy.uint8).tobytes()
    layer.get_buffer().set(Gegl.Rectangle.new(x, y, width, height), FORMATS[channels], data)


def scene(channels, opaque=True):
    """A reference of 34 megapixels, of which a part has a texture; a layer shows it from elsewhere.
    Returns where its corners belong."""
    random = numpy.random.default_rng(5)
    texture = textured_picture(PART_WIDTH + 200, PART_HEIGHT + 200, channels=channels)
    corners = box_corners(0, 0, PART_WIDTH, PART_HEIGHT)
    seen = corners + 100 + random.uniform(-10, 10, (4, 2))
    moved = warp_picture(texture, homography(corners, seen), PART_WIDTH, PART_HEIGHT)
    if not opaque:
        moved = numpy.concatenate([moved, numpy.ones_like(moved[..., :1])], axis=2)
        moved[200:401, 300:501] = [1] * channels + [0]
    base = Gimp.ImageBaseType.GRAY if channels == 1 else Gimp.ImageBaseType.RGB
    image = new_image(WIDTH, HEIGHT, base)
    kind = Gimp.ImageType.GRAY_IMAGE if channels == 1 else Gimp.ImageType.RGB_IMAGE
    reference = Gimp.Layer.new(image, "reference", WIDTH, HEIGHT, kind, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(reference, None, 0)
    reference.fill(Gimp.FillType.WHITE)
    paste(reference, texture, X - 100, Y - 100)
    moving = add_layer(image, moved, "moving", X, Y)
    return image, reference, moving, seen + [X - 100, Y - 100]


def check(image, reference, moving, seen, part=(0, 0, PART_WIDTH, PART_HEIGHT)):
    """The corners of a part of the layer must come to their places."""
    values = align_by_name(image, reference, [moving], start="current", output="none")
    corners = box_corners(X, Y, PART_WIDTH, PART_HEIGHT)
    way = numpy.hypot(*(apply_matrix(values["matrix"], corners) - corners).T).max()
    assert abs(values["displacement"][0] - way) < 1e-6, values
    truth = homography(corners, seen)
    corners = box_corners(X + part[0], Y + part[1], part[2], part[3])
    error = apply_matrix(values["matrix"], corners) - apply_matrix(truth, corners)
    assert numpy.hypot(*error.T).max() < 0.05, error


def test_large_reference_and_a_layer_with_a_hole():
    check(*scene(3, opaque=False))


def test_large_selected_reference():
    """A bar that did not move covers a part of the grey layer; it is not selected."""
    image, reference, moving, seen = scene(1)
    bar = textured_picture(200, PART_HEIGHT, seed=9, channels=1)
    paste(reference, bar, X + 100, Y)
    paste(moving, bar, 100, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, X + 351, Y - 100, 700, PART_HEIGHT + 200)
    check(image, reference, moving, seen, (351, 0, PART_WIDTH - 351, PART_HEIGHT))


main(globals())
