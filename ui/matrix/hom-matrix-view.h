/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomMatrixView:
 *
 * The view shows a matrix, to be read and copied.
 */
#define HOM_TYPE_MATRIX_VIEW (hom_matrix_view_get_type ())
G_DECLARE_FINAL_TYPE (HomMatrixView, hom_matrix_view, HOM, MATRIX_VIEW, GtkExpander)

GtkWidget *hom_matrix_view_new        (void);
void       hom_matrix_view_set_matrix (HomMatrixView   *view,
                                       const HomMatrix *matrix);

G_END_DECLS
