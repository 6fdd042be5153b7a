/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomCornerGrid:
 *
 * The grid shows the coordinates of four corners as numbers, to be edited. The
 * signal “corner-changed” (corner, x, y) tells that a number was entered,
 * “corner-focused” (corner) that the focus has come to one.
 */
#define HOM_TYPE_CORNER_GRID (hom_corner_grid_get_type ())
G_DECLARE_FINAL_TYPE (HomCornerGrid, hom_corner_grid, HOM, CORNER_GRID, GtkGrid)

GtkWidget *hom_corner_grid_new      (void);
void       hom_corner_grid_set_quad (HomCornerGrid  *grid,
                                     const HomPoint  quad[4]);

G_END_DECLS
