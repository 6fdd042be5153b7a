# SPDX-License-Identifier: GPL-3.0-or-later
"""Homographies and errors between them.

Pixel centres lie at +0.5, as in libhomography. Points are arrays whose last axis is (x, y).
"""

import numpy

# OpenCV puts pixel centres at integers: its point p is the point p + 1/2 here.
FROM_OPENCV = numpy.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
TO_OPENCV = numpy.linalg.inv(FROM_OPENCV)


def from_opencv(matrix):
    return FROM_OPENCV @ matrix @ TO_OPENCV


def to_opencv(matrix):
    return TO_OPENCV @ matrix @ FROM_OPENCV


def translation(x, y):
    return numpy.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]])


def about(matrix, centre):
    """The same with its origin at another point."""
    return translation(*centre) @ matrix @ translation(*-numpy.asarray(centre))


def apply(matrix, points):
    homogeneous = points @ matrix[:, :2].T + matrix[:, 2]
    return homogeneous[..., :2] / homogeneous[..., 2:]


def corners(width, height):
    return numpy.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float)


def pixel_centres(width, height):
    return numpy.stack(numpy.meshgrid(numpy.arange(width), numpy.arange(height)), axis=-1) + 0.5


def are_inside(points, width, height):
    return ((points >= 0) & (points <= (width, height))).all(axis=-1)


def from_corners(source, target):
    """The homography that takes four points to four others."""
    rows = []
    for (x, y), (u, v) in zip(source, target):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    return numpy.append(numpy.linalg.solve(rows, numpy.ravel(target)), 1).reshape(3, 3)


def is_convex(quadrilateral):
    """Whether it is convex and not turned over: only then it shows no horizon."""
    side = numpy.roll(quadrilateral, -1, axis=0) - quadrilateral
    next_side = numpy.roll(side, -1, axis=0)
    return (side[:, 0] * next_side[:, 1] > side[:, 1] * next_side[:, 0]).all()


def distances(matrix, truth, points):
    """|H x − H* x| for each point; infinite where H takes it across the horizon, away from their
    middle. The origin may lie on either side."""
    depth = points @ matrix[2, :2] + matrix[2, 2]
    depth = depth * numpy.sign(depth.mean())
    with numpy.errstate(all="ignore"):
        distance = numpy.linalg.norm(apply(matrix, points) - apply(truth, points), axis=-1)
    return numpy.where((depth > 0) & numpy.isfinite(distance), distance, numpy.inf)


def jacobian(points):
    """The displacements M·δ of points for a small change H → (1 + δ) H: the 2 × 8 matrices M."""
    x, y = numpy.moveaxis(points, -1, 0)
    one, zero = numpy.ones_like(x), numpy.zeros_like(x)
    along_x = [x, y, one, zero, zero, zero, -x * x, -x * y]
    along_y = [zero, zero, zero, x, y, one, -x * y, -y * y]
    return numpy.stack([numpy.stack(along_x, axis=-1), numpy.stack(along_y, axis=-1)], axis=-2)
