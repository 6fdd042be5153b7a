/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/apply/layer-source.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"

/* @drawable: the drawable that is read.
 * @aside: (nullable): an image of our own, with a copy of the layer.
 */
typedef struct
{
  GimpDrawable *drawable;
  GimpImage    *aside;
} Reader;

/* Converts grey or R'G'B', with alpha where the number of bytes per pixel is
 * even, to what cairo draws. Babl would need a tenth of a second to find out
 * how.
 */
static void
convert (const guint8 *bytes, gint bpp, HomImage *image)
{
  gsize  n      = image->stride * image->height;
  gint   second = bpp > 2 ? 1 : 0;
  gfloat values[256];

  for (gint i = 0; i < 256; i++)
    values[i] = i / 255.0f;
  for (gsize i = 0; i < n; i += 4, bytes += bpp)
    {
      gfloat alpha = bpp % 2 ? 1.0f : values[bytes[bpp - 1]];

      image->data[i]     = alpha * values[bytes[0]];
      image->data[i + 1] = alpha * values[bytes[second]];
      image->data[i + 2] = alpha * values[bytes[2 * second]];
      image->data[i + 3] = alpha;
    }
}

/* Reads a part of the layer. GIMP reduces layers by itself, and has them
 * reduced already; to read the tiles of a layer of 100 megapixels would take
 * seconds.
 */
static HomImage *
read_part (gint     x,
           gint     y,
           gint     width,
           gint     height,
           gint     to_width,
           gint     to_height,
           gpointer data)
{
  Reader *reader           = data;
  gint    bpp              = 0;
  g_autoptr (GBytes) bytes = NULL;
  HomImage *image;

  bytes = gimp_drawable_get_sub_thumbnail_data (reader->drawable, x, y, width,
                                                height, to_width, to_height,
                                                &to_width, &to_height, &bpp);
  if (! bytes || bpp < 1 || bpp > 4 ||
      g_bytes_get_size (bytes) < (gsize) to_width * to_height * bpp)
    return NULL;

  image = hom_image_new (to_width, to_height, 4, NULL);
  if (image)
    convert (g_bytes_get_data (bytes, NULL), bpp, image);

  return image;
}

static void
free_reader (gpointer data)
{
  Reader *reader = data;

  if (reader->aside)
    gimp_image_delete (reader->aside);
  g_free (reader);
}

/* Makes a copy of the layer without our filter. */
static void
put_aside (Reader *reader)
{
  GimpDrawable *drawable = reader->drawable;
  GimpImage    *image    = gimp_item_get_image (GIMP_ITEM (drawable));
  GimpLayer    *copy;

  reader->aside = gimp_image_new_with_precision (
      gimp_drawable_get_width (drawable), gimp_drawable_get_height (drawable),
      gimp_image_get_base_type (image), gimp_image_get_precision (image));
  gimp_image_undo_disable (reader->aside);
  copy = gimp_layer_new_from_drawable (drawable, reader->aside);
  gimp_image_insert_layer (reader->aside, copy, NULL, 0);
  reader->drawable = GIMP_DRAWABLE (copy);
  warp_filter_remove (reader->drawable);
}

/* Creates a source that shows a layer as it is without our filter, in the
 * coordinates of the image.
 */
HomSource *
layer_source_new (GimpLayer *layer)
{
  Reader *reader = g_new0 (Reader, 1);
  HomBox  box    = drawable_box (GIMP_DRAWABLE (layer));

  reader->drawable = GIMP_DRAWABLE (layer);
  if (warp_filter_find (reader->drawable))
    put_aside (reader);

  return hom_source_new (&box, read_part, reader, free_reader);
}
