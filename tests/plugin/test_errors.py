# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad arguments: each is refused as a calling error, in words, with the image untouched.

A NaN is not among the corners: GIMP's own Python and Script-Fu do not pass it on."""

import math

from gi.repository import Gimp
from gimptools import ProcedureError, add_layer, call, main, new_image, state, textured_picture

GOOD_CORNERS = {"x1": 5, "y1": 5, "x2": 55, "y2": 8, "x3": 50, "y3": 35, "x4": 8, "y4": 33}
PERSPECTIVE = ("plug-in-homography-perspective", GOOD_CORNERS)
TRANSFORM = ("plug-in-homography-transform", {"matrix": [1, 0, 5, 0, 1, 7, 0, 0, 1]})
ALIGN = ("plug-in-homography-align", {})

# What is called, with what instead of the good arguments, and a part of the message.
BAD = [
    (PERSPECTIVE, {"x1": -1e300}, "one line"),
    (PERSPECTIVE, {"direction": "distort", "x2": 1e6, "x3": 1e6}, "the result would be"),
    (PERSPECTIVE, {"x2": 5, "y2": 5}, "one line"),
    (PERSPECTIVE, {"x1": 0, "y1": 0, "x2": 20, "y2": 20, "x3": 40, "y3": 40}, "one line"),
    (PERSPECTIVE, {"x3": 8, "y3": 33, "x4": 50, "y4": 35}, "cross"),
    (PERSPECTIVE, {"x3": 20, "y3": 15}, "inward corner"),
    (PERSPECTIVE, {"direction": "sideways"}, "“direction” is “sideways”"),
    (PERSPECTIVE, {"direction": ""}, "“direction”"),
    (PERSPECTIVE, {"aspect": "golden"}, "“aspect” is “golden”"),
    (PERSPECTIVE, {"aspect": "custom", "aspect_ratio": 0}, "“aspect-ratio” is 0"),
    (PERSPECTIVE, {"aspect": "custom", "aspect_ratio": -1}, "“aspect-ratio” is -1"),
    (PERSPECTIVE, {"aspect": "custom", "aspect_ratio": 1e9}, "“aspect-ratio” is 1e+09"),
    (PERSPECTIVE, {"interpolation": "magic"}, "“interpolation” is “magic”"),
    (PERSPECTIVE, {"output": "file"}, "“output” is “file”"),
    (PERSPECTIVE, {"clipping": "hard"}, "“clipping” is “hard”"),
    (PERSPECTIVE, {"clipping": "crop"}, "“clipping” is “crop”, but GIMP has no filter"),
    (PERSPECTIVE, {"clipping": "clip", "output": "filter"}, "“clipping” is “clip”, but GIMP has no"),
    (TRANSFORM, {"matrix": [1, 0, 5, 0, 1, 7]}, "has 6 coefficients"),
    (TRANSFORM, {"matrix": [1, 0, 5, 0, 1, 7, 0, 0, 1, 0]}, "has 10 coefficients"),
    (TRANSFORM, {"matrix": [0] * 9}, "singular"),
    (TRANSFORM, {"matrix": [1, 2, 3, 2, 4, 6, 0, 0, 1]}, "singular"),
    (TRANSFORM, {"matrix": [1, 0, math.nan, 0, 1, 7, 0, 0, 1]}, "not a finite number"),
    (TRANSFORM, {"matrix": [math.inf, 0, 5, 0, 1, 7, 0, 0, 1]}, "not a finite number"),
    (TRANSFORM, {"matrix": [1e6, 0, 0, 0, 1e6, 0, 0, 0, 1]}, "the result would be"),
    (TRANSFORM, {"matrix": [1, 0, 1e9, 0, 1, 0, 0, 0, 1]}, "would lie at"),
    (ALIGN, {"reference": None}, "“reference” is missing"),
    (ALIGN, {"model": "rubber"}, "“model” is “rubber”"),
    (ALIGN, {"loss": "huge"}, "“loss” is “huge”"),
    (ALIGN, {"loss": "Local"}, "“zncc”, “robust”, “local”, “edges”"),
    (ALIGN, {"start": "tomorrow"}, "“start” is “tomorrow”"),
    (ALIGN, {"output": "file"}, "“output” is “file”"),
]


def scene():
    image = new_image(60, 40)
    reference = add_layer(image, textured_picture(60, 40), "reference")
    return image, reference, add_layer(image, textured_picture(60, 40, seed=2), "layer")


def assert_refused(image, name, arguments, message):
    before = state(image)
    try:
        call(name, image=image, **arguments)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.CALLING_ERROR, error
        assert message in error.message, error
    else:
        raise AssertionError("it was not refused")
    assert state(image) == before, "the image was changed"


def make_test(procedure, bad, message):
    def test():
        image, reference, layer = scene()
        name, good = procedure
        arguments = {"drawables": [layer], **good, **bad}
        if procedure is ALIGN:
            arguments = {"reference": reference, **arguments}
        assert_refused(image, name, arguments, message)

    test.__name__ = f"test_{procedure[0].removeprefix('plug-in-homography-')}_refuses_{bad}"
    return test


for case in BAD:
    globals()[f"test_{len(globals())}"] = make_test(*case)


def refuses_layer(layer_of, message, **arguments):
    image, _, layer = scene()
    drawable = layer_of(image, layer)
    name, good = TRANSFORM
    assert_refused(image, name, {"drawables": [drawable], **good, **arguments}, message)


def test_locked_pixels():
    def lock(image, layer):
        layer.set_lock_content(True)
        return layer

    refuses_layer(lock, "pixels are locked")


def test_locked_position():
    def lock(image, layer):
        layer.set_lock_position(True)
        return layer

    refuses_layer(lock, "position is locked", output="layer")


def test_channel():
    def channel(image, layer):
        saved = Gimp.Selection.save(image)
        return saved

    refuses_layer(channel, "Only layers")


def test_layer_group():
    def group(image, layer):
        made = Gimp.GroupLayer.new(image, "group")
        image.insert_layer(made, None, 0)
        return made

    refuses_layer(group, "layer group")


def test_filter_on_a_layer_with_a_mask():
    def masked(image, layer):
        layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
        return layer

    refuses_layer(masked, "layer mask")


def test_indexed_with_interpolation():
    def indexed(image, layer):
        image.convert_indexed(
            Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 8, False, False, ""
        )
        return layer

    refuses_layer(indexed, "indexed")


def test_the_same_layer_twice():
    image, _, layer = scene()
    name, good = TRANSFORM
    assert_refused(image, name, {"drawables": [layer, layer], **good}, "twice")


def test_reference_among_the_layers():
    image, reference, layer = scene()
    assert_refused(
        image,
        ALIGN[0],
        {"drawables": [layer, reference], "reference": reference},
        "also among “drawables”",
    )


def test_reference_in_another_image():
    image, _, layer = scene()
    _, other, _ = scene()
    assert_refused(
        image, ALIGN[0], {"drawables": [layer], "reference": other}, "another image"
    )


main(globals())
