/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HomAlignLayout:
 * @view: a #HomCompareView.
 * @settings: a box.
 * @align: a button.
 * @working: a box with @progress and @cancel, while it runs.
 * @layers: a list with a row for each layer; hidden when there is one.
 * @report: a #HomAlignReport.
 * @output: a box.
 *
 * The widgets of a #HomAlignPanel.
 */
typedef struct
{
  GtkWidget *view;
  GtkWidget *settings;
  GtkWidget *align;
  GtkWidget *working, *progress, *cancel;
  GtkWidget *layers;
  GtkWidget *report;
  GtkWidget *output;
} HomAlignLayout;

void hom_align_layout_init      (HomAlignLayout     *layout,
                                 GtkBox             *box,
                                 const gchar *const *names);
void hom_align_layout_set_layer (HomAlignLayout     *layout,
                                 gint                layer,
                                 const gchar        *icon,
                                 const gchar        *text);

G_END_DECLS
