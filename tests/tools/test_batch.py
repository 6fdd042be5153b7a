#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many files at once: folders, names, tables, what was done before, what dies on the way, in TAP."""

import os
import shutil
import signal
import subprocess
import time

import numpy as np
from PIL import Image

import filetools as ft
from filetools import run


def make_scan(name="scan.png", **options):
    Image.fromarray(ft.draw_page()).save(name, **options)


def start(*args):
    return subprocess.Popen([ft.PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def children(pid):
    """The processes that a process has started."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


def wait_for(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


def make_large(name):
    """One that takes a while."""
    pixels = np.kron(ft.draw_page(), np.ones((9, 9, 1), np.uint8))
    noise = np.random.default_rng(3).integers(0, 9, pixels.shape[:2] + (1,), np.uint8)
    Image.fromarray(pixels + noise).save(name, compress_level=1)


def test_hundred_and_one_scans_in_one_command():
    os.mkdir("scans")
    make_scan("scans/scan-000.jpg", quality=95)
    for i in range(1, 101):
        shutil.copy("scans/scan-000.jpg", f"scans/scan-{i:03}.jpg")
    os.truncate("scans/scan-007.jpg", 3000)
    os.truncate("scans/scan-050.jpg", 0)
    with open("scans/scan-100.jpg", "w", encoding="utf-8") as file:
        file.write("This is a letter.\n")
    result = run("straighten", "--csv", "table.csv", "scans", status=3)
    table = ft.read_table("table.csv")
    bad = {f"scans/scan-{i}.jpg" for i in ("007", "050", "100")}
    assert {name for name, row in table.items() if row["status"] == "failed"} == bad
    assert list(table) == sorted(table) and len(table) == 101
    assert all(name in result.stderr for name in bad), result.stderr
    assert len(os.listdir("straightened")) == 98 and "Done: 98." in result.stderr, result.stderr
    for name in "scan-000.jpg", "scan-099.jpg":
        ft.assert_page(f"straightened/{name}")


def test_status_is_at_most_hundred():
    os.mkdir("scans")
    for i in range(130):
        with open(f"scans/{i}.jpg", "wb"):
            pass
    run("straighten", "scans", status=100)
    run("corners", "scans", status=100)


def test_strays_in_a_folder_are_passed_over():
    os.makedirs("scans/inner")
    make_scan("scans/scan.png")
    make_scan("scans/inner/other.png")
    make_scan("scans/no-ending.png")
    os.rename("scans/no-ending.png", "scans/no-ending")
    for name in ".DS_Store", "Thumbs.db", "desktop.ini", "._scan.png", "notes.txt", "clip.mp4", ".hidden.png":
        with open(f"scans/{name}", "wb") as file:
            file.write(b"\0\1\2 nothing")
    os.mkfifo("scans/pipe.png")
    result = run("straighten", "-o", "out", "--csv", "table.csv", "scans/")
    assert list(ft.read_table("table.csv")) == ["scans/no-ending", "scans/scan.png"], result.stderr
    assert sorted(os.listdir("out")) == ["no-ending.png", "scan.png"], os.listdir("out")
    run("straighten", "-o", "out", "scans/pipe.png", status=1)
    run("straighten", "-o", "out", "scans/.DS_Store", status=1)


def test_empty_folder():
    """One may be meant, of an unattended scanner, or a wrong name: it is said, and is no failure."""
    os.makedirs("scans/inside")
    make_scan("scans/inside/scan.png")
    make_scan("scan.png")
    result = run("straighten", "-o", "out", "scans", "scan.png")
    assert "scans: There are no pictures" in result.stderr and "Done: 1." in result.stderr, result.stderr
    assert run("straighten", "-q", "-o", "out", "scans").stderr == ""


def test_names():
    """Blanks, umlauts, quotes, line ends, a leading dash, bytes that are no UTF-8."""
    names = [b"two words.png", "Übergröße – ß.png".encode(), b'a "quoted", name.png', b"line\nend.png", b"-o.png",
             b"--help.png", b"latin-\xfc.png", b"%s%d.png", b"a.b.c.png", b"  .png", b"$(touch x).png"]
    make_scan("scan.png")
    for name in names:
        shutil.copy(b"scan.png", name)
    os.remove("scan.png")
    result = run("straighten", "-o", "out", "--csv", "table.csv", "--", *names)
    assert sorted(os.listdir(b"out")) == sorted(names), os.listdir(b"out")
    table = ft.read_table("table.csv")
    assert [os.fsencode(name) for name in table] == names, list(table)
    assert all(row["status"] == "done" for row in table.values())
    for row in table.values():
        assert os.path.exists(row["output"]), row
    assert "Done: 11." in result.stderr, result.stderr
    run("straighten", "-o", "again", "./-o.png")
    run("straighten", "-o", "folder", ".")
    assert len(os.listdir(b"folder")) == len(names)
    lines = run("corners", "--", *names[4:7]).stdout.splitlines()
    assert [os.fsencode(line.split("\t")[0]) for line in lines] == names[4:7], lines
    run("straighten", "-o", "resumed", "--csv", "table.csv", "--resume", "--", *names)
    assert [os.fsencode(name) for name in ft.read_table("table.csv")] == names


def test_sources_are_never_replaced():
    make_scan()
    make_scan("photo.jpg", quality=95)
    before = {name: open(name, "rb").read() for name in ("scan.png", "photo.jpg")}
    result = run("straighten", "-o", ".", "scan.png", "photo.jpg", status=2)
    assert result.stderr.count("would replace") == 2, result.stderr
    os.symlink(os.getcwd(), "link")
    run("straighten", "-o", "link", "scan.png", status=1)
    os.mkdir("out")
    os.link("photo.jpg", "out/scan.jpg")
    run("straighten", "-o", "out", "--format", "jpeg", "scan.png", "photo.jpg", status=1)
    run("corners", "--csv", "scan.png", "scan.png", status=125)
    run("align", "-o", ".", "scan.png", "photo.jpg", status=1)
    for name, content in before.items():
        assert open(name, "rb").read() == content, name
    # The other format is another name.
    run("straighten", "-o", ".", "--format", "tiff", "scan.png")


def test_results_of_one_name_are_told():
    os.makedirs("one")
    os.makedirs("two")
    make_scan("one/scan.png")
    make_scan("two/scan.png")
    make_scan("one/scan.tif")
    result = run("straighten", "-o", "out", "--csv", "table.csv", "one/scan.png", "one/scan.tif", "two/scan.png", status=1)
    assert "same page as one/scan.png" in ft.read_table("table.csv")["two/scan.png"]["message"], result.stderr
    assert sorted(os.listdir("out")) == ["scan.png", "scan.tif"]
    run("straighten", "-o", "png", "--format", "png", "one", status=1)
    assert os.listdir("png") == ["scan.png"]
    run("straighten", "-o", "twice", "one/scan.png", "one/scan.png", status=1)


def test_pages_and_files_of_one_name_are_kept_apart():
    Image.fromarray(ft.draw_page()).save("scan.tif", save_all=True, append_images=[Image.fromarray(ft.draw_page())])
    make_scan("scan-1.tif")
    run("straighten", "-o", "out", "scan.tif", "scan-1.tif")
    assert sorted(os.listdir("out")) == ["scan-1.tif", "scan.tif-1.tif", "scan.tif-2.tif"], os.listdir("out")
    first = ft.jpeg(Image.fromarray(ft.draw_page()))
    ft.write_mpo("pair.jpg", [first, first])
    os.mkdir("pairs")
    os.rename("pair.jpg", "pairs/pair.jpg")
    with open("pairs/pair-2.jpg", "wb") as file:
        file.write(first)
    run("straighten", "-o", "apart", "pairs")
    assert sorted(os.listdir("apart")) == ["pair-2.jpg", "pair.jpg-1.jpg", "pair.jpg-2.jpg"], os.listdir("apart")
    # A file that has no pages to be told apart has its own name.
    os.mkdir("letters")
    names = ["letter-1.tif", "letter-2.tif", "letter.tif"]
    for name in names:
        make_scan(f"letters/{name}")
    run("straighten", "-o", "single", "letters")
    assert sorted(os.listdir("single")) == names, os.listdir("single")


def test_resume():
    os.mkdir("scans")
    for i in range(6):
        make_scan(f"scans/{i}.png")
    os.truncate("scans/3.png", 2000)
    run("straighten", "-o", "out", "--csv", "table.csv", "scans", status=1)
    times = {name: os.stat(f"out/{name}").st_mtime_ns for name in os.listdir("out")}
    assert len(times) == 5
    os.remove("out/1.png")
    make_scan("scans/3.png")
    result = run("straighten", "-o", "out", "--csv", "table.csv", "--resume", "scans")
    assert "Done: 2. Done before: 4." in result.stderr, result.stderr
    table = ft.read_table("table.csv")
    assert len(table) == 6 and all(row["status"] == "done" and row["x1"] for row in table.values()), table
    for name, when in times.items():
        assert name == "1.png" or os.stat(f"out/{name}").st_mtime_ns == when, name
    # A scan that is newer than its page is done again, and a half-written row is none.
    os.utime("scans/2.png", (time.time() + 5, time.time() + 5))
    with open("table.csv", "a", encoding="utf-8") as file:
        file.write('scans/5.png,"fai')
    result = run("straighten", "-o", "out", "--csv", "table.csv", "--resume", "scans")
    assert "Done: 1. Done before: 5." in result.stderr, result.stderr
    assert len(ft.read_table("table.csv")) == 6


def test_resume_of_corners():
    os.mkdir("scans")
    for i in range(3):
        make_scan(f"scans/{i}.png")
    os.truncate("scans/1.png", 2000)
    assert run("corners", "--csv", "table.csv", "scans", status=1).stdout.count("\n") == 2
    make_scan("scans/1.png")
    result = run("corners", "--csv", "table.csv", "--resume", "scans")
    assert result.stdout.startswith("scans/1.png\t") and result.stdout.count("\n") == 1, result.stdout
    assert "Done: 1. Done before: 2." in result.stderr, result.stderr
    assert all(row["status"] == "done" for row in ft.read_table("table.csv").values())
    with open("letter.csv", "w", encoding="utf-8") as file:
        file.write("Dear reader,\n")
    assert "no table" in run("corners", "--csv", "letter.csv", "--resume", "scans", status=125).stderr
    with open("letter.csv", encoding="utf-8") as file:
        assert file.read() == "Dear reader,\n"


def test_resume_of_corners_does_pages_that_failed():
    blank, page = Image.new("RGB", ft.SIZE, "white"), Image.fromarray(ft.draw_page())
    page.save("scan.tif", save_all=True, append_images=[blank])
    run("corners", "--csv", "table.csv", "scan.tif", status=1)
    page.save("scan.tif", save_all=True, append_images=[page])
    run("corners", "--csv", "table.csv", "--resume", "scan.tif")
    assert [row["status"] for row in ft.read_table("table.csv").values()] == ["done", "done"]
    assert "Done: 0. Done before: 1." in run("corners", "--csv", "table.csv", "--resume", "scan.tif").stderr


def test_resume_of_corners_tells_each_at_once():
    """Also behind one that was done before."""
    make_scan("a.png")
    run("corners", "--csv", "table.csv", "a.png")
    make_scan("b.png")
    Image.new("RGB", (4000, 3000)).save("c.png")
    blanks = [f"c{i}.png" for i in range(20)]
    for name in blanks:
        shutil.copy("c.png", name)
    with open("errors", "w", encoding="utf-8") as errors, subprocess.Popen(
            [ft.PROGRAM, "corners", "-j1", "--csv", "table.csv", "--resume", "a.png", "b.png", *blanks],
            stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        line = process.stdout.readline()
        process.kill()
    assert line.startswith("b.png\t") and "b.png" in ft.read_table("table.csv"), line
    with open("errors", encoding="utf-8") as errors:
        assert len(errors.readlines()) < 10, "it waited for the others"


def test_row_that_was_cut_does_not_spoil_the_next():
    """Amid a name that is between quotes."""
    names = ["a,1.png", "b.png", "c.png"]
    for name in names:
        make_scan(name)
    run("straighten", "-o", "out", "--csv", "table.csv", *names)
    with open("table.csv", "r+", encoding="utf-8") as file:
        file.truncate(file.read().index("a,1.png") + 3)
    run("straighten", "-o", "out", "--csv", "table.csv", "--resume", "b.png")
    assert list(ft.read_table("table.csv")) == ["b.png"]
    run("straighten", "-o", "out", "--csv", "table.csv", "--resume", *names)
    assert sorted(ft.read_table("table.csv")) == names


def test_table_on_a_full_disk():
    make_scan()
    result = run("corners", "--csv", "/dev/full", "scan.png", status=125)
    assert "/dev/full" in result.stderr and "No space left" in result.stderr, result.stderr


def test_jobs_make_no_difference():
    os.mkdir("scans")
    for i in range(8):
        make_scan(f"scans/{i}.png")
    for jobs in "1", "3", "20":
        run("straighten", "-o", f"out{jobs}", "--jobs", jobs, "--csv", f"{jobs}.csv", "scans")
    tables = [open(f"{jobs}.csv", encoding="utf-8").read().replace(f"out{jobs}", "out") for jobs in ("1", "3", "20")]
    assert tables[0] == tables[1] == tables[2]
    for i in range(8):
        ft.assert_same(f"out1/{i}.png", f"out3/{i}.png")


def test_file_that_a_process_dies_of_fails_alone():
    make_large("large.png")
    make_scan("a.png")
    make_scan("b.png")
    process = start("straighten", "--jobs", "1", "-o", "out", "--csv", "table.csv", "a.png", "large.png", "b.png")
    wait_for(lambda: os.path.exists("table.csv") and "out/a.png" in open("table.csv", encoding="utf-8").read())
    os.kill(children(process.pid)[0], signal.SIGSEGV)
    _, errors = process.communicate(timeout=60)
    table = ft.read_table("table.csv")
    assert process.returncode == 1, errors
    assert [row["status"] for row in table.values()] == ["done", "failed", "done"], table
    assert "died" in table["large.png"]["message"] and "large.png" in errors, errors
    assert sorted(os.listdir("out")) == ["a.png", "b.png"], os.listdir("out")


def test_interrupted_run_goes_on():
    make_scan("a.png")
    for i in range(3):
        make_large(f"large{i}.png")
    names = ["a.png", "large0.png", "large1.png", "large2.png"]
    process = start("straighten", "--jobs", "1", "-o", "out", "--csv", "table.csv", *names)
    wait_for(lambda: os.path.exists("table.csv") and "out/a.png" in open("table.csv", encoding="utf-8").read())
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and "resume" in errors, (process.returncode, errors)
    assert not [name for name in os.listdir("out") if name.startswith(".")], os.listdir("out")
    run("straighten", "-o", "out", "--csv", "table.csv", "--resume", *names)
    assert list(ft.read_table("table.csv")) == names and sorted(os.listdir("out")) == sorted(names)


def test_full_disk_is_a_failure():
    """A limit for the size of files stands for it."""
    make_large("large.png")
    result = subprocess.run(
        ["bash", "-c", 'trap "" XFSZ; ulimit -f 100; exec "$0" straighten -o out large.png', ft.PROGRAM],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 1, result
    assert b"large.png" in result.stderr and os.listdir("out") == [], (result.stderr, os.listdir("out"))


ft.main(globals())
