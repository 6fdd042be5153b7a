/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-gain-map.h"
#include "align/normal/hom-moving-tiles.h"

G_BEGIN_DECLS

/* Private: how an alignment compares two pictures. */

/**
 * HomJacobian:
 * @HOM_JACOBIAN_NONE: no equations, only loss and moments.
 * @HOM_JACOBIAN_MEAN: G and J are the mean of both pictures' gradients: efficient
 *   second-order minimization.
 * @HOM_JACOBIAN_OTHER: G is the reference's gradient, J that of the residual
 *   itself, which is the moving picture's. The noise of the two is not the same, so
 *   that it is no part of their product.
 *
 * The equations are Σ weight · G · residual = 0, and a step is found by
 * Σ weight · G · J, where J is how the residuals change with it.
 */
typedef enum
{
  HOM_JACOBIAN_NONE,
  HOM_JACOBIAN_MEAN,
  HOM_JACOBIAN_OTHER
} HomJacobian;

/**
 * HomComparison:
 * @reference: what stays.
 * @moving: what is sampled, where there are no @moving_tiles.
 * @moving_tiles: (nullable): copies of what the tiles see, instead.
 * @is_spline: whether either holds B-spline coefficients instead of pixels.
 * @jacobian: by which gradients.
 * @exposures: of the moving picture, for each plane. Their moments are taken
 *   anew with each pass.
 * @noise: the standard deviation of the noise in each picture, for each plane:
 *   residuals are told in multiples of it.
 * @threshold: of Tukey's biweight, in the same; 0 for plain squares.
 *
 * How two pictures are compared.
 */
typedef struct
{
  const HomReferenceTiles *reference;
  const HomPlanes         *moving;
  const HomMovingTiles    *moving_tiles;
  gboolean                 is_spline;
  HomJacobian              jacobian;
  HomGainMap              *exposures[HOM_MAX_PLANES];
  gdouble                  noise[HOM_MAX_PLANES];
  gdouble                  threshold;
} HomComparison;

G_END_DECLS
