# SPDX-License-Identifier: GPL-3.0-or-later
"""The methods of alignment: ours, and the peers of OpenCV and Hugin.

Each takes the reference and the moving picture (grey or R'G'B', float32, 0 to 1), and where in the
moving picture's coordinates the reference's first pixel lies, which is the start. It returns the
forward matrix H in these coordinates, from the moving picture to the reference, with pixel centres
at +0.5; or it raises one of FAILURES. What a method needs beside that (grey or 8-bit pixels,
pyramids, files) it makes itself, in its own time.

The settings of the peers are those that measured best for them, each with its figures, on pairs
like those of protocols.py.
"""

import cv2
import numpy

import geometry
import homography
import hugin


class NotFound(Exception):
    """A method came to no result."""


FAILURES = NotFound, homography.Error, hugin.Error, cv2.error, numpy.linalg.LinAlgError

# The default, 50 steps and 1e-3, stops the single scale short: it converged in 0.50 of the pairs
# with σ = 32 px and noise 20, instead of 1.00. 1e-7 is no more accurate than 1e-5 and takes 3
# times as long.
ECC_CRITERIA = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 200, 1e-5)

# Side of the Gaussian that ECC blurs both pictures with, in pixels. 5 is the default, and a single
# scale needs it to get near. From a start nearby, on a pyramid or from SIFT, 3 converged as often
# and was 10 to 20 % more accurate up to noise 10; 1 a little more still, but took up to 7 times as
# long.
ECC_BLUR = 5
NEAR_BLUR = 3

# The shorter side of the pyramid's coarsest level, at least. 16 and 64 do as well.
PYRAMID_COARSEST = 32

# Lowe's threshold for the ratio of distances, .75 no better. With mutual neighbours only.
SIFT_RATIO = 0.8

# The strongest only. At 3 MP, with twice the texture that protocols_speed.py has now, all of them
# took 63 s to match, and were .0031 px off; 20000 take 16 s and are .0032 off, 10000 12 s and
# .0056.
SIFT_FEATURES = 20000

# MAGSAC's largest deviation of an inlier, in pixels. Under noise 0.5 to 3 are the same; on
# graf1 → graf3 0.5 is a little better than 1 and clearly than 3.
MAGSAC_THRESHOLD = 0.5

# Seeds what a method draws at random.
seed = 0

# How ours compares two pictures.
LOSSES = {
    "auto": homography.AUTO,
    "ssd": homography.SSD,
    "zncc": homography.ZNCC,
    "robust": homography.ROBUST,
    "local": homography.LOCAL,
    "edges": homography.EDGES,
}
loss = "auto"


def _to_grey(picture):
    if picture.ndim == 2:
        return picture
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def _ecc(reference, moving, w, motion=cv2.MOTION_HOMOGRAPHY, blur=ECC_BLUR):
    """One run of ECC. w takes the reference to the moving picture, in OpenCV's coordinates."""
    w = w / w[2, 2]
    start = (w if motion == cv2.MOTION_HOMOGRAPHY else w[:2]).astype(numpy.float32)
    _, found = cv2.findTransformECC(reference, moving, start, motion, ECC_CRITERIA, None, blur)
    return numpy.vstack([found, [[0, 0, 1]]])[:3].astype(float)


def _ecc_pyramid(reference, moving, w):
    """cv2.pyrDown keeps each second pixel: in OpenCV's coordinates a scaling by exactly 2."""
    levels = [(reference, moving)]
    while min(min(picture.shape) for picture in levels[-1]) >= 2 * PYRAMID_COARSEST:
        levels.append(tuple(cv2.pyrDown(picture) for picture in levels[-1]))

    # A shift first. A coarse level that throws is left out; at the finest it is a failure.
    double = numpy.diag([2.0, 2.0, 1.0])
    steps = [(len(levels) - 1, cv2.MOTION_TRANSLATION)]
    steps += [(level, cv2.MOTION_HOMOGRAPHY) for level in reversed(range(len(levels)))]
    for level, motion in steps:
        scale = numpy.linalg.matrix_power(double, level)
        w_here = numpy.linalg.inv(scale) @ w @ scale
        try:
            w = scale @ _ecc(*levels[level], w_here, motion, NEAR_BLUR) @ numpy.linalg.inv(scale)
        except cv2.error:
            if level == 0 and motion == cv2.MOTION_HOMOGRAPHY:
                raise
    return w


def _to_bytes(picture):
    return numpy.clip(numpy.rint(picture * 255), 0, 255).astype(numpy.uint8)


def _make_sift():
    # Without the precise upscaling, points of the first octave are off by a quarter of a pixel.
    return cv2.SIFT_create(SIFT_FEATURES, enable_precise_upscale=True)


def _match(detector, norm, reference, moving):
    """Matching points of the moving picture and of the reference."""
    features = [detector.detectAndCompute(_to_bytes(p), None) for p in (moving, reference)]
    if any(descriptors is None or len(descriptors) < 2 for _, descriptors in features):
        raise NotFound("too few features")

    (from_points, from_descriptors), (to_points, to_descriptors) = features
    matcher = cv2.BFMatcher(norm)
    back = {m.queryIdx: m.trainIdx for m in matcher.match(to_descriptors, from_descriptors)}
    pairs = [
        (from_points[best.queryIdx].pt, to_points[best.trainIdx].pt)
        for best, second in matcher.knnMatch(from_descriptors, to_descriptors, k=2)
        if best.distance < SIFT_RATIO * second.distance
        and back[best.trainIdx] == best.queryIdx
    ]
    if len(pairs) < 4:
        raise NotFound("too few matches")
    return numpy.array(pairs)


def _fit(pairs):
    """H in OpenCV's coordinates. MAGSAC always draws the same numbers: the order is the seed."""
    pairs = numpy.random.default_rng(seed).permutation(pairs)
    h, _ = cv2.findHomography(
        pairs[:, 0], pairs[:, 1], cv2.USAC_MAGSAC, MAGSAC_THRESHOLD,
        maxIters=10000, confidence=0.9999,
    )  # fmt: skip
    if h is None:
        raise NotFound("no homography")
    return h


def _sift(reference, moving):
    return _fit(_match(_make_sift(), cv2.NORM_L2, reference, moving))


def _forward(w, at):
    """H, from what ECC found: OpenCV's coordinates, and the reference's own."""
    return geometry.translation(*at) @ geometry.from_opencv(numpy.linalg.inv(w))


def ours(reference, moving, at):
    """hom_align()."""
    return homography.align(reference, moving, loss=LOSSES[loss], at=at)


def ecc(reference, moving, at):
    """findTransformECC at a single scale."""
    return _forward(_ecc(_to_grey(reference), _to_grey(moving), geometry.translation(*at)), at)


def ecc_pyramid(reference, moving, at):
    """findTransformECC from coarse to fine, in floats."""
    start = geometry.translation(*at)
    return _forward(_ecc_pyramid(_to_grey(reference), _to_grey(moving), start), at)


def sift(reference, moving, at):
    """SIFT, mutual nearest neighbours, findHomography with MAGSAC++."""
    h = _sift(_to_grey(reference), _to_grey(moving))
    return geometry.translation(*at) @ geometry.from_opencv(h)


def akaze(reference, moving, at):
    """AKAZE, in the same way."""
    pictures = _to_grey(reference), _to_grey(moving)
    h = _fit(_match(cv2.AKAZE_create(), cv2.NORM_HAMMING, *pictures))
    return geometry.translation(*at) @ geometry.from_opencv(h)


def sift_ecc(reference, moving, at):
    """findTransformECC, started from SIFT."""
    reference, moving = _to_grey(reference), _to_grey(moving)
    start = numpy.linalg.inv(_sift(reference, moving))
    return _forward(_ecc(reference, moving, start, blur=NEAR_BLUR), at)


OURS = "ours"
METHODS = {
    OURS: ours,
    "ECC": ecc,
    "ECC pyramid": ecc_pyramid,
    "SIFT": sift,
    "SIFT, ECC": sift_ecc,
    "AKAZE": akaze,
    "Hugin": hugin.align,
}

# Pixels of the largest pictures that a peer is given, in millions.
LARGEST = {"ECC": 4, "SIFT": 16, "SIFT, ECC": 4, "Hugin": 16}


def takes(method, picture):
    """Whether a method comes to an end with pictures of this size."""
    height, width = picture.shape[:2]
    return width * height <= LARGEST.get(method, float("inf")) * 1e6
