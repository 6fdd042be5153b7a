# SPDX-License-Identifier: GPL-3.0-or-later
"""Little memory, a full disk, and a user who cancels: the image then is as it was, or right. GIMP
runs with a small cache, so that what does not fit is written to files."""

import random
import time

import numpy
from faulttools import call_with, undo
from gi.repository import Gimp
from gimptools import add_layer, main, new_image, state, textured_picture

WIDTH, HEIGHT = 1500, 1000
MATRIX = [1.02, 0.03, 5, -0.02, 0.98, 7, 0.00002, 0, 1]
# Megabytes of addresses, from less than a start takes to plenty.
LITTLE = [40, 80, 100, 150, 200, 300, 400, 500, 700, 1000]


class Scene:
    """A reference, and a layer with a mask that shows it moved by (3, 2)."""

    def __init__(self):
        self.image = new_image(WIDTH, HEIGHT)
        picture = textured_picture(WIDTH // 4 + 10, HEIGHT // 4 + 10)
        picture = numpy.kron(picture, numpy.ones((4, 4, 1)))
        self.reference = add_layer(self.image, picture[10:, 10:][:HEIGHT, :WIDTH], "reference")
        self.layer = add_layer(self.image, picture[12:, 13:][:HEIGHT, :WIDTH], "layer")
        self.layer.add_mask(self.layer.create_mask(Gimp.AddMaskType.COPY))
        self.before = state(self.image)
        self.calls = {}
        for name, own in {
            "transform": {"matrix": MATRIX},
            "align": {"reference": self.reference, "start": "current", "model": "translation"},
        }.items():
            arguments = {"image": self.image, "drawables": [self.layer], "output": "layer", **own}
            error = call_with("", name, **arguments)
            assert error is None, error
            self.calls[name] = (arguments, state(self.image))
            undo(self.image)
            assert state(self.image) == self.before

    def call(self, fault, name, may_be_half=False):
        """Returns the error, if the call did not succeed, and makes the image what it was."""
        arguments, after = self.calls[name]
        error = call_with(fault, name, **arguments)
        now = state(self.image)
        if now == self.before:
            assert error is not None, f"{name}, {fault}: nothing was done"
            return error
        assert may_be_half or now == after, f"{name}, {fault}: {error}"
        undo(self.image)
        assert state(self.image) == self.before, f"{name}, {fault}: one undo is not enough"
        return error


def test_little_memory():
    """What GLib, babl or GEGL ask for in vain ends the plug-in. What we ask for is told."""
    scene = Scene()
    for name in scene.calls:
        errors = [scene.call(f"memory {megabytes}", name) for megabytes in LITTLE]
        assert errors[0] is not None and errors[-1] is None, errors
        told = [error for error in errors if error and "not enough memory" in error.message]
        print(f"# {name}:", [error and error.message.splitlines()[0][:40] for error in errors])
        for error in told:
            assert error.status == Gimp.PDBStatusType.EXECUTION_ERROR, error
            assert error.message.startswith(("layer: ", "reference: ")), error
        assert told or name != "align", errors


def test_full_disk():
    """The plug-in needs no files of its own: all its pixels are in memory or in GIMP."""
    scene = Scene()
    for name in scene.calls:
        for size in (0, 4096):
            assert scene.call(f"disk {size}", name) is None


def test_cancelled_at_any_time():
    scene = Scene()
    times = random.Random(1)
    ended = 0
    for name in scene.calls:
        begin = time.monotonic()
        assert scene.call("", name) is None
        most = round(1000 * (time.monotonic() - begin))
        for signal in ("kill-after", "term-after"):
            for _ in range(8):
                fault = f"{signal} {times.randint(1, most)}"
                ended += scene.call(fault, name, may_be_half=True) is not None
        assert scene.call("", name) is None
    assert ended > 8, "they were too late"


main(globals())
