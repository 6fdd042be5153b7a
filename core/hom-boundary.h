/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: which pixels of the input stand for those outside of it, in one
 * dimension.
 */

#pragma once

#include "hom-warp.h"

/* What is seen at an index: weight · pixel [index] + slope · pixel [other],
 * where @other is used by %HOM_BOUNDARY_CONTINUE only; or the fill where index
 * is negative.
 */
typedef struct
{
  gint   index, other;
  gfloat weight, slope;
} HomTap;

static inline gint
hom_modulo (gint64 i, gint64 period)
{
  return ((i % period) + period) % period;
}

/* The straight line through the pixel at the edge and the next one, k pixels
 * beyond.
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
      tap.index = hom_modulo (i, 2 * (gint64) n);
      tap.index = MIN (tap.index, 2 * (gint64) n - 1 - tap.index);
      break;

    case HOM_BOUNDARY_WRAP:
      tap.index = hom_modulo (i, n);
      break;

    case HOM_BOUNDARY_MIRROR:
      tap.index = n > 1 ? hom_modulo (i, 2 * ((gint64) n - 1)) : 0;
      tap.index = MIN (tap.index, 2 * ((gint64) n - 1) - tap.index);
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

/* Whether there is nothing but the input itself, and a fill. */
static inline gboolean
hom_ends_at_edge (HomBoundary boundary)
{
  return boundary == HOM_BOUNDARY_FILL || boundary == HOM_BOUNDARY_VALID;
}

/* The rule by which the coefficients of a spline go on. A spline whose pixels
 * end, or stay the same, is one that is mirrored and only looked at inside.
 */
static inline HomBoundary
hom_spline_boundary (HomBoundary boundary)
{
  if (boundary == HOM_BOUNDARY_CLAMP || boundary == HOM_BOUNDARY_VALID)
    return HOM_BOUNDARY_MIRROR;

  return boundary;
}
