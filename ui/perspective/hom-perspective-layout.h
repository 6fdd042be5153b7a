/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/hom-source.h"

G_BEGIN_DECLS

/**
 * HomPerspectiveLayout:
 *
 * The layout makes the widgets of a #HomPerspectivePanel and holds those that
 * it needs.
 */
typedef struct
{
  GtkWidget    *editor, *result;
  GtkWidget    *picture_side;
  GtkWidget    *search, *menu;
  GtkWidget    *undo, *redo;
  GtkWidget    *in_place;
  GtkWidget    *warning, *message;
  GtkWidget    *outcome;
  GtkWidget    *corners;
  GtkWidget    *ratio, *size;
  GtkWidget    *turn;
  GtkWidget    *matrix;
  GtkWidget    *output, *options, *more;
  gboolean      is_unfolded;
  GtkSizeGroup *labels;
} HomPerspectiveLayout;

void hom_perspective_layout_init        (HomPerspectiveLayout *layout,
                                         GtkBox               *box,
                                         HomSource            *source,
                                         GObject              *config);
void hom_perspective_layout_clear       (HomPerspectiveLayout *layout);
void hom_perspective_layout_add_options (HomPerspectiveLayout *layout,
                                         GtkWidget            *grid,
                                         gboolean              is_rare);
void hom_perspective_layout_set_message (HomPerspectiveLayout *layout,
                                         const gchar          *message,
                                         gboolean              is_warning);

G_END_DECLS
