/* SPDX-License-Identifier: LGPL-3.0-or-later */

/* The sums of Padfield 2012 (doi:10.1109/TIP.2011.2181402), which normalize a
 * correlation by the pixels under both masks, for pictures whose mean is 0.
 * They are taken directly: at 36 pixels a side, more than the grid has, that is
 * no slower than by Fourier transforms, and it rounds less.
 */

#include "config.h"

#include "align/start/hom-search-correlation.h"
#include "base/hom-memory.h"

/* Turns one channel of a picture by 180°.
 *
 * @rows: (out): a row for each of the picture's.
 * @pixels: (out): room for three numbers for each pixel.
 */
static void
turn_rows (const HomDetail *detail,
           gint             channel,
           HomTurnedRow    *rows,
           gfloat          *pixels)
{
  gsize         n      = (gsize) detail->width * detail->height;
  const gfloat *values = detail->values + channel * n;

  for (gsize i = 0; i < n; i++)
    {
      gfloat value = values[n - 1 - i];

      pixels[i]         = value;
      pixels[n + i]     = value * value;
      pixels[2 * n + i] = detail->mask[n - 1 - i];
    }
  for (gint y = 0; y < detail->height; y++)
    {
      gfloat *row   = pixels + (gsize) y * detail->width;
      gint    first = 0;
      gint    last  = detail->width;

      while (first < last && ! (row[2 * n + first] > 0.0f))
        first++;
      while (last > first && ! (row[2 * n + last - 1] > 0.0f))
        last--;
      rows[y] = (HomTurnedRow){ row, row + n, row + 2 * n, first,
                                last - first };
    }
}

/* Correlates two pictures in all positions. Their pixels that count must be 0
 * on average: no mean is subtracted.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_correlation_sums_init (HomCorrelationSums *shifts,
                           const HomDetail    *a,
                           const HomDetail    *b,
                           GError            **error)
{
  gint                         width  = a->width + b->width - 1;
  gint                         height = a->height + b->height - 1;
  gsize                        n      = (gsize) width * height;
  hom_automemory HomTurnedRow *rows   = hom_memory_new (
        b->height, sizeof (HomTurnedRow), FALSE, error);
  hom_automemory gfloat *pixels = NULL;
  gfloat                *sums   = NULL;

  if (rows)
    pixels = hom_memory_new ((gsize) b->width * b->height, 3 * sizeof (gfloat),
                             FALSE, error);
  if (pixels)
    sums = hom_memory_new (n, 4 * sizeof (gfloat), TRUE, error);
  if (! sums)
    return FALSE;

  *shifts = (HomCorrelationSums){ width,    height,       sums,
                                  sums + n, sums + 2 * n, sums + 3 * n };
  for (gint c = 0; c < a->n_channels; c++)
    {
      turn_rows (b, c, rows, pixels);
      for (gint j = 0; j < a->height; j++)
        for (gint k = 0; k < b->height; k++)
          hom_kernel (hom_correlation_add_row) (
              shifts, j + k, a->values + ((gsize) c * a->height + j) * a->width,
              a->mask + (gsize) j * a->width, a->width, &rows[k]);
    }

  return TRUE;
}

void
hom_correlation_sums_clear (HomCorrelationSums *shifts)
{
  hom_memory_free (shifts->ab);
}
