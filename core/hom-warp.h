/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-image.h"

G_BEGIN_DECLS

/**
 * HomInterpolation:
 * @HOM_INTERPOLATION_NEAREST: the pixel that holds the point; its gradient is 0.
 * @HOM_INTERPOLATION_LINEAR: bilinear; continuous.
 * @HOM_INTERPOLATION_CUBIC: Catmull-Rom; continuous gradient. Keys 1981
 *   (doi:10.1109/TASSP.1981.1163711) with a = −1/2.
 * @HOM_INTERPOLATION_LANCZOS: Lanczos over 6 × 6 pixels, scaled so that the
 *   weights add up to 1.
 *
 * How a value between pixel centres comes about. All of them give the pixel
 * itself at its centre.
 */
typedef enum
{
  HOM_INTERPOLATION_NEAREST,
  HOM_INTERPOLATION_LINEAR,
  HOM_INTERPOLATION_CUBIC,
  HOM_INTERPOLATION_LANCZOS,
} HomInterpolation;

/**
 * HomBoundary:
 * @HOM_BOUNDARY_TRANSPARENT: zero in all channels.
 * @HOM_BOUNDARY_CLAMP: the nearest pixel of the edge.
 * @HOM_BOUNDARY_REFLECT: mirrored at the edge, the pixel of the edge twice:
 *   … 1 0 | 0 1 2 …
 * @HOM_BOUNDARY_WRAP: repeated with the period of the width and the height.
 *
 * What is seen outside of the input.
 */
typedef enum
{
  HOM_BOUNDARY_TRANSPARENT,
  HOM_BOUNDARY_CLAMP,
  HOM_BOUNDARY_REFLECT,
  HOM_BOUNDARY_WRAP,
} HomBoundary;

/**
 * HomSampling:
 *
 * How the input is turned into a function of the plane, g(u, v).
 */
typedef struct
{
  HomInterpolation interpolation;
  HomBoundary      boundary;
} HomSampling;

gint     hom_interpolation_radius (HomInterpolation   interpolation);
gboolean hom_warp                 (const HomImage    *input,
                                   const HomMatrix   *w,
                                   const HomSampling *sampling,
                                   HomImage          *output,
                                   GError           **error);
gboolean hom_warp_gradient        (const HomImage    *input,
                                   const HomMatrix   *w,
                                   const HomSampling *sampling,
                                   const HomImage    *dl_dy,
                                   HomMatrix         *dl_dw,
                                   GError           **error);

G_END_DECLS
