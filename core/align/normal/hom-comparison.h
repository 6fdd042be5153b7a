/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-gain-map.h"
#include "align/normal/hom-moving-tiles.h"

G_BEGIN_DECLS

/* Private: how an alignment compares two pictures. The sums over the pixels
 * know nothing but this and the matrix, which alone the descent changes.
 */

/**
 * HomJacobian:
 * @HOM_JACOBIAN_MEAN: G and J are the mean of both pictures' gradients:
 *   efficient second-order minimization.
 * @HOM_JACOBIAN_OTHER: G is the reference's gradient, J that of the residual
 *   itself, which is the moving picture's. The noise of the two is not the
 *   same, so that it is no part of their product.
 *
 * The gradients of the normal equations. These are Σ weight · G · residual = 0,
 * and a step is found by Σ weight · G · J, where J is the derivative of the
 * residuals by the step.
 */
typedef enum
{
  HOM_JACOBIAN_MEAN,
  HOM_JACOBIAN_OTHER
} HomJacobian;

/**
 * HomExposureKind:
 * @HOM_EXPOSURE_FIXED: the gain and bias stay what they are.
 * @HOM_EXPOSURE_ONE: one gain and bias.
 * @HOM_EXPOSURE_SMOOTH: a gain that changes slowly over the picture, one bias.
 * @HOM_EXPOSURE_LOCAL: a gain and bias of each place.
 *
 * The gains and biases that the moving picture is given.
 */
typedef enum
{
  HOM_EXPOSURE_FIXED,
  HOM_EXPOSURE_ONE,
  HOM_EXPOSURE_SMOOTH,
  HOM_EXPOSURE_LOCAL
} HomExposureKind;

/**
 * HomDifferences:
 * @noise: the standard deviation of those differences that may be noise, as if
 *   it were the same in both pictures. It may be 0.
 * @n: how many pixels were looked at.
 * @n_outliers: how many of them the comparison gives no weight.
 *
 * The differences of a plane, measured at some of its pixels.
 */
typedef struct
{
  gdouble noise;
  guint   n, n_outliers;
} HomDifferences;

/**
 * HomComparison:
 * @reference: the tiles of the reference.
 * @n_tiles: how many of them, the first ones, are compared.
 * @moving: the picture that is sampled where there are no @moving_tiles.
 * @moving_tiles: (nullable): copies of the parts of it that the tiles see,
 *   which are sampled instead.
 * @is_spline: whether these hold B-spline coefficients instead of pixels.
 * @jacobian: the gradients of the equations.
 * @exposure_kind: which gains and biases the moving picture is given.
 * @exposures: the exposure of each plane over all of the overlap.
 * @gain_maps: (owned): its gains and biases from place to place. Their moments
 *   are taken anew with each pass over the tiles.
 * @is_gated: whether the maps leave out any cells.
 * @noise: the standard deviation of the noise in each picture, for each plane:
 *   residuals are told in multiples of it. It is never as small as the pictures
 *   may show it.
 * @threshold: the threshold of Tukey's biweight, in multiples of the noise; 0
 *   for plain squares.
 * @differences: how each plane differed when the noise was last estimated.
 *
 * The comparison of two pictures. It is copied by hom_comparison_copy() alone.
 */
typedef struct
{
  const HomReferenceTiles *reference;
  gint                     n_tiles;
  const HomPlanes         *moving;
  const HomMovingTiles    *moving_tiles;
  gboolean                 is_spline;
  HomJacobian              jacobian;
  HomExposureKind          exposure_kind;
  HomExposure              exposures[HOM_MAX_PLANES];
  HomGainMap              *gain_maps[HOM_MAX_PLANES];
  gboolean                 is_gated;
  gdouble                  noise[HOM_MAX_PLANES];
  gdouble                  threshold;
  HomDifferences           differences[HOM_MAX_PLANES];
} HomComparison;

HomBox   hom_comparison_box   (const HomComparison *comparison);
void     hom_comparison_fork  (const HomComparison *comparison,
                               HomComparison       *fork);
gboolean hom_comparison_copy  (const HomComparison *comparison,
                               HomComparison       *copy,
                               GError             **error);
void     hom_comparison_move  (HomComparison       *from,
                               HomComparison       *to);
void     hom_comparison_clear (HomComparison       *comparison);

G_END_DECLS
