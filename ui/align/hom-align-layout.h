/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/placement/hom-placement-editor.h"

G_BEGIN_DECLS

/**
 * HomAlignLayout:
 * @view: a #HomCompareView.
 * @settings: a box.
 * @align: a button.
 * @working: a box with @progress_bar, @cancel and @plot, while it runs.
 * @layers: a #HomLayerList; hidden when there is one.
 * @report: a #HomAlignReport.
 * @by_hand: an expander with hom_placement_controls_new() and @refine.
 * @output: a box.
 *
 * The widgets of a #HomAlignPanel.
 */
typedef struct
{
  GtkWidget *view;
  GtkWidget *settings;
  GtkWidget *align;
  GtkWidget *working, *progress_bar, *cancel, *plot;
  GtkWidget *layers;
  GtkWidget *report;
  GtkWidget *by_hand, *refine;
  GtkWidget *output;
} HomAlignLayout;

void hom_align_layout_init                 (HomAlignLayout     *layout,
                                            GtkBox             *box,
                                            const gchar *const *names);
void hom_align_layout_set_placement_editor (HomAlignLayout     *layout,
                                            HomPlacementEditor *editor);

G_END_DECLS
