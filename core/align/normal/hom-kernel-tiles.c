/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/normal/hom-gain-map.h"
#include "align/normal/hom-tile-filter.h"
#include "align/normal/hom-tone-curve.h"

/* The number of pixels that are filtered side by side. */
#define LANES 8

/* A value that is less reliable than this does not count. */
#define LEAST_RELIABILITY 0.1

/* The number of values that are mapped side by side. */
#define AT_ONCE 8

/* The number of sums side by side, in single precision. */
#define SUMS 16

/* Filters @n pixels side by side, at most a vector of them: sums up values that
 * lie @step apart.
 */
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

/* Filters a line in one direction. The last vector is taken from its end, with
 * some pixels again.
 */
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

HOM_FLATTEN void
HOM_KERNEL (hom_filter_kernel) (const HomFilter *filter,
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

/* Takes the derivative that is exact for polynomials of the fourth degree. */
static inline gfloat
derivative (const gfloat *centre, gint step)
{
  return (centre[-2 * step] - centre[2 * step] +
          8.0f * (centre[step] - centre[-step])) *
         (1.0f / 12.0f);
}

HOM_FLATTEN void
HOM_KERNEL (hom_padded_tile_gradient_kernel) (const HomPaddedTile *padded_tile,
                                              gfloat              *gx,
                                              gfloat              *gy)
{
  const gint margin = (padded_tile->side - HOM_TILE) / 2;

  for (gint j = 0; j < HOM_TILE; j++)
    {
      const gfloat *row = padded_tile->values +
                          (j + margin) * padded_tile->side + margin;

      for (gint i = 0; i < HOM_TILE; i++)
        {
          gx[j * HOM_TILE + i] = derivative (row + i, 1);
          gy[j * HOM_TILE + i] = derivative (row + i, padded_tile->side);
        }
    }
}

/* Returns the sum of the products of two gradients. */
HOM_FLATTEN gdouble
HOM_KERNEL (hom_gradient_product) (const gfloat *a, const gfloat *b)
{
  gfloat  sums[SUMS] = { 0.0f };
  gdouble sum        = 0.0;

  for (gint i = 0; i < 2 * HOM_TILE_PIXELS; i += SUMS)
    for (gint k = 0; k < SUMS; k++)
      sums[k] += a[i + k] * b[i + k];
  for (gint k = 0; k < SUMS; k++)
    sum += sums[k];

  return sum;
}

HOM_FLATTEN void
HOM_KERNEL (hom_gain_filter_lines) (
    const gdouble *const lines[2 * HOM_GAIN_REACH + 1],
    gsize                n,
    gdouble             *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (6.0 * lines[2][i] + 4.0 * (lines[1][i] + lines[3][i]) +
              (lines[0][i] + lines[4][i])) /
             16.0;
}

/* Finds the knots before values, the last but one at most, by halving the rest,
 * without branches, which values at random would have mispredicted.
 */
static inline void
find_intervals (const gfloat *input, const gfloat *values, gint n, gint *knots)
{
  for (gint i = 0; i < n; i++)
    knots[i] = 0;
  for (gint half = HOM_TONE_KNOTS / 2; half > 0; half /= 2)
    for (gint i = 0; i < n; i++)
      {
        gint next = MIN (knots[i] + half, HOM_TONE_KNOTS - 2);

        knots[i] = input[next] <= values[i] ? next : knots[i];
      }
}

static inline void
map_values (const HomToneCurve *tone, gint n, gfloat *values, gfloat *mask)
{
  gint knots[AT_ONCE];

  find_intervals (tone->input, values, n, knots);
  for (gint i = 0; i < n; i++)
    {
      gint   k     = knots[i];
      gfloat width = tone->input[k + 1] - tone->input[k];
      gfloat share = width > 0.0f ? (values[i] - tone->input[k]) / width : 0.0f;
      gfloat reliability;

      values[i] = tone->output[k] +
                  share * (tone->output[k + 1] - tone->output[k]);
      share       = CLAMP (share, 0.0f, 1.0f);
      reliability = tone->reliability[k] +
                    share * (tone->reliability[k + 1] - tone->reliability[k]);
      mask[i] *= reliability >= LEAST_RELIABILITY ? reliability : 0.0f;
    }
}

HOM_FLATTEN void
HOM_KERNEL (hom_tone_curve_kernel) (const HomToneCurve *tone,
                                    gint                n,
                                    gfloat             *values,
                                    gfloat             *mask)
{
  for (gint i = 0; i < n; i += AT_ONCE)
    if (n - i >= AT_ONCE)
      map_values (tone, AT_ONCE, values + i, mask + i);
    else
      map_values (tone, n - i, values + i, mask + i);
}
