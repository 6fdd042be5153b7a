/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the weights of the interpolations, in one dimension. Everything here
 * is inlined with a constant interpolation.
 */

#pragma once

#include "homography/hom-sampling.h"
#include "sampling/hom-lanczos.h"

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

/* Returns the offset that is subtracted from a coordinate before its integer
 * part is taken: even numbers of taps lie round the middle between two pixel
 * centres, odd ones round a pixel centre.
 */
static inline gdouble
hom_centre (HomInterpolation interpolation)
{
  return hom_taps (interpolation) % 2 ? 0.0 : 0.5;
}

/* Finds the weights of a Lanczos kernel, and their derivatives: those of linear
 * interpolation plus t (1 − t) · q (t), exactly 0 and 1 on a pixel centre. q
 * has even and odd terms round the middle between two centres, where it is
 * mirrored.
 */
static inline __attribute__ ((always_inline)) void
hom_lanczos_weights (gint   lobes,
                     gfloat t,
                     gfloat weights[HOM_MAX_TAPS],
                     gfloat slopes[HOM_MAX_TAPS])
{
  const gfloat s          = t - 0.5f;
  const gfloat square     = s * s;
  const gfloat bump       = t * (1.0f - t);
  const gfloat bump_slope = 1.0f - 2.0f * t;

  for (gint i = 0, j = 2 * lobes - 1; i < lobes; i++, j--)
    {
      const gfloat *terms      = hom_lanczos_terms[lobes][i];
      gfloat        even       = terms[HOM_LANCZOS_TERMS - 2];
      gfloat        odd        = terms[HOM_LANCZOS_TERMS - 1];
      gfloat        even_slope = 0.0f;
      gfloat        odd_slope  = 0.0f;

      for (gint n = HOM_LANCZOS_TERMS - 4; n >= 0; n -= 2)
        {
          even_slope = even_slope * square + even;
          odd_slope  = odd_slope * square + odd;
          even       = even * square + terms[n];
          odd        = odd * square + terms[n + 1];
        }
      even_slope = 2.0f * s * even_slope;
      odd_slope  = odd + 2.0f * square * odd_slope;
      odd *= s;

      weights[i] = bump * (even + odd);
      weights[j] = bump * (even - odd);
      slopes[i]  = bump_slope * (even + odd) + bump * (even_slope + odd_slope);
      slopes[j]  = bump_slope * (even - odd) + bump * (even_slope - odd_slope);
    }
  weights[lobes - 1] += 1.0f - t;
  weights[lobes] += t;
  slopes[lobes - 1] -= 1.0f;
  slopes[lobes] += 1.0f;
}

/* Finds the weights of the taps, and their derivatives, for a point that lies t
 * ∈ [0, 1) behind the centre of tap taps/2 − 1 or, with an odd number of taps,
 * behind the edge of the middle one.
 */
static inline __attribute__ ((always_inline)) void
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

/* Finds the second derivatives of the cubic B-spline's weights. */
static inline void
hom_cubic_spline_curvatures (gfloat t, gfloat curvatures[4])
{
  curvatures[0] = 1.0f - t;
  curvatures[1] = 3.0f * t - 2.0f;
  curvatures[2] = 1.0f - 3.0f * t;
  curvatures[3] = t;
}
