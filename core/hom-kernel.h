/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the weights of the interpolations, in one dimension. Everything here
 * is inlined with a constant interpolation.
 */

#pragma once

#include <math.h>

#include "hom-warp.h"

#define HOM_MAX_TAPS 8

static inline gint
hom_taps (HomInterpolation interpolation)
{
  switch (interpolation)
    {
    case HOM_INTERPOLATION_NEAREST:
      return 1;
    case HOM_INTERPOLATION_LINEAR:
      return 2;
    case HOM_INTERPOLATION_QUADRATIC_SPLINE:
      return 3;
    case HOM_INTERPOLATION_CUBIC:
    case HOM_INTERPOLATION_CUBIC_SPLINE:
    case HOM_INTERPOLATION_LANCZOS2:
      return 4;
    case HOM_INTERPOLATION_LANCZOS:
      return 6;
    case HOM_INTERPOLATION_LANCZOS4:
      return 8;
    }

  return 0;
}

static inline gboolean
hom_is_spline (HomInterpolation interpolation)
{
  return interpolation == HOM_INTERPOLATION_QUADRATIC_SPLINE ||
         interpolation == HOM_INTERPOLATION_CUBIC_SPLINE;
}

/* Even numbers of taps lie round the middle between two pixel centres, odd ones
 * round a pixel centre: what is subtracted from a coordinate before its integer
 * part is taken.
 */
static inline gdouble
hom_centre (HomInterpolation interpolation)
{
  return hom_taps (interpolation) % 2 ? 0.0 : 0.5;
}

/* sinc (x) · sinc (x / a), and its derivative. s and c are sin πx and cos πx. */
static inline void
hom_lanczos_weight (gdouble x,
                    gint    a,
                    gdouble s,
                    gdouble c,
                    gfloat *weight,
                    gfloat *slope)
{
  gdouble p = G_PI * x;
  gdouble sa, ca;

  /* Below this the series' next term is less than a rounding of the float. */
  if (fabs (x) < 1e-4)
    {
      *weight = 1.0;
      *slope  = -p * G_PI * (1.0 + 1.0 / (a * a)) / 3.0;
      return;
    }

  sa      = sin (p / a);
  ca      = cos (p / a);
  *weight = a * s * sa / (p * p);
  *slope  = a * G_PI * (c * sa + s * ca / a - 2.0 * s * sa / p) / (p * p);
}

/* Scaled to a sum of 1, so that a constant stays what it is. */
static inline void
hom_lanczos_weights (gint   a,
                     gfloat t,
                     gfloat weights[HOM_MAX_TAPS],
                     gfloat slopes[HOM_MAX_TAPS])
{
  gdouble s         = sin (G_PI * t);
  gdouble c         = cos (G_PI * t);
  gfloat  sum       = 0.0f;
  gfloat  slope_sum = 0.0f;

  /* The sine is the same for all taps but for its sign, and exactly 0 on a
   * pixel centre.
   */
  for (gint i = 0; i < 2 * a; i++)
    {
      gint    k    = i - (a - 1);
      gdouble sign = k % 2 ? -1.0 : 1.0;

      hom_lanczos_weight ((gdouble) t - k, a, sign * s, sign * c, &weights[i],
                          &slopes[i]);
      sum += weights[i];
      slope_sum += slopes[i];
    }
  for (gint i = 0; i < 2 * a; i++)
    {
      weights[i] /= sum;
      slopes[i] = (slopes[i] - weights[i] * slope_sum) / sum;
    }
}

/* The weights of the taps, and their derivatives, for a point that lies
 * t ∈ [0, 1) behind the centre of tap taps/2 − 1 or, with an odd number of taps,
 * behind the edge of the middle one.
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
      slopes[0]  = 0.0f;
      break;

    case HOM_INTERPOLATION_LINEAR:
      weights[0] = 1.0f - t;
      weights[1] = t;
      slopes[0]  = -1.0f;
      slopes[1]  = 1.0f;
      break;

    case HOM_INTERPOLATION_QUADRATIC_SPLINE:
      weights[0] = 0.5f * (1.0f - t) * (1.0f - t);
      weights[1] = 0.5f + t * (1.0f - t);
      weights[2] = 0.5f * t * t;
      slopes[0]  = t - 1.0f;
      slopes[1]  = 1.0f - 2.0f * t;
      slopes[2]  = t;
      break;

    case HOM_INTERPOLATION_CUBIC:
      weights[0] = ((-0.5f * t + 1.0f) * t - 0.5f) * t;
      weights[1] = (1.5f * t - 2.5f) * t * t + 1.0f;
      weights[2] = ((-1.5f * t + 2.0f) * t + 0.5f) * t;
      weights[3] = (0.5f * t - 0.5f) * t * t;
      slopes[0]  = (-1.5f * t + 2.0f) * t - 0.5f;
      slopes[1]  = (4.5f * t - 5.0f) * t;
      slopes[2]  = (-4.5f * t + 4.0f) * t + 0.5f;
      slopes[3]  = (1.5f * t - 1.0f) * t;
      break;

    case HOM_INTERPOLATION_CUBIC_SPLINE:
      weights[0] = (1.0f - t) * (1.0f - t) * (1.0f - t) / 6.0f;
      weights[1] = ((0.5f * t - 1.0f) * t * t) + 2.0f / 3.0f;
      weights[2] = (((-0.5f * t + 0.5f) * t + 0.5f) * t) + 1.0f / 6.0f;
      weights[3] = t * t * t / 6.0f;
      slopes[0]  = -0.5f * (1.0f - t) * (1.0f - t);
      slopes[1]  = (1.5f * t - 2.0f) * t;
      slopes[2]  = (-1.5f * t + 1.0f) * t + 0.5f;
      slopes[3]  = 0.5f * t * t;
      break;

    case HOM_INTERPOLATION_LANCZOS:
      hom_lanczos_weights (3, t, weights, slopes);
      break;

    case HOM_INTERPOLATION_LANCZOS2:
      hom_lanczos_weights (2, t, weights, slopes);
      break;

    case HOM_INTERPOLATION_LANCZOS4:
      hom_lanczos_weights (4, t, weights, slopes);
      break;
    }
}

/* The second derivatives of the cubic B-spline's weights. */
static inline void
hom_cubic_spline_curvatures (gfloat t, gfloat curvatures[4])
{
  curvatures[0] = 1.0f - t;
  curvatures[1] = 3.0f * t - 2.0f;
  curvatures[2] = 1.0f - 3.0f * t;
  curvatures[3] = t;
}
