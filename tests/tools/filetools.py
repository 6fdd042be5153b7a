# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the program homography share: pictures of a page that are drawn, files of them, and
the program itself."""

import contextlib
import csv
import functools
import io
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

import numpy as np
from PIL import Image

PROGRAM = os.environ.get("HOM_PROGRAM", "homography")
SIZE = (600, 450)
# Top left, top right, bottom right, bottom left, of the page that draw_page() draws.
CORNERS = np.array([(90.0, 60.0), (500.0, 85.0), (480.0, 400.0), (70.0, 370.0)])
COLOURS = {"ground": (60, 50, 40), "page": (235, 230, 225), "top left": (200, 40, 40), "bottom right": (40, 60, 200)}


def homography(source, target):
    """The matrix that takes four points to four points."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(values, float)), 1).reshape(3, 3)


@functools.lru_cache
def render_page(size, corners):
    """The page of draw_page(), as floats."""
    width, height = size
    n = 4
    xs, ys = np.meshgrid((np.arange(width * n) + 0.5) / n, (np.arange(height * n) + 0.5) / n)
    matrix = homography(corners, [(0, 0), (1, 0), (1, 1), (0, 1)])
    z = matrix[2, 0] * xs + matrix[2, 1] * ys + matrix[2, 2]
    u = (matrix[0, 0] * xs + matrix[0, 1] * ys + matrix[0, 2]) / z
    v = (matrix[1, 0] * xs + matrix[1, 1] * ys + matrix[1, 2]) / z
    picture = np.empty((height * n, width * n, 3), np.float32)
    picture[:] = COLOURS["ground"]
    picture[(u > 0) & (u < 1) & (v > 0) & (v < 1)] = COLOURS["page"]
    picture[(u > 0.1) & (u < 0.3) & (v > 0.1) & (v < 0.3)] = COLOURS["top left"]
    picture[(u > 0.7) & (u < 0.9) & (v > 0.7) & (v < 0.9)] = COLOURS["bottom right"]
    return picture.reshape(height, n, width, n, 3).mean(axis=(1, 3))


def draw_page(size=SIZE, corners=CORNERS, depth=8):
    """A light page with a red field in its top left corner and a blue one in its bottom right one, on a
    dark ground, each pixel the mean of 4 × 4 samples."""
    picture = render_page(size, tuple(map(tuple, corners)))
    if depth == 16:
        return np.round(picture * 257).astype(np.uint16)
    return np.round(picture).astype(np.uint8)


def corners_text(corners=CORNERS):
    return ",".join(f"{value:g}" for corner in corners for value in corner)


def assert_page(path, tolerance=12, channels=3):
    """That a file shows the page, upright, and nothing but the page. Returns the picture."""
    with Image.open(path) as image:
        image.load()
        mode = image.mode
        pixels = np.asarray(image.convert("RGB"), float)
    assert len(mode.replace("I;16", "L")) == channels or mode == "L" and channels == 1, mode
    height, width = pixels.shape[:2]
    for name, u, v in (("page", 0.5, 0.5), ("page", 0.02, 0.02), ("page", 0.98, 0.02), ("page", 0.98, 0.98),
                       ("page", 0.02, 0.98), ("top left", 0.2, 0.2), ("bottom right", 0.8, 0.8)):
        seen = pixels[int(v * height), int(u * width)]
        wanted = np.array(COLOURS[name], float)
        if channels == 1:
            seen, wanted = seen[:1], wanted @ [0.299, 0.587, 0.114]
            assert (name == "page") == (seen[0] > 180), (path, name, seen)
        else:
            assert np.abs(seen - wanted).max() <= tolerance, (path, name, seen, wanted)
    return pixels


def assert_same(path, other, text=""):
    """That two files show the same picture, to one unit: babl takes the conversion that it measures to be the fastest,
    and one of them may round a pixel up that another rounds down."""
    with Image.open(path) as a, Image.open(other) as b:
        assert (a.mode, a.size) == (b.mode, b.size), (text, a, b)
        difference = np.abs(np.asarray(a, int) - np.asarray(b, int)).max()
    assert difference <= 1, (text, path, other, difference)


def run(*args, status=0, cwd=None, env=None):
    """Runs the program. The status is checked where one is given."""
    result = subprocess.run(
        [PROGRAM, *args], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        stdin=subprocess.DEVNULL, timeout=120, env={**os.environ, **(env or {})})
    result.stdout = result.stdout.decode(errors="surrogateescape")
    result.stderr = result.stderr.decode(errors="surrogateescape")
    assert status is None or result.returncode == status, (args, result)
    return result


def read_table(path):
    """The rows of a table by name."""
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["name"] for row in rows}) == len(rows), rows
    return {row["name"]: row for row in rows}


def adobe_rgb():
    """An ICC profile, of the primaries of Adobe RGB (1998) and γ = 563/256: matrix and curves."""
    def tag(kind, data):
        return kind + b"\0\0\0\0" + data

    def xyz(*values):
        return tag(b"XYZ ", b"".join(struct.pack(">i", round(value * 65536)) for value in values))

    curve = tag(b"curv", struct.pack(">IH", 1, round(563 / 256 * 256)) + b"\0\0")
    text = tag(b"desc", struct.pack(">I", 12) + b"Test profile\0"[:12] + bytes(79))
    tags = {b"desc": text, b"cprt": tag(b"text", b"none\0\0\0\0"), b"wtpt": xyz(0.9505, 1, 1.0891),
            b"rXYZ": xyz(0.60974, 0.31111, 0.01947), b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
            b"bXYZ": xyz(0.14919, 0.06322, 0.74457), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, data = b"", b""
    offset = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(data), len(content))
        data += content
    body = struct.pack(">I", len(tags)) + table + data
    header = struct.pack(">I4sI4s4s4s", 128 + len(body), b"test", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 2, 3, 4, 5) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header + bytes(128 - len(header)) + body


def exif(orientation=1, focal_length=None, date="2024:05:06 07:08:09"):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F], data[0x0110] = "Maker", "Camera 1"
    data[0x0132] = date
    inner = data.get_ifd(0x8769)
    inner[0x9003] = date
    if focal_length:
        inner[0xA405] = focal_length
    return data


def write_png16(path, pixels, profile=None):
    """16 bits a channel, which PIL does not write."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)))
        if profile:
            file.write(chunk(b"iCCP", b"test\0\0" + zlib.compress(profile)))
        file.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def read_png_header(path):
    """Its width, height, bits and colour type (0 grey, 2 colour, 6 with alpha)."""
    with open(path, "rb") as file:
        return struct.unpack(">IIBB", file.read(26)[16:])


def write_tiff16(path, pixels, profile=None, ppi=300, order="<", tags=()):
    """16 bits a channel in one strip, without compression; tags are (number, type, count, bytes)."""
    height, width, channels = pixels.shape
    data = pixels.astype(order + "u2").tobytes()
    entries = {256: (4, 1, struct.pack(order + "I", width)), 257: (4, 1, struct.pack(order + "I", height)),
               258: (3, channels, struct.pack(f"{order}{channels}H", *[16] * channels)),
               259: (3, 1, struct.pack(order + "H", 1)), 262: (3, 1, struct.pack(order + "H", 2)),
               273: (4, 1, struct.pack(order + "I", 8)), 277: (3, 1, struct.pack(order + "H", channels)),
               278: (4, 1, struct.pack(order + "I", height)), 279: (4, 1, struct.pack(order + "I", len(data))),
               282: (5, 1, struct.pack(order + "II", ppi, 1)), 283: (5, 1, struct.pack(order + "II", ppi, 1)),
               296: (3, 1, struct.pack(order + "H", 2))}
    if profile:
        entries[34675] = (7, len(profile), profile)
    for number, kind, count, content in tags:
        entries[number] = (kind, count, content)
    start = 8 + len(data)
    extra_at = start + 2 + 12 * len(entries) + 4
    directory, extra = struct.pack(order + "H", len(entries)), b""
    for number, (kind, count, content) in sorted(entries.items()):
        if len(content) > 4:
            place = struct.pack(order + "I", extra_at + len(extra))
            extra += content + bytes(len(content) % 2)
        else:
            place = content + bytes(4 - len(content))
        directory += struct.pack(order + "HHI", number, kind, count) + place
    with open(path, "wb") as file:
        file.write((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", start))
        file.write(data + directory + bytes(4) + extra)


def jpeg(image, **how):
    """A picture's JPEG file."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, **how)
    return file.getvalue()


def write_mpo(path, jpegs, kind=0x020002, order="<"):
    """JPEGs one behind the other, with an index (CIPA DC-007) in the first that says of what kind the others are."""
    index_size = 8 + 2 + 3 * 12 + 4 + 16 * len(jpegs)
    first = len(jpegs[0]) + 8 + index_size
    entries, offset = struct.pack(order + "IIIHH", 0x030000, first, 0, 0, 0), first
    for data in jpegs[1:]:
        # Offsets count from the index, which follows SOI, the marker, its length and four letters.
        entries += struct.pack(order + "IIIHH", kind, len(data), offset - 10, 0, 0)
        offset += len(data)
    index = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", 3)
    index += struct.pack(order + "HHI", 0xB000, 7, 4) + b"0100"
    index += struct.pack(order + "HHII", 0xB001, 4, 1, len(jpegs))
    index += struct.pack(order + "HHII", 0xB002, 7, 16 * len(jpegs), 50) + bytes(4) + entries
    with open(path, "wb") as file:
        file.write(jpegs[0][:2] + b"\xff\xe2" + struct.pack(">H", 6 + index_size) + b"MPF\0" + index + jpegs[0][2:])
        file.write(b"".join(jpegs[1:]))


def german_locale(place):
    """The environment of a system set to German, but with English messages. Where there is no such locale, that of
    GNU's C.UTF-8 with decimal commas stands in, made in the folder. None where that cannot be."""
    settings = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "en"}
    with contextlib.suppress(OSError):
        made = os.path.join(place, "de_DE.utf8")
        shutil.copytree("/usr/lib/locale/C.utf8", made)
        with open(os.path.join(made, "LC_NUMERIC"), "r+b") as file:
            points = file.read().replace(b".", b",")
            file.seek(0)
            file.write(points)
        settings["LOCPATH"] = place
    script = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.str(0.5))"
    result = subprocess.run([sys.executable or "python3", "-c", script], env={**os.environ, **settings},
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return settings if result.stdout == "0,5\n" else None


@contextlib.contextmanager
def folder():
    """A folder of its own that the test runs in."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as path:
        os.chdir(path)
        try:
            yield path
        finally:
            os.chdir(before)


def main(tests):
    """Runs all functions named test_…, and prints TAP; with --german, all of it where numbers have commas."""
    if sys.argv[1:] == ["--german"]:
        with tempfile.TemporaryDirectory() as place:
            settings = german_locale(place)
            if not settings:
                print("1..0 # SKIP there is no locale with decimal commas")
                return
            os.environ.update(settings)
            sys.exit(run_tests(tests))
    sys.exit(run_tests(tests))


def run_tests(tests):
    tests = [(name, test) for name, test in tests.items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    failed = False
    for number, (name, test) in enumerate(tests, 1):
        report = ""
        try:
            with folder():
                test()
        except Exception:  # pylint: disable=broad-except
            report = traceback.format_exc()
        failed |= bool(report)
        print(f"{'not ok' if report else 'ok'} {number} - {name}")
        for line in report.splitlines():
            print("#   " + line.encode(errors="replace").decode())
        sys.stdout.flush()
    return failed
