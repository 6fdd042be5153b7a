#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each ingredient of our alignment brings: the pairs of ./dev bench align, aligned by the whole
and without one ingredient after another.

In each table a line is what was left out, a column a row of the protocol. A cell holds the median
of the ratios of the pairs' errors to those of the whole, and that of the processor's times, of all
threads; +1 where one pair more than by the whole came out more than a pixel off, or was refused.
Where there is no truth, the error is 1 minus the correlation.
"""

import argparse
import copy
import math
import sys
import time

import numpy

import ablation
import methods
import pictures
import protocols
import protocols_convergence
import protocols_global
import protocols_real
import report
import tables
from pairs import Pair

WHOLE = ""

# Pairs that show a picture not of the scene at all.
UNRELATED = "unrelated"
UNRELATED_SIDE = 480


def unrelated(options):
    """Two photographs that have nothing in common: whatever is found is wrong."""
    load = pictures.loader(options)
    names = protocols_global.PHOTOS
    for trial in range(options.trials):
        first = trial % len(names)
        second = (first + 1 + trial // len(names)) % len(names)
        pair = [
            numpy.ascontiguousarray(
                load(names[i])[:UNRELATED_SIDE, :UNRELATED_SIDE], dtype=numpy.float32
            )
            for i in (first, second)
        ]
        yield Pair({"case": UNRELATED}, trial, *pair, numpy.eye(3), numpy.zeros((1, 2)))


# How each is asked for as many pairs of a row as there are trials, and what a row is.
PROTOCOLS = {
    "accuracy": (protocols.accuracy, 1, ["noise"]),
    "photometric": (protocols.photometric, 1, ["case"]),
    "global": (protocols_global.far, 5, ["case"]),
    "real": (protocols_real.real, 1, ["case"]),
    UNRELATED: (unrelated, 1, ["case"]),
    "convergence": (protocols_convergence.convergence, 2, ["sigma", "noise"]),
    "templates": (protocols_convergence.templates, 0.4, ["sigma"]),
}
DEFAULT = "accuracy", "photometric", "global", "real", UNRELATED


def measure(pair, without):
    """One alignment, as a row of the CSV."""
    ablation.switch_off(without)
    h, failure = None, ""
    start = time.process_time()
    try:
        h = methods.ours(pair.reference, pair.moving, pair.at)
    except methods.FAILURES as exception:
        failure = " ".join(str(exception).split())
    seconds = time.process_time() - start
    scores = pair.scores(h)
    error = scores["error"]
    if pair.case.get("case") == UNRELATED:
        error = math.inf if h is not None else 0.0
    elif math.isnan(error):
        error = 1 - scores["correlation"] if h is not None else math.inf
    return {
        **pair.case, "trial": pair.trial, "without": without, "error": error, "seconds": seconds,
        "h": h, "failure": failure,
    }  # fmt: skip


def run(name, options):
    make_pairs, pairs_per_trial, _ = PROTOCOLS[name]
    asked = copy.copy(options)
    asked.trials = math.ceil(options.trials * pairs_per_trial)
    variants = [WHOLE, *options.without]
    rows = []
    for pair in make_pairs(asked):
        if sys.stderr.isatty():
            print(f"\r{name}: {pair.case}, {pair.trial}\033[K", end="", file=sys.stderr)
        # What is made for the first alignment of a pair's size is no part of its time.
        measure(pair, WHOLE)
        for i in range(len(variants)):
            rows.append(measure(pair, variants[(i + pair.trial) % len(variants)]))
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return rows


def median(values):
    """The median of what is known, or NaN."""
    known = [value for value in values if not math.isnan(value)]
    return float(numpy.median(known)) if known else math.nan


def compare(rows, whole):
    """The medians of the ratios of the errors and the times of the same pairs, and how many more
    failed."""
    pairs = [(a, b) for a, b in zip(rows, whole)]
    assert all(a["trial"] == b["trial"] for a, b in pairs)
    failed = [sum(not row["error"] < tables.CONVERGED for row in side) for side in (rows, whole)]
    errors = [
        a["error"] / b["error"]
        for a, b in pairs
        if max(a["error"], b["error"]) < tables.CONVERGED and b["error"] > 0
    ]
    times = [a["seconds"] / b["seconds"] for a, b in pairs]
    return (
        median(errors),
        median(times),
        failed[0] - failed[1],
    )


def print_protocol(name, rows, options):
    *_, keys = PROTOCOLS[name]
    for row in rows:
        row["row"] = ", ".join(f"{row[key]}" for key in keys)
    groups = tables.group(rows, "row", "without")
    columns = [row for row, in tables.group(rows, "row")]
    table = []
    summary = []
    for without in options.without:
        cells = []
        for column in columns:
            error, seconds, failures = compare(groups[column, without], groups[column, WHOLE])
            cells.append((error, seconds, failures))
        middle = [median([c[i] for c in cells]) for i in (0, 1)]
        lost = sum(c[2] for c in cells)
        summary.append((without, *middle, lost))
        table.append([without, *(cell_text(*c) for c in [*cells, (*middle, lost)])])
    n_pairs = len(groups[columns[0], WHOLE])
    print_whole = [
        report.number(numpy.median([r["error"] for r in groups[column, WHOLE]]))
        for column in columns
    ]
    report.print_table(
        f"{name}, {'grey' if options.grey else 'colour'}: without an ingredient, error and time as "
        f"multiples of the whole's; medians of {n_pairs} pairs. First the whole's errors, px",
        ["without", *columns, "median"],
        [["–", *print_whole, ""], *table],
    )
    return summary


def cell_text(error, seconds, failures):
    lost = f" {failures:+d}" if failures else ""
    return f"{report.number(error)} {report.number(seconds, 2)}{lost}"


def choose(parser, text, names):
    chosen = [name.strip() for name in text.split(",") if name.strip()]
    for name in chosen:
        for part in name.split("+"):
            if part not in names:
                parser.error(f"there is no “{part}”, but: {', '.join(names)}")
    return chosen


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="./dev bench ablation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(["ingredients, and what is done without:", *(
            f"  {name:22} {text}" for name, text in ablation.INGREDIENTS.items()
        )]),
    )
    parser.add_argument(
        "--trials", type=int, default=8, help="pairs of each row (default: %(default)s)"
    )
    parser.add_argument("--quick", action="store_true", help="2 pairs, every other row")
    parser.add_argument("--grey", action="store_true", help="grey pictures, with grey noise")
    parser.add_argument(
        "--only", default=",".join(DEFAULT),
        help=f"some of: {','.join(PROTOCOLS)} (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--without", default=",".join(ablation.INGREDIENTS),
        help="some of the ingredients; a+b: without both (default: all)",
    )  # fmt: skip
    options = parser.parse_args()
    options.only = choose(parser, options.only, PROTOCOLS)
    options.without = choose(parser, options.without, ablation.INGREDIENTS)
    if options.quick:
        options.trials = 2
    return options


def main():
    options = parse_arguments()
    ablation.enter_build()
    for name in options.only:
        rows = run(name, options)
        print_protocol(name, rows, options)
        kind = "-grey" if options.grey else ""
        report.write_csv(f"ablation-{name}{kind}.csv", rows)


if __name__ == "__main__":
    main()
