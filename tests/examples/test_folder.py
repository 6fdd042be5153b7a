# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of a hundred scans through docs/examples/straighten_folder.py, in a GIMP that it starts:
test_folder.py FOLDER-OF-EXAMPLES. Inside GIMP, which draws the scans and looks at the pages."""

import glob
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from PIL import Image, ImageCms

from filetools import german_locale, write_mpo
from gimptools import add_layer, load, main, new_image, save, textured_picture

SCRIPT = os.path.join(os.path.abspath(sys.argv[1]), "straighten_folder.py")
N_SCANS = 100
WIDTH, HEIGHT = 600, 400
CORNERS = ["20", "15", "580", "40", "570", "380", "35", "390"]


def make_scans(folder):
    """Two are broken: one is no picture any more behind its first half, one lacks its end."""
    image = new_image(WIDTH, HEIGHT)
    add_layer(image, textured_picture(WIDTH, HEIGHT))
    first = os.path.join(folder, "scan-000.png")
    save(image, first)
    for i in range(1, N_SCANS - 1):
        shutil.copy(first, os.path.join(folder, f"scan-{i:03}.png"))
    cut = os.path.join(folder, "scan-099.jpg")
    save(image, cut)
    for path in os.path.join(folder, "scan-050.png"), cut:
        os.truncate(path, os.path.getsize(path) // 2)
    os.mkdir(os.path.join(folder, "scan-100.png"))
    for name in ".DS_Store", "Thumbs.db":
        with open(os.path.join(folder, name), "wb"):
            pass
    image.delete()


def start(*arguments, settings=()):
    environment = {**os.environ, "GIMP3_DIRECTORY": tempfile.mkdtemp(dir=os.path.dirname(arguments[1])), **dict(settings)}
    # Meson sets it; memory that nothing was written to would count.
    environment.pop("MALLOC_PERTURB_", None)
    return subprocess.Popen(
        [sys.executable or "python3", SCRIPT, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def memory_of_child(parent):
    """In bytes; 0 when there is no child, or it ends."""
    for path in glob.glob("/proc/[0-9]*/status"):
        try:
            with open(path, encoding="utf-8") as file:
                status = file.read()
        except OSError:
            continue
        if re.search(rf"^PPid:\s{parent}$", status, re.M):
            return 1024 * int((re.search(r"VmRSS:\s+(\d+)", status) or [0, 0])[1])
    return 0


def watch(process, pages):
    """The memory that GIMP had while each page was the last one; the least, for it comes and goes
    with the tiles of the page under way."""
    memory = {}
    while process.poll() is None:
        n = len(os.listdir(pages)) if os.path.exists(pages) else 0
        now = memory_of_child(process.pid)
        if n and now:
            memory[n] = min(now, memory.get(n, now))
        time.sleep(0.1)
    return memory


def growth(memory):
    """By how many bytes a file makes it grow: the median, for an allocator's pool is one large step."""
    steps = [memory[n + 10] - memory[n] for n in memory if n + 10 in memory]
    return statistics.median(steps) / 10


def test_a_hundred_scans_of_which_two_are_broken():
    with tempfile.TemporaryDirectory() as folder:
        scans, pages = os.path.join(folder, "scans"), os.path.join(folder, "pages")
        os.mkdir(scans)
        make_scans(scans)
        process = start(scans, pages, *CORNERS)
        memory = watch(process, pages)
        output, errors = process.communicate()
        assert process.returncode == 2, (output, errors)
        assert output == ""
        assert errors.count("\n") == 2, errors
        broken, cut = errors.splitlines()
        assert broken.startswith("scan-050.png: Error while reading"), errors
        assert cut.startswith("scan-099.jpg: ") and "Premature end" in cut, errors
        expected = [f"scan-{i:03}.png" for i in range(N_SCANS) if i not in (50, 99)]
        assert sorted(os.listdir(pages)) == expected
        for name in expected[::33]:
            layer = load(os.path.join(pages, name)).get_layers()[0]
            assert 500 < layer.get_width() < 600 and 330 < layer.get_height() < 400
        # A scan that stays loaded is its pixels at least, and the page is as large again.
        kept = growth(memory) / (4 * WIDTH * HEIGHT)
        print(f"# of each scan, {kept:.3f} of its pixels stay in memory")
        assert len(memory) > N_SCANS // 2 and kept < 0.2, memory


def make_photograph(path, orientation):
    """A light page on a dark table, as a telephone stores it, with a colour profile and a date."""
    pixels = np.zeros((300, 400, 3), np.uint8) + np.array([50, 45, 40], np.uint8)
    pixels[40:260, 60:340] = (230, 228, 225)
    pixels[60:100, 80:140] = (200, 40, 40)
    turned = {1: pixels, 6: np.rot90(pixels), 3: pixels[::-1, ::-1]}[orientation]
    exif = Image.Exif()
    exif[0x0112], exif[0x0110], exif[0x0132] = orientation, "Camera 1", "2024:05:06 07:08:09"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(np.ascontiguousarray(turned)).save(
        path, quality=95, exif=exif, icc_profile=profile, dpi=(300, 300))


def assert_upright_page(path):
    with Image.open(path) as image:
        image.load()
        assert image.mode == "RGB" and image.info["icc_profile"], (image.mode, image.info.keys())
        assert abs(image.info["dpi"][0] - 300) < 1, image.info["dpi"]
        exif = image.getexif()
        assert exif[0x0110] == "Camera 1" and exif.get(0x0112, 1) == 1, dict(exif)
        assert exif[0x0132] == "2024:05:06 07:08:09", dict(exif)
        red, blue = image.getpixel((int(0.18 * image.width), int(0.18 * image.height)))[::2]
        assert red > 150 and blue < 90, (path, red, blue)


def straighten_photographs(*corners):
    with tempfile.TemporaryDirectory() as folder:
        scans, pages = os.path.join(folder, "scans"), os.path.join(folder, "pages")
        os.mkdir(scans)
        for orientation in 1, 3, 6:
            make_photograph(os.path.join(scans, f"{orientation}.jpg"), orientation)
        process = start(scans, pages, *corners)
        _, errors = process.communicate()
        assert process.returncode == 0, errors
        assert sorted(os.listdir(pages)) == ["1.png", "3.png", "6.png"], os.listdir(pages)
        for name in os.listdir(pages):
            assert_upright_page(os.path.join(pages, name))


def test_photographs_are_upright_and_keep_profile_and_metadata():
    straighten_photographs("60,0", "40", "340", "40", "340", "260", "60", "260")


def test_corners_are_found():
    straighten_photographs()


def test_numbers_of_a_german_system():
    """With decimal commas; the page is the same to the last pixel."""
    with tempfile.TemporaryDirectory() as folder:
        scans = os.path.join(folder, "scans")
        os.mkdir(scans)
        os.mkdir(os.path.join(folder, "locale"))
        make_photograph(os.path.join(scans, "scan.jpg"), 1)
        german = german_locale(os.path.join(folder, "locale"))
        pages = []
        for name, settings in ("points", {}), ("commas", german or {}):
            process = start(scans, os.path.join(folder, name), "60.5", "40", "340", "40", "340", "260", "60", "260",
                            settings=settings)
            _, errors = process.communicate()
            assert process.returncode == 0, errors
            with Image.open(os.path.join(folder, name, "scan.png")) as page:
                pages.append(np.asarray(page))
        assert pages[0].shape == pages[1].shape and (pages[0] == pages[1]).all()


def make_several(folder):
    """Files of several pictures, of which GIMP loads the first; a telephone's map is none."""
    image = Image.new("RGB", (40, 30))
    image.save(os.path.join(folder, "frames.png"), save_all=True, append_images=[Image.new("RGB", (40, 30), "red")])
    image.save(os.path.join(folder, "more.ppm"))
    with open(os.path.join(folder, "more.ppm"), "r+b") as file:
        file.write(2 * file.read())
    with open(os.path.join(folder, "good.jpg"), "rb") as file:
        good = file.read()
    for name, kind in ("pair.jpg", 0x020002), ("telephone.jpg", 0):
        write_mpo(os.path.join(folder, name), [good, good], kind)


def test_without_a_page_it_fails_and_says_so():
    with tempfile.TemporaryDirectory() as folder:
        scans, pages = os.path.join(folder, "scans"), os.path.join(folder, "pages")
        os.mkdir(scans)
        make_photograph(os.path.join(scans, "good.jpg"), 1)
        Image.new("RGB", (400, 300), "grey").save(os.path.join(scans, "blank.jpg"))
        Image.new("RGB", (40, 30)).save(
            os.path.join(scans, "two.tif"), save_all=True, append_images=[Image.new("RGB", (40, 30))])
        make_several(scans)
        process = start(scans, pages)
        _, errors = process.communicate()
        assert process.returncode == 5, errors
        assert sorted(os.listdir(pages)) == ["good.png", "telephone.png"], (errors, os.listdir(pages))
        assert "blank.jpg: " in errors and "two.tif: It has 2 pages" in errors, errors
        for name in "frames.png", "pair.jpg", "more.ppm":
            assert f"{name}: It has several pictures" in errors, errors


def refusal(*arguments):
    process = start(*arguments)
    output, errors = process.communicate()
    assert process.returncode == 125 and output == "" and errors.count("\n") == 1, errors
    return errors


def test_what_would_overwrite_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        scans, pages = os.path.join(folder, "scans"), os.path.join(folder, "pages")
        os.mkdir(scans)
        for name in "a.png", "a.tif":
            with open(os.path.join(scans, name), "wb"):
                pass
        assert "a.png and a.tif would become the same page" in refusal(scans, pages, *CORNERS)
        assert "would replace the scans" in refusal(scans, scans, *CORNERS)
        assert "No such file" in refusal(pages, scans, *CORNERS)
        assert "could not convert" in refusal(scans, pages, "left", *CORNERS[1:])
        assert not os.path.exists(pages)


main(globals())
