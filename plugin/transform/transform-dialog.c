/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <libgimp/gimpui.h>

#include "homography.h"
#include "plugin/arguments/form.h"
#include "plugin/arguments/options.h"
#include "plugin/transform/transform-dialog.h"

/* Stores the numbers: a procedure dialog has no widget for an array of them. */
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

  form = form_new (procedure, config, _ ("Transform by Matrix"));
  form_add_matrix (&form, adjustments);
  form_add_options (&form, LAYER_CLIPPING_CHOICES);

  return form_run (&form);
}
