/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/layer-source.h"
#include "plugin/perspective/layer-view.h"
#include "plugin/perspective/perspective-corners.h"
#include "ui/quad/hom-found-corners.h"

/* Finds the corners of the sheet that stands out in a layer.
 *
 * Returns: FALSE with a message when there is none, or none that is sure
 * enough.
 */
static gboolean
find_corners (const PerspectiveArguments *arguments,
              GimpLayer                  *layer,
              HomFoundQuad               *corners,
              GError                    **error)
{
  const LayerView view         = layer_view_read (layer);
  g_autoptr (HomSource) source = layer_source_new (layer);
  g_autofree gchar *name       = gimp_item_get_name (GIMP_ITEM (layer));
  HomPoint          inside     = arguments->inside;
  HomFoundCorners   found;

  if (arguments->has_inside &&
      ! layer_view_point (&view, arguments->inside, &inside, error))
    return FALSE;
  if (! hom_find_corners (source, arguments->has_inside ? &inside : NULL,
                          &found, error) ||
      ! hom_found_corners_map (&found, &view.shown, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  *corners = found.quads[0];
  if (corners->confidence >= arguments->least_confidence)
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _ ("%s: The corners that were found are not sure enough: their "
                  "confidence is %.2f, and the argument “least-confidence” is "
                  "%.2f."),
               name, corners->confidence, arguments->least_confidence);

  return FALSE;
}

/* Chooses the corners of a layer.
 *
 * @corners: (out): in the coordinates of the image; those that were given are
 *   certain.
 *
 * Returns: FALSE with a message when they cannot be found.
 */
gboolean
perspective_corners (const PerspectiveArguments *arguments,
                     GimpLayer                  *layer,
                     HomFoundQuad               *corners,
                     GError                    **error)
{
  if (arguments->corners == CORNERS_FIND)
    return find_corners (arguments, layer, corners, error);

  memcpy (corners->corners, arguments->quad, sizeof (corners->corners));
  corners->confidence = 1.0;

  return TRUE;
}
