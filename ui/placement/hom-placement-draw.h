/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/compare/hom-compare-view.h"
#include "ui/placement/hom-placement.h"

G_BEGIN_DECLS

void hom_placement_draw        (HomCompareView     *view,
                                cairo_t            *cr,
                                const HomPlacement *placement,
                                gint                grip,
                                gint                hover);
void hom_placement_draw_loupes (HomCompareView     *view,
                                cairo_t            *cr,
                                const HomPlacement *placement,
                                gint                pin);

G_END_DECLS
