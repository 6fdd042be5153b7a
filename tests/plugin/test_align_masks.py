# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-align compares what is opaque, not masked, and selected."""

import numpy
from alignscene import align, corner_error, refused, scene
from gi.repository import Gimp
from gimptools import add_layer, get_pixels, main, new_image, set_pixels, textured_picture

WIDTH, HEIGHT = 400, 300
LEFT, RIGHT = (4, 2), (-5, 3)


def spoil(layer, box, channels):
    """Draws something glaring."""
    x0, y0, x1, y1 = box
    pixels = get_pixels(layer, channels)
    height, width = y1 - y0, x1 - x0
    pixels[y0:y1, x0:x1, :3] = textured_picture(width, height, seed=50) > 0.5
    set_pixels(layer, pixels)


def test_transparent_part_does_not_count():
    image, reference, moving, seen = scene()
    moving.add_alpha()
    spoil(moving, (60, 40, 230, 170), 4)
    pixels = get_pixels(moving)
    pixels[40:170, 60:230, 3] = 0
    set_pixels(moving, pixels)
    matrix, _, _ = align(image, reference, [moving], loss="zncc", output="none")
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def mask(layer, box):
    x0, y0, x1, y1 = box
    made = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(made)
    values = get_pixels(made, 1)
    values[y0:y1, x0:x1] = 0
    set_pixels(made, values)


def test_masked_part_of_the_layer_does_not_count():
    image, reference, moving, seen = scene()
    spoil(moving, (60, 40, 230, 170), 3)
    mask(moving, (60, 40, 230, 170))
    matrix, _, _ = align(image, reference, [moving], loss="zncc", output="none")
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def test_masked_part_of_the_reference_does_not_count():
    image, reference, moving, seen = scene()
    spoil(reference, (90, 70, 260, 200), 3)
    mask(reference, (90, 70, 260, 200))
    matrix, _, _ = align(image, reference, [moving], loss="zncc", output="none")
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def halves(x=0, y=0):
    """A reference, and a layer whose halves have moved differently. The layers lie at (x, y)."""
    world = textured_picture(WIDTH + 20, HEIGHT + 20)

    def part(dx, dy):
        return world[10 + dy : 10 + dy + HEIGHT, 10 + dx : 10 + dx + WIDTH]

    moved = part(*LEFT).copy()
    moved[:, WIDTH // 2 :] = part(*RIGHT)[:, WIDTH // 2 :]
    image = new_image(WIDTH, HEIGHT)
    reference = add_layer(image, part(0, 0), "reference", x, y)
    return image, reference, add_layer(image, moved, "moving", x, y)


def select(image, x, y, width, height):
    image.select_rectangle(Gimp.ChannelOps.REPLACE, x, y, width, height)


def align_selected(image, reference, moving, **arguments):
    """Aligns; what is selected must be the same after it."""

    def selected():
        return get_pixels(image.get_selection(), 1).tobytes(), len(image.get_channels())

    before = selected()
    matrix, _, _ = align(image, reference, [moving], model="translation", **arguments)
    assert selected() == before, "the selection was changed"
    return matrix


def assert_shift(matrix, shift):
    expected = [1, 0, shift[0], 0, 1, shift[1], 0, 0, 1]
    assert numpy.allclose(matrix, expected, atol=0.05), matrix


def test_selection_decides_which_half_is_laid_over():
    image, reference, moving = halves()
    select(image, 10, 10, 170, 280)
    assert_shift(align_selected(image, reference, moving, output="none"), LEFT)
    select(image, 220, 10, 170, 280)
    assert_shift(align_selected(image, reference, moving, output="none"), RIGHT)


def test_selection_counts_only_if_it_is_to():
    """What is selected is masked out: nothing is left of it."""
    image, reference, moving = halves()
    mask(reference, (200, 0, WIDTH, HEIGHT))
    select(image, 220, 10, 170, 280)
    refused(image, reference, [moving], model="translation", output="none")
    matrix = align_selected(image, reference, moving, output="none", use_selection=False)
    assert_shift(matrix, LEFT)


def test_selection_is_in_coordinates_of_the_image():
    image, reference, moving = halves(x=-100, y=40)
    select(image, 120, 50, 160, 240)
    assert_shift(align_selected(image, reference, moving, output="none"), RIGHT)


def test_soft_selection_of_a_masked_reference():
    image, reference, moving = halves()
    spoil(reference, (20, 20, 90, 150), 3)
    mask(reference, (20, 20, 90, 150))
    select(image, 0, 0, 160, 300)
    Gimp.Selection.feather(image, 10)
    assert_shift(align_selected(image, reference, moving, output="none"), LEFT)


def test_all_of_the_layer_moves():
    """With a filter, and in place: there, a part that was not selected is compared."""
    image, reference, moving = halves()
    select(image, 10, 10, 170, 280)
    align_selected(image, reference, moving)
    config = moving.get_filters()[0].get_config()
    for corner in range(1, 5):
        for axis, way in zip("xy", LEFT):
            source, target = (
                config.get_property(f"{name}-{axis}{corner}") for name in ("source", "target")
            )
            assert abs(target - source - way) < 0.05, (corner, axis, source, target)

    image, reference, moving = halves()
    select(image, 10, 10, 170, 280)
    before = get_pixels(moving)
    align_selected(image, reference, moving, output="layer")
    after = get_pixels(moving)
    _, x, y = moving.get_offsets()
    moved = after[50 + LEFT[1] - y : 250 + LEFT[1] - y, 250 + LEFT[0] - x : 390 + LEFT[0] - x]
    assert numpy.abs(moved - before[50:250, 250:390]).mean() < 0.005


def test_selection_of_each_neighbor_in_a_sequence():
    image, reference, moving = halves()
    second = moving.copy()
    image.insert_layer(second, None, 0)
    select(image, 220, 10, 170, 280)
    matrix, _, _ = align(
        image, reference, [moving, second], model="translation", sequence=True, output="none"
    )
    assert_shift(matrix[:9], RIGHT)
    assert_shift(matrix[9:], RIGHT)


def test_selection_beside_the_reference_is_refused():
    image, reference, moving = halves(x=200)
    select(image, 10, 10, 150, 200)
    error = refused(image, reference, [moving])
    assert error.message.startswith("reference: Nothing of the layer is selected"), error


main(globals())
