/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the pixels of the input that stand for those outside of it, in one
 * dimension.
 */

#pragma once

#include "homography/hom-sampling.h"

/* The pixels that stand for an index: weight · pixel [index] + slope · pixel
 * [other], where the slope is used by %HOM_BOUNDARY_CONTINUE and
 * %HOM_BOUNDARY_VALID only; or the fill where index is negative.
 */
typedef struct
{
  gint   index, other;
  gfloat weight, slope;
} HomTap;

static inline gint64
hom_modulo (gint64 i, gint64 period)
{
  const gint64 remainder = i % period;

  return remainder < 0 ? remainder + period : remainder;
}

/* Finds the number that stands for @i where all is repeated with a period, in
 * which a number stands for the same as @mirror minus it.
 */
static inline gint
hom_fold (gint i, gint64 period, gint64 mirror)
{
  const gint64 in_period = hom_modulo (i, period);

  return MIN (in_period, mirror - in_period);
}

/* Continues the straight line through the pixel at the edge and the next one,
 * to @k pixels beyond.
 */
static inline HomTap
hom_continue (gint edge, gint next, gint k, gint n)
{
  if (n == 1)
    return (HomTap) { 0, 0, 1.0f, 0.0f };

  return (HomTap) { edge, next, 1.0f + k, -(gfloat) k };
}

static inline HomTap
hom_boundary_tap (HomBoundary boundary, gint i, gint n)
{
  HomTap tap = { i, 0, 1.0f, 0.0f };

  if (i >= 0 && i < n)
    return tap;

  switch (boundary)
    {
    case HOM_BOUNDARY_FILL:
      tap.index = -1;
      break;

    case HOM_BOUNDARY_CLAMP:
      tap.index = i < 0 ? 0 : n - 1;
      break;

    case HOM_BOUNDARY_REFLECT:
      tap.index = hom_fold (i, 2 * (gint64) n, 2 * (gint64) n - 1);
      break;

    case HOM_BOUNDARY_WRAP:
      tap.index = hom_modulo (i, n);
      break;

    case HOM_BOUNDARY_MIRROR:
      if (n > 1)
        tap.index = hom_fold (i, 2 * ((gint64) n - 1), 2 * ((gint64) n - 1));
      else
        tap.index = 0;
      break;

    /* Where a valid point lies on the outermost pixel centre, the tap outside
     * has no weight, but a slope: it is to be the one that comes from inside.
     */
    case HOM_BOUNDARY_VALID:
    case HOM_BOUNDARY_CONTINUE:
      return i < 0 ? hom_continue (0, 1, -i, n)
                   : hom_continue (n - 1, n - 2, i - (n - 1), n);
    }

  return tap;
}

/* Tells whether one of the numbers first … last, or one that is a multiple of
 * the period away from it, is among from … to − 1, which lie in [0, period).
 */
static inline gboolean
hom_meets_period (gint64 first, gint64 last, gint64 period, gint from, gint to)
{
  const gint64 a = hom_modulo (first, period);
  const gint64 b = a + last - first;

  return last - first >= period || (a < to && b >= from) ||
         b >= from + period;
}

/* Tells whether a tap at one of the indices first … last may stand for one of
 * the pixels from … to − 1 of the @n that there are.
 */
static inline gboolean
hom_boundary_may_reach (HomBoundary boundary,
                        gint64      first,
                        gint64      last,
                        gint        n,
                        gint        from,
                        gint        to)
{
  if (first < to && last >= from)
    return TRUE;

  switch (boundary)
    {
    case HOM_BOUNDARY_FILL:
      return FALSE;

    case HOM_BOUNDARY_CLAMP:
      return (first < 0 && from == 0) || (last >= n && to == n);

    case HOM_BOUNDARY_REFLECT:
      return hom_meets_period (first, last, 2 * (gint64) n, from, to) ||
             hom_meets_period (-1 - last, -1 - first, 2 * (gint64) n, from, to);

    case HOM_BOUNDARY_WRAP:
      return hom_meets_period (first, last, n, from, to);

    case HOM_BOUNDARY_MIRROR:
      return n == 1 ||
             hom_meets_period (first, last, 2 * ((gint64) n - 1), from, to) ||
             hom_meets_period (-last, -first, 2 * ((gint64) n - 1), from, to);

    case HOM_BOUNDARY_VALID:
    case HOM_BOUNDARY_CONTINUE:
      return (first < 0 && from <= 1) || (last >= n && to >= n - 1);
    }

  return TRUE;
}

/* Tells whether a rule puts nothing outside of the input but a fill. */
static inline gboolean
hom_ends_at_edge (HomBoundary boundary)
{
  return boundary == HOM_BOUNDARY_FILL || boundary == HOM_BOUNDARY_VALID;
}

/* Finds the rule by which the coefficients of a spline go on. A spline whose
 * pixels end, or stay the same, is one that is mirrored and only looked at
 * inside.
 */
static inline HomBoundary
hom_spline_boundary (HomBoundary boundary)
{
  if (boundary == HOM_BOUNDARY_CLAMP || boundary == HOM_BOUNDARY_VALID)
    return HOM_BOUNDARY_MIRROR;

  return boundary;
}
