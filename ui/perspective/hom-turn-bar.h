/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HomTurnBar:
 *
 * The bar has buttons that turn the rectangle by quarters and mirror it, and
 * the keys R, Shift+R and M for that.
 */
#define HOM_TYPE_TURN_BAR (hom_turn_bar_get_type ())
G_DECLARE_FINAL_TYPE (HomTurnBar, hom_turn_bar, HOM, TURN_BAR, GtkBox)

GtkWidget *hom_turn_bar_new (GObject           *config);
gboolean   hom_turn_bar_key (HomTurnBar        *bar,
                             const GdkEventKey *event);

G_END_DECLS
