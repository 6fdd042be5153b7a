# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, with a window: what each kind of result leaves to be undone. Says which key is due
and what the menu must call it; test_undo presses it. Prints TAP."""

import time

from gi.repository import Gegl, Gimp
from gimptools import add_layer, call, get_pixels, main, new_image, set_pixels, textured_picture

WIDTH, HEIGHT = 200, 150
PERSPECTIVE, ALIGN, TRANSFORM = (
    f"plug-in-homography-{name}" for name in ("perspective", "align", "transform")
)
LABELS = {
    PERSPECTIVE: "Straighten Perspective",
    ALIGN: "Align to Reference Layer",
    TRANSFORM: "Transform by Matrix",
}
QUAD = {"x1": 15, "y1": 12, "x2": 185, "y2": 20, "x3": 175, "y3": 140, "x4": 22, "y4": 130}
TILTED = [1.1, 0.1, 5, -0.05, 0.95, 8, 0.0004, 0.0007, 1]
SHIFT = [1, 0, 13, 0, 1, 4, 0, 0, 1]
CORNERS = [f"{quad}-{axis}{i}" for quad in ("source", "target") for axis in "xy" for i in range(1, 5)]


def add_mask(layer):
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    set_pixels(mask, textured_picture(layer.get_width(), layer.get_height(), 9, 1))


def make_scene():
    """A reference, two layers that nearly coincide with it, one with a mask, a group with a mask and
    a layer; and a selection, which is no business of ours."""
    image = new_image(WIDTH, HEIGHT)
    pixels = textured_picture(WIDTH + 20, HEIGHT + 20)
    layers = {}
    for name, x, y in (("reference", 0, 0), ("plain", 3, 2), ("masked", 5, 4)):
        layers[name] = add_layer(image, pixels[y : y + HEIGHT, x : x + WIDTH], name)
    add_mask(layers["masked"])
    group = layers["group"] = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(add_layer(image, pixels[:80, :90], "inside", 20, 10), group, 0)
    add_mask(group)
    image.select_ellipse(Gimp.ChannelOps.REPLACE, 30, 20, 80, 70)
    image.set_selected_layers([layers["plain"]])
    return image, layers


def describe_filter(filter):
    config = filter.get_config()
    return (
        filter.get_name(),
        config.get_property("sampler"),
        [config.get_property(name) for name in CORNERS],
    )


def outline(item):
    """What can be asked for at any time; pixels, only while nothing changes."""
    mask = item.get_mask()
    children = item.get_children() if item.is_group() else []
    return (
        item.get_name(),
        list(item.get_offsets())[1:],
        (item.get_width(), item.get_height(), item.type(), mask is not None),
        [describe_filter(filter) for filter in item.get_filters()],
        [outline(child) for child in children],
    )


def pixels_of(item):
    mask = item.get_mask()
    if item.is_group():
        pixels = [pixels_of(child) for child in item.get_children()]
    else:
        pixels = get_pixels(item).tobytes()
    return pixels, get_pixels(mask, 1).tobytes() if mask else None


def outlines(image):
    return [outline(layer) for layer in image.get_layers()], Gimp.Selection.is_empty(image)


def state(image):
    """All that a step changes, and all that it must not."""
    return {
        "layers": outlines(image),
        "pixels": [pixels_of(layer) for layer in image.get_layers()],
        "size": (image.get_width(), image.get_height(), image.get_resolution()),
        "selected layers": [layer.get_name() for layer in image.get_selected_layers()],
        "channels": [channel.get_name() for channel in image.get_channels()],
        "selection": get_pixels(image.get_selection(), 1).tobytes(),
        "bounds": list(Gimp.Selection.bounds(image)),
    }


def press(image, action, label, expected):
    """Has a key pressed, and waits for the state that it must lead to."""
    Gimp.displays_flush()
    print(f"press {action} {label}", flush=True)
    for _ in range(300):
        time.sleep(0.1)
        if outlines(image) == expected["layers"]:
            break
    now = state(image)
    for part in expected:
        assert now[part] == expected[part], f"after {action}, {part}: {str(now[part])[:200]}"


def others(image, touched):
    """What is to stay as it is: all but those layers, and new ones."""
    layers = [layer for name, layer in LAYERS.items() if name not in touched]
    now = state(image)
    now["layers"] = [outline(layer) for layer in layers]
    now["pixels"] = [pixels_of(layer) for layer in layers]
    return now


def check_step(names, label, act):
    """One step back leads to the state before, one forward to that after; and back again. Without
    names it touches all."""
    before, untouched = state(IMAGE), others(IMAGE, names or [])
    act()
    after = state(IMAGE)
    assert after != before
    assert not names or others(IMAGE, names) == untouched
    press(IMAGE, "undo", label, before)
    # A layer that GIMP brings back is selected.
    del before["selected layers"], after["selected layers"]
    press(IMAGE, "redo", label, after)
    press(IMAGE, "undo", label, before)
    IMAGE.set_selected_layers([LAYERS["plain"]])


def check(procedure, names, **arguments):
    arguments |= {"image": IMAGE, "drawables": [LAYERS[name] for name in names]}
    check_step(names, LABELS[procedure], lambda: call(procedure, **arguments))


def test_filter():
    check(PERSPECTIVE, ["plain"], **QUAD)


def test_filter_from_the_dialog():
    def apply():
        print(f"apply {LABELS[PERSPECTIVE]}", flush=True)
        drawables = [LAYERS["plain"]]
        call(PERSPECTIVE, run_mode=Gimp.RunMode.INTERACTIVE, image=IMAGE, drawables=drawables)

    check_step(["plain"], LABELS[PERSPECTIVE], apply)


def test_filter_that_takes_the_place_of_another():
    call(TRANSFORM, image=IMAGE, drawables=[LAYERS["plain"]], matrix=SHIFT)
    check(PERSPECTIVE, ["plain"], **QUAD)
    press(IMAGE, "undo", LABELS[TRANSFORM], START)


def test_layer_instead_of_a_filter():
    call(TRANSFORM, image=IMAGE, drawables=[LAYERS["plain"]], matrix=SHIFT)
    check(TRANSFORM, ["plain"], matrix=TILTED, output="layer")
    press(IMAGE, "undo", LABELS[TRANSFORM], START)


def test_layer_with_a_mask():
    for clipping in "adjust", "clip", "crop":
        check(PERSPECTIVE, ["masked"], **QUAD, output="layer", clipping=clipping)
    check(PERSPECTIVE, ["masked"], **QUAD, output="layer", boundary="reflect")


def test_new_layer_with_a_mask():
    check(PERSPECTIVE, ["masked"], **QUAD, output="new-layer")


def test_group_with_a_mask():
    check(TRANSFORM, ["group"], matrix=TILTED, output="layer")


def test_several_layers():
    check(TRANSFORM, ["plain", "masked", "group"], matrix=TILTED, output="layer")


def test_aligned_layers():
    check(ALIGN, ["plain", "masked"], reference=LAYERS["reference"], output="layer")


def test_aligned_by_filter():
    check(ALIGN, ["plain"], reference=LAYERS["reference"])


def test_aligned_and_the_image_cropped():
    """The image becomes smaller, and all layers lie elsewhere in it."""
    size = IMAGE.get_width(), IMAGE.get_height()

    def align():
        layers = [LAYERS["plain"], LAYERS["masked"]]
        arguments = {"reference": LAYERS["reference"], "output": "layer", "crop_image": True}
        call(ALIGN, image=IMAGE, drawables=layers, **arguments)
        assert IMAGE.get_width() < size[0] and IMAGE.get_height() < size[1]

    check_step([], LABELS[ALIGN], align)


def test_page_and_the_image_cropped_to_it():
    """The resolution of the image changes, too."""

    def straighten():
        arguments = {**QUAD, "crop_image": True, "paper": "a6", "resolution": 50}
        call(PERSPECTIVE, image=IMAGE, drawables=[LAYERS["plain"]], output=output, **arguments)
        assert (IMAGE.get_width(), IMAGE.get_height()) == (291, 207)
        assert IMAGE.get_resolution()[1:] == (50, 50)

    for output in ("filter", "layer", "new-layer"):
        check_step([], LABELS[PERSPECTIVE], straighten)


def test_as_with_a_transformation_of_gimp():
    """What is undone there is what is compared here."""
    Gimp.Selection.none(IMAGE)
    corners = (15, 12, 185, 20, 22, 130, 175, 140)
    check_step(["masked"], "Transform Layer", lambda: LAYERS["masked"].transform_perspective(*corners))
    press(IMAGE, "undo", "Select None", START)


Gegl.init(None)
IMAGE, LAYERS = make_scene()
START = state(IMAGE)
Gimp.Display.new(IMAGE)
main(globals())
print("done", flush=True)
