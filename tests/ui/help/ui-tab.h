/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Works a window by the keyboard alone, and by what a screen reader says. */

void test_check_tab   (GtkWidget *window);
void test_check_names (GtkWidget *widget);

G_END_DECLS
