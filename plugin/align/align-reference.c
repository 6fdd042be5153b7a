/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-reference.h"
#include "plugin/layers/layers.h"

/* Returns: whether @item is one of @drawables. */
static gboolean
moves (GimpDrawable **drawables, gpointer item)
{
  for (gint i = 0; drawables && drawables[i]; i++)
    if ((gpointer) drawables[i] == item)
      return TRUE;

  return FALSE;
}

/* Finds a layer in a group that is moved: what the group shows changes by that.
 *
 * Returns: (nullable): that layer.
 */
static GimpDrawable *
find_moved_inside (GimpDrawable *group, GimpDrawable **drawables)
{
  for (gint i = 0; drawables && drawables[i]; i++)
    if (layer_is_inside (drawables[i], group))
      return drawables[i];

  return NULL;
}

static gboolean
moves_along (GimpDrawable *drawable, GimpDrawable **drawables)
{
  for (gint i = 0; drawables && drawables[i]; i++)
    if (layer_is_inside (drawable, drawables[i]))
      return TRUE;

  return FALSE;
}

/* Returns: whether there is no layer in a group, or only groups without layers.
 */
static gboolean
is_empty_group (GimpItem *item)
{
  g_autofree GimpItem **children = NULL;

  if (! gimp_item_is_group (item))
    return FALSE;

  children = gimp_item_get_children (item);
  for (gint i = 0; children && children[i]; i++)
    if (! is_empty_group (children[i]))
      return FALSE;

  return TRUE;
}

/* Returns: (nullable): why a layer cannot be the reference. */
static const gchar *
find_fault_of_layer (GimpDrawable  *reference,
                     GimpImage     *image,
                     GimpDrawable **drawables)
{
  GimpLayer *layer = GIMP_LAYER (reference);

  if (gimp_item_get_image (GIMP_ITEM (reference)) != image)
    return _ ("The argument “reference” belongs to another image. Choose a "
              "layer of the same image.");
  if (! layer_is_in_image (layer, image))
    return _ ("The argument “reference” is in no image. Add the layer to the "
              "image first.");
  if (gimp_layer_is_floating_sel (layer) ||
      layer_is_under_floating_selection (layer))
    return _ ("The argument “reference” is a floating selection, or one lies "
              "on it. Anchor it first.");
  if (moves (drawables, reference))
    return _ ("The argument “reference” is also among “drawables”: a layer "
              "cannot be aligned to itself.");
  if (moves_along (reference, drawables))
    return _ ("The argument “reference” is in a layer group that is among "
              "“drawables”. Choose a layer that stays in place.");
  if (is_empty_group (GIMP_ITEM (reference)))
    return _ ("The argument “reference” is a layer group without layers. "
              "Choose a layer.");

  return NULL;
}

/* Checks that layers can be laid over @reference.
 *
 * @reference: (nullable): the reference.
 * @drawables: (nullable): the layers that move.
 *
 * Returns: FALSE with a message when they cannot.
 */
gboolean
align_reference_check (GimpDrawable  *reference,
                       GimpImage     *image,
                       GimpDrawable **drawables,
                       GError       **error)
{
  const gchar      *reason     = NULL;
  GimpDrawable     *inside     = NULL;
  g_autofree gchar *inner_name = NULL;

  if (! reference)
    reason = _ ("The argument “reference” is missing: choose the layer that "
                "stays in place.");
  else if (! GIMP_IS_LAYER (reference))
    reason = _ ("The argument “reference” is a channel or a mask. Choose a "
                "layer.");
  else
    reason = find_fault_of_layer (reference, image, drawables);

  if (! reason)
    inside = find_moved_inside (reference, drawables);
  if (reason)
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0, reason);
  if (! inside)
    return ! reason;

  inner_name = gimp_item_get_name (GIMP_ITEM (inside));
  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _ ("The argument “reference” is a layer group that “%s” is in, "
                  "which is to be moved. Choose a layer that stays in place."),
               inner_name);

  return FALSE;
}

/* Looks for the layer that is next below one of those that move or, failing
 * that, the lowest other one.
 *
 * @items: (nullable): layers from the top downwards.
 * @is_below: (inout): whether one that moves has been seen.
 * @found: (inout): (nullable): the lowest other one.
 *
 * Returns: whether @found is what was looked for.
 */
static gboolean
find_below (GimpItem     **items,
            GimpImage     *image,
            GimpDrawable **drawables,
            gboolean      *is_below,
            GimpDrawable **found)
{
  for (gint i = 0; items && items[i]; i++)
    {
      g_autofree GimpItem **children = NULL;

      if (align_reference_check (GIMP_DRAWABLE (items[i]), image, drawables,
                                 NULL))
        {
          *found = GIMP_DRAWABLE (items[i]);
          if (*is_below)
            return TRUE;
        }
      *is_below = *is_below || moves (drawables, items[i]);
      if (gimp_item_is_group (items[i]))
        children = gimp_item_get_children (items[i]);
      if (find_below (children, image, drawables, is_below, found))
        return TRUE;
    }

  return FALSE;
}

/* Finds the lowest of the layers that move.
 *
 * @items: (nullable): layers from the top downwards.
 *
 * Returns: (nullable): that layer.
 */
static GimpDrawable *
find_lowest (GimpItem **items, GimpDrawable **drawables)
{
  GimpDrawable *lowest = NULL;

  for (gint i = 0; items && items[i]; i++)
    {
      g_autofree GimpItem **children = NULL;
      GimpDrawable         *inside;

      if (moves (drawables, items[i]))
        lowest = GIMP_DRAWABLE (items[i]);
      if (gimp_item_is_group (items[i]))
        children = gimp_item_get_children (items[i]);
      inside = find_lowest (children, drawables);
      lowest = inside ? inside : lowest;
    }

  return lowest;
}

static void
leave_out (GimpDrawable **drawables, const GimpDrawable *one)
{
  gint n = 0;

  for (gint i = 0; drawables[i]; i++)
    if (drawables[i] != one)
      drawables[n++] = drawables[i];
  drawables[n] = NULL;
}

/* Sets the argument “reference” for a user who has not chosen one. Where all
 * layers are selected, that is the lowest of them, and stays.
 *
 * @drawables: (inout): those that are selected; those that move.
 */
void
align_reference_preset (GimpProcedureConfig *config,
                        GimpImage           *image,
                        GimpDrawable       **drawables)
{
  g_autofree GimpLayer **layers    = NULL;
  GimpDrawable          *reference = NULL;
  gboolean               is_below  = FALSE;

  g_object_get (config, "reference", &reference, NULL);
  if (align_reference_check (reference, image, drawables, NULL))
    return;

  layers    = gimp_image_get_layers (image);
  reference = NULL;
  find_below ((GimpItem **) layers, image, drawables, &is_below, &reference);
  if (! reference && drawables_count (drawables) > 1)
    {
      reference = find_lowest ((GimpItem **) layers, drawables);
      leave_out (drawables, reference);
    }
  g_object_set (config, "reference", reference, NULL);
}
