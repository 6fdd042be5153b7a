/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "operations/warp-coverage.h"
#include "plugin/apply/layer-source.h"
#include "plugin/apply/result-box.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/layers/rasterize.h"

/* @drawable: the drawable that is read.
 * @format: the format that GIMP gives its pixels in.
 * @has_previews: whether GIMP makes previews of layers. Where the user has
 * turned them off, it gives a picture of a question mark.
 * @aside: (nullable): an image of our own, with a copy of the layer.
 * @is_cut: whether nothing is seen outside of @cut, a quadrilateral of the
 *   drawable.
 */
typedef struct
{
  GimpDrawable *drawable;
  const Babl   *format;
  gboolean      has_previews;
  GimpImage    *aside;
  gboolean      is_cut;
  HomPoint      cut[4];
} Reader;

/* Converts grey or R'G'B', with alpha where the number of bytes per pixel is
 * even, to what cairo draws. Babl would need a tenth of a second to find out
 * how.
 */
static void
convert_bytes (const guint8 *bytes, gint bpp, HomImage *image)
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

/* Tells whether pixels of a format are bytes as convert_bytes() takes them.
 * GIMP gives the colours of a palette like that.
 */
static gboolean
is_bytes (const Babl *format)
{
  return babl_format_is_palette (format) ||
         (babl_format_get_type (format, 0) == babl_type ("u8") &&
          (babl_get_model_flags (format) & BABL_MODEL_FLAG_NONLINEAR));
}

/* Returns: what cairo draws, in the space of a format. */
static const Babl *
drawn_format (const Babl *format)
{
  return babl_format_with_space ("R'aG'aB'aA float",
                                 babl_format_get_space (format));
}

/* Tells whether a preview has the layer's own format, as in GIMP 3.0.
 * GIMP 3.2.6 gives bytes for layers of any precision: such a pixel is smaller.
 */
static gboolean
is_own_format (const Reader *reader, gint bpp)
{
  return ! is_bytes (reader->format) &&
         bpp == babl_format_get_bytes_per_pixel (reader->format);
}

static void
convert (const Reader *reader, const guint8 *bytes, gint bpp, HomImage *image)
{
  if (! is_own_format (reader, bpp))
    convert_bytes (bytes, bpp, image);
  else
    babl_process (babl_fish (reader->format, drawn_format (reader->format)),
                  bytes, image->data, (glong) image->width * image->height);
}

static gboolean
is_fit (const Reader *reader, GBytes *bytes, gint bpp, gsize n_pixels)
{
  return (is_own_format (reader, bpp) || (bpp >= 1 && bpp <= 4)) &&
         g_bytes_get_size (bytes) >= n_pixels * bpp;
}

/* Reads a part of the layer from its tiles. */
static gboolean
read_tiles (const Reader *reader, gint x, gint y, gint width, HomImage *image)
{
  GeglBuffer *buffer = drawable_buffer (reader->drawable);
  gdouble     scale  = (gdouble) image->width / width;

  if (! buffer)
    return FALSE;

  gegl_buffer_get (buffer,
                   GEGL_RECTANGLE ((gint) floor (x * scale),
                                   (gint) floor (y * scale), image->width,
                                   image->height),
                   scale, drawn_format (gegl_buffer_get_format (buffer)),
                   image->data, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
  g_object_unref (buffer);

  return TRUE;
}

/* Reads a part of the layer from GIMP's previews. */
static HomImage *
read_preview (const Reader *reader,
              gint          x,
              gint          y,
              gint          width,
              gint          height,
              gint          to_width,
              gint          to_height)
{
  gint      bpp            = 0;
  HomImage *image          = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = gimp_drawable_get_sub_thumbnail_data (reader->drawable, x, y, width,
                                                height, to_width, to_height,
                                                &to_width, &to_height, &bpp);
  if (bytes && is_fit (reader, bytes, bpp, (gsize) to_width * to_height))
    image = hom_image_new (to_width, to_height, 4, NULL);
  if (image)
    convert (reader, g_bytes_get_data (bytes, NULL), bpp, image);

  return image;
}

/* Clears what lies outside of the quadrilateral, as the operation does.
 *
 * @width, @height: of the part that @image shows.
 */
static void
cut_part (const Reader *reader,
          gint          x,
          gint          y,
          gint          width,
          gint          height,
          HomImage     *image)
{
  HomPoint quad[4];

  for (gint i = 0; i < 4; i++)
    quad[i] = (HomPoint){ (reader->cut[i].x - x) * image->width / width,
                          (reader->cut[i].y - y) * image->height / height };
  warp_coverage_cut (image, quad, FALSE);
}

/* Reads a part of the layer. GIMP reduces layers by itself, and has them
 * reduced already; to read the tiles of a layer of 100 megapixels would take
 * seconds, and is done only where there are no previews.
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
  const Reader *reader       = data;
  g_autoptr (HomImage) image = NULL;

  if (reader->has_previews)
    image = read_preview (reader, x, y, width, height, to_width, to_height);
  else
    image = hom_image_new (to_width, to_height, 4, NULL);
  if (! image ||
      (! reader->has_previews && ! read_tiles (reader, x, y, width, image)))
    return NULL;
  if (reader->is_cut)
    cut_part (reader, x, y, width, height, image);

  return g_steal_pointer (&image);
}

static void
free_reader (gpointer data)
{
  Reader *reader = data;

  if (reader->aside)
    gimp_image_delete (reader->aside);
  g_free (reader);
}

/* Makes a copy of the layer. */
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
}

/* Makes pixels of what our filter shows.
 *
 * Returns: their box in the coordinates of the layer; @box when there are none.
 */
static HomBox
merge_filter (GimpDrawable *drawable, const HomBox *box)
{
  GimpDrawableFilter *filter = NULL;
  GimpDrawableFilter *old    = warp_filter_find (drawable);
  WarpSettings        settings;
  HomMatrix           h;

  warp_filter_get (old, drawable, &settings);
  if (hom_matrix_from_corners (settings.source, settings.target, &h, NULL) &&
      hom_matrix_map_box (&h, box, NULL, &settings.limit))
    filter = warp_filter_new (drawable, "", NULL);
  if (settings.is_clipped)
    settings.limit = hom_box_of_points (settings.target, 4);
  result_box_round (&settings.limit);
  settings.is_limited = TRUE;
  if (filter)
    warp_filter_set (filter, drawable, &settings);
  warp_filter_remove (drawable);
  if (! filter)
    return *box;

  layer_rasterize (GIMP_LAYER (drawable));
  if (! gimp_drawable_has_alpha (drawable))
    gimp_layer_add_alpha (GIMP_LAYER (drawable));
  gimp_drawable_merge_filter (drawable, filter);

  return settings.limit;
}

static gboolean
are_previews_on (void)
{
  g_autofree gchar *value = gimp_gimprc_query ("layer-previews");

  return g_strcmp0 (value, "no") != 0;
}

/* What is seen of our filter: nothing, what it leaves of the layer, which is
 * seen where it was, or all that it does.
 */
typedef enum
{
  SEEN_NOTHING,
  SEEN_CUT,
  SEEN_ALL
} Seen;

static HomSource *
source_new (GimpLayer *layer, Seen seen)
{
  Reader   *reader = g_new0 (Reader, 1);
  HomBox    box    = drawable_box (GIMP_DRAWABLE (layer));
  HomBox    own    = { 0.0, 0.0, box.x1 - box.x0, box.y1 - box.y0 };
  HomMatrix h;

  reader->drawable = GIMP_DRAWABLE (layer);
  if (seen == SEEN_CUT)
    reader->is_cut = warp_filter_cuts (reader->drawable, reader->cut);
  for (gint i = 0; i < 4; i++)
    {
      reader->cut[i].x -= box.x0;
      reader->cut[i].y -= box.y0;
    }
  if (seen == SEEN_ALL && ! warp_filter_matrix (reader->drawable, &h))
    seen = SEEN_NOTHING; /* as of one that the user has hidden */
  if (warp_filter_find (reader->drawable))
    {
      put_aside (reader);
      if (seen == SEEN_ALL)
        own = merge_filter (reader->drawable, &own);
      else
        warp_filter_remove (reader->drawable);
    }
  box            = (HomBox){ box.x0 + own.x0, box.y0 + own.y0, box.x0 + own.x1,
                             box.y0 + own.y1 };
  reader->format = gimp_drawable_get_format (reader->drawable);
  reader->has_previews = are_previews_on ();

  return hom_source_new (&box, read_part, reader, free_reader);
}

/* Creates a source that shows a layer as it is without our filter, in the
 * coordinates of the image.
 */
HomSource *
layer_source_new (GimpLayer *layer)
{
  return source_new (layer, SEEN_NOTHING);
}

/* Creates a source that shows what our filter leaves of a layer, where that is
 * without the filter: for a matrix that takes it somewhere.
 */
HomSource *
layer_source_new_cut (GimpLayer *layer)
{
  return source_new (layer, SEEN_CUT);
}

/* Creates a source that shows a layer as it is seen through our filter. */
HomSource *
layer_source_new_filtered (GimpLayer *layer)
{
  return source_new (layer, SEEN_ALL);
}
