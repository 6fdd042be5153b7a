# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: aligns with and without a report, for test_align_report to read."""

from alignscene import HEIGHT, MARGIN, WIDTH, align, moved_view, scene
from gi.repository import Gimp
from gimptools import ProcedureError, add_layer, textured_picture

image, reference, moving, _ = scene()
view, _ = moved_view(textured_picture(WIDTH, HEIGHT), shift=0)
still = add_layer(image, view, "still", MARGIN, MARGIN)
other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
Gimp.message_set_handler(Gimp.MessageHandlerType.CONSOLE)

for title, layers, arguments in [
    ("silent", [moving], {}),
    ("several", [moving, still], {"report": True}),
    ("sequence", [moving, still], {"report": True, "sequence": True}),
    ("shift", [still], {"report": True, "model": "translation", "start": "current"}),
    ("refused", [other], {"report": True, "start": "current"}),
]:
    print(f"begin {title}", flush=True)
    try:
        align(image, reference, layers, output="none", **arguments)
    except ProcedureError:
        print("refused")
    print(f"end {title} {Gimp.message_get_handler().value_nick}", flush=True)
image.delete()
