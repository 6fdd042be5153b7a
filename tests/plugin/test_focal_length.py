# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-perspective: the true ratio by the focal length that the camera noted."""

import numpy
from gi.repository import Gimp
from gimptools import add_layer, apply_matrix, call, main, new_image, textured_picture

WIDTH, HEIGHT = 360, 240
FOCAL = 400.0
RATIO = 1.5


def seen(a, b):
    """The corners of a rectangle 3 : 2, turned by a and b, in pixels of the image."""
    turn_x = numpy.array(
        [[1, 0, 0], [0, numpy.cos(a), -numpy.sin(a)], [0, numpy.sin(a), numpy.cos(a)]]
    )
    turn_y = numpy.array(
        [[numpy.cos(b), 0, numpy.sin(b)], [0, 1, 0], [-numpy.sin(b), 0, numpy.cos(b)]]
    )
    rectangle = numpy.array([[-RATIO, -1, 0], [RATIO, -1, 0], [RATIO, 1, 0], [-RATIO, 1, 0]])
    points = rectangle @ (turn_x @ turn_y).T + [0.1, 0, 5]
    return FOCAL * points[:, :2] / points[:, 2:] + [WIDTH / 2, HEIGHT / 2]


def found_ratio(quad, tags, **arguments):
    image = new_image(WIDTH, HEIGHT)
    layer = add_layer(image, textured_picture(WIDTH, HEIGHT), "photo")
    if tags:
        lines = [f'<tag name="Exif.Photo.{tag}">{value}</tag>' for tag, value in tags.items()]
        xml = "<?xml version='1.0' encoding='UTF-8'?><metadata>" + "".join(lines) + "</metadata>"
        image.set_metadata(Gimp.Metadata.deserialize(xml))
    corners = {f"{axis}{i + 1}": quad[i][k] for i in range(4) for k, axis in enumerate("xy")}
    arguments = {"output": "none", **corners, **arguments}
    matrix, *_ = call("plug-in-homography-perspective", image=image, drawables=[layer], **arguments)
    (x0, y0), _, (x1, y1), _ = apply_matrix(matrix, quad)
    return (x1 - x0) / (y1 - y0)


EQUIVALENT = {"FocalLengthIn35mmFilm": str(round(FOCAL / numpy.hypot(WIDTH, HEIGHT) * 43.2666))}


def test_ratio_where_one_pair_of_sides_is_parallel():
    """There the perspective alone does not tell it, and a lens of 28 mm is taken; this one has 40."""
    quad = seen(0.7, 0.0)
    usual = found_ratio(quad, None, report=True)
    assert 0.1 < abs(usual - RATIO) < 0.2, usual
    assert abs(found_ratio(quad, EQUIVALENT) - RATIO) < 0.02, found_ratio(quad, EQUIVALENT)


def test_ratio_where_both_converge():
    quad = seen(0.5, -0.4)
    for tags in (None, EQUIVALENT):
        assert abs(found_ratio(quad, tags) - RATIO) < 0.02, tags


def test_unknown_focal_length():
    """A camera that does not know it writes 0, a scanner's driver anything."""
    quad = seen(0.7, 0.0)
    for none in ("0", "1", "65535"):
        assert found_ratio(quad, {"FocalLengthIn35mmFilm": none}) == found_ratio(quad, None), none


main(globals())
