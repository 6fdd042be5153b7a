/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the exact sides of a quadrilateral. */

gboolean hom_quad_refine_sides (const HomImage  *image,
                                gint             reduction,
                                gdouble          rounded,
                                HomPoint         quad[4],
                                GError         **error);

G_END_DECLS
