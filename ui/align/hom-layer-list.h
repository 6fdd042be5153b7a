/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HomLayerList:
 *
 * The list has a row for each layer, which says what is known of it. A layer
 * whose check button is not checked is left out. The signal “selected” (layer)
 * tells that another layer is to be shown, “toggled” (layer) that a check has
 * changed.
 */
#define HOM_TYPE_LAYER_LIST (hom_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (HomLayerList, hom_layer_list, HOM, LAYER_LIST, GtkFrame)

GtkWidget      *hom_layer_list_new         (const gchar *const *names);
void            hom_layer_list_select      (HomLayerList       *list,
                                            gint                layer);
void            hom_layer_list_set_row     (HomLayerList       *list,
                                            gint                layer,
                                            const gchar        *icon,
                                            const gchar        *text);
void            hom_layer_list_lock        (HomLayerList       *list,
                                            gboolean            is_locked);
const gboolean *hom_layer_list_get_checked (HomLayerList       *list);

G_END_DECLS
