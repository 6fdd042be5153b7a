/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-transform applies a matrix, such as one that another
 * procedure returned.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/layers/layers.h"
#include "plugin/procedure/procedures.h"
#include "plugin/transform/transform-compute.h"
#include "plugin/transform/transform-dialog.h"
#include "plugin/transform/transform.h"

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
      ! transform_dialog (procedure, config, image, drawables, &error))
    return error ? procedure_bad_argument (procedure, error) :
                   gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL,
                                                     NULL);

  if (! transform_get_matrix (config, &h, &error) ||
      ! options_parse (config, LAYER_CLIPPING_CHOICES, &options, &error) ||
      ! layers_check (image, drawables, &options, &error))
    return procedure_bad_argument (procedure, error);

  transformations = transform_compute (&h, drawables, &options, &error);
  if (! transformations)
    return procedure_bad_argument (procedure, error);

  return procedure_carry_out (procedure, image, drawables, transformations,
                              &options, _ ("Transform by Matrix"));
}

GimpProcedure *
transform_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, TRANSFORM_PROC, transform_run, _ ("_Transform by Matrix..."),
      _ ("Transform the layer by a homography: nine numbers, a projective or "
         "affine matrix"),
      _ ("Applies the forward matrix, in the coordinates of the image, to the "
         "layer as it is seen: a filter of ours that is there is composed "
         "with. It may be one that plug-in-homography-perspective or "
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
