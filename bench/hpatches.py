# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs of photographs with a known homography, from a folder of anyone's.

HPatches' layout (Balntas et al. 2017, doi:10.1109/CVPR.2017.410): a folder for each sequence, i_…
where the light changes and v_… where the view does, with 1.ppm … 6.ppm and H_1_2 … H_1_6. Or a list:
a line of two names and nine numbers for each pair. Each homography takes the first picture's points
to the second's, with pixel centres at integers.
"""

import math
import os
from dataclasses import dataclass, field

import cv2
import numpy

import geometry

# px, up to which the area under the curve is taken; and from which on what was accepted is wrong.
THRESHOLDS = 3, 5, 10
WRONG = 5.0

LIST = "pairs.txt"
SUFFIXES = ".ppm", ".png", ".jpg"
KINDS = {"i": "light", "v": "view"}

# Those of HPatches with pictures larger than 1200 × 1600, which D2-Net (Dusmanu et al. 2019,
# doi:10.1109/CVPR.2019.00828) left out for want of memory, and LoFTR after it.
LARGE = (
    "i_contruction", "i_crownnight", "i_dc", "i_pencils", "i_whitebuilding",
    "v_artisans", "v_astronautis", "v_talent",
)  # fmt: skip


class BadFolder(Exception):
    """There is something that cannot be read; the text says what and where."""


@dataclass
class Paths:
    """The files of a pair, and H between them as they are."""

    name: str
    kind: str
    first: str
    second: str
    h: numpy.ndarray = field(repr=False)


def _kind(name):
    return KINDS.get(name[0], "other") if name[1:2] == "_" else "other"


def _matrix(words, where):
    try:
        matrix = numpy.array([float(word) for word in words])
    except ValueError as error:
        raise BadFolder(f"{where}: {error}") from error
    if matrix.size != 9 or not numpy.isfinite(matrix).all():
        raise BadFolder(f"{where}: nine numbers are needed, and there are {len(words)}")
    matrix = matrix.reshape(3, 3)
    if not abs(numpy.linalg.det(matrix)) > 0:
        raise BadFolder(f"{where}: the matrix has no inverse")
    return matrix


def _read_text(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFolder(f"{path}: {error}") from error


def _picture(folder, number):
    """The path of one picture of a sequence, or None."""
    paths = (os.path.join(folder, f"{number}{suffix}") for suffix in SUFFIXES)
    return next((path for path in paths if os.path.exists(path)), None)


def _sequence(folder, name):
    first = _picture(folder, 1)
    for number in range(2, 7):
        second = _picture(folder, number)
        path = os.path.join(folder, f"H_1_{number}")
        if first and second and os.path.exists(path):
            h = _matrix(_read_text(path).split(), path)
            yield Paths(f"{name} 1–{number}", _kind(name), first, second, h)


def _listed(path):
    folder = os.path.dirname(path)
    for number, line in enumerate(_read_text(path).splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 2:
            raise BadFolder(f"{path}:{number}: two names and nine numbers are needed")
        h = _matrix(words[2:], f"{path}:{number}")
        names = (os.path.join(folder, word) for word in words[:2])
        yield Paths(f"{words[0]} {words[1]}", _kind(words[0]), *names, h)


def find(path, without=()):
    """The pairs of a folder in HPatches' layout, without some sequences; or those of a list."""
    if os.path.isdir(path) and os.path.exists(os.path.join(path, LIST)):
        path = os.path.join(path, LIST)
    if not os.path.isdir(path):
        found = list(_listed(path))
    else:
        names = sorted(entry.name for entry in os.scandir(path) if entry.is_dir())
        names = [name for name in names if name not in without]
        found = [pair for name in names for pair in _sequence(os.path.join(path, name), name)]
    if not found:
        raise BadFolder(f"{path}: there are no pairs in it")
    return found


def _load(path, side):
    """R'G'B', its shorter side as long as asked, and the matrix from the picture as it is."""
    pixels = cv2.imread(path, cv2.IMREAD_COLOR)
    if pixels is None:
        raise BadFolder(f"{path}: not a picture that can be read")
    height, width = pixels.shape[:2]
    pixels = pixels[..., ::-1].astype(numpy.float32) / 255
    scale = side / min(width, height) if side else 1
    size = round(width * scale), round(height * scale)
    if size != (width, height):
        shrinks = scale < 1
        pixels = cv2.resize(
            pixels, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        )
    scaling = numpy.diag([size[0] / width, size[1] / height, 1])
    return numpy.ascontiguousarray(pixels), scaling


@dataclass
class PhotoPair:
    """The error is the mean over the corner pixels of the first picture, the moving one."""

    paths: Paths
    moving: numpy.ndarray = field(repr=False)
    reference: numpy.ndarray = field(repr=False)
    truth: numpy.ndarray

    def error(self, h):
        """In pixels of the reference as it was given to the methods; infinite for None."""
        if h is None:
            return math.inf
        height, width = self.moving.shape[:2]
        corners = geometry.corners(width - 1, height - 1) + 0.5
        return geometry.distances(h, self.truth, corners).mean()


def load(paths, side):
    """A pair, both pictures with a shorter side of so many pixels; 0 for as they are."""
    (moving, first), (reference, second) = (
        _load(path, side) for path in (paths.first, paths.second)
    )
    truth = second @ geometry.from_opencv(paths.h) @ numpy.linalg.inv(first)
    return PhotoPair(paths, moving, reference, truth)


def area_under_curve(errors, threshold):
    """The share of errors below t, in the mean over t from 0 to the threshold.

    As SuperGlue (Sarlin et al. 2020, doi:10.1109/CVPR42600.2020.00499) and LoFTR take it: the
    curve is straight from one error to the next.
    """
    errors = numpy.sort(errors)
    shares = numpy.arange(1, errors.size + 1) / errors.size
    n = numpy.searchsorted(errors, threshold)
    at = numpy.concatenate([[0], errors[:n], [threshold]])
    shares = numpy.concatenate([[0], shares[:n], [shares[n - 1] if n else 0]])
    return float(((shares[1:] + shares[:-1]) / 2 * numpy.diff(at)).sum() / threshold)
