# SPDX-License-Identifier: GPL-3.0-or-later
"""Two scripts that call the plug-in at once: on two images, on two layers of one image, and on one
layer. GIMP takes what both ask for in turns."""

import json
import os
import time

import numpy
from faulttools import FOLDER
from gi.repository import Gimp
from gimptools import add_layer, call, get_pixels, main, new_image, textured_picture

WIDTH, HEIGHT = 900, 700
MATRIX = [1.02, 0.03, 5, -0.02, 0.98, 7, 0.00002, 0, 1]
OTHER = [0.97, -0.02, 9, 0.03, 1.01, -4, 0, 0.00001, 1]
PICTURE = numpy.kron(textured_picture(WIDTH // 4 + 10, HEIGHT // 4 + 10), numpy.ones((4, 4, 1)))


def scene():
    image = new_image(WIDTH, HEIGHT)
    layers = [
        add_layer(image, PICTURE[y : y + HEIGHT, x : x + WIDTH], name)
        for name, x, y in (("reference", 10, 10), ("layer", 13, 12), ("second", 8, 15))
    ]
    for layer in layers[1:]:
        layer.add_mask(layer.create_mask(Gimp.AddMaskType.COPY))
    return image, layers


def describe(layer):
    mask = layer.get_mask()
    return (
        layer.get_offsets(),
        get_pixels(layer).tobytes(),
        get_pixels(mask, 1).tobytes() if mask else None,
    )


def both(here, there):
    """Calls, at once, the procedures that two pairs of a name and arguments say."""
    path = os.path.join(FOLDER, "second")
    name, arguments = there
    ids = dict(arguments, image=arguments["image"].get_id())
    ids["drawables"] = [layer.get_id() for layer in arguments["drawables"]]
    if "reference" in ids:
        ids["reference"] = ids["reference"].get_id()
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"name": "plug-in-homography-" + name, "arguments": ids}, file)
    os.rename(path + ".new", path)
    while os.path.exists(path):
        time.sleep(0.001)
    name, arguments = here
    begin = time.monotonic()
    call("plug-in-homography-" + name, **arguments)
    end = time.monotonic()
    for _ in range(6000):
        if os.path.exists(path + ".done"):
            break
        time.sleep(0.01)
    with open(path + ".done", encoding="utf-8") as file:
        result = json.load(file)
    os.remove(path + ".done")
    assert "error" not in result, result
    assert begin < result["end"] and result["begin"] < end, "they did not overlap"


def transform(image, layers, matrix, output="layer"):
    return "transform", {"image": image, "drawables": layers, "matrix": matrix, "output": output}


def align(image, layers, reference, output="layer"):
    return "align", {
        "image": image,
        "drawables": layers,
        "reference": reference,
        "output": output,
        "start": "current",
    }


def alone(make, which=1, result=None):
    """What a layer becomes when nobody else calls."""
    image, layers = scene()
    name, arguments = make(image, layers)
    call("plug-in-homography-" + name, **arguments)
    described = describe(result(image) if result else layers[which])
    image.delete()
    return described


def test_two_images():
    expected = alone(lambda image, layers: transform(image, layers[1:2], MATRIX))
    aligned = alone(lambda image, layers: align(image, layers[1:2], layers[0]))
    image, layers = scene()
    other, others = scene()
    both(align(image, layers[1:2], layers[0]), transform(other, others[1:2], MATRIX))
    assert describe(layers[1]) == aligned
    assert describe(others[1]) == expected


def test_two_layers_of_an_image():
    expected = [
        alone(lambda image, layers: transform(image, layers[1:2], MATRIX)),
        alone(lambda image, layers: transform(image, layers[2:], OTHER), 2),
    ]
    image, layers = scene()
    both(transform(image, layers[1:2], MATRIX), transform(image, layers[2:], OTHER))
    assert [describe(layer) for layer in layers[1:]] == expected


def test_two_copies_of_a_layer():
    def result(image):
        return next(layer for layer in image.get_layers() if "(" in layer.get_name())

    expected = {
        alone(lambda image, layers: transform(image, layers[1:2], m, "new-layer"), result=result)[1]
        for m in (MATRIX, OTHER)
    }
    image, layers = scene()
    before = describe(layers[1])
    both(
        transform(image, layers[1:2], MATRIX, "new-layer"),
        transform(image, layers[1:2], OTHER, "new-layer"),
    )
    made = [layer for layer in image.get_layers() if "(" in layer.get_name()]
    assert {describe(layer)[1] for layer in made} == expected
    assert describe(layers[1]) == before


def test_filters_on_a_layer():
    """The one that is put later is seen, or both: GIMP knows no locks for scripts."""
    image, layers = scene()
    layers[1].remove_mask(Gimp.MaskApplyMode.DISCARD)
    both(
        transform(image, layers[1:2], MATRIX, "filter"),
        transform(image, layers[1:2], OTHER, "filter"),
    )
    assert 1 <= len(layers[1].get_filters()) <= 2


main(globals())
