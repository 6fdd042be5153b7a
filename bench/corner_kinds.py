# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of kinds that are hard: rounded, small, cut off, side by side, in clutter, in a shadow.

All is drawn by code, at 1600 × 1200, by a pinhole camera; beside scenes.py, whose sheets are whole,
large and alone.
"""

import math
from dataclasses import dataclass, field

import cv2
import numpy

import geometry
import pictures
import scenes

WIDTH, HEIGHT = 1600, 1200


@dataclass
class Hard:
    kind: str
    pixels: numpy.ndarray
    corners: list[numpy.ndarray]  # outlines of which each is right; none where there is nothing
    all: list[numpy.ndarray] = field(default_factory=list)  # those of a picture with several
    detail: str = ""


def uneven(random, height, width, along, across, amount):
    """Noise with a grain of its own along x and along y."""
    small = random.normal(0, 1, (max(int(height / across), 2), max(int(width / along), 2)))
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)[..., None] * amount


def table(random, shade=None):
    """Boards of wood, a cloth, or one colour; light or dark."""
    shade = random.uniform(0.12, 0.75) if shade is None else shade
    colour = numpy.clip(shade * random.uniform(0.75, 1.25, 3), 0.03, 0.9)
    style = random.integers(3)
    ground = numpy.tile(colour, (HEIGHT, WIDTH, 1))
    if style == 0:
        grain = uneven(random, HEIGHT, WIDTH, 200, 3, 0.05) + uneven(random, HEIGHT, WIDTH, 90, 9, 0.05)
        ground = ground * (1 + 2 * grain)
        board = random.integers(120, 400)
        for y in range(random.integers(board), HEIGHT, board):
            ground[y : y + 3] *= random.uniform(0.4, 0.9)
    elif style == 1:
        weave = numpy.add.outer(numpy.sin(numpy.arange(HEIGHT) * 1.1), numpy.sin(numpy.arange(WIDTH) * 1.1))
        ground = ground * (1 + 0.06 * weave[..., None] + uneven(random, HEIGHT, WIDTH, 60, 60, 0.06))
    else:
        ground = ground * (1 + uneven(random, HEIGHT, WIDTH, 5, 5, 0.03))
    if random.random() < 0.5:
        ground = ground.swapaxes(0, 1)[:, ::-1]
        ground = cv2.resize(ground, (WIDTH, HEIGHT))
    return numpy.clip(ground, 0, 1)


def place(random, ratio, share, tilt=40, turn=30, centre=None):
    """The corners of a rectangle before a camera, whose area is such a share of the picture's."""
    rectangle = numpy.array([(-ratio, -1, 0), (ratio, -1, 0), (ratio, 1, 0), (-ratio, 1, 0)])
    while True:
        angles = numpy.radians([random.uniform(-turn, turn), random.uniform(0, tilt)])
        axis = random.uniform(0, 2 * math.pi)
        turned, _ = cv2.Rodrigues(numpy.array([0.0, 0, angles[0]]))
        tilted, _ = cv2.Rodrigues(angles[1] * numpy.array([math.cos(axis), math.sin(axis), 0]))
        points = rectangle @ (tilted @ turned).T
        points[:, 2] += random.uniform(3, 8) * max(ratio, 1)
        corners = points[:, :2] / points[:, 2:]
        corners *= math.sqrt(share * WIDTH * HEIGHT / cv2.contourArea(corners.astype(numpy.float32)))
        middle = random.uniform(0.2, 0.8, 2) if centre is None else numpy.asarray(centre)
        corners += middle * (WIDTH, HEIGHT) - corners.mean(0)
        if centre is not None or geometry.are_inside(corners - 12, WIDTH - 24, HEIGHT - 24).all():
            return corners


def size_of(corners, ratio):
    area = cv2.contourArea(corners.astype(numpy.float32))
    width = 1.1 * math.sqrt(area * ratio)
    return max(round(width), 24), max(round(width / ratio), 24)


def finish(random, pixels, strength=0.6):
    """Light from a side, a soft lens, and noise, as 8 bits."""
    angle = random.uniform(0, 2 * math.pi)
    offset = geometry.pixel_centres(WIDTH, HEIGHT) / (WIDTH, HEIGHT) - 0.5
    ramp = offset @ (math.cos(angle), math.sin(angle))
    pixels = pixels * (1 + random.uniform(0, strength) * ramp)[..., None] * random.uniform(0.7, 1)
    pixels = cv2.GaussianBlur(pixels, (0, 0), random.uniform(0.6, 1.3))
    pixels = pictures.add_noise(random, pixels, random.uniform(1, 8))
    return (numpy.round(pixels.clip(0, 1) * 255) / 255).astype(numpy.float32)


def page(random, corners, ratio):
    """A sheet of paper, sometimes with a picture, a coloured head, or ruled lines."""
    width, height = size_of(corners, ratio)
    sheet = scenes.paper(random, width, height)
    if random.random() < 0.4:
        x, y = int(width * 0.12), int(height * random.uniform(0.15, 0.5))
        w, h = int(width * random.uniform(0.3, 0.76)), int(height * 0.3)
        sheet[y : y + h, x : x + w] = random.uniform(0.1, 0.9, 3)
    if random.random() < 0.25:
        y = int(height * random.uniform(0.03, 0.12))
        sheet[y : y + max(int(height * 0.03), 2)] = random.uniform(0.1, 0.8, 3)
    return sheet


def lay(random, ground, picture, corners, mask=None):
    """The picture over the ground with a soft shadow; mask: how much of it is there."""
    shaded = scenes.shadow(random, ground, corners)
    laid = scenes.lay(shaded, picture, corners)
    if mask is None:
        return laid
    share = scenes.lay(numpy.zeros_like(ground), numpy.repeat(mask[..., None], 3, 2), corners)
    return ground * (1 - share) + scenes.lay(ground, picture, corners) * share


def card(random):
    """A light or coloured card; its corners have a radius of 0 to 10 % of the width."""
    radius, n_lines = random.uniform(0, 0.1), random.integers(4)
    ratio = random.choice([85.6 / 54, 85 / 55, 54 / 85.6, 1.4])
    corners = place(random, ratio, random.uniform(0.05, 0.4))
    width, height = size_of(corners, ratio)
    light = random.random() < 0.7
    colour = random.uniform(0.8, 0.95, 3) if light else random.uniform(0.05, 0.6, 3)
    picture = numpy.tile(colour, (height, width, 1))
    for _ in range(n_lines):
        at, thick = int(random.uniform(0.08, 0.92) * height), max(int(height * random.uniform(0.01, 0.06)), 2)
        picture[at : at + thick] = random.uniform(0.05, 0.9, 3)
    for k in range(6):
        y, x = int((0.2 + 0.1 * k) * height), int(0.35 * width)
        picture[y : y + max(height // 40, 1), x : x + int(random.uniform(0.1, 0.5) * width)] = 0.25
    picture[int(0.2 * height) : int(0.6 * height), int(0.08 * width) : int(0.28 * width)] = random.uniform(0, 0.6, 3)
    r, s = radius * max(width, height), 4
    mask = numpy.zeros((height * s, width * s), numpy.float32)
    inner, R = [(r, r), (width - r, r), (width - r, height - r), (r, height - r)], r * s
    hull = [
        (x * s + R * math.cos(a), y * s + R * math.sin(a))
        for x, y in inner
        for a in numpy.linspace(0, 2 * math.pi, 128)
    ]
    hull = cv2.convexHull(numpy.round(numpy.array(hull)).astype(numpy.int32))
    cv2.fillConvexPoly(mask, hull, 1.0)
    mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    ground = table(random, random.uniform(0.08, 0.45) if light else random.uniform(0.6, 0.85))
    pixels = finish(random, lay(random, ground, picture, corners, mask), 0.4)
    return Hard("card", pixels, [corners], detail=f"{radius:.3f} {n_lines}")


def small(random):
    """A sheet on 3 to 8 % of the picture's area; one in two is thin, as a receipt."""
    thin = random.random() < 0.5
    ratio = 1 / random.uniform(3, 7) if thin else math.exp(random.uniform(-0.6, 0.6))
    share = random.uniform(0.03, 0.08)
    corners = place(random, ratio, share, 35)
    ground = table(random, random.uniform(0.1, 0.5))
    pixels = finish(random, lay(random, ground, page(random, corners, ratio), corners))
    return Hard("small", pixels, [corners], detail=f"{ratio:.2f} {share:.3f}")


def two(random):
    """Two sheets side by side."""
    ratio, share = random.choice([0.7, 0.77, 1.0]), random.uniform(0.1, 0.16)
    pixels, outlines = table(random, random.uniform(0.1, 0.5)), []
    for x in 0.27, 0.73:
        corners = place(random, ratio, share, 25, 9, (x, random.uniform(0.45, 0.55)))
        pixels = lay(random, pixels, page(random, corners, ratio), corners)
        outlines.append(corners)
    return Hard("two", finish(random, pixels), outlines, outlines)


def hard_shadow(random):
    """The edge of a shadow across the sheet and the table."""
    ratio = math.exp(random.uniform(-0.4, 0.4))
    corners = place(random, ratio, random.uniform(0.15, 0.45))
    pixels = lay(random, table(random, random.uniform(0.15, 0.5)), page(random, corners, ratio), corners)
    angle = random.uniform(0, 2 * math.pi)
    normal = numpy.array([math.cos(angle), math.sin(angle)])
    through = corners.mean(0) + random.uniform(-0.25, 0.25, 2) * numpy.ptp(corners, axis=0)
    shade = ((geometry.pixel_centres(WIDTH, HEIGHT) - through) @ normal > 0).astype(numpy.float32)
    shade = cv2.GaussianBlur(shade, (0, 0), random.uniform(1.5, 8))
    pixels = pixels * (1 - random.uniform(0.35, 0.65) * shade[..., None])
    return Hard("shadow", finish(random, pixels), [corners])


def clipped(corners):
    """The part of a quadrilateral in the picture, if that has four corners."""
    frame = geometry.corners(WIDTH, HEIGHT).astype(numpy.float32)
    _, part = cv2.intersectConvexConvex(corners.astype(numpy.float32), frame)
    part = part.reshape(-1, 2)
    return part.astype(float) if len(part) == 4 else None


def cut(random):
    """A slide or a sheet of which the picture shows no more than the part between two sides."""
    while True:
        ratio = random.choice([0.71, 1.33, 1.78])
        centre = random.choice([(0.5, 0.2), (0.2, 0.5), (0.8, 0.5), (0.5, 0.8), (0.5, 0.5)])
        corners = place(random, ratio, random.uniform(0.35, 0.8), 25, 7, centre)
        part = clipped(corners)
        outside = ~geometry.are_inside(corners, WIDTH, HEIGHT)
        if part is not None and outside.sum() >= 2 and geometry.are_inside(part - 40, WIDTH - 80, HEIGHT - 80).sum() >= 2:
            break
    picture = page(random, corners, ratio)
    pixels = lay(random, table(random, random.uniform(0.05, 0.4)), picture, corners)
    outlines = [part]
    # A corner that lies little outside may as well be where the sides meet.
    if geometry.are_inside(corners + 0.1 * WIDTH, 1.2 * WIDTH, 1.2 * HEIGHT + 0.1).all():
        outlines.append(corners)
    return Hard("cut", finish(random, pixels), outlines)


def clutter(random):
    """Pens, cables, and other sheets below and around, none of which hides a corner."""
    ratio = random.choice([0.71, 0.77, 1.41])
    corners = place(random, ratio, random.uniform(0.12, 0.35))
    pixels = table(random)
    for _ in range(random.integers(1, 5)):
        other = place(random, random.choice([0.71, 1.41, 1.0]), random.uniform(0.05, 0.3), 30, 60,
                      random.uniform(0.1, 0.9, 2))  # fmt: skip
        pixels = lay(random, pixels, page(random, other, 1.0), other)
    for _ in range(random.integers(2, 7)):
        pixels = draw_stick(random, pixels)
    pixels = lay(random, pixels, page(random, corners, ratio), corners)
    for _ in range(random.integers(0, 2)):
        pixels = draw_stick(random, pixels, corners)
    return Hard("clutter", finish(random, pixels), [corners])


def draw_stick(random, pixels, avoid=None):
    """A pen or a cable, somewhere; not over corners to avoid."""
    while True:
        start = random.uniform((0, 0), (WIDTH, HEIGHT))
        bend = random.normal(0, 1, (3, 2)) * random.choice([0, 60])
        direction = random.normal(0, 1, 2)
        direction /= numpy.linalg.norm(direction)
        steps = numpy.linspace(0, random.uniform(150, 900), 60)
        path = start + steps[:, None] * direction
        for k, way in enumerate(bend):
            path = path + numpy.sin(steps[:, None] / 120 * (k + 1)) * way
        thick = random.integers(6, 26)
        if avoid is None or all(numpy.linalg.norm(path - c, axis=1).min() > thick + 8 for c in avoid):
            break
    mask = numpy.zeros((HEIGHT, WIDTH), numpy.float32)
    cv2.polylines(mask, [numpy.round(path).astype(numpy.int32)], False, 1.0, int(thick), cv2.LINE_AA)
    return pixels * (1 - mask[..., None]) + random.uniform(0, 0.9, 3) * mask[..., None]


def board(random):
    """A chessboard on a sheet; the board or the sheet is right."""
    columns, rows = random.integers(6, 11), random.integers(5, 9)
    square, margin = 60, int(random.uniform(0.3, 1.5) * 60)
    width, height = columns * square + 2 * margin, rows * square + 2 * margin
    corners = place(random, width / height, random.uniform(0.15, 0.5))
    sheet = numpy.full((height, width, 3), 0.9)
    odd = numpy.add.outer(numpy.arange(rows), numpy.arange(columns)) % 2
    squares = numpy.kron(odd, numpy.ones((square, square)))[..., None]
    sheet[margin:-margin, margin:-margin] = 0.1 + 0.8 * squares
    pixels = lay(random, table(random, random.uniform(0.1, 0.6)), sheet, corners)
    inner = geometry.corners(width - 2 * margin, height - 2 * margin) + margin
    inner = geometry.apply(geometry.from_corners(geometry.corners(width, height), corners), inner)
    return Hard("board", finish(random, pixels), [corners, inner])


def framed(random):
    """A picture in a frame on a wall; the frame or the picture is right, and both are to be found."""
    ratio, border = math.exp(random.uniform(-0.4, 0.4)), random.uniform(0.05, 0.12)
    corners = place(random, ratio, random.uniform(0.15, 0.5), 40, 8)
    width, height = size_of(corners, ratio)
    edge = round(border * width)
    picture = scenes.crop(random, width / height, width)
    picture = cv2.resize(picture, (width, height))
    colour = random.uniform(0.05, 0.6, 3)
    picture = scenes.bordered(picture, edge, colour)
    inner = geometry.corners(width - 2 * edge, height - 2 * edge) + edge
    inner = geometry.apply(geometry.from_corners(geometry.corners(width, height), corners), inner)
    wall = scenes.plain(random, WIDTH, HEIGHT)
    wall = wall if abs(wall.mean() - colour.mean()) > 0.15 else 1 - wall
    return Hard("framed", finish(random, lay(random, wall, picture, corners)), [corners, inner], [corners, inner])


def wall(random):
    """Paintings on a wall, three to five of them."""
    pixels, outlines = scenes.plain(random, WIDTH, HEIGHT), []
    n = random.integers(3, 6)
    for k in range(n):
        ratio = math.exp(random.uniform(-0.35, 0.35))
        centre = ((k + 0.5) / n, random.uniform(0.4, 0.6))
        corners = place(random, ratio, random.uniform(0.025, 0.04) * 4 / n, 10, 3, centre)
        width, height = size_of(corners, ratio)
        picture = cv2.resize(scenes.crop(random, ratio, width), (width, height))
        dark = pixels.mean() > 0.5
        picture = scenes.bordered(picture, max(width // 14, 3), 0.08 if dark else 0.9)
        pixels = lay(random, pixels, picture, corners)
        outlines.append(corners)
    return Hard("wall", finish(random, pixels), outlines, outlines)


def nothing(random):
    """A ground with nothing on it but, sometimes, pens, a shadow, stripes, or text."""
    kind = random.integers(6)
    pixels = table(random) if kind else scenes.crop(random, WIDTH / HEIGHT, WIDTH)
    pixels = cv2.resize(pixels, (WIDTH, HEIGHT))
    if kind in (1, 2):
        for _ in range(random.integers(1, 9)):
            pixels = draw_stick(random, pixels)
    if kind == 3:
        angle = random.uniform(0, 2 * math.pi)
        centres = geometry.pixel_centres(WIDTH, HEIGHT) - (WIDTH / 2, HEIGHT / 2)
        pixels = pixels * numpy.where(centres @ (math.cos(angle), math.sin(angle)) > 0, 1, 0.6)[..., None]
    if kind == 4:
        period = random.integers(30, 200)
        pixels[(numpy.arange(HEIGHT) // period) % 2 == 0] *= random.uniform(0.4, 0.9)
    if kind == 5:
        pixels = scenes.paper(random, WIDTH, HEIGHT)
    return Hard("nothing", finish(random, pixels), [])


KINDS = {
    "card": card, "small": small, "two": two, "shadow": hard_shadow, "cut": cut, "clutter": clutter,
    "board": board, "framed": framed, "wall": wall, "nothing": nothing,
}  # fmt: skip


def make(kind, seed):
    """The scene of a kind that belongs to a seed."""
    return KINDS[kind](numpy.random.default_rng([100 + list(KINDS).index(kind), seed]))
