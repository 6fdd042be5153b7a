# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of what GIMP prints: messages of a plug-in come out of GIMP itself. Hence a script calls it inside, and prints
“begin TITLE” and “end TITLE HANDLER” around each call; the tests run outside."""

import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def run_gimp(script):
    """What is printed in each part of a script."""
    result = subprocess.run(
        [os.path.join(HERE, "run-in-gimp"), os.path.join(HERE, script)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    parts = re.findall(r"^begin (.*?)\n(.*?)^end \1 (.*?)$", result.stdout, re.DOTALL | re.MULTILINE)
    return result, {title: (text, handler) for title, text, handler in parts}


def main(script, tests):
    """Runs all functions named test_…, which take what GIMP ended with and its parts, and prints TAP."""
    tests = [value for key, value in tests.items() if key.startswith("test_")]
    if "GIMP_TESTING_PLUGINDIRS" not in os.environ:
        print("1..0 # SKIP the plug-in under test is not in the environment: use './dev test'")
        return
    print(f"1..{len(tests)}", flush=True)
    result, parts = run_gimp(script)
    for number, test in enumerate(tests, 1):
        name = test.__name__.removeprefix("test_").replace("_", " ")
        try:
            test(result, parts)
            print(f"ok {number} - {name}")
        except Exception as error:  # pylint: disable=broad-except
            print(f"not ok {number} - {name}")
            for line in (repr(error) + "\n" + result.stdout).splitlines():
                print(f"# {line}")
