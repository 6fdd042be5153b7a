# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of docs/examples, run as they stand: test_scripts.py FOLDER. Inside GIMP."""

import os
import sys

import numpy
from alignscene import HEIGHT, MARGIN, WIDTH, moved_view
from gimptools import add_layer, call, get_pixels, main, new_image, textured_picture

EXAMPLES = os.path.abspath(sys.argv[1])
sys.path.insert(0, EXAMPLES)


def stack():
    pixels = textured_picture(WIDTH, HEIGHT)
    image = new_image(WIDTH, HEIGHT)
    reference = add_layer(image, pixels, "reference")
    layers = []
    for seed in (3, 4):
        view, _ = moved_view(pixels, seed=seed)
        layers.append(add_layer(image, view, f"view {seed}", MARGIN, MARGIN))
    return image, reference, layers


def test_all_layers_to_the_lowest():
    from align_all import align_all

    image, _, _ = stack()
    align_all(image)
    assert 300 < image.get_width() < 350 and 200 < image.get_height() < 250
    top, middle, low = (get_pixels(layer) for layer in image.get_layers())
    for pixels in (top, middle):
        assert pixels.shape == low.shape
        assert (pixels[3:-3, 3:-3, 3] == 1).all()
        assert numpy.abs(pixels - low)[4:-4, 4:-4, :3].mean() < 0.01


def test_one_matrix_for_others():
    image, reference, [moving, other] = stack()
    place = list(other.get_offsets())
    with open(os.path.join(EXAMPLES, "same-matrix.scm"), encoding="utf-8") as file:
        code = file.read()
    twin = add_layer(image, get_pixels(moving, 3), "twin", MARGIN, MARGIN)
    ids = [layer.get_id() for layer in (reference, moving, twin)]
    code += f"(align-by-one {image.get_id()} {ids[0]} {ids[1]} (vector {ids[2]}))"
    call("plug-in-script-fu-eval", script=code)
    assert list(moving.get_offsets()) == list(twin.get_offsets())
    assert (get_pixels(moving) == get_pixels(twin)).all()
    assert list(other.get_offsets()) == place


main(globals())
