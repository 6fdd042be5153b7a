# SPDX-License-Identifier: GPL-3.0-or-later
"""Warps as GEGL operations: a source buffer, the operation, and a buffer to render into."""

import gi
import numpy

gi.require_version("Gegl", "0.4")
from gi.repository import Gegl  # noqa: E402  (the version first)

import geometry  # noqa: E402

FORMAT = "RaGaBaA float"


def start(n_bytes):
    """Buffers of so many bytes are to stay in memory: swapping is not what is measured."""
    Gegl.init(None)
    config = Gegl.config()
    config.props.tile_cache_size = n_bytes
    config.props.swap = "ram"


def has(operation):
    return Gegl.has_operation(operation)


class Graph:
    def __init__(self, pixels, operation, **properties):
        height, width = pixels.shape[:2]
        self.box = Gegl.Rectangle.new(0, 0, width, height)
        source = Gegl.Buffer.new(FORMAT, 0, 0, width, height)
        source.set(self.box, FORMAT, pixels.tobytes())
        self.output = Gegl.Buffer.new(FORMAT, 0, 0, width, height)
        self.root = Gegl.Node()
        reader = self.root.create_child("gegl:buffer-source")
        reader.set_property("buffer", source)
        self.node = self.root.create_child(operation)
        for name, value in properties.items():
            self.node.set_property(name.replace("_", "-"), value)
        reader.link(self.node)

    def render(self):
        # Into tiles, as in GIMP. Tiles of the result are handed over, not copied.
        self.node.blit_buffer(self.output, self.box, 0, Gegl.AbyssPolicy.NONE)

    def pixels(self):
        data = self.output.get(self.box, 1.0, FORMAT, Gegl.AbyssPolicy.NONE)
        return numpy.frombuffer(data, numpy.float32).reshape(self.box.height, self.box.width, 4)


def transform(pixels, h, sampler):
    # GEGL reads column by column, and keeps floats.
    numbers = ",".join(f"{value:.9g}" for value in (h / h[2, 2]).T.ravel())
    return Graph(pixels, "gegl:transform", transform=f"matrix({numbers})", sampler=sampler)


def homography_warp(pixels, h, sampler):
    source = geometry.corners(pixels.shape[1], pixels.shape[0])
    properties = {"sampler": sampler}
    for kind, quadrilateral in ("source", source), ("target", geometry.apply(h, source)):
        # Python's floats: PyGObject does not take numpy's.
        for number, (x, y) in enumerate(quadrilateral.tolist(), 1):
            properties[f"{kind}_x{number}"], properties[f"{kind}_y{number}"] = x, y
    return Graph(pixels, "homography:warp", **properties)
