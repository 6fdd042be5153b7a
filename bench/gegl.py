# SPDX-License-Identifier: GPL-3.0-or-later
"""Warps as GEGL operations: a source buffer, the operation, and a buffer to render into."""

import gi
import numpy

gi.require_version("Gegl", "0.4")
from gi.repository import Gegl  # noqa: E402  (the version first)

import geometry  # noqa: E402

FORMAT = "RaGaBaA float"
FORMAT_8_BIT = "R'G'B'A u8"


def start(n_bytes):
    """Buffers of so many bytes are to stay in memory: swapping is not what is measured. Without a
    folder for the swap GEGL keeps tiles in memory; “RAM” does the same, but makes a folder of that
    name."""
    config = Gegl.config()
    config.props.tile_cache_size = n_bytes
    config.props.swap = None
    Gegl.init(None)


def has(operation):
    return Gegl.has_operation(operation)


class Graph:
    """Renders an operation into a buffer of the pixels' own format: floats or 8 bits."""

    def __init__(self, pixels, size, operation, **properties):
        height, width = pixels.shape[:2]
        self.format = FORMAT if pixels.dtype == numpy.float32 else FORMAT_8_BIT
        self.box = Gegl.Rectangle.new(0, 0, *size)
        source_box = Gegl.Rectangle.new(0, 0, width, height)
        source = Gegl.Buffer.new(self.format, 0, 0, width, height)
        source.set(source_box, self.format, pixels.tobytes())
        self.output = Gegl.Buffer.new(self.format, 0, 0, *size)
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


def transform(pixels, size, h, sampler):
    # GEGL reads column by column, and keeps floats.
    numbers = ",".join(f"{value:.9g}" for value in (h / h[2, 2]).T.ravel())
    return Graph(pixels, size, "gegl:transform", transform=f"matrix({numbers})", sampler=sampler)


def corner_properties(pixels, h):
    """source-x1 … target-y4 for a forward matrix."""
    source = geometry.corners(pixels.shape[1], pixels.shape[0])
    properties = {}
    for kind, quadrilateral in ("source", source), ("target", geometry.apply(h, source)):
        # Python's floats: PyGObject does not take numpy's.
        for number, (x, y) in enumerate(quadrilateral.tolist(), 1):
            properties[f"{kind}_x{number}"], properties[f"{kind}_y{number}"] = x, y
    return properties


def homography_warp(pixels, size, h, sampler):
    return Graph(
        pixels, size, "homography:warp", sampler=sampler, **corner_properties(pixels, h)
    )
