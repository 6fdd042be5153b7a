/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/start/hom-search-detail.h"

/* Private to hom-search*.c: two small pictures in all positions. */

/**
 * HomCorrelationSums:
 * @ab: @width × @height: for each shift of b over a, the sum of a b over the
 *   pixels that lie over each other and count in both.
 * @aa: of a².
 * @bb: of b².
 * @n: of 1.
 *
 * Column x, row y is for the shift of b by x + 1 − b.width and y + 1 − b.height
 * pixels.
 */
typedef struct
{
  gint    width, height;
  gfloat *ab, *aa, *bb, *n;
} HomCorrelationSums;

gboolean hom_correlation_sums_init  (HomCorrelationSums *shifts,
                                     const HomDetail    *a,
                                     const HomDetail    *b,
                                     GError            **error);
void     hom_correlation_sums_clear (HomCorrelationSums *shifts);
