# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter on a layer: edited by the next procedure, with its name, and among other filters."""

import numpy
from gi.repository import Gimp
from gimptools import (
    add_layer,
    call,
    get_pixels,
    get_rendered,
    main,
    new_image,
    state,
    textured_picture,
)

TRANSFORM = "plug-in-homography-transform"
PERSPECTIVE = "plug-in-homography-perspective"
QUAD = {"x1": 15, "y1": 15, "x2": 105, "y2": 18, "x3": 100, "y3": 75, "x4": 18, "y4": 73}
SHIFT = [1, 0, 13, 0, 1, 4, 0, 0, 1]
TILTED = [1.1, 0.1, 5, -0.05, 0.95, 8, 0.0004, 0.0007, 1]


def picture():
    image = new_image(120, 90)
    return image, add_layer(image, textured_picture(120, 90), "layer")


def transform(image, layer, matrix, **arguments):
    return call(TRANSFORM, image=image, drawables=[layer], matrix=matrix, **arguments)[0]


def names(layer):
    return [filter.get_name() for filter in layer.get_filters()]


def add_blur(layer):
    blur = Gimp.DrawableFilter.new(layer, "gegl:gaussian-blur", "Blur")
    blur.get_config().set_property("std-dev-x", 3.0)
    blur.get_config().set_property("std-dev-y", 3.0)
    layer.append_filter(blur)
    return blur


def test_next_procedure_edits_and_renames():
    image, layer = picture()
    call(PERSPECTIVE, image=image, drawables=[layer], **QUAD)
    assert names(layer) == ["Straighten Perspective"]
    transform(image, layer, SHIFT)
    assert names(layer) == ["Transform by Matrix"]


def product(*matrices):
    matrices = [numpy.reshape(matrix, (3, 3)) for matrix in matrices]
    matrix = numpy.linalg.multi_dot(matrices)
    return (matrix / matrix[2, 2]).ravel()


def test_matrix_is_composed_with_the_filter():
    """It transforms what is seen; the filter that was there is not thrown away."""
    image, layer = picture()
    shown = call(PERSPECTIVE, image=image, drawables=[layer], clipping="adjust", **QUAD)[0]
    total = transform(image, layer, TILTED)
    assert numpy.allclose(total, product(TILTED, shown), atol=1e-4), (total, shown)
    composed = get_rendered(image)

    image, layer = picture()
    transform(image, layer, list(total))
    assert abs(get_rendered(image) - composed).max() < 1e-3


def test_what_is_cut_off_stays_cut_off():
    """Half of a straightened sheet's size, and nothing of the table, by each output."""
    half = [0.5, 0, 0, 0, 0.5, 0, 0, 0, 1]
    for output in "filter", "layer", "new-layer":
        image, layer = picture()
        call(PERSPECTIVE, image=image, drawables=[layer], **QUAD)
        sheet = get_rendered(image)[..., 3] > 0.5
        assert 0 < sheet.sum() < sheet.size or image.get_width() < 120
        rows, columns = sheet.any(1).sum(), sheet.any(0).sum()
        transform(image, layer, half, output=output)
        if output == "new-layer":
            layer.set_visible(False)
        seen = get_rendered(image)[..., 3] > 0.5
        assert abs(seen.any(1).sum() - rows / 2) <= 1, (output, rows, seen.any(1).sum())
        assert abs(seen.any(0).sum() - columns / 2) <= 1, (output, columns, seen.any(0).sum())


def test_inverse_leads_back():
    image, layer = picture()
    before = get_rendered(image)
    transform(image, layer, SHIFT)
    transform(image, layer, [1, 0, -13, 0, 1, -4, 0, 0, 1])
    assert (get_rendered(image) == before).all()


def test_alignment_names_the_reference():
    image, layer = picture()
    transform(image, layer, [1, 0, 3, 0, 1, 2, 0, 0, 1])
    image.raise_item(layer)
    reference = add_layer(image, textured_picture(120, 90), "Base")
    arguments = {"reference": reference, "model": "translation", "start": "current"}
    call("plug-in-homography-align", image=image, drawables=[layer], **arguments)
    assert names(layer) == ["Align to Reference Layer"]


def test_settings_of_the_user_stay():
    image, layer = picture()
    transform(image, layer, SHIFT)
    (filter,) = layer.get_filters()
    filter.set_opacity(0.5)
    filter.set_blend_mode(Gimp.LayerMode.MULTIPLY)
    filter.update()
    transform(image, layer, TILTED)
    (filter,) = layer.get_filters()
    assert abs(filter.get_opacity() - 0.5) < 1e-6
    assert filter.get_blend_mode() == Gimp.LayerMode.MULTIPLY


def test_other_filters_stay_in_their_order():
    image, layer = picture()
    add_blur(layer)
    transform(image, layer, SHIFT)
    assert names(layer) == ["Transform by Matrix", "Blur"]
    call(PERSPECTIVE, image=image, drawables=[layer], **QUAD)
    assert names(layer) == ["Straighten Perspective", "Blur"]


def test_below_another_filter_it_is_edited_in_place():
    image, layer = picture()
    transform(image, layer, SHIFT)
    add_blur(layer)
    transform(image, layer, [1, 0, 7, 0, 1, -10, 0, 0, 1])
    assert names(layer) == ["Blur", "Transform by Matrix"]
    config = layer.get_filters()[1].get_config()
    assert config.get_property("target-x1") - config.get_property("source-x1") == 20


def test_resampling_takes_the_filter_away():
    """What it showed is what is transformed, in one step from the pixels."""
    image, layer = picture()
    transform(image, layer, SHIFT)
    total = transform(image, layer, TILTED, output="layer")
    assert names(layer) == []
    after = state(image)[0][0][:4], get_pixels(layer)

    image, layer = picture()
    transform(image, layer, list(total), output="layer")
    assert state(image)[0][0][:4] == after[0]
    assert (get_pixels(layer) == after[1]).all()


def test_new_layer_has_no_filter():
    image, layer = picture()
    transform(image, layer, SHIFT)
    total = transform(image, layer, TILTED, output="new-layer")
    new, old = image.get_layers()
    assert names(new) == [] and names(old) == ["Transform by Matrix"]
    pixels = get_pixels(new)

    image, layer = picture()
    transform(image, layer, list(total), output="layer")
    assert (get_pixels(layer) == pixels).all()


def test_filter_shows_what_the_layer_becomes():
    """The layer ends at the box round its corners, as with GIMP's own transformations; the filter
    has the outer half of the soft edge too."""
    for interpolation in "linear", "lanczos":
        image, layer = picture()
        transform(image, layer, TILTED, interpolation=interpolation)
        filtered = get_rendered(image)

        image, layer = picture()
        transform(image, layer, TILTED, interpolation=interpolation, output="layer")
        resampled = get_rendered(image)
        _, x, y = layer.get_offsets()
        inside = numpy.zeros(filtered.shape[:2], bool)
        inside[max(y, 0) : y + layer.get_height(), max(x, 0) : x + layer.get_width()] = True
        assert inside.any() and not inside.all()
        assert (filtered == resampled)[inside].all()
        assert (filtered[~inside, 3] <= 0.5).all() and (resampled[~inside, 3] == 0).all()


def test_resampling_keeps_other_filters():
    image, layer = picture()
    add_blur(layer)
    transform(image, layer, TILTED, output="layer")
    assert names(layer) == ["Blur"]
    pixels = get_pixels(layer)

    image, layer = picture()
    transform(image, layer, TILTED, output="layer")
    assert numpy.abs(get_pixels(layer) - pixels).max() <= 1.01 / 255


main(globals())
