/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/apply/change.h"
#include "plugin/apply/result-box.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/layers/mask.h"
#include "ui/canvas/hom-box.h"

/**
 * ChangeKind:
 * @CHANGE_FILTER: a filter is put on the layer, or one that is there is set.
 * @CHANGE_PIXELS: the layer's pixels and its mask are resampled.
 * @CHANGE_KEEP_MASK: the mask of a layer group is set to what it is. GIMP cuts
 *   it to the group's box whenever that changes, and has no undo step for that;
 *   this one, undone last, brings all of it back.
 * @CHANGE_GROUP_MASK: the mask of a layer group follows what is inside.
 * @CHANGE_INSERT: a copy comes into the image.
 */
typedef enum
{
  CHANGE_FILTER,
  CHANGE_PIXELS,
  CHANGE_KEEP_MASK,
  CHANGE_GROUP_MASK,
  CHANGE_INSERT
} ChangeKind;

/* @before, @after: the layer's boxes.
 * @filter: (nullable): to be put on the layer, or to be merged.
 * @old_filter: (nullable): what that takes the place of; the same, if it is
 * only set.
 * @old_mask: (nullable): what the mask was, and
 * @mask: (nullable): what it becomes; neither is in the image.
 * @lacks_alpha: whether the layer has no alpha channel yet.
 * @is_locked: whether its alpha channel is locked.
 * @original: (nullable): the layer that this one is a copy of, not yet in the
 *   image.
 * @is_rendered: whether what takes time is done.
 * @is_done: whether the image has what was made for it.
 */
struct _Change
{
  ChangeKind            kind;
  GimpLayer            *layer;
  const Transformation *transformation;
  const Options        *options;
  HomBox                before, after;
  GimpDrawableFilter   *filter, *old_filter;
  GimpChannel          *old_mask, *mask;
  gboolean              lacks_alpha;
  gboolean              is_locked;
  GimpLayer            *original;
  gboolean              is_rendered;
  gboolean              is_done;
};

/* ---- Geometry ---- */

/* H between the layer's own pixels and those of a box of the image. */
static HomMatrix
to_layer (const HomMatrix *h, const HomBox *before, const HomBox *after)
{
  HomMatrix in      = hom_matrix_translation (before->x0, before->y0);
  HomMatrix out     = hom_matrix_translation (-after->x0, -after->y0);
  HomMatrix product = hom_matrix_multiply (h, &in);

  return hom_matrix_multiply (&out, &product);
}

/* The corners of the filter: where the transformation has them and where H
 * takes them, in the coordinates of the boxes before and after.
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
is_same (const HomBox *a, const HomBox *b)
{
  return a->x0 == b->x0 && a->y0 == b->y0 && a->x1 == b->x1 && a->y1 == b->y1;
}

/* ---- Making ready ---- */

/* What GIMP is asked for now need not be asked for between two changes. */
static Change *
add_change (GPtrArray            *changes,
            ChangeKind            kind,
            GimpLayer            *layer,
            const Transformation *transformation,
            const Options        *options)
{
  Change *change = g_new0 (Change, 1);

  change->kind           = kind;
  change->layer          = layer;
  change->transformation = transformation;
  change->options        = options;
  change->lacks_alpha    = ! gimp_drawable_has_alpha (GIMP_DRAWABLE (layer));
  change->is_locked      = gimp_layer_get_lock_alpha (layer);
  g_ptr_array_add (changes, change);

  return change;
}

/* Masks take no filters; hence they are rendered by the plug-in, and are sent
 * to GIMP before anything is changed.
 *
 * Returns: what a mask in the box @before becomes in the box @after.
 */
static GimpChannel *
warp_mask (const Change *change, gpointer mask, const HomBox *after)
{
  GimpChannel *warped = mask_new (change->layer, after);
  GeglBuffer  *input  = drawable_buffer (mask);
  GeglBuffer  *output = drawable_buffer (GIMP_DRAWABLE (warped));
  HomPoint     source[4];
  HomPoint     target[4];

  filter_corners (change->transformation, &change->before, after, source,
                  target);
  warp_buffer (input, source, target, &change->options->sampling, output);
  g_object_unref (input);
  g_object_unref (output);

  return warped;
}

static gboolean
prepare_filter (GPtrArray            *changes,
                GimpLayer            *layer,
                const Transformation *transformation,
                const Options        *options,
                const gchar          *name,
                GError              **error)
{
  Change  *change = add_change (changes, CHANGE_FILTER, layer, transformation,
                                options);
  HomBox   box    = layer_box (layer);
  HomPoint source[4];
  HomPoint target[4];

  filter_corners (transformation, &box, &box, source, target);
  change->filter = warp_filter_prepare (GIMP_DRAWABLE (layer), name, source,
                                        target, &options->sampling,
                                        &change->old_filter, error);

  return change->filter != NULL;
}

/* The filter that is merged makes the box that the layer is to have, and GIMP
 * then gives it to the layer and to its mask.
 */
static gboolean
prepare_merge (Change *change, const gchar *name, GError **error)
{
  const HomBox *before = &change->before;
  HomBox        box    = change->after;
  HomPoint      source[4];
  HomPoint      target[4];

  change->filter = warp_filter_new (GIMP_DRAWABLE (change->layer), name, error);
  if (! change->filter)
    return FALSE;

  box.x0 -= before->x0;
  box.y0 -= before->y0;
  box.x1 -= before->x0;
  box.y1 -= before->y0;
  filter_corners (change->transformation, before, before, source, target);
  warp_filter_set (change->filter, source, target, &change->options->sampling);
  warp_filter_limit (change->filter, &box);

  return TRUE;
}

static gboolean
prepare_pixels (GPtrArray            *changes,
                GimpLayer            *layer,
                const Transformation *transformation,
                const Options        *options,
                const gchar          *name,
                GError              **error)
{
  Change *change = add_change (changes, CHANGE_PIXELS, layer, transformation,
                               options);
  GimpLayerMask *mask = gimp_layer_get_mask (layer);

  change->before = layer_box (layer);
  if (! result_box (transformation, layer, options, &change->after, error) ||
      ! prepare_merge (change, name, error))
    return FALSE;

  if (mask)
    change->mask = warp_mask (change, mask, &change->after);

  return TRUE;
}

static gboolean prepare_layer (GPtrArray            *changes,
                               GimpLayer            *layer,
                               const Transformation *transformation,
                               const Options        *options,
                               const gchar          *name,
                               GError              **error);

/* The mask of a group follows the group's box, which its children determine,
 * and what of it had lain there stays. Hence it is kept. The box is that of the
 * children's, unless their other filters make it another one.
 */
static void
prepare_group_mask (GPtrArray            *changes,
                    guint                 first_child,
                    GimpLayer            *group,
                    const Transformation *transformation,
                    const Options        *options)
{
  GimpLayerMask *mask   = gimp_layer_get_mask (group);
  Change        *change = NULL;
  HomBox         after  = drawable_box (GIMP_DRAWABLE (group));
  gboolean       is_any = FALSE;

  for (guint i = first_child; i < changes->len; i++)
    {
      change = g_ptr_array_index (changes, i);
      if (change->kind == CHANGE_PIXELS)
        {
          after  = is_any ? hom_box_unite (&after, &change->after) :
                            change->after;
          is_any = TRUE;
        }
    }

  change = add_change (changes, CHANGE_GROUP_MASK, group, transformation,
                       options);
  change->before   = drawable_box (GIMP_DRAWABLE (group));
  change->after    = after;
  change->old_mask = mask_copy (group);
  change->mask     = warp_mask (change, mask, &after);
}

static gboolean
prepare_group (GPtrArray            *changes,
               GimpLayer            *group,
               const Transformation *transformation,
               const Options        *options,
               const gchar          *name,
               GError              **error)
{
  g_autofree GimpItem **children = gimp_item_get_children (GIMP_ITEM (group));
  guint                 first    = changes->len;
  GimpLayerMask        *mask     = gimp_layer_get_mask (group);
  gboolean              success  = TRUE;

  if (mask)
    {
      Change *change = add_change (changes, CHANGE_KEEP_MASK, group,
                                   transformation, options);

      change->mask = mask_copy (group);
    }
  for (gint i = 0; success && children && children[i]; i++)
    success = prepare_layer (changes, GIMP_LAYER (children[i]), transformation,
                             options, name, error);
  if (success && mask)
    prepare_group_mask (changes, first, group, transformation, options);

  return success;
}

static gboolean
prepare_layer (GPtrArray            *changes,
               GimpLayer            *layer,
               const Transformation *transformation,
               const Options        *options,
               const gchar          *name,
               GError              **error)
{
  if (gimp_item_is_group (GIMP_ITEM (layer)))
    return prepare_group (changes, layer, transformation, options, name, error);
  if (options->output == OUTPUT_FILTER)
    return prepare_filter (changes, layer, transformation, options, name,
                           error);

  return prepare_pixels (changes, layer, transformation, options, name, error);
}

/* A copy can be changed whatever the locks of the original. */
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

static gboolean
is_pixels (GimpLayer *layer)
{
#if GIMP_CHECK_VERSION(3, 2, 0)
  if (GIMP_IS_RASTERIZABLE (layer))
    return gimp_rasterizable_is_rasterized (GIMP_RASTERIZABLE (layer));
#endif

  return ! GIMP_IS_TEXT_LAYER (layer);
}

/* Whether GIMP can do all that is to be done to a layer that is not in the
 * image. Removing a filter would be a step of its own to be undone, and merging
 * one that keeps the layer's box is a step in any case.
 */
static gboolean
can_be_changed_apart (GimpLayer            *layer,
                      const Transformation *transformation,
                      const Options        *options)
{
  HomBox before = layer_box (layer);
  HomBox after;

  return ! gimp_item_is_group (GIMP_ITEM (layer)) && is_pixels (layer) &&
         ! warp_filter_find (GIMP_DRAWABLE (layer)) &&
         result_box (transformation, layer, options, &after, NULL) &&
         ! is_same (&before, &after);
}

static gboolean
prepare_copy (GPtrArray            *changes,
              GimpLayer            *layer,
              const Transformation *transformation,
              const Options        *options,
              const gchar          *name,
              GError              **error)
{
  GimpLayer *copy = copy_layer (layer, name);
  Change    *change;

  if (! can_be_changed_apart (copy, transformation, options))
    {
      change = add_change (changes, CHANGE_INSERT, copy, transformation,
                           options);
      change->original = layer;
      return prepare_layer (changes, copy, transformation, options, name,
                            error);
    }

  if (! prepare_pixels (changes, copy, transformation, options, name, error))
    {
      gimp_item_delete (GIMP_ITEM (copy));
      return FALSE;
    }
  change           = g_ptr_array_index (changes, changes->len - 1);
  change->original = layer;

  return TRUE;
}

/* Makes ready what becomes of a layer that apply_check() has accepted. Nothing
 * of the image is changed.
 *
 * @changes: are added to, in the order in which they are to be carried out.
 * @transformation, @options: to outlive them.
 *
 * Returns: FALSE with a message when GIMP refuses something.
 */
gboolean
changes_prepare (GPtrArray            *changes,
                 GimpLayer            *layer,
                 const Transformation *transformation,
                 const Options        *options,
                 const gchar          *name,
                 GError              **error)
{
  if (options->output == OUTPUT_NEW_LAYER)
    return prepare_copy (changes, layer, transformation, options, name, error);

  return prepare_layer (changes, layer, transformation, options, name, error);
}

/* ---- Carrying out ---- */

/* Text, links and paths become pixels, as with GIMP's own transformations. (In
 * GIMP 3.0 that is what a change of their pixels means.)
 */
static void
rasterize (GimpLayer *layer)
{
#if GIMP_CHECK_VERSION(3, 2, 0)
  if (! is_pixels (layer))
    gimp_rasterizable_rasterize (GIMP_RASTERIZABLE (layer));
#endif
}

static void
add_alpha (const Change *change)
{
  if (change->lacks_alpha)
    gimp_layer_add_alpha (change->layer);
}

static void
set_mask (const Change *change)
{
  mask_set (GIMP_CHANNEL (gimp_layer_get_mask (change->layer)), change->mask);
}

/* A filter of ours would move the new pixels once more, and a locked alpha
 * channel would keep their outline. (GIMP's own transformations ignore that
 * lock.) Before the filter is merged little is to be seen of the changes, and
 * GIMP merges on when the plug-in has died.
 */
static void
render_pixels (Change *change)
{
  GimpLayer *layer = change->layer;

  if (change->is_locked)
    gimp_layer_set_lock_alpha (layer, FALSE);
  rasterize (layer);
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

static void
store_group_mask (Change *change)
{
  HomBox after = drawable_box (GIMP_DRAWABLE (change->layer));

  if (! is_same (&after, &change->after))
    {
      gimp_item_delete (GIMP_ITEM (change->mask));
      change->mask = warp_mask (change, change->old_mask, &after);
    }
  set_mask (change);
}

/* Above the original. */
static void
insert (Change *change)
{
  GimpItem  *original = GIMP_ITEM (change->original);
  GimpImage *image    = gimp_item_get_image (original);

  gimp_image_insert_layer (image, change->layer,
                           GIMP_LAYER (gimp_item_get_parent (original)),
                           gimp_image_get_item_position (image, original));
}

/* Returns: whether it makes a layer that is in no image so far. */
gboolean
change_is_apart (const Change *change)
{
  return change->kind == CHANGE_PIXELS && change->original != NULL;
}

/* Does, of a change that is made apart, all but the last step. Nothing may be
 * selected in the image meanwhile.
 */
void
change_render (Change *change)
{
  if (! change->is_rendered)
    render_pixels (change);
  change->is_rendered = TRUE;
}

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

static void
discard (GimpChannel *mask)
{
  if (mask)
    gimp_item_delete (GIMP_ITEM (mask));
}

/* A change that was not carried out leaves nothing in GIMP. */
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
