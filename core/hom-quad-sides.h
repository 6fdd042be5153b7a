/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-image.h"

G_BEGIN_DECLS

/* Private: where exactly the sides of a quadrilateral are. */

void hom_quad_refine_sides (const HomImage *image,
                            gint            reduction,
                            HomPoint        quad[4]);

G_END_DECLS
