/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"
#include "ui/quad/hom-quad-part.h"

G_BEGIN_DECLS

void hom_quad_draw       (GtkWidget      *widget,
                          cairo_t        *cr,
                          const HomPoint  quad[4],
                          HomQuadPart     selected,
                          HomQuadPart     hovered);
void hom_quad_draw_loupe (HomCanvas      *canvas,
                          cairo_t        *cr,
                          const HomPoint  quad[4],
                          gint            corner);

G_END_DECLS
