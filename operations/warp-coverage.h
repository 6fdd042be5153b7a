/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/* Cuts a picture along the sides of a quadrilateral. */

void warp_coverage_cut (HomImage       *image,
                        const HomPoint  quad[4],
                        gboolean        is_sharp);

G_END_DECLS
