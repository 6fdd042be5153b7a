/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* These functions tell what the keys mean on a picture with points that can be
 * selected and moved.
 */

gboolean hom_keys_read_arrow (const GdkEventKey *event,
                              gdouble           *dx,
                              gdouble           *dy);
gint     hom_keys_tab        (GtkWidget         *widget,
                              GtkDirectionType   direction,
                              gint               selected,
                              gint               n);

G_END_DECLS
