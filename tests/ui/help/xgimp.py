# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP in a window on a display of its own, and hands for it: keys and the pointer by xdotool."""

import atexit
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from xdisplay import lacking, start, start_display, stop

# Seconds after which a GIMP that says nothing is ended, and with it the reading of its output.
TIME_LIMIT = 570

# Where the program that is run lies, and where what scripts inside of GIMP have in common.
SCRIPTS = os.path.dirname(os.path.abspath(sys.argv[0]))
GIMP_TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "plugin")
# What the message bus is late with on a busy machine (dbind) is no fault of the plug-in.
COMPLAINT = re.compile(
    r"\(homography:\d+\): (?!dbind).*(CRITICAL|WARNING)(?!.*gimp_flush)"
    r"|'plug-in-homography-\w+': no mnemonic"
)


def can_run(*tools):
    """Whether all is there that is needed; else says so in TAP."""
    missing = lacking("xdotool", "dbus-run-session", *tools)
    if missing or "GIMP_TESTING_PLUGINDIRS" not in os.environ:
        print(f"1..0 # SKIP needs './dev test' and {' '.join(missing)}")
        return False
    return True


def enter_session():
    """Starts this program again with a message bus of its own, by which widgets can be asked. What
    the bus prints goes to the standard error: the output is for TAP. The socket of the
    accessibility bus is in the runtime folder: that of another session would be taken from it."""
    if "HOM_TAP" in os.environ:
        os.dup2(int(os.environ["HOM_TAP"]), 1)
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
        return
    tap = os.dup(1)
    os.set_inheritable(tap, True)
    os.environ["HOM_TAP"] = str(tap)
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
    os.dup2(2, 1)
    os.execvp("dbus-run-session", ["dbus-run-session", sys.executable, *sys.argv])


def end(gimp):
    """Kills one that does not end when it is told to, which GIMP 3.2 was once seen to do."""
    os.killpg(gimp.pid, signal.SIGTERM)
    try:
        gimp.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(gimp.pid, signal.SIGKILL)
        gimp.wait()


@contextlib.contextmanager
def session(script, *arguments, **environment):
    """A GIMP that runs a script from beside this program, on a display of its own."""
    code = (
        "import sys; sys.dont_write_bytecode = True; "
        f"sys.argv = {[script, *arguments]!r}; "
        f"sys.path.insert(0, {GIMP_TOOLS!r}); "
        f"exec(open({os.path.join(SCRIPTS, script)!r}).read())"
    )
    bus = [] if "HOM_TAP" in os.environ else ["dbus-run-session"]
    servers = start_display()
    try:
        with tempfile.TemporaryDirectory() as settings:
            gimp = start(
                bus
                + ["gimp", "--no-splash", "-f"]
                + ["--batch-interpreter=python-fu-eval", "-b", code],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                errors="replace",
                env={
                    **os.environ,
                    "GIMP3_DIRECTORY": settings,
                    "LC_ALL": "C.UTF-8",
                    **({"XDG_RUNTIME_DIR": settings} if bus else {}),
                    **environment,
                },
                start_new_session=True,
            )
            watchdog = threading.Timer(TIME_LIMIT, os.killpg, (gimp.pid, signal.SIGTERM))
            watchdog.start()
            try:
                yield gimp
            finally:
                watchdog.cancel()
                end(gimp)
    finally:
        stop(servers)


def xdotool(*arguments):
    return subprocess.run(
        ["xdotool", *map(str, arguments)], capture_output=True, text=True, check=False
    ).stdout.split()


def mean_color(left, top, width, height):
    """Red, green and blue of a part of the screen, 0 ... 255, on average."""
    text = subprocess.run(
        ["import", "-window", "root", "-crop", f"{width}x{height}+{left}+{top}", "+repage"]
        + ["-resize", "1x1!", "-depth", "8", "rgb:-"],
        capture_output=True,
        check=True,
    ).stdout
    return tuple(text)


def wait_for_window(title):
    """Waits for a window, and gives it the focus. Returns its number, or None."""
    for _ in range(300):
        windows = xdotool("search", "--onlyvisible", "--name", f"^{title}$")
        if windows:
            time.sleep(1)  # until it is drawn
            xdotool("windowfocus", "--sync", windows[-1])
            return windows[-1]
        time.sleep(0.1)
    return None


def read_until(gimp, pattern, output):
    """Reads what GIMP prints, into a list, until a line matches."""
    for line in gimp.stdout:
        output.append(line)
        match = re.match(pattern, line)
        if match:
            return match
    return None


def report_complaints(number, output):
    """The last test: our plug-in printed no warning."""
    complaints = [line.strip() for line in output if COMPLAINT.search(line)]
    print(f"{'not ok' if complaints else 'ok'} {number} - no warnings", flush=True)
    for line in complaints:
        print(f"# {line}")
