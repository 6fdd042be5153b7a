# SPDX-License-Identifier: GPL-3.0-or-later
"""What finds the corners: ours, and the recipe that most programs use with OpenCV."""

import ctypes

import cv2
import numpy

import homography

LEAST_AREA = 0.02  # of the picture


def ours(pixels, inside=None):
    """A list of corners and confidence, the most probable first."""
    return homography.find_quads(numpy.ascontiguousarray(pixels, dtype=numpy.float32), inside)


def contour(pixels):
    """Canny, closed; the largest convex contour that a polygon of four points fits."""
    grey = (pixels if pixels.ndim == 2 else pixels.mean(axis=2)).clip(0, 1)
    grey = cv2.GaussianBlur((grey * 255).astype(numpy.uint8), (5, 5), 0)
    edges = cv2.dilate(cv2.Canny(grey, 50, 150), numpy.ones((3, 3), numpy.uint8))
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    best, most = None, LEAST_AREA * grey.size
    for contour in contours:
        polygon = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        area = cv2.contourArea(polygon)
        if len(polygon) == 4 and cv2.isContourConvex(polygon) and area > most:
            best, most = polygon[:, 0] + 0.5, area
    return best


def size(corners):
    """The longer diagonal."""
    return max(numpy.linalg.norm(corners[2] - corners[0]), numpy.linalg.norm(corners[3] - corners[1]))


def distance(found, either):
    """The farthest corner's, from the nearest outline that will do; as a multiple of what is right.

    Right is 1 % of the outline's diagonal, or 3 px. It may begin at any corner and go either way.
    """
    return min(
        (
            numpy.linalg.norm(numpy.roll(way, turn, axis=0) - corners, axis=1).max()
            / max(3, 0.01 * size(corners))
            for corners in either
            for way in (found, found[::-1])
            for turn in range(4)
        ),
        default=numpy.inf,
    )


class Features:
    """The proposals of a picture with their features, from what ./dev builds for this."""

    def __init__(self, path, most=40):
        self.library, self.most = ctypes.CDLL(path), most
        self.n_features = self.library.corner_n_features()

    def __call__(self, pixels):
        pixels = numpy.ascontiguousarray(pixels, dtype=numpy.float32)
        corners = numpy.zeros((self.most, 4, 2))
        features = numpy.zeros((self.most, self.n_features))
        n = self.library.corner_features(
            ctypes.byref(homography._image(pixels)), self.most,
            corners.ctypes.data_as(ctypes.c_void_p), features.ctypes.data_as(ctypes.c_void_p),
        )  # fmt: skip
        return corners[:n], features[:n]
