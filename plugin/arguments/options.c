/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/arguments/options.h"

const Choice interpolation_choices[] = {
  { "none", N_ ("None"), HOM_INTERPOLATION_NEAREST },
  { "linear", N_ ("Linear"), HOM_INTERPOLATION_LINEAR },
  { "cubic", N_ ("Cubic"), HOM_INTERPOLATION_CUBIC },
  { "lanczos", N_ ("Lanczos"), HOM_INTERPOLATION_LANCZOS },
  { NULL },
};

const Choice boundary_choices[] = {
  { "transparent", N_ ("Transparent"), HOM_BOUNDARY_FILL },
  { "clamp", N_ ("Color of the edge"), HOM_BOUNDARY_CLAMP },
  { "reflect", N_ ("Mirrored"), HOM_BOUNDARY_REFLECT },
  { "mirror", N_ ("Mirrored, the edge once"), HOM_BOUNDARY_MIRROR },
  { "wrap", N_ ("Repeated"), HOM_BOUNDARY_WRAP },
  { "continue", N_ ("Continued in a straight line"), HOM_BOUNDARY_CONTINUE },
  { "valid", N_ ("Nothing, nor what it would mix with"), HOM_BOUNDARY_VALID },
  { NULL },
};

const Choice output_choices[] = {
  { "filter", N_ ("Filter (can be edited later)"), OUTPUT_FILTER,
    N_ ("the pixels stay as they are") },
  { "layer", N_ ("Change the pixels"), OUTPUT_LAYER },
  { "new-layer", N_ ("New layer"), OUTPUT_NEW_LAYER,
    N_ ("the layer itself stays as it is") },
  { "none", NULL, OUTPUT_NONE },
  { NULL },
};

const Choice clipping_choices[] = {
  { "corners", N_ ("To the corners"), CLIPPING_CORNERS,
    N_ ("the rectangle that the corners become") },
  { "adjust", N_ ("Adjust"), CLIPPING_ADJUST, N_ ("all of it") },
  { "clip", N_ ("Clip"), CLIPPING_CLIP,
    N_ ("what lies where the layer is now") },
  { "crop", N_ ("Crop to result"), CLIPPING_CROP,
    N_ ("a rectangle without empty corners") },
  { NULL },
};

/* Adds the options to a procedure.
 *
 * @clippings: the choices for “clipping”; the first one is the default.
 */
void
options_add_arguments (GimpProcedure *procedure, const Choice *clippings)
{
  choice_add_argument (procedure, "interpolation", _ ("I_nterpolation"),
                       _ ("How values between pixels come about."),
                       interpolation_choices, "cubic");
  choice_add_argument (procedure, "boundary", _ ("Outsid_e"),
                       _ ("What is seen where the picture has ended."),
                       boundary_choices, "transparent");
  choice_add_argument (procedure, "output", _ ("O_utput"),
                       _ ("What is made of the layer."), output_choices,
                       "filter");
  gimp_procedure_add_string_aux_argument (
      procedure, OUTPUT_REMEMBERED, _ ("O_utput"),
      _ ("As it was chosen for layers without a mask."), "", G_PARAM_READWRITE);
  choice_add_argument (procedure, "clipping", _ ("Cl_ipping"),
                       _ ("What is left of the result."), clippings,
                       clippings->nick);
  gimp_procedure_add_boolean_argument (
      procedure, "keep-ratio", _ ("_Keep the ratio of the sides"),
      _ ("Crop to a rectangle with the ratio of the layer's sides."), FALSE,
      G_PARAM_READWRITE);
}

/* Reads the options.
 *
 * @clippings: the choices for “clipping”.
 *
 * Returns: FALSE with a message when one makes no sense.
 */
gboolean
options_parse (GimpProcedureConfig *config,
               const Choice        *clippings,
               Options             *options,
               GError             **error)
{
  gint interpolation = 0;
  gint boundary      = 0;
  gint output        = 0;
  gint clipping      = 0;

  if (! choice_parse (config, "interpolation", interpolation_choices,
                      &interpolation, error) ||
      ! choice_parse (config, "boundary", boundary_choices, &boundary, error) ||
      ! choice_parse (config, "output", output_choices, &output, error) ||
      ! choice_parse (config, "clipping", clippings, &clipping, error))
    return FALSE;

  if (clipping == CLIPPING_CROP && output == OUTPUT_FILTER)
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _ ("The argument “clipping” is “%s”, which a filter cannot "
                      "be. Use “%s”, or the output “layer” or “new-layer”."),
                   choice_find (clippings, clipping)->nick, clippings->nick);
      return FALSE;
    }

  options->sampling = (HomSampling){ interpolation, boundary };
  options->output   = output;
  options->clipping = clipping;
  g_object_get (config, "keep-ratio", &options->keep_ratio, NULL);

  return TRUE;
}
