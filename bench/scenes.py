# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs with a sheet, a painting or a screen in them, made so that its corners are known.

A rectangle is seen by a pinhole camera, turned and tilted at random, over a ground; with light
from one side, a shadow, and noise. libhomography's own warp draws it, anti-aliased.
"""

import math
from dataclasses import dataclass

import cv2
import numpy

import geometry
import homography
import pictures

WIDTH, HEIGHT = 1152, 864  # 1 MP

# Photographs that show no quadrilateral that stands out; grounds and paintings are parts of them.
PHOTOS = [
    "aero1.jpg", "aero3.jpg", "aloeL.jpg", "apple.jpg", "baboon.jpg", "butterfly.jpg",
    "chicky_512.png", "fruits.jpg", "graf1.png", "leuvenA.jpg", "messi5.jpg", "orange.jpg",
    "smarties.png", "squirrel_cls.jpg", "starry_night.jpg", "stuff.jpg",
]  # fmt: skip

# The least difference of the colours on the two sides of an edge that counts, of 1, and the share
# of each side of the quadrilateral that must have it: then the scene is clear.
CONTRAST, CLEAR = 0.08, 0.75


@dataclass
class Scene:
    kind: str
    pixels: numpy.ndarray
    corners: list[numpy.ndarray]  # either will do
    noise: float
    clear: bool


def crop(random, ratio, width):
    """A part of a photograph, of this width; width / height is the ratio."""
    picture = pictures.load(PHOTOS[random.integers(len(PHOTOS))])
    height, full = picture.shape[:2]
    trim = full // 25  # some have a frame
    picture = picture[trim:-trim, trim:-trim]
    height, full = picture.shape[:2]
    part = min(full, height * ratio) * random.uniform(0.7, 0.95)
    w, h = int(part), int(part / ratio)
    x, y = random.integers(0, full - w + 1), random.integers(0, height - h + 1)
    size = (round(width), round(width / ratio))
    resized = cv2.resize(picture[y : y + h, x : x + w], size, interpolation=cv2.INTER_CUBIC)
    return resized.clip(0, 1)


def plain(random, width, height):
    """A wall: one colour, a little coarse."""
    colour = random.uniform(0.15, 0.85, 3) * 0.4 + random.uniform(0.15, 0.85) * 0.6
    grain = cv2.resize(random.normal(0, 0.02, (height // 8, width // 8)), (width, height))
    return numpy.clip(colour + grain[..., None], 0, 1)


def paper(random, width, height):
    """A sheet with lines of text, and a picture in it."""
    sheet = numpy.full((height, width, 3), random.uniform(0.75, 0.95))
    sheet *= random.uniform(0.93, 1, 3)
    margin, line = width // 10, max(height // 45, 10)
    letters = numpy.array(list("abcdefghiklmnopqrstuvwxyz    "))
    for y in range(margin + line, height - margin, line):
        if random.random() < 0.9:
            text = "".join(random.choice(letters, int((width - 2 * margin) / line / 0.55)))
            cv2.putText(sheet, text, (margin, y), 0, line / 40, (0.15,) * 3, 1, cv2.LINE_AA)
    return sheet


def bordered(picture, border, colour):
    """With a border inside, so many pixels wide."""
    picture = picture.copy()
    for part in (picture[:border], picture[-border:], picture[:, :border], picture[:, -border:]):
        part[:] = colour
    return picture


def see(random, ratio):
    """The corners of a rectangle before a camera, at random until all of it is in the picture."""
    rectangle = numpy.array([(-ratio, -1, 0), (ratio, -1, 0), (ratio, 1, 0), (-ratio, 1, 0)])
    while True:
        turn, tilt = random.uniform(-1, 1) * math.pi / 4, random.uniform(0, 50) * math.pi / 180
        axis = random.uniform(0, 2 * math.pi)
        turned, _ = cv2.Rodrigues(numpy.array([0.0, 0, turn]))
        tilted, _ = cv2.Rodrigues(tilt * numpy.array([math.cos(axis), math.sin(axis), 0]))
        focal = random.uniform(0.7, 2) * math.hypot(WIDTH, HEIGHT)
        points = rectangle @ (tilted @ turned).T
        points[:, 2] += random.uniform(3, 12)
        if (points[:, 2] < 0.2).any():
            continue
        centre = random.uniform((0.25, 0.25), (0.75, 0.75)) * (WIDTH, HEIGHT)
        corners = points[:, :2] / points[:, 2:] * focal
        corners += centre - corners.mean(0)
        if not geometry.are_inside(corners - 8, WIDTH - 16, HEIGHT - 16).all():
            continue
        if cv2.contourArea(corners.astype(numpy.float32)) > 0.08 * WIDTH * HEIGHT:
            return corners


def lay(ground, picture, corners):
    """The picture over the ground, with its corners there."""
    height, width = picture.shape[:2]
    matrix = geometry.from_corners(corners, geometry.corners(width, height))
    opaque = numpy.ones((height, width, 4), numpy.float32)
    opaque[..., :3] = picture
    layer = numpy.empty((*ground.shape[:2], 4), numpy.float32)
    homography.warp(opaque, matrix, layer, homography.LINEAR, antialias=True)
    return ground * (1 - layer[..., 3:]) + layer[..., :3]


def shadow(random, ground, corners):
    """What the rectangle keeps of the light: soft, and to one side."""
    shade = numpy.zeros(ground.shape[:2], numpy.float32)
    moved = corners + random.uniform(-12, 12, 2)
    cv2.fillConvexPoly(shade, numpy.round(moved).astype(int), 1)
    shade = cv2.GaussianBlur(shade, (0, 0), random.uniform(3, 12))
    return ground * (1 - random.uniform(0, 0.5) * shade[..., None])


def light(random, pixels):
    """Brighter on one side than on the other, by up to three times."""
    angle = random.uniform(0, 2 * math.pi)
    offset = geometry.pixel_centres(WIDTH, HEIGHT) / (WIDTH, HEIGHT) - 0.5
    ramp = offset @ (math.cos(angle), math.sin(angle))
    return pixels * (1 + random.uniform(0, 0.7) * ramp)[..., None] * random.uniform(0.6, 1)


def is_clear(pixels, corners):
    """Whether the colours differ along most of each side."""
    for a, b in zip(corners, numpy.roll(corners, -1, axis=0)):
        along = (b - a) / numpy.linalg.norm(b - a)
        places = a + numpy.linspace(0.05, 0.95, 100)[:, None] * (b - a)
        normal = 4 * numpy.array([along[1], -along[0]])
        sides = [numpy.floor(places + side * normal).astype(int) for side in (1, -1)]
        colours = [pixels[side[:, 1], side[:, 0]] for side in sides]
        difference = numpy.linalg.norm(colours[0] - colours[1], axis=1) / math.sqrt(3)
        if (difference > CONTRAST).mean() < CLEAR:
            return False
    return True


KINDS = ["sheet", "screen", "painting", "photograph"]


def make(kind, seed):
    """A sheet of text or a screen on a photograph, a painting on a wall, or a photograph on one."""
    random = numpy.random.default_rng([KINDS.index(kind), seed])
    ratio = math.exp(random.uniform(-0.5, 0.5))
    corners = see(random, ratio)
    width = round(1.1 * math.sqrt(cv2.contourArea(corners.astype(numpy.float32)) * ratio))
    height = round(width / ratio)
    ground = crop(random, WIDTH / HEIGHT, WIDTH)
    if kind == "sheet":
        picture = paper(random, width, height)
    else:
        picture = crop(random, width / height, width)
    outlines = [geometry.corners(width, height)]
    if kind == "screen":
        border = round(width * random.uniform(0.03, 0.06))
        picture = bordered(picture, border, random.uniform(0.02, 0.1))
        inside = geometry.corners(width - 2 * border, height - 2 * border) + border
        outlines.append(inside)
    if kind == "painting":
        ground = plain(random, WIDTH, HEIGHT)
    ground = cv2.resize(ground, (WIDTH, HEIGHT))
    pixels = light(random, lay(shadow(random, ground, corners), picture, corners))
    noise = random.uniform(0, 20)
    place = geometry.from_corners(outlines[0], corners)
    either = [geometry.apply(place, outline) for outline in outlines]
    clear = any(is_clear(pixels, quadrilateral) for quadrilateral in either)
    return Scene(kind, pictures.add_noise(random, pixels, noise), either, noise, clear)


def make_ground(seed):
    """A scene with nothing on the ground; one in five grounds is a wall."""
    random = numpy.random.default_rng([len(KINDS), seed])
    ground = crop(random, WIDTH / HEIGHT, WIDTH)
    if seed % 5 == 4:
        ground = plain(random, WIDTH, HEIGHT)
    pixels = light(random, cv2.resize(ground, (WIDTH, HEIGHT)))
    return pictures.add_noise(random, pixels, random.uniform(0, 20))
