# SPDX-License-Identifier: GPL-3.0-or-later
"""align_image_stack of hugin-tools: correlates small patches, and fits cameras to where they lie.

The cameras become a homography by way of pano_trafo. Hugin puts pixel centres at integers, as
OpenCV does: so read, the check "scale by 1.1" is off by 0.21 to 0.25 px, otherwise by 0.25 to 0.27.
"""

import os
import subprocess
import tempfile

import cv2
import numpy

import geometry


class Error(Exception):
    """No result; the text is the last line of what the program said."""


# A camera that turns (always), zooms (-m), has its centre anywhere (-i) and moves (-x -y -z) before
# a flat scene is any homography. With -m alone the median error of six accuracy pairs without noise
# was 5.6 px, with -m -i 5.9 and with -m -x -y -z 4.0, instead of 0.07. Radial distortion (-d) is
# nothing that these pairs have: 0.12.
CAMERA = ["-m", "-i", "-x", "-y", "-z", "--align-to-first"]

# The defaults (-g 5 -c 8 -t 3 --corr 0.9) find no more than a few patches under noise. Medians at
# noise 0, 10 and 30, and at the corners' σ = 32 px: .072, .22, none at all, .28 by the defaults;
# .049, .12, .93, .28 by a denser grid with more patches, a higher limit of their error, and 0.9;
# .063, .14, .27, .22 with 0.8. 0.7 and less, or a limit of 20: .15 to .27 at noise 0. The full
# resolution (-s 0) takes 8 times as long: .17, .21, .57, .63.
PATCHES = ["-g", "8", "-c", "20", "-t", "10", "--corr", "0.8"]

# Points along each side that pano_trafo maps. It writes six decimals.
GRID = 9


def _run(folder, *command, text=""):
    result = subprocess.run(
        command, cwd=folder, input=text, capture_output=True, text=True, check=False
    )
    if result.returncode:
        lines = (result.stdout + result.stderr).strip().splitlines()
        raise Error(f"{command[0]}: {lines[-1] if lines else result.returncode}")
    return result.stdout


def _write(path, pixels, at, width, height):
    """16 bits. align_image_stack takes pictures of one size: what is not there is black."""
    left, top = at
    canvas = numpy.zeros((height, width, *pixels.shape[2:]), numpy.uint16)
    view = canvas[top : top + pixels.shape[0], left : left + pixels.shape[1]]
    view[...] = numpy.clip(numpy.rint(pixels * 65535), 0, 65535)
    cv2.imwrite(path, canvas[..., ::-1] if canvas.ndim == 3 else canvas)


def _to_panorama(folder, image, width, height):
    """The homography from a picture to the panorama."""
    side = numpy.linspace(0, 1, GRID)
    points = numpy.stack(numpy.meshgrid(side * width, side * height), axis=-1).reshape(-1, 2)
    text = "".join(f"{x!r} {y!r}\n" for x, y in points.tolist())
    output = _run(folder, "pano_trafo", "stack.pto", str(image), text=text)
    landed = numpy.array([line.split() for line in output.splitlines()], dtype=float)
    h, _ = cv2.findHomography(points, landed, 0)
    if h is None or not numpy.isfinite(h).all():
        raise Error("pano_trafo: no homography")
    return h


def align(reference, moving, at):
    """The forward matrix H, where the reference lies at some place of the moving picture."""
    sizes = numpy.array([reference.shape[1::-1], moving.shape[1::-1]])
    width, height = (int(side) for side in (sizes + [at, (0, 0)]).max(axis=0))
    with tempfile.TemporaryDirectory() as folder:
        _write(os.path.join(folder, "0.png"), reference, at, width, height)
        _write(os.path.join(folder, "1.png"), moving, (0, 0), width, height)
        _run(folder, "align_image_stack", "-p", "stack.pto", *CAMERA, *PATCHES, "0.png", "1.png")
        first, second = (_to_panorama(folder, image, width, height) for image in (0, 1))
    return geometry.from_opencv(numpy.linalg.inv(first) @ second)
