/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-piece.h"
#include "hom-processor.h"

static void
normalize (HomFilter *filter)
{
  gdouble sum = filter->taps[0];

  for (gint i = 1; i <= filter->half; i++)
    sum += 2.0 * filter->taps[i];
  for (gint i = 0; i <= filter->half; i++)
    filter->taps[i] /= sum;
}

/* @blur: the standard deviation, in pixels, up to a third of
 * %HOM_LARGEST_HALF; 0 for no filter.
 */
HomFilter
hom_filter_gaussian (gdouble blur)
{
  HomFilter filter = { (gint) ceil (3.0 * blur), { 1.0f } };

  for (gint i = 1; i <= filter.half; i++)
    filter.taps[i] = exp (-0.5 * i * i / (blur * blur));
  normalize (&filter);

  return filter;
}

/* Makes the coefficients of a cubic spline of pixels: the inverse of (1, 4, 1)
 * / 6 (Unser 1999, doi:10.1109/79.799930), of which less than 1e-5 is left out.
 */
HomFilter
hom_filter_spline (void)
{
  HomFilter filter = { HOM_LARGEST_HALF };

  for (gint i = 0; i <= filter.half; i++)
    filter.taps[i] = pow (sqrt (3.0) - 2.0, i);
  normalize (&filter);

  return filter;
}

/* One direction: the weighted sum of what lies @step apart. */
static inline void
filter_line (const HomFilter *filter,
             const gfloat    *from,
             gint             step,
             gint             n,
             gfloat          *to)
{
  for (gint i = 0; i < n; i++)
    to[i] = filter->taps[0] * from[i];
  for (gint k = 1; k <= filter->half; k++)
    for (gint i = 0; i < n; i++)
      to[i] += filter->taps[k] * (from[i - k * step] + from[i + k * step]);
}

/* Along both axes.
 *
 * @from: @height rows of @width pixels.
 * @across: room for as many.
 * @to: (out): smaller by the filter's half on each side.
 */
HOM_PROCESSORS void
hom_filter_apply (const HomFilter *filter,
                  const gfloat    *from,
                  gint             width,
                  gint             height,
                  gfloat          *across,
                  gfloat          *to)
{
  const gint half = filter->half;
  const gint n    = width - 2 * half;

  for (gint j = 0; j < height; j++)
    filter_line (filter, from + j * width + half, 1, n, across + j * n);
  for (gint j = 0; j < height - 2 * half; j++)
    filter_line (filter, across + (j + half) * n, n, n, to + j * n);
}

/* Half-sample symmetric; far beyond, the last pixel. */
static inline gint
reflect (gint i, gint n)
{
  i = i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i;

  return CLAMP (i, 0, n - 1);
}

/* Reads a part of a plane, which may reach beyond it; 0 for what is not a
 * number.
 *
 * @plane: its first channel is read.
 */
HOM_PROCESSORS void
hom_read_window (const HomImage *plane,
                 gint            x,
                 gint            y,
                 gint            width,
                 gint            height,
                 gfloat         *to)
{
  const gint first = CLAMP (-x, 0, width);
  const gint last  = CLAMP (plane->width - x, first, width);

  for (gint j = 0; j < height; j++, to += width)
    {
      const gfloat *row  = hom_image_pixel (plane, 0,
                                            reflect (y + j, plane->height));
      const gfloat *from = row + (gssize) x * plane->channels;

      for (gint i = 0; i < first; i++)
        to[i] = row[reflect (x + i, plane->width) * plane->channels];
      if (plane->channels == 1)
        for (gint i = first; i < last; i++)
          to[i] = from[i];
      else
        for (gint i = first; i < last; i++)
          to[i] = from[i * plane->channels];
      for (gint i = last; i < width; i++)
        to[i] = row[reflect (x + i, plane->width) * plane->channels];
      for (gint i = 0; i < width; i++)
        to[i] = to[i] - to[i] == 0.0f ? to[i] : 0.0f;
    }
}

/* Reads the pixels around a tile. */
void
hom_piece_read (HomPiece       *piece,
                const HomImage *plane,
                gint            x,
                gint            y,
                gint            margin)
{
  piece->side = HOM_TILE + 2 * margin;
  hom_read_window (plane, x - margin, y - margin, piece->side, piece->side,
                   piece->values);
}

/* @blurred: (out): with a margin smaller by the filter's half. */
void
hom_piece_blur (const HomPiece  *piece,
                const HomFilter *filter,
                HomPiece        *blurred)
{
  gfloat across[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];

  hom_filter_apply (filter, piece->values, piece->side, piece->side, across,
                    blurred->values);
  blurred->side = piece->side - 2 * filter->half;
}

/* The derivative that is exact for polynomials of the fourth degree. */
static inline gfloat
derivative (const gfloat *centre, gint step)
{
  return (centre[-2 * step] - centre[2 * step] +
          8.0f * (centre[step] - centre[-step])) *
         (1.0f / 12.0f);
}

/* Of a piece with the margin that the derivative needs, or a wider one. */
HOM_PROCESSORS void
hom_piece_gradient (const HomPiece *piece, gfloat *gx, gfloat *gy)
{
  const gint margin = (piece->side - HOM_TILE) / 2;

  for (gint j = 0; j < HOM_TILE; j++)
    {
      const gfloat *row = piece->values + (j + margin) * piece->side + margin;

      for (gint i = 0; i < HOM_TILE; i++)
        {
          gx[j * HOM_TILE + i] = derivative (row + i, 1);
          gy[j * HOM_TILE + i] = derivative (row + i, piece->side);
        }
    }
}
