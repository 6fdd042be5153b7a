/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/layer-source.h"
#include "plugin/layers/camera.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/layer-view.h"

/* Tells whether a filter is one that this command has made: it takes a
 * quadrilateral of the layer to an upright rectangle. Where it takes all of the
 * layer somewhere, as one of any command may, its name tells.
 */
static gboolean
is_own (GimpDrawableFilter *filter,
        const WarpSettings *settings,
        GimpLayer          *layer)
{
  g_autofree gchar *name = NULL;

  if (! warp_settings_are_whole (settings, GIMP_DRAWABLE (layer)))
    return warp_settings_are_upright (settings);

  name = gimp_drawable_filter_get_name (filter);

  return g_strcmp0 (name, _ ("Straighten Perspective")) == 0;
}

/* Finds the filter on a layer that is to be edited.
 *
 * @settings: (out): its settings.
 *
 * Returns: FALSE when there is none.
 */
gboolean
layer_view_edited (GimpLayer *layer, WarpSettings *settings)
{
  GimpDrawable       *drawable = GIMP_DRAWABLE (layer);
  GimpDrawableFilter *filter   = warp_filter_find (drawable);

  if (! filter)
    return FALSE;

  warp_filter_get (filter, drawable, settings);

  return is_own (filter, settings, layer);
}

/* Finds how a layer is seen. */
LayerView
layer_view_read (GimpLayer *layer)
{
  LayerView    view = { .camera = camera_read (layer),
                        .shown  = HOM_MATRIX_IDENTITY };
  WarpSettings settings;

  if (! layer_view_edited (layer, &settings))
    view.is_elsewhere = warp_filter_matrix (GIMP_DRAWABLE (layer), &view.shown);

  return view;
}

/* Creates a source that shows the layer as it is seen. */
HomSource *
layer_view_source (const LayerView *view, GimpLayer *layer)
{
  return view->is_elsewhere ? layer_source_new_filtered (layer) :
                              layer_source_new (layer);
}

/* Finds which point of the layer's own pixels is seen somewhere.
 *
 * Returns: FALSE with a message when none is.
 */
gboolean
layer_view_point (const LayerView *view,
                  HomPoint         seen,
                  HomPoint        *own,
                  GError         **error)
{
  HomMatrix back;

  if (! hom_matrix_invert (&view->shown, &back, error))
    return FALSE;
  if (hom_matrix_apply (&back, seen, own))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _ ("Nothing of the layer is seen at (%.0f, %.0f), beyond its "
                  "horizon."),
               seen.x, seen.y);

  return FALSE;
}

/* Finds where the corners of the layer are seen, or those of the box of what is
 * seen, where one is behind the horizon.
 *
 * @corners: (out): these, in the coordinates of the image.
 */
void
layer_view_corners (const LayerView *view,
                    GimpLayer       *layer,
                    HomPoint         corners[4])
{
  HomBox   box = layer_box (layer);
  HomBox   seen;
  HomPoint own[4];

  hom_quad_from_box (&box, own);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (&view->shown, own[i], &corners[i]))
      {
        if (! hom_matrix_map_box (&view->shown, &box, NULL, &seen))
          seen = box;
        hom_quad_from_box (&seen, corners);
        return;
      }
}
