/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: a run of pixels of a row of the output, taken together so that
 * several of them are worked out at once: first where all of them are seen,
 * then the weights of all taps, then one pixel after the other, all of its
 * channels at once. Only pixels whose taps all lie inside of the input come
 * this way; the others are left to hom_sample_point().
 *
 * Which way a pixel goes depends on where it is seen only, and the same code
 * does it wherever it lies in a run: a tile of an output is the same as that
 * part of the whole.
 */

#pragma once

#include "warp/hom-output-row.h"

/* Long enough for vectors of any processor, short enough to stay in its nearest
 * cache.
 */
#define HOM_SPAN 32

/* As many doubles as a vector of the processor holds, and as many of the rest.
 */
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

/* What one instruction makes of doubles. */
#ifdef __AVX512DQ__
typedef HomLongs HomWholes;
#else
typedef HomInts HomWholes;
#endif

typedef enum
{
  HOM_SPAN_NOTHING, /* what lies behind the horizon, and the pure fill */
  HOM_SPAN_EDGE,    /* a tap lies outside, or the pixel is a mean of samples */
  HOM_SPAN_INSIDE,
} HomSpanKind;

/**
 * HomSpan:
 * @n: the number of its pixels. The rest is worked out too, and not used.
 * @is_uniform: whether all of them are known to be seen in the same way.
 * @at_u: where a pixel is seen, counted from where the first tap is the input's
 *   first pixel; 0 for those not inside.
 * @at_v: the same.
 * @inverse_z: as in #HomWarpedPoint.
 * @kind: a #HomSpanKind.
 * @i: as in #HomTapPosition, for those inside.
 * @j: the same.
 * @offset: of the first tap in the input, in floats.
 * @tu: as in #HomTapPosition.
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
  gdouble  at_u[HOM_SPAN], at_v[HOM_SPAN], inverse_z[HOM_SPAN];
  gint     kind[HOM_SPAN];
  gint     i[HOM_SPAN], j[HOM_SPAN];
  gsize    offset[HOM_SPAN];
  gfloat   tu[HOM_SPAN], tv[HOM_SPAN];
  gfloat   wu[HOM_MAX_TAPS][HOM_SPAN], wv[HOM_MAX_TAPS][HOM_SPAN];
  gfloat   su[HOM_MAX_TAPS][HOM_SPAN], sv[HOM_MAX_TAPS][HOM_SPAN];
} HomSpan;

/* As many of its pixels as a vector holds. */
typedef struct
{
  HomDoubles z, inverse_z;
  HomDoubles at_u, at_v;
} HomSpanVector;

/* Of any vector, to any place. */
#define hom_store(to, vector)                \
  G_STMT_START                               \
  {                                          \
    __auto_type vector_ = (vector);          \
    memcpy ((to), &vector_, sizeof vector_); \
  }                                          \
  G_STMT_END

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

/* With the same roundings in every span. */
HOM_ALWAYS_INLINE HomSpanVector
hom_span_look (const HomOutputRow *line, gdouble first_x)
{
  HomDoubles  x = first_x + hom_lane_numbers ();
  HomSpanVector look;

  look.z         = line->z[0] * x + line->z[1];
  look.inverse_z = 1.0 / look.z;
  look.at_u      = (line->u[0] * x + line->u[1]) * look.inverse_z - line->left;
  look.at_v      = (line->v[0] * x + line->v[1]) * look.inverse_z - line->top;

  return look;
}

/* Splits places inside into the first tap and what is left. */
HOM_ALWAYS_INLINE void
hom_span_split (const HomSpanVector *look,
                const HomImage    *input,
                gint               channels,
                gint               k,
                HomSpan           *span)
{
  const HomWholes  i = __builtin_convertvector (look->at_u, HomWholes);
  const HomWholes  j = __builtin_convertvector (look->at_v, HomWholes);
  const HomDoubles u = look->at_u - __builtin_convertvector (i, HomDoubles);
  const HomDoubles v = look->at_v - __builtin_convertvector (j, HomDoubles);

  hom_store (&span->tu[k], __builtin_convertvector (u, HomFloats));
  hom_store (&span->tv[k], __builtin_convertvector (v, HomFloats));
  hom_store (&span->i[k], __builtin_convertvector (i, HomInts));
  hom_store (&span->j[k], __builtin_convertvector (j, HomInts));
  hom_store (&span->offset[k],
             __builtin_convertvector (j, HomLongs) * (gint64) input->stride +
                 __builtin_convertvector (i, HomLongs) * channels);
  hom_store (&span->at_u[k], look->at_u);
  hom_store (&span->at_v[k], look->at_v);
  hom_store (&span->inverse_z[k], look->inverse_z);
}

/* A pixel that is a mean of samples is left to others. */
HOM_ALWAYS_INLINE void
hom_span_look_round (const HomWarpRows *rows,
                     const HomOutputRow *line,
                     gdouble        first_x,
                     HomSpan       *span)
{
  for (gint k = 0; k < span->n; k++)
    {
      HomWarpedPoint      centre    = hom_warp_point (rows, first_x + k, line->y);
      HomFootprint footprint = hom_footprint (rows, &centre);

      if (footprint.nx > 1 || footprint.ny > 1)
        span->kind[k] = HOM_SPAN_EDGE;
    }
}

/* For pixels of which it is not known how they are seen. */
HOM_ALWAYS_INLINE void
hom_span_locate_any (const HomWarpRows *rows,
                     const HomOutputRow *line,
                     gdouble        first_x,
                     gint           taps,
                     gint           channels,
                     HomSpan       *span)
{
  const HomImage *input = rows->input;
  const gint64    ends  = -hom_ends_at_edge (rows->sampling.boundary);
  HomLongs        same  = hom_lanes (-1);
  HomLongs        first = hom_lanes (0);

  for (gint k = 0; k < HOM_SPAN; k += HOM_LANES)
    {
      HomSpanVector look      = hom_span_look (line, first_x + k);
      HomLongs    in_front  = look.z > rows->horizon;
      HomLongs    is_inside = in_front &
                           hom_is_inside (look.at_u, input->width, taps) &
                           hom_is_inside (look.at_v, input->height, taps);
      HomLongs is_beyond = hom_is_beyond (look.at_u, input->width, taps) |
                           hom_is_beyond (look.at_v, input->height, taps);
      HomLongs is_nothing = ~in_front | (ends & is_beyond);
      HomLongs kind       = HOM_SPAN_EDGE - is_inside + is_nothing;

      look.at_u      = (HomDoubles) ((HomLongs) look.at_u & is_inside);
      look.at_v      = (HomDoubles) ((HomLongs) look.at_v & is_inside);
      look.inverse_z = (HomDoubles) ((HomLongs) look.inverse_z & in_front);
      hom_span_split (&look, input, channels, k, span);
      hom_store (&span->kind[k], __builtin_convertvector (kind, HomInts));
      if (k == 0)
        first = hom_lanes (kind[0]);
      same &= kind == first;
    }

  if (rows->sampling.antialias)
    hom_span_look_round (rows, line, first_x, span);

  span->is_uniform = ! rows->sampling.antialias;
  for (gint lane = 0; lane < HOM_LANES; lane++)
    span->is_uniform &= same[lane] != 0;
}

HOM_ALWAYS_INLINE void
hom_span_locate_inside (const HomWarpRows *rows,
                        const HomOutputRow *line,
                        gdouble        first_x,
                        gint           channels,
                        HomSpan       *span)
{
  for (gint k = 0; k < HOM_SPAN; k += HOM_LANES)
    {
      HomSpanVector look = hom_span_look (line, first_x + k);

      hom_span_split (&look, rows->input, channels, k, span);
    }
  for (gint k = 0; k < HOM_SPAN; k++)
    span->kind[k] = HOM_SPAN_INSIDE;
  span->is_uniform = TRUE;
}

/* Where the pixels of a row from @column on are seen. */
HOM_ALWAYS_INLINE void
hom_span_locate (const HomWarpRows   *rows,
                 const HomOutputRow   *line,
                 gint             column,
                 gint             n,
                 HomInterpolation interpolation,
                 gint             channels,
                 HomSpan         *span)
{
  const gdouble first_x = (gdouble) rows->output->x + column + 0.5;

  span->n = n;
  if (column >= line->first_inside && column + HOM_SPAN <= line->last_inside)
    hom_span_locate_inside (rows, line, first_x, channels, span);
  else
    hom_span_locate_any (rows, line, first_x, hom_taps (interpolation),
                         channels, span);
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

HOM_ALWAYS_INLINE void
hom_span_weigh_along (HomInterpolation interpolation,
                      const gfloat     t[HOM_SPAN],
                      gfloat           w[HOM_MAX_TAPS][HOM_SPAN],
                      gfloat           s[HOM_MAX_TAPS][HOM_SPAN])
{
  for (gint k = 0; k < HOM_SPAN; k++)
    {
      gfloat weights[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

      hom_weights (interpolation, t[k], weights, slopes);
      for (gint tap = 0; tap < hom_taps (interpolation); tap++)
        {
          w[tap][k] = weights[tap];
          s[tap][k] = slopes[tap];
        }
    }
}

/* The weights of all pixels, for kernels where that is worth it. */
HOM_ALWAYS_INLINE void
hom_span_weigh (HomSpan *span, HomInterpolation interpolation)
{
  if (hom_taps (interpolation) <= 2)
    return;

  hom_span_weigh_along (interpolation, span->tu, span->wu, span->su);
  hom_span_weigh_along (interpolation, span->tv, span->wv, span->sv);
}
