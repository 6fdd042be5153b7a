# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside GIMP's own transformations with the same corners: geometry, colors, offsets and masks."""

import numpy
from gi.repository import Gimp
from gimptools import (
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    homography,
    main,
    new_image,
    set_pixels,
    textured_picture,
)

PROCEDURE = "plug-in-homography-perspective"
WIDTH, HEIGHT = 160, 120
X, Y = 11, 7
QUAD = numpy.array([[20.0, 15.0], [205.0, 31.0], [188.0, 155.0], [33.0, 139.0]])
DOTS = [[35, 30], [120, 28], [80, 60], [40, 90], [125, 95]]
CORNERS = {f"{axis}{i + 1}": QUAD[i][k] for i in range(4) for k, axis in enumerate("xy")}
METHODS = {
    "none": Gimp.InterpolationType.NONE,
    "linear": Gimp.InterpolationType.LINEAR,
    "cubic": Gimp.InterpolationType.CUBIC,
}


def dots():
    """Smooth dots on black, each with a centroid of its own."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    picture = sum(numpy.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * 2.5**2)) for a, b in DOTS)
    return numpy.dstack([picture] * 3)


def scene(pixels, masked=False):
    image = new_image(240, 180)
    layer = add_layer(image, pixels, "layer", X, Y)
    if masked:
        mask = layer.create_mask(Gimp.AddMaskType.WHITE)
        layer.add_mask(mask)
        y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
        distance = numpy.hypot((x - 70) / 30, (y - 55) / 25)
        set_pixels(mask, numpy.clip(4 * distance - 3.5, 0, 1)[..., None])
    return image, layer


def ours(pixels, interpolation, masked=False, clipping="adjust"):
    image, layer = scene(pixels, masked)
    call(
        PROCEDURE,
        image=image,
        drawables=[layer],
        direction="distort",
        output="layer",
        interpolation=interpolation,
        clipping=clipping,
        **CORNERS,
    )
    return layer


def theirs(pixels, interpolation, masked=False, clipping="adjust"):
    _, layer = scene(pixels, masked)
    Gimp.context_set_interpolation(METHODS[interpolation])
    Gimp.context_set_transform_resize(getattr(Gimp.TransformResize, clipping.upper()))
    Gimp.context_set_transform_direction(Gimp.TransformDirection.FORWARD)
    top_left, top_right, bottom_right, bottom_left = QUAD
    return layer.transform_perspective(*top_left, *top_right, *bottom_left, *bottom_right)


def box_of(layer):
    _, x, y = layer.get_offsets()
    return numpy.array([x, y, x + layer.get_width(), y + layer.get_height()])


def shared(a, b, channels=4, drawable=lambda layer: layer):
    """The pixels of two layers where both are."""
    x0, y0 = numpy.maximum(box_of(a)[:2], box_of(b)[:2])
    x1, y1 = numpy.minimum(box_of(a)[2:], box_of(b)[2:])
    return [
        get_pixels(drawable(layer), channels)[
            y0 - box_of(layer)[1] : y1 - box_of(layer)[1],
            x0 - box_of(layer)[0] : x1 - box_of(layer)[0],
        ]
        for layer in (a, b)
    ]


def centroids(layer):
    """Of the dots, in the image, in the order of DOTS."""
    matrix = homography(box_corners(X, Y, WIDTH, HEIGHT), QUAD)
    values = get_pixels(layer)
    # in linear light, in which both interpolate
    values = (values[..., 0] ** 2.2) * values[..., 3]
    y, x = numpy.mgrid[0 : values.shape[0], 0 : values.shape[1]] + 0.5
    x, y = x + box_of(layer)[0], y + box_of(layer)[1]
    found = []
    for landed in apply_matrix(matrix, numpy.array(DOTS, float) + [X, Y]):
        near = values * (numpy.hypot(x - landed[0], y - landed[1]) < 12)
        found.append([(near * x).sum() / near.sum(), (near * y).sum() / near.sum()])
    return numpy.array(found)


def test_same_box():
    for clipping in ("adjust", "clip"):
        a, b = ours(dots(), "linear", clipping=clipping), theirs(dots(), "linear", clipping=clipping)
        assert numpy.abs(box_of(a) - box_of(b)).max() <= 1, (box_of(a), box_of(b))


def test_crop_is_no_smaller():
    """Theirs keeps no such promise, and may have soft corners."""
    a, b = (box_of(f(dots(), "linear", clipping="crop")) for f in (ours, theirs))
    area_a, area_b = ((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    assert area_a > 0.97 * area_b, (a, b)


def test_same_geometry():
    for interpolation in ("linear", "cubic"):
        a = centroids(ours(dots(), interpolation))
        b = centroids(theirs(dots(), interpolation))
        assert numpy.abs(a - b).max() < 0.01, (interpolation, numpy.abs(a - b).max())


def test_same_colors():
    """GEGL's linear sampler rounds the place; its cubic is a softer kernel than Catmull-Rom's."""
    pixels = textured_picture(WIDTH, HEIGHT)
    for interpolation, epsilon, share in (("none", 0, 0.01), ("linear", 3 / 255, 0), ("cubic", 0.05, 0)):
        a, b = shared(ours(pixels, interpolation), theirs(pixels, interpolation))
        opaque = (a[..., 3] == 1) & (b[..., 3] == 1)
        assert opaque.mean() > 0.6
        apart = numpy.abs(a - b)[opaque].max(axis=1) > epsilon + 1e-9
        assert apart.mean() <= share, (interpolation, apart.mean(), numpy.abs(a - b)[opaque].max())


def test_same_mask():
    pixels = textured_picture(WIDTH, HEIGHT)
    a, b = ours(pixels, "linear", masked=True), theirs(pixels, "linear", masked=True)
    alpha, _ = shared(a, b)
    mask_a, mask_b = shared(a, b, 1, lambda layer: layer.get_mask())
    inside = alpha[..., 3] == 1
    assert 0.05 < (mask_b[inside] < 0.5).mean() < 0.5
    assert numpy.abs(mask_a - mask_b)[inside].max() < 6 / 255


main(globals())
