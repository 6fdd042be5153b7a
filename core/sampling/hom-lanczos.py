#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-3.0-or-later
"""Prints hom-lanczos.h: the polynomials that stand for the weights of the Lanczos kernels."""

import numpy

TERMS = 6  # the number of even terms, and of odd ones

HEAD = """\
/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the weights of the Lanczos kernels as polynomials. They are made by
 * hom-lanczos.py.
 */

#pragma once

#include <glib.h>

#define HOM_LANCZOS_TERMS 12

/* The coefficients of the polynomials, by the number of lobes and the tap, for
 * the first half of the taps: the other half is its mirror image. The terms are
 * powers of s = t − 1/2, from the constant one upwards. The polynomials
 * interpolate the weights, scaled to a sum of 1, at Chebyshev's points, and are
 * within 2e-9 of them: less than a rounding of the float.
 */
static const gfloat hom_lanczos_terms[5][4][HOM_LANCZOS_TERMS] = {"""


def weights(lobes, t):
    x = t[:, None] - numpy.arange(-(lobes - 1), lobes + 1)
    weight = numpy.sinc(x) * numpy.sinc(x / lobes)
    return weight / weight.sum(axis=1, keepdims=True)


def beyond_linear(lobes, t):
    """Returns the part added to linear interpolation's weights, as a multiple of t (1 − t)."""
    weight = weights(lobes, t)[:, :lobes]
    weight[:, -1] -= 1 - t
    return weight / (t * (1 - t))[:, None]


def polynomials(lobes):
    n = 2 * TERMS
    s = numpy.cos((2 * numpy.arange(n) + 1) * numpy.pi / (2 * n)) / 2
    return numpy.linalg.solve(numpy.vander(s, increasing=True), beyond_linear(lobes, s + 0.5)).T


def error(lobes):
    t = numpy.linspace(0, 1, 10001)[1:-1]
    values = numpy.vander(t - 0.5, 2 * TERMS, increasing=True) @ polynomials(lobes).T
    return (t * (1 - t) * abs(values - beyond_linear(lobes, t)).max(axis=1)).max()


def main():
    assert max(error(lobes) for lobes in (2, 3, 4)) < 2e-9
    print(HEAD)
    for lobes in (2, 3, 4):
        print(f"  [{lobes}] = {{")
        for terms in polynomials(lobes):
            numbers = [f"{term:.9g}f" for term in terms]
            lines = [", ".join(numbers[i : i + 4]) for i in range(0, len(numbers), 4)]
            print("    { " + ",\n      ".join(lines) + " },")
        print("  },")
    print("};")


if __name__ == "__main__":
    main()
