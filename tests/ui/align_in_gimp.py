# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens the align dialog again and again, and prints what came of it.
test_align_dialog has the hands for it."""

from alignscene import corner_error, scene
from gi.repository import Gimp
from gimptools import (
    ProcedureError,
    add_layer,
    call,
    new_image,
    numpy,
    state,
    textured_picture,
)


def open_dialog(image, layers, seen=None):
    before = state(image)
    print("opening", flush=True)
    try:
        matrix = call(
            "plug-in-homography-align",
            run_mode=Gimp.RunMode.INTERACTIVE,
            image=image,
            drawables=layers,
        )[0]
        filters = " ".join(str(len(layer.get_filters())) for layer in layers)
        error = f"{corner_error(matrix[:9], seen):.4f}" if seen is not None else "-"
        print(f"result success {filters} {error}", flush=True)
    except ProcedureError as error:
        same = "unchanged" if state(image) == before else "changed"
        print(f"result {error.status.value_nick} {same}", flush=True)
    image.delete()


def large_scene():
    """Squares that have nothing in common: the search for a match takes some seconds."""
    image = new_image(2400, 1800)
    random = numpy.random.default_rng(5)
    pictures = [
        random.uniform(size=(360, 480, 3)).repeat(5, 0).repeat(5, 1) for _ in range(2)
    ]
    add_layer(image, pictures[0], "reference")
    return image, [add_layer(image, pictures[1], "moving")]


image, reference, moving, seen = scene()
open_dialog(image, [moving], seen)

image, layers = large_scene()
open_dialog(image, layers)

image, reference, moving, seen = scene(gain=0.7, bias=0.1)
other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
open_dialog(image, [moving, other], seen)
print("done", flush=True)
