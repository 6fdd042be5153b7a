# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers of every kind: colors and precisions, alpha and its lock, masks, groups, text, links and
paths."""

import os
import tempfile

import numpy
from gi.repository import Gegl, Gimp, Gio
from gimptools import (
    ProcedureError,
    add_layer,
    apply_matrix,
    call,
    get_pixels,
    get_rendered,
    main,
    new_image,
    save,
    set_pixels,
    state,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-transform"
WIDTH, HEIGHT = 64, 48
X, Y = 11, -5
SHIFT = [1, 0, 7, 0, 1, 9, 0, 0, 1]
TILTED = [1.2, 0.1, 5, -0.05, 1.15, 8, 0.0012, 0.0007, 1]

PRECISIONS = [
    getattr(Gimp.Precision, f"{kind}_{curve}")
    for kind in ("U8", "U16", "U32", "HALF", "FLOAT", "DOUBLE")
    for curve in ("LINEAR", "NON_LINEAR", "PERCEPTUAL")
]
TYPES = {
    (Gimp.ImageBaseType.RGB, False): (Gimp.ImageType.RGB_IMAGE, "RGB"),
    (Gimp.ImageBaseType.RGB, True): (Gimp.ImageType.RGBA_IMAGE, "RGB"),
    (Gimp.ImageBaseType.GRAY, False): (Gimp.ImageType.GRAY_IMAGE, "Y"),
    (Gimp.ImageBaseType.GRAY, True): (Gimp.ImageType.GRAYA_IMAGE, "Y"),
}


def transform(image, layers, matrix, **arguments):
    arguments.setdefault("output", "layer")
    call(PROCEDURE, image=image, drawables=layers, matrix=matrix, **arguments)


def in_linear_light(drawable, model):
    """Its colors and its alpha, as floats in linear light."""
    width, height = drawable.get_width(), drawable.get_height()
    channels = len(model) + 1
    data = drawable.get_buffer().get(
        Gegl.Rectangle.new(0, 0, width, height), 1.0, f"{model}A float", Gegl.AbyssPolicy.NONE
    )
    array = numpy.frombuffer(data, numpy.float32).reshape(height, width, channels)
    return array[..., :-1].astype(float), array[..., -1]


def sampling_of(layer):
    """From a pixel of the layer to one of what it was, under TILTED."""
    _, x, y = layer.get_offsets()
    shift = numpy.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)
    back = numpy.array([[1, 0, -X], [0, 1, -Y], [0, 0, 1]], float)
    return back @ numpy.linalg.inv(numpy.reshape(TILTED, (3, 3))) @ shift


def inside_of(layer, margin=3):
    """Where it shows what was well inside of the layer."""
    yy, xx = numpy.mgrid[0 : layer.get_height(), 0 : layer.get_width()] + 0.5
    source = apply_matrix(sampling_of(layer), numpy.c_[xx.ravel(), yy.ravel()])
    size = numpy.array([WIDTH, HEIGHT])
    inside = ((source > margin) & (source < size - margin)).all(axis=1)
    return inside.reshape(yy.shape)


def assert_tilted(layer, before, model, epsilon):
    colors, alpha = in_linear_light(layer, model)
    expected = warp_picture(before, sampling_of(layer), layer.get_width(), layer.get_height())
    inside = inside_of(layer)
    assert inside.mean() > 0.4
    difference = numpy.abs(colors - expected)[inside].max()
    assert difference < epsilon, difference
    assert (alpha[inside] > 0.999).all()


def kind_of_layer(base, precision, alpha):
    image = Gimp.Image.new_with_precision(120, 90, base, precision)
    image_type, model = TYPES[base, alpha]
    layer = Gimp.Layer.new(image, "layer", WIDTH, HEIGHT, image_type, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    layer.set_offsets(X, Y)
    pixels = textured_picture(WIDTH, HEIGHT, channels=len(model))
    if alpha:
        pixels = numpy.concatenate([pixels, numpy.ones((HEIGHT, WIDTH, 1))], axis=2)
    set_pixels(layer, pixels)
    return image, layer, model


def every_kind():
    """Each precision with and without alpha, and each with both kinds of colors."""
    for i, precision in enumerate(PRECISIONS):
        for base, alpha in TYPES:
            if alpha == ((base == Gimp.ImageBaseType.RGB) ^ (i % 2 == 1)):
                yield precision, base, alpha


def test_every_precision():
    for precision, base, alpha in every_kind():
        image, layer, model = kind_of_layer(base, precision, alpha)
        before, _ = in_linear_light(layer, model)
        transform(image, [layer], TILTED)
        eight_bits = precision.value_nick.startswith("u8")
        assert_tilted(layer, before, model, 0.012 if eight_bits else 0.003)
        image.delete()


def test_every_precision_is_shifted_exactly():
    for precision, base, alpha in every_kind():
        image, layer, model = kind_of_layer(base, precision, alpha)
        before, _ = in_linear_light(layer, model)
        transform(image, [layer], SHIFT)
        after, opacity = in_linear_light(layer, model)
        assert list(layer.get_offsets())[1:] == [X + 7, Y + 9]
        assert (opacity > 1 - 1e-6).all(), (precision, base, alpha, opacity.min())
        difference = numpy.abs(after - before).max()
        assert difference < 1e-6, (precision, base, alpha, difference)
        image.delete()


def test_indexed_with_and_without_alpha():
    for alpha in (False, True):
        image, layer, _ = kind_of_layer(
            Gimp.ImageBaseType.RGB, Gimp.Precision.U8_NON_LINEAR, alpha
        )
        image.convert_indexed(
            Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 8, False, False, ""
        )
        colors = {tuple(color) for color in get_pixels(layer, 3).reshape(-1, 3)}
        transform(image, [layer], TILTED, interpolation="none")
        after = get_pixels(layer)
        assert {tuple(color) for color in after[after[..., 3] > 0.5][:, :3]} <= colors


def picture():
    image = new_image(120, 90)
    return image, add_layer(image, textured_picture(WIDTH, HEIGHT), "layer", X, Y)


def test_lock_of_the_alpha_channel_does_not_keep_the_outline():
    image, layer = picture()
    transform(image, [layer], TILTED)
    expected = get_pixels(layer)
    image, layer = picture()
    layer.set_lock_alpha(True)
    transform(image, [layer], TILTED)
    assert layer.get_lock_alpha()
    assert (get_pixels(layer) == expected).all()


def test_layers_beside_stay():
    image, layer = picture()
    other = add_layer(image, textured_picture(30, 20, seed=5), "other", 4, 60)
    image.set_selected_layers([other])
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 5, 6, 20, 30)
    before = state(image)
    for output in ("filter", "new-layer", "layer"):
        transform(image, [layer], TILTED, output=output)
    after = state(image)
    assert after[0][0] == before[0][0]
    assert after[1:] == before[1:]


def half_mask(layer):
    """Hides the right half."""
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    pixels = numpy.ones((layer.get_height(), layer.get_width(), 1))
    pixels[:, layer.get_width() // 2 :] = 0
    set_pixels(mask, pixels)


def assert_halved(rendered, landed_edge):
    """What is seen ends at a line: the centroid of each row's last pixel lies on it."""
    alpha = rendered[..., 3]
    rows = numpy.flatnonzero(alpha.max(axis=1) > 0.9)[6:-6]
    assert len(rows) > 15
    last = alpha.shape[1] - numpy.argmax(alpha[rows, ::-1] > 0.5, axis=1)
    (x0, y0), (x1, y1) = landed_edge
    line = x0 + (rows + 0.5 - y0) * (x1 - x0) / (y1 - y0)
    assert numpy.abs(last - line)[3:-3].max() < 1.1, last - line


def landed_edge():
    middle = X + WIDTH / 2
    return apply_matrix(TILTED, [[middle, Y], [middle, Y + HEIGHT]])


def test_mask_moves_along():
    for output in ("layer", "new-layer"):
        image, layer = picture()
        half_mask(layer)
        transform(image, [layer], TILTED, output=output)
        layer.set_visible(output == "layer")
        assert_halved(get_rendered(image), landed_edge())


def group_of(image, layers, name="group", parent=None):
    group = Gimp.GroupLayer.new(image, name)
    image.insert_layer(group, parent, 0)
    for layer in layers:
        image.reorder_item(layer, group, 0)
    return group


def grouped():
    """A group of a layer and a group of another one, and what it looks like, transformed layer by
    layer."""
    image = new_image(120, 90)
    first = add_layer(image, textured_picture(WIDTH, HEIGHT), "first", X, Y)
    second = add_layer(image, textured_picture(30, 20, seed=5), "second", 30, 30)
    return image, first, second, group_of(image, [first, group_of(image, [second], "inner")])


def expected_of_group(matrix):
    image, first, second, _ = grouped()
    transform(image, [first, second], matrix)
    return get_rendered(image)


def assert_alike(rendered, expected):
    """What is seen on black, since 8 bits have no color where next to nothing is opaque. GIMP
    renders a filter in pieces, and a few pixels at an edge are rounded differently."""
    a, b = (numpy.dstack([p[..., :3] * p[..., 3:], p[..., 3]]) for p in (rendered, expected))
    apart = numpy.abs(a - b).max(axis=2)
    assert apart.max() < 0.05 and (apart > 2.01 / 255).mean() < 0.001, apart.max()


def test_group_is_transformed_as_a_whole():
    expected = expected_of_group(TILTED)
    for output in ("layer", "new-layer", "filter"):
        image, _, _, group = grouped()
        transform(image, [group], TILTED, output=output)
        if output == "new-layer":
            new, old = image.get_layers()
            assert old.get_id() == group.get_id()
            assert [layer.get_name() for layer in new.get_children()] == ["inner #1", "first #1"]
            old.set_visible(False)
        assert_alike(get_rendered(image), expected)


def test_group_is_transformed_again():
    """As it is seen, like a layer: one filter does the work of both."""
    image, first, second, group = grouped()
    transform(image, [group], SHIFT, output="filter")
    transform(image, [group], TILTED, output="filter")
    assert len(first.get_filters()) == len(second.get_filters()) == 1
    both = numpy.reshape(TILTED, (3, 3)) @ numpy.reshape(SHIFT, (3, 3))
    other, first, second, _ = grouped()
    transform(other, [first, second], both.ravel(), output="filter")
    assert_alike(get_rendered(image), get_rendered(other))


def test_box_of_a_group_is_that_of_its_layers():
    """Also when filters show them elsewhere."""
    image, _, _, group = grouped()
    quad = {"x1": 5, "y1": 6, "x2": 90, "y2": 9, "x3": 80, "y3": 70, "x4": 3, "y4": 77}
    arguments = {"image": image, "drawables": [group], "direction": "distort", **quad}
    for _ in range(2):
        matrix, *_ = call("plug-in-homography-perspective", clipping="adjust", **arguments)
        corners = [[X, Y], [X + WIDTH, Y], [X + WIDTH, 50], [X, 50]]
        landed = apply_matrix(matrix, corners)
        assert numpy.allclose(landed, [[5, 6], [90, 9], [80, 70], [3, 77]]), landed


def test_mask_of_a_group_moves_along():
    for output in ("layer", "new-layer"):
        image, layer = picture()
        group = group_of(image, [layer])
        half_mask(group)
        transform(image, [group], TILTED, output=output)
        group.set_visible(output == "layer")
        assert_halved(get_rendered(image), landed_edge())


def refused(image, layers, message, **arguments):
    before = state(image)
    try:
        transform(image, layers, TILTED, **arguments)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.CALLING_ERROR, error
        assert error.message == message, error
        assert state(image) == before
    else:
        raise AssertionError("it was not refused")


def test_what_is_refused_in_groups():
    image, first, second, group = grouped()
    second.set_lock_content(True)
    refused(image, [group], "second: The selected layer's pixels are locked. Unlock them, or make a new layer instead.")
    second.set_lock_content(False)
    group.set_lock_position(True)
    refused(image, [first], "first: The selected layer's position is locked. Unlock it, or make a new layer instead.")
    group.set_lock_position(False)
    message = "{}: The layer is among “drawables”, and a layer group that it is in is, too."
    refused(image, [group, second], message.format("second"))
    refused(image, [second, group], message.format("second"))
    half_mask(second)
    message = (
        "second: A filter cannot move the layer mask along. Change the pixels or make a new layer "
        "instead, or apply the mask first."
    )
    refused(image, [group], message, output="filter")


def test_copy_of_what_is_locked():
    image, first, second, group = grouped()
    second.set_lock_content(True)
    second.set_lock_position(True)
    group.set_lock_position(True)
    transform(image, [group], TILTED, output="new-layer")
    new, old = image.get_layers()
    old.set_visible(False)
    assert_alike(get_rendered(image), expected_of_group(TILTED))


def is_rasterized(layer):
    """In GIMP 3.0 text whose pixels were changed still has its class."""
    return not hasattr(layer, "is_rasterized") or layer.is_rasterized()


def test_text_becomes_pixels():
    image, _ = picture()
    fonts = Gimp.fonts_get_list("")
    assert fonts, "run-in-gimp must not leave the fonts out"
    text = Gimp.TextLayer.new(image, "Homography", fonts[0], 20, Gimp.Unit.pixel())
    image.insert_layer(text, None, 0)
    width, height = text.get_width(), text.get_height()
    transform(image, [text], [2, 0, 0, 0, 2, 0, 0, 0, 1], output="filter")
    assert text.get_width() == width and text.get_text() == "Homography"
    assert not hasattr(text, "is_rasterized") or not text.is_rasterized()
    transform(image, [text], [1, 0, 0, 0, 1, 0, 0, 0, 1])  # what the filter shows
    assert (text.get_width(), text.get_height()) == (2 * width, 2 * height)
    assert is_rasterized(text)


def test_link_becomes_pixels():
    if not hasattr(Gimp, "LinkLayer"):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "link.png")
        image, _ = picture()
        save(image, path)
        link = Gimp.LinkLayer.new(image, Gio.File.new_for_path(path))
        image.insert_layer(link, None, 0)
        size = link.get_width()
        transform(image, [link], [2, 0, 0, 0, 2, 0, 0, 0, 1], output="filter")
        assert not link.is_rasterized()
        transform(image, [link], [1, 0, 0, 0, 1, 0, 0, 0, 1])  # what the filter shows
        assert link.is_rasterized() and link.get_width() == 2 * size


def test_path_becomes_pixels():
    if not hasattr(Gimp, "VectorLayer"):
        return
    image, _ = picture()
    path = Gimp.Path.new(image, "path")
    image.insert_path(path, None, 0)
    corners = [[5, 5], [35, 5], [30, 25]]
    points = [float(value) for corner in corners for value in corner * 3]
    path.stroke_new_from_points(Gimp.PathStrokeType.BEZIER, points, True)
    layer = Gimp.VectorLayer.new(image, path)
    image.insert_layer(layer, None, 0)
    layer.refresh()
    size = layer.get_width()
    transform(image, [layer], [2, 0, 0, 0, 2, 0, 0, 0, 1])
    assert layer.is_rasterized() and layer.get_width() == 2 * size


main(globals())
