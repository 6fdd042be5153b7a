/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "layers.h"

/* Returns: the layer's box in the coordinates of the image. */
HomBox
layer_box (GimpLayer *layer)
{
  GimpDrawable *drawable = GIMP_DRAWABLE (layer);
  gint          x        = 0;
  gint          y        = 0;

  gimp_drawable_get_offsets (drawable, &x, &y);

  return (HomBox) { x, y, (gdouble) x + gimp_drawable_get_width (drawable),
                    (gdouble) y + gimp_drawable_get_height (drawable) };
}

static gboolean
refuse (GimpDrawable *drawable, const gchar *reason, GError **error)
{
  gchar *name = gimp_item_get_name (GIMP_ITEM (drawable));

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0, "%s: %s", name, reason);
  g_free (name);

  return FALSE;
}

static gboolean
check_pixels (GimpDrawable *drawable, const Options *options, GError **error)
{
  gboolean replaced = options->output == OUTPUT_LAYER ||
                      options->output == OUTPUT_FILTER;

  if (replaced && gimp_item_get_lock_content (GIMP_ITEM (drawable)))
    return refuse (drawable, _ ("The selected layer's pixels are locked."),
                   error);
  if (replaced && gimp_item_get_lock_position (GIMP_ITEM (drawable)))
    return refuse (drawable, _ ("The selected layer's position is locked."),
                   error);
  if (gimp_drawable_is_indexed (drawable) &&
      options->interpolation != HOM_INTERPOLATION_NEAREST)
    return refuse (drawable,
                   _ ("An indexed image has no colors between those of its "
                      "colormap. Use the interpolation “none”, or convert the "
                      "image to RGB."),
                   error);
  if (options->output == OUTPUT_FILTER &&
      gimp_layer_get_mask (GIMP_LAYER (drawable)))
    return refuse (drawable,
                   _ ("A filter cannot move the layer mask along. Use the "
                      "output “layer”, or apply the mask first."),
                   error);

  return TRUE;
}

/* Returns: FALSE with a message when one of @drawables is not a layer that can
 * be transformed as @options say.
 */
gboolean
layers_check (GimpDrawable **drawables, const Options *options, GError **error)
{
  if (! drawables || ! drawables[0])
    {
      g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                           _ ("The argument “drawables” is empty: choose at "
                              "least one layer."));
      return FALSE;
    }

  for (gint i = 0; drawables[i]; i++)
    {
      GimpDrawable *drawable = drawables[i];

      if (! GIMP_IS_LAYER (drawable))
        return refuse (drawable,
                       _ ("Only layers can be transformed, not channels or "
                          "masks."),
                       error);
      if (gimp_item_is_group (GIMP_ITEM (drawable)))
        return refuse (drawable,
                       _ ("A layer group cannot be transformed yet. Choose the "
                          "layers inside it."),
                       error);
      if (gimp_layer_is_floating_sel (GIMP_LAYER (drawable)))
        return refuse (drawable,
                       _ ("A floating selection cannot be transformed. Anchor "
                          "it first."),
                       error);
      if (options->output != OUTPUT_NONE &&
          ! check_pixels (drawable, options, error))
        return FALSE;
      for (gint j = 0; j < i; j++)
        if (drawables[j] == drawable)
          return refuse (drawable, _ ("The layer is among “drawables” twice."),
                         error);
    }

  return TRUE;
}
