/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/hom-source.h"
#include "ui/perspective/hom-perspective.h"

G_BEGIN_DECLS

/**
 * HomPerspectivePanel:
 *
 * The panel is all that the perspective dialog holds: the picture with the
 * quadrilateral, the live result beside it, and the settings. The signal
 * “updated” tells that the solution is another.
 */
#define HOM_TYPE_PERSPECTIVE_PANEL (hom_perspective_panel_get_type ())
G_DECLARE_FINAL_TYPE (HomPerspectivePanel, hom_perspective_panel, HOM, PERSPECTIVE_PANEL, GtkBox)

GtkWidget *hom_perspective_panel_new         (HomSource            *source,
                                              GObject              *config,
                                              HomPerspectiveSolve   solve,
                                              gpointer              data);
void       hom_perspective_panel_set_shown   (HomPerspectivePanel  *panel,
                                              HomSource            *layer,
                                              const HomMatrix      *shown,
                                              const HomPoint        own[4]);
void       hom_perspective_panel_start       (HomPerspectivePanel  *panel,
                                              const HomPoint        quad[4]);
void       hom_perspective_panel_find        (HomPerspectivePanel  *panel);
gboolean   hom_perspective_panel_go_on       (HomPerspectivePanel  *panel);
void       hom_perspective_panel_say         (HomPerspectivePanel  *panel,
                                              const gchar          *note);
void       hom_perspective_panel_add_corners (HomPerspectivePanel  *panel,
                                              const gchar          *label,
                                              const HomPoint        quad[4]);
void       hom_perspective_panel_add_paper   (HomPerspectivePanel  *panel,
                                              const gchar          *nick,
                                              const gchar          *label);
void       hom_perspective_panel_add_options (HomPerspectivePanel  *panel,
                                              GtkWidget            *grid,
                                              gboolean              is_rare);
void       hom_perspective_panel_unfold      (HomPerspectivePanel  *panel);
gboolean   hom_perspective_panel_is_seen     (HomPerspectivePanel  *panel);
gboolean   hom_perspective_panel_is_valid    (HomPerspectivePanel  *panel);

G_END_DECLS
