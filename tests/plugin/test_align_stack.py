# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-align, several layers at once: each to the reference, or to its neighbor."""

import numpy
from alignscene import (
    HEIGHT,
    MARGIN,
    WIDTH,
    align,
    align_by_name,
    corner_error,
    moved_view,
    refused,
)
from gimptools import (
    add_layer,
    apply_matrix,
    box_corners,
    main,
    new_image,
    textured_picture,
    warp_picture,
)


def stack():
    """Three views of the reference from different places. Returns also where their corners belong."""
    pixels = textured_picture(WIDTH, HEIGHT)
    image = new_image(WIDTH, HEIGHT)
    reference = add_layer(image, pixels, "reference")
    layers, places = [], []
    for number in range(3):
        moved, seen = moved_view(pixels, seed=10 + number)
        layers.append(add_layer(image, moved, f"view {number}", MARGIN, MARGIN))
        places.append(seen)
    return image, reference, layers, places


def panorama():
    """Three views side by side, of which each overlaps only its neighbors by a half, and how far the
    second and the third are from their places."""
    world = textured_picture(600, 240)
    image = new_image(620, 260)
    reference = add_layer(image, world[:, :300], "left")
    middle = add_layer(image, world[:, 150:450], "middle", 150 + 6, 3)
    right = add_layer(image, world[:, 300:], "right", 300 - 4, 7)
    return image, reference, [middle, right], [(-6, -3), (4, -7)]


def assert_in_place(matrix, places, tolerance):
    assert len(matrix) == 9 * len(places)
    for number, seen in enumerate(places):
        error = corner_error(matrix[9 * number : 9 * number + 9], seen)
        assert error < tolerance, (number, error)


def test_each_to_the_reference():
    image, reference, layers, places = stack()
    matrix, _, _ = align(image, reference, layers)
    assert_in_place(matrix, places, 0.03)
    assert all(len(layer.get_filters()) == 1 for layer in layers)


def test_image_is_cropped_to_the_common_area():
    """What is left of the image, all layers cover where they were taken to, and no row or column
    more would do; the layers keep all of their pixels."""
    image, reference, layers, _ = stack()
    sizes = [(layer.get_width(), layer.get_height()) for layer in [reference, *layers]]
    matrix, _, _ = align(image, reference, layers, crop_image=True)
    width, height = image.get_width(), image.get_height()
    assert width < WIDTH and height < HEIGHT, (width, height)
    assert sizes == [(layer.get_width(), layer.get_height()) for layer in [reference, *layers]]
    _, x, y = reference.get_offsets()
    assert all(len(layer.get_filters()) == 1 for layer in layers)

    def cover(left, top, right, bottom):
        points = numpy.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)
        return all(
            is_inside(numpy.linalg.inv(numpy.reshape(matrix[9 * i : 9 * i + 9], (3, 3))), points)
            for i in range(len(layers))
        )

    box = [-x, -y, width - x, height - y]
    assert cover(*box), box
    wider = [[box[0] - 1, *box[1:]], [box[0], box[1] - 1, *box[2:]]]
    wider += [[*box[:2], box[2] + 1, box[3]], [*box[:3], box[3] + 1]]
    assert not any(cover(*other) for other in wider), box


def is_inside(inverse, points):
    """Whether the points show something of a layer, its outermost half pixel left out."""
    seen = apply_matrix(inverse.ravel(), points)
    low, high = MARGIN - 1e-6, numpy.array([WIDTH - MARGIN, HEIGHT - MARGIN]) + 1e-6
    return ((seen >= low) & (seen <= high)).all()


def test_image_without_a_common_area_stays():
    image, reference, layers, _ = stack()
    reference.set_offsets(WIDTH // 2, 0)
    for layer in layers:
        layer.set_offsets(MARGIN + WIDTH // 2, MARGIN)
    image.resize(WIDTH // 2, HEIGHT, 0, 0)
    error = refused(image, reference, layers, crop_image=True)
    assert "cover" in error.message, error


def test_each_to_its_neighbor():
    image, reference, layers, places = stack()
    values = align_by_name(image, reference, layers, sequence=True)
    assert_in_place(values["matrix"], places, 0.1)
    assert all(len(layer.get_filters()) == 1 for layer in layers)
    # how far a layer goes is said of what was done to it, not of its neighbor
    corners = box_corners(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    for number, displacement in enumerate(values["displacement"]):
        moved = apply_matrix(values["matrix"][9 * number : 9 * number + 9], corners)
        assert abs(displacement - numpy.hypot(*(moved - corners).T).max()) < 1e-6


def test_order_of_a_sequence_is_that_of_the_drawables():
    image, reference, layers, places = panorama()
    assert "middle" in layers[0].get_name()
    values = align_by_name(image, reference, layers, model="translation", sequence=True)
    for number, (x, y) in enumerate(places):
        found = values["matrix"][9 * number : 9 * number + 9]
        assert numpy.allclose(found, [1, 0, x, 0, 1, y, 0, 0, 1], atol=0.03), found
    # those of the neighbors
    assert 0.4 < values["overlap"][1] < 0.6, values


def test_layer_that_only_meets_its_neighbor_is_refused_without_sequence():
    image, reference, layers, _ = panorama()
    error = refused(image, reference, layers, model="translation", start="current")
    assert error.message.startswith("right:"), error


def test_sequence_in_the_wrong_order_is_refused():
    image, reference, layers, _ = panorama()
    error = refused(
        image, reference, layers[::-1], model="translation", start="current", sequence=True
    )
    assert error.message.startswith("right:"), error


def test_one_bad_layer_spares_the_sequence():
    image, reference, layers, _ = stack()
    other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
    error = refused(image, reference, [layers[0], other, layers[1]], sequence=True)
    assert error.message.startswith("other:"), error


def test_small_displacements_of_a_sequence_add_up():
    """Each layer lies 0.013 px from its neighbor: only the second is moved, from the reference.

    In 8 bits that is a step in a few pixels, which a robust loss takes for something else.
    """
    pixels = textured_picture(WIDTH, HEIGHT)
    image = new_image(WIDTH, HEIGHT)
    reference = add_layer(image, pixels, "reference")
    layers = []
    for number in (1, 2):
        drifted = warp_picture(pixels, [1, 0, 0.013 * number, 0, 1, 0, 0, 0, 1], 340, 300)
        layers.append(add_layer(image, drifted, f"view {number}"))
    values = align_by_name(
        image, reference, layers, model="translation", loss="ssd", sequence=True
    )
    assert [len(layer.get_filters()) for layer in layers] == [0, 1], values
    assert values["matrix"][:9] == [1, 0, 0, 0, 1, 0, 0, 0, 1], values
    assert abs(values["matrix"][9 + 2] - 0.026) < 0.004, values
    assert numpy.allclose(values["displacement"], [0.013, 0.026], atol=0.004), values


main(globals())
