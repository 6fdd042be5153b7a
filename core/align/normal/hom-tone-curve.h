/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-residual-sample.h"
#include "base/hom-processor.h"

G_BEGIN_DECLS

/* Private: the tone curve between two pictures of the same scene. */

#define HOM_TONE_KNOTS 32

/**
 * HomToneCurve:
 * @input: values of the moving picture, rising.
 * @output: the values of the reference where the moving picture has these.
 * @reliability: 0 to 1: lower where the same value of the moving picture stands
 *   for many of the reference, as where it is overexposed.
 *
 * A tone curve, linear between its knots.
 */
typedef struct
{
  gfloat input[HOM_TONE_KNOTS];
  gfloat output[HOM_TONE_KNOTS];
  gfloat reliability[HOM_TONE_KNOTS];
} HomToneCurve;

gboolean hom_tone_curve_fit (GArray             *pairs,
                             gdouble             noise,
                             HomToneCurve       *tone);
void     hom_tone_curve_map (const HomToneCurve *tone,
                             gint                n,
                             gfloat             *values,
                             gfloat             *mask);

/* The kernel is compiled in hom-kernel-tiles.c. */
HOM_DECLARE_KERNEL (hom_tone_curve_kernel,
                    void (const HomToneCurve *tone,
                          gint                n,
                          gfloat             *values,
                          gfloat             *mask));

G_END_DECLS
