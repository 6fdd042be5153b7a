/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/arguments/dialog.h"
#include "plugin/arguments/presets.h"
#include "ui/controls/hom-preset-button.h"

#define SPACING 6

/* The window stores its #Presets by this key. */
#define PRESETS "homography-presets"

/* @own: the settings that belong to one picture, and to no preset.
 * @panel: (nullable): gets the focus when the presets have been dealt with.
 */
typedef struct
{
  GimpProcedureConfig *config;
  const gchar *const  *own;
  GtkWidget           *panel;
} Presets;

/* Goes back to work: the letters of the panel's keys are of use again. */
static void
leave (const Presets *presets)
{
  if (presets->panel)
    gtk_widget_grab_focus (presets->panel);
}

static GStrv
list (gpointer data)
{
  return presets_list (((Presets *) data)->config);
}

static gboolean
load (gpointer data, const gchar *name, GError **error)
{
  const Presets *presets = data;

  leave (presets);

  return presets_load (presets->config, name, presets->own, error);
}

static gboolean
save (gpointer data, const gchar *name, GError **error)
{
  leave (data);

  return presets_save (((Presets *) data)->config, name, error);
}

static gboolean delete (gpointer data, const gchar *name, GError **error)
{
  leave (data);

  return presets_remove (((Presets *) data)->config, name, error);
}

/* Hides the row of buttons by which GIMP saves and loads one set of settings:
 * presets do so by names, and the row takes room from the picture.
 */
static void
hide_saved_settings (GtkWidget *widget, gpointer data)
{
  if (! GTK_IS_BUTTON_BOX (widget))
    return;

  gtk_widget_set_no_show_all (widget, TRUE);
  gtk_widget_hide (widget);
}

static void
keep_own_width (GtkWidget *button, gpointer area)
{
  gtk_button_box_set_child_non_homogeneous (GTK_BUTTON_BOX (area), button,
                                            TRUE);
}

/* Adds the button beside “Reset”, which is about settings, too. */
static void
add_presets (GtkDialog           *dialog,
             GimpProcedureConfig *config,
             const gchar *const  *own)
{
  GtkWidget *ok = gtk_dialog_get_widget_for_response (dialog, GTK_RESPONSE_OK);
  GtkWidget *area    = gtk_widget_get_parent (ok);
  Presets   *presets = g_new (Presets, 1);
  GtkWidget *button;

  *presets = (Presets){ config, own, NULL };
  button   = hom_preset_button_new (&(HomPresetFuncs){ list, load, save, delete,
                                                       presets });
  g_object_set_data_full (G_OBJECT (dialog), PRESETS, presets, g_free);
  gtk_widget_show_all (button);
  gtk_container_add (GTK_CONTAINER (area), button);
  gtk_button_box_set_child_secondary (GTK_BUTTON_BOX (area), button, TRUE);
  /* else all buttons are as wide as the widest, and a small screen too narrow
   */
  gtk_container_foreach (GTK_CONTAINER (area), keep_own_width, area);
}

/* Creates a dialog. GIMP must have been asked for its user interface.
 *
 * @own: the settings that belong to one picture, and to no preset; must stay.
 */
GtkWidget *
dialog_new (GimpProcedure       *procedure,
            GimpProcedureConfig *config,
            const gchar         *title,
            const gchar *const  *own)
{
  GtkWidget *dialog = gimp_procedure_dialog_new (procedure, config, title);
  GtkWidget *area   = gtk_dialog_get_content_area (GTK_DIALOG (dialog));

  gimp_procedure_dialog_set_ok_label (GIMP_PROCEDURE_DIALOG (dialog),
                                      _ ("_Apply"));
  gtk_container_foreach (GTK_CONTAINER (area), hide_saved_settings, NULL);
  add_presets (GTK_DIALOG (dialog), config, own);

  return dialog;
}

/* Fills a dialog.
 *
 * @panel: all of it but the buttons; is given the focus to go on.
 */
void
dialog_fill (GtkWidget *dialog, GtkWidget *panel)
{
  GtkWidget *area    = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
  Presets   *presets = g_object_get_data (G_OBJECT (dialog), PRESETS);

  presets->panel = panel;
  gtk_widget_set_margin_bottom (panel, SPACING);
  gtk_box_pack_start (GTK_BOX (area), panel, TRUE, TRUE, 0);
  gtk_widget_show (panel);
}
