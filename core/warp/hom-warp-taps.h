/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the taps of the pixels of a span, and their weighted sums, with the
 * channels and two neighbors of a row in one vector.
 */

#pragma once

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include "warp/hom-warp-span.h"

/* A pixel of any number of channels. */
typedef gfloat  HomPixel __attribute__ ((vector_size (16)));
typedef gint    HomPixelMask __attribute__ ((vector_size (16)));
typedef gdouble HomPixelDoubles __attribute__ ((vector_size (32)));

/* Two neighboring pixels of a row. */
typedef gfloat HomPixelPair __attribute__ ((vector_size (32)));

/* Loads a pixel, channel by channel unless it has four: a copy of two or three
 * floats to a vector would be read before it is written, which costs as much as
 * dozens of taps.
 */
HOM_ALWAYS_INLINE HomPixel
hom_load_pixel (const gfloat *data, gint channels)
{
  HomPixel pixel;

  if (channels == 4)
    memcpy (&pixel, data, sizeof pixel);
  else
    pixel = (HomPixel) { data[0], channels > 1 ? data[1] : 0.0f,
                         channels > 2 ? data[2] : 0.0f, 0.0f };

  return pixel;
}

HOM_ALWAYS_INLINE void
hom_store_pixel (gfloat *data, HomPixel pixel, gint channels)
{
  memcpy (data, &pixel, channels * sizeof (gfloat));
}

/* The left and the right pixel of a pair. They are macros, since not every
 * processor can pass vectors of this length.
 */
#define hom_left(pair)  __builtin_shufflevector ((pair), (pair), 0, 1, 2, 3)
#define hom_right(pair) __builtin_shufflevector ((pair), (pair), 4, 5, 6, 7)

HOM_ALWAYS_INLINE void
hom_load_pair (const gfloat *data, gint channels, HomPixelPair *pair)
{
  if (channels == 4)
    memcpy (pair, data, sizeof *pair);
  else
    *pair = __builtin_shufflevector (hom_load_pixel (data, channels),
                                     hom_load_pixel (data + channels, channels),
                                     0, 1, 2, 3, 4, 5, 6, 7);
}

HOM_ALWAYS_INLINE gfloat
hom_sum_pixel (HomPixel pixel)
{
  return (pixel[0] + pixel[1]) + (pixel[2] + pixel[3]);
}

/* Writes floats to the output, past the caches where it is larger than they
 * are: else each line of it would be read before it is overwritten.
 */
HOM_ALWAYS_INLINE void
hom_put (const HomWarpRows *rows, gfloat *to, const gfloat *from, gsize n)
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

/* Finds the weights of the taps of one pixel, and their derivatives. */
HOM_ALWAYS_INLINE void
hom_span_weights (const HomSpan   *span,
                  gint             k,
                  gint             taps,
                  gfloat           wu[HOM_MAX_TAPS],
                  gfloat           wv[HOM_MAX_TAPS],
                  gfloat           su[HOM_MAX_TAPS],
                  gfloat           sv[HOM_MAX_TAPS])
{
  if (taps <= 2)
    {
      const HomInterpolation interpolation = taps == 1 ?
                                                 HOM_INTERPOLATION_NEAREST :
                                                 HOM_INTERPOLATION_LINEAR;

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

/* Mixes 2 × 2 taps by a + t (b − a): its derivatives are differences. */
HOM_ALWAYS_INLINE HomPixel
hom_mix_four (const gfloat *data,
              gsize         stride,
              gint          channels,
              gfloat        tu,
              gfloat        tv,
              HomPixel     *du,
              HomPixel     *dv)
{
  HomPixelPair top, bottom, slope, value;

  hom_load_pair (data, channels, &top);
  hom_load_pair (data + stride, channels, &bottom);
  slope = bottom - top;
  value = top + tv * slope;
  *du   = hom_right (value) - hom_left (value);
  *dv   = hom_left (slope) + tu * (hom_right (slope) - hom_left (slope));

  return hom_left (value) + tu * *du;
}

/* Sums up the weighted taps of one pixel, for an even number of taps: the
 * columns first, two at a time, then the sums over them.
 */
HOM_ALWAYS_INLINE HomPixel
hom_weigh_pairs (const gfloat *data,
                 gsize         stride,
                 gint          taps,
                 gint          channels,
                 gboolean      gradient,
                 const gfloat  wu[HOM_MAX_TAPS],
                 const gfloat  wv[HOM_MAX_TAPS],
                 const gfloat  su[HOM_MAX_TAPS],
                 const gfloat  sv[HOM_MAX_TAPS],
                 HomPixel     *du,
                 HomPixel     *dv)
{
  HomPixel sum = { 0.0f, 0.0f, 0.0f, 0.0f };

  *du = *dv = sum;
  for (gint tap = 0; tap < taps; tap += 2)
    {
      HomPixelPair value = { 0.0f };
      HomPixelPair slope = { 0.0f };

      for (gint row = 0; row < taps; row++)
        {
          HomPixelPair pair;

          hom_load_pair (data + row * stride + tap * channels, channels, &pair);
          value += wv[row] * pair;
          if (gradient)
            slope += sv[row] * pair;
        }
      sum += wu[tap] * hom_left (value);
      sum += wu[tap + 1] * hom_right (value);
      if (gradient)
        {
          *du += su[tap] * hom_left (value);
          *du += su[tap + 1] * hom_right (value);
          *dv += wu[tap] * hom_left (slope);
          *dv += wu[tap + 1] * hom_right (slope);
        }
    }

  return sum;
}

/* Sums up the weighted taps of one pixel, for any number of taps. */
HOM_ALWAYS_INLINE HomPixel
hom_weigh_pixels (const gfloat *data,
                  gsize         stride,
                  gint          taps,
                  gint          channels,
                  gboolean      gradient,
                  const gfloat  wu[HOM_MAX_TAPS],
                  const gfloat  wv[HOM_MAX_TAPS],
                  const gfloat  su[HOM_MAX_TAPS],
                  const gfloat  sv[HOM_MAX_TAPS],
                  HomPixel     *du,
                  HomPixel     *dv)
{
  HomPixel sum = { 0.0f, 0.0f, 0.0f, 0.0f };

  *du = *dv = sum;
  for (gint tap = 0; tap < taps; tap++)
    {
      HomPixel value = { 0.0f, 0.0f, 0.0f, 0.0f };
      HomPixel slope = value;

      for (gint row = 0; row < taps; row++)
        {
          HomPixel pixel = hom_load_pixel (data + row * stride + tap * channels,
                                           channels);

          value += wv[row] * pixel;
          if (gradient)
            slope += sv[row] * pixel;
        }
      sum += wu[tap] * value;
      if (gradient)
        {
          *du += su[tap] * value;
          *dv += wu[tap] * slope;
        }
    }

  return sum;
}

/* Samples g (u, v) of a pixel inside and, when gradient is set, ∂g/∂u and
 * ∂g/∂v. @input is best a copy of the caller's: the compiler then knows that it
 * does not change when a pixel is written.
 */
HOM_ALWAYS_INLINE HomPixel
hom_span_sample (const HomImage  *input,
                 const HomOutputRow   *line,
                 const HomSpan   *span,
                 gint             k,
                 gint             taps,
                 gint             channels,
                 gboolean         gradient,
                 HomPixel        *du,
                 HomPixel        *dv)
{
  const gsize   stride = input->stride;
  const gfloat *data   = input->data + span->offset[k];
  gfloat        wu[HOM_MAX_TAPS], wv[HOM_MAX_TAPS];
  gfloat        su[HOM_MAX_TAPS], sv[HOM_MAX_TAPS];

  __builtin_prefetch (data + line->next_row);
  if (taps == 1)
    {
      *du = *dv = (HomPixel) { 0.0f, 0.0f, 0.0f, 0.0f };
      return hom_load_pixel (data, channels);
    }
  if (taps == 2)
    return hom_mix_four (data, stride, channels, span->tu[k], span->tv[k], du,
                         dv);

  hom_span_weights (span, k, taps, wu, wv, su, sv);
  if (taps % 2 == 0)
    return hom_weigh_pairs (data, stride, taps, channels, gradient, wu, wv, su,
                            sv, du, dv);

  return hom_weigh_pixels (data, stride, taps, channels, gradient, wu, wv, su,
                           sv, du, dv);
}
