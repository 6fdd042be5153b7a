# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-perspective: its outputs, its numbers, and XCF saved and loaded again."""

import os
import tempfile

import numpy
from gi.repository import Gimp
from gimptools import (
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    get_rendered,
    load,
    main,
    new_image,
    save,
    state,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-perspective"
WIDTH, HEIGHT = 240, 180
QUAD = numpy.array([[40.0, 30.0], [200.0, 45.0], [190.0, 150.0], [55.0, 140.0]])


def corners(quad):
    return {f"{axis}{i + 1}": quad[i][k] for i in range(4) for k, axis in enumerate("xy")}


def picture(alpha=True, x=0, y=0):
    """An image with one layer that does not lie at its origin when x or y is given."""
    image = new_image(WIDTH, HEIGHT)
    pixels = textured_picture(WIDTH, HEIGHT)
    if alpha:
        pixels = numpy.concatenate([pixels, numpy.ones((HEIGHT, WIDTH, 1))], axis=2)
    return image, add_layer(image, pixels, "photo", x, y), pixels


def straighten(image, layer, **arguments):
    quad = arguments.pop("quad", QUAD)
    arguments.setdefault("clipping", "adjust")
    return call(PROCEDURE, image=image, drawables=[layer], **corners(quad), **arguments)[0]


def corners_of_filter(layer):
    (filter,) = layer.get_filters()
    assert filter.get_operation_name() == "homography:warp"
    config = filter.get_config()
    return numpy.array(
        [
            [[config.get_property(f"{quad}-{axis}{i}") for axis in "xy"] for i in range(1, 5)]
            for quad in ("source", "target")
        ]
    )


def assert_shows(rendered, pixels, matrix, x=0, y=0):
    """Inside, where both have pixels, it looks as an independent implementation says. GIMP blends
    in linear light here and 8 bits there, hence the epsilon; edges are left out."""
    shift = numpy.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
    expected = warp_picture(
        pixels,
        shift @ numpy.linalg.inv(numpy.reshape(matrix, (3, 3))),
        rendered.shape[1],
        rendered.shape[0],
    )
    yy, xx = numpy.mgrid[0 : rendered.shape[0], 0 : rendered.shape[1]] + 0.5
    source = apply_matrix(
        shift @ numpy.linalg.inv(numpy.reshape(matrix, (3, 3))), numpy.c_[xx.ravel(), yy.ravel()]
    ).reshape(*rendered.shape[:2], 2)
    inside = (
        (source > 3).all(axis=2)
        & (source[..., 0] < pixels.shape[1] - 3)
        & (source[..., 1] < pixels.shape[0] - 3)
    )
    assert inside.sum() > 1000
    difference = numpy.abs(rendered[..., :3] - expected[..., :3])[inside]
    assert difference.max() < 0.03, difference.max()
    assert (rendered[..., 3][inside] > 0.99).all()


def test_matrix_takes_the_corners_to_an_upright_rectangle():
    image, layer, _ = picture()
    matrix = straighten(image, layer, output="none")
    (x0, y0), (x1, y0_), (x1_, y1), (x0_, y1_) = apply_matrix(matrix, QUAD)
    assert numpy.allclose([x0, y0, x1, y1], [x0_, y0_, x1_, y1_], atol=1e-8)
    assert x1 > x0 and y1 > y0


def test_custom_ratio_is_kept():
    image, layer, _ = picture()
    matrix = straighten(image, layer, output="none", aspect="custom", aspect_ratio=2.0)
    (x0, y0), _, (x1, y1), _ = apply_matrix(matrix, QUAD)
    # the sides are whole pixels
    assert abs((x1 - x0) - 2 * (y1 - y0)) <= 1.5


def test_layer_ratio_is_kept():
    image, layer, _ = picture()
    matrix = straighten(image, layer, output="none", aspect="keep")
    (x0, y0), _, (x1, y1), _ = apply_matrix(matrix, QUAD)
    assert abs((x1 - x0) * HEIGHT - (y1 - y0) * WIDTH) <= WIDTH


def test_true_ratio_is_recovered():
    """A rectangle 3 : 2 seen by a camera of a known pose, its axis through the layer's centre."""
    focal = 300.0
    a, b = 0.5, -0.4
    turn_x = numpy.array(
        [[1, 0, 0], [0, numpy.cos(a), -numpy.sin(a)], [0, numpy.sin(a), numpy.cos(a)]]
    )
    turn_y = numpy.array(
        [[numpy.cos(b), 0, numpy.sin(b)], [0, 1, 0], [-numpy.sin(b), 0, numpy.cos(b)]]
    )
    rectangle = numpy.array([[-1.5, -1, 0], [1.5, -1, 0], [1.5, 1, 0], [-1.5, 1, 0]])
    seen = rectangle @ (turn_x @ turn_y).T + [0, 0, 6]
    quad = focal * seen[:, :2] / seen[:, 2:] + [WIDTH / 2, HEIGHT / 2]
    image, layer, _ = picture()
    matrix = straighten(image, layer, quad=quad, output="none")
    (x0, y0), _, (x1, y1), _ = apply_matrix(matrix, quad)
    # sides of about 150 and 100 whole pixels
    assert abs((x1 - x0) / (y1 - y0) - 1.5) < 0.015


def test_a_layer_that_reaches_the_horizon_is_cut_off_there():
    """The sides meet at y = 37.5; the rectangle is whole all the same, and it is told."""
    image, layer, _ = picture()
    quad = numpy.array([[100.0, 60.0], [140.0, 60.0], [220.0, 150.0], [20.0, 150.0]])
    matrix = straighten(image, layer, quad=quad, output="layer", report=True)
    left, top = list(layer.get_offsets())[1:]
    right, bottom = left + layer.get_width(), top + layer.get_height()
    rectangle = apply_matrix(matrix, quad)
    assert (rectangle > [left - 1, top - 1]).all() and (rectangle < [right + 1, bottom + 1]).all()
    assert get_pixels(layer)[..., 3].max() == 1


def test_distort_takes_the_layer_to_the_corners():
    image, layer, _ = picture(x=7, y=-5)
    matrix = straighten(image, layer, output="none", direction="distort")
    landed = apply_matrix(matrix, box_corners(7, -5, WIDTH, HEIGHT))
    assert numpy.allclose(landed, QUAD, atol=1e-8)


def test_none_changes_nothing():
    image, layer, _ = picture()
    before = state(image)
    straighten(image, layer, output="none")
    assert state(image) == before


def test_filter_shows_the_result_and_keeps_the_pixels():
    image, layer, pixels = picture(x=10, y=-6)
    before = get_pixels(layer)
    matrix = straighten(image, layer)
    assert (get_pixels(layer) == before).all()
    source, target = corners_of_filter(layer)
    assert numpy.allclose(source + [10, -6], QUAD)
    assert numpy.allclose(target + [10, -6], apply_matrix(matrix, QUAD))
    assert_shows(get_rendered(image), pixels, matrix, 10, -6)


def test_filter_survives_xcf():
    image, layer, _ = picture(x=10, y=-6)
    straighten(image, layer, interpolation="lanczos")
    expected = corners_of_filter(layer)
    rendered = get_rendered(image)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "saved.xcf")
        save(image, path)
        loaded = load(path)
    (layer,) = loaded.get_layers()
    # GIMP writes a double to an XCF as a float
    assert numpy.abs(corners_of_filter(layer) - expected).max() < 1e-5
    assert layer.get_filters()[0].get_config().get_property("sampler") == "lanczos"
    assert numpy.abs(get_rendered(loaded) - rendered).max() <= 1 / 255 + 1e-9


def test_filter_is_edited_by_a_second_call():
    image, layer, pixels = picture()
    straighten(image, layer)
    quad = QUAD + 4
    matrix = straighten(image, layer, quad=quad)
    source, _ = corners_of_filter(layer)
    assert numpy.allclose(source, quad)
    assert_shows(get_rendered(image), pixels, matrix)


def test_layer_is_resampled_in_place():
    image, layer, pixels = picture(x=10, y=-6)
    matrix = straighten(image, layer, output="layer")
    assert layer.get_filters() == []
    landed = apply_matrix(matrix, box_corners(10, -6, WIDTH, HEIGHT))
    _, x, y = layer.get_offsets()
    box = numpy.array([x, y, x + layer.get_width(), y + layer.get_height()])
    assert numpy.abs(box - [*landed.min(axis=0), *landed.max(axis=0)]).max() < 1.0
    shift = numpy.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
    assert_shows(get_pixels(layer), pixels, shift @ numpy.reshape(matrix, (3, 3)), 10, -6)


def test_clip_keeps_the_box():
    image, layer, _ = picture(x=10, y=-6)
    straighten(image, layer, output="layer", clipping="clip")
    assert list(layer.get_offsets())[1:] == [10, -6]
    assert (layer.get_width(), layer.get_height()) == (WIDTH, HEIGHT)


def test_new_layer_leaves_the_old_one():
    image, layer, pixels = picture()
    before = state(image)[0]
    matrix = straighten(image, layer, output="new-layer")
    new, old = image.get_layers()
    assert state(image)[0][1:] == before
    assert old.get_id() == layer.get_id()
    assert new.get_name() == "photo (Straighten Perspective)"
    layer.set_visible(False)
    assert_shows(get_rendered(image), pixels, matrix)


def test_filter_and_layer_look_the_same():
    image, layer, _ = picture()
    straighten(image, layer)
    filtered = get_rendered(image)
    image, layer, _ = picture()
    straighten(image, layer, output="layer")
    assert numpy.abs(get_rendered(image) - filtered).max() <= 1 / 255 + 1e-9


def test_layer_without_alpha_gets_empty_corners():
    image, layer, _ = picture(alpha=False)
    straighten(image, layer, output="layer", direction="distort")
    assert layer.has_alpha()
    assert get_pixels(layer)[0, -1, 3] == 0


def test_layer_mask_moves_along():
    image, layer, _ = picture()
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, WIDTH / 2, HEIGHT)
    mask.edit_clear()
    Gimp.Selection.none(image)
    left = get_pixels(mask, 1)
    matrix = straighten(image, layer, output="layer")
    _, x, y = layer.get_offsets()
    for point in ([60.0, 90.0], [180.0, 90.0]):
        (landed,) = apply_matrix(matrix, [point]) - [x, y]
        after = get_pixels(layer.get_mask(), 1)[int(landed[1]), int(landed[0]), 0]
        before = left[int(point[1]), int(point[0]), 0]
        assert abs(after - before) < 0.01, (point, before, after)


def test_selection_stays_and_does_not_limit():
    image, layer, pixels = picture()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 5, 5, 20, 20)
    before = get_pixels(image.get_selection(), 1)
    matrix = straighten(image, layer, output="layer")
    assert (get_pixels(image.get_selection(), 1) == before).all()
    assert image.get_channels() == []
    assert [item.get_name() for item in image.get_selected_layers()] == ["photo"]
    Gimp.Selection.none(image)
    assert_shows(get_rendered(image), pixels, matrix)


def test_several_layers_at_once():
    image, layer, _ = picture()
    second = add_layer(image, textured_picture(100, 80, seed=2), "second", 20, 30)
    matrix = call(
        PROCEDURE, image=image, drawables=[layer, second], direction="distort", **corners(QUAD)
    )[0]
    assert len(matrix) == 18
    assert numpy.allclose(apply_matrix(matrix[9:], box_corners(20, 30, 100, 80)), QUAD)
    assert len(layer.get_filters()) == len(second.get_filters()) == 1


def test_indexed_takes_the_nearest_color():
    image, layer, _ = picture(alpha=False)
    image.convert_indexed(
        Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 8, False, False, ""
    )
    colors = {tuple(color) for color in get_pixels(layer, 3).reshape(-1, 3)}
    straighten(image, layer, output="layer", interpolation="none")
    after = get_pixels(layer)
    seen = {tuple(color) for color in after[after[..., 3] > 0.5][:, :3]}
    assert seen <= colors


main(globals())
