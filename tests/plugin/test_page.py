# SPDX-License-Identifier: GPL-3.0-or-later
"""The finished page: what is cut to the corners, its size, how it lies, the image around it."""

import os
import tempfile

import numpy
from gi.repository import Gimp
from gimptools import (
    SHEET,
    TABLE,
    ProcedureError,
    add_layer,
    apply_matrix,
    call,
    get_pixels,
    get_rendered,
    homography,
    load,
    main,
    new_image,
    save,
    sheet_on_table,
    state,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-perspective"
WIDTH, HEIGHT = 240, 180
QUAD = numpy.array([[40.0, 30.0], [200.0, 45.0], [190.0, 150.0], [55.0, 140.0]])
OUTPUTS = ["filter", "layer", "new-layer"]


def corners(quad):
    return {f"{axis}{i + 1}": quad[i][k] for i in range(4) for k, axis in enumerate("xy")}


def picture(x=0, y=0):
    image = new_image(WIDTH, HEIGHT)
    pixels = textured_picture(WIDTH, HEIGHT)
    return image, add_layer(image, pixels, "photo", x, y), pixels


def straighten(image, layer, quad=QUAD, **arguments):
    return call(PROCEDURE, image=image, drawables=[layer], **corners(quad), **arguments)


def rectangle(matrix, quad=QUAD):
    """Its box: left, top, width, height."""
    landed = numpy.round(apply_matrix(matrix, quad)).astype(int)
    (x0, y0), (x1, y1) = landed.min(axis=0), landed.max(axis=0)
    return x0, y0, x1 - x0, y1 - y0


def assert_page(rendered, pixels, quad, size):
    """The rendered page shows the inside of the quadrilateral, by an independent implementation."""
    width, height = size
    assert rendered.shape[1::-1] == (width, height), (rendered.shape, size)
    page = [[0, 0], [width, 0], [width, height], [0, height]]
    expected = warp_picture(pixels, homography(page, quad), width, height)
    assert numpy.abs(rendered[..., :3] - expected[..., :3]).max() < 0.03
    assert rendered[..., 3].min() > 0.99


def visible(image, box):
    """What is seen of the image, and whether all that is seen lies in the box."""
    rendered = get_rendered(image)
    x, y, width, height = box
    seen = rendered[..., 3] > 0.01
    inside = numpy.zeros_like(seen)
    inside[y : y + height, x : x + width] = True
    return rendered[y : y + height, x : x + width], not (seen & ~inside).any()


def test_cut_to_the_corners_by_default():
    for output in OUTPUTS:
        image, layer, pixels = picture()
        matrix = straighten(image, layer, output=output)[0]
        box = rectangle(matrix)
        if output == "new-layer":
            layer.set_visible(False)
        page, alone = visible(image, box)
        assert alone, output
        assert_page(page, pixels, QUAD, box[2:])
        if output != "filter":
            result = image.get_layers()[0]
            assert (*result.get_offsets()[1:], result.get_width(), result.get_height()) == box


def test_image_cropped_to_the_page():
    for output in OUTPUTS:
        for x, y in [(0, 0), (-12, 7)]:
            image, layer, pixels = picture(x, y)
            matrix = straighten(image, layer, output=output, crop_image=True)[0]
            box = rectangle(matrix)
            if output == "new-layer":
                layer.set_visible(False)
            assert_page(get_rendered(image), pixels, QUAD - [x, y], box[2:])


def test_image_cropped_to_all_of_the_result():
    image, layer, _ = picture()
    matrix = straighten(image, layer, clipping="adjust", crop_image=True)[0]
    landed = apply_matrix(matrix, [[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]])
    size = numpy.array([image.get_width(), image.get_height()])
    assert (numpy.abs(size - (landed.max(axis=0) - landed.min(axis=0))) < 2).all()


def test_image_cropped_to_the_pages_of_several_layers():
    image, layer, _ = picture()
    second = add_layer(image, textured_picture(100, 80, seed=2), "second", 130, 90)
    quads = call(
        PROCEDURE,
        image=image,
        drawables=[layer, second],
        **corners(QUAD),
        output="layer",
        crop_image=True,
    )[0]
    boxes = numpy.array([rectangle(quads[:9]), rectangle(quads[9:])])
    far = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    assert ([image.get_width(), image.get_height()] == far - boxes[:, :2].min(axis=0)).all()


def test_nothing_is_cropped_without_a_result():
    image, layer, _ = picture()
    before = state(image)
    straighten(image, layer, output="none", crop_image=True, paper="a4")
    assert state(image) == before


def test_filter_cut_to_the_layer():
    image, layer, _ = picture()
    image.resize(WIDTH + 100, HEIGHT + 100, 50, 50)
    straighten(image, layer, QUAD + 50, clipping="clip")
    assert visible(image, (50, 50, WIDTH, HEIGHT))[1]


def test_size_in_pixels():
    for size, expected in [
        ({"width": 90, "height": 200}, (90, 200)),
        ({"width": 90, "aspect": "custom", "aspect_ratio": 1.5}, (90, 60)),
        ({"height": 90, "aspect": "custom", "aspect_ratio": 1.5}, (135, 90)),
    ]:
        image, layer, pixels = picture()
        ratio = straighten(image, layer, crop_image=True, output="layer", **size)[3]
        # (it is made smaller, so that it is a mean)
        assert (image.get_width(), image.get_height()) == expected
        assert abs(ratio[0] - expected[0] / expected[1]) < 1e-9


def test_size_of_paper():
    for quad, paper, millimetres in [
        (QUAD, "a4", (297, 210)),
        (QUAD[[1, 2, 3, 0]], "a4", (210, 297)),
        (QUAD, "card", (85.6, 53.98)),
        (QUAD, "letter", (279.4, 215.9)),
    ]:
        image, layer, _ = picture()
        image.set_resolution(72, 72)
        ratio = straighten(
            image, layer, quad, paper=paper, resolution=40, crop_image=True, output="layer"
        )[3]
        size = numpy.array([image.get_width(), image.get_height()])
        assert (numpy.abs(size - numpy.array(millimetres) * 40 / 25.4) <= 0.5).all(), size
        assert image.get_resolution()[1:] == (40.0, 40.0)
        assert abs(ratio[0] - millimetres[0] / millimetres[1]) < 1e-9


def test_pixels_that_are_no_squares():
    """A fax has half as many lines: its pixels are twice as high as they are wide."""
    image, layer, _ = picture()
    square = straighten(image, layer, output="none")[3][0]
    image, layer, _ = picture()
    image.set_resolution(200, 100)
    flat = QUAD * [1, 0.5]
    layer.scale(WIDTH, HEIGHT // 2, False)
    image.crop(WIDTH, HEIGHT // 2, 0, 0)
    matrix, _, _, (ratio,) = straighten(image, layer, flat, output="none")
    assert abs(ratio - square) < 1e-6 * square, (ratio, square)
    _, _, width, height = rectangle(matrix, flat)
    assert abs(width / (2 * height) - square) < 0.02
    for aspect, expected in [("custom", 1.7), ("keep", WIDTH / HEIGHT)]:
        matrix, *_ = straighten(
            image, layer, flat, output="none", aspect=aspect, aspect_ratio=1.7
        )
        _, _, width, height = rectangle(matrix, flat)
        assert abs(width / (2 * height) - expected) < 0.02


def turned(pixels, turn):
    return numpy.rot90(pixels, {"none": 0, "clockwise": 3, "half": 2, "counterclockwise": 1}[turn])


def test_turned():
    image, layer, _ = picture()
    straighten(image, layer, crop_image=True)
    upright = get_rendered(image)
    for turn in ("clockwise", "half", "counterclockwise"):
        image, layer, _ = picture()
        straighten(image, layer, crop_image=True, turn=turn)
        expected = turned(upright, turn)
        rendered = get_rendered(image)
        assert rendered.shape == expected.shape, turn
        assert numpy.abs(rendered - expected).max() < 0.01, turn


def test_a_mirror_image_only_where_it_is_asked_for():
    image, layer, _ = picture()
    straighten(image, layer, crop_image=True)
    upright = get_rendered(image)
    for quad, mirror in [(QUAD[[0, 3, 2, 1]], False), (QUAD, True), (QUAD[[0, 3, 2, 1]], True)]:
        image, layer, _ = picture()
        straighten(image, layer, quad, crop_image=True, mirror=mirror)
        expected = upright[:, ::-1] if mirror else upright
        assert numpy.abs(get_rendered(image) - expected).max() < 0.01, (quad, mirror)



def test_corners_are_found():
    for x, y in [(0, 0), (-30, 20)]:
        image = new_image(*TABLE)
        layer = add_layer(image, sheet_on_table(), "photo", x, y)
        matrix, found, confidence, ratio = call(
            PROCEDURE, image=image, drawables=[layer], corners="find", crop_image=True
        )
        found = numpy.reshape(found, (4, 2))
        assert numpy.abs(found - SHEET - [x, y]).max() < 1.5, found
        assert confidence[0] >= 0.5 and ratio[0] > 1
        landed = apply_matrix(matrix, found)
        assert abs(landed[0][1] - landed[1][1]) < 1e-6
        assert image.get_width() < 640 and image.get_height() < 480


def test_corners_are_found_round_a_point():
    image = new_image(*TABLE)
    layer = add_layer(image, sheet_on_table(), "photo")
    arguments = {"image": image, "drawables": [layer], "corners": "find", "output": "none"}
    found = call(PROCEDURE, inside_x=300, inside_y=250, **arguments)[1]
    assert numpy.abs(numpy.reshape(found, (4, 2)) - SHEET).max() < 1.5


def assert_fails(image, layer, words, **arguments):
    before = state(image)
    try:
        call(PROCEDURE, image=image, drawables=[layer], corners="find", **arguments)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.EXECUTION_ERROR, error
        assert error.message.startswith("photo: ") and words in error.message, error
    else:
        raise AssertionError("it was not refused")
    assert state(image) == before


def test_no_corners_or_not_sure_enough():
    image = new_image(300, 200)
    flat = add_layer(image, numpy.full((200, 300, 3), 0.5), "photo")
    assert_fails(image, flat, "No sheet")
    image = new_image(*TABLE)
    layer = add_layer(image, sheet_on_table(), "photo")
    # nothing is quite certain
    assert_fails(image, layer, "least-confidence", least_confidence=1)


def test_filter_is_read_again():
    """What the second call finds of a page by the first, after the image was cropped."""
    image, layer, pixels = picture()
    straighten(image, layer, crop_image=True)
    _, x, y = layer.get_offsets()
    quad = QUAD + [x, y] + 3
    matrix = straighten(image, layer, quad, crop_image=True)[0]
    assert len(layer.get_filters()) == 1
    assert_page(get_rendered(image), pixels, QUAD + 3, rectangle(matrix, quad)[2:])


def test_saved_and_loaded_and_scaled():
    image, layer, _ = picture()
    straighten(image, layer, crop_image=True)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.xcf")
        save(image, path)
        loaded = load(path)
    assert numpy.abs(get_rendered(loaded) - get_rendered(image)).max() < 1.01 / 255
    for one in (image, loaded):
        one.scale(one.get_width() * 2, one.get_height() * 2)
    assert numpy.abs(get_rendered(loaded) - get_rendered(image)).max() < 1.01 / 255
    assert get_rendered(loaded)[..., 3].min() > 0.99


main(globals())
