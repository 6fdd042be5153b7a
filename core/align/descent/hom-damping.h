/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-normal-equations.h"

G_BEGIN_DECLS

/* Private: Levenberg and Marquardt's strategy for how far a step of the normal
 * equations is trusted (doi:10.1137/0111030).
 */

/**
 * HomDamping:
 * @value: the part that is added to the Hessian's diagonal, as a share of it.
 *
 * The damping of steps.
 */
typedef struct
{
  gdouble value;
} HomDamping;

void     hom_damping_init       (HomDamping               *damping);
void     hom_damping_reduce     (HomDamping               *damping);
void     hom_damping_raise      (HomDamping               *damping);
gboolean hom_damping_has_failed (const HomDamping         *damping);
gboolean hom_damping_solve      (const HomDamping         *damping,
                                 const HomNormalEquations *equations,
                                 HomModel                  model,
                                 gdouble                  *step);

G_END_DECLS
