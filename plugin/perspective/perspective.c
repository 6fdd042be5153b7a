/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-perspective makes a rectangle of a quadrilateral, or a
 * quadrilateral of the layer.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/result-box.h"
#include "plugin/layers/focal-length.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/perspective-compute.h"
#include "plugin/perspective/perspective-dialog.h"
#include "plugin/perspective/perspective.h"
#include "plugin/procedure/procedures.h"

static void
report (const gchar *text)
{
  GimpMessageHandlerType handler = gimp_message_get_handler ();

  gimp_message_set_handler (GIMP_ERROR_CONSOLE);
  gimp_message (text);
  gimp_message_set_handler (handler);
}

static void
report_mean_sides (GimpLayer *layer, gdouble ratio)
{
  g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (layer));
  g_autofree gchar *text = NULL;

  text = g_strdup_printf (_ ("%s: The perspective does not tell the ratio of "
                             "the sides, and the image does not tell the focal "
                             "length. The ratio is that of the mean opposite "
                             "sides: %.4f."),
                          name, ratio);
  report (text);
}

static void
report_cut (GimpLayer *layer)
{
  g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (layer));
  g_autofree gchar *text = NULL;

  text = g_strdup_printf (_ ("%s: What lies near the horizon, or behind it, is "
                             "cut off."),
                          name);
  report (text);
}

static gboolean
compute_all (GimpProcedureConfig        *config,
             const PerspectiveArguments *arguments,
             GimpDrawable              **drawables,
             Transformation             *transformations,
             GError                    **error)
{
  Perspective perspective;
  gboolean    reports;

  g_object_get (config, "report", &reports, NULL);
  for (gint i = 0; drawables[i]; i++)
    {
      GimpLayer *layer = GIMP_LAYER (drawables[i]);

      if (! perspective_compute (arguments, layer, &perspective, error))
        return FALSE;
      if (reports && perspective.origin == HOM_RATIO_MEAN_SIDES)
        report_mean_sides (layer, perspective.ratio);
      if (reports &&
          result_box_cuts (&perspective.transformation, layer, &BOX_EVERYWHERE))
        report_cut (layer);
      transformations[i] = perspective.transformation;
    }

  return TRUE;
}

static GimpValueArray *
perspective_run (GimpProcedure       *procedure,
                 GimpRunMode          run_mode,
                 GimpImage           *image,
                 GimpDrawable       **drawables,
                 GimpProcedureConfig *config,
                 gpointer             data)
{
  g_autofree Transformation *transformations = NULL;
  PerspectiveArguments       arguments;
  Options                    options;
  GError                    *error = NULL;

  if (run_mode == GIMP_RUN_INTERACTIVE &&
      ! perspective_dialog (procedure, config, image, drawables, &error))
    return error ? procedure_bad_argument (procedure, error) :
                   gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL,
                                                     NULL);

  if (! perspective_parse (config, focal_length_read (image), &arguments,
                           &error) ||
      ! options_parse (config, &options, &error) ||
      ! layers_check (image, drawables, &options, &error))
    return procedure_bad_argument (procedure, error);

  transformations = g_new0 (Transformation, drawables_count (drawables));
  if (! compute_all (config, &arguments, drawables, transformations, &error))
    return procedure_bad_argument (procedure, error);

  if (run_mode == GIMP_RUN_INTERACTIVE)
    gimp_progress_init (_ ("Straighten Perspective"));

  return procedure_carry_out (procedure, image, drawables, transformations,
                              &options, _ ("Perspective"));
}

static void
add_corner_arguments (GimpProcedure *procedure)
{
  const gchar *corners[] = { _ ("Top left"), _ ("Top right"),
                             _ ("Bottom right"), _ ("Bottom left") };

  for (gint i = 0; i < 4; i++)
    for (gchar axis = 'x'; axis <= 'y'; axis++)
      {
        gchar  name[] = { axis, '1' + i, '\0' };
        gchar *label  = g_strdup_printf ("%s _%c", corners[i], axis);

        gimp_procedure_add_double_argument (procedure, name, label,
                                            _ ("In pixels of the image."),
                                            -G_MAXDOUBLE, G_MAXDOUBLE, 0.0,
                                            G_PARAM_READWRITE);
        g_free (label);
      }
}

GimpProcedure *
perspective_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, PERSPECTIVE_PROC, perspective_run,
      _ ("_Straighten Perspective..."),
      _ ("Make a rectangle of what was photographed at an angle"),
      _ ("Takes the quadrilateral with the given corners to an upright "
         "rectangle "
         "with the true ratio of its sides or, the other way round, the "
         "corners "
         "of the layer to the quadrilateral."));

  add_corner_arguments (procedure);
  choice_add_argument (procedure, "direction", _ ("_Direction"),
                       _ ("Whether the quadrilateral becomes a rectangle, or "
                          "the layer becomes the quadrilateral."),
                       direction_choices, "correct");
  choice_add_argument (procedure, "aspect", _ ("Asp_ect ratio"),
                       _ ("The ratio of the rectangle's sides: the true one, "
                          "recovered from the perspective; the layer's; or a "
                          "number."),
                       aspect_choices, "auto");
  gimp_procedure_add_double_argument (
      procedure, "aspect-ratio", _ ("Custo_m ratio"),
      _ ("Width divided by height, where “aspect” is “custom”."), -G_MAXDOUBLE,
      G_MAXDOUBLE, 1.0, G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (procedure, "report", _ ("Rep_ort"),
                                       _ ("Tell, in the error console, when "
                                          "the true ratio cannot be "
                                          "recovered, and when something is "
                                          "cut off near the horizon."),
                                       FALSE, G_PARAM_READWRITE);
  options_add_arguments (procedure);
  procedure_add_matrix_return (procedure);

  return procedure;
}
