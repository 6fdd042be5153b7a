/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-exposure-map.h"
#include "hom-model.h"
#include "hom-window.h"

G_BEGIN_DECLS

/* Private: the normal equations of an alignment, in one pass over the tiles of
 * the reference.
 */

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
 * @moving: what is sampled, where there are no @patches.
 * @patches: (nullable): copies of what the tiles see, instead.
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
  const HomTiles   *reference;
  const HomPlanes  *moving;
  const HomPatches *patches;
  gboolean          is_spline;
  HomJacobian       jacobian;
  HomExposureMap   *exposures[HOM_MAX_PLANES];
  gdouble           noise[HOM_MAX_PLANES];
  gdouble           threshold;
} HomComparison;

/**
 * HomNormal:
 * @hessian: Σ weight · GᵀJ, how the gradient changes with a step; symmetric where G
 *   is J.
 * @gradient: Σ weight · Gᵀ·residual.
 * @loss: Σ ρ (residual).
 * @counts: how many pixels count, of all planes.
 * @planes: what is left when the loss has weighed each pixel.
 *
 * The step is one of hom_model_step() in normalized coordinates of the reference:
 * W·N⁻¹·step·N.
 */
typedef struct
{
  gdouble         hessian[HOM_MAX_FREEDOMS][HOM_MAX_FREEDOMS];
  gdouble         gradient[HOM_MAX_FREEDOMS];
  gdouble         loss;
  gdouble         counts;
  HomPlaneMoments planes[HOM_MAX_PLANES];
} HomNormal;

gboolean hom_normal_compute      (const HomComparison   *comparison,
                                  const HomMatrix       *w,
                                  HomNormal             *normal,
                                  GError               **error);
void     hom_normal_warp         (const HomComparison   *comparison,
                                  const HomMatrix       *w,
                                  const HomTile         *tile,
                                  gfloat               (*planes)[HOM_TILE_PIXELS]);
GArray  *hom_normal_samples      (const HomComparison   *comparison,
                                  const HomMatrix       *w,
                                  gint                   plane);
gdouble  hom_samples_noise       (GArray                *pairs);
guint    hom_samples_outliers    (GArray                *pairs,
                                  const HomComparison   *comparison,
                                  gint                   plane);
gdouble  hom_samples_spread      (GArray                *pairs);
void     hom_normal_symmetric    (const HomNormal       *normal,
                                  gint                   n,
                                  gdouble               *out);
gdouble  hom_normal_loss         (const HomNormal       *normal);

G_END_DECLS
