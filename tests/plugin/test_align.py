# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-homography-align: layers moved by known homographies are laid back."""

import numpy
from gi.repository import Gimp
from gimptools import (
    ProcedureError,
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    homography,
    main,
    new_image,
    set_pixels,
    state,
    textured_picture,
    warp_picture,
)

PROCEDURE = "plug-in-homography-align"
WIDTH, HEIGHT = 400, 300
MARGIN = 30


def scene(shift=8, gain=1.0, bias=0.0, noise=0.0, seed=3):
    """A reference, and a layer that shows a part of it from elsewhere. Returns the image, the two
    layers, and where the corners of the moving layer belong."""
    random = numpy.random.default_rng(seed)
    pixels = textured_picture(WIDTH, HEIGHT)
    width, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    corners = box_corners(0, 0, width, height)
    seen = corners + MARGIN + random.uniform(-shift, shift, (4, 2))
    moved = gain * warp_picture(pixels, homography(corners, seen), width, height) + bias
    moved = moved + random.normal(0, noise, moved.shape)
    image = new_image(WIDTH, HEIGHT)
    reference = add_layer(image, pixels, "reference")
    return image, reference, add_layer(image, moved, "moving", MARGIN, MARGIN), seen


def align(image, reference, layers, **arguments):
    return call(PROCEDURE, image=image, drawables=layers, reference=reference, **arguments)


def corner_error(matrix, seen):
    corners = box_corners(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    return numpy.hypot(*(apply_matrix(matrix, corners) - seen).T).max()


def refused(*arguments, **keywords):
    """The message of a call that must fail without a trace."""
    image = arguments[0]
    before = state(image)
    try:
        align(*arguments, **keywords)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.EXECUTION_ERROR, error
        assert state(image) == before, "the image was changed"
        return error
    raise AssertionError("it was not refused")


def test_known_homography_is_found():
    image, reference, moving, seen = scene()
    matrix, correlation, overlap = align(image, reference, [moving])
    assert corner_error(matrix, seen) < 0.02, corner_error(matrix, seen)
    assert correlation[0] > 0.999 and overlap[0] > 0.99, (correlation, overlap)
    (filter,) = moving.get_filters()
    assert filter.get_name() == "Align to reference", filter.get_name()


def test_exposure_and_noise_do_not_matter():
    image, reference, moving, seen = scene(gain=0.7, bias=0.15, noise=0.01)
    matrix, _, _ = align(image, reference, [moving], loss="ssd", start="current")
    assert corner_error(matrix, seen) < 0.1, corner_error(matrix, seen)


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
    matrix, _, _ = call(
        PROCEDURE, run_mode=Gimp.RunMode.WITH_LAST_VALS, image=image, drawables=[moving]
    )
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
