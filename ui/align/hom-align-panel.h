/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/align/hom-align-job.h"
#include "ui/canvas/hom-source.h"

G_BEGIN_DECLS

/**
 * HomAlignPanel:
 *
 * The panel is all that the align dialog holds: the layers over the reference,
 * the settings, the button that aligns, and the report. The signal “updated”
 * tells that an alignment has begun or ended, or that something else can be
 * applied.
 */
#define HOM_TYPE_ALIGN_PANEL (hom_align_panel_get_type ())
G_DECLARE_FINAL_TYPE (HomAlignPanel, hom_align_panel, HOM, ALIGN_PANEL, GtkBox)

GtkWidget             *hom_align_panel_new           (const HomAlignFuncs *funcs,
                                                      const gchar  *const *names,
                                                      HomSource          **sources,
                                                      const HomMatrix     *shown);
void                   hom_align_panel_add_settings  (HomAlignPanel       *panel,
                                                      GtkWidget           *grid);
void                   hom_align_panel_add_output    (HomAlignPanel       *panel,
                                                      GtkWidget           *grid);
void                   hom_align_panel_add_more      (HomAlignPanel       *panel,
                                                      GtkWidget           *grid,
                                                      gboolean             is_unfolded);
void                   hom_align_panel_set_reference (HomAlignPanel       *panel,
                                                      HomSource           *source);
void                   hom_align_panel_set_model     (HomAlignPanel       *panel,
                                                      HomModel             model);
void                   hom_align_panel_set_problem   (HomAlignPanel       *panel,
                                                      const gchar         *problem);
void                   hom_align_panel_forget        (HomAlignPanel       *panel);
void                   hom_align_panel_stop          (HomAlignPanel       *panel);
const gboolean        *hom_align_panel_get_checked   (HomAlignPanel       *panel);
gboolean               hom_align_panel_moves         (HomAlignPanel       *panel,
                                                      gint                 layer);
gboolean               hom_align_panel_is_valid      (HomAlignPanel       *panel);
GtkWidget             *hom_align_panel_get_button    (HomAlignPanel       *panel);
const HomAlignOutcome *hom_align_panel_get_outcomes  (HomAlignPanel       *panel);

G_END_DECLS
