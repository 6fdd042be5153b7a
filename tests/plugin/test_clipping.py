# SPDX-License-Identifier: GPL-3.0-or-later
"""The size of a layer afterwards: clipping and keep-ratio, for the outputs layer and new-layer."""

import numpy
from gi.repository import Gimp
from gimptools import (
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    main,
    new_image,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-transform"
WIDTH, HEIGHT = 120, 80
X, Y = 13, -7

TURNED = [0.98, -0.2, 10, 0.2, 0.98, -5, 0, 0, 1]
TILTED = [1.1, 0.1, 5, -0.05, 0.95, 8, 0.0009, 0.0007, 1]
LARGER = [3.1, -0.6, 4, 0.5, 2.9, 2, 0.001, 0.0004, 1]
SMALLER = [0.31, -0.06, 4, 0.05, 0.29, 2, 0.0004, 0.0004, 1]
MATRICES = [TURNED, TILTED, LARGER, SMALLER]


def picture():
    image = new_image(WIDTH, HEIGHT)
    pixels = textured_picture(WIDTH, HEIGHT)
    return image, add_layer(image, pixels, "layer", X, Y), pixels


def transform(matrix, **arguments):
    """The layer that results, its box and its pixels."""
    image, layer, pixels = picture()
    arguments.setdefault("output", "layer")
    call(PROCEDURE, image=image, drawables=[layer], matrix=matrix, **arguments)
    result = image.get_layers()[0]
    _, x, y = result.get_offsets()
    return get_pixels(result), (x, y, result.get_width(), result.get_height()), pixels


def assert_right_place(rendered, box, matrix, pixels):
    """Its pixels, a few from the edge of the picture, are what an implementation of its own says.
    (Not where it is made smaller: there the plug-in averages.)"""
    shift = numpy.array([[1, 0, box[0]], [0, 1, box[1]], [0, 0, 1]], float)
    back = numpy.array([[1, 0, -X], [0, 1, -Y], [0, 0, 1]], float)
    sampling = back @ numpy.linalg.inv(numpy.reshape(matrix, (3, 3))) @ shift
    expected = warp_picture(pixels, sampling, box[2], box[3])
    yy, xx = numpy.mgrid[0 : box[3], 0 : box[2]] + 0.5
    source = apply_matrix(sampling, numpy.c_[xx.ravel(), yy.ravel()]).reshape(box[3], box[2], 2)
    inside = ((source > 3) & (source < [WIDTH - 3, HEIGHT - 3])).all(axis=2)
    assert inside.mean() > 0.5
    assert numpy.abs(rendered[..., :3] - expected)[inside].max() < 0.03


def test_adjust_holds_all_of_it():
    for matrix in MATRICES:
        _, (x, y, width, height), _ = transform(matrix)
        landed = apply_matrix(matrix, box_corners(X, Y, WIDTH, HEIGHT))
        assert (landed.min(axis=0) >= [x - 0.02, y - 0.02]).all()
        assert (landed.max(axis=0) <= [x + width + 0.02, y + height + 0.02]).all()


def test_clip_keeps_the_box():
    for matrix in (TURNED, TILTED, LARGER):
        for output in ("layer", "new-layer"):
            rendered, box, pixels = transform(matrix, clipping="clip", output=output)
            assert box == (X, Y, WIDTH, HEIGHT), box
            assert_right_place(rendered, box, matrix, pixels)


def test_crop_is_full():
    for matrix in MATRICES:
        for interpolation in ("none", "linear", "cubic", "lanczos"):
            for keep in (False, True):
                rendered, box, _ = transform(
                    matrix, clipping="crop", keep_ratio=keep, interpolation=interpolation
                )
                assert (rendered[..., 3] == 1).all(), (matrix, interpolation, keep, box)


def test_crop_shows_the_right_place():
    for matrix in (TURNED, TILTED, LARGER):
        for output in ("layer", "new-layer"):
            rendered, box, pixels = transform(matrix, clipping="crop", output=output)
            assert_right_place(rendered, box, matrix, pixels)


def test_crop_cannot_be_larger():
    """One pixel more on any side reaches an empty one."""
    for matrix in MATRICES:
        _, (x, y, width, height), _ = transform(matrix, clipping="crop", interpolation="none")
        inverse = numpy.linalg.inv(numpy.reshape(matrix, (3, 3)))
        for wider in ([1, 0, 1, 0], [0, 0, 1, 0], [0, 1, 0, 1], [0, 0, 0, 1]):
            larger = numpy.array([x, y, width, height]) + wider * numpy.array([-1, -1, 1, 1])
            source = apply_matrix(inverse, box_corners(*larger)) - [X, Y]
            assert (source < 0).any() or (source > [WIDTH, HEIGHT]).any(), (matrix, wider)


def test_crop_keeps_the_ratio():
    for matrix in MATRICES:
        _, free, _ = transform(matrix, clipping="crop")
        _, kept, _ = transform(matrix, clipping="crop", keep_ratio=True)
        assert abs(kept[2] * HEIGHT / WIDTH - kept[3]) <= 0.5, kept
        assert kept[2] * kept[3] <= free[2] * free[3]


def test_crop_of_a_shift_is_all_of_it():
    for keep in (False, True):
        _, box, _ = transform([1, 0, 5, 0, 1, 9, 0, 0, 1], clipping="crop", keep_ratio=keep)
        assert box == (X + 5, Y + 9, WIDTH, HEIGHT), box


def test_mask_is_cut_along():
    for clipping in ("clip", "crop"):
        image, layer, _ = picture()
        layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
        arguments = {"matrix": TURNED, "output": "layer", "clipping": clipping}
        call(PROCEDURE, image=image, drawables=[layer], **arguments)
        mask = layer.get_mask()
        assert mask.get_width() == layer.get_width()
        assert mask.get_height() == layer.get_height()
        opaque = get_pixels(layer)[..., 3] > 0
        assert opaque.sum() > 1000
        # nor does it thin the edge out once more
        assert (get_pixels(mask, 1)[..., 0][opaque] == 1).all()


main(globals())
