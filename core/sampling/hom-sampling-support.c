/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-sampling-support.h"
#include "sampling/hom-boundary.h"
#include "sampling/hom-kernel.h"

/**
 * hom_interpolation_radius:
 *
 * Returns: how far from the sampled point a pixel's centre may lie and still
 *   count, in pixels. The prefilter of a spline is not part of it: its weights
 *   fall to a quarter from pixel to pixel, or faster.
 */
gint
hom_interpolation_radius (HomInterpolation interpolation)
{
  return (hom_taps (interpolation) + 1) / 2;
}

/**
 * hom_boundary_fills:
 *
 * Returns: whether there is something to be seen outside of the input.
 */
gboolean
hom_boundary_fills (HomBoundary boundary)
{
  return ! hom_ends_at_edge (boundary);
}
