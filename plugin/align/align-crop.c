/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-crop.h"
#include "plugin/apply/result-box.h"
#include "plugin/layers/layers.h"

/* Finds the largest part of the image that the reference and all of @drawables
 * cover where their transformations take them.
 *
 * @common: (out): that part.
 *
 * Returns: FALSE with a message when there is none.
 */
gboolean
align_crop_find (GimpImage            *image,
                 GimpDrawable         *reference,
                 GimpDrawable        **drawables,
                 const Transformation *transformations,
                 const Options        *options,
                 HomBox               *common,
                 GError              **error)
{
  gint                  n        = drawables_count (drawables);
  g_autofree HomMatrix *matrices = g_new (HomMatrix, n + 2);
  g_autofree HomBox    *boxes    = g_new (HomBox, n + 2);

  for (gint i = 0; i < n; i++)
    {
      matrices[i] = transformations[i].h;
      boxes[i]    = layer_box (GIMP_LAYER (drawables[i]));
    }
  matrices[n] = matrices[n + 1] = HOM_MATRIX_IDENTITY;
  boxes[n]                      = drawable_box (reference);
  boxes[n + 1] = (HomBox) { 0.0, 0.0, gimp_image_get_width (image),
                            gimp_image_get_height (image) };
  if (hom_common_pixels (matrices, boxes, n + 2,
                         result_box_margin (options->sampling.interpolation),
                         0.0, common))
    return TRUE;

  g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                       _ ("There is no part of the image that all layers and "
                          "the reference cover, to be cropped to."));

  return FALSE;
}
