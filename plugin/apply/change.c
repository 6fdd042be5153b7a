/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/apply/change.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/layers/mask.h"
#include "plugin/layers/rasterize.h"

/* Creates a change. GIMP is asked now for what it need not be asked for between
 * two changes then.
 */
Change *
change_new (ChangeKind            kind,
            GimpLayer            *layer,
            const Transformation *transformation,
            const Options        *options)
{
  Change *change = g_new0 (Change, 1);

  change->kind           = kind;
  change->layer          = layer;
  change->transformation = *transformation;
  change->options        = options;
  change->lacks_alpha    = ! gimp_drawable_has_alpha (GIMP_DRAWABLE (layer));
  change->is_locked      = gimp_layer_get_lock_alpha (layer);

  return change;
}

static void
discard (GimpChannel *mask)
{
  if (mask)
    gimp_item_delete (GIMP_ITEM (mask));
}

/* Frees a change. One that was not carried out leaves nothing in GIMP. */
void
change_free (gpointer data)
{
  Change *change = data;

  if (change->filter && change->filter != change->old_filter)
    gimp_drawable_filter_delete (change->filter);
  if (change->original && ! change->is_done)
    gimp_item_delete (GIMP_ITEM (change->layer));
  discard (change->old_mask);
  discard (change->mask);
  g_free (change);
}

/* ---- Masks ---- */

/* Warps a mask. Masks take no filters; hence they are rendered by the plug-in,
 * and are sent to GIMP before anything is changed.
 *
 * Returns: what a mask in the box @before becomes in the box @after.
 */
GimpChannel *
change_warp_mask (const Change *change, gpointer mask, const HomBox *after)
{
  GimpChannel *warped = mask_new (change->layer, after);
  GeglBuffer  *input  = drawable_buffer (mask);
  GeglBuffer  *output = drawable_buffer (GIMP_DRAWABLE (warped));
  HomPoint     source[4];
  HomPoint     target[4];

  transformation_get_corners (&change->transformation, &change->before, after,
                              source, target);
  warp_buffer (input, source, target, &change->options->sampling, output);
  g_object_unref (input);
  g_object_unref (output);

  return warped;
}

static void
set_mask (const Change *change)
{
  mask_set (GIMP_CHANNEL (gimp_layer_get_mask (change->layer)), change->mask);
}

static void
store_group_mask (Change *change)
{
  HomBox after = drawable_box (GIMP_DRAWABLE (change->layer));

  if (! box_is_same (&after, &change->after))
    {
      gimp_item_delete (GIMP_ITEM (change->mask));
      change->mask = change_warp_mask (change, change->old_mask, &after);
    }
  set_mask (change);
}

/* ---- Carrying out ---- */

static void
add_alpha (const Change *change)
{
  if (change->lacks_alpha)
    gimp_layer_add_alpha (change->layer);
}

/* Resamples the layer. A filter of ours would move the new pixels once more,
 * and a locked alpha channel would keep their outline. (GIMP's own
 * transformations ignore that lock.) Before the filter is merged little is to
 * be seen of the changes, and GIMP merges on when the plug-in has died.
 */
static void
render_pixels (Change *change)
{
  GimpLayer *layer = change->layer;

  if (change->is_locked)
    gimp_layer_set_lock_alpha (layer, FALSE);
  layer_rasterize (layer);
  warp_filter_remove (GIMP_DRAWABLE (layer));
  add_alpha (change);
  gimp_drawable_merge_filter (GIMP_DRAWABLE (layer), change->filter);
  change->filter = NULL;
  if (change->mask)
    set_mask (change);
  if (change->is_locked)
    gimp_layer_set_lock_alpha (layer, TRUE);
}

static void
put_filter (Change *change)
{
  add_alpha (change);
  warp_filter_put (GIMP_DRAWABLE (change->layer), change->filter,
                   change->old_filter);
  change->filter = NULL;
}

/* Inserts the copy above the original. */
static void
insert (Change *change)
{
  GimpItem  *original = GIMP_ITEM (change->original);
  GimpImage *image    = gimp_item_get_image (original);

  gimp_image_insert_layer (image, change->layer,
                           GIMP_LAYER (gimp_item_get_parent (original)),
                           gimp_image_get_item_position (image, original));
}

/* Returns: whether the change makes a layer that is in no image so far. */
gboolean
change_is_apart (const Change *change)
{
  return change->kind == CHANGE_PIXELS && change->original != NULL;
}

/* Does all but the last step of a change to a layer that is in no image.
 * Nothing may be selected in the image meanwhile.
 */
void
change_render (Change *change)
{
  if (! change->is_rendered)
    render_pixels (change);
  change->is_rendered = TRUE;
}

/* Carries out a change. */
void
change_carry_out (Change *change)
{
  switch (change->kind)
    {
    case CHANGE_FILTER:
      put_filter (change);
      break;
    case CHANGE_PIXELS:
      change_render (change);
      if (change->original)
        insert (change);
      break;
    case CHANGE_KEEP_MASK:
      set_mask (change);
      break;
    case CHANGE_GROUP_MASK:
      store_group_mask (change);
      break;
    case CHANGE_INSERT:
      insert (change);
      break;
    }
  change->is_done = TRUE;
}
