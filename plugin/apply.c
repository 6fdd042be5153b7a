/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "apply-layer.h"
#include "apply.h"
#include "hom-box.h"
#include "layers.h"
#include "result-box.h"
#include "warp-filter.h"

/* Where the horizon crosses the layer, what is well in front of it; else all.
 */
static HomBox
choose_wanted (const Transformation *transformation, const HomBox *box)
{
  HomBox wanted = RESULT_BOX_EVERYWHERE;

  if (! hom_matrix_has_horizon (&transformation->h, box))
    return wanted;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint p;
      HomBox   point;

      hom_matrix_apply (&transformation->h, transformation->source[i], &p);
      point  = (HomBox) { p.x, p.y, p.x, p.y };
      wanted = i ? hom_box_unite (&wanted, &point) : point;
    }

  return wanted;
}

/* Returns: FALSE with a message when @h is singular or shows nothing of @layer.
 * A negative multiple of a matrix that shows it becomes positive.
 */
gboolean
transformation_init (Transformation  *transformation,
                     const HomMatrix *h,
                     GimpLayer       *layer,
                     GError         **error)
{
  HomBox    box = layer_box (layer);
  HomMatrix inverse;

  if (! hom_matrix_invert (h, &inverse, error))
    return FALSE;

  transformation->h = hom_matrix_face (h, &box);
  transformation->h = hom_matrix_normalize (&transformation->h);
  hom_quad_in_front (&transformation->h, &box, transformation->source);
  transformation->wanted = choose_wanted (transformation, &box);

  return TRUE;
}

static gboolean
check_layer (GimpLayer            *layer,
             const Transformation *transformation,
             const Options        *options,
             GError              **error)
{
  g_autofree GimpItem **children = NULL;
  gboolean              success  = TRUE;

  if (! gimp_item_is_group (GIMP_ITEM (layer)))
    return result_box_check (transformation, layer, options, error);

  children = gimp_item_get_children (GIMP_ITEM (layer));
  for (gint i = 0; success && children && children[i]; i++)
    success = check_layer (GIMP_LAYER (children[i]), transformation, options,
                           error);

  return success;
}

/* All that can fail is asked here, before anything is changed.
 *
 * Returns: FALSE with a message when a result would be empty, absurdly large or
 *   cut off, or the operation is missing.
 */
gboolean
apply_check (GimpDrawable        **drawables,
             const Transformation *transformations,
             const Options        *options,
             GError              **error)
{
  if (options->output == OUTPUT_NONE)
    return TRUE;

  for (gint i = 0; drawables[i]; i++)
    if (! check_layer (GIMP_LAYER (drawables[i]), &transformations[i], options,
                       error))
      return FALSE;

  return warp_filter_is_available (drawables[0], error);
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
copy_layer (GimpImage *image, GimpLayer *layer, const gchar *name)
{
  GimpLayer *copy       = gimp_layer_copy (layer);
  GimpItem  *parent     = gimp_item_get_parent (GIMP_ITEM (layer));
  gchar     *layer_name = gimp_item_get_name (GIMP_ITEM (layer));
  gchar     *copy_name  = g_strdup_printf ("%s (%s)", layer_name, name);

  gimp_image_insert_layer (image, copy, GIMP_LAYER (parent),
                           gimp_image_get_item_position (image,
                                                         GIMP_ITEM (layer)));
  gimp_item_set_name (GIMP_ITEM (copy), copy_name);
  unlock (GIMP_ITEM (copy));
  g_free (copy_name);
  g_free (layer_name);

  return copy;
}

/* A filter works on the selected part of a layer only; a transformation here
 * moves all of it. (A channel that keeps the selection would do too, but GIMP
 * 3.2 leaves no layer selected when that is undone.)
 *
 * Returns: (nullable): the selection, to be given to restore_selection().
 */
static GeglBuffer *
put_selection_aside (GimpImage *image)
{
  GeglBuffer *selection;
  GeglBuffer *saved;

  if (gimp_selection_is_empty (image))
    return NULL;

  selection = drawable_buffer (
      GIMP_DRAWABLE (gimp_image_get_selection (image)));
  saved = gegl_buffer_dup (selection);
  g_object_unref (selection);
  gimp_selection_none (image);

  return saved;
}

/* @saved: (transfer full) (nullable) */
static void
restore_selection (GimpImage *image, GeglBuffer *saved)
{
  if (saved)
    warp_store (GIMP_DRAWABLE (gimp_image_get_selection (image)), saved);
}

/* Transforms each of @drawables, all of them layers that layers_check() has
 * accepted, in one undo step.
 *
 * @name: what the filter, or the copy of the layer, is called.
 */
gboolean
apply (GimpImage            *image,
       GimpDrawable        **drawables,
       const Transformation *transformations,
       const Options        *options,
       const gchar          *name,
       GError              **error)
{
  GeglBuffer *selection;
  GList      *selected_layers;
  gboolean    success = TRUE;

  if (options->output == OUTPUT_NONE)
    return TRUE;

  gimp_image_undo_group_start (image);
  selected_layers = gimp_image_list_selected_layers (image);
  selection       = put_selection_aside (image);
  for (gint i = 0; drawables[i] && success; i++)
    {
      GimpLayer *layer = GIMP_LAYER (drawables[i]);

      if (options->output == OUTPUT_NEW_LAYER)
        layer = copy_layer (image, layer, name);
      success = apply_to_layer (layer, &transformations[i], options, name,
                                error);
    }
  restore_selection (image, selection);
  gimp_image_take_selected_layers (image, selected_layers);
  gimp_image_undo_group_end (image);

  return success;
}
