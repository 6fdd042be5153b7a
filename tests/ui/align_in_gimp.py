# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens the align dialog again and again, and prints what came of it.
test_align_dialog has the hands for it."""

import os
import re

from alignscene import HEIGHT, MARGIN, WIDTH, scene
from gi.repository import Gimp, Gio
from gimptools import (
    ProcedureError,
    add_layer,
    apply_matrix,
    box_corners,
    call,
    get_pixels,
    new_image,
    numpy,
    state,
    textured_picture,
)


def off(matrix, points, targets):
    """The farthest that a point is taken from where it belongs, in pixels."""
    return numpy.hypot(*(apply_matrix(matrix, points) - targets).T).max()


def open_dialog(image, layers, truth=None, keep=False, drawables=None):
    """The truth: points of the first layer, and where they belong. The drawables are those that are
    active, where these are no layers."""
    before = state(image)
    print("opening", flush=True)
    try:
        matrix = call(
            "plug-in-homography-align",
            run_mode=Gimp.RunMode.INTERACTIVE,
            image=image,
            drawables=drawables or layers,
        )[0]
        filters = " ".join(str(len(layer.get_filters())) for layer in layers)
        error = f"{off(matrix[:9], *truth):.4f}" if truth else "-"
        shift = f"{matrix[2]:.2f} {matrix[5]:.2f}"
        same = "unchanged" if state(image) == before else "changed"
        size = f"{image.get_width()}x{image.get_height()}"
        print(f"result success {filters} {error} {shift} {size} {same}", flush=True)
    except ProcedureError as error:
        same = "unchanged" if state(image) == before else "changed"
        print(f"result {error.status.value_nick} {same}", flush=True)
    if not keep:
        image.delete()


def large_scene():
    """Squares that have nothing in common: the search for a match takes some seconds."""
    image = new_image(2400, 1800)
    random = numpy.random.default_rng(5)
    pictures = [
        random.uniform(size=(360, 480, 3)).repeat(5, 0).repeat(5, 1) for _ in range(2)
    ]
    add_layer(image, pictures[0], "reference")
    return image, [add_layer(image, pictures[1], "moving")]


def photographs():
    """The folder of them, where './dev demo' has left them."""
    folder = os.environ.get("HOM_PHOTOS", "")
    return folder if os.path.exists(os.path.join(folder, "H1to3p.xml")) else None


def photograph(name):
    image = Gimp.file_load(
        Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(os.path.join(photographs(), name))
    )
    pixels = get_pixels(image.get_layers()[0])[..., :3]
    image.delete()
    return pixels


def known_points():
    """Points of graf3, and where they belong on graf1: those of a grid that do. The pixel centres of
    the matrix that is known are integers."""
    with open(os.path.join(photographs(), "H1to3p.xml"), encoding="utf-8") as file:
        numbers = re.search(r"<data>(.*)</data>", file.read(), re.DOTALL).group(1).split()
    matrix = numpy.linalg.inv(numpy.reshape([float(number) for number in numbers], (3, 3)))
    points = numpy.array([[x, y] for x in range(10, 800, 20) for y in range(10, 640, 20)], float)
    targets = apply_matrix(matrix.ravel(), points - 0.5) + 0.5
    inside = ((targets > 0) & (targets < (800, 640))).all(1)
    return points[inside], targets[inside]


corners = box_corners(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)

image, reference, moving, seen = scene()
open_dialog(image, [moving], (corners, seen), keep=True)
open_dialog(image, [moving], (corners, seen))

image, layers = large_scene()
open_dialog(image, layers)

image, reference, moving, seen = scene(gain=0.7, bias=0.1)
other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
open_dialog(image, [moving, other], (corners, seen))

image, reference, moving, seen = scene()
other = add_layer(image, textured_picture(300, 200, seed=77), "other", 40, 40)
other.add_mask(other.create_mask(Gimp.AddMaskType.WHITE))  # no filter can move it
last = moving.copy()
image.insert_layer(last, None, 0)
last.set_name("last")
open_dialog(image, [moving, other, last], (corners, seen))

image, reference, moving, seen = scene()
moving.add_mask(moving.create_mask(Gimp.AddMaskType.WHITE))
open_dialog(image, [moving], (corners, seen), drawables=[moving.get_mask()])

# A reference that is seen elsewhere.
image, reference, moving, seen = scene()
call(
    "plug-in-homography-transform",
    image=image,
    drawables=[reference],
    matrix=[0.9, 0.2, 10, -0.2, 0.9, 60, 0, 0, 1],
)
open_dialog(image, [moving])

image, reference, moving, seen = scene()
moving.set_lock_content(True)
open_dialog(image, [moving])

# All layers of the image.
image, reference, moving, seen = scene()
open_dialog(image, [moving, reference])

image, reference, moving, seen = scene()
flipped = add_layer(image, get_pixels(moving)[:, ::-1, :3], "flipped", MARGIN, MARGIN)
open_dialog(image, [flipped])

image = new_image(600, 450)
open_dialog(image, [add_layer(image, textured_picture(600, 450), "alone")])

image = new_image(600, 450)
add_layer(image, textured_picture(600, 450), "reference")
open_dialog(image, [add_layer(image, textured_picture(300, 200, seed=77), "other", 150, 120)])

if photographs():
    image = new_image(800, 640)
    add_layer(image, photograph("graf1.png"), "graf1")
    layer = add_layer(image, photograph("graf3.png"), "graf3")
    open_dialog(image, [layer], known_points())
print("done", flush=True)
