/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "picture.h"
#include "strips.h"

/* Larger layers are read at half their size, or a quarter …: R'G'B' and a mask
 * of this many pixels take half a gigabyte, and the alignment needs two of them
 * and their pyramids. It stays exact to a few hundredths of a pixel.
 */
#define MOST_PIXELS (1 << 25)

/* A copy of the layer, in an image of its own, with its filters rendered. GIMP
 * 3.2 makes it larger than the layer where they reach beyond; the offsets
 * become those of the copy.
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

/* Perceptual: noise and exposure are more even there than in linear light. Not
 * premultiplied: converting to Y'aA corrupts the memory in babl 0.1.114 to
 * 0.1.128.
 */
static const Babl *
choose_format (GeglBuffer *buffer, gint channels, gboolean has_alpha)
{
  const gchar *const names[2][2] = {
    { "Y' float", "Y'A float" },
    { "R'G'B' float", "R'G'B'A float" },
  };

  const Babl *space = babl_format_get_space (gegl_buffer_get_format (buffer));

  return babl_format_with_space (names[channels > 1][has_alpha], space);
}

static void
store_opaque (const gfloat *row, gint y, gpointer data)
{
  const HomPicture *picture = data;
  gsize n = picture->image->width * (gsize) picture->image->channels;

  memcpy (hom_image_pixel (picture->image, 0, y), row, n * sizeof (gfloat));
}

static void
store_transparent (const gfloat *row, gint y, gpointer data)
{
  const HomPicture *picture  = data;
  gint              channels = picture->image->channels;
  gfloat           *values   = hom_image_pixel (picture->image, 0, y);
  gfloat           *weights  = hom_image_pixel (picture->mask, 0, y);

  for (gint x = 0; x < picture->image->width; x++)
    {
      for (gint c = 0; c < channels; c++)
        *values++ = *row++;
      *weights++ = *row++;
    }
}

static void
multiply_weights (const gfloat *row, gint y, gpointer data)
{
  const HomImage *mask    = data;
  gfloat         *weights = hom_image_pixel (mask, 0, y);

  for (gint x = 0; x < mask->width; x++)
    weights[x] *= row[x];
}

/* The part of a buffer that lies at (x, y) of the image under a picture. */
static GeglRectangle
area_under (const HomImage *image, gint shrink, gint x, gint y)
{
  return (GeglRectangle) { image->x * shrink - x, image->y * shrink - y,
                           image->width * shrink, image->height * shrink };
}

/* Multiplies the mask by the values of a layer mask or a selection that lies at
 * (x, y) of the image. Outside of it they are zero.
 */
static void
multiply_by (GimpDrawable *channel, gint x, gint y, gint shrink, HomImage *mask)
{
  GeglBuffer   *buffer = gimp_drawable_get_buffer (channel);
  GeglRectangle area   = area_under (mask, shrink, x, y);

  strips_read (buffer, babl_format ("Y float"), &area, shrink, multiply_weights,
               mask);
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

/* Gives the picture a mask of ones. */
static gboolean
add_mask (HomPicture *picture, GError **error)
{
  const HomImage *image = picture->image;
  HomImage       *mask  = hom_image_new (image->width, image->height, 1, error);

  if (! mask)
    return FALSE;

  mask->x       = image->x;
  mask->y       = image->y;
  picture->mask = mask;
  for (gsize i = 0; i < mask->stride * mask->height; i++)
    mask->data[i] = 1.0f;

  return TRUE;
}

/* Of the blocks of @shrink × @shrink pixels that the image is divided into,
 * those that lie wholly within the box are read, but no fewer than one: what is
 * too small to be aligned is refused later.
 */
static HomImage *
new_image_in (const HomBox *box, const PictureFormat *format, GError **error)
{
  gint      x0    = (gint) ceil (box->x0 / format->shrink);
  gint      y0    = (gint) ceil (box->y0 / format->shrink);
  gint      x1    = MAX (x0 + 1, (gint) floor (box->x1 / format->shrink));
  gint      y1    = MAX (y0 + 1, (gint) floor (box->y1 / format->shrink));
  HomImage *image = hom_image_new (x1 - x0, y1 - y0, format->channels, error);

  if (image)
    {
      image->x = x0;
      image->y = y0;
    }

  return image;
}

static HomPicture *
read_picture (GimpDrawable        *drawable,
              gint                 x,
              gint                 y,
              const PictureFormat *format,
              GError             **error)
{
  g_autoptr (HomPicture) picture = g_new0 (HomPicture, 1);

  HomBox         box = { x, y, (gdouble) x + gimp_drawable_get_width (drawable),
                         (gdouble) y + gimp_drawable_get_height (drawable) };
  gboolean       has_alpha  = gimp_drawable_has_alpha (drawable);
  GimpLayerMask *layer_mask = get_layer_mask (drawable);
  GeglBuffer    *buffer;
  GeglRectangle  area;

  picture->image = new_image_in (&box, format, error);
  if (! picture->image ||
      ((has_alpha || layer_mask) && ! add_mask (picture, error)))
    return NULL;

  buffer = gimp_drawable_get_buffer (drawable);
  area   = area_under (picture->image, format->shrink, x, y);
  strips_read (buffer, choose_format (buffer, format->channels, has_alpha),
               &area, format->shrink,
               has_alpha ? store_transparent : store_opaque, picture);
  g_object_unref (buffer);
  if (layer_mask)
    multiply_by (GIMP_DRAWABLE (layer_mask), x, y, format->shrink,
                 (HomImage *) picture->mask);

  return g_steal_pointer (&picture);
}

/* Reads @drawable: its colour or luma and, as mask, its alpha times the layer
 * mask that is applied.
 *
 * @with_filters: whether its filters are rendered first.
 *
 * Returns: (transfer full): the picture, or NULL with a message when there is
 * no memory for it.
 */
HomPicture *
picture_new (GimpDrawable        *drawable,
             gboolean             with_filters,
             const PictureFormat *format,
             GError             **error)
{
  GimpDrawable *rendered = NULL;
  HomPicture   *picture;
  gint          x, y;

  gimp_drawable_get_offsets (drawable, &x, &y);
  if (with_filters && has_filters (drawable))
    rendered = render_aside (drawable, &x, &y);
  picture = read_picture (rendered ? rendered : drawable, x, y, format, error);
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

static gboolean
counts (const HomImage *mask)
{
  for (gsize i = 0; i < mask->stride * mask->height; i++)
    if (mask->data[i] > 0.0f)
      return TRUE;

  return FALSE;
}

/* Multiplies the picture's mask by the selection of @image, if there is one.
 *
 * Returns: FALSE with a message when nothing is left.
 */
gboolean
picture_select (HomPicture          *picture,
                const PictureFormat *format,
                GimpImage           *image,
                GError             **error)
{
  GimpSelection *selection = gimp_image_get_selection (image);

  if (gimp_selection_is_empty (image))
    return TRUE;
  if (! picture->mask && ! add_mask (picture, error))
    return FALSE;

  multiply_by (GIMP_DRAWABLE (selection), 0, 0, format->shrink,
               (HomImage *) picture->mask);
  if (counts (picture->mask))
    return TRUE;

  g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                       _ ("Nothing of the layer is selected, and only what is "
                          "selected is compared. Select a part of it, or "
                          "nothing at all."));

  return FALSE;
}

/* Returns: the format in which @reference and @drawables can be compared. */
PictureFormat
picture_format (GimpDrawable *reference, GimpDrawable **drawables)
{
  PictureFormat format = { gimp_drawable_is_gray (reference) ? 1 : 3, 1 };
  gint          i      = 0;

  for (GimpDrawable *drawable = reference; drawable; drawable = drawables[i++])
    {
      gdouble width  = gimp_drawable_get_width (drawable);
      gdouble height = gimp_drawable_get_height (drawable);

      while (width * height >
             MOST_PIXELS * (gdouble) format.shrink * format.shrink)
        format.shrink *= 2;
      if (gimp_drawable_is_gray (drawable))
        format.channels = 1;
    }

  return format;
}

/* The matrix in coordinates that are @scale times as large. */
static HomMatrix
enlarge (const HomMatrix *h, gdouble scale)
{
  HomMatrix in  = { { 1.0 / scale, 0, 0, 0, 1.0 / scale, 0, 0, 0, 1 } };
  HomMatrix out = { { scale, 0, 0, 0, scale, 0, 0, 0, 1 } };

  in = hom_matrix_multiply (h, &in);

  return hom_matrix_multiply (&out, &in);
}

/* Returns: the matrix between pictures, in the coordinates of the image. */
HomMatrix
picture_matrix_to_image (const PictureFormat *format, const HomMatrix *h)
{
  return enlarge (h, format->shrink);
}

/* Returns: the matrix in the image, in the coordinates of the pictures. */
HomMatrix
picture_matrix_of_image (const PictureFormat *format, const HomMatrix *h)
{
  return enlarge (h, 1.0 / format->shrink);
}
