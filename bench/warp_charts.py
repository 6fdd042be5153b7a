# SPDX-License-Identifier: GPL-3.0-or-later
"""The charts of bench-warp.py: PNG files in HOM_OUTPUT."""

import matplotlib
import numpy

import report

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (the backend first: there is no display)


def _save(figure, name):
    path = report.output(name)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
    print(f"\n  {path}")


def draw_table(name, rows):
    """A group of bars for each case: the time of each method as a multiple of the memcpy's."""
    cases, names = {}, []
    for row in rows:
        case = f"{row['MP']} MP, {row['view']}, {row['format']}, {row['kernel']}"
        cases.setdefault(case, {})[row["method"]] = row["time/memcpy"]
        if row["method"] not in names:
            names.append(row["method"])
    figure, axes = pyplot.subplots(figsize=(8, 1.5 + 0.6 * len(cases)), layout="constrained")
    places = numpy.arange(len(cases))
    for i, method in enumerate(names):
        values = [cells.get(method, numpy.nan) for cells in cases.values()]
        axes.barh(places + (i + 0.5) * 0.8 / len(names), values, 0.8 / len(names), label=method)
    axes.set_yticks(places + 0.4, labels=cases)
    axes.invert_yaxis()
    axes.set(xscale="log", xlabel="time as a multiple of a memcpy of the output's pixels")
    axes.grid(alpha=0.3, axis="x")
    axes.legend()
    _save(figure, name)


def draw_growth(name, curves, exponents):
    """Seconds by MP, and the exponents of the straight lines through them."""
    figure, axes = pyplot.subplots(figsize=(6, 4.5), layout="constrained")
    for method, curve in curves.items():
        label = f"{method}: exponent {exponents[method]:.2f}"
        axes.plot(list(curve), list(curve.values()), "o-", label=label)
    axes.set(xscale="log", yscale="log", xlabel="MP", ylabel="seconds on this machine")
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, name)
