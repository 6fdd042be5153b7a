/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "apply-layer.h"
#include "hom-box.h"
#include "layers.h"
#include "result-box.h"
#include "warp-filter.h"

/* Merging a filter takes a quarter to a fifth of the time per pixel that it
 * takes to fetch and to send them.
 */
#define MOST_EXCESS 4.0

/* H between the layer's own pixels and those of a box of the image. */
static HomMatrix
to_layer (const HomMatrix *h, const HomBox *before, const HomBox *after)
{
  HomMatrix in      = hom_matrix_translation (before->x0, before->y0);
  HomMatrix out     = hom_matrix_translation (-after->x0, -after->y0);
  HomMatrix product = hom_matrix_multiply (h, &in);

  return hom_matrix_multiply (&out, &product);
}

/* The corners of the filter: @source and where H takes it, in the coordinates
 * of the boxes before and after.
 */
static void
filter_corners (const Transformation *transformation,
                const HomBox         *before,
                const HomBox         *after,
                HomPoint              source[4],
                HomPoint              target[4])
{
  HomMatrix h = to_layer (&transformation->h, before, after);

  for (gint i = 0; i < 4; i++)
    {
      source[i].x = transformation->source[i].x - before->x0;
      source[i].y = transformation->source[i].y - before->y0;
      hom_matrix_apply (&h, source[i], &target[i]);
    }
}

static gboolean
apply_filter (GimpLayer            *layer,
              const Transformation *transformation,
              const Options        *options,
              const gchar          *name,
              GError              **error)
{
  HomBox   box = layer_box (layer);
  HomPoint source[4];
  HomPoint target[4];

  filter_corners (transformation, &box, &box, source, target);

  return warp_filter_put (GIMP_DRAWABLE (layer), name, source, target,
                          &options->sampling, error);
}

/* GIMP gives the layer the box of what the filter makes. It is first put where
 * the result will be: where that begins with a tile of the filter's, the tiles
 * are handed over. After the filter it is cut to the result.
 */
static void
merge_at (GimpLayer *layer, GimpDrawableFilter *filter, const HomBox *after)
{
  gint x, y;

  gimp_layer_set_offsets (layer, (gint) after->x0, (gint) after->y0);
  gimp_drawable_merge_filter (GIMP_DRAWABLE (layer), filter);

  gimp_drawable_get_offsets (GIMP_DRAWABLE (layer), &x, &y);
  gimp_layer_resize (layer, (gint) (after->x1 - after->x0),
                     (gint) (after->y1 - after->y0), x - (gint) after->x0,
                     y - (gint) after->y0);
}

/* @buffer: (transfer full): the pixels of a drawable in the box @before.
 *
 * Returns: (transfer full): as they will be in the box @after.
 */
static GeglBuffer *
warp_to (GeglBuffer           *buffer,
         const Transformation *transformation,
         const HomBox         *before,
         const HomBox         *after,
         const HomSampling    *sampling)
{
  GeglBuffer *warped;
  HomPoint    source[4];
  HomPoint    target[4];

  filter_corners (transformation, before, after, source, target);
  warped = warp_buffer (buffer, source, target, sampling,
                        (gint) (after->x1 - after->x0),
                        (gint) (after->y1 - after->y0));
  g_object_unref (buffer);

  return warped;
}

/* By GIMP, with a filter that is merged. */
static gboolean
merge (GimpLayer            *layer,
       const Transformation *transformation,
       const Options        *options,
       const HomBox         *before,
       const HomBox         *after,
       const gchar          *name,
       GError              **error)
{
  GimpDrawableFilter *filter = warp_filter_new (GIMP_DRAWABLE (layer), name,
                                                error);
  HomPoint            source[4];
  HomPoint            target[4];

  if (! filter)
    return FALSE;

  filter_corners (transformation, before, after, source, target);
  warp_filter_set (filter, source, target, &options->sampling);
  warp_filter_round (filter);
  merge_at (layer, filter, after);

  return TRUE;
}

/* By the plug-in, which has to fetch the pixels and to send them back, but
 * makes no more of them than are in the box @after.
 */
static void
replace (GimpLayer            *layer,
         const Transformation *transformation,
         const Options        *options,
         const HomBox         *before,
         const HomBox         *after)
{
  GimpDrawable *drawable = GIMP_DRAWABLE (layer);
  GeglBuffer   *buffer   = warp_to (drawable_buffer (drawable), transformation,
                                    before, after, &options->sampling);

  gimp_layer_resize (layer, (gint) (after->x1 - after->x0),
                     (gint) (after->y1 - after->y0),
                     (gint) (before->x0 - after->x0),
                     (gint) (before->y0 - after->y0));
  warp_store (drawable, buffer);
}

static gdouble
area (const HomBox *box)
{
  return (box->x1 - box->x0) * (box->y1 - box->y0);
}

/* Whether not much more than the result would be made by a merged filter, which
 * makes all of the picture that is not behind the horizon, and, for the rules
 * that fill, the box that the layer has where merge_at() puts it.
 */
static gboolean
should_merge (const Transformation *transformation,
              const HomBox         *before,
              const HomBox         *after)
{
  HomBox moved = { after->x0, after->y0, after->x0 + before->x1 - before->x0,
                   after->y0 + before->y1 - before->y0 };
  HomBox box;

  if (! hom_matrix_map_box (&transformation->h, before, NULL, &box))
    return FALSE;

  box = hom_box_unite (&box, &moved);

  return area (&box) <= MOST_EXCESS * MAX (area (before), area (after));
}

/* Masks take no filters; hence they are rendered here. */
static gboolean
resample (GimpLayer            *layer,
          const Transformation *transformation,
          const Options        *options,
          const gchar          *name,
          GError              **error)
{
  GimpDrawable *mask        = GIMP_DRAWABLE (gimp_layer_get_mask (layer));
  HomBox        before      = layer_box (layer);
  GeglBuffer   *mask_buffer = NULL;
  HomBox        after;

  if (! result_box (transformation, layer, options, &after, error))
    return FALSE;

  if (mask)
    mask_buffer = warp_to (drawable_buffer (mask), transformation, &before,
                           &after, &options->sampling);
  if (! should_merge (transformation, &before, &after))
    replace (layer, transformation, options, &before, &after);
  else if (! merge (layer, transformation, options, &before, &after, name,
                    error))
    {
      g_clear_object (&mask_buffer);
      return FALSE;
    }
  if (mask)
    warp_store (mask, mask_buffer);

  return TRUE;
}

/* Text, links and paths become pixels, as with GIMP's own transformations. (In
 * GIMP 3.0 that is what a change of their pixels means.)
 */
static void
rasterize (GimpLayer *layer)
{
#if GIMP_CHECK_VERSION(3, 2, 0)
  if (GIMP_IS_RASTERIZABLE (layer) &&
      ! gimp_rasterizable_is_rasterized (GIMP_RASTERIZABLE (layer)))
    gimp_rasterizable_rasterize (GIMP_RASTERIZABLE (layer));
#endif
}

/* A filter of ours would move the new pixels once more, and a locked alpha
 * channel would keep their outline. (GIMP's own transformations ignore that
 * lock.)
 */
static gboolean
resample_unlocked (GimpLayer            *layer,
                   const Transformation *transformation,
                   const Options        *options,
                   const gchar          *name,
                   GError              **error)
{
  gboolean locked = gimp_layer_get_lock_alpha (layer);
  gboolean success;

  if (locked)
    gimp_layer_set_lock_alpha (layer, FALSE);
  rasterize (layer);
  warp_filter_remove (GIMP_DRAWABLE (layer));
  success = resample (layer, transformation, options, name, error);
  if (locked)
    gimp_layer_set_lock_alpha (layer, TRUE);

  return success;
}

static gboolean
apply_to_children (GimpLayer            *group,
                   const Transformation *transformation,
                   const Options        *options,
                   const gchar          *name,
                   GError              **error)
{
  g_autofree GimpItem **children = gimp_item_get_children (GIMP_ITEM (group));
  gboolean              success  = TRUE;

  for (gint i = 0; success && children && children[i]; i++)
    success = apply_to_layer (GIMP_LAYER (children[i]), transformation, options,
                              name, error);

  return success;
}

/* The mask of a group follows the group's box, which its children determine,
 * and what of it had lain there stays. Hence it is read before.
 */
static gboolean
apply_to_group (GimpLayer            *group,
                const Transformation *transformation,
                const Options        *options,
                const gchar          *name,
                GError              **error)
{
  GimpLayerMask *mask   = gimp_layer_get_mask (group);
  HomBox         before = drawable_box (GIMP_DRAWABLE (group));
  GeglBuffer    *buffer, *copy;
  HomBox         after;

  if (! mask)
    return apply_to_children (group, transformation, options, name, error);

  buffer = drawable_buffer (GIMP_DRAWABLE (mask));
  copy   = gegl_buffer_dup (buffer);
  g_object_unref (buffer);
  if (! apply_to_children (group, transformation, options, name, error))
    {
      g_object_unref (copy);
      return FALSE;
    }

  after = drawable_box (GIMP_DRAWABLE (group));
  warp_store (GIMP_DRAWABLE (mask), warp_to (copy, transformation, &before,
                                             &after, &options->sampling));

  return TRUE;
}

/* Transforms a layer that apply_check() has accepted. */
gboolean
apply_to_layer (GimpLayer            *layer,
                const Transformation *transformation,
                const Options        *options,
                const gchar          *name,
                GError              **error)
{
  if (gimp_item_is_group (GIMP_ITEM (layer)))
    return apply_to_group (layer, transformation, options, name, error);

  if (! gimp_drawable_has_alpha (GIMP_DRAWABLE (layer)))
    gimp_layer_add_alpha (layer);

  if (options->output == OUTPUT_FILTER)
    return apply_filter (layer, transformation, options, name, error);

  return resample_unlocked (layer, transformation, options, name, error);
}
