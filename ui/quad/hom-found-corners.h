/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/quad/hom-corner-finder.h"

G_BEGIN_DECLS

/* Takes out of what was found what is nothing to go to, and moves it. */

void     hom_found_corners_drop_variants (HomFoundCorners *found);
void     hom_found_corners_drop_around   (HomFoundCorners *found,
                                          const HomPoint   quad[4]);
gboolean hom_found_corners_map           (HomFoundCorners *found,
                                          const HomMatrix *matrix,
                                          GError         **error);

G_END_DECLS
