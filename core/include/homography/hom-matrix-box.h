/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean  hom_matrix_map_box         (const HomMatrix *matrix,
                                      const HomBox    *box,
                                      const HomBox    *within,
                                      HomBox          *image);
HOM_PUBLIC
gboolean  hom_matrix_has_horizon     (const HomMatrix *matrix,
                                      const HomBox    *box);
HOM_PUBLIC
HomMatrix hom_matrix_face            (const HomMatrix *matrix,
                                      const HomBox    *box);
HOM_PUBLIC
gdouble   hom_matrix_corner_distance (const HomMatrix *a,
                                      const HomMatrix *b,
                                      const HomBox    *box);

G_END_DECLS
