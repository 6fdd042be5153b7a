/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-descent.h"

G_BEGIN_DECLS

/* Private: how uncertain noise leaves what a descent has come to. */

gboolean      hom_descent_uncertainty (const HomDescent *descent,
                                       const HomState   *state,
                                       gdouble          *covariance);
HomCovariance hom_descent_point       (const HomBox     *box,
                                       const gdouble    *covariance,
                                       HomPoint          point);

G_END_DECLS
