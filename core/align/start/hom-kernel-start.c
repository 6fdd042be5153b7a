/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/start/hom-keypoint-pairs.h"
#include "align/start/hom-search-correlation.h"

/* Finds the cosines between HOM_BLOCK_ROWS descriptors and those of a block. */
HOM_FLATTEN void
HOM_KERNEL (hom_keypoint_compare_block) (
    const gfloat *rows[HOM_BLOCK_ROWS],
    const gfloat *block,
    gfloat        cosines[HOM_BLOCK_ROWS][HOM_BLOCK_COLUMNS])
{
  gfloat sums[HOM_BLOCK_ROWS][HOM_BLOCK_COLUMNS] = { { 0.0f } };

  for (gint k = 0; k < HOM_DESCRIPTOR_LENGTH; k++)
    for (gint row = 0; row < HOM_BLOCK_ROWS; row++)
      for (gint column = 0; column < HOM_BLOCK_COLUMNS; column++)
        sums[row][column] += rows[row][k] *
                             block[k * HOM_BLOCK_COLUMNS + column];

  memcpy (cosines, sums, sizeof (sums));
}

/* Adds the products of a row of the first picture with a row of the second. */
HOM_FLATTEN void
HOM_KERNEL (hom_correlation_add_row) (HomCorrelationSums *shifts,
                                      gint                y,
                                      const gfloat       *a,
                                      const gfloat       *a_mask,
                                      gint                n_a,
                                      const HomTurnedRow *b)
{
  gsize         offset  = (gsize) y * shifts->width + b->first;
  const gfloat *values  = b->values + b->first;
  const gfloat *squares = b->squares + b->first;
  const gfloat *mask    = b->mask + b->first;
  gint          n_b     = b->n;

  for (gint x = 0; x < n_a; x++, offset++)
    {
      gfloat value        = a[x];
      gfloat square       = value * value;
      gfloat *restrict ab = shifts->ab + offset;
      gfloat *restrict aa = shifts->aa + offset;
      gfloat *restrict bb = shifts->bb + offset;
      gfloat *restrict n  = shifts->n + offset;

      if (! (a_mask[x] > 0.0f))
        continue;
      for (gint k = 0; k < n_b; k++)
        {
          ab[k] += value * values[k];
          aa[k] += square * mask[k];
          bb[k] += squares[k];
          n[k] += mask[k];
        }
    }
}
