/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "homography.h"
#include "plugin/layers/layers.h"

/* Returns: whether two boxes are the same. */
gboolean
box_is_same (const HomBox *a, const HomBox *b)
{
  return a->x0 == b->x0 && a->y0 == b->y0 && a->x1 == b->x1 && a->y1 == b->y1;
}

/* Counts drawables.
 *
 * @drawables: (nullable): a list that is ended by a NULL.
 */
gint
drawables_count (GimpDrawable **drawables)
{
  gint n = 0;

  while (drawables && drawables[n])
    n++;

  return n;
}

/* Finds the layers that are meant: while a mask is active, GIMP hands it over
 * in place of its layer.
 *
 * @drawables: (nullable): a list that is ended by a NULL.
 *
 * Returns: (transfer container): such a list, with the layer of each mask.
 */
GimpDrawable **
drawables_to_layers (GimpDrawable **drawables)
{
  gint           n      = drawables_count (drawables);
  GimpDrawable **layers = g_new0 (GimpDrawable *, n + 1);

  for (gint i = 0; i < n; i++)
    {
      GimpLayer *layer = NULL;

      if (GIMP_IS_LAYER_MASK (drawables[i]))
        layer = gimp_layer_from_mask (GIMP_LAYER_MASK (drawables[i]));
      layers[i] = layer ? GIMP_DRAWABLE (layer) : drawables[i];
    }

  return layers;
}

/* Returns: the box that GIMP takes for the drawable's, in the coordinates of
 *   the image. That of a layer group grows with the filters on the layers
 *   inside.
 */
HomBox
drawable_box (GimpDrawable *drawable)
{
  gint x = 0;
  gint y = 0;

  gimp_drawable_get_offsets (drawable, &x, &y);

  return (HomBox){ x, y, (gdouble) x + gimp_drawable_get_width (drawable),
                   (gdouble) y + gimp_drawable_get_height (drawable) };
}

/* Starts GEGL. GIMP's library does so for dialogs only. It then loads all
 * operations, which takes twice as long as all else of a plug-in's start: hence
 * it is not started before it is needed.
 *
 * A file that GEGL cannot write tiles to, because the disk is full, costs a
 * warning and the tiles. The plug-in has no more of them at a time than memory
 * holds.
 */
static void
start_gegl (void)
{
  gegl_init (NULL, NULL);
  g_object_set (gegl_config (), "swap", NULL, NULL);
}

/* Returns: (transfer full): the pixels of a drawable. */
GeglBuffer *
drawable_buffer (GimpDrawable *drawable)
{
  start_gegl ();

  return gimp_drawable_get_buffer (drawable);
}

/* The box of a layer that is held is stored by this key. */
#define HELD "homography-box"

/* Returns: the layer's box in the coordinates of the image or, of a layer group
 * that is not empty, the least box around the layers inside.
 */
HomBox
layer_box (GimpLayer *layer)
{
  const HomBox         *held     = g_object_get_data (G_OBJECT (layer), HELD);
  g_autofree GimpItem **children = NULL;
  HomBox                box;

  if (held)
    return *held;

  box = drawable_box (GIMP_DRAWABLE (layer));
  if (gimp_item_is_group (GIMP_ITEM (layer)))
    children = gimp_item_get_children (GIMP_ITEM (layer));
  for (gint i = 0; children && children[i]; i++)
    {
      HomBox child = layer_box (GIMP_LAYER (children[i]));

      box = i ? hom_box_unite (&box, &child) : child;
    }

  return box;
}

/* Holds the boxes of layers. While a dialog is open, they are asked for at each
 * motion of the pointer, and GIMP, in its process, takes its time for each
 * answer.
 *
 * @hold: whether the boxes of now are those from now on, or no longer.
 */
void
layers_hold (GimpDrawable **drawables, gboolean hold)
{
  for (gint i = 0; drawables[i]; i++)
    {
      HomBox *box = NULL;

      if (hold)
        {
          box  = g_new (HomBox, 1);
          *box = layer_box (GIMP_LAYER (drawables[i]));
        }
      g_object_set_data_full (G_OBJECT (drawables[i]), HELD, box, g_free);
    }
}

static gboolean
refuse (GimpDrawable *drawable, const gchar *reason, GError **error)
{
  gchar *name = gimp_item_get_name (GIMP_ITEM (drawable));

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0, "%s: %s", name, reason);
  g_free (name);

  return FALSE;
}

/* Tells whether a drawable is locked. A lock on a layer group holds for all
 * that is inside.
 */
static gboolean
is_locked (GimpDrawable *drawable, gboolean (*get_lock) (GimpItem *))
{
  GimpItem *item = GIMP_ITEM (drawable);

  while (item && ! get_lock (item))
    item = gimp_item_get_parent (item);

  return item != NULL;
}

static gboolean
check_locks (GimpDrawable *drawable, const Options *options, GError **error)
{
  if (options->output == OUTPUT_NEW_LAYER || options->output == OUTPUT_NONE)
    return TRUE;

  if (is_locked (drawable, gimp_item_get_lock_content))
    return refuse (drawable,
                   _ ("The selected layer's pixels are locked. Unlock them, or "
                      "make a new layer instead."),
                   error);
  if (is_locked (drawable, gimp_item_get_lock_position))
    return refuse (drawable,
                   _ ("The selected layer's position is locked. Unlock it, or "
                      "make a new layer instead."),
                   error);
  if (options->output == OUTPUT_FILTER &&
      gimp_layer_get_lock_alpha (GIMP_LAYER (drawable)))
    return refuse (drawable,
                   _ ("The selected layer's alpha channel is locked. Unlock "
                      "it, or make a new layer instead."),
                   error);

  return TRUE;
}

static gboolean
check_pixels (GimpDrawable *drawable, const Options *options, GError **error)
{
  if (gimp_drawable_is_indexed (drawable) &&
      options->sampling.interpolation != HOM_INTERPOLATION_NEAREST)
    return refuse (drawable,
                   _ ("An indexed image has no colors between those of its "
                      "colormap. Use the interpolation “None”, or convert the "
                      "image to RGB."),
                   error);
  if (options->output == OUTPUT_FILTER &&
      gimp_layer_get_mask (GIMP_LAYER (drawable)))
    return refuse (drawable,
                   _ ("A filter cannot move the layer mask along. Change the "
                      "pixels or make a new layer instead, or apply the mask "
                      "first."),
                   error);

  return TRUE;
}

static gboolean
check_layer (GimpDrawable *drawable, const Options *options, GError **error);

static gboolean
check_children (GimpDrawable *group, const Options *options, GError **error)
{
  g_autofree GimpItem **children = gimp_item_get_children (GIMP_ITEM (group));
  gboolean              success  = TRUE;

  if (! children || ! children[0])
    return refuse (group, _ ("The layer group is empty."), error);

  for (gint i = 0; success && children[i]; i++)
    success = check_layer (GIMP_DRAWABLE (children[i]), options, error);

  return success;
}

/* Tells whether a floating selection lies on a layer: the layer is not whole
 * before that is anchored, and GIMP cannot list its filters.
 */
gboolean
layer_is_under_floating_selection (GimpLayer *layer)
{
  GimpImage     *image = gimp_item_get_image (GIMP_ITEM (layer));
  GimpLayerMask *mask  = gimp_layer_get_mask (layer);
  GimpDrawable  *under = NULL;

  if (gimp_image_get_floating_sel (image))
    under = gimp_image_floating_sel_attached_to (image);

  return under && (under == GIMP_DRAWABLE (layer) ||
                   (mask && under == GIMP_DRAWABLE (mask)));
}

static gboolean
check_layer (GimpDrawable *drawable, const Options *options, GError **error)
{
  if (! GIMP_IS_LAYER (drawable))
    return refuse (drawable,
                   _ ("Only layers can be transformed, not channels."), error);
  if (gimp_layer_is_floating_sel (GIMP_LAYER (drawable)))
    return refuse (drawable,
                   _ ("A floating selection cannot be transformed. Anchor it "
                      "first."),
                   error);
  if (layer_is_under_floating_selection (GIMP_LAYER (drawable)))
    return refuse (drawable,
                   _ ("A floating selection lies on the layer. Anchor it "
                      "first."),
                   error);
  if (! check_locks (drawable, options, error) ||
      (options->output != OUTPUT_NONE &&
       ! check_pixels (drawable, options, error)))
    return FALSE;

  return ! gimp_item_is_group (GIMP_ITEM (drawable)) ||
         check_children (drawable, options, error);
}

/* Returns: whether the layer was added to @image and is there still: an item
 * knows its image from the beginning.
 */
gboolean
layer_is_in_image (GimpLayer *layer, GimpImage *image)
{
  g_autofree GimpLayer **layers = NULL;
  GimpItem              *top    = GIMP_ITEM (layer);
  GimpItem              *parent;

  if (gimp_item_get_image (top) != image)
    return FALSE;

  while ((parent = gimp_item_get_parent (top)))
    top = parent;
  layers = gimp_image_get_layers (image);
  for (gint i = 0; layers && layers[i]; i++)
    if (GIMP_ITEM (layers[i]) == top)
      return TRUE;

  return FALSE;
}

static gboolean
check_image (GimpDrawable *drawable, GimpImage *image, GError **error)
{
  if (! GIMP_IS_LAYER (drawable) ||
      layer_is_in_image (GIMP_LAYER (drawable), image))
    return TRUE;

  if (gimp_item_get_image (GIMP_ITEM (drawable)) != image)
    return refuse (drawable,
                   _ ("The layer is among “drawables”, but belongs to another "
                      "image than “image”. Choose layers of one image."),
                   error);

  return refuse (drawable,
                 _ ("The layer is among “drawables”, but is in no image. Add "
                    "it to the image first."),
                 error);
}

/* Returns: whether @drawable is in @group, or in a layer group that is in it.
 */
gboolean
layer_is_inside (GimpDrawable *drawable, GimpDrawable *group)
{
  GimpItem *item = GIMP_ITEM (drawable);

  while ((item = gimp_item_get_parent (item)))
    if (item == GIMP_ITEM (group))
      return TRUE;

  return FALSE;
}

static gboolean
check_repetition (GimpDrawable **drawables, gint i, GError **error)
{
  for (gint j = 0; drawables[j]; j++)
    if (j < i && drawables[j] == drawables[i])
      return refuse (drawables[i], _ ("The layer is among “drawables” twice."),
                     error);
    else if (layer_is_inside (drawables[i], drawables[j]))
      return refuse (drawables[i],
                     _ ("The layer is among “drawables”, and a layer group "
                        "that it is in is, too."),
                     error);

  return TRUE;
}

/* Checks that each of @drawables is a layer of @image that can be transformed
 * as @options say.
 *
 * Returns: FALSE with a message when one is not.
 */
gboolean
layers_check (GimpImage     *image,
              GimpDrawable **drawables,
              const Options *options,
              GError       **error)
{
  gboolean success = drawables && drawables[0];

  if (! success)
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                         _ ("The argument “drawables” is empty: choose at "
                            "least one layer."));

  for (gint i = 0; success && drawables[i]; i++)
    success = check_image (drawables[i], image, error) &&
              check_layer (drawables[i], options, error) &&
              check_repetition (drawables, i, error);

  return success;
}
