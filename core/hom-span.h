/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: a run of pixels of a row of the output, taken together so that
 * several of them are worked out at once: first where all of them are seen, then
 * the weights of all taps, then one pixel after the other, all of its channels
 * at once. Only pixels whose taps all lie inside of the input come this way; the
 * others are left to hom_sample_point().
 *
 * Which way a pixel goes depends on where it is seen only, and the same code
 * does it wherever it lies in a run: a tile of an output is the same as that
 * part of the whole.
 */

#pragma once

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include "hom-rows.h"

/* Long enough for vectors of any processor, short enough to stay in its nearest
 * cache.
 */
#define HOM_SPAN 32

/* Pixels of the next row that lie farther apart share nothing. */
#define FARTHEST 1000.0

/* As many doubles as a vector of the processor holds, and as many of the rest. */
#if defined(__AVX512F__)
#define HOM_LANES 8
#elif defined(__AVX__)
#define HOM_LANES 4
#else
#define HOM_LANES 2
#endif

typedef gdouble HomDoubles __attribute__ ((vector_size (8 * HOM_LANES)));
typedef gint64  HomLongs __attribute__ ((vector_size (8 * HOM_LANES)));
typedef gint    HomInts __attribute__ ((vector_size (4 * HOM_LANES)));
typedef gfloat  HomFloats __attribute__ ((vector_size (4 * HOM_LANES)));

/* A pixel of any number of channels. */
typedef gfloat  HomPixel __attribute__ ((vector_size (16)));
typedef gint    HomPixelMask __attribute__ ((vector_size (16)));
typedef gdouble HomPixelDoubles __attribute__ ((vector_size (32)));

typedef enum
{
  HOM_SEEN_NOTHING, /* what lies behind the horizon, and the pure fill */
  HOM_SEEN_EDGE,    /* a tap lies outside, or the pixel is a mean of samples */
  HOM_SEEN_INSIDE,
} HomSeenKind;

/**
 * HomSpan:
 * @n: the number of its pixels. The rest is worked out too, and not used.
 * @is_uniform: whether all of them are known to be seen in the same way.
 * @next_row: from a pixel to what the next row will need, in floats; nothing is
 *   wrong when it lies outside.
 * @u: as in #HomSeen.
 * @v: the same.
 * @inverse_z: the same.
 * @kind: a #HomSeenKind.
 * @i: as in #HomPlace, for those inside.
 * @j: the same.
 * @tu: the same.
 * @tv: the same.
 * @wu: the weights of the taps, see hom_weights().
 * @wv: the same for the rows.
 * @su: their derivatives.
 * @sv: the same for the rows.
 */
typedef struct
{
  gint     n;
  gboolean is_uniform;
  gssize   next_row;
  gdouble  u[HOM_SPAN], v[HOM_SPAN], inverse_z[HOM_SPAN];
  gint     kind[HOM_SPAN];
  gint     i[HOM_SPAN], j[HOM_SPAN];
  gfloat   tu[HOM_SPAN], tv[HOM_SPAN];
  gfloat   wu[HOM_MAX_TAPS][HOM_SPAN], wv[HOM_MAX_TAPS][HOM_SPAN];
  gfloat   su[HOM_MAX_TAPS][HOM_SPAN], sv[HOM_MAX_TAPS][HOM_SPAN];
} HomSpan;

HOM_ALWAYS_INLINE HomPixel
hom_load_pixel (const gfloat *data, gint channels)
{
  HomPixel pixel = { 0.0f, 0.0f, 0.0f, 0.0f };

  memcpy (&pixel, data, channels * sizeof (gfloat));

  return pixel;
}

HOM_ALWAYS_INLINE void
hom_store_pixel (gfloat *data, HomPixel pixel, gint channels)
{
  memcpy (data, &pixel, channels * sizeof (gfloat));
}

/* Of any vector, to any place. */
#define hom_store(to, vector)                \
  G_STMT_START                               \
  {                                          \
    __auto_type vector_ = (vector);          \
    memcpy ((to), &vector_, sizeof vector_); \
  }                                          \
  G_STMT_END

/* Writes past the caches where the output is larger than they are: else each line
 * of it would be read before it is overwritten.
 */
HOM_ALWAYS_INLINE void
hom_put (const HomRows *rows, gfloat *to, const gfloat *from, gsize n)
{
#ifdef __SSE2__
  if (rows->is_large && n % 4 == 0 && (guintptr) to % 16 == 0)
    {
      for (gsize i = 0; i < n; i += 4)
        _mm_stream_ps (to + i, _mm_load_ps (from + i));
      return;
    }
#endif
  memcpy (to, from, n * sizeof (gfloat));
}

HOM_ALWAYS_INLINE HomLongs
hom_lanes (gint64 value)
{
  return value - (HomLongs) { 0 };
}

/* 0, 1, 2 … */
HOM_ALWAYS_INLINE HomDoubles
hom_lane_numbers (void)
{
  HomDoubles numbers;

  for (gint lane = 0; lane < HOM_LANES; lane++)
    numbers[lane] = lane;

  return numbers;
}

HOM_ALWAYS_INLINE gfloat
hom_sum_pixel (HomPixel pixel)
{
  return (pixel[0] + pixel[1]) + (pixel[2] + pixel[3]);
}

/* Whether a coordinate of a point lies where all taps are inside of the input,
 * or where none is. It counts from where the first tap is the first pixel.
 */
HOM_ALWAYS_INLINE HomLongs
hom_is_inside (HomDoubles at, gint n, gint taps)
{
  return (at >= 0.0) & (at < (gdouble) n - taps + 1.0);
}

HOM_ALWAYS_INLINE HomLongs
hom_is_beyond (HomDoubles at, gint n, gint taps)
{
  return (at < 1.0 - taps) | (at >= (gdouble) n);
}

/* Splits the coordinates of points inside into the first tap and what is left;
 * those of others are taken for 0.
 */
HOM_ALWAYS_INLINE void
hom_split (HomDoubles at, HomLongs is_inside, gint *first_tap, gfloat *rest)
{
  HomInts whole;

  at    = (HomDoubles) ((HomLongs) at & is_inside);
  whole = __builtin_convertvector (at, HomInts);
  hom_store (rest,
             __builtin_convertvector (
                 at - __builtin_convertvector (whole, HomDoubles), HomFloats));
  hom_store (first_tap, whole);
}

/* A pixel that is a mean of samples is left to others. */
static inline void
hom_span_look_round (const HomRows *rows, HomSpan *span, gint k)
{
  HomSeen      centre    = { 0.0,        0.0, span->u[k], span->v[k],
                             span->inverse_z[k], 1.0f };
  HomFootprint footprint = hom_footprint (rows, &centre);

  if (footprint.nx > 1 || footprint.ny > 1)
    span->kind[k] = HOM_SEEN_EDGE;
}

/* How far in memory, in floats, the tap of the next row's pixel that is not in a
 * cache yet lies from a pixel's first tap: the last row of taps on the way down,
 * the first on the way up.
 */
static inline gssize
hom_span_next_row (const HomRows   *rows,
                   const HomSpan   *span,
                   HomInterpolation interpolation)
{
  const HomImage *input = rows->input;
  const gdouble  *m     = rows->w.m;
  const gdouble   du    = (m[1] - span->u[0] * m[7]) * span->inverse_z[0];
  const gdouble   dv    = (m[4] - span->v[0] * m[7]) * span->inverse_z[0];
  const gint      last  = dv > 0.0 ? hom_taps (interpolation) - 1 : 0;

  return ((gssize) hom_clamp (dv + 0.5, -FARTHEST, FARTHEST) + last) *
           (gssize) input->stride +
         (gssize) hom_clamp (du + 0.5, -FARTHEST, FARTHEST) * input->channels;
}

/* Where the pixels of a row from @column on are seen. */
HOM_ALWAYS_INLINE void
hom_span_locate (const HomRows   *rows,
                 gint             row,
                 gint             column,
                 gint             n,
                 HomInterpolation interpolation,
                 HomSpan         *span)
{
  const HomImage *input   = rows->input;
  const gdouble  *m       = rows->w.m;
  const gint      taps    = hom_taps (interpolation);
  const gdouble   centre  = hom_centre (interpolation) + (taps - 1) / 2;
  const gdouble   left    = (gdouble) input->x + centre;
  const gdouble   top     = (gdouble) input->y + centre;
  const gdouble   first_x = (gdouble) rows->output->x + column + 0.5;
  const gdouble   y       = (gdouble) rows->output->y + row + 0.5;
  const gint64    ends    = -hom_ends_at_edge (rows->sampling.boundary);
  HomLongs        same    = hom_lanes (-1);
  HomLongs        first   = hom_lanes (0);

  for (gint k = 0; k < HOM_SPAN; k += HOM_LANES)
    {
      HomDoubles x         = first_x + k + hom_lane_numbers ();
      HomDoubles z         = m[6] * x + (m[7] * y + m[8]);
      HomLongs   in_front  = z > rows->horizon;
      HomDoubles inverse_z = 1.0 / z;
      HomDoubles u         = (m[0] * x + (m[1] * y + m[2])) * inverse_z;
      HomDoubles v         = (m[3] * x + (m[4] * y + m[5])) * inverse_z;
      HomLongs   is_inside = in_front &
                           hom_is_inside (u - left, input->width, taps) &
                           hom_is_inside (v - top, input->height, taps);
      HomLongs is_beyond = hom_is_beyond (u - left, input->width, taps) |
                           hom_is_beyond (v - top, input->height, taps);
      HomLongs is_nothing = ~in_front | (ends & is_beyond);
      HomLongs kind       = HOM_SEEN_EDGE - is_inside + is_nothing;

      hom_store (&span->u[k], (HomDoubles) ((HomLongs) u & in_front));
      hom_store (&span->v[k], (HomDoubles) ((HomLongs) v & in_front));
      hom_store (&span->inverse_z[k],
                 (HomDoubles) ((HomLongs) inverse_z & in_front));
      hom_split (u - left, is_inside, &span->i[k], &span->tu[k]);
      hom_split (v - top, is_inside, &span->j[k], &span->tv[k]);
      hom_store (&span->kind[k], __builtin_convertvector (kind, HomInts));
      if (k == 0)
        first = hom_lanes (kind[0]);
      same &= kind == first;
    }

  if (rows->sampling.antialias)
    for (gint k = 0; k < n; k++)
      hom_span_look_round (rows, span, k);

  span->n          = n;
  span->next_row   = hom_span_next_row (rows, span, interpolation);
  span->is_uniform = ! rows->sampling.antialias;
  for (gint lane = 0; lane < HOM_LANES; lane++)
    span->is_uniform &= same[lane] != 0;
}

/* The end of the run of pixels from @first on that are seen in the same way. */
HOM_ALWAYS_INLINE gint
hom_span_run (const HomSpan *span, gint first)
{
  gint end = first + 1;

  if (span->is_uniform)
    return span->n;
  while (end < span->n && span->kind[end] == span->kind[first])
    end++;

  return end;
}

/* The weights of all pixels, for kernels where that is worth it. */
HOM_ALWAYS_INLINE void
hom_span_weigh (HomSpan *span, HomInterpolation interpolation)
{
  const gint taps = hom_taps (interpolation);

  if (taps <= 2)
    return;

  for (gint k = 0; k < HOM_SPAN; k++)
    {
      gfloat weights[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

      hom_weights (interpolation, span->tu[k], weights, slopes);
      for (gint tap = 0; tap < taps; tap++)
        {
          span->wu[tap][k] = weights[tap];
          span->su[tap][k] = slopes[tap];
        }
    }
  for (gint k = 0; k < HOM_SPAN; k++)
    {
      gfloat weights[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

      hom_weights (interpolation, span->tv[k], weights, slopes);
      for (gint tap = 0; tap < taps; tap++)
        {
          span->wv[tap][k] = weights[tap];
          span->sv[tap][k] = slopes[tap];
        }
    }
}

/* The weights of one pixel. */
HOM_ALWAYS_INLINE void
hom_span_weights (const HomSpan   *span,
                  gint             k,
                  HomInterpolation interpolation,
                  gfloat           wu[HOM_MAX_TAPS],
                  gfloat           wv[HOM_MAX_TAPS],
                  gfloat           su[HOM_MAX_TAPS],
                  gfloat           sv[HOM_MAX_TAPS])
{
  const gint taps = hom_taps (interpolation);

  if (taps <= 2)
    {
      hom_weights (interpolation, span->tu[k], wu, su);
      hom_weights (interpolation, span->tv[k], wv, sv);
      return;
    }

  for (gint tap = 0; tap < taps; tap++)
    {
      wu[tap] = span->wu[tap][k];
      wv[tap] = span->wv[tap][k];
      su[tap] = span->su[tap][k];
      sv[tap] = span->sv[tap][k];
    }
}

/* g (u, v) of a pixel inside and, when gradient is set, ∂g/∂u and ∂g/∂v. @input
 * is best a copy of the caller's: the compiler then knows that it does not change
 * when a pixel is written.
 */
HOM_ALWAYS_INLINE HomPixel
hom_span_sample (const HomImage  *input,
                 const HomSpan   *span,
                 gint             k,
                 HomInterpolation interpolation,
                 gint             channels,
                 gboolean         gradient,
                 HomPixel        *du,
                 HomPixel        *dv)
{
  const gint    taps   = hom_taps (interpolation);
  const gsize   stride = input->stride;
  const gfloat *data   = hom_image_pixel (input, span->i[k], span->j[k]);
  HomPixel      value  = { 0.0f, 0.0f, 0.0f, 0.0f };
  HomPixel      slope_u = value;
  HomPixel      slope_v = value;
  gfloat        wu[HOM_MAX_TAPS], wv[HOM_MAX_TAPS];
  gfloat        su[HOM_MAX_TAPS], sv[HOM_MAX_TAPS];

  __builtin_prefetch (data + span->next_row);
  if (taps == 1)
    {
      *du = *dv = value;
      return hom_load_pixel (data, channels);
    }

  hom_span_weights (span, k, interpolation, wu, wv, su, sv);
  for (gint row = 0; row < taps; row++, data += stride)
    {
      HomPixel pixel  = hom_load_pixel (data, channels);
      HomPixel across = wu[0] * pixel;
      HomPixel along  = su[0] * pixel;

      for (gint column = 1; column < taps; column++)
        {
          pixel = hom_load_pixel (data + column * channels, channels);
          across += wu[column] * pixel;
          if (gradient)
            along += su[column] * pixel;
        }
      value += wv[row] * across;
      if (gradient)
        {
          slope_u += wv[row] * along;
          slope_v += sv[row] * across;
        }
    }
  *du = slope_u;
  *dv = slope_v;

  return value;
}
