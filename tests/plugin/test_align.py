# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-align: layers moved by known homographies are laid back."""

import numpy
from alignscene import (
    HEIGHT,
    MARGIN,
    PROCEDURE,
    WIDTH,
    align,
    align_by_name,
    corner_error,
    refused,
    scene,
)
from gi.repository import Gimp
from gimptools import (
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    main,
    set_pixels,
    state,
    textured_picture,
)

def test_known_homography_is_found():
    image, reference, moving, seen = scene()
    matrix, correlation, overlap = align(image, reference, [moving])
    assert corner_error(matrix, seen) < 0.02, corner_error(matrix, seen)
    assert correlation[0] > 0.999 and overlap[0] > 0.99, (correlation, overlap)
    (filter,) = moving.get_filters()
    assert filter.get_name() == "Align to Reference Layer", filter.get_name()


def make_loss_test(loss, gain, bias):
    def test():
        image, reference, moving, seen = scene(gain=gain, bias=bias, noise=0.005)
        matrix, _, _ = align(image, reference, [moving], loss=loss, output="none")
        assert corner_error(matrix, seen) < 0.1, corner_error(matrix, seen)

    test.__name__ = f"test_exposure_and_noise_with_loss_{loss}"
    return test


for chosen, change in {
    "auto": (0.7, 0.15),
    "ssd": (1, 0),  # for the same exposure only
    "zncc": (0.7, 0.15),
    "robust": (0.7, 0.15),
    "local": (0.7, 0.15),
    "edges": (0.7, 0.15),
}.items():
    globals()[f"test_loss_{chosen}"] = make_loss_test(chosen, *change)


def test_start_from_where_it_lies():
    image, reference, moving, seen = scene()
    matrix, _, _ = align(image, reference, [moving], start="current", output="none")
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def test_grey_layers():
    image, reference, moving, seen = scene()
    image.convert_grayscale()
    moving.add_alpha()
    matrix, _, _ = align(image, reference, [moving], output="none")
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def test_what_is_returned():
    image, reference, moving, _ = scene()
    second = moving.copy()
    image.insert_layer(second, None, 0)
    values = align_by_name(image, reference, [moving, second], output="none")
    assert {name: len(value) for name, value in values.items()} == {
        "matrix": 18,
        "correlation": 2,
        "overlap": 2,
        "residual": 2,
        "displacement": 2,
        "uncertainty": 2,
        "model": 2,
    }
    corners = box_corners(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    way = numpy.hypot(*(apply_matrix(values["matrix"][:9], corners) - corners).T).max()
    assert numpy.allclose(values["displacement"], way, atol=1e-6), (values, way)
    assert all(0 <= residual < 0.03 for residual in values["residual"]), values
    assert values["model"] == ["homography", "homography"], values


def test_model_that_was_used():
    image, reference, moving, _ = scene(shift=0)
    moving.set_offsets(MARGIN + 5, MARGIN - 3)
    values = align_by_name(image, reference, [moving], model="translation", output="none")
    assert values["model"] == ["translation"], values
    assert abs(values["displacement"][0] - 34**0.5) < 0.01, values


def assert_left_alone(image, call_it):
    """Calls, and compares. An undo step, even one that does nothing, would make the image dirty."""
    before = state(image)
    image.clean_all()
    values = call_it()
    assert state(image) == before, "the image was changed"
    assert not image.is_dirty(), "there is an undo step"
    return values


def test_layer_in_its_place_stays_as_it_is():
    for output in ("filter", "layer", "new-layer"):
        image, reference, moving, _ = scene(shift=0)
        values = assert_left_alone(
            image, lambda: align_by_name(image, reference, [moving], output=output)
        )
        assert values["matrix"] == [1, 0, 0, 0, 1, 0, 0, 0, 1], values
        assert values["displacement"][0] < 0.02, values
        assert values["correlation"][0] > 0.999, values


def test_only_the_layer_that_is_off_is_changed():
    image, reference, moving, _ = scene(shift=0)
    second = moving.copy()
    image.insert_layer(second, None, 0)
    second.set_offsets(MARGIN + 2, MARGIN)
    align(image, reference, [moving, second], model="translation")
    assert len(moving.get_filters()) == 0 and len(second.get_filters()) == 1


def place_by_filter(image, layer, dx, dy):
    call(
        "plug-in-homography-transform",
        image=image,
        drawables=[layer],
        matrix=[1, 0, dx, 0, 1, dy, 0, 0, 1],
    )


def test_filter_that_moves_a_layer_from_its_place_is_set_right():
    image, reference, moving, _ = scene(shift=0)
    place_by_filter(image, moving, 6, -4)
    align(image, reference, [moving])
    (filter,) = moving.get_filters()
    config = filter.get_config()
    for corner in range(1, 5):
        for axis in "xy":
            source, target = (
                config.get_property(f"{name}-{axis}{corner}") for name in ("source", "target")
            )
            assert abs(source - target) < 1e-6, (axis, corner, source, target)


def test_starts_where_a_filter_shows_the_layer():
    image, reference, moving, seen = scene()
    moving.set_offsets(5000, 5000)
    place_by_filter(image, moving, MARGIN - 5000, MARGIN - 5000)
    values = align_by_name(image, reference, [moving], start="current")
    shift = 5000 - MARGIN
    moved = numpy.reshape(values["matrix"], (3, 3)) @ [[1, 0, shift], [0, 1, shift], [0, 0, 1]]
    assert corner_error(moved, seen) < 0.05, corner_error(moved, seen)
    assert len(moving.get_filters()) == 1, "stacked"
    # from where it was seen, not from where it lies
    assert 1 < values["displacement"][0] < 20, values


def test_another_start_is_found_where_the_filter_is_wrong():
    image, reference, moving, seen = scene()
    place_by_filter(image, moving, 5000, 5000)
    matrix, _, _ = align(image, reference, [moving])
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def test_aligned_layer_stays_when_it_is_aligned_again():
    image, reference, moving, seen = scene()
    align(image, reference, [moving])
    values = assert_left_alone(image, lambda: align_by_name(image, reference, [moving]))
    assert corner_error(values["matrix"], seen) < 0.05, values
    assert values["displacement"][0] < 0.02, values


def test_layer_in_place_looks_like_the_reference():
    image, reference, moving, _ = scene()
    align(image, reference, [moving], output="layer")
    _, x, y = moving.get_offsets()
    ours = get_pixels(moving)[20:-20, 20:-20]
    theirs = get_pixels(reference)[y + 20 : y + 20 + ours.shape[0], x + 20 : x + 20 + ours.shape[1]]
    assert (ours[..., 3] == 1).all()
    # resampled twice: by the scene and by the alignment
    assert numpy.abs(ours - theirs).mean() < 0.01


def test_translation_is_only_that():
    image, reference, moving, _ = scene(shift=0)
    moving.set_offsets(MARGIN + 5, MARGIN - 3)
    matrix, _, _ = align(image, reference, [moving], model="translation", output="none")
    assert numpy.allclose(matrix, [1, 0, -5, 0, 1, 3, 0, 0, 1], atol=0.01), matrix


def test_two_layers_each_get_their_matrix():
    image, reference, moving, seen = scene()
    second = moving.copy()
    image.insert_layer(second, None, 0)
    second.set_offsets(MARGIN + 4, MARGIN)
    matrix, correlation, overlap = align(image, reference, [moving, second], output="none")
    assert len(matrix) == 18 and len(correlation) == len(overlap) == 2
    assert corner_error(matrix[:9], seen) < 0.02
    shifted = box_corners(MARGIN + 4, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    assert numpy.abs(apply_matrix(matrix[9:], shifted) - seen).max() < 0.02


def test_reference_is_seen_with_its_filters():
    """The reference is straightened by a filter; the layer is aligned to what that shows."""
    image, reference, moving, seen = scene()
    call(
        "plug-in-homography-transform",
        image=image,
        drawables=[reference],
        matrix=[1, 0, 6, 0, 1, -4, 0, 0, 1],
    )
    matrix, _, _ = align(image, reference, [moving], output="none")
    assert corner_error(matrix, seen + [6, -4]) < 0.05, corner_error(matrix, seen + [6, -4])


def test_transparent_part_does_not_count():
    image, reference, moving, seen = scene()
    moving.add_alpha()
    pixels = get_pixels(moving)
    pixels[50:150, 100:220] = [1, 0, 1, 0]
    set_pixels(moving, pixels)
    matrix, _, _ = align(image, reference, [moving], output="none")
    assert corner_error(matrix, seen) < 0.05, corner_error(matrix, seen)


def test_with_last_values_the_layer_below_is_the_reference():
    image, _, moving, seen = scene()
    matrix = call(
        PROCEDURE, run_mode=Gimp.RunMode.WITH_LAST_VALS, image=image, drawables=[moving]
    )[0]
    assert corner_error(matrix, seen) < 0.02


def test_unrelated_picture_is_refused():
    image, reference, _, _ = scene()
    other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
    error = refused(image, reference, [other])
    assert "do not match" in error.message, error


def test_flat_picture_is_refused():
    image, reference, _, _ = scene()
    flat = add_layer(image, numpy.full((100, 100, 3), 0.5), "flat", 40, 40)
    refused(image, reference, [flat])


def test_far_away_layer_is_found():
    image, reference, moving, seen = scene()
    moving.set_offsets(5000, 5000)
    matrix, _, _ = align(image, reference, [moving])
    shift = 5000 - MARGIN
    moved = numpy.reshape(matrix, (3, 3)) @ [[1, 0, shift], [0, 1, shift], [0, 0, 1]]
    assert corner_error(moved, seen) < 0.02, corner_error(moved, seen)


def test_far_away_layer_is_refused_from_where_it_lies():
    image, reference, moving, _ = scene()
    moving.set_offsets(5000, 5000)
    error = refused(image, reference, [moving], start="current")
    assert "overlap" in error.message, error


def test_tiny_layer_is_refused():
    image, reference, _, _ = scene()
    tiny = add_layer(image, numpy.ones((1, 1, 3)), "tiny")
    error = refused(image, reference, [tiny])
    assert "1 × 1" in error.message, error


def test_one_bad_layer_spares_the_others():
    """Nothing is changed when one of several layers cannot be aligned."""
    image, reference, moving, _ = scene()
    other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
    error = refused(image, reference, [moving, other])
    assert error.message.startswith("other:"), error


main(globals())
