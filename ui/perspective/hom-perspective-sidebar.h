/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HomPerspectiveSidebar:
 * @box: all of it.
 * @beside: holds the result.
 * @outcome: tells how large that is.
 * @labels: gives all labels before settings one width.
 *
 * The sidebar makes the widgets that stand beside the picture, and holds those
 * that a #HomPerspectivePanel needs.
 */
typedef struct
{
  GtkWidget    *box;
  GtkWidget    *beside;
  GtkWidget    *outcome;
  GtkWidget    *corners;
  GtkWidget    *ratio, *size;
  GtkWidget    *matrix;
  GtkWidget    *output, *options, *more, *fold;
  GtkSizeGroup *labels;
} HomPerspectiveSidebar;

void hom_perspective_sidebar_init        (HomPerspectiveSidebar *sidebar,
                                          GObject               *config);
void hom_perspective_sidebar_clear       (HomPerspectiveSidebar *sidebar);
void hom_perspective_sidebar_add_options (HomPerspectiveSidebar *sidebar,
                                          GtkWidget             *grid,
                                          gboolean               is_rare);
void hom_perspective_bind_direction      (GObject               *config,
                                          GtkWidget             *widget);
void hom_perspective_sidebar_unfold      (HomPerspectiveSidebar *sidebar);

G_END_DECLS
