# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs that tempt: what is easily taken for aligned, and is not.

Frames of the instrument, tones that turn, one thing in common, other sensors, steep views, the
horizon, day and night, mirrored pictures, and pictures that have nothing in common. Each has a
known truth, or none, where nothing is right but to refuse.
"""

import math

import cv2
import numpy

import geometry
import pictures
from pairs import Pair, add_noise, draw_normal, overlap

PHOTOS = (
    "graf1.png", "leuvenA.jpg", "building.jpg", "aloeL.jpg", "board.jpg", "aero1.jpg",
    "starry_night.jpg", "fruits.jpg", "baboon.jpg", "butterfly.jpg", "home.jpg", "messi5.jpg",
    "rubberwhale1.png", "stuff.jpg", "squirrel_cls.jpg", "aero3.jpg",
)  # fmt: skip

WIDTH, HEIGHT = 480, 360

# px of a mean error, up to which an alignment is right; and from which on it is wrong.
RIGHT, WRONG = 2.0, 5.0


def load(random, size=(WIDTH, HEIGHT), name=None):
    """A photograph, or most of it, of this size, now and then from right to left."""
    pixels = pictures.load(name or PHOTOS[random.integers(len(PHOTOS))])
    height, width = pixels.shape[:2]
    trim = width // 25  # some have a frame
    pixels = pixels[trim:-trim, trim:-trim]
    pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return pixels[:, ::-1] if random.random() < 0.5 else pixels


def warp(pixels, forward, size=(WIDTH, HEIGHT), ground=None):
    """The picture moved by H; beyond it a ground, or its mirror image."""
    border = cv2.BORDER_REFLECT if ground is None else cv2.BORDER_CONSTANT
    matrix = geometry.to_opencv(forward)
    moved = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=border)
    if ground is not None:
        seen = cv2.warpPerspective(
            numpy.ones(pixels.shape[:2]), matrix, size, flags=cv2.INTER_LINEAR
        )[..., None]
        moved = moved * seen + ground * (1 - seen)
    return moved.clip(0, 1)


def turn(degrees, scale=1.0, shift=(0, 0)):
    """About the middle."""
    angle = math.radians(degrees)
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    matrix = numpy.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return geometry.translation(*shift) @ geometry.about(matrix, (WIDTH / 2, HEIGHT / 2))


def shift_of(random, least, most):
    angle = random.uniform(0, 2 * math.pi)
    length = random.uniform(least, most)
    return length * math.cos(angle), length * math.sin(angle)


def recolour(random, pixels):
    """Another hue and another gamma, as of another lamp or sensor."""
    mix = numpy.eye(3) + random.uniform(-0.25, 0.25, (3, 3))
    mix /= mix.sum(1, keepdims=True)
    return (pixels @ mix.T).clip(0, 1) ** random.uniform(0.6, 1.7)


def smooth_noise(random, cells, channels=1):
    """A random field without edges, 0 to 1."""
    field = random.uniform(0, 1, (cells, round(cells * WIDTH / HEIGHT), channels))
    field = cv2.resize(field, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return field.reshape(HEIGHT, WIDTH, channels).clip(0, 1)


# ---- The kinds: each returns reference, moving and H ---------------------------------------------


def surround(random):
    """A: a round black surround, or a border, the same in both; the picture moved under it."""
    pixels = load(random, (2 * WIDTH, 2 * HEIGHT))
    shift = shift_of(random, 60, 130)
    x, y = WIDTH // 2, HEIGHT // 2
    centre = geometry.translation(-x, -y)
    reference = warp(pixels, centre)
    moving = recolour(random, warp(pixels, geometry.translation(*shift) @ centre))
    at = geometry.pixel_centres(WIDTH, HEIGHT)
    kind = random.integers(5)
    if kind < 2:
        radius = random.uniform(0.42, 0.5) * HEIGHT
        inside = numpy.linalg.norm(at - (WIDTH / 2, HEIGHT / 2), axis=-1) < radius
        value = 0.0
    else:
        border = random.integers(12, 40)
        inside = ((at > border) & (at < (WIDTH - border, HEIGHT - border))).all(-1)
        value = 0.0 if kind == 2 else 1.0
    both = [numpy.where(inside[..., None], p, value) for p in (reference, moving)]
    if kind == 4:
        for picture in both:
            cv2.putText(picture, "2026-11-30  0042", (60, HEIGHT - 60), 0, 1.0, (1, 0.6, 0.1), 2)
    return *both, geometry.translation(-shift[0], -shift[1])


def tones(random):
    """B: tissues or materials, whose contrast turns from one picture to the other."""
    labels = cv2.GaussianBlur(load(random).mean(-1), (0, 0), 3)
    edges = numpy.quantile(labels, (0.2, 0.4, 0.6, 0.8))
    labels = numpy.digitize(labels, edges)
    moved = random.random() < 0.5
    h = turn(random.uniform(-2, 2), 1, shift_of(random, 18, 22)) if moved else numpy.eye(3)
    tables = [random.permutation(numpy.linspace(0.1, 0.9, 5)) for _ in range(2)]
    while abs(numpy.corrcoef(*tables)[0, 1]) > 0.5:
        tables[1] = random.permutation(tables[1])
    both = [cv2.GaussianBlur(table[labels], (0, 0), 1) for table in tables]
    reference, moving = (numpy.repeat(p[..., None], 3, -1) for p in both)
    return reference, warp(moving, numpy.linalg.inv(h)), h


def one_thing(random):
    """C: flat grounds with other textures, and one bright rectangle in common, moved."""
    shift = shift_of(random, 10, 60)
    size = random.integers(40, 90, 2)
    place = random.uniform((90, 90), (WIDTH - 180, HEIGHT - 180))
    both = []
    for offset in (0, 0), shift:
        pixels = 0.4 + 0.06 * smooth_noise(random, 40, 3) + 0.05 * smooth_noise(random, 120, 3)
        corner = numpy.round((place + offset) * 16).astype(int)
        other = numpy.round((place + offset + size) * 16).astype(int)
        cv2.rectangle(pixels, corner, other, (0.95, 0.95, 0.9), -1, cv2.LINE_AA, 4)
        both.append(pixels)
    return *both, geometry.translation(-shift[0], -shift[1])


def corner_overlap(random):
    """C: 15 % overlap, in one corner."""
    pixels = load(random, (2 * WIDTH, 2 * HEIGHT))
    share = 1 - math.sqrt(0.15)
    sign = random.choice([-1, 1], 2)
    shift = sign * share * (WIDTH, HEIGHT)
    middle = numpy.array([WIDTH, HEIGHT]) / 2
    views = [geometry.translation(*(-middle + by)) for by in (shift / 2, -shift / 2)]
    reference, moving = (warp(pixels, view) for view in views)
    return reference, recolour(random, moving), geometry.translation(*shift)


def sensor(random):
    """D: an inverted red channel with another blur, and a third of the regions toned anew."""
    pixels = load(random)
    h = draw_normal(random, geometry.corners(WIDTH, HEIGHT), 12)
    grey = 1 - cv2.GaussianBlur(pixels[..., 0], (0, 0), random.uniform(0.8, 2))
    regions = smooth_noise(random, 5)[..., 0]
    curve = random.permutation(numpy.linspace(0, 1, 6))
    toned = numpy.interp(grey, numpy.linspace(0, 1, 6), curve)
    grey = numpy.where(regions > numpy.quantile(regions, 0.7), toned, grey)
    moving = numpy.repeat(grey[..., None], 3, -1)
    return pixels, warp(moving, numpy.linalg.inv(h)), h


def steep(random):
    """E: a poster seen from 60 to 75° beside its normal, before another background."""
    names = random.choice(PHOTOS, 2, replace=False)
    poster = load(random, name=names[0])
    tilt = math.radians(random.uniform(60, 75))
    roll = math.radians(random.uniform(-15, 15))
    depth = 2.2 * WIDTH
    square = geometry.corners(WIDTH, HEIGHT) - (WIDTH / 2, HEIGHT / 2)
    flat = numpy.column_stack([square, numpy.zeros(4)])
    side = random.choice([-1, 1])
    if random.random() < 0.5:
        x = flat[:, 0] * math.cos(tilt)
        z = side * flat[:, 0] * math.sin(tilt)
        y = flat[:, 1]
    else:
        y = flat[:, 1] * math.cos(tilt)
        z = side * flat[:, 1] * math.sin(tilt)
        x = flat[:, 0]
    x, y = x * math.cos(roll) - y * math.sin(roll), x * math.sin(roll) + y * math.cos(roll)
    zoom = random.uniform(1.2, 1.5) * depth
    target = numpy.stack([x, y], -1) * (zoom / (depth + z))[:, None] + (WIDTH / 2, HEIGHT / 2)
    forward = geometry.from_corners(geometry.corners(WIDTH, HEIGHT), target)
    # Small pixels of the poster are averaged, as a lens does.
    large = cv2.GaussianBlur(poster, (0, 0), 0.8)
    seen = warp(large, forward, ground=load(random, name=names[1]))
    return poster, seen, numpy.linalg.inv(forward)


def horizon(random):
    """F: the layer shows its plane up to the horizon and the sky; the overlap does not."""
    plane = load(random)
    width = WIDTH
    # the plane's far edge nearly meets the horizon, which lies inside of the layer
    top = random.uniform(0.25, 0.35) * HEIGHT
    lower = geometry.corners(WIDTH, HEIGHT)[2:]
    narrow = random.uniform(0.3, 0.4) * width
    middle = WIDTH / 2 + random.uniform(-30, 30)
    target = numpy.array([(middle - narrow / 2, top), (middle + narrow / 2, top), *lower])
    forward = geometry.from_corners(geometry.corners(WIDTH, HEIGHT), target)
    sky = numpy.linspace(0.9, 0.6, HEIGHT)[:, None, None] * (0.7, 0.8, 1.0)
    sky = sky + 0.1 * smooth_noise(random, 6, 3)
    return plane, warp(plane, forward, ground=sky), numpy.linalg.inv(forward)


def night(random):
    """G: day and night: gamma 4, a dozen lamps, much noise; in place or moved."""
    pixels = load(random)
    h = numpy.eye(3)
    if random.random() < 0.5:
        h = draw_normal(random, geometry.corners(WIDTH, HEIGHT), 12)
    at = geometry.pixel_centres(WIDTH, HEIGHT)
    light = numpy.full((HEIGHT, WIDTH), 0.7)
    for _ in range(12):
        square = ((at - random.uniform((0, 0), (WIDTH, HEIGHT))) ** 2).sum(-1)
        light = light + random.uniform(0.5, 2) * numpy.exp(-square / (2 * 25.0**2))
    dark = (pixels**4 * light[..., None]).clip(0, 1)
    dark = warp(dark, numpy.linalg.inv(h))
    return pixels, pictures.add_noise(random, dark, 20).clip(0, 1), h


def edges_only(random):
    """H: the strength of one picture's edges, inverted and blurred, beside the picture."""
    pixels = load(random)
    grey = cv2.GaussianBlur(pixels.mean(-1), (0, 0), 1)
    strength = numpy.hypot(cv2.Sobel(grey, cv2.CV_64F, 1, 0), cv2.Sobel(grey, cv2.CV_64F, 0, 1))
    strength = cv2.GaussianBlur(strength, (0, 0), 1.2)
    strength = 1 - (strength / numpy.quantile(strength, 0.99)).clip(0, 1)
    h = turn(10, 1, shift_of(random, 110, 125))
    moving = numpy.repeat(strength[..., None], 3, -1)
    return pixels, warp(moving, numpy.linalg.inv(h)), h


def mirrored(random):
    """I: a slide that was scanned from behind. No alignment is right."""
    # A butterfly is its own mirror image.
    names = [name for name in PHOTOS if name != "butterfly.jpg"]
    pixels = load(random, (2 * WIDTH, 2 * HEIGHT), random.choice(names))
    h = draw_normal(random, geometry.corners(WIDTH, HEIGHT), 12)
    centre = geometry.translation(-WIDTH / 2, -HEIGHT / 2)
    return warp(pixels, centre), warp(pixels[:, ::-1], h @ centre), None


def unrelated(random):
    """Two photographs that have nothing in common. No alignment is right."""
    names = random.choice(PHOTOS, 2, replace=False)
    both = [cv2.resize(pictures.load(name), (WIDTH, HEIGHT)) for name in names]
    if random.random() < 0.3:
        both = [cv2.GaussianBlur(p, (0, 0), random.uniform(2, 8)) for p in both]
    return *both, None


KINDS = {
    "A surround": surround, "B tones": tones, "C one thing": one_thing,
    "C corner": corner_overlap, "D sensor": sensor, "E steep": steep, "F horizon": horizon,
    "G night": night, "H edges only": edges_only, "I mirrored": mirrored, "unrelated": unrelated,
}  # fmt: skip


def make(kind, trial):
    random = numpy.random.default_rng([6, list(KINDS).index(kind), trial])
    reference, moving, truth = KINDS[kind](random)
    both = add_noise(random, 2, reference, moving)
    if truth is None:
        points = geometry.pixel_centres(WIDTH, HEIGHT)
        return Pair({"case": kind, "alike": False}, trial, *both, numpy.full((3, 3), numpy.nan), points)
    return Pair({"case": kind, "alike": True}, trial, *both, truth, overlap(truth, moving, reference))


def trust(options):
    """Of each kind, as many as there are trials; of pictures that have nothing in common, thrice."""
    for kind in KINDS:
        for trial in range(options.trials * (3 if kind == "unrelated" else 1)):
            yield make(kind, trial)
