/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_matrix_differentiate   (const HomMatrix *matrix,
                                     HomPoint         point,
                                     HomPoint        *image,
                                     gdouble          by_point[2][2],
                                     gdouble          by_matrix[2][9]);
HOM_PUBLIC
gboolean hom_matrix_corner_gradient (const HomMatrix *matrix,
                                     const HomMatrix *gradient,
                                     const HomPoint   corners[4],
                                     HomPoint         by_corners[4],
                                     HomPoint         by_images[4],
                                     GError         **error);

G_END_DECLS
