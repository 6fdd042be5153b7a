/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-sampling-support.h"
#include "sampling/hom-boundary.h"
#include "sampling/hom-kernel.h"

/**
 * hom_interpolation_radius:
 *
 * Tells how far an interpolation reaches.
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
 * Tells whether a boundary rule fills the plane outside of the input from the
 * input's pixels.
 *
 * Returns: FALSE for %HOM_BOUNDARY_FILL and %HOM_BOUNDARY_VALID.
 */
gboolean
hom_boundary_fills (HomBoundary boundary)
{
  return ! hom_ends_at_edge (boundary);
}
