/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/hom-align-run.h"

G_BEGIN_DECLS

/* Private: whether one of two pictures is a mirror image. */

gboolean hom_align_find_mirror (HomAlignSearch *search,
                                gdouble         least_score,
                                gboolean       *is_mirrored,
                                GError        **error);

G_END_DECLS
