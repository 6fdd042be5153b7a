/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_matrix_from_corners (const HomPoint source[4],
                                  const HomPoint target[4],
                                  HomMatrix     *matrix,
                                  GError       **error);

G_END_DECLS
