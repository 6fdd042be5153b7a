/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/arguments/form.h"
#include "plugin/arguments/options.h"
#include "ui/controls/hom-widgets.h"

#define SPACING 6

/* Returns: a grid for widgets of a configuration. */
Form
form_new_grid (GtkWidget *dialog, GimpProcedureConfig *config)
{
  Form form = { dialog, GTK_GRID (gtk_grid_new ()), config, 0 };

  gtk_grid_set_row_spacing (form.grid, SPACING);
  gtk_grid_set_column_spacing (form.grid, SPACING);

  return form;
}

static const gchar *
form_label (const Form *form, const gchar *property)
{
  GParamSpec *spec = g_object_class_find_property (
      G_OBJECT_GET_CLASS (form->config), property);

  return g_param_spec_get_nick (spec);
}

/* Attaches a widget with a label before it, from @column on. The label of a
 * widget that is insensitive is so, too: its letter is free then.
 */
GtkWidget *
form_attach (Form        *form,
             const gchar *label_text,
             GtkWidget   *widget,
             gint         column)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (label_text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  g_object_bind_property (widget, "sensitive", label, "sensitive",
                          G_BINDING_SYNC_CREATE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (form->grid, label, column, form->n_rows, 1, 1);
  gtk_grid_attach (form->grid, widget, column + 1, form->n_rows, 1, 1);

  return widget;
}

/* Adds a list of choices. Those without a label are not offered. The labels
 * come first: screen readers read that column.
 */
GtkWidget *
form_add_choice (Form *form, const gchar *property, const Choice *choices)
{
  GtkListStore *store    = gtk_list_store_new (2, G_TYPE_STRING, G_TYPE_STRING);
  g_autofree gchar *help = choice_describe (form->config, property, choices);
  GtkWidget        *combo;

  for (const Choice *choice = choices; choice->nick; choice++)
    if (choice->label)
      gtk_list_store_insert_with_values (store, NULL, -1, 0, _ (choice->label),
                                         1, choice->nick, -1);

  combo = gimp_prop_string_combo_box_new (G_OBJECT (form->config), property,
                                          GTK_TREE_MODEL (store), 1, 0);
  g_object_unref (store);
  hom_combo_limit (combo);
  gtk_widget_set_tooltip_text (combo, help);

  form_attach (form, form_label (form, property), combo, 0);
  gtk_container_child_set (GTK_CONTAINER (form->grid), combo, "width", 3, NULL);
  form->n_rows++;

  return combo;
}

/* Adds a widget of GIMP's own, in the columns of the widgets that have a label.
 */
GtkWidget *
form_add_widget (Form *form, const gchar *property)
{
  GtkWidget *widget = gimp_procedure_dialog_get_widget (
      GIMP_PROCEDURE_DIALOG (form->dialog), property, G_TYPE_NONE);

  gtk_grid_attach (form->grid, widget, 1, form->n_rows++, 3, 1);

  return widget;
}

/* A filter cannot crop: where it is chosen, the default clipping is. */
static void
output_changed (GObject *config, GParamSpec *spec, gpointer clippings)
{
  const Choice *choices = clippings;

  if (choice_is (config, "output", "filter") &&
      choice_is (config, "clipping", "crop"))
    g_object_set (config, "clipping", choices->nick, NULL);
}

/* Where cropping is chosen, the layer itself is changed. */
static void
clipping_changed (GObject *config, GParamSpec *spec, gpointer data)
{
  if (choice_is (config, "output", "filter") &&
      choice_is (config, "clipping", "crop"))
    g_object_set (config, "output", "layer", NULL);
}

static gboolean
is_crop (GBinding     *binding,
         const GValue *clipping,
         GValue       *visible,
         gpointer      data)
{
  g_value_set_boolean (visible,
                       g_strcmp0 (g_value_get_string (clipping), "crop") == 0);

  return TRUE;
}

/* Adds the options that tell how a layer is sampled. */
void
form_add_sampling (Form *form)
{
  form_add_choice (form, "interpolation", interpolation_choices);
  form_add_choice (form, "boundary", boundary_choices);
}

/* Adds the options that tell what is made.
 *
 * @clippings: the choices for “clipping”.
 */
void
form_add_output (Form *form, const Choice *clippings)
{
  GtkWidget *keep_ratio;

  form_add_choice (form, "output", output_choices);
  form_add_choice (form, "clipping", clippings);
  g_signal_connect (form->config, "notify::output", G_CALLBACK (output_changed),
                    (gpointer) clippings);
  g_signal_connect (form->config, "notify::clipping",
                    G_CALLBACK (clipping_changed), NULL);
  output_changed (G_OBJECT (form->config), NULL, (gpointer) clippings);
  keep_ratio = form_add_widget (form, "keep-ratio");
  gtk_widget_set_no_show_all (keep_ratio, TRUE);
  g_object_bind_property_full (form->config, "clipping", keep_ratio, "visible",
                               G_BINDING_SYNC_CREATE, is_crop, NULL, NULL,
                               NULL);
}

/* Adds the options that all procedures have in common.
 *
 * @clippings: the choices for “clipping”.
 */
void
form_add_options (Form *form, const Choice *clippings)
{
  form_add_sampling (form);
  form_add_output (form, clippings);
}
