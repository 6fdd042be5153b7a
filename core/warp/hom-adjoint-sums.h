/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "warp/hom-warp-rows.h"

/* Private: the part of dL/dX that one thread adds up. */

/**
 * HomAdjointSums:
 * @values: the sums, with as many channels as the input, and with @margin more
 *   pixels on each side. The margin is thrown away: with it, a kernel that
 *   reaches over the edge needs no check of each tap.
 * @first_column: the first column, counted from the first pixel of the input.
 * @last_column: the column after the last.
 * @first_row: the first row, counted from the first pixel of the input.
 * @last_row: the row after the last.
 * @margin: one less than the number of taps along an axis.
 *
 * The sums of dL/dX over a patch of the input.
 */
typedef struct
{
  gdouble *values;
  gint     first_column, last_column;
  gint     first_row, last_row;
  gint     margin;
} HomAdjointSums;

/* Returns the distance from one row of the sums to the next, in pixels. */
static inline gsize
hom_adjoint_sums_stride (const HomAdjointSums *patch)
{
  return (gsize) patch->last_column - patch->first_column + 2 * patch->margin;
}

static inline gboolean
hom_adjoint_sums_has_column (const HomAdjointSums *patch, gint column)
{
  return column >= patch->first_column && column < patch->last_column;
}

static inline gboolean
hom_adjoint_sums_has_row (const HomAdjointSums *patch, gint row)
{
  return row >= patch->first_row && row < patch->last_row;
}

static inline gboolean
hom_adjoint_sums_holds (const HomAdjointSums *patch, gint column, gint row)
{
  return hom_adjoint_sums_has_column (patch, column) && hom_adjoint_sums_has_row (patch, row);
}

/* Returns the sums of a pixel of the input. */
static inline gdouble *
hom_adjoint_sums_pixel (const HomAdjointSums *patch, gint column, gint row, gint channels)
{
  const gint x = column - patch->first_column + patch->margin;
  const gint y = row - patch->first_row + patch->margin;

  return patch->values + (y * hom_adjoint_sums_stride (patch) + x) * channels;
}
