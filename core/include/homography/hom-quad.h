/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

/* A quadrilateral is four HomPoint: top left, top right, bottom right, bottom
 * left.
 */

HOM_PUBLIC
void     hom_quad_from_box     (const HomBox   *box,
                                HomPoint        quad[4]);
HOM_PUBLIC
gboolean hom_quad_check        (const HomPoint  quad[4],
                                GError        **error);
HOM_PUBLIC
gboolean hom_quad_is_clockwise (const HomPoint  quad[4]);
HOM_PUBLIC
void     hom_quad_mean_sides   (const HomPoint  quad[4],
                                gdouble        *width,
                                gdouble        *height);
HOM_PUBLIC
void     hom_quad_in_front     (const HomMatrix *matrix,
                                const HomBox   *box,
                                HomPoint        quad[4]);
HOM_PUBLIC
gboolean hom_quad_aspect_ratio (const HomPoint  quad[4],
                                HomPoint        principal_point,
                                gdouble         diagonal,
                                gdouble        *aspect_ratio,
                                gdouble        *focal_length);

G_END_DECLS
