#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every kind become pages: depths, palettes, inks, several pages, sides up, in TAP."""

import os
import struct

import numpy as np
from PIL import Image

import filetools as ft
from filetools import assert_page, run


def page():
    return Image.fromarray(ft.draw_page())


def straighten(path, *args):
    run("straighten", "-o", "out", "--csv", "table.csv", *args, path)
    return ft.read_table("table.csv")


def assert_corners(row, corners=ft.CORNERS, tolerance=0.6):
    found = np.array([[float(row[f"{axis}{i}"]) for axis in "xy"] for i in range(1, 5)])
    assert np.abs(found - corners).max() < tolerance, found


def test_jpeg():
    page().save("scan.jpg", quality=95)
    assert_corners(straighten("scan.jpg")["scan.jpg"])
    assert_page("out/scan.jpg")


def test_png():
    page().save("scan.png")
    assert_corners(straighten("scan.png")["scan.png"])
    pixels = assert_page("out/scan.png", 2)
    assert ft.read_png_header("out/scan.png")[2:] == (8, 2)
    # Its sides are as long as the page's on the scan, or longer in one direction.
    assert 395 < pixels.shape[1] < 450 and 305 < pixels.shape[0] < 350, pixels.shape


def test_one_bit_scans_become_grey():
    one_bit = page().convert("L").point(lambda value: 255 if value > 120 else 0).convert("1", dither=Image.Dither.NONE)
    one_bit.save("a.png")
    one_bit.save("b.tif", compression="group4")
    one_bit.save("c.tif")
    run("straighten", "-o", "out", "a.png", "b.tif", "c.tif")
    for name in "a.png", "b.tif", "c.tif":
        assert_page(f"out/{name}", channels=1)


def test_palettes_become_colour():
    palette = page().quantize(32, dither=Image.Dither.NONE)
    palette.save("a.png")
    palette.save("b.tif")
    palette.save("c.gif")
    run("straighten", "-o", "out", "a.png", "b.tif", "c.gif")
    for name in "a.png", "b.tif", "c.png":
        assert_page(f"out/{name}", 20)


def test_grey():
    page().convert("L").save("a.png")
    page().convert("L").save("b.jpg", quality=95)
    page().convert("L").save("c.tif")
    Image.fromarray(np.asarray(page().convert("L")).astype(np.uint16) * 257).save("d.png")
    run("straighten", "-o", "out", "a.png", "b.jpg", "c.tif", "d.png")
    for name in "a.png", "b.jpg", "c.tif":
        assert_page(f"out/{name}", channels=1)
    assert ft.read_png_header("out/d.png")[2:] == (16, 0)


def test_grey_that_counts_from_white():
    pixels = 255 - np.asarray(page().convert("L"))
    Image.fromarray(pixels).save("scan.tif")
    with open("scan.tif", "r+b") as file:  # PhotometricInterpretation 1 becomes 0
        data = bytearray(file.read())
        place = data.index(struct.pack("<HHIH", 262, 3, 1, 1))
        data[place + 8] = 0
        file.seek(0)
        file.write(data)
    run("straighten", "-o", "out", "scan.tif")
    assert_page("out/scan.tif", channels=1)


def test_opaque_alpha_goes_and_transparency_stays():
    image = page().convert("RGBA")
    image.save("a.png")
    image.save("b.tif")
    hole = image.copy()
    hole.paste((0, 0, 0, 0), (250, 200, 300, 230))
    hole.save("c.png")
    run("straighten", "-o", "out", "--corners", ft.corners_text(), "a.png", "b.tif", "c.png")
    assert_page("out/a.png", 2)
    assert_page("out/b.tif", 2)
    assert_page("out/c.png", 2, channels=4)
    run("straighten", "-o", "out", "--format", "jpeg", "--corners", ft.corners_text(), "c.png")
    with Image.open("out/c.jpg") as flat:
        assert flat.mode == "RGB"
        middle = flat.getpixel((int(flat.width * 0.46), int(flat.height * 0.49)))
    assert min(middle) > 245, f"white is seen through it: {middle}"


def test_what_lies_beyond_the_picture_is_transparent():
    page().save("scan.png")
    corners = ft.CORNERS.copy()
    corners[0] = (-20, -15)
    run("straighten", "-o", "out", "--corners", ft.corners_text(corners), "scan.png")
    with Image.open("out/scan.png") as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0))[3] == 0 and image.getpixel((image.width - 1, image.height - 1))[3] == 255


def test_page_that_is_all_of_the_picture_is_opaque():
    page().crop((100, 95, 460, 360)).save("scan.png")
    run("straighten", "-o", "out", "--corners", "0,0,360,0,360,265,0,265", "--ratio", str(360 / 265), "scan.png")
    with Image.open("out/scan.png") as image, Image.open("scan.png") as source:
        assert image.mode == "RGB" and image.size == source.size, (image.mode, image.size)
        assert np.array_equal(np.asarray(image), np.asarray(source))


def test_sixteen_bits_stay():
    pixels = ft.draw_page(depth=16)
    ft.write_png16("a.png", pixels)
    ft.write_tiff16("b.tif", pixels)
    ft.write_tiff16("c.tif", pixels, order=">")
    run("straighten", "-o", "out", "a.png", "b.tif", "c.tif")
    assert ft.read_png_header("out/a.png")[2:] == (16, 2)
    run("straighten", "-o", "png", "--format", "png", "b.tif", "c.tif")
    assert ft.read_png_header("png/b.png")[2:] == (16, 2)
    for name in "out/a.png", "png/b.png", "png/c.png":
        assert_page(name, 2)
    with open("out/b.tif", "rb") as b, open("out/c.tif", "rb") as c:
        assert b.read() == c.read(), "the order of bytes makes a difference"


def test_floats_stay_in_tiff():
    Image.fromarray((np.asarray(page().convert("L")) / 255).astype(np.float32)).save("scan.tif")
    run("straighten", "-o", "out", "scan.tif")
    with Image.open("out/scan.tif") as image:
        assert image.mode == "F", image.mode
        values = np.asarray(image)
    assert abs(values[values.shape[0] // 2, values.shape[1] // 2] - 0.9) < 0.02, values.max()
    run("straighten", "-o", "out", "--format", "png", "scan.tif")
    assert ft.read_png_header("out/scan.png")[2:] == (16, 0)


def test_inks_become_srgb():
    page().convert("CMYK").save("a.jpg", quality=95)
    page().convert("CMYK").save("b.tif")
    table = run("straighten", "-o", "out", "--csv", "table.csv", "a.jpg", "b.tif") and ft.read_table("table.csv")
    assert all("CMYK" in row["message"] for row in table.values()), table
    assert_page("out/a.jpg")
    assert_page("out/b.tif")


def test_interlaced_png_and_progressive_jpeg():
    page().save("b.jpg", progressive=True, quality=95)
    run("straighten", "-o", "out", "b.jpg")
    assert_page("out/b.jpg")


def test_strips_planes_and_compressions_of_tiff():
    for i, compression in enumerate(("tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg")):
        page().save(f"{i}.tif", compression=compression)
    run("straighten", "-o", "out", *(f"{i}.tif" for i in range(4)))
    for i in range(4):
        assert_page(f"out/{i}.tif")


def test_planes_one_after_another():
    """PlanarConfiguration 2, of three strips."""
    pixels = ft.draw_page(depth=16)
    height, width = pixels.shape[:2]
    size = height * width * 2
    offsets = struct.pack("<3I", 8, 8 + size, 8 + 2 * size)
    planes = np.moveaxis(pixels, 2, 0).reshape(height, width, 3)
    ft.write_tiff16("scan.tif", planes, tags=[
        (284, 3, 1, struct.pack("<H", 2)), (273, 4, 3, offsets), (279, 4, 3, struct.pack("<3I", size, size, size))])
    run("straighten", "-o", "out", "--format", "png", "scan.tif")
    assert_page("out/scan.png", 2)


def test_tiles():
    pixels = ft.draw_page(depth=16)
    height, width = pixels.shape[:2]
    side = 128
    across, down = -(-width // side), -(-height // side)
    padded = np.zeros((down * side, across * side, 3), np.uint16)
    padded[:height, :width] = pixels
    tiles = padded.reshape(down, side, across, side, 3).swapaxes(1, 2).reshape(down * side, across * side, 3)
    n, size = across * down, side * side * 6
    ft.write_tiff16("scan.tif", tiles, tags=[
        (256, 4, 1, struct.pack("<I", width)), (257, 4, 1, struct.pack("<I", height)),
        (322, 4, 1, struct.pack("<I", side)), (323, 4, 1, struct.pack("<I", side)),
        (324, 4, n, b"".join(struct.pack("<I", 8 + i * size) for i in range(n))),
        (325, 4, n, struct.pack("<I", size) * n)])
    # strips and tiles do not go together
    with open("scan.tif", "r+b") as file:
        data = bytearray(file.read())
        start = struct.unpack("<I", data[4:8])[0]
        count = struct.unpack("<H", data[start:start + 2])[0]
        entries = [data[start + 2 + 12 * i:start + 14 + 12 * i] for i in range(count)]
        entries = [entry for entry in entries if struct.unpack("<H", entry[:2])[0] not in (273, 278, 279)]
        file.seek(start)
        file.write(struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4))
    run("straighten", "-o", "out", "--format", "png", "scan.tif")
    assert_page("out/scan.png", 2)


def test_pages_of_a_tiff():
    pages = [page(), page().convert("L"), page()]
    pages[0].save("scan.tif", save_all=True, append_images=pages[1:])
    table = straighten("scan.tif")
    assert list(table) == ["scan.tif[1]", "scan.tif[2]", "scan.tif[3]"], table
    assert sorted(os.listdir("out")) == ["scan-1.tif", "scan-2.tif", "scan-3.tif"], os.listdir("out")
    assert_page("out/scan-1.tif")
    assert_page("out/scan-2.tif", channels=1)


def test_pages_of_a_pdf():
    page().save("scan.pdf", save_all=True, append_images=[page()], resolution=300)
    straighten("scan.pdf")
    assert sorted(os.listdir("out")) == ["scan-1.png", "scan-2.png"], os.listdir("out")
    assert_page("out/scan-1.png")
    with Image.open("out/scan-2.png") as image:
        assert abs(image.info["dpi"][0] - 300) < 1, image.info


def inverted():
    return Image.fromarray(255 - ft.draw_page())


def is_inverted(path):
    """Whether a page is that of inverted()."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))[image.height // 2, image.width // 2].max() < 60


def test_pictures_of_a_stereo_camera():
    """JPEGs in one file, each upright by the tag of the first."""
    lying = [image.transpose(Image.Transpose.ROTATE_90) for image in (page(), inverted(), page())]
    for order in "<>":
        ft.write_mpo("pair.jpg", [ft.jpeg(image, exif=ft.exif(6)) for image in lying], order=order)
        run("straighten", "-o", "out", "--corners", ft.corners_text(), "pair.jpg")
        assert sorted(os.listdir("out")) == ["pair-1.jpg", "pair-2.jpg", "pair-3.jpg"], os.listdir("out")
        assert_page("out/pair-1.jpg")
        assert is_inverted("out/pair-2.jpg")
        assert_page("out/pair-3.jpg")


def test_what_a_telephone_adds_is_no_picture():
    """A smaller copy, a map of brightness, or an index of what some program has cut off."""
    first = ft.jpeg(page())
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version='1.0'/>"
    gain_map = first[:2] + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + first[2:]
    ft.write_mpo("small.jpg", [first, ft.jpeg(page().resize((300, 225)))], kind=0)
    ft.write_mpo("copy.jpg", [first, first], kind=0x010002)
    ft.write_mpo("grey.jpg", [first, ft.jpeg(page().convert("L"))], kind=0)
    ft.write_mpo("map.jpg", [first, gain_map], kind=0)
    ft.write_mpo("gone.jpg", [first, gain_map], kind=0)
    os.truncate("gone.jpg", os.path.getsize("gone.jpg") - len(gain_map))
    names = ["copy.jpg", "gone.jpg", "grey.jpg", "map.jpg", "small.jpg"]
    run("straighten", "-o", "out", "--corners", ft.corners_text(), *names)
    assert sorted(os.listdir("out")) == names, os.listdir("out")
    for name in names:
        assert_page(f"out/{name}")


def test_cut_file_of_a_stereo_camera():
    """A picture that is not there, and one that is in part."""
    first = ft.jpeg(page())
    ft.write_mpo("gone.jpg", [first, first])
    os.truncate("gone.jpg", os.path.getsize("gone.jpg") - len(first))
    ft.write_mpo("part.jpg", [first, first])
    os.truncate("part.jpg", os.path.getsize("part.jpg") - len(first) // 2)
    result = run("straighten", "-o", "out", "--corners", ft.corners_text(), "gone.jpg", "part.jpg", status=2)
    assert "gone.jpg: The file was cut: picture 2 of 2" in result.stderr, result.stderr
    assert "part.jpg[2]: The JPEG file is damaged" in result.stderr, result.stderr
    assert os.listdir("out") == ["part-1.jpg"], os.listdir("out")


def test_frames_of_a_gif():
    first = page().quantize(32)
    second = Image.fromarray(255 - ft.draw_page()).quantize(32)
    first.save("scan.gif", save_all=True, append_images=[second])
    run("straighten", "-o", "out", "--corners", ft.corners_text(), "scan.gif")
    assert sorted(os.listdir("out")) == ["scan-1.png", "scan-2.png"], os.listdir("out")
    assert_page("out/scan-1.png", 20)


def test_frames_of_a_png():
    """Each drawn on those before it, as the file says, whether it has colours, grey, a palette or transparency."""
    hole = page().convert("RGBA")
    hole.paste((0, 0, 0, 0), (250, 200, 300, 230))
    patch = Image.new("RGBA", ft.SIZE, (0, 0, 0, 0))
    patch.paste((0, 0, 255, 128), (200, 150, 300, 200))
    for name, frames in (("colour", [page(), inverted(), page()]),
                         ("grey", [image.convert("L") for image in (page(), inverted(), page())]),
                         ("palette", [page().quantize(32), page().quantize(32).rotate(180), page().quantize(32)])):
        frames[0].save(f"{name}.png", save_all=True, append_images=frames[1:])
    hole.save("over.png", save_all=True, append_images=[patch, hole], blend=[0, 1, 0], disposal=[0, 2, 0])
    names = [f"{name}.png" for name in ("colour", "grey", "palette", "over")]
    run("straighten", "-o", "out", "--corners", ft.corners_text(), *names)
    assert sorted(os.listdir("out")) == [
        f"{name}-{i}.png" for name in sorted(("colour", "grey", "palette", "over")) for i in (1, 2, 3)]
    for i in 1, 3:
        assert_page(f"out/colour-{i}.png", 2)
        assert_page(f"out/grey-{i}.png", channels=1)
        assert_page(f"out/over-{i}.png", 2, channels=4)
    assert is_inverted("out/colour-2.png") and is_inverted("out/grey-2.png")
    with Image.open("out/over-2.png") as result:
        seen = result.getpixel((int(result.width * 0.32), int(result.height * 0.34)))
    assert np.abs(np.subtract(seen, (117, 115, 240, 255))).max() <= 3, f"half of the blue, on the page: {seen}"


def draw_frames(layers, disposals, blends):
    """The frames of an animation as the specification says, as floats."""
    canvas = np.zeros_like(layers[0])
    for layer, disposal, blend in zip(layers, disposals, blends):
        before = canvas
        above, below = layer[..., 3:], canvas[..., 3:]
        if blend:
            alpha = above + below * (1 - above)
            colours = layer[..., :3] * above + canvas[..., :3] * below * (1 - above)
            canvas = np.concatenate([colours / np.maximum(alpha, 1e-9), alpha], axis=2)
        else:
            canvas = layer
        yield canvas
        canvas = (canvas, np.zeros_like(canvas), before)[disposal]


def test_ways_to_draw_frames_of_a_png():
    """All ways to dispose of them and to blend them, after a picture that is none of them."""
    rng = np.random.default_rng(6)
    layers = [Image.fromarray(rng.integers(0, 256, (45, 60, 4)).astype(np.uint8)) for _ in range(8)]
    layers = [layer.resize(ft.SIZE, Image.Resampling.NEAREST) for layer in layers]
    disposals, blends = [0, 2, 1, 0, 2, 1, 2], [0, 1, 1, 1, 0, 1, 1]
    layers[0].save("scan.png", save_all=True, append_images=layers[1:], default_image=True,
                   disposal=disposals, blend=blends)
    run("straighten", "-o", "out", "--corners", "0,0,600,0,600,450,0,450", "--size", "600x450",
        "--interpolation", "none", "scan.png")
    assert len(os.listdir("out")) == 7, os.listdir("out")
    drawn = draw_frames([np.asarray(layer) / 255 for layer in layers[1:]], disposals, blends)
    for i, wanted in enumerate(drawn, 1):
        with Image.open(f"out/scan-{i}.png") as result:
            seen = np.asarray(result.convert("RGBA")) / 255
        assert np.abs(wanted - seen)[..., 3].max() < 3 / 255, i
        assert (np.abs(wanted - seen)[..., :3] * wanted[..., 3:]).max() < 3 / 255, i


def test_frames_of_a_webp():
    """The second covers only a part of the first, as libwebp makes it where the rest stays."""
    second = page()
    second.paste((200, 40, 40), (200, 150, 300, 200))
    page().save("scan.webp", save_all=True, append_images=[second, inverted()], lossless=True, minimize_size=True)
    run("straighten", "-o", "out", "--corners", ft.corners_text(), "scan.webp")
    assert sorted(os.listdir("out")) == ["scan-1.png", "scan-2.png", "scan-3.png"], os.listdir("out")
    assert_page("out/scan-1.png", 2)
    with Image.open("out/scan-2.png") as image:
        row = np.asarray(image)[image.height * 4 // 10]
        assert (row[:, 2] < 60).sum() > 50 and (row[:, 2] > 200).sum() > 100, "the frame is drawn on the one before"
    assert is_inverted("out/scan-3.png")


def test_webp_keeps_transparency_and_profile():
    image = page().convert("RGBA")
    image.paste((0, 0, 0, 0), (250, 200, 300, 230))
    image.save("hole.webp", lossless=True, icc_profile=ft.adobe_rgb())
    run("straighten", "-o", "out", "--corners", ft.corners_text(), "hole.webp")
    assert_page("out/hole.png", 2, channels=4)
    with Image.open("out/hole.png") as result:
        assert result.info["icc_profile"] == ft.adobe_rgb()
        assert result.getpixel((int(result.width * 0.46), int(result.height * 0.49)))[3] == 0


def test_one_bad_page_fails_that_page():
    blank = Image.new("RGB", ft.SIZE, "white")
    page().save("scan.tif", save_all=True, append_images=[blank, page()])
    run("straighten", "-o", "out", "--csv", "table.csv", "scan.tif", status=1)
    table = ft.read_table("table.csv")
    assert [row["status"] for row in table.values()] == ["done", "unsure", "done"], table
    assert sorted(os.listdir("out")) == ["scan-1.tif", "scan-3.tif"]


def test_smaller_copies_are_no_pages():
    """A second directory that says that it is one."""
    small = page().resize((60, 45))
    info = {254: 1}
    page().save("scan.tif", save_all=True, append_images=[small])
    with open("scan.tif", "rb") as file:
        data = bytearray(file.read())
    first = struct.unpack("<I", data[4:8])[0]
    count = struct.unpack("<H", data[first:first + 2])[0]
    second = struct.unpack("<I", data[first + 2 + 12 * count:first + 6 + 12 * count])[0]
    # its first tag, ImageWidth, moves behind a NewSubfileType: a directory of its own at the end
    count = struct.unpack("<H", data[second:second + 2])[0]
    entries = data[second + 2:second + 2 + 12 * count]
    place = len(data) + len(data) % 2
    data += bytes(len(data) % 2)
    data += struct.pack("<H", count + 1) + struct.pack("<HHII", 254, 4, 1, info[254]) + entries + bytes(4)
    at = first + 2 + 12 * struct.unpack("<H", data[first:first + 2])[0]
    data[at:at + 4] = struct.pack("<I", place)
    with open("scan.tif", "wb") as file:
        file.write(data)
    straighten("scan.tif")
    assert os.listdir("out") == ["scan.tif"], os.listdir("out")


def test_other_formats():
    page().save("a.webp", lossless=True)
    page().save("b.ppm")
    page().save("c.bmp")
    page().convert("L").save("d.pgm")
    result = run("straighten", "-o", "out", "--csv", "table.csv", "a.webp", "b.ppm", "d.pgm")
    assert "failed" not in result.stderr, result.stderr
    assert_page("out/a.png", 2)
    assert_page("out/b.png", 2)
    # Whether GEGL has a loader for it is a matter of how it was built.
    result = run("straighten", "-o", "out", "c.bmp", status=None)
    if result.returncode:
        assert "pixbuf" in result.stderr, result.stderr
    else:
        assert_page("out/c.png", 2)


TURNS = {1: [], 2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
         4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90],
         7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_270]}


def test_pictures_are_turned_by_their_tag():
    """Stored as cameras store them, each comes out upright, and its corners are those that a viewer shows."""
    names = []
    for orientation, turns in TURNS.items():
        image = page()
        for turn in turns:
            image = image.transpose(turn)
        for ending in "jpg", "png", "tif", "webp":
            name = f"{ending}{orientation}.{ending}"
            names.append(name)
            how = {"tiffinfo": {274: orientation}} if ending == "tif" else {"exif": ft.exif(orientation)}
            image.save(name, quality=95, **how)
    run("straighten", "-o", "out", "--csv", "table.csv", *names)
    table = ft.read_table("table.csv")
    for name in names:
        assert_corners(table[name])
        with Image.open(table[name]["output"]) as image:
            assert image.getexif().get(0x0112, 1) == 1, (name, image.getexif())
        assert_page(table[name]["output"])


def test_given_corners_count_in_the_upright_picture():
    page().transpose(Image.Transpose.ROTATE_90).save("scan.jpg", quality=95, exif=ft.exif(6))
    straighten("scan.jpg", "--corners", ft.corners_text())
    assert_page("out/scan.jpg")


def test_pixels_that_are_no_squares():
    """As a fax: 204 by 98 pixels per inch. The page's ratio is that of the sheet, and its pixels are as the scan's."""
    squeezed = page().resize((600, 216), Image.Resampling.BOX)
    squeezed.save("scan.tif", dpi=(204, 98))
    page().save("plain.tif")
    run("straighten", "-o", "out", "--csv", "table.csv", "scan.tif", "plain.tif")
    table = ft.read_table("table.csv")
    ratios = [float(row["ratio"]) for row in table.values()]
    assert abs(ratios[0] / ratios[1] - 1) < 0.03, ratios
    with Image.open("out/scan.tif") as image:
        x, y = (float(value) for value in image.info["dpi"])
        assert abs(x - 204) < 1 and abs(y - 98) < 1, (x, y)
        assert abs(image.width / x / (image.height / y) / ratios[1] - 1) < 0.03, image.size
    run("straighten", "-o", "square", "--ppi", "200", "scan.tif")
    with Image.open("square/scan.tif") as image:
        assert abs(image.width / image.height / ratios[1] - 1) < 0.03, image.size


def test_corners_that_go_round_the_other_way():
    """No mirror image comes of them."""
    page().save("scan.png")
    run("straighten", "-o", "out", "--corners", ft.corners_text(ft.CORNERS[[0, 3, 2, 1]]), "scan.png")
    ft.assert_page("out/scan.png", 2)


def test_focal_length_gives_the_ratio():
    """A sheet of ratio √½ tilted by 35° about one axis: only the focal length tells its ratio."""
    width, height, focal_length = 900, 1200, 28 / 43.2666 * 1500
    tilt = np.radians(35)
    corners = []
    for x, y in ((-0.5**0.5, -1), (0.5**0.5, -1), (0.5**0.5, 1), (-0.5**0.5, 1)):
        z = 4 + y * np.sin(tilt)
        corners.append((width / 2 + focal_length * x / z, height / 2 + focal_length * y * np.cos(tilt) / z))
    image = Image.fromarray(ft.draw_page((width, height), np.array(corners)))
    image.save("scan.jpg", quality=95, exif=ft.exif(focal_length=28))
    row = straighten("scan.jpg")["scan.jpg"]
    assert abs(float(row["ratio"]) / 0.5**0.5 - 1) < 0.005, row
    with Image.open("out/scan.jpg") as result:
        assert abs(result.width / result.height / 0.5**0.5 - 1) < 0.005, result.size
    # What no lens has is none.
    image.save("none.jpg", quality=95)
    for length in 1, 65535:
        image.save("scan.jpg", quality=95, exif=ft.exif(focal_length=length))
        rows = {name: straighten(name)[name] for name in ("scan.jpg", "none.jpg")}
        assert rows["scan.jpg"]["ratio"] == rows["none.jpg"]["ratio"], (length, rows)


def test_white_of_lab_stays_white():
    Image.fromarray(ft.draw_page()).convert("LAB").save("scan.tif")
    straighten("scan.tif", "--corners", ft.corners_text())
    with Image.open("out/scan.tif") as page:
        seen = np.asarray(page.convert("RGB"), float)[page.height // 2, page.width // 2]
    assert np.abs(seen - ft.COLOURS["page"]).max() < 4, seen


def test_samples_that_are_not_read_are_no_damage():
    Image.fromarray(ft.draw_page()[..., 1].astype(np.int32)).save("scan.tif")
    result = ft.run("straighten", "-o", "out", "scan.tif", status=1)
    assert "32-bit" in result.stderr and "Convert" in result.stderr and "damaged" not in result.stderr, result.stderr


ft.main(globals())
