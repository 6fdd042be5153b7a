# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-transform: matrices in image coordinates, from Python and Script-Fu."""

import numpy
from gi.repository import Gimp
from gimptools import add_layer, call, get_pixels, main, new_image, textured_picture

PROCEDURE = "plug-in-homography-transform"


def picture(x=0, y=0):
    image = new_image(120, 90)
    pixels = textured_picture(60, 40)
    return image, add_layer(image, pixels, "layer", x, y), pixels


def transform(image, layer, matrix, **arguments):
    return call(PROCEDURE, image=image, drawables=[layer], matrix=matrix, **arguments)[0]


def test_shift_is_exact():
    image, layer, pixels = picture(10, 20)
    before = get_pixels(layer, 3)
    transform(image, layer, [1, 0, 13, 0, 1, -4, 0, 0, 1], output="layer")
    assert list(layer.get_offsets())[1:] == [23, 16]
    assert (get_pixels(layer, 3) == before).all()


def test_quarter_turn_is_exact():
    """About the origin of the image: (x, y) goes to (-y, x)."""
    image, layer, pixels = picture(10, 20)
    before = get_pixels(layer, 3)
    transform(image, layer, [0, -1, 0, 1, 0, 0, 0, 0, 1], output="layer")
    assert list(layer.get_offsets())[1:] == [-60, 10]
    assert (layer.get_width(), layer.get_height()) == (40, 60)
    assert (get_pixels(layer, 3) == numpy.rot90(before, -1)).all()


def test_matrix_is_returned_with_last_coefficient_1():
    image, layer, _ = picture()
    matrix = transform(image, layer, [2, 0, 6, 0, 2, 8, 0, 0, 2], output="none")
    assert numpy.allclose(matrix, [1, 0, 3, 0, 1, 4, 0, 0, 1])


def test_negative_multiple_is_the_same():
    image, layer, _ = picture()
    matrix = transform(image, layer, [-1, 0, -3, 0, -1, -4, 0, 0, -1], output="layer")
    assert numpy.allclose(matrix, [1, 0, 3, 0, 1, 4, 0, 0, 1])
    assert list(layer.get_offsets())[1:] == [3, 4]


def test_horizon_inside_the_layer_is_a_filter_all_the_same():
    """z = 1 - x/40 is zero at the middle of the layer; what lies behind is not seen."""
    image, layer, _ = picture()
    transform(image, layer, [1, 0, 0, 0, 1, 0, -1 / 40, 0, 1])
    (filter,) = layer.get_filters()
    config = filter.get_config()
    matrix = [1, 0, 0, 0, 1, 0, -1 / 40, 0, 1]
    for i in range(1, 5):
        x, y = (config.get_property(f"source-{axis}{i}") for axis in "xy")
        z = matrix[6] * x + 1
        assert z > 0
        assert abs(config.get_property(f"target-x{i}") - x / z) < 1e-8


def test_geometry_is_that_of_gimp():
    """gimp-item-transform-matrix takes the same coefficients to the same place."""
    matrix = [1.1, 0.1, 5, -0.05, 0.95, 8, 0.0004, 0.0007, 1]
    image, layer, _ = picture(10, 20)
    transform(image, layer, matrix, output="layer", interpolation="linear")
    ours = (*list(layer.get_offsets())[1:], layer.get_width(), layer.get_height())
    our_pixels = get_pixels(layer)

    image, layer, _ = picture(10, 20)
    Gimp.context_set_interpolation(Gimp.InterpolationType.LINEAR)
    Gimp.context_set_transform_resize(Gimp.TransformResize.ADJUST)
    (theirs,) = [layer.transform_matrix(*matrix)]
    box = (*list(theirs.get_offsets())[1:], theirs.get_width(), theirs.get_height())
    assert max(abs(a - b) for a, b in zip(ours, box)) <= 1, (ours, box)

    x0, y0 = max(ours[0], box[0]), max(ours[1], box[1])
    x1 = min(ours[0] + ours[2], box[0] + box[2])
    y1 = min(ours[1] + ours[3], box[1] + box[3])
    a = our_pixels[y0 - ours[1] : y1 - ours[1], x0 - ours[0] : x1 - ours[0]]
    b = get_pixels(theirs)[y0 - box[1] : y1 - box[1], x0 - box[0] : x1 - box[0]]
    opaque = (a[..., 3] == 1) & (b[..., 3] == 1)
    assert opaque.mean() > 0.7
    # GEGL's bilinear sampler rounds the position; a hundredth of a pixel is 1/255 here.
    assert numpy.abs(a - b)[opaque].max() < 3 / 255


def test_script_fu_passes_a_matrix():
    image, layer, _ = picture(10, 20)
    script = f"""
      (script-fu-use-v3)
      (plug-in-homography-transform #:run-mode RUN-NONINTERACTIVE #:image {image.get_id()}
        #:drawables (vector {layer.get_id()}) #:matrix #(1 0 5 0 1 7 0 0 1) #:output "layer")
    """
    call("plug-in-script-fu-eval", script=script)
    assert list(layer.get_offsets())[1:] == [15, 27]


def test_runs_with_last_values():
    """Nothing was stored yet: GIMP then passes the call's own values."""
    image, layer, _ = picture(10, 20)
    transform(
        image,
        layer,
        [1, 0, 5, 0, 1, 7, 0, 0, 1],
        output="layer",
        run_mode=Gimp.RunMode.WITH_LAST_VALS,
    )
    assert list(layer.get_offsets())[1:] == [15, 27]


main(globals())
