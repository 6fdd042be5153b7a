/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <libgimp/gimpui.h>

#include "align-choices.h"
#include "dialog.h"
#include "homography.h"
#include "layers.h"
#include "options.h"

#define SPACING 6
#define BORDER  12

typedef struct
{
  GtkWidget           *dialog;
  GtkGrid             *grid;
  GimpProcedureConfig *config;
  gint                 n_rows;
} Form;

static Form
form_new (GimpProcedure       *procedure,
          GimpProcedureConfig *config,
          const gchar         *title,
          const gchar         *ok_label)
{
  Form       form = { NULL, NULL, config, 0 };
  GtkWidget *area;

  gimp_ui_init ("homography");
  form.dialog = gimp_procedure_dialog_new (procedure, config, title);
  gimp_procedure_dialog_set_ok_label (GIMP_PROCEDURE_DIALOG (form.dialog),
                                      ok_label);
  form.grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (form.grid, SPACING);
  gtk_grid_set_column_spacing (form.grid, SPACING);
  gtk_container_set_border_width (GTK_CONTAINER (form.grid), BORDER);
  area = gtk_dialog_get_content_area (GTK_DIALOG (form.dialog));
  gtk_box_pack_start (GTK_BOX (area), GTK_WIDGET (form.grid), TRUE, TRUE, 0);

  return form;
}

static gboolean
form_run (Form *form)
{
  gboolean accepted;

  gtk_widget_show_all (GTK_WIDGET (form->grid));
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (form->dialog));
  gtk_widget_destroy (form->dialog);

  return accepted;
}

static const gchar *
form_label (const Form *form, const gchar *property)
{
  GParamSpec *spec = g_object_class_find_property (
      G_OBJECT_GET_CLASS (form->config), property);

  return g_param_spec_get_nick (spec);
}

static GtkWidget *
form_attach (Form        *form,
             const gchar *label_text,
             GtkWidget   *widget,
             gint         column)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (label_text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (form->grid, label, column, form->n_rows, 1, 1);
  gtk_grid_attach (form->grid, widget, column + 1, form->n_rows, 1, 1);

  return widget;
}

/* Choices without a label are not offered. */
static void
form_add_choice (Form *form, const gchar *property, const Choice *choices)
{
  GtkListStore *store = gtk_list_store_new (2, G_TYPE_STRING, G_TYPE_STRING);
  GtkWidget    *combo;

  for (const Choice *choice = choices; choice->nick; choice++)
    if (choice->label)
      gtk_list_store_insert_with_values (store, NULL, -1, 0, choice->nick, 1,
                                         _ (choice->label), -1);

  combo = gimp_prop_string_combo_box_new (G_OBJECT (form->config), property,
                                          GTK_TREE_MODEL (store), 0, 1);
  g_object_unref (store);

  form_attach (form, form_label (form, property), combo, 0);
  gtk_container_child_set (GTK_CONTAINER (form->grid), combo, "width", 3, NULL);
  form->n_rows++;
}

static void
form_add_number (Form        *form,
                 const gchar *property,
                 gint         column,
                 gdouble      lower,
                 gdouble      upper,
                 gint         digits)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (lower, lower, upper, 1.0,
                                                  10.0, 0.0);
  GtkWidget     *spin       = gimp_spin_button_new (adjustment, 1.0, digits);

  g_object_bind_property (form->config, property, adjustment, "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  form_attach (form, form_label (form, property), spin, column);
}

/* A widget of GIMP's own, over all columns. */
static GtkWidget *
form_add_widget (Form *form, const gchar *property)
{
  GtkWidget *widget = gimp_procedure_dialog_get_widget (
      GIMP_PROCEDURE_DIALOG (form->dialog), property, G_TYPE_NONE);

  gtk_grid_attach (form->grid, widget, 0, form->n_rows++, 4, 1);

  return widget;
}

static void
form_add_options (Form *form)
{
  form_add_choice (form, "interpolation", interpolation_choices);
  form_add_choice (form, "output", output_choices);
  form_add_choice (form, "clipping", clipping_choices);
  form_add_widget (form, "keep-ratio");
}

/* The first time, the corners are those of the layer. */
static void
preset_corners (GimpProcedureConfig *config, GimpDrawable **drawables)
{
  HomPoint quad[4];
  HomBox   box;

  g_object_get (config, "x1", &quad[0].x, "y1", &quad[0].y, "x2", &quad[1].x,
                "y2", &quad[1].y, "x3", &quad[2].x, "y3", &quad[2].y, "x4",
                &quad[3].x, "y4", &quad[3].y, NULL);
  if (hom_quad_check (quad, NULL) || ! GIMP_IS_LAYER (drawables[0]))
    return;

  box = layer_box (GIMP_LAYER (drawables[0]));
  hom_quad_from_box (&box, quad);
  g_object_set (config, "x1", quad[0].x, "y1", quad[0].y, "x2", quad[1].x, "y2",
                quad[1].y, "x3", quad[2].x, "y3", quad[2].y, "x4", quad[3].x,
                "y4", quad[3].y, NULL);
}

gboolean
perspective_dialog (GimpProcedure       *procedure,
                    GimpProcedureConfig *config,
                    GimpDrawable       **drawables,
                    const Choice        *directions,
                    const Choice        *aspects)
{
  Form form;

  preset_corners (config, drawables);
  form = form_new (procedure, config, _ ("Straighten Perspective"),
                   _ ("_Apply"));
  for (gint i = 0; i < 4; i++)
    {
      gchar x[] = { 'x', '1' + i, '\0' };
      gchar y[] = { 'y', '1' + i, '\0' };

      form_add_number (&form, x, 0, -GIMP_MAX_IMAGE_SIZE, GIMP_MAX_IMAGE_SIZE,
                       2);
      form_add_number (&form, y, 2, -GIMP_MAX_IMAGE_SIZE, GIMP_MAX_IMAGE_SIZE,
                       2);
      form.n_rows++;
    }
  form_add_choice (&form, "direction", directions);
  form_add_choice (&form, "aspect", aspects);
  form_add_number (&form, "aspect-ratio", 0, 0.01, 100.0, 4);
  form.n_rows++;
  form_add_options (&form);
  form_add_widget (&form, "report");

  return form_run (&form);
}

gboolean
align_dialog (GimpProcedure       *procedure,
              GimpProcedureConfig *config,
              gint                 n_layers)
{
  Form       form;
  GtkWidget *sequence;

  form = form_new (procedure, config, _ ("Align to Reference Layer"),
                   _ ("_Align"));
  form_add_widget (&form, "reference");
  sequence = form_add_widget (&form, "sequence");
  gtk_widget_set_sensitive (sequence, n_layers > 1);
  form_add_choice (&form, "model", model_choices);
  form_add_choice (&form, "loss", loss_choices);
  form_add_choice (&form, "start", start_choices);
  form_add_options (&form);
  form_add_widget (&form, "report");

  return form_run (&form);
}

/* A procedure dialog has no widget for an array of numbers. */
static void
store_matrix (GtkAdjustment *adjustment, GimpProcedureConfig *config)
{
  GtkAdjustment **adjustments = g_object_get_data (G_OBJECT (config), "matrix");
  gdouble         values[9];
  GimpArray      *array;

  for (gint i = 0; i < 9; i++)
    values[i] = gtk_adjustment_get_value (adjustments[i]);
  array = gimp_array_new ((const guint8 *) values, sizeof (values), FALSE);
  g_object_set (config, "matrix", array, NULL);
  gimp_array_free (array);
}

static void
form_add_matrix (Form *form, GtkAdjustment *adjustments[9])
{
  GimpArray     *array  = NULL;
  const gdouble *values = HOM_MATRIX_IDENTITY.m;
  gsize          length = 0;

  g_object_get (form->config, "matrix", &array, NULL);
  if (array)
    {
      const gdouble *stored = gimp_double_array_get_values (array, &length);

      if (length == 9)
        values = stored;
    }
  for (gint i = 0; i < 9; i++)
    {
      gchar      label[32];
      GtkWidget *spin;

      adjustments[i] = gtk_adjustment_new (values[i], -1e9, 1e9, 0.01, 1.0,
                                           0.0);
      spin           = gimp_spin_button_new (adjustments[i], 0.01, 9);
      g_snprintf (label, sizeof (label), "_%d", i + 1);
      form_attach (form, label, spin, 2 * (i % 3));
      if (i % 3 == 2)
        form->n_rows++;
    }
  g_clear_pointer (&array, gimp_array_free);

  g_object_set_data (G_OBJECT (form->config), "matrix", adjustments);
  store_matrix (NULL, form->config);
  for (gint i = 0; i < 9; i++)
    g_signal_connect_object (adjustments[i], "value-changed",
                             G_CALLBACK (store_matrix), form->config, 0);
}

gboolean
transform_dialog (GimpProcedure *procedure, GimpProcedureConfig *config)
{
  GtkAdjustment *adjustments[9];
  Form           form;

  form = form_new (procedure, config, _ ("Transform by Matrix"), _ ("_Apply"));
  form_add_matrix (&form, adjustments);
  form_add_options (&form);

  return form_run (&form);
}
