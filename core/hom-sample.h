/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: one sample of an image, with its spatial gradient. Everything here
 * is inlined with a constant interpolation and number of channels, so that a
 * caller's loop is compiled for just these.
 */

#pragma once

#include <math.h>
#include <string.h>

#include "hom-warp.h"

#define HOM_MAX_TAPS 6

/* A point this far out is as good as infinitely far, and still fits in a gint
 * together with any width of an image.
 */
#define HOM_FAR_OUT 1e9

typedef struct
{
  gfloat value[HOM_MAX_CHANNELS];
  gfloat du[HOM_MAX_CHANNELS];
  gfloat dv[HOM_MAX_CHANNELS];
} HomSample;

static inline gint
hom_taps (HomInterpolation interpolation)
{
  switch (interpolation)
    {
    case HOM_INTERPOLATION_NEAREST:
      return 1;
    case HOM_INTERPOLATION_LINEAR:
      return 2;
    case HOM_INTERPOLATION_CUBIC:
      return 4;
    case HOM_INTERPOLATION_LANCZOS:
      return 6;
    }

  return 0;
}

/* sinc (x) · sinc (x / 3), and its derivative. s and c are sin πx and cos πx. */
static inline void
hom_lanczos (gdouble x, gdouble s, gdouble c, gfloat *weight, gfloat *slope)
{
  gdouble p = G_PI * x;
  gdouble s3, c3;

  /* Below this the series' next term is less than a rounding of the float. */
  if (fabs (x) < 1e-4)
    {
      *weight = 1.0;
      *slope = -p * G_PI * (1.0 + 1.0 / 9.0) / 3.0;
      return;
    }

  s3 = sin (p / 3.0);
  c3 = cos (p / 3.0);
  *weight = 3.0 * s * s3 / (p * p);
  *slope = 3.0 * G_PI * (c * s3 + s * c3 / 3.0 - 2.0 * s * s3 / p) / (p * p);
}

/* The weights of the taps for a point that lies t ∈ [0, 1) behind tap
 * taps/2 − 1, and their derivatives by t.
 */
static inline void
hom_weights (HomInterpolation interpolation,
             gfloat           t,
             gfloat           weights[HOM_MAX_TAPS],
             gfloat           slopes[HOM_MAX_TAPS])
{
  switch (interpolation)
    {
    case HOM_INTERPOLATION_NEAREST:
      weights[0] = 1.0f;
      slopes[0] = 0.0f;
      break;

    case HOM_INTERPOLATION_LINEAR:
      weights[0] = 1.0f - t;
      weights[1] = t;
      slopes[0] = -1.0f;
      slopes[1] = 1.0f;
      break;

    case HOM_INTERPOLATION_CUBIC:
      weights[0] = ((-0.5f * t + 1.0f) * t - 0.5f) * t;
      weights[1] = (1.5f * t - 2.5f) * t * t + 1.0f;
      weights[2] = ((-1.5f * t + 2.0f) * t + 0.5f) * t;
      weights[3] = (0.5f * t - 0.5f) * t * t;
      slopes[0] = (-1.5f * t + 2.0f) * t - 0.5f;
      slopes[1] = (4.5f * t - 5.0f) * t;
      slopes[2] = (-4.5f * t + 4.0f) * t + 0.5f;
      slopes[3] = (1.5f * t - 1.0f) * t;
      break;

    case HOM_INTERPOLATION_LANCZOS:
      {
        gdouble s = sin (G_PI * t);
        gdouble c = cos (G_PI * t);
        gfloat  sum = 0.0f;
        gfloat  slope_sum = 0.0f;

        /* The sine is the same for all taps but for its sign, and exactly 0 on
         * a pixel centre.
         */
        for (gint i = 0; i < 6; i++)
          {
            hom_lanczos ((gdouble) t - (i - 2), i % 2 ? -s : s, i % 2 ? -c : c,
                         &weights[i], &slopes[i]);
            sum += weights[i];
            slope_sum += slopes[i];
          }
        for (gint i = 0; i < 6; i++)
          {
            weights[i] /= sum;
            slopes[i] = (slopes[i] - weights[i] * slope_sum) / sum;
          }
      }
      break;
    }
}

/* The column (or row) that shows at index i of n, or −1 for none. */
static inline gint
hom_boundary_index (HomBoundary boundary, gint i, gint n)
{
  if (i >= 0 && i < n)
    return i;

  switch (boundary)
    {
    case HOM_BOUNDARY_TRANSPARENT:
      return -1;

    case HOM_BOUNDARY_CLAMP:
      return i < 0 ? 0 : n - 1;

    case HOM_BOUNDARY_REFLECT:
      {
        gint64 period = 2 * (gint64) n;
        gint64 j = ((i % period) + period) % period;

        return j < n ? j : period - 1 - j;
      }

    case HOM_BOUNDARY_WRAP:
      return ((i % n) + n) % n;
    }

  return -1;
}

/* The taps that reach over the edge, copied so that they lie side by side. */
static inline void
hom_gather (const HomImage *image,
            HomBoundary     boundary,
            gint            taps,
            gint            channels,
            gint            i,
            gint            j,
            gfloat         *block)
{
  for (gint row = 0; row < taps; row++)
    {
      gint y = hom_boundary_index (boundary, j + row, image->height);

      for (gint column = 0; column < taps; column++)
        {
          gint    x = hom_boundary_index (boundary, i + column, image->width);
          gfloat *tap = block + (row * taps + column) * channels;

          if (x < 0 || y < 0)
            memset (tap, 0, channels * sizeof (gfloat));
          else
            memcpy (tap, hom_image_pixel (image, x, y),
                    channels * sizeof (gfloat));
        }
    }
}

static inline void
hom_weigh_block (const gfloat    *block,
                 gsize            stride,
                 HomInterpolation interpolation,
                 gint             channels,
                 gboolean         gradient,
                 gfloat           tu,
                 gfloat           tv,
                 HomSample       *sample)
{
  const gint taps = hom_taps (interpolation);
  gfloat     wu[HOM_MAX_TAPS], su[HOM_MAX_TAPS];
  gfloat     wv[HOM_MAX_TAPS], sv[HOM_MAX_TAPS];

  hom_weights (interpolation, tu, wu, su);
  hom_weights (interpolation, tv, wv, sv);

  for (gint c = 0; c < channels; c++)
    sample->value[c] = sample->du[c] = sample->dv[c] = 0.0f;

  for (gint row = 0; row < taps; row++, block += stride)
    for (gint c = 0; c < channels; c++)
      {
        gfloat value = 0.0f;
        gfloat slope = 0.0f;

        for (gint column = 0; column < taps; column++)
          {
            gfloat tap = block[column * channels + c];

            value += wu[column] * tap;
            if (gradient)
              slope += su[column] * tap;
          }
        sample->value[c] += wv[row] * value;
        if (gradient)
          {
            sample->du[c] += wv[row] * slope;
            sample->dv[c] += sv[row] * value;
          }
      }
}

/* g (u, v) and, when gradient is set, ∂g/∂u and ∂g/∂v. */
static inline void
hom_sample_point (const HomImage  *image,
                  HomInterpolation interpolation,
                  HomBoundary      boundary,
                  gint             channels,
                  gboolean         gradient,
                  gdouble          u,
                  gdouble          v,
                  HomSample       *sample)
{
  const gint   taps = hom_taps (interpolation);
  const gfloat centre =
    interpolation == HOM_INTERPOLATION_NEAREST ? 0.0f : 0.5f;
  gfloat  block[HOM_MAX_TAPS * HOM_MAX_TAPS * HOM_MAX_CHANNELS];
  gdouble fu, fv;
  gint    i, j;

  /* Written so that a NaN goes to the edge too. */
  u = u - image->x - centre;
  v = v - image->y - centre;
  u = u > -HOM_FAR_OUT ? MIN (u, HOM_FAR_OUT) : -HOM_FAR_OUT;
  v = v > -HOM_FAR_OUT ? MIN (v, HOM_FAR_OUT) : -HOM_FAR_OUT;
  fu = floor (u);
  fv = floor (v);
  i = (gint) fu - (taps - 1) / 2;
  j = (gint) fv - (taps - 1) / 2;

  if (i >= 0 && j >= 0 && i <= image->width - taps && j <= image->height - taps)
    {
      hom_weigh_block (hom_image_pixel (image, i, j), image->stride,
                       interpolation, channels, gradient, u - fu, v - fv,
                       sample);
      return;
    }

  if (boundary == HOM_BOUNDARY_TRANSPARENT &&
      (i <= -taps || j <= -taps || i >= image->width || j >= image->height))
    {
      memset (sample, 0, sizeof (HomSample));
      return;
    }

  hom_gather (image, boundary, taps, channels, i, j, block);
  hom_weigh_block (block, (gsize) taps * channels, interpolation, channels,
                   gradient, u - fu, v - fv, sample);
}
