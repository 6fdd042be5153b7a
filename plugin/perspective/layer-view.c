/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "plugin/apply/layer-source.h"
#include "plugin/layers/camera.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/layer-view.h"

/* Points are the same when they are to this many pixels: XCF files keep corners
 * as floats.
 */
#define SAME 0.01

static gboolean
are_near (gdouble a, gdouble b)
{
  return fabs (a - b) < SAME;
}

/* Tells whether a quadrilateral is an upright rectangle. */
gboolean
layer_view_is_upright (const HomPoint quad[4])
{
  return are_near (quad[0].y, quad[1].y) && are_near (quad[1].x, quad[2].x) &&
         are_near (quad[2].y, quad[3].y) && are_near (quad[3].x, quad[0].x) &&
         quad[1].x - quad[0].x > SAME && quad[3].y - quad[0].y > SAME;
}

/* Tells whether the quadrilateral is all of the layer. */
static gboolean
is_whole (const HomPoint quad[4], GimpLayer *layer)
{
  HomBox   box = layer_box (layer);
  HomPoint own[4];

  hom_quad_from_box (&box, own);
  for (gint i = 0; i < 4; i++)
    if (! are_near (quad[i].x, own[i].x - box.x0) ||
        ! are_near (quad[i].y, own[i].y - box.y0))
      return FALSE;

  return TRUE;
}

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

  if (! is_whole (settings->source, layer))
    return layer_view_is_upright (settings->target);

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
