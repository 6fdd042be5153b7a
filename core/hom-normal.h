/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-loss.h"
#include "hom-model.h"
#include "hom-pyramid.h"

G_BEGIN_DECLS

/* Private: the normal equations of an alignment, in one pass over a level. */

/* The columns of the Jacobian of a residual: a step of the model, gain, bias;
 * and last the residual itself.
 */
#define HOM_NORMAL_GAIN     HOM_MAX_FREEDOMS
#define HOM_NORMAL_BIAS     (HOM_MAX_FREEDOMS + 1)
#define HOM_NORMAL_RESIDUAL (HOM_MAX_FREEDOMS + 2)
#define HOM_NORMAL_SIZE     (HOM_MAX_FREEDOMS + 3)

/**
 * HomNormal:
 * @sums: Σ weight · column_i · column_j over the pixels that both pictures
 *   show, for i ≤ j.
 */
typedef struct
{
  gdouble sums[HOM_NORMAL_SIZE][HOM_NORMAL_SIZE];
} HomNormal;

void    hom_normal_compute     (const HomLevel    *reference,
                                const HomLevel    *moving,
                                const HomMatrix   *w,
                                const HomMatrix   *normalization,
                                const HomExposure *exposure,
                                HomNormal         *normal);
gdouble hom_normal_weight      (const HomNormal   *normal);
gdouble hom_normal_loss        (const HomNormal   *normal);
gdouble hom_normal_correlation (const HomNormal   *normal,
                                const HomExposure *exposure);

G_END_DECLS
