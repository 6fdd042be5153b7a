# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens a dialog on large layers. time_dialogs has the hands for it."""

import sys
import time

from gi.repository import Gegl, Gimp
from gimptools import ProcedureError, call, new_image, numpy


def add_picture(image, name, x=0, y=0):
    """A layer of the image's size with squares of three sizes; the part from (x, y) of a larger one."""
    width, height = image.get_width(), image.get_height()
    layer = Gimp.Layer.new(
        image, name, width, height, Gimp.ImageType.RGB_IMAGE, 100, Gimp.LayerMode.NORMAL
    )
    image.insert_layer(layer, None, 0)
    paint(layer, x, y)
    return layer


def paint(layer, x=0, y=0):
    """In strips: all at once would be too much for the memory."""
    width, height = layer.get_width(), layer.get_height()
    random = numpy.random.default_rng(1)
    squares = {
        size: random.integers(0, 80, (height // size + 9, width // size + 9, 3), numpy.uint8)
        for size in (8, 64, 512)
    }
    buffer = layer.get_buffer()
    columns = numpy.arange(x, x + width)
    for top in range(0, height, 512):
        rows = numpy.arange(y + top, y + min(top + 512, height))
        pixels = sum(values[rows // size][:, columns // size] for size, values in squares.items())
        area = Gegl.Rectangle.new(0, top, width, len(rows))
        buffer.set(area, "R'G'B' u8", pixels.tobytes())
    buffer.flush()
    layer.update(0, 0, width, height)


def settle():
    """Until GIMP has put together what the image shows, and answers at once again."""
    Gimp.displays_flush()
    quick = 0
    while quick < 20:
        time.sleep(0.05)
        start = time.monotonic()
        Gimp.get_images()
        quick = quick + 1 if time.monotonic() < start + 0.005 else 0


def open_dialog(procedure, image, layer):
    print(f"calling {1000 * time.monotonic():.1f}", flush=True)
    try:
        call(procedure, run_mode=Gimp.RunMode.INTERACTIVE, image=image, drawables=[layer])
    except ProcedureError:
        pass
    print("closed", flush=True)


kind, megapixels = sys.argv[1], float(sys.argv[2])
width, height = (round(side * (megapixels * 1e6 / 12) ** 0.5) for side in (4, 3))
image = new_image(width, height)
if "perspective" in kind:
    layer = add_picture(image, "layer")
    for n in range(3):
        if n == 2:
            paint(layer, 5, 5)
        if "busy" not in kind:
            settle()
        open_dialog("plug-in-homography-perspective", image, layer)
else:
    reference = add_picture(image, "reference", 20, 20)
    layer = add_picture(image, "moving", 3, 9)
    if "filter" in kind:
        reference.append_filter(Gimp.DrawableFilter.new(reference, "gegl:gaussian-blur", ""))
    if "mask" in kind:
        reference.add_mask(reference.create_mask(Gimp.AddMaskType.WHITE))
    if "selection" in kind:
        image.select_ellipse(Gimp.ChannelOps.REPLACE, 100, 100, width - 200, height - 200)
    for n in range(3):
        settle()
        open_dialog("plug-in-homography-align", image, layer)
