# SPDX-License-Identifier: GPL-3.0-or-later
"""Corners are found in layers of every kind, and what is seen of them is straightened."""

import numpy
from gi.repository import Gimp
from gimptools import (
    SHEET,
    TABLE,
    add_layer,
    call,
    get_rendered,
    new_image,
    run_tests,
    sheet_on_table,
)


def precision(name):
    return lambda image, layer: image.convert_precision(getattr(Gimp.Precision, name))


def make_indexed(image, layer):
    image.convert_indexed(
        Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 8, False, False, ""
    )


def put_in_group(image, layer):
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)


def straighten_before(image, layer):
    call(
        "plug-in-homography-perspective",
        image=image,
        drawables=[layer],
        corners="find",
        crop_image=True,
    )


KINDS = {
    "8 bits": lambda image, layer: None,
    "8 bits, linear": precision("U8_LINEAR"),
    "16 bits": precision("U16_NON_LINEAR"),
    "16 bits, linear": precision("U16_LINEAR"),
    "32 bits": precision("U32_LINEAR"),
    "half floats": precision("HALF_NON_LINEAR"),
    "floats": precision("FLOAT_LINEAR"),
    "doubles": precision("DOUBLE_NON_LINEAR"),
    "gray": lambda image, layer: image.convert_grayscale(),
    "an alpha channel": lambda image, layer: layer.add_alpha(),
    "indexed": make_indexed,
    "a group": put_in_group,
    "a page that was found": straighten_before,
}


def make_test(prepare):
    def test():
        image = new_image(*TABLE)
        layer = add_layer(image, sheet_on_table(), "photo")
        prepare(image, layer)
        found = call(
            "plug-in-homography-perspective",
            image=image,
            drawables=[layer],
            corners="find",
            crop_image=True,
            interpolation="none",
        )[1]
        found = numpy.reshape(found, (4, 2))
        assert numpy.abs(found - SHEET).max() < 1.5, found
        assert 300 < image.get_width() < 400 and 250 < image.get_height() < 300
        page = get_rendered(image)
        assert page[..., 3].min() > 0.99
        # the margin of the page
        assert page[8:-8, 8:16, :3].min() > 0.85, page[8:-8, 8:16, :3].min()

    return test


run_tests([(name, make_test(prepare)) for name, prepare in KINDS.items()])
