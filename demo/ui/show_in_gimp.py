# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens the perspective dialog on a picture. show_dialog has the hands for it."""

import sys

from gi.repository import Gimp
from gimptools import ProcedureError, call, load

image = load(sys.argv[1])
print(f"opening {image.get_width()} {image.get_height()}", flush=True)
try:
    call(
        "plug-in-homography-perspective",
        run_mode=Gimp.RunMode.INTERACTIVE,
        image=image,
        drawables=image.get_layers()[:1],
    )
except ProcedureError as error:
    print(f"result {error.status.value_nick}", flush=True)
