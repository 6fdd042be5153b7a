# SPDX-License-Identifier: GPL-3.0-or-later
"""A display of the test's own: Xvfb with a window manager."""

import os
import shutil
import subprocess

TOOLS = ("Xvfb", "openbox")


def start(arguments, **keywords):
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, text=True, **keywords)


def lacking(*more):
    """Which of the tools that are needed are not there."""
    return [tool for tool in TOOLS + more if not shutil.which(tool)]


def start_display(size="1280x900"):
    """Xvfb on a display that is free, with a window manager. Sets DISPLAY; returns the processes.
    HOM_SCREEN is another size."""
    size = os.environ.get("HOM_SCREEN", size)
    reader, writer = os.pipe()
    server = start(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as pipe:
        os.environ["DISPLAY"] = f":{pipe.readline().strip()}"
    return [server, start(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]


def stop(processes):
    for process in reversed(processes):
        process.terminate()
        process.wait()
