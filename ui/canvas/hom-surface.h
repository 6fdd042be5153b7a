/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>

#include "homography.h"

G_BEGIN_DECLS

cairo_surface_t *hom_surface_store   (cairo_surface_t *surface,
                                      const HomImage  *image,
                                      gint             scale_factor);
void             hom_surface_checker (cairo_t         *cr,
                                      const HomBox    *box);

G_END_DECLS
