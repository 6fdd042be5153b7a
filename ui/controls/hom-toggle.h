/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells a pressed button from the others. */

void hom_toggle_style (GtkWidget *button);

G_END_DECLS
