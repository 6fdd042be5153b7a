# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside GIMP: large_in_gimp.py RESULT RUNS MEGAPIXELS…

Transforms and aligns layers of so many megapixels by our procedures, in turns with GIMP's own
transformation, and notes the most memory that GIMP and the plug-in's process had meanwhile.
"""

import json
import os
import statistics
import sys
import threading
import time

import numpy
from gi.repository import Gegl, Gimp
from gimptools import call, textured_picture

sys.path.insert(0, os.path.dirname(sys.argv[0]))
from warp_in_gimp import mild_perspective, theirs

STRIP = 1000  # rows
# The pair's layers lie so many pixels apart.
SHIFT = (7, 5)
# The texture's grain, in pixels.
GRAIN = 10
INTERVAL = 0.01  # seconds


def status(pid, key):
    """Megabytes; None when the process is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            for line in file:
                if line.startswith(key + ":"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return None


def find_plug_ins(gimp):
    """The processes of ours that this GIMP has started."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                name, _, rest = file.read().rpartition(")")
        except OSError:
            continue
        if name.endswith("(homography") and int(rest.split()[1]) == gimp:
            yield pid


class Memory:
    """The peak of both while a block of code runs."""

    def __enter__(self):
        self.gimp, self.plug_in, self.is_over = os.getppid(), 0, False
        with open(f"/proc/{self.gimp}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def watch(self):
        while not self.is_over:
            for pid in find_plug_ins(self.gimp):
                self.plug_in = max(self.plug_in, status(pid, "VmHWM") or 0)
            time.sleep(INTERVAL)

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join()
        self.in_gimp = status(self.gimp, "VmHWM")


def add_large_layer(image, texture, x, y, width, height, name):
    layer = Gimp.Layer.new(
        image, name, width, height, Gimp.ImageType.RGBA_IMAGE, 100, Gimp.LayerMode.NORMAL
    )
    image.insert_layer(layer, None, 0)
    buffer = layer.get_buffer()
    columns = (numpy.arange(width) + x) // GRAIN
    for top in range(0, height, STRIP):
        rows = (numpy.arange(top, min(top + STRIP, height)) + y) // GRAIN
        pixels = numpy.full((len(rows), width, 4), 255, numpy.uint8)
        pixels[..., :3] = texture[rows][:, columns]
        area = Gegl.Rectangle.new(0, top, width, len(rows))
        buffer.set(area, "R'G'B'A u8", pixels.tobytes())
    buffer.flush()
    return layer


def make_pair(width, height):
    size = [(side + max(SHIFT)) // GRAIN + 2 for side in (width, height)]
    texture = (255 * textured_picture(*size)).astype(numpy.uint8)
    image = Gimp.Image.new(width, height, Gimp.ImageBaseType.RGB)
    image.undo_disable()
    reference = add_large_layer(image, texture, 0, 0, width, height, "reference")
    return image, reference, add_large_layer(image, texture, *SHIFT, width, height, "layer")


def measured(function, image, layer):
    """Seconds, and megabytes of GIMP and of the plug-in; of a copy that is thrown away."""
    copy = layer.copy()
    image.insert_layer(copy, None, 0)
    with Memory() as memory:
        begin = time.perf_counter()
        function(copy)
        seconds = time.perf_counter() - begin
    image.remove_layer(copy)
    return seconds, memory.in_gimp, memory.plug_in


def make_functions(image, reference, h):
    def transform(layer, **options):
        name = "plug-in-homography-transform"
        call(name, image=image, drawables=[layer], matrix=h.ravel(), **options)

    def align(layer, **options):
        name = "plug-in-homography-align"
        call(name, image=image, drawables=[layer], reference=reference, **options)

    return {
        "GIMP, linear": lambda layer: theirs(image, layer, h, "linear"),
        "GIMP, cubic": lambda layer: theirs(image, layer, h, "cubic"),
        "transform, linear": lambda layer: transform(layer, interpolation="linear", output="layer"),
        "transform, cubic": lambda layer: transform(layer, output="layer"),
        "transform, new layer": lambda layer: transform(layer, output="new-layer"),
        "transform, filter": transform,
        "align": lambda layer: align(layer, output="none", start="current"),
        "align, from features": lambda layer: align(layer, output="none"),
        "align, layer": lambda layer: align(layer, output="layer", start="current"),
    }


def measure(megapixels, n_runs):
    width = round((megapixels * 1.5e6) ** 0.5)
    height = round(width / 1.5)
    image, reference, layer = make_pair(width, height)
    functions = make_functions(image, reference, mild_perspective(width, height))
    found = {name: [] for name in functions}
    for _ in range(n_runs):
        for name, function in functions.items():
            found[name].append(measured(function, image, layer))
            for extra in image.get_layers()[:-2]:
                image.remove_layer(extra)
    image.delete()
    return [
        {
            "megapixels": width * height / 1e6,
            "what": name,
            "seconds": statistics.median(seconds),
            "GIMP, MB": max(gimp),
            "plug-in, MB": max(plug_in),
        }
        for name, (seconds, gimp, plug_in) in (
            (name, zip(*values)) for name, values in found.items()
        )
    ]


def run():
    path, n_runs, *sizes = sys.argv[1:]
    rows = [row for size in sizes for row in measure(float(size), int(n_runs))]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(rows, file)


run()
