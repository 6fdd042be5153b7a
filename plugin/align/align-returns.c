/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-returns.h"
#include "plugin/procedure/procedures.h"

/* These are the return values after the matrix, in their order. */
static const struct
{
  const gchar *name;
  const gchar *label;
  const gchar *help;
  goffset      offset;
} measures[] = {
  { "correlation", N_ ("Correlation"),
    N_ ("One per drawable: zero-mean normalized cross-correlation over the "
        "overlap."),
    G_STRUCT_OFFSET (Alignment, found.correlation) },
  { "overlap", N_ ("Overlap"),
    N_ ("One per drawable: the share of it that lies on the reference."),
    G_STRUCT_OFFSET (Alignment, found.overlap) },
  { "residual", N_ ("Residual"),
    N_ ("One per drawable: root of the mean squared difference to the "
        "reference, where black to white is 1."),
    G_STRUCT_OFFSET (Alignment, found.residual) },
  { "displacement", N_ ("Displacement"),
    N_ ("One per drawable: the farthest that a corner would go, in pixels; "
        "below 0.02 the drawable stays as it is."),
    G_STRUCT_OFFSET (Alignment, displacement) },
  { "uncertainty", N_ ("Uncertainty"),
    N_ ("One per drawable: the largest standard deviation of the place of a "
        "corner, in pixels."),
    G_STRUCT_OFFSET (Alignment, uncertainty) },
};

/* Adds the return values to @procedure, the matrix first. */
void
align_add_returns (GimpProcedure *procedure)
{
  procedure_add_matrix_return (procedure);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    gimp_procedure_add_double_array_return_value (procedure, measures[i].name,
                                                  _ (measures[i].label),
                                                  _ (measures[i].help),
                                                  G_PARAM_READWRITE);
  gimp_procedure_add_string_array_return_value (
      procedure, "model", _ ("Model"),
      _ ("One per drawable: the model of its matrix; one with fewer freedoms "
         "than asked for where the pictures cannot tell the difference."),
      G_PARAM_READWRITE);
}

/* Adds the values of @n alignments.
 *
 * @values: the status and the matrices.
 *
 * Returns: @values, with the others.
 */
GimpValueArray *
align_set_returns (GimpValueArray *values, gint n, const Alignment *alignments)
{
  const guint n_measures = G_N_ELEMENTS (measures);
  gchar     **models     = g_new0 (gchar *, n + 1);

  for (guint m = 0; m < n_measures; m++)
    {
      gdouble *numbers = g_new (gdouble, n);

      for (gint i = 0; i < n; i++)
        numbers[i] = G_STRUCT_MEMBER (gdouble, &alignments[i],
                                      measures[m].offset);
      GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 2 + m, numbers, n);
    }
  for (gint i = 0; i < n; i++)
    models[i] = g_strdup (
        choice_find (model_choices, alignments[i].found.model)->nick);
  GIMP_VALUES_TAKE_STRV (values, 2 + n_measures, models);

  return values;
}
