# SPDX-License-Identifier: GPL-3.0-or-later
"""100 megapixels: the pixels are right, also far from the origin, and the plug-in's process stays small,
since GIMP's computes them."""

import os
import threading
import time

import numpy
from gi.repository import Gegl, Gimp
from gimptools import apply_matrix, call, main, new_image, sample_cubic, textured_picture

WIDTH, HEIGHT = 12250, 8170
GRAIN = 50  # the texture is enlarged so many times
MATRIX = numpy.array([[1.01, 0.02, 30], [-0.01, 0.99, 70], [1e-6, 2e-6, 1]])
WINDOW = 120
# Megabytes. The start of a plug-in takes a part of that.
MOST_MEMORY = 100


def make_layer(image):
    texture = textured_picture(WIDTH // GRAIN + 1, HEIGHT // GRAIN + 1)
    texture = (255 * texture).round().astype(numpy.uint8)
    layer = Gimp.Layer.new(
        image, "layer", WIDTH, HEIGHT, Gimp.ImageType.RGB_IMAGE, 100, Gimp.LayerMode.NORMAL
    )
    image.insert_layer(layer, None, 0)
    columns = numpy.arange(WIDTH) // GRAIN
    buffer = layer.get_buffer()
    for row in range(0, HEIGHT, GRAIN):
        n = min(GRAIN, HEIGHT - row)
        strip = numpy.repeat(texture[row // GRAIN][columns][None], n, axis=0)
        buffer.set(Gegl.Rectangle.new(0, row, WIDTH, n), "R'G'B' u8", strip.tobytes())
    buffer.flush()
    return layer


def get_window(layer, x, y):
    area = Gegl.Rectangle.new(x, y, WINDOW, WINDOW)
    data = layer.get_buffer().get(area, 1.0, "RGBA float", Gegl.AbyssPolicy.NONE)
    return numpy.frombuffer(data, numpy.float32).reshape(WINDOW, WINDOW, 4)


class PlugInMemory(threading.Thread):
    """The most that a process of the plug-in, started by this GIMP, has had."""

    def __init__(self):
        super().__init__()
        self.most, self.is_over = 0, False

    def run(self):
        while not self.is_over:
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
                        lines = dict(line.split(":", 1) for line in file)
                except OSError:
                    continue
                if lines["Name"].strip() == "homography" and int(lines["PPid"]) == os.getppid():
                    self.most = max(self.most, int(lines["VmHWM"].split()[0]) // 1024)
            time.sleep(0.01)


def test_100_megapixels():
    image = new_image(WIDTH, HEIGHT)
    layer = make_layer(image)
    random = numpy.random.default_rng(1)
    places = random.uniform(0.1, 0.9, (6, 2)) * [WIDTH, HEIGHT]
    seen = [place.astype(int) for place in places]
    sources = [get_window(layer, *place) for place in seen]

    memory = PlugInMemory()
    memory.start()
    begin = time.monotonic()
    call(
        "plug-in-homography-transform",
        image=image,
        drawables=[layer],
        matrix=MATRIX.ravel(),
        output="layer",
    )
    seconds = time.monotonic() - begin
    memory.is_over = True
    memory.join()
    print(f"# {seconds:.1f} s, {memory.most} MB")
    assert 0 < memory.most < MOST_MEMORY, memory.most

    _, x0, y0 = layer.get_offsets()
    half = WINDOW // 2
    for (x, y), source in zip(seen, sources):
        there = apply_matrix(MATRIX, [[x + half, y + half]])[0].astype(int)
        got = get_window(layer, *(there - half - [x0, y0]))[half - 20 : half + 20, half - 20 : half + 20]
        rows, columns = numpy.mgrid[-20:20, -20:20] + 0.5
        points = numpy.c_[columns.ravel() + there[0], rows.ravel() + there[1]]
        points = apply_matrix(numpy.linalg.inv(MATRIX), points) - [x, y]
        expected = sample_cubic(source.astype(float), points).reshape(40, 40, 4)
        # 8 bits, and light ones: a step is up to 0.009 of linear light.
        assert numpy.abs(got - expected).max() < 0.012, numpy.abs(got - expected).max()


main(globals())
