/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"
#include "ui/perspective/hom-perspective.h"

G_BEGIN_DECLS

/**
 * HomResultView:
 *
 * The view shows what becomes of a layer: the layer transformed, the rectangle
 * in it, and where it is cut.
 */
#define HOM_TYPE_RESULT_VIEW (hom_result_view_get_type ())
G_DECLARE_FINAL_TYPE (HomResultView, hom_result_view, HOM, RESULT_VIEW, HomCanvas)

GtkWidget *hom_result_view_new          (HomSource     *source);
void       hom_result_view_set_solution (HomResultView *view,
                                         const HomPerspectiveSolution *solution);

G_END_DECLS
