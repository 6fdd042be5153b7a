/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-perspective makes a rectangle of a quadrilateral, or a
 * quadrilateral of the layer.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/apply.h"
#include "plugin/apply/result-box.h"
#include "plugin/layers/camera.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/perspective-compute.h"
#include "plugin/perspective/perspective-corners.h"
#include "plugin/perspective/perspective-dialog.h"
#include "plugin/perspective/perspective.h"
#include "plugin/procedure/procedures.h"

/* @n: the number of the layers.
 * @transformations: one for each layer, as are the others.
 * @corners: the corners that were given or found, and how sure they are.
 * @perspectives: what they lead to.
 */
typedef struct
{
  gint            n;
  Transformation *transformations;
  HomFoundQuad   *corners;
  Perspective    *perspectives;
} Straightening;

static void
straightening_init (Straightening *straightening, GimpDrawable **drawables)
{
  gint n = drawables_count (drawables);

  straightening->n               = n;
  straightening->transformations = g_new0 (Transformation, n);
  straightening->corners         = g_new0 (HomFoundQuad, n);
  straightening->perspectives    = g_new0 (Perspective, n);
}

static void
straightening_clear (Straightening *straightening)
{
  g_free (straightening->transformations);
  g_free (straightening->corners);
  g_free (straightening->perspectives);
}

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

/* ---- Computing ---- */

static gboolean
find_all (const PerspectiveArguments *arguments,
          GimpDrawable              **drawables,
          Straightening              *straightening,
          GError                    **error)
{
  for (gint i = 0; drawables[i]; i++)
    if (! perspective_corners (arguments, GIMP_LAYER (drawables[i]),
                               &straightening->corners[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
compute_all (const PerspectiveArguments *arguments,
             GimpDrawable              **drawables,
             Straightening              *straightening,
             GError                    **error)
{
  for (gint i = 0; drawables[i]; i++)
    {
      GimpLayer   *layer       = GIMP_LAYER (drawables[i]);
      Camera       camera      = camera_read (layer);
      Perspective *perspective = &straightening->perspectives[i];

      if (! perspective_compute (arguments, straightening->corners[i].corners,
                                 &camera, layer, perspective, error))
        return FALSE;
      straightening->transformations[i] = perspective->transformation;
    }

  return TRUE;
}

/* Finds what becomes of the image: it is cropped to the box around all results.
 * These are moved so that the box begins where the first layer does. From there
 * GIMP exports what a filter has made of a layer.
 */
static gboolean
choose_canvas (const PerspectiveArguments *arguments,
               GimpDrawable              **drawables,
               const Straightening        *straightening,
               const Options              *options,
               CanvasChange               *canvas,
               GError                    **error)
{
  HomBox  first = layer_box (GIMP_LAYER (drawables[0]));
  HomBox  box;
  gdouble x, y;

  canvas->is_cropped = arguments->crop;
  canvas->resolution = straightening->perspectives[0].resolution;
  if (! arguments->crop)
    return TRUE;

  for (gint i = 0; drawables[i]; i++)
    {
      if (! result_box (&straightening->transformations[i],
                        GIMP_LAYER (drawables[i]), options, &box, error))
        return FALSE;
      canvas->box = i == 0 ? box : hom_box_unite (&canvas->box, &box);
    }
  x           = first.x0 - canvas->box.x0;
  y           = first.y0 - canvas->box.y0;
  canvas->box = (HomBox){ first.x0, first.y0, canvas->box.x1 + x,
                          canvas->box.y1 + y };
  for (gint i = 0; drawables[i]; i++)
    transformation_shift (&straightening->transformations[i], x, y);

  return TRUE;
}

static gboolean
changes_canvas (const CanvasChange *canvas, const Options *options)
{
  return options->output != OUTPUT_NONE &&
         (canvas->is_cropped || canvas->resolution > 0.0);
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
  CanvasChange    canvas = { .is_cropped = FALSE };
  GimpValueArray *values = NULL;
  GError         *error  = NULL;

  straightening_init (&straightening, drawables);
  if (! find_all (arguments, drawables, &straightening, &error))
    values = procedure_failure (procedure, error);
  else if (! compute_all (arguments, drawables, &straightening, &error) ||
           ! choose_canvas (arguments, drawables, &straightening, options,
                            &canvas, &error) ||
           ! apply_check (drawables, straightening.transformations, options,
                          &error))
    values = procedure_bad_argument (procedure, error);
  else if (! apply (image, drawables, straightening.transformations, options,
                    _ ("Perspective"),
                    changes_canvas (&canvas, options) ? &canvas : NULL, &error))
    values = procedure_failure (procedure, error);
  else
    {
      if (reports)
        report_all (&straightening, drawables, options);
      values = set_returns (procedure_success (procedure, drawables,
                                               straightening.transformations),
                            &straightening);
    }
  straightening_clear (&straightening);

  return values;
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
  GError              *error = NULL;

  if (run_mode == GIMP_RUN_INTERACTIVE &&
      ! perspective_dialog (procedure, config, image, drawables, &error))
    return error ? procedure_bad_argument (procedure, error) :
                   gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL,
                                                     NULL);

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
      _ ("Make a rectangle of what was photographed at an angle"),
      _ ("Takes the quadrilateral with the given corners, or that of the sheet "
         "that stands out, to an upright rectangle with the true ratio of its "
         "sides or, the other way round, the corners of the layer to the "
         "quadrilateral."));

  perspective_add_arguments (procedure);
  options_add_arguments (procedure, clipping_choices);
  add_returns (procedure);

  return procedure;
}
