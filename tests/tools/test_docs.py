#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of docs/batch.md, run as they stand: test_docs.py BATCH.md. In TAP."""

import os
import re
import subprocess
import sys

import numpy as np
from PIL import Image

import filetools as ft

with open(sys.argv[1], encoding="utf-8") as guide:
    BLOCKS = re.findall(r"^```sh\n(.*?)^```", guide.read(), re.MULTILINE | re.DOTALL)
FOLDER = os.path.dirname(ft.PROGRAM)


def make_folder():
    os.mkdir("scans")
    for i in range(3):
        Image.fromarray(ft.draw_page()).save(f"scans/scan {i}.jpg", quality=95)
    os.mkdir("bin")
    os.symlink(ft.PROGRAM, "bin/homography")


def run(code, **env):
    path = f"{os.getcwd()}/bin:{os.environ['PATH']}"
    return subprocess.run(["bash", "-euc", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          timeout=120, env={**os.environ, "PATH": path, **env})


def test_commands_do_what_they_say():
    make_folder()
    rng = np.random.default_rng(5)
    scene = Image.fromarray(rng.integers(0, 256, (40, 50, 3)).astype(np.uint8)).resize((500, 400))
    for i, name in enumerate(("first", "second", "third")):
        scene.crop((3 * i, 2 * i, 480 + 3 * i, 380 + 2 * i)).save(f"{name}.jpg", quality=95)
    lines = [line for block in BLOCKS for line in block.splitlines() if line.startswith("homography ")]
    assert len(lines) >= 6, lines
    for line in lines:
        result = run(line)
        assert result.returncode == 0, (line, result.stderr)
    assert len(os.listdir("straightened")) == len(os.listdir("pages")) == len(os.listdir("same")) == 3
    with Image.open("letters/scan 1.png") as page:
        assert page.size == (3508, 2480), page.size


def test_script_for_slurm():
    make_folder()
    (script,) = (block for block in BLOCKS if "SBATCH" in block)
    (submit,) = (block for block in BLOCKS if "sbatch" in block and "SBATCH" not in block)
    assert run(submit.replace("sbatch --array", ": --array")).returncode == 0
    for task in range(4):
        result = run(script, SLURM_ARRAY_TASK_ID=str(task))
        assert result.returncode == 0, result.stderr
    assert sorted(os.listdir("pages")) == ["scan 0.jpg", "scan 1.jpg", "scan 2.jpg"]
    tables = run("awk 'FNR > 1 || NR == 1' pages-*.csv").stdout.splitlines()
    assert len(tables) == 4 and tables[0].startswith("name,"), tables


ft.main(globals())
