/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Folds away what most never need. */

GtkWidget *hom_fold_new  (const gchar *title);
void       hom_fold_fill (GtkWidget   *fold,
                          GtkWidget   *content);

G_END_DECLS
