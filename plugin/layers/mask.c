/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/layers/layers.h"
#include "plugin/layers/mask.h"

/* Creates a black mask in the layer's image that lies in no layer. */
GimpChannel *
mask_new (GimpLayer *layer, const HomBox *box)
{
  GimpLayer *scratch = gimp_layer_new (
      gimp_item_get_image (GIMP_ITEM (layer)), "", (gint) (box->x1 - box->x0),
      (gint) (box->y1 - box->y0), gimp_drawable_type (GIMP_DRAWABLE (layer)),
      100.0, GIMP_LAYER_MODE_NORMAL);
  GimpLayerMask *mask = gimp_layer_create_mask (scratch, GIMP_ADD_MASK_BLACK);

  gimp_item_delete (GIMP_ITEM (scratch));

  return GIMP_CHANNEL (mask);
}

/* Gives a mask, or the selection, the pixels of another channel, in one call
 * and by GIMP itself. It is an undo step where the mask is in the image.
 */
void
mask_set (GimpChannel *mask, GimpChannel *from)
{
  gimp_channel_combine_masks (mask, from, GIMP_CHANNEL_OP_REPLACE, 0, 0);
}

/* Copies the layer's mask to one that lies in no layer. (gimp_channel_copy()
 * takes no masks.)
 */
GimpChannel *
mask_copy (GimpLayer *layer)
{
  GimpLayerMask *mask = gimp_layer_get_mask (layer);
  HomBox         box  = drawable_box (GIMP_DRAWABLE (mask));
  GimpChannel   *copy = mask_new (layer, &box);

  mask_set (copy, GIMP_CHANNEL (mask));

  return copy;
}
