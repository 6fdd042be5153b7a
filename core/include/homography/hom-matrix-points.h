/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_matrix_from_points (const HomPoint *source,
                                 const HomPoint *target,
                                 const gdouble  *weights,
                                 gsize           n,
                                 HomMatrix      *matrix,
                                 GError        **error);

G_END_DECLS
