/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/layers/layers.h"
#include "plugin/layers/rendered.h"
#include "homography.h"

/* @aside: an image of our own, with a copy of the layer.
 * @layer: that copy.
 * @format: the format of the pixels.
 * @x, @y: the offsets of the original.
 * @box: the box of the layer with its filters, in the image.
 */
struct _Rendered
{
  GimpImage  *aside;
  GimpLayer  *layer;
  const Babl *format;
  gint        x, y;
  HomBox      box;
};

/* Measures a layer with its filters, by a group around it: the box of a group
 * grows with the filters on what is inside, and its pixels have the format of
 * what is rendered, that of the image, with alpha.
 */
static HomBox
measure (GimpImage *image, GimpLayer *layer, const Babl **format)
{
  GimpLayer  *group = GIMP_LAYER (gimp_group_layer_new (image, NULL));
  GeglBuffer *buffer;
  HomBox      box;

  gimp_image_insert_layer (image, group, NULL, 0);
  gimp_image_reorder_item (image, GIMP_ITEM (layer), GIMP_ITEM (group), 0);
  box     = drawable_box (GIMP_DRAWABLE (group));
  buffer  = drawable_buffer (GIMP_DRAWABLE (group));
  *format = gegl_buffer_get_format (buffer);
  g_object_unref (buffer);
  gimp_image_reorder_item (image, GIMP_ITEM (layer), NULL, 0);
  gimp_image_remove_layer (image, group);

  return box;
}

/* Limits the box: where a filter shows the layer elsewhere, no more counts than
 * is seen in the image.
 */
static HomBox
limit (const HomBox *box, const HomBox *own, GimpImage *image)
{
  HomBox within = { 0.0, 0.0, gimp_image_get_width (image),
                    gimp_image_get_height (image) };

  within = hom_box_unite (&within, own);

  return (HomBox) { MAX (box->x0, within.x0), MAX (box->y0, within.y0),
                    MIN (box->x1, within.x1), MIN (box->y1, within.y1) };
}

/* Makes ready to render a layer. Its mask and its opacity do not count. */
Rendered *
rendered_new (GimpDrawable *drawable)
{
  Rendered  *rendered = g_new0 (Rendered, 1);
  GimpImage *image    = gimp_item_get_image (GIMP_ITEM (drawable));
  HomBox     own      = drawable_box (drawable);
  GimpImage *aside    = gimp_image_new_with_precision (
      1, 1, gimp_image_get_base_type (image), gimp_image_get_precision (image));
  GimpLayer *layer = gimp_layer_new_from_drawable (drawable, aside);

  gimp_image_undo_disable (aside);
  gimp_image_insert_layer (aside, layer, NULL, 0);
  gimp_layer_set_offsets (layer, own.x0, own.y0);
  gimp_layer_set_opacity (layer, 100.0);
  gimp_layer_set_mode (layer, GIMP_LAYER_MODE_NORMAL);
  gimp_item_set_visible (GIMP_ITEM (layer), TRUE);
  if (gimp_layer_get_mask (layer))
    gimp_layer_set_apply_mask (layer, FALSE);

  rendered->aside = aside;
  rendered->layer = layer;
  rendered->x     = own.x0;
  rendered->y     = own.y0;
  rendered->box   = measure (aside, layer, &rendered->format);
  rendered->box   = limit (&rendered->box, &own, image);

  return rendered;
}

/* Returns: the box of the pixels, in the image. */
const HomBox *
rendered_get_box (const Rendered *rendered)
{
  return &rendered->box;
}

const Babl *
rendered_get_format (const Rendered *rendered)
{
  return rendered->format;
}

/* Renders a part of the layer: the part is what the image of our own shows.
 *
 * @area: the part, in the image.
 * @pixels: (out): the pixels in @format, row by row.
 * @data: what rendered_new() returned.
 */
void
rendered_get (const GeglRectangle *area,
              const Babl          *format,
              gfloat              *pixels,
              gpointer             data)
{
  Rendered   *rendered = data;
  GimpLayer  *part;
  GeglBuffer *buffer;

  gimp_image_resize (rendered->aside, area->width, area->height, 0, 0);
  gimp_layer_set_offsets (rendered->layer, rendered->x - area->x,
                          rendered->y - area->y);
  part   = gimp_layer_new_from_visible (rendered->aside, rendered->aside, NULL);
  buffer = drawable_buffer (GIMP_DRAWABLE (part));
  gegl_buffer_get (buffer, GEGL_RECTANGLE (0, 0, area->width, area->height),
                   1.0, format, pixels, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_object_unref (buffer);
  gimp_item_delete (GIMP_ITEM (part));
}

void
rendered_free (Rendered *rendered)
{
  gimp_image_delete (rendered->aside);
  g_free (rendered);
}
