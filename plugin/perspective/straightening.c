/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/result-box.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/perspective-corners.h"
#include "plugin/perspective/straightening.h"

/* Makes room for what is found of each layer. */
void
straightening_init (Straightening *straightening, GimpDrawable **drawables)
{
  gint n = drawables_count (drawables);

  straightening->n               = n;
  straightening->transformations = g_new0 (Transformation, n);
  straightening->corners         = g_new0 (HomFoundQuad, n);
  straightening->perspectives    = g_new0 (Perspective, n);
}

void
straightening_clear (Straightening *straightening)
{
  g_free (straightening->transformations);
  g_free (straightening->corners);
  g_free (straightening->perspectives);
}

/* Finds the corners of each layer.
 *
 * Returns: FALSE with a message when one has none, or none that is sure enough.
 */
gboolean
straightening_find (const PerspectiveArguments *arguments,
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
             const Options              *options,
             Straightening              *straightening,
             GError                    **error)
{
  for (gint i = 0; drawables[i]; i++)
    {
      GimpLayer   *layer       = GIMP_LAYER (drawables[i]);
      LayerView    view        = layer_view_read (layer);
      Perspective *perspective = &straightening->perspectives[i];

      if (! perspective_compute (arguments, straightening->corners[i].corners,
                                 &view, layer, perspective, error))
        return FALSE;
      perspective_keep_cut (options, &view, layer, perspective);
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

/* Finds what becomes of each layer, and of the image.
 *
 * Returns: FALSE with a message when that cannot be.
 */
gboolean
straightening_compute (const PerspectiveArguments *arguments,
                       GimpDrawable              **drawables,
                       const Options              *options,
                       Straightening              *straightening,
                       GError                    **error)
{
  return compute_all (arguments, drawables, options, straightening, error) &&
         choose_canvas (arguments, drawables, straightening, options,
                        &straightening->canvas, error) &&
         apply_check (drawables, straightening->transformations, options,
                      error);
}

static gboolean
changes_canvas (const CanvasChange *canvas, const Options *options)
{
  return options->output != OUTPUT_NONE &&
         (canvas->is_cropped || canvas->resolution > 0.0);
}

/* Changes the layers, and the image, in one undo step.
 *
 * Returns: FALSE with a message when GIMP refuses.
 */
gboolean
straightening_apply (GimpImage           *image,
                     GimpDrawable       **drawables,
                     const Options       *options,
                     const Straightening *straightening,
                     GError             **error)
{
  const CanvasChange *canvas = &straightening->canvas;

  return apply (image, drawables, straightening->transformations, options,
                _ ("Straighten Perspective"),
                changes_canvas (canvas, options) ? canvas : NULL, error);
}
