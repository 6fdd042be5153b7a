/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/start/hom-search-detail.h"
#include "base/hom-processor.h"

/* Private to hom-search*.c: the correlation of two small pictures in all
 * positions.
 */

/**
 * HomCorrelationSums:
 * @ab: @width × @height numbers: for each shift of b over a, the sum of a b
 *   over all channels of the pixels that lie over each other and count in both.
 * @aa: the sums of a² over them.
 * @bb: the sums of b² over them.
 * @n: their numbers, times that of the channels.
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

/* A row of the second picture, from right to left, so that the shift grows
 * along it, and only from the first to the last pixel that counts.
 */
typedef struct
{
  gfloat *values;
  gfloat *squares;
  gfloat *mask;
  gint    first;
  gint    n;
} HomTurnedRow;

/* The kernel is compiled in hom-kernel-start.c. */
HOM_DECLARE_KERNEL (hom_correlation_add_row,
                    void (HomCorrelationSums *shifts,
                          gint                y,
                          const gfloat       *a,
                          const gfloat       *a_mask,
                          gint                n_a,
                          const HomTurnedRow *b));
