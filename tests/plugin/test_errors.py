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

INTERPOLATIONS = ["none", "linear", "cubic", "lanczos"]
OUTPUTS = ["filter", "layer", "new-layer", "none"]
CLIPPINGS = ["adjust", "clip", "crop"]
MODELS = ["translation", "euclidean", "similarity", "affine", "homography"]
LOSSES = ["auto", "ssd", "zncc", "robust", "local", "edges"]


def word(procedure, argument, bad, good):
    """A row for an argument that is not one of its words."""
    words = ", ".join(f"“{nick}”" for nick in good)
    message = f"The argument “{argument}” is “{bad}”; it must be one of {words}."
    return procedure, {argument: bad}, message


def ratio(number, shown):
    message = "it must be between 0.01 and 100 (width divided by height)."
    bad = {"aspect": "custom", "aspect_ratio": number}
    return PERSPECTIVE, bad, f"The argument “aspect-ratio” is {shown}; {message}"


def clippings(procedure):
    return ["corners", *CLIPPINGS] if procedure == PERSPECTIVE else CLIPPINGS


def uncropped(procedure):
    message = (
        "The argument “clipping” is “crop”, which a filter cannot be. Use "
        f"“{clippings(procedure)[0]}”, or the output “layer” or “new-layer”."
    )
    return procedure, {"clipping": "crop"}, message


def paper(bad, message):
    return PERSPECTIVE, {"paper": "a4", **bad}, message


def find(bad, message):
    return PERSPECTIVE, {"corners": "find", **bad}, message


def coefficients(values):
    message = f"The argument “matrix” has {len(values)} coefficients; it must have 9, row by row."
    return TRANSFORM, {"matrix": values}, message


ON_ONE_LINE = "Corners 1, 2 and 3 lie on one line."
CROSS = (
    "The sides of the quadrilateral cross. The corners go top left, top right, bottom right, "
    "bottom left."
)
SINGULAR = "The matrix is singular: it would collapse the picture to a line or a point."
NOT_FINITE = "The matrix has a coefficient that is not a finite number."
TOO_LARGE = (
    "layer: the result would be {} pixels, {} times the layer. Choose corners that are less extreme."
)
CUT = (
    "layer: the perspective is so steep that a part of the result would be cut off. Choose corners "
    "that are less extreme."
)
TOO_FAR = "layer: the result would lie at (1000000000, 0), farther out than GIMP can go."
NO_RECTANGLE = (
    "layer: There is no rectangle without empty corners to crop to. Choose another clipping."
)
PAPERS = ["none", "a3", "a4", "a5", "a6", "letter", "legal", "card"]
RESOLUTION = "The argument “resolution” is {}; it must be between 1 and 65535 pixels per inch."
NO_REFERENCE = "The argument “reference” is missing: choose the layer that stays in place."
NO_LAYER = "The argument “drawables” is empty: choose at least one layer."

# What is called, with what instead of the good arguments, and the message.
BAD = [
    *[
        row
        for procedure in (PERSPECTIVE, TRANSFORM, ALIGN)
        for row in [
            (procedure, {"drawables": []}, NO_LAYER),
            word(procedure, "interpolation", "magic", INTERPOLATIONS),
            word(procedure, "interpolation", "", INTERPOLATIONS),
            word(procedure, "output", "file", OUTPUTS),
            word(procedure, "clipping", "hard", clippings(procedure)),
            uncropped(procedure),
        ]
    ],
    word(TRANSFORM, "clipping", "corners", CLIPPINGS),
    word(ALIGN, "clipping", "corners", CLIPPINGS),
    (PERSPECTIVE, {"x1": -1e300}, ON_ONE_LINE),
    (PERSPECTIVE, {"x2": 5, "y2": 5}, ON_ONE_LINE),
    (PERSPECTIVE, {"x1": 0, "y1": 0, "x2": 20, "y2": 20, "x3": 40, "y3": 40}, ON_ONE_LINE),
    (PERSPECTIVE, {"x3": 8, "y3": 33, "x4": 50, "y4": 35}, CROSS),
    (PERSPECTIVE, {"x3": 20, "y3": 15}, "The quadrilateral has an inward corner."),
    (
        PERSPECTIVE,
        {"direction": "distort", "x2": 1e6, "x3": 1e6},
        TOO_LARGE.format("999995 × 30", 12500),
    ),
    *[
        (PERSPECTIVE, {"direction": direction, "x3": 30.3, "y3": 38, "x4": 30, "y4": 38}, CUT)
        for direction in ("correct", "distort")
    ],
    word(PERSPECTIVE, "direction", "sideways", ["correct", "distort"]),
    word(PERSPECTIVE, "direction", "", ["correct", "distort"]),
    word(PERSPECTIVE, "aspect", "golden", ["auto", "keep", "custom"]),
    word(PERSPECTIVE, "corners", "guess", ["given", "find"]),
    word(PERSPECTIVE, "turn", "left", ["none", "clockwise", "half", "counterclockwise"]),
    word(PERSPECTIVE, "paper", "a7", PAPERS),
    paper({"width": 3}, "The argument “paper” tells the size; “width” and “height” must be 0 then."),
    paper({"height": 3}, "The argument “paper” tells the size; “width” and “height” must be 0 then."),
    paper({"resolution": 0.5}, RESOLUTION.format("0.5")),
    paper({"resolution": 1e6}, RESOLUTION.format("1e+06")),
    paper({"resolution": 65535}, TOO_LARGE.format("766295 × 541825", 172999078)),
    find(
        {"direction": "distort"},
        "The argument “corners” is “find”, but to distort a layer its new corners must be given.",
    ),
    find({"inside_x": 3}, "Of the arguments “inside-x” and “inside-y” only one is given."),
    find(
        {"least_confidence": 1.5}, "The argument “least-confidence” is 1.5; it must be between 0 and 1."
    ),
    ratio(0, "0"),
    ratio(-1, "-1"),
    ratio(1e9, "1e+09"),
    coefficients([]),
    coefficients([1, 0, 5, 0, 1, 7]),
    coefficients([1, 0, 5, 0, 1, 7, 0, 0, 1, 0]),
    (TRANSFORM, {"matrix": [0] * 9}, SINGULAR),
    (TRANSFORM, {"matrix": [1, 2, 3, 2, 4, 6, 0, 0, 1]}, SINGULAR),
    (TRANSFORM, {"matrix": [1, 0, math.nan, 0, 1, 7, 0, 0, 1]}, NOT_FINITE),
    (TRANSFORM, {"matrix": [math.inf, 0, 5, 0, 1, 7, 0, 0, 1]}, NOT_FINITE),
    (
        TRANSFORM,
        {"matrix": [1e6, 0, 0, 0, 1e6, 0, 0, 0, 1]},
        TOO_LARGE.format("60000000 × 40000000", 10**12),
    ),
    (TRANSFORM, {"matrix": [1, 0, 1e9, 0, 1, 0, 0, 0, 1]}, TOO_FAR),
    (TRANSFORM, {"matrix": [1, 0, 0, 0, 1, 0, -0.0166, 0, 1]}, CUT),
    *[
        (TRANSFORM, {"matrix": matrix, "clipping": "crop", "output": "layer"}, NO_RECTANGLE)
        for matrix in ([1, 0, 0, 0, 1, 0, -1 / 30, 0, 1], [0.01, 0, 0, 0, 0.01, 0, 0, 0, 1])
    ],
    (ALIGN, {"reference": None}, NO_REFERENCE),
    word(ALIGN, "model", "rubber", MODELS),
    word(ALIGN, "loss", "Local", LOSSES),
    word(ALIGN, "start", "tomorrow", ["auto", "current"]),
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
        assert error.message == message, error
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

    refuses_layer(lock, "layer: The selected layer's pixels are locked. Unlock them, or make a new layer instead.")


def test_locked_alpha_channel():
    def lock(image, layer):
        layer.set_lock_alpha(True)
        return layer

    refuses_layer(lock, "layer: The selected layer's alpha channel is locked. Unlock it, or make a new layer instead.", output="filter")


def test_locked_position():
    def lock(image, layer):
        layer.set_lock_position(True)
        return layer

    message = "layer: The selected layer's position is locked. Unlock it, or make a new layer instead."
    refuses_layer(lock, message, output="layer")


def test_channel():
    def channel(image, layer):
        saved = Gimp.Selection.save(image)
        return saved

    message = "Selection Mask copy: Only layers can be transformed, not channels."
    refuses_layer(channel, message)


def test_layer_group():
    def group(image, layer):
        made = Gimp.GroupLayer.new(image, "group")
        image.insert_layer(made, None, 0)
        return made

    refuses_layer(group, "group: The layer group is empty.")


def test_filter_on_a_layer_with_a_mask():
    def masked(image, layer):
        layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
        return layer

    message = (
        "layer: A filter cannot move the layer mask along. Change the pixels or make a new layer instead, "
        "or apply the mask first."
    )
    refuses_layer(masked, message)


def test_indexed_with_interpolation():
    def indexed(image, layer):
        image.convert_indexed(
            Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 8, False, False, ""
        )
        return layer

    message = (
        "layer: An indexed image has no colors between those of its colormap. Use the interpolation "
        "“None”, or convert the image to RGB."
    )
    refuses_layer(indexed, message)


def test_the_same_layer_twice():
    image, _, layer = scene()
    name, good = TRANSFORM
    message = "layer: The layer is among “drawables” twice."
    assert_refused(image, name, {"drawables": [layer, layer], **good}, message)


def test_reference_among_the_layers():
    image, reference, layer = scene()
    assert_refused(
        image,
        ALIGN[0],
        {"drawables": [layer, reference], "reference": reference},
        "The argument “reference” is also among “drawables”: a layer cannot be aligned to itself.",
    )


def test_reference_in_another_image():
    image, _, layer = scene()
    _, other, _ = scene()
    message = "The argument “reference” belongs to another image. Choose a layer of the same image."
    assert_refused(image, ALIGN[0], {"drawables": [layer], "reference": other}, message)


def test_group_that_is_to_be_aligned():
    image, reference, layer = scene()
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)
    message = (
        "group: A layer group cannot be aligned. Align a layer inside it, and transform the group "
        "by the matrix that was found."
    )
    assert_refused(image, ALIGN[0], {"drawables": [group], "reference": reference}, message)


def test_what_cannot_be_aligned_is_no_calling_error():
    image, reference, layer = scene()
    before = state(image)
    try:
        call(ALIGN[0], image=image, drawables=[layer], reference=reference)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.EXECUTION_ERROR, error
        assert error.message.startswith("layer: "), error
    else:
        raise AssertionError("it was not refused")
    assert state(image) == before, "the image was changed"


main(globals())
