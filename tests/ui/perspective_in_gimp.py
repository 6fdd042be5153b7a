# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens the perspective dialog again and again on a sheet that was photographed at an
angle, and prints what came of it. test_perspective_dialog has the hands for it."""

from gi.repository import Gimp
from gimptools import (
    ProcedureError,
    add_layer,
    call,
    homography,
    new_image,
    numpy,
    state,
    textured_picture,
    warp_picture,
)

WIDTH, HEIGHT = 600, 450
CORNERS = numpy.array([[90, 70], [510, 100], [480, 390], [120, 370]], float)


def sheet():
    """A light sheet on a dark ground, its edges smoothed."""
    unit = numpy.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    inside = numpy.zeros((20, 20, 3))
    inside[5:15, 5:15] = 1
    inside = numpy.repeat(numpy.repeat(inside, 20, 0), 20, 1)
    light = warp_picture(inside, homography(CORNERS, 200 * unit + 100), WIDTH, HEIGHT)
    return 0.15 + 0.5 * light + 0.1 * textured_picture(WIDTH, HEIGHT)


def add_path(image, points):
    """A path with an anchor at each of the points, in the order in which they stand."""
    path = Gimp.Path.new(image, "frame")
    image.insert_path(path, None, 0)
    numbers = [number for point in points for number in 3 * list(map(float, point))]
    path.stroke_new_from_points(Gimp.PathStrokeType.BEZIER, numbers, True)


def filter_corners(layer):
    filters = layer.get_filters()
    if not filters:
        return "none"
    config = filters[0].get_config()
    names = [f"source-{axis}{i}" for i in range(1, 5) for axis in "xy"]
    return " ".join(f"{config.get_property(name):.2f}" for name in names)


def open_image():
    image = new_image(WIDTH, HEIGHT)
    layer = add_layer(image, sheet(), "photograph")
    # neither clockwise nor from the top left
    add_path(image, CORNERS[[2, 1, 0, 3]] + 5)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 50, 60, 400, 300)
    return image, layer


image, layer = open_image()
while True:
    if image.get_width() != WIDTH:  # it was cropped
        image, layer = open_image()
    before = state(image)
    print("opening", flush=True)
    try:
        call(
            "plug-in-homography-perspective",
            run_mode=Gimp.RunMode.INTERACTIVE,
            image=image,
            drawables=[layer],
        )
        print(f"canvas {image.get_width()} {image.get_height()} {len(image.get_layers())}")
        print(f"result success {len(layer.get_filters())} {filter_corners(layer)}", flush=True)
    except ProcedureError as error:
        same = "unchanged" if state(image) == before else "changed"
        print(f"result {error.status.value_nick} {same} {filter_corners(layer)}", flush=True)
