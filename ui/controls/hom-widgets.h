/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes what the dialogs have in common. */

void       hom_widget_set_names (GtkWidget   *widget,
                                 const gchar *name,
                                 const gchar *description);
GtkWidget *hom_label_new        (const gchar *text);
GtkWidget *hom_heading_new      (const gchar *title);
GtkWidget *hom_section_new      (const gchar *title,
                                 GtkWidget   *content);
GtkWidget *hom_icon_button_new  (const gchar *icon,
                                 const gchar *name,
                                 const gchar *tooltip);
void       hom_combo_limit      (GtkWidget   *combo);
void       hom_window_set_size  (GtkWindow   *window,
                                 gint         width,
                                 gint         height);

G_END_DECLS
