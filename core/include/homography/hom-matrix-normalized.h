/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

HOM_PUBLIC
HomMatrix hom_matrix_normalizing         (const HomBox    *box);
HOM_PUBLIC
HomMatrix hom_matrix_denormalizing       (const HomBox    *box);
HOM_PUBLIC
HomMatrix hom_matrix_to_normalized       (const HomMatrix *matrix,
                                          const HomBox    *from,
                                          const HomBox    *onto);
HOM_PUBLIC
HomMatrix hom_matrix_from_normalized     (const HomMatrix *matrix,
                                          const HomBox    *from,
                                          const HomBox    *onto);
HOM_PUBLIC
HomMatrix hom_matrix_normalized_gradient (const HomMatrix *gradient,
                                          const HomBox    *from,
                                          const HomBox    *onto);
HOM_PUBLIC
gdouble   hom_matrix_condition           (const HomMatrix *matrix,
                                          const HomBox    *box);

G_END_DECLS
