#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing passes for done that is not: files that are cut, empty, misnamed or none, in TAP."""

import os
import subprocess
import zlib

import numpy as np
from PIL import Image

import filetools as ft
from filetools import run


def page():
    return Image.fromarray(ft.draw_page())


def noisy():
    """A picture whose files are long."""
    pixels = ft.draw_page().astype(int) + np.random.default_rng(1).integers(-9, 9, (450, 600, 1))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def cut(path, length):
    os.truncate(path, length)


def refused(path, *messages):
    """That a file fails, is named, and leaves nothing."""
    result = run("straighten", "-o", "out", "--csv", "table.csv", "--", path, status=1)
    row = ft.read_table("table.csv")[path]
    assert row["status"] == "failed" and row["output"] == "", row
    assert path in result.stderr, result.stderr
    for message in messages:
        assert message in row["message"], row
    assert not os.path.exists("out") or os.listdir("out") == [], os.listdir("out")


def test_cut_jpeg():
    noisy().save("scan.jpg", quality=95)
    whole = os.path.getsize("scan.jpg")
    assert whole > 40000, whole
    for length in 30000, whole - 2000, whole - 3, 700, 20, 3:
        noisy().save("scan.jpg", quality=95)
        cut("scan.jpg", length)
        refused("scan.jpg", "damaged")


def test_cut_progressive_jpeg():
    noisy().save("scan.jpg", quality=95, progressive=True)
    cut("scan.jpg", 30000)
    refused("scan.jpg", "damaged")


def test_damage_inside_a_jpeg():
    noisy().save("scan.jpg", quality=95)
    with open("scan.jpg", "r+b") as file:
        file.seek(20000)
        file.write(b"\xff\xd9" * 10)
    refused("scan.jpg", "damaged")


def test_changed_bytes_of_a_jpeg():
    """It has no check sums, but many changes leave what no picture can be. Of these 60 libjpeg sees 22; we, 41."""
    rng = np.random.default_rng(3)
    names = []
    for i in range(60):
        names.append(f"{i}.jpg")
        noisy().save(names[-1], quality=(75, 90)[i % 2], progressive=i % 3 == 0)
        with open(names[-1], "r+b") as file:
            data = bytearray(file.read())
            start = data.index(b"\xff\xda") + 20
            for at in rng.integers(start, len(data) - 2, (1, 4)[i // 2 % 2]):
                data[at] = rng.integers(256)
            file.seek(0)
            file.write(data)
    run("straighten", "-o", "out", "--csv", "table.csv", "--corners", ft.corners_text(), *names, status=None)
    told = sum(row["status"] == "failed" for row in ft.read_table("table.csv").values())
    assert told >= 38, told


def test_blocks_that_no_samples_have():
    """The first step of a quantization table is four times what it was: means lie beyond white."""
    for how in {}, {"progressive": True}:
        page().save("scan.jpg", quality=90, **how)
        with open("scan.jpg", "r+b") as file:
            data = file.read()
            at = data.index(b"\xff\xdb") + 5
            file.seek(at)
            file.write(bytes([data[at] * 4]))
        refused("scan.jpg", "damaged", "changed")


def test_strongest_contrasts_are_no_damage():
    """Blocks of black and white that have the largest coefficients there are, however coarsely they are stored."""
    x = np.arange(8)
    names = []
    for u, v in (0, 0), (0, 1), (1, 1), (3, 4), (7, 7), (0, 7):
        block = np.outer(np.cos((2 * x + 1) * u * np.pi / 16), np.cos((2 * x + 1) * v * np.pi / 16)) > 0
        for tile in block, ~block:
            pixels = np.tile(np.uint8(255) * tile, (40, 40))
            for quality in 1, 30, 75, 100:
                names.append(f"{len(names)}.jpg")
                image = Image.fromarray(pixels).convert("RGB" if quality % 2 else "L")
                image.save(names[-1], quality=quality, progressive=u == v)
    noise = np.random.default_rng(5).integers(0, 2, (320, 320, 3)).astype(np.uint8) * 255
    for quality in 1, 50, 100:
        names.append(f"noise{quality}.jpg")
        Image.fromarray(noise).save(names[-1], quality=quality, subsampling=0)
    run("straighten", "-o", "out", "--corners", "20,20,300,20,300,300,20,300", *names)
    assert len(os.listdir("out")) == len(names)


def test_bytes_before_the_end_of_a_jpeg():
    """What encoders fill it up with does no harm; other bytes say that pixels are missing."""
    noise = bytes(np.random.default_rng(4).integers(0, 255, 100).astype(np.uint8))
    for name, extra, is_good in (("none", b"", True), ("word", noise[:7], True), ("zeros", bytes(512), True),
                                 ("ones", b"\xfe" * 100, True), ("filled", b"\xff" * 100, True),
                                 ("lost", noise, False)):
        page().save(f"{name}.jpg", quality=90)
        with open(f"{name}.jpg", "r+b") as file:
            file.seek(-2, os.SEEK_END)
            assert file.read() == b"\xff\xd9"
            file.seek(-2, os.SEEK_END)
            file.write(extra + b"\xff\xd9" + b"trailer" * 100)
        if is_good:
            run("straighten", "-o", name, f"{name}.jpg")
            ft.assert_page(f"{name}/{name}.jpg")
        else:
            refused(f"{name}.jpg", "damaged")


def test_jpeg_that_lacks_its_colours():
    """It ends, well formed, after the first of its three scans: a grey file whose head promises colours."""
    page().convert("L").save("scan.jpg", quality=90)
    with open("scan.jpg", "r+b") as file:
        data = file.read()
        at = data.index(b"\xff\xc0\0\x0b")
        head = data[at:at + 9].replace(b"\0\x0b", b"\0\x11", 1)
        file.seek(0)
        file.write(data[:at] + head + b"\3\1\x11\0\2\x11\0\3\x11\0" + data[at + 13:])
    refused("scan.jpg", "damaged")


def test_bytes_behind_a_jpeg_do_no_harm():
    page().save("scan.jpg", quality=95)
    with open("scan.jpg", "ab") as file:
        file.write(b"more" * 1000)
    run("straighten", "-o", "out", "scan.jpg")
    ft.assert_page("out/scan.jpg")


def test_cut_png():
    noisy().save("scan.png")
    whole = os.path.getsize("scan.png")
    for length in 30000, whole - 5000, whole - 5, 100, 40, 9:
        noisy().save("scan.png")
        cut("scan.png", length)
        refused("scan.png", "damaged")


def test_damage_inside_a_png():
    noisy().save("scan.png")
    with open("scan.png", "r+b") as file:
        file.seek(os.path.getsize("scan.png") // 2)
        file.write(bytes(50))
    refused("scan.png", "damaged")


def test_cut_tiff():
    for compression in None, "tiff_lzw", "tiff_adobe_deflate", "jpeg":
        noisy().save("scan.tif", compression=compression)
        cut("scan.tif", os.path.getsize("scan.tif") // 2)
        refused("scan.tif", "damaged")


def test_cut_tiff_whose_directory_is_first():
    """Its strips end early, but its directory is there."""
    from PIL import TiffImagePlugin  # pylint: disable=import-outside-toplevel
    del TiffImagePlugin
    noisy().save("scan.tif")
    with open("scan.tif", "rb") as file:
        assert int.from_bytes(file.read(8)[4:], "little") < 100, "PIL writes the directory first"
    cut("scan.tif", os.path.getsize("scan.tif") - 30000)
    refused("scan.tif", "damaged")


def test_damaged_profile_does_no_harm():
    """Its lengths are wrong, one after another: the page is made all the same."""
    profile = ft.adobe_rgb()
    names = []
    for i in range(0, len(profile), 7):
        damaged = bytearray(profile)
        damaged[i:i + 2] = b"\xff\xfe"
        names.append(f"{i}.png")
        page().save(names[-1], icc_profile=bytes(damaged))
    page().save("short.png", icc_profile=profile[:200])
    run("straighten", "-o", "out", "--corners", ft.corners_text(), "short.png", *names)
    assert len(os.listdir("out")) == len(names) + 1


def test_cut_gif():
    noisy().convert("P").save("scan.gif")
    for length in os.path.getsize("scan.gif") // 2, os.path.getsize("scan.gif") - 2, 13, 6:
        noisy().convert("P").save("scan.gif")
        cut("scan.gif", length)
        refused("scan.gif")


def test_reasons_are_for_people():
    """Without the process, level and time that GLib puts before them."""
    noisy().save("scan.webp", lossless=True)
    with open("scan.webp", "r+b") as file:
        file.seek(30)
        file.write(bytes(range(200)))
    refused("scan.webp", "damaged")
    message = ft.read_table("table.csv")["scan.webp"]["message"]
    assert "WARNING" not in message and "**" not in message, message


def test_cut_webp():
    noisy().save("scan.webp")
    cut("scan.webp", os.path.getsize("scan.webp") // 2)
    refused("scan.webp")


def test_damaged_frames_of_a_png():
    for place, reason in ((b"fdAT", "frames"), (b"fcTL", "frames"), (b"acTL", "frames")):
        page().save("scan.png", save_all=True, append_images=[noisy(), page()])
        with open("scan.png", "r+b") as file:
            at = file.read().rindex(place) + 6
            file.seek(at)
            old = file.read(1)
            file.seek(at)
            file.write(bytes([old[0] ^ 1]))
        refused("scan.png", "damaged", reason)
    page().save("scan.png", save_all=True, append_images=[noisy(), page()])
    cut("scan.png", os.path.getsize("scan.png") - 2000)
    refused("scan.png", "damaged", "frames")


def test_damaged_frame_of_a_webp():
    """Those before it are done."""
    page().save("scan.webp", save_all=True, append_images=[noisy()], lossless=True)
    with open("scan.webp", "r+b") as file:
        file.seek(file.read().rindex(b"VP8L") + 13)
        file.write(bytes(range(200)))
    result = run("straighten", "-o", "out", "--corners", ft.corners_text(), "scan.webp", status=1)
    assert "scan.webp[2]: The WebP file is damaged" in result.stderr, result.stderr
    assert os.listdir("out") == ["scan-1.png"], os.listdir("out")


def test_pictures_that_loaders_pass_over():
    """One PPM behind another, and an OpenEXR file of several parts."""
    page().save("one.ppm")
    with open("one.ppm", "rb") as file:
        one = file.read()
    for tail, is_good in ((b"", True), (b"\n", True), (b"trailer", True), (one, False), (b"P5 1 1 255\n\0", False)):
        with open("scan.ppm", "wb") as file:
            file.write(one + tail)
        if is_good:
            run("straighten", "-o", "good", "scan.ppm")
        else:
            refused("scan.ppm", "several pictures")
    with open("scan.exr", "wb") as file:
        file.write(b"\x76\x2f\x31\x01" + (0x1002).to_bytes(4, "little") + bytes(1000))
    refused("scan.exr", "several pictures")


def test_cut_pnm():
    page().save("scan.ppm")
    cut("scan.ppm", os.path.getsize("scan.ppm") - 1000)
    refused("scan.ppm")


def test_cut_bmp():
    page().save("scan.bmp")
    cut("scan.bmp", os.path.getsize("scan.bmp") - 1000)
    refused("scan.bmp")


def test_cut_pdf():
    page().save("scan.pdf")
    cut("scan.pdf", os.path.getsize("scan.pdf") // 2)
    refused("scan.pdf")


def test_empty_file():
    with open("scan.jpg", "wb"):
        pass
    refused("scan.jpg", "empty")


def test_text_and_video():
    with open("scan.jpg", "w", encoding="utf-8") as file:
        file.write("BM is how this text begins\n" * 100)
    refused("scan.jpg", "no picture")
    with open("clip.mp4", "wb") as file:
        file.write(b"\0\0\0\x20ftypisom" + bytes(1000))
    refused("clip.mp4", "no picture")
    with open("photo.heic", "wb") as file:
        file.write(b"\0\0\0\x20ftypheic" + bytes(1000))
    refused("photo.heic", "HEIC")


def test_pictures_that_are_not_read_are_named():
    for name, head, kind in (("burst.heic", b"\0\0\0\x20ftyphevc", "HEIC"), ("a.raf", b"FUJIFILMCCD-RAW 0201", "RAF"),
                             ("a.rw2", b"IIU\0\x18\0\0\0", "RW2"), ("a.orf", b"IIRO\x08\0\0\0", "ORF"),
                             ("line.pbm", b"P4\n600 450\n", "PBM"), ("text.pgm", b"P2\n600 450\n255\n", "PGM"),
                             ("a.j2k", b"\xff\x4f\xff\x51\0\x29", "JPEG 2000"), ("book.djvu", b"AT&TFORM\0\0", "DjVu")):
        with open(name, "wb") as file:
            file.write(head + bytes(1000))
        refused(name, f"kind {kind}", "Convert")


def test_missing_file():
    refused("none.jpg", "No such file")


def test_folder_without_permission_and_missing_folder():
    run("straighten", "-o", "out", "none/", status=1)


def test_misnamed_files_are_read_by_their_content():
    page().save("a.png")
    os.rename("a.png", "a.jpg")
    page().save("b.jpg", quality=95)
    os.rename("b.jpg", "b.tif")
    page().save("c.tif")
    os.rename("c.tif", "c")
    run("straighten", "-o", "out", "a.jpg", "b.tif", "c")
    assert sorted(os.listdir("out")) == ["a.png", "b.jpg", "c.tif"], os.listdir("out")
    for name in os.listdir("out"):
        ft.assert_page(f"out/{name}")


def test_raw_file_is_no_picture():
    """Its first directory is a preview."""
    pixels = ft.draw_page(depth=16)
    ft.write_tiff16("photo.dng", pixels, tags=[(50706, 1, 4, b"\1\4\0\0")])
    refused("photo.dng", "raw")
    ft.write_tiff16("photo.nef", pixels, tags=[(254, 4, 1, b"\1\0\0\0")])
    refused("photo.nef", "raw")


def test_picture_that_claims_to_be_huge():
    """Its header is all there is of it."""
    head = (65500).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunk = b"IHDR" + head
    with open("scan.png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + len(head).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big"))
    refused("scan.png")


def test_no_page_is_no_picture_of_one():
    noise = np.random.default_rng(2).integers(90, 110, (300, 400, 3)).astype(np.uint8)
    Image.fromarray(noise).save("scan.png")
    page().save("good.png")
    result = run("straighten", "-o", "out", "--csv", "table.csv", "scan.png", "good.png", status=1)
    table = ft.read_table("table.csv")
    assert table["scan.png"]["status"] == "unsure", table
    assert table["good.png"]["status"] == "done", table
    assert "want a look" in result.stderr and os.listdir("out") == ["good.png"], result.stderr


def test_folder_that_cannot_be_written():
    page().save("scan.png")
    with open("out", "wb"):
        pass
    run("straighten", "-o", "out", "scan.png", status=125)
    run("straighten", "-o", "/proc/none", "scan.png", status=125)
    # One that is there is refused before the first page, not by each. Root may write everywhere.
    os.mkdir("shut", 0o555)
    os.chmod(".", 0o755)
    result = subprocess.run([ft.PROGRAM, "straighten", "-o", "shut", "scan.png"], stderr=subprocess.PIPE, text=True,
                            user=65534 if os.getuid() == 0 else None, check=False)
    assert result.returncode == 125 and "“shut”" in result.stderr and "denied" in result.stderr, result


ft.main(globals())
