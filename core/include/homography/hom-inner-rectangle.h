/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS


HOM_PUBLIC
gboolean hom_inner_rectangle (const HomPoint  *corners,
                              gint             n_corners,
                              gdouble          ratio,
                              HomBox          *rectangle);
HOM_PUBLIC
gboolean hom_inner_pixels    (const HomMatrix *matrix,
                              const HomBox    *box,
                              gdouble          margin,
                              gdouble          ratio,
                              HomBox          *pixels);
HOM_PUBLIC
gboolean hom_common_pixels   (const HomMatrix *matrices,
                              const HomBox    *boxes,
                              gsize            n,
                              gdouble          margin,
                              gdouble          ratio,
                              HomBox          *pixels);

G_END_DECLS
