# SPDX-License-Identifier: GPL-3.0-or-later
"""Times of several methods that take turns, so that all meet the same state of the machine."""

import statistics
import time


def take_turns(functions, n_runs):
    """By name: the seconds of each function's runs. A first run, which touches the memory, is left
    out."""
    seconds = {name: [] for name in functions}
    for turn in range(n_runs + 1):
        for name, function in functions.items():
            start = time.perf_counter()
            function()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def ratio(seconds, name, other):
    """The median of the runs' ratios: each run beside the other's of the same turn."""
    pairs = zip(seconds[name], seconds[other])
    return statistics.median(mine / theirs for mine, theirs in pairs)
