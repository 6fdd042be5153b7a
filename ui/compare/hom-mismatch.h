/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/* The map has a cell for so many pixels, along each side. */
#define HOM_MISMATCH_CELL 8

HomImage *hom_mismatch_map   (const HomImage *first,
                              const HomImage *second,
                              gboolean        is_negative);
void      hom_mismatch_color (gdouble         mismatch,
                              gfloat          rgb[3]);

G_END_DECLS
