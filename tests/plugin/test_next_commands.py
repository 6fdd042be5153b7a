# SPDX-License-Identifier: GPL-3.0-or-later
"""What commands of GIMP do to a layer with our filter, beside what they do to the same pixels without
one. GIMP leaves a filter as it is, whatever it does to the layer."""

import os
import sys

import numpy
from gi.repository import Gimp
from gimptools import add_layer, call, get_rendered, new_image, run_tests, textured_picture

WIDTH, HEIGHT = 160, 120
QUAD = [[20, 14], [135, 10], [146, 108], [14, 100]]
CORNERS = {f"{axis}{i + 1}": QUAD[i][k] for i in range(4) for k, axis in enumerate("xy")}
KINDS = {
    "page": {"crop_image": True},
    "page in the image": {},
    "whole": {"clipping": "adjust"},
}
GUIDE = os.path.join(os.path.dirname(sys.argv[0]), "../../docs/guide.md")


def half(size):
    return max(1, round(size / 2))


def scale_image(factor):
    def command(image, layer):
        image.scale(round(image.get_width() * factor), round(image.get_height() * factor))

    return command


def group(image, layer):
    made = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(made, None, 0)
    image.reorder_item(layer, made, 0)


def enlarge(x, y):
    return lambda image, layer: layer.resize(layer.get_width() + 20, layer.get_height() + 10, x, y)


# GIMP's name, in the guide where the picture comes to lie elsewhere; what it does; whether it is kept. (The
# middle of the layer is that of the photograph, also where only a page of it is seen.)
COMMANDS = [
    ("Scale Image to a half", scale_image(0.5), True),
    ("Scale Image to two thirds", scale_image(0.66), True),
    ("Scale Image to twice", scale_image(2), True),
    ("Scale Layer", lambda image, layer: layer.scale(half(layer.get_width()), half(layer.get_height()), False), True),
    ("Canvas Size", lambda image, layer: image.resize(WIDTH + 9, HEIGHT + 7, 5, 3), True),
    ("Move", lambda image, layer: layer.set_offsets(7, -5), True),
    ("Duplicate", lambda image, layer: image.insert_layer(layer.copy(), None, 0), True),
    ("New Layer Group", group, True),
    ("Grayscale", lambda image, layer: image.convert_grayscale(), True),
    (
        "Precision",
        lambda image, layer: image.convert_precision(Gimp.Precision.U16_NON_LINEAR),
        True,
    ),
    ("Merge Filters", lambda image, layer: layer.merge_filters(), True),
    (
        "Merge Visible Layers",
        lambda image, layer: image.merge_visible_layers(Gimp.MergeType.CLIP_TO_IMAGE),
        True,
    ),
    ("Flatten Image", lambda image, layer: image.flatten(), True),
    (
        "New from Visible",
        lambda image, layer: image.insert_layer(
            Gimp.Layer.new_from_visible(image, image, "visible"), None, 0
        ),
        True,
    ),
    ("Layer Boundary Size", enlarge(0, 0), True),
    ("Layer Boundary Size, moved", enlarge(10, 5), False),
    ("Layers to Image Size", lambda image, layer: layer.resize(WIDTH + 9, HEIGHT + 7, 9, 7), False),
    ("Scale Image with the chain open", lambda image, layer: image.scale(image.get_width(), half(image.get_height())), False),
    ("Crop to Selection", lambda image, layer: image.crop(60, 50, 24, 16), False),
    ("Rotate 90°", lambda image, layer: image.rotate(Gimp.RotationType.DEGREES90), False),
    ("Rotate 180°", lambda image, layer: image.rotate(Gimp.RotationType.DEGREES180), False),
    ("Flip Horizontally", lambda image, layer: image.flip(Gimp.OrientationType.HORIZONTAL), False),
    ("Arbitrary Rotation", lambda image, layer: layer.transform_rotate(0.17, True, 0, 0), False),
]


def picture(arguments):
    image = new_image(WIDTH, HEIGHT)
    layer = add_layer(image, textured_picture(WIDTH, HEIGHT), "photo")
    call("plug-in-homography-perspective", image=image, drawables=[layer], **CORNERS, **arguments)
    return image, layer


def premultiplied(image):
    pixels = get_rendered(image)
    return numpy.concatenate([pixels[..., :3] * pixels[..., 3:], pixels[..., 3:]], axis=2)


def share_that_differs(command, arguments):
    """Of the pixels of the image, those that are not what the command makes of pixels without a
    filter. An edge may be softer, of all of the picture 3.2 % at most, since GIMP scales what lies on both
    of its sides."""
    image, layer = picture(arguments)
    command(image, layer)
    plain, layer = picture(arguments)
    layer.merge_filters()
    command(plain, plain.get_layers()[0])
    one, other = premultiplied(image), premultiplied(plain)
    assert one.shape == other.shape, (one.shape, other.shape)
    return (numpy.abs(one - other).max(axis=2) > 0.15).mean()


def make_test(name, command, is_kept):
    def test():
        shares = {kind: share_that_differs(command, KINDS[kind]) for kind in KINDS}
        print(f"# {name}: " + ", ".join(f"{kind} {share:.3f}" for kind, share in shares.items()))
        if is_kept:
            assert max(shares.values()) < 0.04, shares
        else:
            with open(GUIDE, encoding="utf-8") as file:
                assert name.split(",")[0] in file.read(), f"the guide does not name {name}"

    return test


run_tests([(name, make_test(name, command, is_kept)) for name, command, is_kept in COMMANDS])
