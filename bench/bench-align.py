#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alignment beside OpenCV and Hugin: the same pairs in one run, with fixed seeds.

See protocols*.py for the pairs and methods.py for the methods. Pictures are R'G'B', with noise of
its own in each channel. Times are ratios to ours, of the medians of calls that took turns; the
seconds, and each matrix that was found, are in the CSV.
"""

import argparse
import sys
import time

import methods
import protocols
import protocols_convergence
import protocols_global
import protocols_real
import protocols_speed
import protocols_trust
import report
import tables

PEERS = ["ECC", "ECC pyramid", "SIFT", "Hugin"]
ALL_PEERS = [*PEERS, "SIFT, ECC"]

# Peers, pairs, and the table.
PROTOCOLS = {
    "check": (ALL_PEERS, protocols.check, tables.check),
    "accuracy": (PEERS, protocols.accuracy, tables.accuracy),
    "convergence": (PEERS, protocols_convergence.convergence, tables.convergence),
    "templates": (PEERS, protocols_convergence.templates, tables.templates),
    "photometric": (PEERS, protocols.photometric, tables.photometric),
    "global": (PEERS, protocols_global.far, tables.far),
    "real": (ALL_PEERS, protocols_real.real, tables.real),
    "trust": (ALL_PEERS, protocols_trust.trust, tables.trust),
    "speed": (PEERS, protocols_speed.speed, tables.speed),
}


def measure(pair, method):
    """One call, as a row of the CSV."""
    methods.seed = pair.trial
    h, failure = None, ""
    start = time.perf_counter()
    try:
        h = methods.METHODS[method](pair.reference, pair.moving, pair.at)
    except methods.FAILURES as exception:
        failure = " ".join(str(exception).split())
    seconds = time.perf_counter() - start
    return {
        **pair.case, "trial": pair.trial, "method": method, **pair.scores(h),
        "seconds": seconds, "h": h, "failure": failure,
    }  # fmt: skip


def run(name, options):
    peers, make_pairs, _ = PROTOCOLS[name]
    names = [methods.OURS, *(peer for peer in peers if peer in options.peers)]
    rows = []
    for pair in make_pairs(options):
        if sys.stderr.isatty():
            print(f"\r{name}: {pair.case}, {pair.trial}\033[K", end="", file=sys.stderr)
        # In turns, so that whatever else the machine does falls on all of them.
        for i in range(len(names)):
            method = names[(i + pair.trial) % len(names)]
            if methods.takes(method, pair.moving):
                rows.append(measure(pair, method))
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return rows


def choose(parser, text, names):
    """Some of these names, from a list that is separated by semicolons or commas."""
    chosen = [name.strip() for name in text.split(";" if ";" in text else ",") if name.strip()]
    for name in chosen:
        if name not in names:
            parser.error(f"there is no “{name}”, but: {'; '.join(names)}")
    return chosen


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench align", description=__doc__)
    parser.add_argument("--trials", type=int, default=40, help="warps (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="2 warps, every other case")
    parser.add_argument("--grey", action="store_true", help="grey pictures, with grey noise")
    parser.add_argument("--only", default=",".join(PROTOCOLS), help="some of: %(default)s")
    parser.add_argument("--peers", default=";".join(ALL_PEERS), help="some of: %(default)s")
    parser.add_argument(
        "--ours-loss", choices=methods.LOSSES, default=methods.loss, help="(default: %(default)s)"
    )
    options = parser.parse_args()
    options.only = choose(parser, options.only, PROTOCOLS)
    options.peers = choose(parser, options.peers, ALL_PEERS)
    if options.quick:
        options.trials = 2
    return options


def main():
    options = parse_arguments()
    methods.loss = options.ours_loss
    for name in options.only:
        rows = run(name, options)
        PROTOCOLS[name][-1](rows, options)
        report.write_csv(f"align-{name}.csv", rows)


if __name__ == "__main__":
    main()
