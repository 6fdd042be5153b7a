/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-image.h"

G_BEGIN_DECLS

/**
 * HomInterpolation:
 * @HOM_INTERPOLATION_NEAREST: the pixel that holds the point. Its gradient is
 *   0.
 * @HOM_INTERPOLATION_LINEAR: bilinear, C⁰.
 * @HOM_INTERPOLATION_CUBIC: Catmull-Rom, C¹: Keys 1981
 *   (doi:10.1109/TASSP.1981.1163711) with a = −1/2.
 * @HOM_INTERPOLATION_LANCZOS: Lanczos 3, over 6 × 6 pixels, C¹ but for the
 *   scaling of the weights to a sum of 1.
 * @HOM_INTERPOLATION_QUADRATIC_SPLINE: quadratic B-spline, C¹.
 * @HOM_INTERPOLATION_CUBIC_SPLINE: cubic B-spline, C².
 * @HOM_INTERPOLATION_LANCZOS2: Lanczos 2, over 4 × 4 pixels.
 * @HOM_INTERPOLATION_LANCZOS4: Lanczos 4, over 8 × 8 pixels.
 *
 * The ways to find a value between pixel centres. All of them give the pixel
 * itself at its centre; the splines by a prefilter, see
 * hom_spline_coefficients().
 *
 * Where the gradient has a jump, it is the one towards larger coordinates: on
 * pixel centres with the linear one.
 */
typedef enum
{
  HOM_INTERPOLATION_NEAREST,
  HOM_INTERPOLATION_LINEAR,
  HOM_INTERPOLATION_CUBIC,
  HOM_INTERPOLATION_LANCZOS,
  HOM_INTERPOLATION_QUADRATIC_SPLINE,
  HOM_INTERPOLATION_CUBIC_SPLINE,
  HOM_INTERPOLATION_LANCZOS2,
  HOM_INTERPOLATION_LANCZOS4,
} HomInterpolation;

#define HOM_N_INTERPOLATIONS (HOM_INTERPOLATION_LANCZOS4 + 1)

/**
 * HomBoundary:
 * @HOM_BOUNDARY_FILL: pixels of one color; transparent where that is 0.
 * @HOM_BOUNDARY_CLAMP: the nearest pixel of the edge: 0 0 | 0 1 2.
 * @HOM_BOUNDARY_REFLECT: mirrored at the edge, the pixel of the edge twice:
 *   1 0 | 0 1 2 (half-sample symmetric).
 * @HOM_BOUNDARY_WRAP: repeated, with the period of the width and the height:
 *   1 2 | 0 1 2.
 * @HOM_BOUNDARY_MIRROR: mirrored at the centre of the edge's pixel, which
 *   occurs once: 2 1 | 0 1 2 (whole-sample symmetric).
 * @HOM_BOUNDARY_CONTINUE: continued in a straight line through the two pixels
 *   at the edge: −2 −1 | 0 1 2. For a spline, through the two coefficients
 *   there, which makes it the natural spline.
 * @HOM_BOUNDARY_VALID: no pixels. A value that cannot be told from the input
 *   alone is 0, and has no gradient; see hom_warp_mask().
 *
 * The pixels that are taken to lie outside of the input.
 */
typedef enum
{
  HOM_BOUNDARY_FILL,
  HOM_BOUNDARY_CLAMP,
  HOM_BOUNDARY_REFLECT,
  HOM_BOUNDARY_WRAP,
  HOM_BOUNDARY_MIRROR,
  HOM_BOUNDARY_CONTINUE,
  HOM_BOUNDARY_VALID,
} HomBoundary;

#define HOM_N_BOUNDARIES (HOM_BOUNDARY_VALID + 1)

/**
 * HomSampling:
 * @interpolation: the way to find values between the pixels.
 * @boundary: the pixels beyond the edge.
 * @fill: the color of %HOM_BOUNDARY_FILL, also of what lies behind the horizon.
 * @antialias: whether a pixel of the output that shows several of the input is
 *   their mean; see hom_warp().
 * @coefficients: whether the input holds the coefficients of the spline, from
 *   hom_spline_coefficients(), and not the pixels: for one who warps the same
 *   picture many times.
 *
 * The way to turn the input X into a function of the plane, g(u, v). All zero
 * but the interpolation is a good start.
 */
typedef struct
{
  HomInterpolation interpolation;
  HomBoundary      boundary;
  gfloat           fill[HOM_MAX_CHANNELS];
  gboolean         antialias;
  gboolean         coefficients;
} HomSampling;

HOM_PUBLIC
gboolean hom_sampling_check (const HomSampling *sampling,
                             GError           **error);

G_END_DECLS
