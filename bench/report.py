# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables on stdout, and files in HOM_OUTPUT."""

import csv
import math
import os


def output(name):
    folder = os.environ["HOM_OUTPUT"]
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, name)


def number(value, digits=3):
    """A number of so many significant digits, without an exponent; – for none."""
    if value is None or not math.isfinite(value):
        return "–"
    if abs(value) < 5e-7:
        return "0"
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    return f"{value:.{min(max(decimals, 0), 6)}f}"


def print_table(title, header, rows):
    """The first column to the left, the others to the right."""
    rows = [[str(cell) for cell in row] for row in [header, *rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    print(f"\n{title}\n")
    for i, row in enumerate(rows):
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        print("  " + "  ".join(cells))
        if i == 0:
            print("  " + "  ".join("-" * width for width in widths))


def _cell(value):
    """An array in one cell, its numbers separated by spaces."""
    if not hasattr(value, "ravel"):
        return value
    return " ".join(f"{number:.9g}" for number in value.ravel())


def write_csv(name, rows):
    """The rows are dictionaries with the same keys."""
    with open(output(name), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    print(f"\n  {output(name)}")
