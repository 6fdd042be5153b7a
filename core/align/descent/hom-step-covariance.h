/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-normal-equations.h"
#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: the covariance that noise leaves a step of the model, and a point.
 */

gboolean
     hom_step_covariance          (const HomNormalEquations *equations,
                                   HomModel                  model,
                                   gdouble                  *covariance);
HomCovariance
     hom_step_covariance_of_point (const gdouble            *covariance,
                                   const HomBox             *box,
                                   HomPoint                  point);

G_END_DECLS
