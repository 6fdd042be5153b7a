#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the program is called: help, options, numbers, locales, wrong calls, in TAP."""

import os
import re
import subprocess
import sys

import numpy as np
from PIL import Image

import filetools as ft
from filetools import run

MAN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "homography.1")
COMMANDS = ("straighten", "align", "corners")


def make_scan(name="scan.png"):
    Image.fromarray(ft.draw_page()).save(name)


def test_version_and_help():
    assert re.fullmatch(r"homography \d+\.\d+\.\d+\n", run("--version").stdout)
    for args in ["--help"], ["help"], ["-h"]:
        assert "homography straighten" in run(*args).stdout
    for command in COMMANDS:
        text = run(command, "--help").stdout
        assert f"homography {command}" in text and "--csv" in text and "--resume" in text, text


def test_man_page_has_all_options():
    with open(MAN, encoding="utf-8") as file:
        page = file.read().replace("\\-", "-")
    for command in COMMANDS:
        for option in re.findall(r"--[a-z-]+", run(command, "--help").stdout):
            assert option in page, option
    for option in set(re.findall(r"--[a-z][a-z-]+", page)):
        helps = "".join(run(command, "--help").stdout for command in COMMANDS)
        assert option in helps + "--version", f"{option} is in the man page only"


def test_wrong_calls_have_a_status_of_their_own():
    make_scan()
    for args, message in (
        ([], "Usage"), (["frob"], "frob"), (["straighten"], "Give the files"), (["align", "scan.png"], "reference"),
        (["straighten", "--frob", "scan.png"], "--frob"), (["straighten", "--jobs", "0", "scan.png"], "--jobs"),
        (["straighten", "--jobs", "many", "scan.png"], "many"), (["straighten", "--format", "gif", "scan.png"], "gif"),
        (["straighten", "--quality", "101", "scan.png"], "101"), (["straighten", "--size", "3", "scan.png"], "“3”"),
        (["straighten", "--size", "0x3", "scan.png"], "0x3"), (["straighten", "--paper", "A99", "scan.png"], "A99"),
        (["straighten", "--size", "30x40", "--paper", "A4", "scan.png"], "--paper"),
        (["straighten", "--least-confidence", "1.5", "scan.png"], "1.5"),
        (["straighten", "--least-confidence", "nan", "scan.png"], "nan"),
        (["straighten", "--interpolation", "best", "scan.png"], "best"),
        (["align", "--model", "rigid", "scan.png", "scan.png"], "rigid"),
        (["straighten", "--corners", "1,2,3", "scan.png"], "has 3"),
        (["straighten", "--corners", "1,2,3,4,5,6,7,x", "scan.png"], "“x”"),
        (["straighten", "--corners", "0,0,9,0,0,9,9,9", "scan.png"], "cross"),
        (["straighten", "--corners", "0,0,5,0,9,0,9,9", "scan.png"], "line"),
        (["straighten", "--corners", "0,5,0,5,9,5,0,5,9,5,9,5,0,5,9,5", "scan.png"], "decimal"),
        (["corners", "--output", "out", "scan.png"], "--output"),
        (["align", "none.png", "scan.png"], "none.png"),
    ):
        result = run(*args, status=125)
        assert message in result.stdout + result.stderr, (args, result.stdout, result.stderr)
    assert not os.path.exists("straightened") and not os.path.exists("out")


def test_corners_in_many_ways():
    make_scan()
    plain = ft.corners_text()
    tenths = [f"{value + 0.5:.1f}" for corner in ft.CORNERS for value in corner]
    commas = [value.replace(".", ",") for value in tenths]
    pairs = [",".join(tenths[i:i + 2]) for i in range(0, 8, 2)]
    run("straighten", "-o", "plain", "--corners", plain, "scan.png")
    run("straighten", "-o", "tenths", "--corners", ",".join(tenths), "scan.png")
    for i, text in enumerate((" ".join(tenths), " ".join(commas), "; ".join(commas), " ".join(pairs),
                              ", ".join(tenths), "  " + "\t".join(tenths) + " ")):
        run("straighten", "-o", f"out{i}", "--corners", text, "scan.png")
        ft.assert_same(f"out{i}/scan.png", "tenths/scan.png", text)
    run("straighten", "-o", "comma", "--least-confidence", "0,5", "scan.png")


def test_short_options_take_their_value_in_one_word():
    make_scan()
    run("straighten", "-j2", "-oout", "scan.png")
    assert os.listdir("out") == ["scan.png"]
    assert "“x”" in run("corners", "-jx", "scan.png", status=125).stderr
    os.rename("scan.png", "-j3.png")
    run("straighten", "-o", "again", "--", "-j3.png")


def test_sizes_in_many_ways():
    make_scan()
    for i, times in enumerate("xX×"):
        run("straighten", "-o", f"paper{i}", "--paper", f"100{times}50,8", "--ppi", "50", "scan.png")
        run("straighten", "-o", f"size{i}", "--size", f"197{times}100", "scan.png")
        for name in f"paper{i}", f"size{i}":
            with Image.open(f"{name}/scan.png") as page:
                assert page.size == (197, 100), (name, page.size)


def test_folder_and_table_that_cannot_be_written_are_named():
    make_scan()
    for args, message in ((["-o", "scan.png/x"], "folder of the results, “scan.png/x”"),
                          (["-o", ""], "folder of the results, “”"),
                          (["--csv", "no/such/table.csv"], "table “no/such/table.csv”"), (["--csv", "."], "table “.”")):
        result = run("straighten", *args, "scan.png", status=125)
        assert message in result.stderr, result.stderr


def test_corners_of_another_picture_are_refused():
    make_scan()
    far = ft.CORNERS * 4
    result = run("straighten", "-o", "out", "--corners", ft.corners_text(far), "scan.png", status=1)
    assert "outside of the picture" in result.stderr and "600 × 450" in result.stderr, result.stderr


def test_printed_corners_can_be_given():
    make_scan()
    line = run("corners", "scan.png").stdout
    name, corners, ratio, confidence = line.rstrip("\n").split("\t")
    assert name == "scan.png" and float(ratio) > 1 and 0.5 < float(confidence) <= 1, line
    found = np.array([float(value) for value in corners.split(",")]).reshape(4, 2)
    assert np.abs(found - ft.CORNERS).max() < 0.6, found
    assert os.listdir() == ["scan.png"]
    run("straighten", "-o", "out", "--corners", corners, "scan.png")
    ft.assert_page("out/scan.png", 2)


def test_corners_that_cannot_be_printed():
    make_scan()
    result = subprocess.run(["bash", "-c", '"$0" corners scan.png > /dev/full', ft.PROGRAM], stderr=subprocess.PIPE,
                            text=True, check=False)
    assert result.returncode == 125 and "No space left" in result.stderr, result


def test_names_do_nothing_to_a_terminal():
    for name in "line\nend.png", "red\x1b[31m.png":
        with open(name, "wb") as file:
            file.write(b"text")
        result = run("straighten", "-q", "-o", "out", name, status=1)
        assert result.stderr.count("\n") == 1 and "\x1b" not in result.stderr, result.stderr


def test_numbers_have_points_in_any_locale():
    """Those that are printed, those of a table, and those of the help; with --german this is seen."""
    make_scan()
    result = run("corners", "--csv", "table.csv", "scan.png")
    plain = run("corners", "--csv", "plain.csv", "scan.png", env={"LC_ALL": "C"})
    assert result.stdout == plain.stdout, (result.stdout, plain.stdout)
    with open("table.csv", encoding="utf-8") as table, open("plain.csv", encoding="utf-8") as other:
        rows = table.read()
        assert rows == other.read() and re.search(r",\d+\.\d+,", rows), rows
    assert "(0.5)" in run("straighten", "--help").stdout
    again = run("corners", "--csv", "table.csv", "--resume", "scan.png")
    assert "before: 1" in again.stderr, again.stderr


def test_numbers_are_understood_with_point_or_comma():
    """In every locale; which of the two it has makes no difference."""
    make_scan()
    for name, ratio in ("point", "1.25"), ("comma", "1,25"):
        run("straighten", "-o", name, "--csv", f"{name}.csv", "--ratio", ratio, "--ppi", ratio.replace("1", "100"), "scan.png")
        assert float(ft.read_table(f"{name}.csv")["scan.png"]["ratio"]) == 1.25
    ft.assert_same("point/scan.png", "comma/scan.png")
    for ratio in "1.234,5", "1,234.5", "1,2,3", "0,x", ",":
        assert f"“{ratio}”" in run("straighten", "--ratio", ratio, "scan.png", status=125).stderr


def test_quiet_says_only_what_failed():
    make_scan()
    with open("bad.png", "wb") as file:
        file.write(b"text")
    assert run("straighten", "-q", "-o", "out", "scan.png").stderr == ""
    result = run("straighten", "--quiet", "-o", "out", "scan.png", "bad.png", status=1)
    assert result.stderr.count("\n") == 1 and "bad.png" in result.stderr, result.stderr


def test_least_confidence():
    make_scan()
    result = run("corners", "scan.png").stdout.rstrip("\n").split("\t")
    confidence = float(result[3])
    if confidence < 1:
        row = run("straighten", "-o", "out", "--least-confidence", f"{(confidence + 1) / 2:.4f}", "scan.png", status=1)
        assert "may not be the page" in row.stderr and not os.listdir("out"), row.stderr
    run("straighten", "-o", "out", "--least-confidence", "0", "scan.png")


def test_interpolations():
    make_scan()
    seen = set()
    for kind in "none", "linear", "cubic", "lanczos":
        run("straighten", "-o", kind, "--interpolation", kind, "scan.png")
        with open(f"{kind}/scan.png", "rb") as file:
            seen.add(file.read())
    assert len(seen) == 4


def test_quality():
    make_scan()
    run("straighten", "-o", "low", "--format", "jpeg", "--quality", "20", "scan.png")
    run("straighten", "-o", "high", "--format", "jpeg", "--quality", "98", "scan.png")
    assert os.path.getsize("low/scan.jpg") < os.path.getsize("high/scan.jpg")


def test_progress_is_for_terminals():
    """On one there is a line that counts; elsewhere nothing is written over."""
    make_scan()
    assert "\r" not in run("straighten", "-o", "out", "scan.png").stderr
    code = ("import os, pty, sys\n"
            "status = pty.spawn(sys.argv[1:])\n"
            "sys.exit(os.waitstatus_to_exitcode(status))\n")
    shown = subprocess.run([sys.executable or "python3", "-c", code, ft.PROGRAM, "straighten", "-o", "out", "scan.png"],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False, timeout=60)
    assert shown.returncode == 0 and b"1 / 1" in shown.stdout, shown


ft.main(globals())
