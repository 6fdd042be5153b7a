# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens dialogs on layers of all kinds, and prints what came of it. test_kinds has the
hands for it."""

from gi.repository import Gimp
from gimptools import (
    ProcedureError,
    add_layer,
    apply_matrix,
    call,
    homography,
    new_image,
    numpy,
    state,
    textured_picture,
    warp_picture,
)

WIDTH, HEIGHT = 600, 450
CORNERS = numpy.array([[90, 70], [510, 100], [480, 390], [120, 370]], float)
# A quarter turn, and something of a perspective.
TURNED = numpy.array([[0.05, -1, 500], [1, 0.02, -40], [0.0001, 0.00005, 1]])


def picture():
    """A light sheet on a dark ground."""
    unit = numpy.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    inside = numpy.zeros((20, 20, 3))
    inside[5:15, 5:15] = 1
    inside = numpy.repeat(numpy.repeat(inside, 20, 0), 20, 1)
    light = warp_picture(inside, homography(CORNERS, 200 * unit + 100), WIDTH, HEIGHT)
    image = new_image(WIDTH, HEIGHT)
    pixels = 0.15 + 0.5 * light + 0.1 * textured_picture(WIDTH, HEIGHT)
    return image, add_layer(image, pixels, "layer")


def plain():
    return picture()


def masked():
    image, layer = picture()
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
    return image, layer


def locked():
    image, layer = picture()
    layer.set_lock_content(True)
    return image, layer


def indexed():
    image, layer = picture()
    image.convert_indexed(
        Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 32, False, False, ""
    )
    return image, layer


def turned():
    image, layer = picture()
    call(
        "plug-in-homography-transform", image=image, drawables=[layer], matrix=TURNED.ravel()
    )
    return image, layer


def several():
    image, layer = picture()
    copy = layer.copy()
    image.insert_layer(copy, None, 0)
    return image, [layer, copy]


def sheared():
    """What is seen is the sheet, and nothing beside its slanted sides."""
    image, layer = picture()
    call(
        "plug-in-homography-perspective",
        image=image,
        drawables=[layer],
        **{f"{axis}{i + 1}": CORNERS[i][k] for i in range(4) for k, axis in enumerate("xy")},
    )
    shear = [1, 0.6, 0, 0, 1, 0, 0, 0, 1]
    call("plug-in-homography-transform", image=image, drawables=[layer], matrix=shear)
    config = layer.get_filters()[0].get_config()
    for axis in "xy":
        places = [config.get_property(f"target-{axis}{i}") for i in range(1, 5)]
        print(f"{axis} {max(places) - min(places)}", flush=True)
    return image, layer


def how_upright(matrix):
    """How far the sheet's corners are from those of an upright rectangle, and which of them is at the
    top left."""
    corners = apply_matrix(matrix, CORNERS)
    low, high = corners.min(0), corners.max(0)
    nearest = numpy.minimum(abs(corners - low), abs(corners - high)).max()
    return nearest, int(numpy.argmin(corners.sum(1)))


def open_dialog(name, make):
    image, made = make()
    layers = made if isinstance(made, list) else [made]
    before = state(image)
    print(f"opening {name} {make.__name__}", flush=True)
    try:
        values = call(
            f"plug-in-homography-{name}",
            run_mode=Gimp.RunMode.INTERACTIVE,
            image=image,
            drawables=layers,
        )
        names = [filter.get_name() for filter in image.get_layers()[-1].get_filters()]
        print(f"filters {len(names)} {' '.join(names)}", flush=True)
        print(f"layers {len(image.get_layers())}", flush=True)
        if name == "perspective" and len(values) and values[0]:
            print("upright %.2f %d" % how_upright(values[0]), flush=True)
        print("result success", flush=True)
    except ProcedureError as error:
        same = "unchanged" if state(image) == before else "changed"
        print(f"result {error.status.value_nick} {same}", flush=True)
    image.delete()


for name in ("perspective", "transform"):
    for make in (masked, plain, masked, plain):
        open_dialog(name, make)
open_dialog("perspective", turned)
open_dialog("perspective", several)
open_dialog("transform", sheared)
open_dialog("perspective", locked)
open_dialog("perspective", indexed)
print("done", flush=True)
