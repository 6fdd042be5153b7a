# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-perspective on a layer that a filter of another command shows elsewhere."""

import numpy
from gi.repository import Gimp
from gimptools import (
    add_layer,
    call,
    get_rendered,
    main,
    new_image,
    textured_picture,
)

WIDTH, HEIGHT = 240, 200
# A quarter turn about the middle, and something of a perspective.
TURNED = numpy.array([[0.05, -1, 220], [1, 0.02, -20], [0.0002, 0.0001, 1]])
QUAD = [[80, 50], [150, 60], [140, 130], [75, 120]]
CORNERS = {f"{axis}{i + 1}": QUAD[i][k] for i in range(4) for k, axis in enumerate("xy")}
CUSTOM = {"aspect": "custom", "aspect_ratio": 1.0}


def picture(name="layer"):
    image = new_image(WIDTH, HEIGHT)
    layer = add_layer(image, textured_picture(WIDTH, HEIGHT), name)
    layer.add_alpha()
    return image, layer


def transform(image, layer, matrix=TURNED, **arguments):
    call(
        "plug-in-homography-transform",
        image=image,
        drawables=[layer],
        matrix=matrix.ravel(),
        **arguments,
    )


def straighten(image, layer, **arguments):
    values = call(
        "plug-in-homography-perspective",
        image=image,
        drawables=[layer],
        **{**CORNERS, **CUSTOM, **arguments},
    )
    return numpy.reshape(values[0], (3, 3))


def normalized(matrix):
    return matrix / matrix[2, 2]


def test_matrix_is_that_of_both():
    alone = straighten(*picture(), output="none")
    image, layer = picture()
    transform(image, layer)
    both = straighten(image, layer)
    assert numpy.allclose(both, normalized(alone @ TURNED), atol=1e-6), both
    assert len(layer.get_filters()) == 1


def test_shows_what_the_pixels_would():
    """As after the first filter was merged, but for what is sampled once instead of twice."""
    for arguments in ({}, {"clipping": "adjust"}, {"output": "layer"}):
        image, layer = picture()
        transform(image, layer)
        straighten(image, layer, **arguments)
        merged, layer = picture()
        transform(merged, layer, output="layer")
        straighten(merged, merged.get_layers()[0], **arguments)
        one, other = get_rendered(image), get_rendered(merged)
        both = (one[..., 3] > 0.9) & (other[..., 3] > 0.9)
        either = (one[..., 3] > 0.5) | (other[..., 3] > 0.5)
        assert both.sum() > 0.95 * either.sum(), (arguments, both.sum(), either.sum())
        assert numpy.abs(one - other)[both].mean() < 0.02, arguments


def test_distorts_to_the_corners():
    """They are where the layer's own corners go, whatever was done to it before."""
    image, layer = picture()
    transform(image, layer)
    after = straighten(image, layer, direction="distort")
    alone = straighten(*picture(), direction="distort", output="none")
    assert numpy.allclose(after, alone, atol=1e-6), after


def test_a_straightened_layer_is_edited():
    """The corners are those of the layer's own pixels, however often they are chosen."""
    image, layer = picture()
    first = straighten(image, layer)
    for _ in range(2):
        assert numpy.allclose(straighten(image, layer), first, atol=1e-6)
    transform(image, layer, numpy.array([[1, 0, 20.0], [0.1, 1, 10], [0, 0, 1]]))
    sheared = straighten(image, layer)
    assert not numpy.allclose(sheared, first, atol=0.1), "the shear was dropped"


def test_what_was_cut_stays_cut():
    image, layer = picture()
    straighten(image, layer)
    shear = numpy.array([[1, 0.3, 0], [0, 1, 0], [0, 0, 1]])
    transform(image, layer, shear)
    wide = {"x1": 10, "y1": 10, "x2": 230, "y2": 10, "x3": 230, "y3": 190, "x4": 10, "y4": 190}
    before = (get_rendered(image)[..., 3] > 0.5).sum()
    straighten(image, layer, **wide, clipping="adjust", aspect_ratio=220 / 180)
    after = (get_rendered(image)[..., 3] > 0.5).sum()
    assert abs(after - before) < 0.05 * before, (before, after)


def test_a_sheared_page_shows_the_page_alone():
    """Not the table beside it, which its box has in its wedges: as a filter, as pixels, and in a file."""
    for output in ("filter", "layer"):
        image, layer = picture()
        page = {"x1": 60, "y1": 40, "x2": 180, "y2": 40, "x3": 180, "y3": 140, "x4": 60, "y4": 140}
        straighten(image, layer, **page, aspect_ratio=1.2)
        transform(image, layer, numpy.array([[1, 0.3, -20], [0, 1, 0], [0, 0, 1]]), output=output)
        alpha = get_rendered(image)[..., 3]
        rows = numpy.arange(40, 140) + 0.5
        for row in (45, 90, 135):
            left = 60 + 0.3 * (row + 0.5) - 20
            seen = numpy.nonzero(alpha[row] > 0.5)[0]
            assert abs(seen[0] - left) < 1.5 and abs(seen[-1] + 1 - left - 120) < 1.5, (output, row, seen)
        assert abs((alpha > 0.5).sum() - 120 * len(rows)) < 250, (output, (alpha > 0.5).sum())
        again = straighten(image, image.get_layers()[0], **page, aspect_ratio=1.2, output="none")
        assert numpy.isfinite(again).all()


def test_layers_of_a_group_are_transformed_as_they_are_seen():
    """A group has no filter of ours, but the layers in it do."""
    for arguments in ({}, {"clipping": "adjust"}, {"output": "layer"}):
        pictures = []
        for is_inside in (False, True):
            image, layer = picture()
            transform(image, layer)
            target = layer
            if is_inside:
                target = Gimp.GroupLayer.new(image, "group")
                image.insert_layer(target, None, 0)
                image.reorder_item(layer, target, 0)
            straighten(image, target, **arguments)
            pictures.append(get_rendered(image))
        one, other = pictures
        assert numpy.abs(one[..., 3] - other[..., 3]).mean() < 0.01, arguments
        seen = (one[..., 3] > 0.9) & (other[..., 3] > 0.9)
        assert seen.sum() > 1000 and numpy.abs(one - other)[seen].mean() < 0.02, arguments
    image, layer = picture()
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)
    for _ in range(2):
        transform(image, group, numpy.array([[1, 0, 7], [0, 1, 3], [0, 0, 1]]))
    config = layer.get_filters()[0].get_config()
    assert abs(config.get_property("target-x1") - 14) < 1e-6, config.get_property("target-x1")


def test_corners_are_found_where_they_are_seen():
    image = new_image(WIDTH, HEIGHT)
    pixels = numpy.full((HEIGHT, WIDTH, 3), 0.15) + 0.05 * textured_picture(WIDTH, HEIGHT)
    pixels[50:150, 60:180] = 0.9
    layer = add_layer(image, pixels, "sheet")
    shear = numpy.array([[1, 0.1, 5], [-0.05, 1, 8], [0.0003, 0.0002, 1]])
    transform(image, layer, shear)
    values = call(
        "plug-in-homography-perspective", image=image, drawables=[layer], corners="find", output="none"
    )
    corners = numpy.reshape(values[1], (4, 2))
    own = numpy.array([[60, 50, 1], [180, 50, 1], [180, 150, 1], [60, 150, 1]]) @ shear.T
    assert numpy.abs(corners - own[:, :2] / own[:, 2:]).max() < 1.5, corners


def test_an_aligned_layer():
    pixels = textured_picture(WIDTH + 20, HEIGHT + 20)
    image = new_image(WIDTH, HEIGHT)
    layer = add_layer(image, pixels[:HEIGHT, :WIDTH], "reference")
    moving = add_layer(image, pixels[12 : HEIGHT + 12, 5 : WIDTH + 5], "moving")
    aligned = numpy.reshape(
        call(
            "plug-in-homography-align",
            image=image,
            drawables=[moving],
            reference=layer,
            model="translation",
        )[0],
        (3, 3),
    )
    assert numpy.abs(aligned[:2, 2]).min() > 1, aligned
    alone = straighten(*picture(), output="none")
    both = straighten(image, moving)
    assert numpy.allclose(both, normalized(alone @ aligned), atol=1e-4), both
    assert moving.get_filters()[0].get_operation_name() == "homography:warp"


main(globals())
