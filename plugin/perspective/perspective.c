/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-perspective makes a rectangle of a quadrilateral, or a
 * quadrilateral of the layer.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/result-box.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/crop-default.h"
#include "plugin/perspective/perspective-dialog.h"
#include "plugin/perspective/perspective.h"
#include "plugin/perspective/straightening.h"
#include "plugin/procedure/procedures.h"

/* ---- Reports ---- */

static void
report (const gchar *text)
{
  GimpMessageHandlerType handler = gimp_message_get_handler ();

  gimp_message_set_handler (GIMP_ERROR_CONSOLE);
  gimp_message (text);
  gimp_message_set_handler (handler);
}

static void
report_usual_lens (GimpLayer *layer, gdouble ratio)
{
  g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (layer));
  g_autofree gchar *text = NULL;

  text = g_strdup_printf (_ ("%s: The perspective does not tell the ratio of "
                             "the sides, and the image does not tell the focal "
                             "length. The ratio is that for a lens of 28 mm: "
                             "%.4f."),
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

/* Reports what is known before anything is changed: what is cut off is told by
 * the layers as they are.
 */
static void
report_all (const Straightening *straightening,
            GimpDrawable       **drawables,
            const Options       *options)
{
  for (gint i = 0; drawables[i]; i++)
    {
      const Perspective *perspective = &straightening->perspectives[i];
      GimpLayer         *layer       = GIMP_LAYER (drawables[i]);

      if (perspective->origin == HOM_RATIO_USUAL_LENS)
        report_usual_lens (layer, perspective->ratio);
      if (options->clipping != CLIPPING_CORNERS &&
          result_box_cuts (&perspective->transformation, layer,
                           &BOX_EVERYWHERE))
        report_cut (layer);
    }
}

/* ---- Returning ---- */

static void
add_returns (GimpProcedure *procedure)
{
  procedure_add_matrix_return (procedure);
  gimp_procedure_add_double_array_return_value (
      procedure, "corners", _ ("Corners"),
      _ ("Eight coordinates per drawable: x and y of the corners, given or "
         "found, in pixels of the image as it was."),
      G_PARAM_READWRITE);
  gimp_procedure_add_double_array_return_value (
      procedure, "confidence", _ ("Confidence"),
      _ ("One per drawable: how sure the corners are that were found, from 0 "
         "to 1; 1 where they were given."),
      G_PARAM_READWRITE);
  gimp_procedure_add_double_array_return_value (
      procedure, "ratio", _ ("Ratio"),
      _ ("One per drawable: the width of the rectangle divided by its height; "
         "0 where a layer was distorted."),
      G_PARAM_READWRITE);
}

static GimpValueArray *
set_returns (GimpValueArray *values, const Straightening *straightening)
{
  const gint n          = straightening->n;
  gdouble   *corners    = g_new (gdouble, 8 * n);
  gdouble   *confidence = g_new (gdouble, n);
  gdouble   *ratio      = g_new (gdouble, n);

  for (gint i = 0; i < n; i++)
    {
      for (gint k = 0; k < 4; k++)
        {
          corners[8 * i + 2 * k]     = straightening->corners[i].corners[k].x;
          corners[8 * i + 2 * k + 1] = straightening->corners[i].corners[k].y;
        }
      confidence[i] = straightening->corners[i].confidence;
      ratio[i]      = straightening->perspectives[i].ratio;
    }
  GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 2, corners, 8 * n);
  GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 3, confidence, n);
  GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 4, ratio, n);

  return values;
}

/* ---- Running ---- */

/* Straightens layers whose arguments make sense. */
static GimpValueArray *
straighten (GimpProcedure              *procedure,
            GimpImage                  *image,
            GimpDrawable              **drawables,
            const PerspectiveArguments *arguments,
            const Options              *options,
            gboolean                    reports)
{
  Straightening   straightening;
  GimpValueArray *values = NULL;
  GError         *error  = NULL;

  straightening_init (&straightening, drawables);
  if (! straightening_find (arguments, drawables, &straightening, &error))
    values = procedure_failure (procedure, error);
  else if (! straightening_compute (arguments, drawables, options,
                                    &straightening, &error))
    values = procedure_bad_argument (procedure, error);
  else
    {
      if (reports)
        report_all (&straightening, drawables, options);
      if (straightening_apply (image, drawables, options, &straightening,
                               &error))
        values = set_returns (procedure_success (procedure, drawables,
                                                 straightening.transformations),
                              &straightening);
      else
        values = procedure_failure (procedure, error);
    }
  straightening_clear (&straightening);

  return values;
}

/* Has the user choose the arguments.
 *
 * Returns: (nullable): what the procedure returns when nothing is to be applied
 *   any more.
 */
static GimpValueArray *
ask (GimpProcedure       *procedure,
     GimpImage           *image,
     GimpDrawable       **drawables,
     GimpProcedureConfig *config)
{
  GError *error = NULL;

  switch (perspective_dialog (procedure, config, image, drawables, &error))
    {
    case PERSPECTIVE_APPLY:
      return NULL;
    case PERSPECTIVE_DONE:
      return gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS,
                                               NULL);
    case PERSPECTIVE_CANCEL:
    default:
      return error ? procedure_bad_argument (procedure, error) :
                     gimp_procedure_new_return_values (procedure,
                                                       GIMP_PDB_CANCEL, NULL);
    }
}

static GimpValueArray *
perspective_run (GimpProcedure       *procedure,
                 GimpRunMode          run_mode,
                 GimpImage           *image,
                 GimpDrawable       **drawables,
                 GimpProcedureConfig *config,
                 gpointer             data)
{
  PerspectiveArguments arguments;
  Options              options;
  gboolean             reports;
  GimpValueArray      *values = NULL;
  GError              *error  = NULL;

  if (run_mode == GIMP_RUN_INTERACTIVE)
    values = ask (procedure, image, drawables, config);
  if (values)
    return values;

  if (! perspective_parse (config, &arguments, &error) ||
      ! options_parse (config, clipping_choices, &options, &error) ||
      ! layers_check (image, drawables, &options, &error))
    return procedure_bad_argument (procedure, error);

  if (run_mode == GIMP_RUN_INTERACTIVE)
    gimp_progress_init (_ ("Straighten Perspective"));
  g_object_get (config, "report", &reports, NULL);

  return straighten (procedure, image, drawables, &arguments, &options,
                     reports);
}

GimpProcedure *
perspective_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, PERSPECTIVE_PROC, perspective_run,
      _ ("_Straighten Perspective..."),
      _ ("Straighten and crop a document, painting or screen that was "
         "photographed or scanned at an angle: deskew, rectify, keystone "
         "correction by a homography"),
      _ ("Takes the quadrilateral with the given corners, or that of the sheet "
         "that stands out, to an upright rectangle with the true ratio of its "
         "sides or, the other way round, the corners of the layer to the "
         "quadrilateral."));

  perspective_add_arguments (procedure);
  options_add_arguments (procedure, clipping_choices);
  crop_default_add_argument (procedure);
  add_returns (procedure);

  return procedure;
}
