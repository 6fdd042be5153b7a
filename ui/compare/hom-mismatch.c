/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/compare/hom-mismatch.h"

#define CELL HOM_MISMATCH_CELL

/* A pixel counts where both pictures are at least this opaque. */
#define LEAST_ALPHA 0.5f

/* A standard deviation, of values from 0 to 1, below the first is noise, and
 * tells nothing; one above the second is detail for sure.
 */
#define NOISE  0.012
#define DETAIL 0.04

/* The colors of full match, of half, and of none: by Brewer, told from each
 * other by the color-blind, too.
 */
static const gfloat colors[3][3] = { { 0.17f, 0.48f, 0.85f },
                                     { 1.00f, 0.88f, 0.25f },
                                     { 0.84f, 0.10f, 0.11f } };

/* Sums over the pixels of a cell that count. */
typedef struct
{
  gdouble n, a, b, aa, bb, ab;
} Moments;

static void
add (Moments *to, const Moments *from, gdouble weight)
{
  to->n += weight * from->n;
  to->a += weight * from->a;
  to->b += weight * from->b;
  to->aa += weight * from->aa;
  to->bb += weight * from->bb;
  to->ab += weight * from->ab;
}

/* Returns: the luma by Rec. 709, without the alpha that is multiplied in. */
static inline gfloat
luma (const gfloat *pixel)
{
  return (0.2126f * pixel[0] + 0.7152f * pixel[1] + 0.0722f * pixel[2]) /
         pixel[3];
}

/* Measures the cells of a row of them. */
static void
measure_row (const HomImage *first,
             const HomImage *second,
             gint            row,
             gint            n_columns,
             Moments        *cells)
{
  gint end = MIN ((row + 1) * CELL, first->height);

  for (gint y = row * CELL; y < end; y++)
    {
      const gfloat *p = hom_image_pixel (first, 0, y);
      const gfloat *q = hom_image_pixel (second, 0, y);

      for (gint x = 0; x < n_columns * CELL && x < first->width;
           x++, p += 4, q += 4)
        if (p[3] >= LEAST_ALPHA && q[3] >= LEAST_ALPHA)
          {
            gfloat  a    = luma (p);
            gfloat  b    = luma (q);
            Moments once = { 1.0, a, b, a * a, b * b, a * b };

            add (&cells[x / CELL], &once, 1.0);
          }
    }
}

/* Returns: the moments of a cell and, with less weight, of those around it: one
 * cell alone has too few pixels to tell detail from noise.
 */
static Moments
gather (const Moments *cells, gint n_columns, gint n_rows, gint x, gint y)
{
  Moments sum = { 0.0 };

  for (gint j = MAX (y - 1, 0); j <= MIN (y + 1, n_rows - 1); j++)
    for (gint i = MAX (x - 1, 0); i <= MIN (x + 1, n_columns - 1); i++)
      add (&sum, &cells[j * n_columns + i],
           (i == x ? 2.0 : 1.0) * (j == y ? 2.0 : 1.0));

  return sum;
}

/* Tells how far the details differ.
 *
 * @evidence: (out): how much detail there is to tell it by, 0 to 1.
 *
 * Returns: 0 where they match, 1 where they do not.
 */
static gdouble
judge (const Moments *m, gboolean is_negative, gdouble *evidence)
{
  gdouble n     = MAX (m->n, 1.0);
  gdouble a     = MAX (m->aa / n - (m->a / n) * (m->a / n), 0.0);
  gdouble b     = MAX (m->bb / n - (m->b / n) * (m->b / n), 0.0);
  gdouble both  = m->ab / n - (m->a / n) * (m->b / n);
  gdouble sigma = sqrt (MAX (a, b));
  gdouble least = NOISE * NOISE;

  /* half of the pixels of a window, of 16 cells by weight, are enough */
  *evidence = m->n < 16.0 * CELL * CELL / 2.0 ?
                  0.0 :
                  CLAMP ((sigma - NOISE) / (DETAIL - NOISE), 0.0, 1.0);

  both = both / sqrt (MAX (a, least) * MAX (b, least));

  return 1.0 - CLAMP (is_negative ? -both : both, 0.0, 1.0);
}

/* Finds the color of a mismatch of 0 to 1. */
void
hom_mismatch_color (gdouble mismatch, gfloat rgb[3])
{
  gint   i = mismatch < 0.5 ? 0 : 1;
  gfloat t = (gfloat) CLAMP (2.0 * mismatch - i, 0.0, 1.0);

  for (gint c = 0; c < 3; c++)
    rgb[c] = (1.0f - t) * colors[i][c] + t * colors[i + 1][c];
}

/* Makes a map of where two pictures disagree: by the correlation of their
 * details, in windows of three cells by three. Brightness and contrast do not
 * count.
 *
 * @first: a picture, as #HomSource gives them.
 * @second: another one of its size.
 * @is_negative: whether what is light in one is dark in the other.
 *
 * Returns: (transfer full) (nullable): the map, a picture with a pixel for each
 *   cell: from blue where the details match over yellow to red where they do
 *   not, the more opaque the more detail there is. NULL where there is no
 *   memory. It may be called in any thread.
 */
HomImage *
hom_mismatch_map (const HomImage *first,
                  const HomImage *second,
                  gboolean        is_negative)
{
  gint                n_columns = (first->width + CELL - 1) / CELL;
  gint                n_rows    = (first->height + CELL - 1) / CELL;
  g_autofree Moments *cells     = g_new0 (Moments, n_columns * n_rows);
  HomImage           *map       = hom_image_new (n_columns, n_rows, 4, NULL);

  if (! map)
    return NULL;

  for (gint y = 0; y < n_rows; y++)
    measure_row (first, second, y, n_columns, &cells[y * n_columns]);
  for (gint i = 0; i < n_columns * n_rows; i++)
    {
      gint    x     = i % n_columns;
      gint    y     = i / n_columns;
      gfloat *pixel = hom_image_pixel (map, x, y);
      Moments m     = gather (cells, n_columns, n_rows, x, y);
      gdouble evidence;

      hom_mismatch_color (judge (&m, is_negative, &evidence), pixel);
      for (gint c = 0; c < 3; c++)
        pixel[c] *= (gfloat) evidence;
      pixel[3] = (gfloat) evidence;
    }

  return map;
}
