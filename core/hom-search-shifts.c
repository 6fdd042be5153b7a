/* SPDX-License-Identifier: LGPL-3.0-or-later */

/* The sums of Padfield 2012 (doi:10.1109/TIP.2011.2181402), which normalize a
 * correlation by what lies under both masks, for pictures whose mean is 0. They
 * are taken directly: at 36 pixels a side that is no slower than by Fourier
 * transforms, and rounds less.
 */

#include "config.h"

#include "hom-sanitizer.h"
#include "hom-search-shifts.h"

/* Vectors twice as long, where the processor has them, without an instruction
 * that would round otherwise: the result is the same on all.
 */
#if defined(__x86_64__) && defined(__gnu_linux__) && \
    __has_attribute(target_clones) && ! defined(HOM_SANITIZE_THREAD)
#define VECTOR_CLONES __attribute__ ((target_clones ("avx2", "default")))
#else
#define VECTOR_CLONES
#endif

/* A row of the one picture, from right to left, so that the shift grows along
 * it, and only from the first to the last pixel that counts.
 */
typedef struct
{
  gfloat *values;
  gfloat *squares;
  gfloat *mask;
  gint    first;
  gint    n;
} Row;

/* Turned by 180°. The memory is that of the first row's values. */
static Row *
turn_rows (const HomDetail *detail)
{
  gsize   n      = (gsize) detail->width * detail->height;
  gfloat *pixels = g_new (gfloat, 3 * n);
  Row    *rows   = g_new0 (Row, detail->height);

  for (gsize i = 0; i < n; i++)
    {
      gfloat value = detail->values[n - 1 - i];

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
      rows[y] = (Row) { row, row + n, row + 2 * n, first, last - first };
    }

  return rows;
}

/* Adds what a row of the one contributes with a row of the other. */
VECTOR_CLONES
static void
add_row (HomShifts       *shifts,
         gint             y,
         const HomDetail *a,
         gint             a_row,
         const Row       *b)
{
  gsize         offset  = (gsize) y * shifts->width + b->first;
  const gfloat *values  = b->values + b->first;
  const gfloat *squares = b->squares + b->first;
  const gfloat *mask    = b->mask + b->first;
  gint          n_b     = b->n;

  for (gint x = 0; x < a->width; x++, offset++)
    {
      gsize  i            = (gsize) a_row * a->width + x;
      gfloat value        = a->values[i];
      gfloat square       = value * value;
      gfloat *restrict ab = shifts->ab + offset;
      gfloat *restrict aa = shifts->aa + offset;
      gfloat *restrict bb = shifts->bb + offset;
      gfloat *restrict n  = shifts->n + offset;

      if (! (a->mask[i] > 0.0f))
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

/* The pixels that count must be 0 on average: no mean is taken off. */
void
hom_shifts_init (HomShifts *shifts, const HomDetail *a, const HomDetail *b)
{
  gint            width  = a->width + b->width - 1;
  gint            height = a->height + b->height - 1;
  gsize           n      = (gsize) width * height;
  gfloat         *sums   = g_new0 (gfloat, 4 * n);
  g_autofree Row *rows   = turn_rows (b);

  *shifts = (HomShifts) { width,    height,       sums,
                         sums + n, sums + 2 * n, sums + 3 * n };
  for (gint j = 0; j < a->height; j++)
    for (gint k = 0; k < b->height; k++)
      add_row (shifts, j + k, a, j, &rows[k]);
  g_free (rows[0].values);
}

void
hom_shifts_clear (HomShifts *shifts)
{
  g_free (shifts->ab);
}
