/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hom-piece.h"
#include "hom-processor.h"

/* Pixels that are filtered side by side. */
#define LANES 8

/* Rows that are asked for before they are read. */
#define AHEAD      8
#define CACHE_LINE 64

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

/* The weighted sums of what lies @step apart, of pixels side by side. */
static inline void
filter_pixels (const HomFilter *filter,
               const gfloat    *from,
               gint             step,
               gint             n,
               gfloat          *to)
{
  gfloat sums[LANES];

  for (gint i = 0; i < n; i++)
    sums[i] = filter->taps[0] * from[i];
  for (gint k = 1; k <= filter->half; k++)
    for (gint i = 0; i < n; i++)
      sums[i] += filter->taps[k] * (from[i - k * step] + from[i + k * step]);
  for (gint i = 0; i < n; i++)
    to[i] = sums[i];
}

/* One direction. The last vector is taken from the end, some pixels again. */
static inline void
filter_line (const HomFilter *filter,
             const gfloat    *from,
             gint             step,
             gint             n,
             gfloat          *to)
{
  if (n < LANES)
    {
      filter_pixels (filter, from, step, n, to);
      return;
    }

  for (gint i = 0; i < n; i += LANES)
    {
      gint at = MIN (i, n - LANES);

      filter_pixels (filter, from + at, step, LANES, to + at);
    }
}

/* Along both axes.
 *
 * @from: @height rows of @width pixels.
 * @across: room for as many.
 * @to: (out): smaller by the filter's half on each side, with rows @stride
 *   apart.
 */
HOM_PROCESSORS void
hom_filter_apply (const HomFilter *filter,
                  const gfloat    *from,
                  gint             width,
                  gint             height,
                  gfloat          *across,
                  gfloat          *to,
                  gsize            stride)
{
  const gint half = filter->half;
  const gint n    = width - 2 * half;

  for (gint j = 0; j < height; j++)
    filter_line (filter, from + j * width + half, 1, n, across + j * n);
  for (gint j = 0; j < height - 2 * half; j++)
    filter_line (filter, across + (j + half) * n, n, n, to + j * stride);
}

/* Half-sample symmetric; far beyond, the last pixel. */
static inline gint
reflect (gint i, gint n)
{
  i = i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i;

  return CLAMP (i, 0, n - 1);
}

/* Channels that lie side by side in one image: it is read only once. */
static gboolean
are_channels (const HomPlanes *picture)
{
  const HomImage *const *planes = picture->planes;

  return picture->n_planes == 3 && planes[0]->channels == 3 &&
         planes[1]->data == planes[0]->data + 1 &&
         planes[2]->data == planes[0]->data + 2;
}

typedef struct
{
  gint first, last, end; /* pixels first … last − 1 are inside */
  gint x, n;
} Run;

/* A row of so many planes, whose pixels are @channels apart. */
static inline void
read_row (const gfloat  *row,
          const Run     *run,
          gint           channels,
          gint           n_planes,
          gfloat *const *to,
          gsize          at)
{
  for (gint c = 0; c < n_planes; c++)
    for (gint i = 0; i < run->first; i++)
      to[c][at + i] = row[reflect (run->x + i, run->n) * channels + c];
  for (gint i = run->first; i < run->last; i++)
    for (gint c = 0; c < n_planes; c++)
      to[c][at + i] = row[(run->x + i) * channels + c];
  for (gint c = 0; c < n_planes; c++)
    for (gint i = run->last; i < run->end; i++)
      to[c][at + i] = row[reflect (run->x + i, run->n) * channels + c];
  for (gint c = 0; c < n_planes; c++)
    for (gint i = 0; i < run->end; i++)
      if (to[c][at + i] - to[c][at + i] != 0.0f)
        to[c][at + i] = 0.0f;
}

static inline gfloat
mix (const gfloat *pixel, const gfloat *weights)
{
  return weights[0] * pixel[0] + weights[1] * pixel[1] + weights[2] * pixel[2];
}

static inline void
read_mixed_row (const gfloat *row,
                const Run    *run,
                const gfloat *weights,
                gfloat       *to)
{
  for (gint i = 0; i < run->first; i++)
    to[i] = mix (row + 3 * reflect (run->x + i, run->n), weights);
  for (gint i = run->first; i < run->last; i++)
    to[i] = mix (row + 3 * (run->x + i), weights);
  for (gint i = run->last; i < run->end; i++)
    to[i] = mix (row + 3 * reflect (run->x + i, run->n), weights);
  for (gint i = 0; i < run->end; i++)
    if (to[i] - to[i] != 0.0f)
      to[i] = 0.0f;
}

/* Asks for what will be read of a row. A part of a picture is so little of each
 * row that the processor does not foresee it.
 */
static inline void
prefetch_row (const HomImage *plane, const Run *run, gint row)
{
  const gint   x     = CLAMP (run->x, 0, run->n - 1);
  const gchar *first = (const gchar *) hom_image_pixel (plane, x, row);
  const gsize  size  = (run->last - run->first) * plane->channels *
                       sizeof (gfloat);

  for (gsize i = 0; i < size; i += CACHE_LINE)
    __builtin_prefetch (first + i);
}

/* Reads a part of a picture, which may reach beyond it; 0 for what is not a
 * number.
 *
 * @to: (out): for each plane, rows @stride apart.
 */
HOM_PROCESSORS void
hom_read_window (const HomPlanes *picture,
                 gint             x,
                 gint             y,
                 gint             width,
                 gint             height,
                 gfloat *const   *to,
                 gsize            stride)
{
  const HomImage *plane = picture->planes[0];
  const gboolean  all   = are_channels (picture);
  Run             run   = { CLAMP (-x, 0, width), 0, width, x, plane->width };

  run.last = CLAMP (plane->width - x, run.first, width);
  for (gint j = 0; j < height; j++)
    {
      const gint  row = reflect (y + j, plane->height);
      const gsize at  = j * stride;

      prefetch_row (plane, &run, reflect (y + j + AHEAD, plane->height));
      if (picture->is_mixed)
        read_mixed_row (hom_image_pixel (plane, 0, row), &run, picture->weights,
                        to[0] + at);
      else if (all)
        read_row (hom_image_pixel (plane, 0, row), &run, 3, 3, to, at);
      else
        for (gint c = 0; c < picture->n_planes; c++)
          {
            const gfloat *from = hom_image_pixel (picture->planes[c], 0, row);

            if (plane->channels == 1)
              read_row (from, &run, 1, 1, &to[c], at);
            else
              read_row (from, &run, plane->channels, 1, &to[c], at);
          }
    }
}

/* Reads the pixels around a tile.
 *
 * @pieces: (out): as many as there are planes.
 */
void
hom_pieces_read (HomPiece        *pieces,
                 const HomPlanes *picture,
                 gint             x,
                 gint             y,
                 gint             margin)
{
  const gint side = HOM_TILE + 2 * margin;
  gfloat    *to[HOM_MAX_PLANES];

  for (gint c = 0; c < picture->n_planes; c++)
    {
      pieces[c].side = side;
      to[c]          = pieces[c].values;
    }
  hom_read_window (picture, x - margin, y - margin, side, side, to, side);
}

/* A tile as a piece, of which nothing is known around it.
 *
 * @piece: (out): with the margin that the derivative needs.
 */
void
hom_piece_enclose (HomPiece *piece, const gfloat *values)
{
  const gint reach = HOM_DERIVATIVE_REACH;

  piece->side = HOM_TILE + 2 * reach;
  for (gint i = 0; i < piece->side * piece->side; i++)
    piece->values[i] = NAN;
  for (gint j = 0; j < HOM_TILE; j++)
    memcpy (piece->values + (j + reach) * piece->side + reach,
            values + j * HOM_TILE, HOM_TILE * sizeof (gfloat));
}

/* The tile of a piece. */
void
hom_piece_middle (const HomPiece *piece, gfloat *values)
{
  const gint margin = (piece->side - HOM_TILE) / 2;

  for (gint j = 0; j < HOM_TILE; j++)
    memcpy (values + j * HOM_TILE,
            piece->values + (j + margin) * piece->side + margin,
            HOM_TILE * sizeof (gfloat));
}

/* @blurred: (out): with a margin smaller by the filter's half. */
void
hom_piece_blur (const HomPiece  *piece,
                const HomFilter *filter,
                HomPiece        *blurred)
{
  gfloat across[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];

  blurred->side = piece->side - 2 * filter->half;
  hom_filter_apply (filter, piece->values, piece->side, piece->side, across,
                    blurred->values, blurred->side);
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
