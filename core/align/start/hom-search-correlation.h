/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/start/hom-search-detail.h"

/* Private to hom-search*.c: the correlation of two small pictures in all
 * positions.
 */

/**
 * HomCorrelationSums:
 * @ab: @width × @height numbers: for each shift of b over a, the sum of a b
 *   over the pixels that lie over each other and count in both.
 * @aa: the sums of a² over them.
 * @bb: the sums of b² over them.
 * @n: their numbers.
 *
 * The sums of a correlation. Column x, row y is for the shift of b by x + 1 −
 * b.width and y + 1 − b.height pixels.
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
