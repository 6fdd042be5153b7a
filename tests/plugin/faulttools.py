# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests need that let the plug-in die or run short of something: see faults.c."""

import os
import time

from gimptools import ProcedureError, call

FOLDER = os.environ.get("HOM_FAULTS", "")


def plan(fault):
    """What befalls the plug-in from now on: "kill N", "kill-after MILLISECONDS",
    "term-after MILLISECONDS", "disk BYTES", "memory MEGABYTES" or ""."""
    with open(os.path.join(FOLDER, "fault"), "w", encoding="ascii") as file:
        file.write(fault)


def count_messages():
    """How many messages the plug-in that ran last sent to GIMP."""
    with open(os.path.join(FOLDER, "writes"), "rb") as file:
        return int.from_bytes(file.read(4), "little")


def undo(image):
    """Undoes one step, as a user does."""
    path = os.path.join(FOLDER, "undo")
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(str(image.get_id()))
    os.rename(path + ".new", path)
    for _ in range(1000):
        time.sleep(0.005)
        if not os.path.exists(path):
            return
    raise AssertionError("GIMP did not undo")


def call_with(fault, name, **arguments):
    """Returns the error, if the call did not succeed."""
    plan(fault)
    try:
        call(f"plug-in-homography-{name}", **arguments)
    except ProcedureError as error:
        return error
    finally:
        plan("")
    return None
