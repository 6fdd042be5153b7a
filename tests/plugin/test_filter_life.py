# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the filter when its layer is saved, loaded, copied and merged. (tests/ui: undone.)"""

import os
import tempfile

import numpy
from gi.repository import Gimp
from gimptools import (
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_rendered,
    homography,
    load,
    main,
    new_image,
    save,
    textured_picture,
)

WIDTH, HEIGHT = 240, 180
X, Y = 30, 25
# Its picture lies over the layer's box on all sides.
TILTED = numpy.array([[1.1, 0.1, -8], [-0.05, 0.95, 3], [0.0004, 0.0003, 1]])
CORNERS = [
    [f"{quad}-{axis}{i}" for axis in "xy"] for quad in ("source", "target") for i in range(1, 5)
]


def new_background():
    image = new_image(WIDTH, HEIGHT)
    add_layer(image, numpy.full((HEIGHT, WIDTH, 3), 0.9), "background")
    return image


def picture():
    image = new_background()
    layer = add_layer(image, textured_picture(120, 90), "layer", X, Y)
    call(
        "plug-in-homography-transform",
        image=image,
        drawables=[layer],
        matrix=TILTED.ravel(),
        interpolation="lanczos",
    )
    (filter,) = layer.get_filters()
    filter.set_opacity(0.75)
    filter.update()
    return image, layer


def describe(layer):
    (filter,) = layer.get_filters()
    config = filter.get_config()
    settings = [config.get_property(name) for name in ("sampler", "boundary")]
    return filter.get_name(), filter.get_opacity(), filter.get_blend_mode(), settings


def corners(layer):
    (filter,) = layer.get_filters()
    config = filter.get_config()
    return numpy.array([[config.get_property(name) for name in pair] for pair in CORNERS])


def reload(image):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "saved.xcf")
        save(image, path)
        return load(path)


def test_saved_and_loaded():
    image, layer = picture()
    loaded = reload(image)
    copy = loaded.get_layers()[0]
    assert describe(copy) == describe(layer)
    assert numpy.abs(get_rendered(loaded) - get_rendered(image)).max() < 1.01 / 255


def test_saving_keeps_the_place_to_a_five_hundredth_of_a_pixel():
    """XCF has 32-bit floats. The corners of a layer of 30,000 × 20,000 pixels, off by up to a tenth."""
    random = numpy.random.default_rng(1)
    image, layer = picture()
    width, height = 30000, 20000
    source = box_corners(0, 0, width, height)
    target = source + random.uniform(-0.1, 0.1, (4, 2)) * width
    config = layer.get_filters()[0].get_config()
    for names, point in zip(CORNERS, [*source, *target]):
        for name, value in zip(names, point):
            config.set_property(name, float(value))
    layer.get_filters()[0].update()
    saved, before = corners(reload(image).get_layers()[0]), corners(layer)
    assert (before == [*source, *target]).all() and (saved != before).any()
    grid = numpy.stack(
        numpy.meshgrid(numpy.linspace(0, width, 9), numpy.linspace(0, height, 9)), -1
    ).reshape(-1, 2)
    there, here = (apply_matrix(homography(c[:4], c[4:]), grid) for c in (saved, before))
    assert numpy.abs(there - here).max() < 0.002, numpy.abs(there - here).max()


def test_copied_with_the_image():
    image, layer = picture()
    copy = image.duplicate()
    assert describe(copy.get_layers()[0]) == describe(layer)
    assert (corners(copy.get_layers()[0]) == corners(layer)).all()
    assert (get_rendered(copy) == get_rendered(image)).all()


def test_copied_with_the_layer():
    image, layer = picture()
    before = get_rendered(image)
    copy = layer.copy()
    image.insert_layer(copy, None, 0)
    layer.set_visible(False)
    assert describe(copy) == describe(layer)
    assert (get_rendered(image) == before).all()


def test_copied_to_another_image():
    image, layer = picture()
    other = new_background()
    copy = Gimp.Layer.new_from_drawable(layer, other)
    other.insert_layer(copy, None, 0)
    assert describe(copy) == describe(layer)
    assert (get_rendered(other) == get_rendered(image)).all()


def test_copy_is_edited_alone():
    image, layer = picture()
    copy = layer.copy()
    image.insert_layer(copy, None, 0)
    before = corners(layer)
    call("plug-in-homography-transform", image=image, drawables=[copy], matrix=[1, 0, 9, 0, 1, 9, 0, 0, 1])
    assert (corners(layer) == before).all()
    assert not numpy.allclose(corners(copy), before)


def away_from_edges(distance=3):
    """Where the picture's edge is so many pixels of the layer away. GIMP blends the filter's floats,
    and rounds them when it merges: that tells where a pixel is nearly transparent, or rings."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    points = numpy.c_[x.ravel(), y.ravel()]
    seen = apply_matrix(numpy.linalg.inv(TILTED), points) - [X, Y]
    depth = numpy.minimum(seen, [120, 90] - seen).min(axis=1).reshape(HEIGHT, WIDTH)
    # The layer itself shines through.
    own = numpy.minimum(points - [X, Y], [X + 120, Y + 90] - points).min(axis=1)
    return (numpy.abs(depth) > distance) & (numpy.abs(own.reshape(depth.shape)) > distance)


def test_merged():
    ways = {
        "filters": lambda image, layer: layer.merge_filters(),
        "down": lambda image, layer: image.merge_down(layer, Gimp.MergeType.EXPAND_AS_NECESSARY),
        "visible": lambda image, layer: image.merge_visible_layers(Gimp.MergeType.CLIP_TO_IMAGE),
        "flat": lambda image, layer: image.flatten(),
    }
    for way, merge in ways.items():
        image, layer = picture()
        before = get_rendered(image)
        merge(image, layer)
        assert not any(left.get_filters() for left in image.get_layers()), way
        difference = numpy.abs(get_rendered(image) - before).max(axis=2)
        where = away_from_edges()
        assert where.mean() > 0.7
        assert difference[where].max() < 2.5 / 255, (way, difference[where].max() * 255)


main(globals())
