# SPDX-License-Identifier: GPL-3.0-or-later
"""Aligns all layers of an image to the lowest one, and crops to what all of them share.

For GIMP's Python: align_all (image)."""

import math

from gi.repository import Gimp, GObject


def call(name, image, layers, **arguments):
    """Calls a procedure. Returns its matrices, as lists of nine numbers."""
    procedure = Gimp.get_pdb().lookup_procedure(name)
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", layers)
    for key, value in arguments.items():
        config.set_property(key, value)
    result = procedure.run(config)
    if result.index(0) != Gimp.PDBStatusType.SUCCESS:
        raise RuntimeError(Gimp.get_pdb().get_last_error())
    array = GObject.Value(GObject.type_from_name("GimpDoubleArray"))
    array.set_boxed(result.index(1))
    numbers = Gimp.value_get_double_array(array)
    return [numbers[i : i + 9] for i in range(0, len(numbers), 9)]


def corners(layer):
    _, x, y = layer.get_offsets()
    x1, y1 = x + layer.get_width(), y + layer.get_height()
    return [(x, y), (x1, y), (x1, y1), (x, y1)]


def apply(m, point):
    x, y = point
    z = m[6] * x + m[7] * y + m[8]
    return (m[0] * x + m[1] * y + m[2]) / z, (m[3] * x + m[4] * y + m[5]) / z


def inner_box(quad):
    """The box between the inner two of the four corners, in each direction."""
    xs, ys = (sorted(values) for values in zip(*quad))
    return math.ceil(xs[1]), math.ceil(ys[1]), math.floor(xs[2]), math.floor(ys[2])


def align_all(image):
    *moving, reference = image.get_layers()
    before = [corners(layer) for layer in moving]
    matrices = call("plug-in-homography-align", image, moving, reference=reference, output="layer")

    boxes = [inner_box(corners(reference))]
    for quad, matrix in zip(before, matrices):
        boxes.append(inner_box([apply(matrix, corner) for corner in quad]))
    x0, y0 = (max(box[i] for box in boxes) for i in (0, 1))
    x1, y1 = (min(box[i] for box in boxes) for i in (2, 3))
    if x1 <= x0 or y1 <= y0:
        raise RuntimeError("The layers have no part in common.")
    image.crop(x1 - x0, y1 - y0, x0, y0)
