# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench-align.py makes of its rows: a table for each protocol, and charts."""

import math

import numpy

import charts
import methods
import protocols
import protocols_convergence
import protocols_global
import protocols_real
import protocols_trust
import report

# An alignment further off is none, and is left out of the mean of the errors, and counted.
CONVERGED = 1.0  # px

TIMES = "t: time as a multiple of ours"


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


def peers(names):
    return [name for name in names if name != methods.OURS]


def time_ratios(names, groups):
    """How many times as long as ours each peer took."""
    seconds = {name: numpy.median(column(rows, "seconds")) for name, rows in groups.items()}
    ratios = [seconds.get(name, math.nan) / seconds[methods.OURS] for name in peers(names)]
    return [report.number(ratio, 2) for ratio in ratios]


def time_header(names):
    return [f"t {name}" for name in peers(names)]


def median_error(rows):
    return numpy.median(column(rows, "error"))


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


def print_cells(title, key, rows, cell, times=True):
    """A line for each value of a key (or of several), and a cell for each method."""
    names = list(by_method(rows))
    keys = (key,) if isinstance(key, str) else key
    table = []
    for values, case_rows in group(rows, *keys).items():
        groups = by_method(case_rows)
        cells = [cell(groups[name]) if name in groups else "–" for name in names]
        line = [", ".join(str(value) for value in values), *cells]
        table.append(line + (time_ratios(names, groups) if times else []))
    header = [", ".join(keys), *names, *(time_header(names) if times else [])]
    report.print_table(title, header, table)


def print_errors(title, rows):
    print_cells(title, "case", rows, lambda r: report.number(median_error(r)))


# ---- The protocols -------------------------------------------------------------------------------


def check(rows, options):
    print_errors(f"Check: mean error without noise, px; {TIMES}", rows)


def photometric(rows, options):
    print_errors(
        f"Photometric: median of {options.trials} mean errors, px; corners ±{protocols.SHIFT} px, "
        f"noise {protocols.PHOTOMETRIC_NOISE}; {TIMES}",
        rows,
    )


def accuracy(rows, options):
    names = list(by_method(rows))
    limits = {"bound, luma": "bound", "bound, R'G'B'": "bound RGB"}
    if options.grey:
        limits = {"bound": "bound"}
    table = []
    bounds = {limit: [] for limit in limits}
    curves = {name: [] for name in names}
    for (noise,), noise_rows in group(rows, "noise").items():
        groups = by_method(noise_rows)
        means = {name: mean_error(r) for name, r in groups.items()}
        for name in names:
            curves[name].append(means[name][0])
        for limit, key in limits.items():
            bounds[limit].append(column(noise_rows, key).mean())
        least = [curve[-1] for curve in bounds.values()]
        ratio = means[methods.OURS][0] / least[0] if least[0] else math.nan
        errors = [text for _, text in means.values()]
        cells = [*map(report.number, least), *errors, report.number(ratio)]
        table.append([noise, *cells, *time_ratios(names, groups)])
    kind = "grey noise" if options.grey else "R', G' and B' noise"
    report.print_table(
        f"Accuracy: mean error, px (of those below {CONVERGED:g} px, if not all); {options.trials} "
        f"warps, {kind}; {TIMES}",
        ["noise", *limits, *names, f"ours/{next(iter(limits))}", *time_header(names)],
        table,
    )
    noises = [noise for noise, in group(rows, "noise")]
    title = f"Accuracy: corners ±{protocols.SHIFT} px"
    charts.draw_errors("align-accuracy.png", title, noises, curves, bounds)


def shares(rows):
    """The σ's, and a curve for each method."""
    names = list(by_method(rows))
    by_sigma = group(rows, "sigma")
    curves = {name: [success(by_method(r)[name]) for r in by_sigma.values()] for name in names}
    return [sigma for sigma, in by_sigma], curves


def convergence(rows, options):
    n_pairs = len(group(rows, "trial"))
    print_cells(
        f"Convergence: share of {n_pairs} pairs below {CONVERGED:g} px RMS at the corners; "
        f"gain 0.7 + 40; {TIMES}",
        ("sigma", "noise"), rows, lambda r: f"{success(r):.2f}",
    )  # fmt: skip
    panels = {
        f"RMS < {CONVERGED:g} px; noise {noise}, gain 0.7 + 40": shares(noise_rows)
        for (noise,), noise_rows in group(rows, "noise").items()
    }
    charts.draw_shares("align-convergence.png", panels)


def templates(rows, options):
    side, noise = protocols_convergence.TEMPLATE_SIDE, protocols_convergence.TEMPLATE_NOISE
    print_cells(
        f"Templates of {side} × {side} px in photographs: share of {len(group(rows, 'trial'))} "
        f"pairs below {CONVERGED:g} px RMS at the template's corners; noise {noise}; {TIMES}",
        "sigma", rows, lambda r: f"{success(r):.2f}",
    )  # fmt: skip
    charts.draw_shares("align-templates.png", {f"{side} × {side} px": shares(rows)})


def far(rows, options):
    names = list(by_method(rows))
    n_pairs = len(group(rows, "trial"))
    print_cells(
        f"Global: share of {n_pairs} pairs with a mean error below {CONVERGED:g} px over the "
        f"overlap, and the median; gain 0.8 + 10, noise {protocols_global.NOISE}; {TIMES}",
        "case", rows, lambda r: f"{success(r):.2f} {report.number(median_error(r), 2):>6}",
    )  # fmt: skip
    cases = group(rows, "case")
    cells = [[success(by_method(r)[name]) for name in names] for r in cases.values()]
    title = f"Global: share of {n_pairs} pairs below {CONVERGED:g} px"
    charts.draw_heat("align-global.png", title, [case for case, in cases], names, cells)


def trust(rows, options):
    """Shares of those that are right, refused, and accepted though they are wrong."""

    def verdicts(case_rows):
        errors = column(case_rows, "error")
        refused = numpy.array([row["h"] is None for row in case_rows])
        alike = column(case_rows, "alike")
        right = numpy.where(alike, errors <= protocols_trust.RIGHT, refused)
        wrong = ~refused & (~alike | (errors > protocols_trust.WRONG))
        return f"{right.mean():.2f} {(refused & ~right).mean():.2f} {wrong.mean():.2f}"

    print_cells(
        f"Trust: shares that are right (below {protocols_trust.RIGHT:g} px, or refused where nothing is "
        f"right), refused, and accepted but more than {protocols_trust.WRONG:g} px off; "
        f"{options.trials} pairs of each kind; {TIMES}",
        "case", rows, verdicts,
    )  # fmt: skip


def real(rows, options):
    def match(case_rows):
        values = [numpy.median(column(case_rows, key)) for key in ("correlation", "overlap")]
        return f"{report.number(values[0])} {values[1]:4.0%}"

    known = [row for row in rows if not math.isnan(row["error"])]
    print_errors(f"Real: median error over the overlap, px; {TIMES}", known)
    print_cells(
        "Real: median correlation (ZNCC of the luma) over the overlap, and the overlap's share",
        "case", rows, match, times=False,
    )  # fmt: skip
    print()
    ours = {row["case"]: row["h"] for row in rows if row["method"] == methods.OURS}
    pairs = {pair.case["case"]: pair for pair in protocols_real.real(options)}
    for case, pair in pairs.items():
        if ours[case] is not None:
            name = case.replace(" → ", "-")
            protocols_real.write_overlay(f"align-real-{name}.png", pair, ours[case])


def speed(rows, options):
    print_cells(
        f"Speed: median error, px; corners ±1 % of the width; {TIMES}; –: would take minutes, or "
        "more memory than there is",
        "MP", rows, lambda r: report.number(median_error(r)),
    )  # fmt: skip
    print_cells(
        "Speed: median seconds", "MP", rows,
        lambda r: report.number(numpy.median(column(r, "seconds")), 2), times=False,
    )  # fmt: skip
