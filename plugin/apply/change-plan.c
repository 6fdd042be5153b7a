/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "homography.h"
#include "plugin/apply/change-plan.h"
#include "plugin/apply/result-box.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/layers/mask.h"
#include "plugin/layers/rasterize.h"

static Change *
add_change (const ChangePlan *plan, ChangeKind kind, GimpLayer *layer)
{
  Change *change = change_new (kind, layer, plan->transformation,
                               plan->options);

  g_ptr_array_add (plan->changes, change);

  return change;
}

/* Moves a box from the coordinates of the image to those of the layer. */
static HomBox
box_in_layer (HomBox box, const HomBox *layer)
{
  box.x0 -= layer->x0;
  box.y0 -= layer->y0;
  box.x1 -= layer->x0;
  box.y1 -= layer->y0;

  return box;
}

static gboolean
is_only_layer (GimpLayer *layer)
{
  GimpImage             *image  = gimp_item_get_image (GIMP_ITEM (layer));
  g_autofree GimpLayer **layers = gimp_image_get_layers (image);

  return layers[0] == layer && ! layers[1];
}

/* Chooses what the filter is limited to. Where the image has one layer, GIMP
 * (3.0.4 to 3.2.6) exports the box of the filter instead of the image: to TIFF
 * always, to others where the layer is as large as the image; and it lays that
 * box at the corner of the layer. So the filter is given the box of the image,
 * where that begins at this corner or is that of the result.
 *
 * @limit: (out): that, in the coordinates of the layer.
 */
static gboolean
choose_limit (const ChangePlan *plan, GimpLayer *layer, HomBox *limit)
{
  HomBox box = layer_box (layer);
  HomBox after;

  *limit = box_in_layer (box, &box);
  if (plan->options->clipping == CLIPPING_CLIP)
    return TRUE;

  *limit = box_in_layer (plan->canvas, &box);

  return is_only_layer (layer) &&
         ((box.x0 == plan->canvas.x0 && box.y0 == plan->canvas.y0) ||
          (result_box (plan->transformation, layer, plan->options, &after,
                       NULL) &&
           box_is_same (&after, &plan->canvas)));
}

static gboolean
prepare_filter (const ChangePlan *plan, GimpLayer *layer, GError **error)
{
  Change      *change   = add_change (plan, CHANGE_FILTER, layer);
  HomBox       box      = layer_box (layer);
  WarpSettings settings = { .sampling = plan->options->sampling };

  settings.is_clipped = plan->options->clipping == CLIPPING_CORNERS ||
                        plan->transformation->is_cut;
  settings.is_limited = choose_limit (plan, layer, &settings.limit);
  transformation_get_corners (plan->transformation, &box, &box, settings.source,
                              settings.target);
  change->filter = warp_filter_prepare (GIMP_DRAWABLE (layer), plan->name,
                                        &settings, &change->old_filter, error);

  return change->filter != NULL;
}

/* Prepares the filter that is merged: it makes the box that the layer is to
 * have, and GIMP then gives that to the layer and to its mask.
 */
static gboolean
prepare_merge (Change *change, const gchar *name, GError **error)
{
  GimpDrawable *drawable = GIMP_DRAWABLE (change->layer);
  WarpSettings  settings = { .sampling   = change->options->sampling,
                             .is_clipped = change->transformation.is_cut,
                             .is_limited = TRUE };

  change->filter = warp_filter_new (drawable, name, error);
  if (! change->filter)
    return FALSE;

  settings.limit = box_in_layer (change->after, &change->before);
  transformation_get_corners (&change->transformation, &change->before,
                              &change->before, settings.source,
                              settings.target);
  warp_filter_set (change->filter, drawable, &settings);
  warp_filter_round (change->filter);

  return TRUE;
}

static gboolean
prepare_pixels (const ChangePlan *plan, GimpLayer *layer, GError **error)
{
  Change        *change = add_change (plan, CHANGE_PIXELS, layer);
  GimpLayerMask *mask   = gimp_layer_get_mask (layer);

  change->before = layer_box (layer);
  if (! result_box (plan->transformation, layer, plan->options, &change->after,
                    error) ||
      ! prepare_merge (change, plan->name, error))
    return FALSE;

  if (mask)
    change->mask = change_warp_mask (change, mask, &change->after);

  return TRUE;
}

static gboolean
prepare_layer (const ChangePlan *plan, GimpLayer *layer, GError **error);

/* Prepares the mask of a group. GIMP cuts it to the group's box, which the
 * children determine, and keeps only what lies in it: hence a copy is kept. The
 * box is that around the children, unless their other filters make it another
 * one.
 */
static void
prepare_group_mask (const ChangePlan *plan, guint first_child, GimpLayer *group)
{
  GimpLayerMask *mask   = gimp_layer_get_mask (group);
  Change        *change = NULL;
  HomBox         after  = drawable_box (GIMP_DRAWABLE (group));
  gboolean       is_any = FALSE;

  for (guint i = first_child; i < plan->changes->len; i++)
    {
      change = g_ptr_array_index (plan->changes, i);
      if (change->kind == CHANGE_PIXELS)
        {
          after  = is_any ? hom_box_unite (&after, &change->after) :
                            change->after;
          is_any = TRUE;
        }
    }

  change           = add_change (plan, CHANGE_GROUP_MASK, group);
  change->before   = drawable_box (GIMP_DRAWABLE (group));
  change->after    = after;
  change->old_mask = mask_copy (group);
  change->mask     = change_warp_mask (change, mask, &after);
}

static gboolean
prepare_group (const ChangePlan *plan, GimpLayer *group, GError **error)
{
  g_autofree GimpItem **children = gimp_item_get_children (GIMP_ITEM (group));
  guint                 first    = plan->changes->len;
  GimpLayerMask        *mask     = gimp_layer_get_mask (group);
  gboolean              success  = TRUE;

  if (mask)
    {
      Change *change = add_change (plan, CHANGE_KEEP_MASK, group);

      change->mask = mask_copy (group);
    }
  for (gint i = 0; success && children && children[i]; i++)
    {
      GimpLayer     *child = GIMP_LAYER (children[i]);
      ChangePlan     inner = *plan;
      Transformation transformation;

      transformation_of_member (plan->transformation, plan->options, child,
                                &transformation);
      inner.transformation = &transformation;
      success              = prepare_layer (&inner, child, error);
    }
  if (success && mask)
    prepare_group_mask (plan, first, group);

  return success;
}

static gboolean
prepare_layer (const ChangePlan *plan, GimpLayer *layer, GError **error)
{
  if (gimp_item_is_group (GIMP_ITEM (layer)))
    return prepare_group (plan, layer, error);
  if (plan->options->output == OUTPUT_FILTER)
    return prepare_filter (plan, layer, error);

  return prepare_pixels (plan, layer, error);
}

/* Unlocks a copy: it can be changed whatever the locks of the original. */
static void
unlock (GimpItem *item)
{
  g_autofree GimpItem **children = NULL;

  gimp_item_set_lock_content (item, FALSE);
  gimp_item_set_lock_position (item, FALSE);
  if (gimp_item_is_group (item))
    children = gimp_item_get_children (item);
  for (gint i = 0; children && children[i]; i++)
    unlock (children[i]);
}

static GimpLayer *
copy_layer (GimpLayer *layer, const gchar *name)
{
  GimpLayer        *copy       = gimp_layer_copy (layer);
  g_autofree gchar *layer_name = gimp_item_get_name (GIMP_ITEM (layer));
  g_autofree gchar *copy_name  = NULL;

  copy_name = g_strdup_printf ("%s (%s)", layer_name, name);
  gimp_item_set_name (GIMP_ITEM (copy), copy_name);
  unlock (GIMP_ITEM (copy));

  return copy;
}

/* Tells whether GIMP can do all that is to be done to a layer while it is not
 * in the image. Removing a filter would be a step of its own to be undone, and
 * merging one that keeps the layer's box is a step in any case.
 */
static gboolean
can_be_changed_apart (const ChangePlan *plan, GimpLayer *layer)
{
  HomBox before = layer_box (layer);
  HomBox after;

  return ! gimp_item_is_group (GIMP_ITEM (layer)) && layer_is_raster (layer) &&
         ! warp_filter_find (GIMP_DRAWABLE (layer)) &&
         result_box (plan->transformation, layer, plan->options, &after,
                     NULL) &&
         ! box_is_same (&before, &after);
}

static gboolean
prepare_copy (const ChangePlan *plan, GimpLayer *layer, GError **error)
{
  GimpLayer *copy = copy_layer (layer, plan->name);
  Change    *change;

  if (! can_be_changed_apart (plan, copy))
    {
      change           = add_change (plan, CHANGE_INSERT, copy);
      change->original = layer;
      return prepare_layer (plan, copy, error);
    }

  if (! prepare_pixels (plan, copy, error))
    {
      gimp_item_delete (GIMP_ITEM (copy));
      return FALSE;
    }
  change           = g_ptr_array_index (plan->changes, plan->changes->len - 1);
  change->original = layer;

  return TRUE;
}

/* Makes ready what becomes of a layer that apply_check() has accepted. Nothing
 * of the image is changed.
 *
 * Returns: FALSE with a message when GIMP refuses something.
 */
gboolean
change_plan_add (const ChangePlan *plan, GimpLayer *layer, GError **error)
{
  if (plan->options->output == OUTPUT_NEW_LAYER)
    return prepare_copy (plan, layer, error);

  return prepare_layer (plan, layer, error);
}
