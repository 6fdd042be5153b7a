# SPDX-License-Identifier: GPL-3.0-or-later
"""What is exported is what is seen: files of images whose layer has our filter, read again."""

import os
import tempfile

import numpy
from gi.repository import Gimp, Gio
from gimptools import add_layer, call, get_pixels, get_rendered, load, main, new_image, save, textured_picture

WIDTH, HEIGHT = 240, 180
QUAD = [[40, 30], [200, 45], [190, 150], [55, 140]]
TILTED = [1.1, 0.1, -8, -0.05, 0.95, 3, 0.0004, 0.0003, 1]
FORMATS = ["png", "tif", "webp", "jpg"]
# Those without loss differ by rounding, the others by what they leave out. (Where there are several
# layers, GIMP blends soft edges of a filter in another way than those of pixels.)
EXACT = 1.01 / 255
MEAN = {"png": 0.0005, "tif": 0.0005, "webp": 0.015, "jpg": 0.015}


def corners(quad):
    return {f"{axis}{i + 1}": quad[i][k] for i in range(4) for k, axis in enumerate("xy")}


def picture(x=0, y=0, n_layers=1, canvas=(WIDTH, HEIGHT)):
    image = new_image(*canvas)
    if n_layers > 1:
        add_layer(image, numpy.full((canvas[1], canvas[0], 3), 0.9), "background")
    return image, add_layer(image, textured_picture(WIDTH, HEIGHT), "photo", x, y)


def straighten(image, layer, quad=QUAD, **arguments):
    call("plug-in-homography-perspective", image=image, drawables=[layer], **corners(quad), **arguments)


def over(pixels, color):
    return pixels[..., :3] * pixels[..., 3:] + color * (1 - pixels[..., 3:])


def save_tiff(image, path):
    """Without the thumbnail, which would be another picture in the file."""
    procedure = Gimp.get_pdb().lookup_procedure("file-tiff-export")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_property("file", Gio.File.new_for_path(path))
    config.set_property("include-thumbnail", False)
    assert procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS


def exported(image, ending):
    """The pixels of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "exported." + ending)
        if ending == "tif":
            save_tiff(image, path)
        else:
            save(image, path)
        loaded = load(path)
    size = (image.get_width(), image.get_height())
    (layer,) = loaded.get_layers()
    assert (layer.get_width(), layer.get_height()) == size, ending
    return get_pixels(layer)


def assert_exported(image, formats=tuple(FORMATS), share=0.0):
    """share: of the pixels, those that may differ."""
    seen = get_rendered(image)
    assert (seen[..., 3] > 0.5).sum() > 500
    for ending in formats:
        # JPEG has no transparency, and shows GIMP's background color, which is white
        difference = numpy.abs(over(exported(image, ending), 1) - over(seen, 1))
        if ending in ("png", "tif"):
            assert (difference > EXACT).mean() <= share, (ending, (difference > EXACT).mean())
        assert share > 0 or difference.mean() <= MEAN[ending], (ending, difference.mean())


def test_page_and_the_image_cropped_to_it():
    image, layer = picture()
    straighten(image, layer, crop_image=True)
    assert_exported(image)


def test_page_in_the_image_as_it_was():
    image, layer = picture()
    straighten(image, layer)
    assert_exported(image)


def test_all_of_the_result():
    for crop in (False, True):
        image, layer = picture()
        straighten(image, layer, clipping="adjust", crop_image=crop)
        assert_exported(image)


def test_clipped_to_the_layer():
    image, layer = picture()
    straighten(image, layer, clipping="clip")
    assert_exported(image)


def test_distorted():
    """The red layer of 200 × 140 pixels that was shown with 4550 and exported with 99 of them."""
    image = new_image(200, 140)
    layer = add_layer(image, numpy.tile([1.0, 0, 0], (140, 200, 1)), "red")
    straighten(image, layer, [[80, 50], [170, 55], [165, 110], [82, 100]], direction="distort")
    seen = get_rendered(image)
    assert abs((seen[..., 3] > 0.5).sum() - 4550) < 20
    for ending in ("png", "tif", "webp"):
        pixels = exported(image, ending)
        assert ((pixels[..., 3] > 0.5) == (seen[..., 3] > 0.5)).all(), ending
    assert_exported(image)


def test_transformed_by_a_matrix():
    for boundary in ("transparent", "reflect"):
        image, layer = picture()
        call(
            "plug-in-homography-transform",
            image=image,
            drawables=[layer],
            matrix=TILTED,
            boundary=boundary,
        )
        assert_exported(image)


def test_layer_that_is_not_the_image():
    """(A TIFF has the pixels of the layer then.)"""
    for x, y, canvas in [(30, 20, (WIDTH + 60, HEIGHT + 40)), (-20, 10, (WIDTH, HEIGHT))]:
        image, layer = picture(x, y, canvas=canvas)
        straighten(image, layer)
        assert_exported(image, ["png", "webp", "jpg"])
        image, layer = picture(x, y, canvas=canvas)
        straighten(image, layer, crop_image=True)
        assert_exported(image)


def test_one_of_two_layers():
    """(A TIFF has a page for each layer.)"""
    for clipping in ("corners", "adjust"):
        image, layer = picture(n_layers=2)
        straighten(image, layer, clipping=clipping)
        assert_exported(image, ["png", "webp", "jpg"], share=0.01)


def test_layer_in_a_group():
    image, layer = picture()
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)
    straighten(image, layer)
    assert_exported(image, ["png", "webp", "jpg"])


def test_filter_set_again():
    image, layer = picture()
    straighten(image, layer, crop_image=True)
    _, x, y = layer.get_offsets()
    straighten(image, layer, [[px + x + 2, py + y + 1] for px, py in QUAD])
    assert_exported(image)


main(globals())
