# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen where the picture has ended: the argument “boundary”, with each output."""

import numpy
from gi.repository import Gimp
from gimptools import (
    ProcedureError,
    add_layer,
    call,
    get_pixels,
    get_rendered,
    main,
    new_image,
    set_pixels,
    state,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-transform"
WIDTH, HEIGHT = 120, 80
X, Y = 13, -7
TILTED = [1.1, 0.1, 5, -0.05, 0.95, 8, 0.0009, 0.0007, 1]
SMALLER = [0.7, -0.06, 4, 0.05, 0.69, 2, 0.0004, 0.0004, 1]
# What numpy calls them. The edges of the picture are not on those of the test's own padding.
PADDING = {"clamp": "edge", "reflect": "symmetric", "mirror": "reflect", "wrap": "wrap"}
PAD = 100


def picture(x=X, y=Y):
    image = new_image(WIDTH, HEIGHT)
    pixels = textured_picture(WIDTH, HEIGHT)
    return image, add_layer(image, pixels, "layer", x, y), pixels


def expected(pixels, boundary, matrix, box):
    """By an implementation of the test's own; pixels of the layer, the box in the image."""
    padding = ((PAD, PAD), (PAD, PAD), (0, 0))
    larger = numpy.pad(pixels, padding, mode=PADDING[boundary])
    to_image = numpy.array([[1, 0, box[0]], [0, 1, box[1]], [0, 0, 1]], float)
    from_image = numpy.array([[1, 0, PAD - X], [0, 1, PAD - Y], [0, 0, 1]], float)
    sampling = from_image @ numpy.linalg.inv(numpy.reshape(matrix, (3, 3))) @ to_image
    return warp_picture(larger, sampling, box[2], box[3])


def box_of(layer):
    return (*list(layer.get_offsets())[1:], layer.get_width(), layer.get_height())


def check(rendered, wanted):
    """But for the seams of what is repeated: the plug-in samples linear light, the test does not."""
    off = numpy.abs(rendered - wanted)
    assert numpy.quantile(off, 0.97) < 0.02 and off.max() < 0.2, (
        f"off by up to {off.max():.3f}, by more than {numpy.quantile(off, 0.97):.3f} in 3 %"
    )


def check_filled(pixels, wanted):
    assert pixels[..., 3].min() == 1, "there are holes"
    check(pixels[..., :3], wanted)


def test_layers_are_filled():
    for boundary in PADDING:
        for matrix in (TILTED, SMALLER):
            for clipping in ("adjust", "clip"):
                for output in ("layer", "new-layer"):
                    image, layer, pixels = picture()
                    how = {"boundary": boundary, "clipping": clipping, "output": output}
                    call(PROCEDURE, image=image, drawables=[layer], matrix=matrix, **how)
                    result = image.get_layers()[0]
                    box = box_of(result)
                    assert (box == (X, Y, WIDTH, HEIGHT)) == (clipping == "clip"), box
                    check_filled(get_pixels(result), expected(pixels, boundary, matrix, box))


def test_a_crop_has_no_need_of_it():
    image, layer, _ = picture()
    copy = add_layer(image, textured_picture(WIDTH, HEIGHT), "copy", X, Y)
    for one, boundary in ((layer, "transparent"), (copy, "reflect")):
        how = {"boundary": boundary, "clipping": "crop", "output": "layer"}
        call(PROCEDURE, image=image, drawables=[one], matrix=TILTED, **how)
    assert box_of(layer) == box_of(copy)
    assert numpy.abs(get_pixels(layer) - get_pixels(copy)).max() < 0.005


def test_a_filter_fills_the_box_of_its_layer():
    for boundary in PADDING:
        image, layer, pixels = picture()
        call(PROCEDURE, image=image, drawables=[layer], matrix=SMALLER, boundary=boundary)
        (filter,) = layer.get_filters()
        assert filter.get_config().get_property("boundary") == boundary
        seen = get_rendered(image)
        wanted = expected(pixels, boundary, SMALLER, (0, 0, WIDTH, HEIGHT))
        # of the image's box, the layer covers what is right of X and above HEIGHT + Y
        check_filled(seen[: HEIGHT + Y, X:], wanted[: HEIGHT + Y, X:])


def test_valid_leaves_out_what_is_mixed_with_nothing():
    image, layer, _ = picture()
    how = {"boundary": "valid", "clipping": "clip", "output": "layer"}
    call(PROCEDURE, image=image, drawables=[layer], matrix=SMALLER, **how)
    alpha = get_pixels(layer)[..., 3]
    assert set(numpy.unique(alpha)) == {0, 1}


def test_a_mask_goes_on_in_the_same_way():
    image, layer, _ = picture()
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
    own = textured_picture(WIDTH, HEIGHT, 9, 1)
    set_pixels(layer.get_mask(), own)
    how = {"boundary": "wrap", "output": "layer"}
    call(PROCEDURE, image=image, drawables=[layer], matrix=SMALLER, **how)
    wanted = expected(own, "wrap", SMALLER, box_of(layer))
    check(get_pixels(layer.get_mask(), 1), wanted)


def test_an_unknown_rule_is_an_error():
    image, layer, _ = picture()
    before = state(image)
    try:
        call(PROCEDURE, image=image, drawables=[layer], matrix=TILTED, boundary="mirrored")
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.CALLING_ERROR
        assert "“boundary”" in error.message and "“reflect”" in error.message, error.message
    else:
        raise AssertionError("it was taken")
    assert state(image) == before


main(globals())
