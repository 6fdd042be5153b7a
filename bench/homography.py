# SPDX-License-Identifier: GPL-3.0-or-later
"""libhomography through ctypes: just what the benchmarks call.

The structures repeat those of core/*.h, field by field. Pictures are numpy arrays of float32,
height × width or height × width × channels, and pass without a copy. Matrices are 3 × 3 arrays.
"""

import ctypes
from ctypes import POINTER, Structure, byref
from ctypes import c_char_p, c_double, c_float, c_int, c_size_t, c_uint32, c_void_p

import numpy

# HomModel
TRANSLATION, EUCLIDEAN, SIMILARITY, AFFINE, HOMOGRAPHY = range(5)
# HomAlignLoss
AUTO, SSD, ZNCC, ROBUST, LOCAL, EDGES = range(6)
# HomInterpolation
NEAREST, LINEAR, CUBIC, LANCZOS = range(4)
# HomBoundary
FILL, CLAMP, REFLECT, WRAP = range(4)


# HomError
NOT_FOUND = 3


class Error(Exception):
    """A call failed; the text and the code are the library's own."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


class _GError(Structure):
    _fields_ = [("domain", c_uint32), ("code", c_int), ("message", c_char_p)]


class _Image(Structure):
    _fields_ = [
        ("data", POINTER(c_float)),
        ("x", c_int), ("y", c_int),
        ("width", c_int), ("height", c_int),
        ("channels", c_int),
        ("stride", c_size_t),
    ]  # fmt: skip


class _Picture(Structure):
    _fields_ = [("image", POINTER(_Image)), ("mask", POINTER(_Image))]


class _Point(Structure):
    _fields_ = [("x", c_double), ("y", c_double)]


class _FoundQuad(Structure):
    _fields_ = [("corners", _Point * 4), ("confidence", c_double)]


class _Matrix(Structure):
    _fields_ = [("m", c_double * 9)]


class _Sampling(Structure):
    _fields_ = [
        ("interpolation", c_int), ("boundary", c_int),
        ("fill", c_float * 4),
        ("antialias", c_int),
        ("coefficients", c_int),
    ]  # fmt: skip


class _Options(Structure):
    _fields_ = [
        ("model", c_int), ("loss", c_int),
        ("start", POINTER(_Matrix)),
        ("also_search", c_int), ("keep_model", c_int), ("allow_horizon", c_int),
        ("progress", c_void_p), ("progress_data", c_void_p),
        ("observer", c_void_p), ("observer_data", c_void_p),
    ]  # fmt: skip


class _Alignment(Structure):
    _fields_ = [
        ("h", _Matrix),
        ("model", c_int), ("loss", c_int), ("start", c_int),
        ("gain", c_double), ("bias", c_double),
        ("correlation", c_double), ("correlation_before", c_double),
        ("agreement", c_double), ("agreement_before", c_double),
        ("overlap", c_double),
        ("residual", c_double),
        ("displacement", c_double),
        ("corners", c_double * 12),
        ("n_levels", c_int),
        ("iterations", c_int * 16),
    ]  # fmt: skip


_glib = ctypes.CDLL("libglib-2.0.so.0")
_glib.g_error_free.argtypes = [POINTER(_GError)]
_glib.g_error_free.restype = None

# ./dev sets LD_LIBRARY_PATH to where the library of this tree is installed.
_library = ctypes.CDLL("libhomography-1.0.so.0")


def _call(function, *arguments):
    """Calls a function that returns a gboolean and takes a GError ** last."""
    error = POINTER(_GError)()
    if function(*arguments, byref(error)):
        return
    message, code = error.contents.message.decode(), error.contents.code
    _glib.g_error_free(error)
    raise Error(message, code)


def _image(pixels, at=(0, 0)):
    """A view of an array, which must outlive it."""
    if pixels.dtype != numpy.float32 or not pixels.flags.c_contiguous:
        raise TypeError("a picture must be a contiguous array of float32")
    height, width = pixels.shape[:2]
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    data = pixels.ctypes.data_as(POINTER(c_float))
    return _Image(data, *at, width, height, channels, width * channels)


def _matrix(array):
    return _Matrix((c_double * 9)(*numpy.asarray(array, dtype=float).ravel()))


def _array(matrix):
    return numpy.array(matrix.m).reshape(3, 3)


def align(reference, moving, model=HOMOGRAPHY, loss=AUTO, start=None, at=(0, 0)):
    """hom_align(): the forward matrix H, from the moving picture to the reference.

    The reference's first pixel lies at (x, y), the moving picture's at (0, 0).
    """
    images = _image(reference, at), _image(moving)
    pictures = [_Picture(ctypes.pointer(image), None) for image in images]
    first = None if start is None else ctypes.pointer(_matrix(start))
    # The peers do not look where the rest of a picture goes.
    options = _Options(model, loss, first, allow_horizon=True)
    alignment = _Alignment()
    _call(
        _library.hom_align,
        byref(pictures[0]), byref(pictures[1]), byref(options), None, byref(alignment),
    )  # fmt: skip
    return _array(alignment.h)


def warp(pixels, w, output, interpolation, boundary=FILL, antialias=False):
    """hom_warp(): output(p) = pixels(W·p)."""
    sampling = _Sampling(interpolation, boundary, antialias=antialias)
    _call(
        _library.hom_warp,
        byref(_image(pixels)), byref(_matrix(w)), byref(sampling), byref(_image(output)),
    )  # fmt: skip


def warp_gradient(pixels, w, dl_dy, interpolation, boundary=FILL):
    """hom_warp_gradient(): dL/dW."""
    dl_dw = _Matrix()
    _call(
        _library.hom_warp_gradient,
        byref(_image(pixels)), byref(_matrix(w)), byref(_Sampling(interpolation, boundary)),
        byref(_image(dl_dy)), byref(dl_dw),
    )  # fmt: skip
    return _array(dl_dw)


def find_quads(pixels, inside=None):
    """hom_find_quads(): a list of corners, 4 × 2 each, and confidence; empty when there is none."""
    quads, n = (_FoundQuad * 8)(), c_int()
    point = None if inside is None else ctypes.pointer(_Point(*inside))
    try:
        _call(_library.hom_find_quads, byref(_image(pixels)), point, quads, byref(n), None)
    except Error as error:
        if error.code != NOT_FOUND:
            raise
        return []
    return [
        (numpy.array([(corner.x, corner.y) for corner in quad.corners]), quad.confidence)
        for quad in quads[: n.value]
    ]


def find_quad(pixels):
    """hom_find_quad(): 4 × 2, from the top left clockwise; None when there is none."""
    corners = (_Point * 4)()
    try:
        _call(_library.hom_find_quad, byref(_image(pixels)), corners, None)
    except Error as error:
        if error.code != NOT_FOUND:
            raise
        return None
    return numpy.array([(corner.x, corner.y) for corner in corners])


def warp_adjoint(dl_dy, w, dl_dx, interpolation, boundary=FILL):
    """hom_warp_adjoint(): dL/dX, into an array of the input's size."""
    _call(
        _library.hom_warp_adjoint,
        byref(_image(dl_dy)), byref(_matrix(w)), byref(_Sampling(interpolation, boundary)),
        byref(_image(dl_dx)),
    )  # fmt: skip
