/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-transform applies a matrix, such as one that another
 * procedure returned.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/layers/layers.h"
#include "plugin/procedure/procedures.h"
#include "plugin/transform/transform-dialog.h"
#include "plugin/transform/transform.h"

static gboolean
parse_matrix (GimpProcedureConfig *config, HomMatrix *h, GError **error)
{
  GimpArray     *array  = NULL;
  const gdouble *values = NULL;
  gsize          length = 0;

  g_object_get (config, "matrix", &array, NULL);
  if (array)
    values = gimp_double_array_get_values (array, &length);
  if (length == 9)
    memcpy (h->m, values, sizeof (h->m));
  else
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("The argument “matrix” has %d coefficients; it must have "
                    "9, row by row."),
                 (gint) length);
  g_clear_pointer (&array, gimp_array_free);

  return length == 9;
}

static GimpValueArray *
transform_run (GimpProcedure       *procedure,
               GimpRunMode          run_mode,
               GimpImage           *image,
               GimpDrawable       **drawables,
               GimpProcedureConfig *config,
               gpointer             data)
{
  g_autofree Transformation *transformations = NULL;
  HomMatrix                  h;
  Options                    options;
  GError                    *error = NULL;

  if (run_mode == GIMP_RUN_INTERACTIVE &&
      ! transform_dialog (procedure, config))
    return gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL, NULL);

  if (! parse_matrix (config, &h, &error) ||
      ! options_parse (config, LAYER_CLIPPING_CHOICES, &options, &error) ||
      ! layers_check (image, drawables, &options, &error))
    return procedure_bad_argument (procedure, error);

  transformations = g_new0 (Transformation, drawables_count (drawables));
  for (gint i = 0; drawables[i]; i++)
    if (! transformation_init (&transformations[i], &h,
                               GIMP_LAYER (drawables[i]), &error))
      return procedure_bad_argument (procedure, error);

  return procedure_carry_out (procedure, image, drawables, transformations,
                              &options, _ ("Homography"));
}

GimpProcedure *
transform_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, TRANSFORM_PROC, transform_run, _ ("_Transform by Matrix..."),
      _ ("Transform the layer by a homography"),
      _ ("Applies the forward matrix, in the coordinates of the image, to the "
         "layer. It may be one that plug-in-homography-perspective or "
         "plug-in-homography-align returned."));

  gimp_procedure_add_double_array_argument (procedure, "matrix", _ ("_Matrix"),
                                            _ ("Nine coefficients, row by row: "
                                               "takes a point (x, y, 1) of the "
                                               "image to "
                                               "where it lands."),
                                            G_PARAM_READWRITE);
  options_add_arguments (procedure, LAYER_CLIPPING_CHOICES);
  procedure_add_matrix_return (procedure);

  return procedure;
}
