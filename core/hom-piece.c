/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hom-piece.h"
#include "hom-processor.h"

/* @blur: the standard deviation, in pixels, up to a third of %HOM_LARGEST_HALF;
 * 0 for no filter.
 */
HomGaussian
hom_gaussian_new (gdouble blur)
{
  HomGaussian gaussian = { (gint) ceil (3.0 * blur), { 1.0f } };
  gdouble     sum      = 1.0;

  for (gint i = 1; i <= gaussian.half; i++)
    sum += 2.0 * exp (-0.5 * i * i / (blur * blur));
  gaussian.taps[0] = 1.0 / sum;
  for (gint i = 1; i <= gaussian.half; i++)
    gaussian.taps[i] = exp (-0.5 * i * i / (blur * blur)) / sum;

  return gaussian;
}

/* Reads the pixels around a tile; beyond the picture the nearest ones. */
void
hom_piece_read (HomPiece       *piece,
                const HomImage *plane,
                gint            x,
                gint            y,
                gint            margin)
{
  piece->side = HOM_TILE + 2 * margin;

  for (gint j = 0; j < piece->side; j++)
    {
      gint    row = CLAMP (y - margin + j, 0, plane->height - 1);
      gfloat *to  = piece->values + j * piece->side;

      if (x >= margin && x + HOM_TILE + margin <= plane->width)
        memcpy (to, hom_image_pixel (plane, x - margin, row),
                piece->side * sizeof (gfloat));
      else
        for (gint i = 0; i < piece->side; i++)
          to[i] = *hom_image_pixel (
              plane, CLAMP (x - margin + i, 0, plane->width - 1), row);
    }
}

/* One direction: the weighted sum of what lies @step apart. */
static inline void
blur_line (const gfloat      *from,
           gint               step,
           const HomGaussian *gaussian,
           gint               n,
           gfloat            *to)
{
  for (gint i = 0; i < n; i++)
    to[i] = gaussian->taps[0] * from[i];
  for (gint k = 1; k <= gaussian->half; k++)
    for (gint i = 0; i < n; i++)
      to[i] += gaussian->taps[k] * (from[i - k * step] + from[i + k * step]);
}

/* @blurred: (out): with a margin smaller by the filter's half. */
HOM_PROCESSORS void
hom_piece_blur (const HomPiece    *piece,
                const HomGaussian *gaussian,
                HomPiece          *blurred)
{
  const gint from = piece->side;
  const gint half = gaussian->half;
  const gint to   = from - 2 * half;
  gfloat     across[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];

  for (gint j = 0; j < from; j++)
    blur_line (piece->values + j * from + half, 1, gaussian, to,
               across + j * to);
  for (gint j = 0; j < to; j++)
    blur_line (across + (j + half) * to, to, gaussian, to,
               blurred->values + j * to);
  blurred->side = to;
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
