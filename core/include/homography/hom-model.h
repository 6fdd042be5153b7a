/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

/**
 * HomModel:
 * @HOM_MODEL_TRANSLATION: translations, with 2 freedoms.
 * @HOM_MODEL_EUCLIDEAN: these and a rotation, with 3.
 * @HOM_MODEL_SIMILARITY: these and a scale, with 4.
 * @HOM_MODEL_AFFINE: these, a shear and a scale of one axis, with 6.
 * @HOM_MODEL_HOMOGRAPHY: all homographies, with 8.
 *
 * A group of homographies.
 */
typedef enum
{
  HOM_MODEL_TRANSLATION,
  HOM_MODEL_EUCLIDEAN,
  HOM_MODEL_SIMILARITY,
  HOM_MODEL_AFFINE,
  HOM_MODEL_HOMOGRAPHY,
} HomModel;

#define HOM_MAX_FREEDOMS 8

HOM_PUBLIC
gint      hom_model_freedoms        (HomModel         model);
HOM_PUBLIC
HomMatrix hom_model_step            (HomModel         model,
                                     const gdouble   *step);
HOM_PUBLIC
HomMatrix hom_model_jacobian        (HomModel         model,
                                     const gdouble   *step,
                                     HomMatrix       *derivatives);
HOM_PUBLIC
void      hom_model_project         (HomModel         model,
                                     const HomMatrix *gradient,
                                     gdouble         *projected);

HOM_PUBLIC
HomMatrix hom_model_update          (HomModel         model,
                                     const HomMatrix *w,
                                     const HomBox    *box,
                                     const gdouble   *step);
HOM_PUBLIC
void      hom_model_update_gradient (HomModel         model,
                                     const HomMatrix *w,
                                     const HomMatrix *dl_dw,
                                     const HomBox    *box,
                                     gdouble         *dl_dstep);

G_END_DECLS
