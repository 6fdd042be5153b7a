# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens each dialog in turn, and prints what came of it. test_dialogs presses the keys."""

from gi.repository import Gimp
from gimptools import ProcedureError, add_layer, call, new_image, state, textured_picture


def open_dialog(name):
    image = new_image(400, 300)
    pixels = textured_picture(420, 320)
    add_layer(image, pixels[:300, :400], "reference")
    layer = add_layer(image, pixels[2:302, 3:403], "moving")
    layers = [layer]
    if name.endswith("align"):  # it then has all that it can have
        layers.append(add_layer(image, pixels[3:303, 2:402], "another"))
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 20, 20, 300, 200)
    before = state(image)
    print(f"opening {name}", flush=True)
    try:
        matrix = call(
            name, run_mode=Gimp.RunMode.INTERACTIVE, image=image, drawables=layers
        )[0]
        (filter,) = layer.get_filters()
        shift = f"{matrix[2]:.1f} {matrix[5]:.1f}"
        print(f"result {name} {filter.get_operation_name()} {shift}", flush=True)
    except ProcedureError as error:
        same = "unchanged" if state(image) == before else "changed"
        print(f"result {name} {error.status.value_nick} {same}", flush=True)
    image.delete()


for procedure in ("perspective", "transform", "align"):
    open_dialog(f"plug-in-homography-{procedure}")
print("done", flush=True)
