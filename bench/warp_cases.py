# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench-warp.py and bench-gradient.py warp: pictures, views of them, and kernels."""

import cv2
import numpy

import geometry
import homography

# 4:3, by their size in MP
SIZES = {1: (1152, 864), 4: (2304, 1728), 12: (4000, 3000), 25: (5760, 4320), 48: (8000, 6000),
         100: (11520, 8640)}  # fmt: skip

# Ours, OpenCV's, GEGL's and ImageMagick's of the same support. OpenCV's cubic has a = −0.75 instead
# of −0.5 and its Lanczos 8 × 8 pixels instead of 6 × 6; GEGL has no Lanczos.
KERNELS = {
    "nearest": (homography.NEAREST, cv2.INTER_NEAREST, "nearest", "Nearest"),
    "linear": (homography.LINEAR, cv2.INTER_LINEAR, "linear", "Bilinear"),
    "cubic": (homography.CUBIC, cv2.INTER_CUBIC, "cubic", "Catrom"),
    "lanczos": (homography.LANCZOS, cv2.INTER_LANCZOS4, None, None),
}

# How many pixels of the input one of the output is wide.
VIEWS = {"1:1": 1.0, "magnified 4": 0.25, "reduced 6": 6.0}


def make_pixels(width, height):
    """RGBA float, smooth enough for all kernels to agree on it, and opaque."""
    random = numpy.random.default_rng(0)
    coarse = random.uniform(0, 1, (height // 16, width // 16, 4)).astype(numpy.float32)
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    pixels[..., 3] = 1
    return pixels


def mild_perspective(width, height):
    """W: the output's corners show points 3 to 6 % inside the input."""
    inset = numpy.array([(0.04, 0.03), (-0.06, 0.05), (-0.03, -0.06), (0.05, -0.04)])
    corners = geometry.corners(width, height)
    return geometry.from_corners(corners, corners + inset * (width, height))


def make_view(width, height, name):
    """W, and the size of the output: a mild perspective, magnified or reduced. What is magnified
    is cut to the size of the input, what is reduced is smaller."""
    scale = VIEWS[name]
    w = mild_perspective(width, height) @ numpy.diag([scale, scale, 1.0])
    size = (width, height) if scale <= 1 else (round(width / scale), round(height / scale))
    return w, size
