/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-comparison.h"
#include "base/hom-processor.h"
#include "homography/hom-model.h"

G_BEGIN_DECLS

/* Private: the normal equations of an alignment, in one pass over the tiles of
 * the reference.
 */

/**
 * HomNormalEquations:
 * @hessian: Σ weight · GᵀJ, the derivative of the gradient by a step; symmetric
 *   where G is J.
 * @gradient: Σ weight · Gᵀ·residual.
 * @loss: Σ ρ (residual).
 * @counts: how many pixels count, of all planes.
 * @planes: the moments of each plane, with the weight of the loss for each
 *   pixel.
 *
 * The normal equations of a step. The step is one of hom_model_step() in
 * normalized coordinates of the reference: W·N⁻¹·step·N.
 */
typedef struct
{
  gdouble        hessian[HOM_MAX_FREEDOMS][HOM_MAX_FREEDOMS];
  gdouble        gradient[HOM_MAX_FREEDOMS];
  gdouble        loss;
  gdouble        counts;
  HomPairMoments planes[HOM_MAX_PLANES];
} HomNormalEquations;

gboolean hom_normal_equations_compute   (const HomComparison      *comparison,
                                         const HomMatrix          *w,
                                         HomNormalEquations       *normal,
                                         GError                  **error);
gboolean hom_normal_equations_measure   (const HomComparison      *comparison,
                                         const HomMatrix          *w,
                                         HomNormalEquations       *normal,
                                         GError                  **error);
void     hom_normal_equations_add       (HomNormalEquations       *sum,
                                         const HomNormalEquations *other);
void     hom_normal_equations_symmetric (const HomNormalEquations *normal,
                                         gint                      n,
                                         gdouble                  *out);
gdouble  hom_normal_equations_loss      (const HomNormalEquations *normal);

/* What the kernel in hom-kernel-equations.c works on. */
typedef struct
{
  const HomComparison *comparison;
  const HomMatrix     *w;
  gboolean             with_equations;
  HomMatrix            normalization;
  HomNormalEquations  *bands;
} HomEquationsJob;

HOM_DECLARE_KERNEL (hom_equations_add_tile,
                    void (const HomEquationsJob *job,
                          const HomTile         *tile,
                          HomNormalEquations    *normal));

G_END_DECLS
