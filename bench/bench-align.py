#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alignment beside OpenCV: the same pairs in one run, with fixed seeds. See protocols.py for the
pairs and methods.py for the methods.

Times are ratios to ours, of the medians of calls that took turns; the seconds are in the CSV.
"""

import argparse
import math
import sys
import time

import matplotlib
import numpy

import methods
import protocols
import report

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (the backend first: there is no display)

# An alignment further off is none, and is left out of the mean of the errors, and counted.
CONVERGED = 1.0  # px

PEERS = ["ECC", "ECC pyramid", "SIFT"]
PROTOCOLS = {
    "check": ([*PEERS, "SIFT, ECC"], protocols.check),
    "accuracy": (PEERS, protocols.accuracy),
    "convergence": (PEERS, protocols.convergence),
    "photometric": (PEERS, protocols.photometric),
    "real": ([*PEERS, "SIFT, ECC"], protocols.real),
}


def measure(pair, method):
    """One call, as a row of the CSV. What throws has an infinite error."""
    methods.seed = pair.trial
    error, failure = math.inf, ""
    start = time.perf_counter()
    try:
        h = methods.METHODS[method](pair.reference, pair.moving)
    except methods.FAILURES as exception:
        failure = " ".join(str(exception).split())
    seconds = time.perf_counter() - start
    if not failure:
        error = pair.error(h)
    return {
        **pair.case, "trial": pair.trial, "method": method,
        "error": error, "bound": pair.bound, "seconds": seconds, "failure": failure,
    }  # fmt: skip


def run(name, options):
    peers, make_pairs = PROTOCOLS[name]
    names = [methods.OURS, *peers]
    rows = []
    for pair in make_pairs(options):
        if sys.stderr.isatty():
            print(f"\r{name}: {pair.case}, {pair.trial}\033[K", end="", file=sys.stderr)
        # In turns, so that whatever else the machine does falls on all of them.
        for i in range(len(names)):
            rows.append(measure(pair, names[(i + pair.trial) % len(names)]))
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return rows


# ---- Summaries -----------------------------------------------------------------------------------


def group(rows, *keys):
    """The rows by the values of these keys, in the order of their first appearance."""
    groups = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups


def column(rows, key):
    return numpy.array([row[key] for row in rows])


def by_method(rows):
    groups = group(rows, "method")
    return {name: groups[name,] for name in methods.METHODS if (name,) in groups}


def time_ratios(methods_rows):
    """How many times as long as ours each peer took."""
    seconds = {name: numpy.median(column(r, "seconds")) for name, r in methods_rows.items()}
    return [
        report.number(seconds[name] / seconds[methods.OURS], 2)
        for name in methods_rows
        if name != methods.OURS
    ]


def time_header(names):
    return [f"t {name}" for name in names if name != methods.OURS]


def mean_error(rows):
    """The mean over what converged; and how much that is, if not all."""
    errors = column(rows, "error")
    converged = errors < CONVERGED
    if not converged.any():
        return math.nan, "–"
    mean = errors[converged].mean()
    share = "" if converged.all() else f" ({converged.sum()}/{len(errors)})"
    return mean, report.number(mean) + share


def success(rows):
    return (column(rows, "error") < CONVERGED).mean()


# ---- Tables and charts ---------------------------------------------------------------------------


def report_errors(title, rows):
    """Median errors, and times, of a protocol with a single key, "case"."""
    names = list(by_method(rows))
    table = []
    for (case,), case_rows in group(rows, "case").items():
        groups = by_method(case_rows)
        errors = [report.number(numpy.median(column(r, "error"))) for r in groups.values()]
        table.append([case, *errors, *time_ratios(groups)])
    report.print_table(title, ["case", *names, *time_header(names)], table)


def report_check(rows, options):
    report_errors("Check: mean error without noise, px; time as a multiple of ours", rows)


def report_photometric(rows, options):
    title = (
        f"Photometric: median of {options.trials} mean errors, px; corners ±{protocols.SHIFT} px, "
        f"noise {protocols.PHOTOMETRIC_NOISE}; time as a multiple of ours"
    )
    report_errors(title, rows)


def report_real(rows, options):
    report_errors("Real: median error over the overlap, px; time as a multiple of ours", rows)


def report_accuracy(rows, options):
    names = list(by_method(rows))
    table, bounds = [], []
    curves = {name: [] for name in names}
    for (noise,), noise_rows in group(rows, "noise").items():
        groups = by_method(noise_rows)
        means = {name: mean_error(r) for name, r in groups.items()}
        bounds.append(column(noise_rows, "bound").mean())
        for name in names:
            curves[name].append(means[name][0])
        ratio = means[methods.OURS][0] / bounds[-1] if bounds[-1] else math.nan
        errors = [text for _, text in means.values()]
        table.append(
            [noise, report.number(bounds[-1]), *errors, report.number(ratio), *time_ratios(groups)]
        )
    kind = "R', G' and B' noise" if options.colour else "grey noise"
    report.print_table(
        f"Accuracy: mean error, px (of those below {CONVERGED:g} px, if not all); {options.trials} "
        f"warps, {kind}; time as a multiple of ours",
        ["noise", "bound", *names, "ours/bound", *time_header(names)],
        table,
    )
    draw_accuracy(curves, bounds)


def draw_accuracy(curves, bounds):
    figure, axes = pyplot.subplots(figsize=(7, 5), layout="constrained")
    for name, curve in curves.items():
        axes.plot(protocols.ACCURACY_NOISES, curve, marker="o", label=name)
    axes.plot(protocols.ACCURACY_NOISES[1:], bounds[1:], "k--", label="Cramér–Rao bound")
    axes.set(
        yscale="log", xlabel="noise σ of both pictures, 255ths", ylabel="mean error, px",
        title=f"Accuracy: corners ±{protocols.SHIFT} px",
    )  # fmt: skip
    finish_chart(figure, axes, "align-accuracy.png")


def report_convergence(rows, options):
    names = list(by_method(rows))
    table, curves = [], {}
    for (sigma, noise), case_rows in group(rows, "sigma", "noise").items():
        groups = by_method(case_rows)
        shares = {name: success(r) for name, r in groups.items()}
        for name, share in shares.items():
            curves.setdefault((name, noise), []).append(share)
        cells = [f"{share:.2f}" for share in shares.values()]
        table.append([f"{sigma} px, {noise}", *cells, *time_ratios(groups)])
    n_pairs = len(rows) // len(table) // len(names)
    report.print_table(
        f"Convergence: share of {n_pairs} pairs below {CONVERGED:g} px RMS at the corners; "
        "gain 0.7 + 40; time as a multiple of ours",
        ["σ, noise", *names, *time_header(names)],
        table,
    )
    draw_convergence(curves)


def draw_convergence(curves):
    figure, axes = pyplot.subplots(figsize=(7, 5), layout="constrained")
    names = list(methods.METHODS)
    for (name, noise), curve in curves.items():
        style = "-" if noise == protocols.CONVERGENCE_NOISES[0] else "--"
        axes.plot(
            protocols.CONVERGENCE_SIGMAS, curve, style, marker="o",
            color=f"C{names.index(name)}", label=f"{name}, noise {noise}",
        )  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_xticks(protocols.CONVERGENCE_SIGMAS, labels=protocols.CONVERGENCE_SIGMAS)
    axes.set(
        ylim=(-0.05, 1.05), xlabel="σ of the corners, px", ylabel="share of pairs",
        title=f"Convergence: RMS < {CONVERGED:g} px, gain 0.7 + 40",
    )  # fmt: skip
    finish_chart(figure, axes, "align-convergence.png")


def finish_chart(figure, axes, name):
    axes.grid(alpha=0.3)
    axes.legend()
    path = report.output(name)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
    print(f"\n  {path}")


REPORTS = {
    "check": report_check,
    "accuracy": report_accuracy,
    "convergence": report_convergence,
    "photometric": report_photometric,
    "real": report_real,
}


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench align", description=__doc__)
    parser.add_argument("--trials", type=int, default=40, help="warps (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="5 warps")
    parser.add_argument(
        "--colour", action="store_true",
        help="accuracy: colour pictures, with noise of its own in each channel",
    )  # fmt: skip
    parser.add_argument("--only", default=",".join(PROTOCOLS), help="some of: %(default)s")
    options = parser.parse_args()
    options.only = options.only.split(",")
    for name in options.only:
        if name not in PROTOCOLS:
            parser.error(f"there is no protocol “{name}”")
    if options.quick:
        options.trials = 5
    return options


def main():
    options = parse_arguments()
    for name in options.only:
        rows = run(name, options)
        REPORTS[name](rows, options)
        report.write_csv(f"align-{name}.csv", rows)


if __name__ == "__main__":
    main()
