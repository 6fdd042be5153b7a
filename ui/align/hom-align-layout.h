/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/placement/hom-placement-editor.h"

G_BEGIN_DECLS

/**
 * HomAlignLayout:
 * @view: the #HomCompareView with the layer and the reference.
 * @settings: a box for the settings of the alignment.
 * @align: the button that aligns.
 * @working: a box with @progress_bar, @cancel and @plot, seen while a job is
 *   done.
 * @layers: the #HomLayerList; it is hidden when there is one layer.
 * @summary: a label beneath it, which says what becomes of the layers.
 * @report: the #HomAlignReport.
 * @by_hand: an expander with hom_placement_controls_new() and @refine.
 * @output: a box for the settings of what is made of the alignment.
 * @problem: a label that says why that cannot be made.
 * @more: a box for the settings that few need.
 * @more_fold: the expander with @more.
 *
 * The layout makes the widgets of a #HomAlignPanel and holds those that it
 * needs.
 */
typedef struct
{
  GtkWidget *view;
  GtkWidget *settings;
  GtkWidget *align;
  GtkWidget *working, *progress_bar, *cancel, *plot;
  GtkWidget *layers, *summary;
  GtkWidget *report;
  GtkWidget *by_hand, *refine;
  GtkWidget *output, *problem;
  GtkWidget *more, *more_fold;
} HomAlignLayout;

void hom_align_layout_init                 (HomAlignLayout     *layout,
                                            GtkBox             *box,
                                            const gchar *const *names);
void hom_align_layout_set_placement_editor (HomAlignLayout     *layout,
                                            HomPlacementEditor *editor);

G_END_DECLS
