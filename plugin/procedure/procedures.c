/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/apply.h"
#include "plugin/layers/layers.h"
#include "plugin/procedure/procedures.h"

#define AUTHORS   "The Homography developers"
#define COPYRIGHT "The Homography developers"
#define YEAR      "2026"

/* Runs a procedure on layers: a mask that is active stands for its layer. */
static GimpValueArray *
run_on_layers (GimpProcedure       *procedure,
               GimpRunMode          run_mode,
               GimpImage           *image,
               GimpDrawable       **drawables,
               GimpProcedureConfig *config,
               gpointer             run)
{
  g_autofree GimpDrawable **layers = drawables_to_layers (drawables);

  return ((GimpRunImageFunc) run) (procedure, run_mode, image, layers, config,
                                   NULL);
}

GimpProcedure *
procedure_new (GimpPlugIn      *plug_in,
               const gchar     *name,
               GimpRunImageFunc run,
               const gchar     *menu_label,
               const gchar     *blurb,
               const gchar     *help)
{
  GimpProcedure *procedure = gimp_image_procedure_new (
      plug_in, name, GIMP_PDB_PROC_TYPE_PLUGIN, run_on_layers, run, NULL);

  gimp_procedure_set_image_types (procedure, "*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE |
                                           GIMP_PROCEDURE_SENSITIVE_DRAWABLES);
  gimp_procedure_set_menu_label (procedure, menu_label);
  gimp_procedure_add_menu_path (procedure, "<Image>/Layer/Transform");
  gimp_procedure_set_documentation (procedure, blurb, help, name);
  gimp_procedure_set_attribution (procedure, AUTHORS, COPYRIGHT, YEAR);

  return procedure;
}

void
procedure_add_matrix_return (GimpProcedure *procedure)
{
  gimp_procedure_add_double_array_return_value (
      procedure, "matrix", _ ("Matrix"),
      _ ("Nine coefficients per drawable, row by row: the forward matrix, in "
         "the coordinates of the image."),
      G_PARAM_READWRITE);
}

/* Returns: the return values of a call with a wrong argument.
 *
 * @error: (transfer full): what is wrong with it.
 */
GimpValueArray *
procedure_bad_argument (GimpProcedure *procedure, GError *error)
{
  return gimp_procedure_new_return_values (procedure, GIMP_PDB_CALLING_ERROR,
                                           error);
}

/* Returns: the return values of a call that has failed.
 *
 * @error: (transfer full): why it has.
 */
GimpValueArray *
procedure_failure (GimpProcedure *procedure, GError *error)
{
  return gimp_procedure_new_return_values (procedure, GIMP_PDB_EXECUTION_ERROR,
                                           error);
}

/* Returns: the return values of a call that has succeeded, the matrices first.
 */
GimpValueArray *
procedure_success (GimpProcedure        *procedure,
                   GimpDrawable        **drawables,
                   const Transformation *transformations)
{
  GimpValueArray *values = gimp_procedure_new_return_values (
      procedure, GIMP_PDB_SUCCESS, NULL);
  gint     n        = drawables_count (drawables);
  gdouble *matrices = g_new (gdouble, 9 * n);

  for (gint i = 0; i < n; i++)
    memcpy (matrices + 9 * i, transformations[i].h.m, 9 * sizeof (gdouble));
  GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 1, matrices, 9 * n);

  return values;
}

/* Applies transformations that the arguments alone determine, and returns the
 * matrices.
 */
GimpValueArray *
procedure_carry_out (GimpProcedure        *procedure,
                     GimpImage            *image,
                     GimpDrawable        **drawables,
                     const Transformation *transformations,
                     const Options        *options,
                     const gchar          *name)
{
  GError *error = NULL;

  if (! apply_check (drawables, transformations, options, &error))
    return procedure_bad_argument (procedure, error);
  if (! apply (image, drawables, transformations, options, name, NULL, &error))
    return procedure_failure (procedure, error);

  return procedure_success (procedure, drawables, transformations);
}
