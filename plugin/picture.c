/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "picture.h"

/* A copy of the layer, in an image of its own, with its filters rendered. GIMP
 * 3.2 makes it larger than the layer where they reach beyond; the offsets become
 * those of the copy.
 */
static GimpDrawable *
render_aside (GimpDrawable *drawable, gint *x, gint *y)
{
  GimpImage *image = gimp_item_get_image (GIMP_ITEM (drawable));
  GimpImage *aside = gimp_image_new_with_precision (
    gimp_drawable_get_width (drawable), gimp_drawable_get_height (drawable),
    gimp_image_get_base_type (image), gimp_image_get_precision (image));
  GimpLayer *copy = gimp_layer_new_from_drawable (drawable, aside);
  gint       copy_x, copy_y;

  gimp_image_insert_layer (aside, copy, NULL, 0);
  gimp_layer_set_offsets (copy, 0, 0);
  gimp_drawable_merge_filters (GIMP_DRAWABLE (copy));
  gimp_drawable_get_offsets (GIMP_DRAWABLE (copy), &copy_x, &copy_y);
  *x += copy_x;
  *y += copy_y;

  return GIMP_DRAWABLE (copy);
}

static gboolean
has_filters (GimpDrawable *drawable)
{
  GimpDrawableFilter **filters = gimp_drawable_get_filters (drawable);
  gboolean             any     = filters && filters[0];

  g_free (filters);

  return any;
}

/* Perceptual luma and alpha: noise and exposure are more even in it than in
 * linear light.
 */
static void
read_pixels (GeglBuffer *buffer, HomImage *image, HomImage *mask)
{
  const Babl *format = babl_format ("Y'A float");
  gfloat     *row    = g_new (gfloat, 2 * (gsize) image->width);

  for (gint y = 0; y < image->height; y++)
    {
      gfloat *values  = hom_image_pixel (image, 0, y);
      gfloat *weights = hom_image_pixel (mask, 0, y);

      gegl_buffer_get (buffer, GEGL_RECTANGLE (0, y, image->width, 1), 1.0,
                       format, row, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      for (gint x = 0; x < image->width; x++)
        {
          values[x]  = row[2 * x];
          weights[x] = row[2 * x + 1];
        }
    }

  g_free (row);
}

static void
multiply_by_mask (GimpLayerMask *layer_mask, HomImage *mask)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer (GIMP_DRAWABLE (layer_mask));
  const Babl *format = babl_format ("Y float");
  gfloat     *row    = g_new (gfloat, mask->width);

  for (gint y = 0; y < mask->height; y++)
    {
      gfloat *weights = hom_image_pixel (mask, 0, y);

      gegl_buffer_get (buffer, GEGL_RECTANGLE (0, y, mask->width, 1), 1.0,
                       format, row, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      for (gint x = 0; x < mask->width; x++)
        weights[x] *= row[x];
    }

  g_free (row);
  g_object_unref (buffer);
}

/* The mask of a layer that is in force. */
static GimpLayerMask *
get_layer_mask (GimpDrawable *drawable)
{
  if (GIMP_IS_LAYER (drawable) &&
      gimp_layer_get_apply_mask (GIMP_LAYER (drawable)))
    return gimp_layer_get_mask (GIMP_LAYER (drawable));

  return NULL;
}

static HomPicture *
read_picture (GimpDrawable *drawable, gint x, gint y, GError **error)
{
  gint           width      = gimp_drawable_get_width (drawable);
  gint           height     = gimp_drawable_get_height (drawable);
  HomImage      *image      = hom_image_new (width, height, 1, error);
  HomImage      *mask       = NULL;
  GimpLayerMask *layer_mask = get_layer_mask (drawable);
  GeglBuffer    *buffer;
  HomPicture    *picture;

  if (image)
    mask = hom_image_new (width, height, 1, error);
  if (! mask)
    {
      hom_image_free (image);
      return NULL;
    }

  buffer = gimp_drawable_get_buffer (drawable);
  read_pixels (buffer, image, mask);
  g_object_unref (buffer);
  if (layer_mask)
    multiply_by_mask (layer_mask, mask);

  image->x = mask->x = x;
  image->y = mask->y = y;
  picture            = g_new (HomPicture, 1);
  *picture           = (HomPicture) { image, mask };

  return picture;
}

/* Reads @drawable: its luma, and as mask its alpha times the layer mask that is
 * applied.
 *
 * @with_filters: whether its filters are rendered first.
 *
 * Returns: (transfer full): in the coordinates of the image, or NULL with a
 *   message when there is no memory for it.
 */
HomPicture *
picture_new (GimpDrawable *drawable, gboolean with_filters, GError **error)
{
  GimpDrawable *rendered = NULL;
  HomPicture   *picture;
  gint          x, y;

  gimp_drawable_get_offsets (drawable, &x, &y);
  if (with_filters && has_filters (drawable))
    rendered = render_aside (drawable, &x, &y);
  picture = read_picture (rendered ? rendered : drawable, x, y, error);
  if (rendered)
    gimp_image_delete (gimp_item_get_image (GIMP_ITEM (rendered)));

  return picture;
}

void
picture_free (HomPicture *picture)
{
  if (! picture)
    return;

  hom_image_free ((HomImage *) picture->image);
  hom_image_free ((HomImage *) picture->mask);
  g_free (picture);
}
