# SPDX-License-Identifier: GPL-3.0-or-later
"""The charts of bench-align.py: PNG files in HOM_OUTPUT."""

import matplotlib
import numpy

import methods
import report

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (the backend first: there is no display)


def _save(figure, name):
    path = report.output(name)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
    print(f"\n  {path}")


def _style(name):
    """Of a curve; larger and larger open markers, so that equal ones are told apart."""
    i = list(methods.METHODS).index(name)
    return {"color": f"C{i}", "marker": "o", "fillstyle": "none", "markersize": 4 + 2 * i}


def draw_errors(name, title, noises, curves, bounds):
    """Errors against noise: those of the methods, and the bounds, by their names."""
    figure, axes = pyplot.subplots(figsize=(7, 5), layout="constrained")
    for method, curve in curves.items():
        axes.plot(noises, curve, label=method, **_style(method))
    for (bound, curve), style in zip(bounds.items(), ("k--", "k:")):
        # It is 0 without noise, and has no place on a logarithmic scale.
        axes.plot(noises[1:], curve[1:], style, label=bound)
    axes.set(
        yscale="log", xlabel="noise σ of both pictures, 255ths", ylabel="mean error, px",
        title=title,
    )  # fmt: skip
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, name)


def draw_shares(name, panels):
    """Shares of pairs against σ: by the panels' titles, the σ's, and a curve for each method."""
    figure, all_axes = pyplot.subplots(
        1, len(panels), figsize=(1 + 5 * len(panels), 4.5), layout="constrained", squeeze=False
    )
    for axes, (title, (sigmas, curves)) in zip(all_axes[0], panels.items()):
        for method, curve in curves.items():
            axes.plot(sigmas, curve, label=method, **_style(method))
        axes.set_xscale("log", base=2)
        axes.set_xticks(sigmas, labels=sigmas)
        axes.set(
            ylim=(-0.05, 1.05), xlabel="σ of the corners, px", ylabel="share of pairs", title=title
        )
        axes.grid(alpha=0.3)
    all_axes[0][0].legend()
    _save(figure, name)


def draw_heat(name, title, cases, names, shares):
    """A cell for each case and method, with the share of pairs as its colour."""
    figure, axes = pyplot.subplots(figsize=(6, 1.2 + 0.35 * len(cases)), layout="constrained")
    axes.imshow(numpy.array(shares), cmap="RdYlGn", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(names)), labels=names)
    axes.set_yticks(range(len(cases)), labels=cases)
    for row, values in enumerate(shares):
        for column, share in enumerate(values):
            axes.text(column, row, f"{share:.2f}", ha="center", va="center")
    axes.set_title(title)
    _save(figure, name)
