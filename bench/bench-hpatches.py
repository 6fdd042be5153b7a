#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real photographs with a known homography: HPatches, or any folder of pairs (see hpatches.py).

For each method, and for light and views apart: the area under the curve of the corners' mean error
up to 3, 5 and 10 px, in percent; how many pairs were refused; and how many were accepted and are
wrong, by more than 5 px. The errors of all pairs are in the CSV.
"""

import argparse
import sys
import time

import numpy

import hpatches
import methods
import report

# Words for the command line, and the names of methods.py.
PEERS = {"sift-magsac": "SIFT", "sift-ecc": "SIFT, ECC", "akaze": "AKAZE"}


def measure(pair, method):
    h, failure = None, ""
    start = time.perf_counter()
    try:
        h = methods.METHODS[method](pair.reference, pair.moving, (0, 0))
    except methods.FAILURES as exception:
        failure = " ".join(str(exception).split())
    return {
        "pair": pair.paths.name, "kind": pair.paths.kind, "method": method,
        "error": pair.error(h), "refused": h is None,
        "seconds": time.perf_counter() - start, "h": h, "failure": failure,
    }  # fmt: skip


def run(options):
    names = [methods.OURS, *(PEERS[peer] for peer in options.peers)]
    rows = []
    without = hpatches.LARGE if options.without_large else ()
    for paths in hpatches.find(options.pairs, without):
        if sys.stderr.isatty():
            print(f"\r{paths.name}\033[K", end="", file=sys.stderr)
        pair = hpatches.load(paths, options.side)
        rows += [measure(pair, method) for method in names]
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return rows


def summarize(rows):
    """A row of the table: of one method, and one kind or all."""
    errors = numpy.array([row["error"] for row in rows])
    refused = numpy.array([row["refused"] for row in rows])
    areas = [100 * hpatches.area_under_curve(errors, t) for t in hpatches.THRESHOLDS]
    return [
        len(rows), *(f"{area:.1f}" for area in areas), refused.sum(),
        ((errors > hpatches.WRONG) & ~refused).sum(),
        report.number(numpy.median([row["seconds"] for row in rows]), 2),
    ]  # fmt: skip


def print_tables(rows):
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    names = list(dict.fromkeys(row["method"] for row in rows))
    header = [
        "method", "pairs", *(f"AUC {t} px" for t in hpatches.THRESHOLDS),
        "refused", f"> {hpatches.WRONG:g} px", "s",
    ]  # fmt: skip
    for kind in [*kinds, "all"] if len(kinds) > 1 else kinds:
        chosen = [row for row in rows if kind in ("all", row["kind"])]
        table = [[m, *summarize([r for r in chosen if r["method"] == m])] for m in names]
        report.print_table(f"Photographs, {kind}", header, table)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench hpatches", description=__doc__)
    parser.add_argument(
        "pairs", help=f"a folder in HPatches' layout, one with {hpatches.LIST}, or such a list"
    )
    parser.add_argument(
        "--peers", default="", help=f"some of: {','.join(PEERS)} (default: ours alone)"
    )
    parser.add_argument(
        "--side", type=int, default=480,
        help="of the shorter side, px; 0: as it is (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--without-large", action="store_true",
        help="without the eight sequences that LoFTR leaves out",
    )  # fmt: skip
    options = parser.parse_args()
    options.peers = [peer for peer in options.peers.split(",") if peer]
    for peer in options.peers:
        if peer not in PEERS:
            parser.error(f"there is no “{peer}”, but: {', '.join(PEERS)}")
    if options.side < 0:
        parser.error("a side cannot be less than 0")
    return parser, options


def main():
    parser, options = parse_arguments()
    try:
        rows = run(options)
    except hpatches.BadFolder as error:
        parser.error(str(error))
    print_tables(rows)
    report.write_csv("hpatches.csv", rows)


if __name__ == "__main__":
    main()
