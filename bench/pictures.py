# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, and what a camera may do to them.

Grey, height × width, or R'G'B', height × width × 3; 0 to 1.
"""

import math
import os

import cv2
import numpy

import geometry


LUMA = numpy.array([0.299, 0.587, 0.114])


def photo(name):
    """The path of a photograph of ./dev's, or of a file beside them."""
    return os.path.join(os.environ["HOM_PHOTOS"], name)


def load(name):
    """The R'G'B' of a photograph."""
    pixels = cv2.imread(photo(name), cv2.IMREAD_COLOR)
    if pixels is None:
        raise FileNotFoundError(photo(name))
    return pixels[..., ::-1] / 255


def load_grey(name):
    """The luma of a photograph, not rounded."""
    return load(name) @ LUMA


def loader(options):
    """The one of the two that the options ask for."""
    return load_grey if options.grey else load


class Spline:
    """A picture as a function of the plane: the quintic B-spline through its pixels.

    A better interpolation than any of the methods under test uses, so that none of them finds
    its own kernel in the moving picture. The border is half-sample symmetric (… 1 0 | 0 1 2 …).
    Prefilter and kernel after Unser 1999 (doi:10.1109/79.799930).
    """

    def __init__(self, pixels):
        # With its mirror image, the picture is periodic, and the prefilter a division.
        mirrored = numpy.concatenate([pixels, pixels[::-1]])
        mirrored = numpy.concatenate([mirrored, mirrored[:, ::-1]], axis=1)
        spectrum = numpy.fft.fft2(mirrored, axes=(0, 1))
        for axis in 0, 1:
            omega = 2 * math.pi * numpy.fft.fftfreq(mirrored.shape[axis])
            kernel = (66 + 52 * numpy.cos(omega) + 2 * numpy.cos(2 * omega)) / 120
            shape = [-1 if i == axis else 1 for i in range(mirrored.ndim)]
            spectrum /= kernel.reshape(shape)
        coefficients = numpy.fft.ifft2(spectrum, axes=(0, 1)).real
        self.height, self.width = mirrored.shape[:2]
        self.coefficients = coefficients.reshape(self.height * self.width, -1)
        self.is_grey = pixels.ndim == 2

    @staticmethod
    def _weights(fraction):
        """Of the taps −2 … 3, for points this far behind tap 0."""
        return [
            sum(
                (-1) ** k * math.comb(6, k) * numpy.maximum(fraction - tap + 3 - k, 0) ** 5 / 120
                for k in range(6)
            )
            for tap in range(-2, 4)
        ]

    def __call__(self, points):
        lattice = numpy.floor(points - 0.5).astype(int)
        weights = [self._weights((points - 0.5 - lattice)[..., axis]) for axis in (0, 1)]
        values = 0
        for j, row_weight in zip(range(-2, 4), weights[1]):
            row = (lattice[..., 1] + j) % self.height * self.width
            for i, weight in zip(range(-2, 4), weights[0]):
                column = (lattice[..., 0] + i) % self.width
                values += (row_weight * weight)[..., None] * self.coefficients[row + column]
        return values[..., 0] if self.is_grey else values

    def warp(self, matrix, width, height, samples=1):
        """The picture that shows matrix·p at p; the mean of samples² points of each pixel."""
        points = geometry.pixel_centres(width * samples, height * samples) / samples
        pixels = self(geometry.apply(matrix, points))
        if samples == 1:
            return pixels
        return pixels.reshape(height, samples, width, samples, *pixels.shape[2:]).mean((1, 3))

    def gradient(self, points, step=1e-3):
        """Central differences of the spline itself: exact to about step²."""
        along = [
            (self(points + offset) - self(points - offset)) / (2 * step)
            for offset in numpy.array([(step, 0), (0, step)])
        ]
        return numpy.stack(along, axis=-1)


def add_noise(random, pixels, sigma):
    """White noise, its σ in 255ths; neither rounded nor clipped. As all methods get it."""
    return (pixels + random.normal(0, 1, pixels.shape) * (sigma / 255)).astype(numpy.float32)


def expose(pixels, stops):
    """More light, and a sensor that saturates. By the sRGB curve and back."""
    linear = numpy.where(pixels < 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    linear = numpy.clip(linear * 2**stops, 0, 1)
    return numpy.where(linear < 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def vignette(pixels, loss):
    """Darker by the square of the distance from the middle; in the corners by this share."""
    height, width = pixels.shape[:2]
    offset = geometry.pixel_centres(width, height) - (width / 2, height / 2)
    square = (offset**2).sum(axis=-1) / (width**2 + height**2) * 4
    return pixels * (1 - loss * square).reshape(height, width, *[1] * (pixels.ndim - 2))


def occlude(random, pixels, other, share):
    """A rectangle of this share of the area, somewhere, shows another photograph."""
    height, width = (round(side * math.sqrt(share)) for side in pixels.shape[:2])
    y = random.integers(0, pixels.shape[0] - height + 1)
    x = random.integers(0, pixels.shape[1] - width + 1)
    pixels = pixels.copy()
    pixels[y : y + height, x : x + width] = other[y : y + height, x : x + width]
    return pixels
