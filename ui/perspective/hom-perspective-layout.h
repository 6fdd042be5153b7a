/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/hom-source.h"
#include "ui/perspective/hom-perspective.h"
#include "ui/perspective/hom-perspective-sidebar.h"

G_BEGIN_DECLS

/**
 * HomPerspectiveLayout:
 * @frame: holds the picture and, where that is shown in its place, the result.
 * @zooms: the bars that belong to the picture and to the result.
 *
 * The layout makes the widgets of a #HomPerspectivePanel and holds those that
 * it needs.
 */
typedef struct
{
  GtkWidget            *editor, *result;
  GtkWidget            *frame;
  GtkWidget            *zooms[2];
  GtkWidget            *search, *menu;
  GtkWidget            *undo, *redo;
  GtkWidget            *in_place;
  GtkWidget            *turn;
  GtkWidget            *warning, *message;
  HomPerspectiveSidebar sidebar;
} HomPerspectiveLayout;

void     hom_perspective_layout_init          (HomPerspectiveLayout         *layout,
                                               GtkBox                       *box,
                                               HomSource                    *source,
                                               GObject                      *config);
void     hom_perspective_layout_clear         (HomPerspectiveLayout         *layout);
void     hom_perspective_layout_set_in_place  (HomPerspectiveLayout         *layout,
                                               gboolean                      in_place);
void     hom_perspective_layout_grab_focus    (HomPerspectiveLayout         *layout);
gboolean hom_perspective_layout_is_in_place   (HomPerspectiveLayout         *layout);
void     hom_perspective_layout_show_solution (HomPerspectiveLayout         *layout,
                                               const HomPerspectiveSolution *solution);
gboolean hom_perspective_layout_key           (HomPerspectiveLayout         *layout,
                                               GdkEventKey                  *event);
void     hom_perspective_layout_set_message   (HomPerspectiveLayout         *layout,
                                               const gchar                  *message,
                                               gboolean                      is_warning);
void     hom_perspective_layout_show_hint     (HomPerspectiveLayout         *layout,
                                               gboolean                      is_distortion);

G_END_DECLS
