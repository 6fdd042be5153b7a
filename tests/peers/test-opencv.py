# SPDX-License-Identifier: GPL-3.0-or-later
"""Warps beside those of OpenCV, where it is installed: other people's code for the same numbers.

OpenCV counts pixel centres as integers, and rounds the points it looks at to 1/32 px: it agrees
to the rounding of floats where all points lie on such a grid, and elsewhere to what the picture
changes over 1/64 px. Its cubic kernel is another one (a = -0.75), and is not compared.

The output is TAP. The library is that of LD_LIBRARY_PATH, through bench/homography.py.
"""

import sys

try:
    import cv2
    import numpy
except ImportError as error:
    print(f"1..0 # SKIP there is no module {error.name}")
    sys.exit()

import geometry
import homography

NEAREST = homography.NEAREST, cv2.INTER_NEAREST
LINEAR = homography.LINEAR, cv2.INTER_LINEAR
LANCZOS4 = 7, cv2.INTER_LANCZOS4

BOUNDARIES = {
    "transparent": (0, cv2.BORDER_CONSTANT),
    "clamp": (1, cv2.BORDER_REPLICATE),
    "reflect": (2, cv2.BORDER_REFLECT),
    "wrap": (3, cv2.BORDER_WRAP),
    "mirror": (4, cv2.BORDER_REFLECT_101),
}

SIZE = 90, 70  # of the output: width, height

# Points of the input for those of the output, with centres at integers and coefficients that are
# multiples of 1/32: an enlargement, a rotated reduction, and one that looks far out.
ON_GRID = [
    [[13 / 32, 0, 91 / 32], [0, 19 / 32, 1 / 32], [0, 0, 1]],
    [[37 / 32, -20 / 32, 5], [18 / 32, 35 / 32, -9 / 32], [0, 0, 1]],
    [[3, 1 / 32, -77], [-1, 2, -50], [0, 0, 1]],
]

# A photograph at an angle. It looks beyond all edges.
PROJECTIVE = [[0.9, 0.17, -11.3], [-0.1, 0.8, -4.7], [1.1e-3, -7e-4, 1.0]]


def random_picture(channels):
    return numpy.random.default_rng(1).random((40, 50, channels), dtype=numpy.float32)


def smooth_picture(channels):
    """Waves of 20 px and more, whose slope is at most 0.32 along x and y together."""
    y, x = numpy.mgrid[0:40, 0:50]
    waves = [0.5 + 0.5 * numpy.sin(0.3 * x / (c + 1) + 0.1 * y) for c in range(channels)]
    return numpy.stack(waves, axis=2).astype(numpy.float32)


def ours(picture, w, interpolation, boundary):
    output = numpy.empty((SIZE[1], SIZE[0], picture.shape[2]), dtype=numpy.float32)
    homography.warp(picture, w, output, interpolation, boundary)
    return output


def theirs(picture, w, interpolation, boundary):
    matrix = geometry.to_opencv(w)
    flags = interpolation | cv2.WARP_INVERSE_MAP
    output = cv2.warpPerspective(picture, matrix, SIZE, flags=flags, borderMode=boundary)
    return output.reshape(SIZE[1], SIZE[0], -1)


def difference(picture, w, kernel, boundary):
    one = ours(picture, w, kernel[0], boundary[0])
    other = theirs(picture, w, kernel[1], boundary[1])
    return float(numpy.abs(one - other).max())


def on_grid(kernel, boundary):
    """The largest difference where no point is rounded."""
    matrices = [geometry.from_opencv(numpy.array(matrix)) for matrix in ON_GRID]
    return max(
        difference(random_picture(channels), w, kernel, boundary)
        for w in matrices
        for channels in (1, 3, 4)
    )


def projective(kernel, boundary):
    w = geometry.from_opencv(numpy.array(PROJECTIVE))
    return difference(smooth_picture(3), w, kernel, boundary)


def cases():
    """What is compared, its largest difference, and what is allowed."""
    for name, boundary in BOUNDARIES.items():
        # A point in the middle between two pixels may go either way: none here does.
        yield f"nearest, {name}, projective", projective(NEAREST, boundary), 0.0

        # Four products of floats, of 1 or less.
        yield f"linear, {name}, on the grid", on_grid(LINEAR, boundary), 5e-7

        # Weights of 1.3 and less, of which OpenCV's are right to 1e-6 or so.
        yield f"lanczos4, {name}, on the grid", on_grid(LANCZOS4, boundary), 1e-5

    for name, boundary in BOUNDARIES.items():
        # At the edges of a wrapped or transparent picture a pixel's width is a step of up to 1.
        step = 1.0 if name in ("transparent", "wrap") else 0.32
        yield f"linear, {name}, projective", projective(LINEAR, boundary), 2 * step / 64


def main():
    results = list(cases())
    print(f"1..{len(results)}")
    for number, (name, value, limit) in enumerate(results, 1):
        verdict = "ok" if value <= limit else "not ok"
        print(f"{verdict} {number} - {name}: {value:.2g}, allowed {limit:.2g}")
    sys.exit(any(value > limit for _, value, limit in results))


if __name__ == "__main__":
    main()
