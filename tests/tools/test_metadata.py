#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles, dates, cameras and resolutions stay with the page, in TAP."""

import io

from PIL import Image

import filetools as ft
from filetools import run

FORMATS = {"jpeg": "jpg", "png": "png", "tiff": "tif"}


def assert_kept(path, profile=None, ppi=None, with_exif=True, with_inner=True):
    with Image.open(path) as image:
        image.load()
        data = image.getexif()
        assert image.info.get("icc_profile") == profile, (path, image.info.keys())
        if ppi:
            assert abs(float(image.info["dpi"][0]) - ppi) < 0.6, (path, image.info["dpi"])
        if with_exif:
            assert data.get(0x0110) == "Camera 1", (path, dict(data))
            assert data.get(0x0132) == "2024:05:06 07:08:09", (path, dict(data))
            assert not with_inner or data.get_ifd(0x8769).get(0x9003) == "2024:05:06 07:08:09", (path, data.get_ifd(0x8769))
            assert data.get(0x0112, 1) == 1, (path, dict(data))
        assert not data.get_ifd(0x0201) and 0x0201 not in data.get_ifd(1), path
        return image.size


def test_all_formats_keep_all():
    """JPEG, PNG and TIFF with a profile, a resolution and Exif, to each of the three."""
    profile = ft.adobe_rgb()
    image = Image.fromarray(ft.draw_page())
    for name in FORMATS.values():
        image.save(f"scan.{name}", quality=95, dpi=(240, 240), icc_profile=profile, exif=ft.exif())
    for to, ending in FORMATS.items():
        for name in FORMATS.values():
            folder = f"from-{name}"
            run("straighten", "-o", folder, "--format", to, f"scan.{name}")
            # PIL writes no directory of Exif to TIFF.
            assert_kept(f"{folder}/scan.{ending}", profile, 240, with_inner=name != "tif")
            ft.assert_page(f"{folder}/scan.{ending}")


def test_exif_of_a_tiff_is_read_and_written():
    image = Image.fromarray(ft.draw_page())
    image.save("scan.jpg", quality=95, exif=ft.exif())
    run("straighten", "-o", "one", "--format", "tiff", "--corners", "9,9,590,9,590,440,9,440", "scan.jpg")
    run("straighten", "-o", "two", "one/scan.tif")
    run("straighten", "-o", "three", "--format", "png", "one/scan.tif")
    assert_kept("two/scan.tif")
    assert_kept("three/scan.png")


def test_resolution_of_exif_alone():
    """As telephones write it: no JFIF."""
    data = ft.exif()
    data[282] = data[283] = 250.0
    data[296] = 2
    Image.fromarray(ft.draw_page()).save("scan.jpg", quality=95, exif=data)
    with open("scan.jpg", "rb") as file:
        content = file.read()
    if content[2:4] == b"\xff\xe0":
        content = content[:2] + content[4 + int.from_bytes(content[4:6], "big"):]
    with open("scan.jpg", "wb") as file:
        file.write(content)
    run("straighten", "-o", "out", "--format", "png", "scan.jpg")
    assert_kept("out/scan.png", ppi=250)


def test_sixteen_bits_in_adobe_rgb():
    profile = ft.adobe_rgb()
    tags = [(271, 2, 6, b"Maker\0"), (272, 2, 9, b"Camera 1\0"), (306, 2, 20, b"2024:05:06 07:08:09\0")]
    ft.write_tiff16("scan.tif", ft.draw_page(depth=16), profile, 600, tags=tags)
    run("straighten", "-o", "out", "--format", "png", "scan.tif")
    run("straighten", "-o", "out", "scan.tif")
    assert ft.read_png_header("out/scan.png")[2:] == (16, 2)
    for name in "out/scan.png", "out/scan.tif":
        with Image.open(name) as image:
            assert image.info["icc_profile"] == profile
            assert abs(float(image.info["dpi"][0]) - 600) < 0.6, image.info["dpi"]
            data = image.getexif()
            assert data[272] == "Camera 1" and data[306] == "2024:05:06 07:08:09", dict(data)
    with Image.open("out/scan.tif") as image:
        assert image.tag_v2[258] == (16, 16, 16), image.tag_v2[258]
    ft.assert_page("out/scan.png", 2)


def test_numbers_stay_those_of_the_profile():
    """Pixels are mixed in linear light of the profile's own, and do not change their space."""
    profile = ft.adobe_rgb()
    Image.fromarray(ft.draw_page()).save("scan.png", icc_profile=profile)
    run("straighten", "-o", "out", "scan.png")
    ft.assert_page("out/scan.png", 2)


def test_thumbnail_goes():
    data = ft.exif()
    thumbnail = io.BytesIO()
    Image.new("RGB", (160, 120), "green").save(thumbnail, "JPEG")
    first = data.get_ifd(1)
    first[0x0201], first[0x0202] = 0, len(thumbnail.getvalue())
    raw = data.tobytes()
    Image.fromarray(ft.draw_page()).save("scan.jpg", quality=95, exif=raw + thumbnail.getvalue())
    run("straighten", "-o", "out", "scan.jpg")
    with Image.open("out/scan.jpg") as image:
        assert 0x0201 not in image.getexif().get_ifd(1), "a thumbnail of the scan is left"
        assert image.getexif()[0x0110] == "Camera 1"


def test_without_anything_nothing_is_added():
    Image.fromarray(ft.draw_page()).save("scan.jpg", quality=95)
    Image.fromarray(ft.draw_page()).save("scan.png")
    run("straighten", "-o", "out", "scan.jpg", "scan.png")
    for name in "out/scan.jpg", "out/scan.png":
        with Image.open(name) as image:
            image.load()
            assert not image.getexif() and "icc_profile" not in image.info, (name, image.info)


def test_paper_and_resolution():
    Image.fromarray(ft.draw_page()).save("scan.png", dpi=(72, 72))
    run("straighten", "-o", "out", "--paper", "A5", "--ppi", "150", "scan.png")
    assert assert_kept("out/scan.png", ppi=150, with_exif=False) == (1240, 874)
    run("straighten", "-o", "out", "--ppi", "96", "scan.png")
    assert_kept("out/scan.png", ppi=96, with_exif=False)
    run("straighten", "-o", "out", "--size", "300x200", "scan.png")
    assert assert_kept("out/scan.png", ppi=72, with_exif=False) == (300, 200)


def test_reduced_pages_are_means():
    """A page at a tenth of its size has no fields that were jumped over."""
    Image.fromarray(ft.draw_page()).save("scan.png")
    run("straighten", "-o", "out", "--size", "40x", "scan.png")
    ft.assert_page("out/scan.png", 12)


def test_xmp_and_iptc_stay():
    xmp = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
           b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="paper"/>'
           b'</rdf:RDF></x:xmpmeta>')
    Image.fromarray(ft.draw_page()).save("scan.jpg", quality=95, xmp=xmp)
    run("straighten", "-o", "out", "scan.jpg")
    with open("out/scan.jpg", "rb") as file:
        assert b'dc:format="paper"' in file.read().replace(b"'", b'"')


ft.main(globals())
