# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests and the demo need of GIMP's Python: procedures by name, pixels as arrays, and a
runner of test functions that prints TAP."""

import os
import sys
import traceback

import gi

gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
import numpy
from gi.repository import Gegl, Gimp, Gio, GObject

Gegl.init(None)


class ProcedureError(Exception):
    """A procedure did not succeed: its status, and its message."""

    def __init__(self, status, message):
        super().__init__(f"{status.value_nick}: {message}")
        self.status = status
        self.message = message


def double_array(values):
    """An array of numbers as a procedure takes it: GIMP's Python does not convert a list."""
    array = GObject.Value(GObject.type_from_name("GimpDoubleArray"))
    Gimp.value_set_double_array(array, [float(value) for value in values])
    return array.get_boxed()


def from_double_array(boxed):
    """A list, of an array of numbers that a procedure returned."""
    array = GObject.Value(GObject.type_from_name("GimpDoubleArray"))
    array.set_boxed(boxed)
    return Gimp.value_get_double_array(array)


def call(name, *, run_mode=Gimp.RunMode.NONINTERACTIVE, **arguments):
    """Calls a procedure. Returns its values after the status, arrays as lists; raises
    ProcedureError."""
    procedure = Gimp.get_pdb().lookup_procedure(name)
    config = procedure.create_config()
    config.set_property("run-mode", run_mode)
    for key, value in arguments.items():
        key = key.replace("_", "-")
        if key == "drawables":
            # none is the default, and GIMP warns of an empty array
            if value:
                config.set_core_object_array(key, value)
        elif key == "matrix":
            config.set_property(key, double_array(value))
        else:
            config.set_property(key, value)
    result = procedure.run(config)
    status = result.index(0)
    if status != Gimp.PDBStatusType.SUCCESS:
        raise ProcedureError(status, Gimp.get_pdb().get_last_error())
    values = [result.index(i) for i in range(1, result.length())]
    # Converted while the result lives: the arrays belong to it.
    return [from_double_array(v) if isinstance(v, GObject.GBoxed) else v for v in values]


def load(path):
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))


def save(image, path):
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(path), None)


def new_image(width, height, base_type=Gimp.ImageBaseType.RGB):
    return Gimp.Image.new(width, height, base_type)


def add_layer(image, pixels, name="layer", x=0, y=0):
    """A layer of 8 bits from an array (height, width, 1 to 4 channels) of values in 0 ... 1."""
    height, width, channels = pixels.shape
    kind = [
        Gimp.ImageType.GRAY_IMAGE,
        Gimp.ImageType.GRAYA_IMAGE,
        Gimp.ImageType.RGB_IMAGE,
        Gimp.ImageType.RGBA_IMAGE,
    ][channels - 1]
    layer = Gimp.Layer.new(image, name, width, height, kind, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    layer.set_offsets(x, y)
    set_pixels(layer, pixels)
    return layer


FORMATS = {1: "Y' u8", 2: "Y'A u8", 3: "R'G'B' u8", 4: "R'G'B'A u8"}


def set_pixels(drawable, pixels):
    height, width, channels = pixels.shape
    data = numpy.clip(numpy.round(pixels * 255), 0, 255).astype(numpy.uint8)
    buffer = drawable.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, width, height), FORMATS[channels], data.tobytes())
    buffer.flush()
    drawable.update(0, 0, width, height)


def get_pixels(drawable, channels=4):
    """The drawable's own pixels, without its filters, as an array of values in 0 ... 1."""
    width, height = drawable.get_width(), drawable.get_height()
    buffer = drawable.get_buffer()
    data = buffer.get(
        Gegl.Rectangle.new(0, 0, width, height), 1.0, FORMATS[channels], Gegl.AbyssPolicy.NONE
    )
    array = numpy.frombuffer(data, numpy.uint8).reshape(height, width, channels)
    return array.astype(numpy.float64) / 255


def get_rendered(image):
    """What the image looks like, filters and all: (height, width, 4)."""
    copy = image.duplicate()
    layer = Gimp.Layer.new_from_visible(copy, copy, "visible")
    copy.insert_layer(layer, None, 0)
    pixels = get_pixels(layer)
    copy.delete()
    return pixels


def layers_of(layers):
    """The layers, and those inside of groups."""
    for layer in layers:
        yield layer
        if layer.is_group():
            yield from layers_of(layer.get_children())


def describe_filter(filter):
    config = filter.get_config()
    return (
        filter.get_name(),
        filter.get_operation_name(),
        filter.get_opacity(),
        [str(config.get_property(spec.name)) for spec in config.list_properties()],
    )


def state(image):
    """All that a refused call must leave as it was. GIMP warns when it is asked for the filters of a
    layer that a floating selection lies on."""
    under = image.floating_sel_attached_to() if image.get_floating_sel() else None
    layers = []
    for layer in layers_of(image.get_layers()):
        mask = layer.get_mask()
        layers.append(
            (
                layer.get_name(),
                layer.get_offsets(),
                layer.get_width(),
                layer.get_height(),
                layer.has_alpha(),
                layer != under and [describe_filter(filter) for filter in layer.get_filters()],
                (layer.get_lock_alpha(), layer.get_visible(), layer.get_opacity()),
                # GIMP renders what a group shows when it comes to it
                None if layer.is_group() else get_pixels(layer).tobytes(),
                get_pixels(mask, 1).tobytes() if mask else None,
            )
        )
    return (
        layers,
        [layer.get_name() for layer in image.get_selected_layers()],
        [channel.get_name() for channel in image.get_channels()],
        get_pixels(image.get_selection(), 1).tobytes(),
        (image.get_width(), image.get_height()),
    )


def apply_matrix(matrix, points):
    """Where a homography (nine numbers) takes points (n, 2)."""
    points = numpy.asarray(points, float)
    mapped = numpy.c_[points, numpy.ones(len(points))] @ numpy.reshape(matrix, (3, 3)).T
    return mapped[:, :2] / mapped[:, 2:]


def homography(source, target):
    """The matrix that takes four points to four others, by a method of its own: the direct linear
    transformation."""
    rows = []
    for (x, y), (u, v) in zip(source, target):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, -u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, -v])
    matrix = numpy.linalg.svd(numpy.array(rows, float))[2][-1]
    return matrix / matrix[8]


def box_corners(x, y, width, height):
    return numpy.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], float)


def sample_cubic(pixels, points):
    """Values of a picture (height, width, channels) at points (n, 2), pixel centres at +0.5, by
    Catmull-Rom interpolation. The picture ends in copies of its edge."""
    height, width, _ = pixels.shape
    base = numpy.floor(points - 0.5).astype(int)
    t = (points - 0.5 - base)[:, :, None]
    weights = numpy.concatenate(
        [
            ((-0.5 * t + 1) * t - 0.5) * t,
            (1.5 * t - 2.5) * t * t + 1,
            ((-1.5 * t + 2) * t + 0.5) * t,
            (0.5 * t - 0.5) * t * t,
        ],
        axis=2,
    )
    result = 0
    for j in range(4):
        rows = numpy.clip(base[:, 1] + j - 1, 0, height - 1)
        for i in range(4):
            columns = numpy.clip(base[:, 0] + i - 1, 0, width - 1)
            weight = weights[:, 0, i] * weights[:, 1, j]
            result = result + weight[:, None] * pixels[rows, columns]
    return result


def warp_picture(pixels, matrix, width, height):
    """Y(p) = X(matrix · p) on a box of the given size: an implementation that shares nothing with
    the one that is tested."""
    y, x = numpy.mgrid[0:height, 0:width] + 0.5
    points = apply_matrix(matrix, numpy.c_[x.ravel(), y.ravel()])
    return sample_cubic(pixels, points).reshape(height, width, pixels.shape[2])


def textured_picture(width, height, seed=1, channels=3):
    """Smooth blobs of several sizes, values in 0.2 ... 0.8: something to align by."""
    random = numpy.random.default_rng(seed)
    picture = numpy.zeros((height, width, channels))
    for scale in (3, 6, 12, 24, 48):
        coarse = random.normal(size=(height // scale + 4, width // scale + 4, channels))
        y, x = numpy.mgrid[0:height, 0:width] / scale + 1.5
        values = sample_cubic(coarse, numpy.c_[x.ravel(), y.ravel()])
        picture += values.reshape(picture.shape)
    picture -= picture.min()
    return 0.2 + 0.6 * picture / picture.max()


# The corners of sheet_on_table(), and the size of that picture.
SHEET = numpy.array([[150, 90], [500, 120], [470, 400], [120, 360]], float)
TABLE = (640, 480)


def sheet_on_table():
    """A white sheet with lines of text on a dark table."""
    width, height = TABLE
    page = numpy.full((140, 200, 3), 0.95)
    for line in range(20, 120, 12):
        page[line : line + 4, 20:170] = 0.25
    y, x = numpy.mgrid[0:height, 0:width] + 0.5
    to_page = homography(SHEET, box_corners(0, 0, 200, 140))
    points = apply_matrix(to_page, numpy.c_[x.ravel(), y.ravel()]).reshape(height, width, 2)
    inside = ((points > 0) & (points < [200, 140])).all(axis=2)
    index = numpy.clip(points.astype(int), 0, [199, 139])
    picture = 0.2 + 0.02 * numpy.random.default_rng(3).normal(size=(height, width, 3))
    picture[inside] = page[index[..., 1], index[..., 0]][inside]
    return picture


def run_tests(functions):
    """Calls test functions, pairs of a name and what is called, and prints a line of TAP for each."""
    print(f"1..{len(functions)}", flush=True)
    for number, (name, function) in enumerate(functions, 1):
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Exception:
            print(f"not ok {number} - {name}")
            for line in traceback.format_exc().splitlines():
                print(f"# {line}", flush=True)
        for image in Gimp.get_images():
            image.delete()
    sys.stdout.flush()


# The tests of scripts that run in one GIMP.
collected = None


def main(namespace):
    """Runs all functions test_… of a module, in the order in which they stand."""
    tests = [
        (key.removeprefix("test_").replace("_", " "), value)
        for key, value in list(namespace.items())
        if key.startswith("test_")
    ]
    if collected is None:
        run_tests(tests)
    else:
        script = os.path.basename(namespace["__file__"]).removeprefix("test_").removesuffix(".py")
        collected.extend((f"{script}: {name}", function) for name, function in tests)


def run_scripts(scripts):
    """Runs the tests of several scripts, one after the other."""
    global collected
    collected = []
    for script in scripts:
        with open(script, encoding="utf-8") as file:
            exec(compile(file.read(), script, "exec"), {"__name__": "__main__", "__file__": script})
    run_tests(collected)
