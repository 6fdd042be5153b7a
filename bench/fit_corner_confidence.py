#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits the logistic model of core/corners/hom-quad-confidence.c, and prints its numbers.

Run it by './dev exec bench/fit_corner_confidence.py'. The scenes are those of corner_kinds.py and
scenes.py with seeds from 0 on; './dev bench corners' measures with others. No photograph is used.

First, each proposal gets a logit from its own features. What is minimised is the sum of two
losses: that the right one be the first ("nothing" is one of the choices, with logit 0), and that the
logit of each be that of its probability. Weights have the sign that their meaning asks for. Then
the logits of those that enclose or overlap it are weighed in, and all is calibrated by the first of
each scene.
"""

import argparse
import os
import re

import numpy
from scipy.optimize import minimize

import corner_kinds
import corner_methods
import scenes

# The more, the less probable.
NEGATIVE = {"HOLE", "BORDERS", "ANGLE", "ENCLOSED", "CONFLICTING"}
# Of the loss of each proposal's own probability, beside that of the order.
OWN = 0.3
# Proposals have not yet been refined.
NEARLY = 1.6


def names():
    """Of the features, in their order."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "../core/corners/hom-quad-confidence.h")) as header:
        text = header.read()
    return re.findall(r"HOM_QUAD_(\w+),", text[text.index("enum") : text.index("N_FEATURES")])


def all_scenes(n):
    for seed in range(n):
        for kind in corner_kinds.KINDS:
            yield corner_kinds.make(kind, seed)
        for kind in scenes.KINDS:
            yield scenes.make(kind, seed)


def lies_in(points, outline, factor):
    """Whether each lies in an outline made larger about its middle."""
    middle = outline.mean(0)
    outline = middle + factor * (outline - middle)
    side = numpy.roll(outline, -1, 0) - outline
    offset = points[:, None] - outline[None]
    across = side[None, :, 0] * offset[..., 1] - side[None, :, 1] * offset[..., 0]
    return (across >= 0).all(1) | (across <= 0).all(1)


def relations(corners):
    """For each two, whether the first lies in the second, and whether they overlap."""
    n = len(corners)
    enclosed, overlap = numpy.zeros((n, n), bool), numpy.zeros((n, n), bool)
    for i, a in enumerate(corners):
        for j, b in enumerate(corners):
            inside, around = lies_in(a, b, 1.03).all(), lies_in(b, a, 1.03).all()
            enclosed[i, j] = inside and not around
            if i != j and not inside and not around:
                overlap[i, j] = (
                    lies_in(a.mean(0)[None], b, 1)[0]
                    or lies_in(b.mean(0)[None], a, 1)[0]
                    or lies_in(a, b, 0.97).any()
                    or lies_in(b, a, 0.97).any()
                )
    return enclosed, overlap


def fit(groups, labels, weights, penalty):
    """The weights, by their names, and the constant; groups: the features of each scene."""
    everything = numpy.vstack(groups)
    mean, deviation = everything.mean(0), everything.std(0) + 1e-9

    def loss(solution):
        constant, w = solution[0], solution[1:]
        total, gradient = 0.0, numpy.zeros(len(solution))
        for group, right in zip(groups, labels):
            if not len(group):
                continue
            z = (group - mean) / deviation
            s = z @ w + constant
            top = max(s.max(), 0)
            e, nothing = numpy.exp(s - top), numpy.exp(-top)
            share = e / (e.sum() + nothing)
            wanted = e * right / max((e * right).sum(), 1e-300)
            reached = share[right].sum() if right.any() else nothing / (e.sum() + nothing)
            total -= numpy.log(reached + 1e-300)
            total += OWN * numpy.logaddexp(0, numpy.where(right, -s, s)).sum()
            slope = share - wanted + OWN * (1 / (1 + numpy.exp(-s)) - right)
            gradient += numpy.append(slope.sum(), z.T @ slope)
        n = len(groups)
        gradient = gradient / n
        gradient[1:] += 2 * penalty * w
        return total / n + penalty * w @ w, gradient

    bounds = [(None, None)] + [(None, 0) if n in NEGATIVE else (0, None) for n in weights]
    start = numpy.zeros(len(weights) + 1)
    solution = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    raw = solution[1:] / deviation
    return raw, solution[0] - raw @ mean


def calibrate(groups, labels, weights, constant):
    """Factor and constant for the logit of the first of each scene."""
    firsts = [(group @ weights + constant, right) for group, right in zip(groups, labels) if len(group)]
    logit = numpy.array([s.max() for s, _ in firsts])
    sign = numpy.array([-1 if right[s.argmax()] else 1 for s, right in firsts])
    return minimize(lambda ab: numpy.logaddexp(0, sign * (ab[0] * logit + ab[1])).mean(), [1, 0]).x


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=int, default=60, help="of each kind (default: %(default)s)")
    options = parser.parse_args()
    measure = corner_methods.Features(
        os.path.join(os.environ["HOM_BUILD"], "bench", "libcorner-features.so")
    )
    outlines, groups, labels = [], [], []
    for scene in all_scenes(options.scenes):
        corners, features = measure(scene.pixels)
        errors = [corner_methods.distance(found, scene.corners) for found in corners]
        outlines.append(corners)
        groups.append(features)
        labels.append(numpy.array(errors) <= NEARLY)
    weights, constant = fit(groups, labels, names(), 0.003)
    related = []
    for corners, features in zip(outlines, groups):
        logit = features @ weights + constant
        probability = 1 / (1 + numpy.exp(-logit))
        columns = [logit]
        for relation in relations(corners):
            columns.append((relation * probability).max(axis=1, initial=0))
        related.append(numpy.stack(columns, axis=1))
    around, last = fit(related, labels, ["LOGIT", "ENCLOSED", "CONFLICTING"], 0.0005)
    factor, offset = calibrate(related, labels, around, last)
    for name, weight in zip(names(), weights):
        print(f"  [HOM_QUAD_{name}] = {weight:.3f},")
    print(f"constant = {constant:.3f}")
    for name, value in zip(("own", "enclosed", "conflicting"), factor * around):
        print(f"{name} = {value:.3f}")
    print(f"final_constant = {factor * last + offset:.3f}")


if __name__ == "__main__":
    main()
