# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the README, run as they stand: test_readme.py README."""

import os
import re
import subprocess
import sys
import tempfile

from gi.repository import Gimp
from gimptools import add_layer, call, get_pixels, load, main, new_image, save, textured_picture

README = os.path.abspath(sys.argv[1])


def example(language):
    with open(README, encoding="utf-8") as file:
        (code,) = re.findall(rf"^```{language}\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
    return code


def make_picture(path, x=0, y=0):
    """A part of a picture, so that two of them are shifted views of the same."""
    pixels = textured_picture(580, 590)[y : y + 563, x : x + 558]
    image = new_image(558, 563)
    add_layer(image, pixels)
    save(image, path)
    image.delete()


def in_folder(function):
    """Calls the function in an empty current folder."""

    def test():
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                function()
            finally:
                os.chdir(before)

    test.__name__ = function.__name__
    return test


@in_folder
def test_script_fu_straightens_a_page():
    make_picture("page.png")
    # Script-Fu is a process of its own, with a current folder of its own
    code = example("scheme").replace('"page', f'"{os.getcwd()}/page')
    call("plug-in-script-fu-eval", script=code)
    straight = load("page-straight.png")
    assert 440 < straight.get_width() < 500 and 420 < straight.get_height() < 500
    (page,) = straight.get_layers()
    assert get_pixels(page)[..., 3].min() == 1


@in_folder
def test_python_aligns_two_photographs():
    make_picture("first.png")
    make_picture("second.png", 5, 3)
    exec(example("python"), {})
    layer, _ = load("aligned.xcf").get_layers()
    (filter,) = layer.get_filters()
    config = filter.get_config()
    assert abs(config.get_property("target-x1") - 5) < 0.02
    assert abs(config.get_property("target-y1") - 3) < 0.02


@in_folder
def test_gegl_straightens_a_page():
    make_picture("page.png")
    subprocess.run(["sh", "-e"], input=example("sh"), text=True, check=True)
    before = get_pixels(load("page.png").get_layers()[0])
    straight = get_pixels(load("page-straight.png").get_layers()[0])
    # gegl writes all of the result; it does not start at the target's corner
    assert straight.shape[0] > 480 and straight.shape[1] > 480
    assert abs(straight[..., :3].mean() - before[..., :3].mean()) < 0.2


main(globals())
