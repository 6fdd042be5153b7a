# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: aligns with and without a report, for test_align_report to read."""

import numpy
from alignscene import HEIGHT, MARGIN, WIDTH, align, moved_view, scene
from gi.repository import Gimp
from gimptools import ProcedureError, add_layer, textured_picture, warp_picture

image, reference, moving, _ = scene()
view, _ = moved_view(textured_picture(WIDTH, HEIGHT), shift=0)
still = add_layer(image, view, "still", MARGIN, MARGIN)
other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
# A plane up to the horizon, in the row 60 of the layer, and sky.
tilt = numpy.array([[1, 1, -260], [0, 2.4, -360], [0, 0.005, -0.3]])
plane = warp_picture(textured_picture(WIDTH, HEIGHT), tilt, WIDTH, HEIGHT)
plane[:110] = 0.8
tilted = add_layer(image, plane, "tilted")
Gimp.message_set_handler(Gimp.MessageHandlerType.CONSOLE)

for title, layers, arguments in [
    ("silent", [moving], {}),
    ("several", [moving, still], {"report": True}),
    ("sequence", [moving, still], {"report": True, "sequence": True}),
    ("shift", [still], {"report": True, "model": "translation", "start": "current"}),
    ("horizon", [tilted], {"report": True}),
    ("refused", [other], {"report": True, "start": "current"}),
]:
    print(f"begin {title}", flush=True)
    try:
        align(image, reference, layers, output="none", **arguments)
    except ProcedureError:
        print("refused")
    print(f"end {title} {Gimp.message_get_handler().value_nick}", flush=True)
image.delete()
