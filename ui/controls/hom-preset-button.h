/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HomPresetFuncs:
 * @list: (transfer full): returns the names, in the order in which they are
 *   shown; NULL ends the list.
 * @load: takes the settings of a preset.
 * @save: stores the settings as a preset, in place of one of that name.
 * @remove: deletes a preset.
 * @data: is handed to the functions. The last three return FALSE with a message
 *   for the user when they fail; nothing is changed then.
 *
 * Keeps settings by names.
 */
typedef struct
{
  GStrv    (*list)   (gpointer      data);
  gboolean (*load)   (gpointer      data,
                      const gchar  *name,
                      GError      **error);
  gboolean (*save)   (gpointer      data,
                      const gchar  *name,
                      GError      **error);
  gboolean (*remove) (gpointer      data,
                      const gchar  *name,
                      GError      **error);
  gpointer data;
} HomPresetFuncs;

/**
 * HomPresetButton:
 *
 * The button opens a menu of presets: to take one, to save the settings as one,
 * to delete one.
 */
#define HOM_TYPE_PRESET_BUTTON (hom_preset_button_get_type ())
G_DECLARE_FINAL_TYPE (HomPresetButton, hom_preset_button, HOM, PRESET_BUTTON, GtkMenuButton)

GtkWidget *hom_preset_button_new (const HomPresetFuncs *funcs);

G_END_DECLS
