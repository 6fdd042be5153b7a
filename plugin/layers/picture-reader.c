/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "plugin/layers/layers.h"
#include "plugin/layers/picture-reader.h"
#include "plugin/layers/rendered.h"
#include "plugin/layers/strips.h"

/* There is a pass for the colours, one for a layer mask and one for the
 * selection.
 */
#define MOST_PASSES 3

/* @picture: the picture, as far as it has been read.
 * @rendered: (nullable): the layer as its filters show it.
 * @has_weights: whether the mask's values are there, to be multiplied.
 * @has_selection: whether a selection counts, so that nothing may be left of
 *   the layer.
 * @passes: the passes, one after another.
 * @pass: the number of the present pass.
 */
struct _PictureReader
{
  PictureFormat format;
  HomPicture   *picture;
  Rendered     *rendered;
  gboolean      has_weights;
  gboolean      has_selection;
  Strips       *passes[MOST_PASSES];
  gint          n_passes;
  gint          pass;
};

static gboolean
has_filters (GimpDrawable *drawable)
{
  GimpDrawableFilter **filters = gimp_drawable_get_filters (drawable);
  gboolean             any     = filters && filters[0];

  g_free (filters);

  return any;
}

/* Chooses the format to read. It is perceptual: noise and exposure are more
 * even there than in linear light. It is not premultiplied: converting to Y'aA
 * corrupts the memory in babl 0.1.114 to 0.1.128.
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

/* ---- Rows ---- */

static void
store_opaque (const gfloat *row, gint x, gint y, gint width, gpointer data)
{
  const HomPicture *picture = data;
  gsize             n       = (gsize) width * picture->image->channels;

  memcpy (hom_image_pixel (picture->image, x, y), row, n * sizeof (gfloat));
}

static void
store_transparent (const gfloat *row, gint x, gint y, gint width, gpointer data)
{
  const HomPicture *picture  = data;
  gint              channels = picture->image->channels;
  gfloat           *values   = hom_image_pixel (picture->image, x, y);
  gfloat           *weights  = hom_image_pixel (picture->mask, x, y);

  for (gint i = 0; i < width; i++)
    {
      for (gint c = 0; c < channels; c++)
        *values++ = *row++;
      *weights++ = *row++;
    }
}

static void
store_weights (const gfloat *row, gint x, gint y, gint width, gpointer data)
{
  const HomPicture *picture = data;

  memcpy (hom_image_pixel (picture->mask, x, y), row, width * sizeof (gfloat));
}

static void
multiply_weights (const gfloat *row, gint x, gint y, gint width, gpointer data)
{
  const HomPicture *picture = data;
  gfloat           *weights = hom_image_pixel (picture->mask, x, y);

  for (gint i = 0; i < width; i++)
    weights[i] *= row[i];
}

/* ---- Passes ---- */

/* What is read, from where (x, y) of the image is zero. */
static GeglRectangle
area_from (const PictureReader *reader, gint x, gint y)
{
  const HomImage *image  = reader->picture->image;
  gint            shrink = reader->format.shrink;

  return (GeglRectangle) { image->x * shrink - x, image->y * shrink - y,
                           image->width * shrink, image->height * shrink };
}

/* Adds a pass.
 *
 * @x, @y: where the buffer lies in the image.
 */
static void
add_pass (PictureReader *reader,
          GeglBuffer    *buffer,
          const Babl    *format,
          gint           x,
          gint           y,
          RowFunc        take_row)
{
  StripsPlan plan = { .buffer     = buffer,
                      .own_format = gegl_buffer_get_format (buffer),
                      .format     = format,
                      .area       = area_from (reader, x, y),
                      .shrink     = reader->format.shrink,
                      .take_row   = take_row,
                      .data       = reader->picture };

  reader->passes[reader->n_passes++] = strips_new (&plan);
}

static void
add_rendered (PictureReader *reader, const Babl *format)
{
  StripsPlan plan = { .get        = rendered_get,
                      .get_data   = reader->rendered,
                      .own_format = rendered_get_format (reader->rendered),
                      .format     = format,
                      .area       = area_from (reader, 0, 0),
                      .shrink     = reader->format.shrink,
                      .take_row   = store_transparent,
                      .data       = reader->picture };

  reader->passes[reader->n_passes++] = strips_new (&plan);
}

/* Adds a drawable whose values the mask is multiplied by; they are zero outside
 * of its box.
 */
static void
add_weights (PictureReader *reader, GimpDrawable *channel, gint x, gint y)
{
  GeglBuffer *buffer = drawable_buffer (channel);

  add_pass (reader, buffer, babl_format ("Y float"), x, y,
            reader->has_weights ? multiply_weights : store_weights);
  reader->has_weights = TRUE;
  g_object_unref (buffer);
}

/* Returns: (nullable): the mask of a layer, if it is applied. */
static GimpLayerMask *
get_layer_mask (GimpDrawable *drawable)
{
  if (GIMP_IS_LAYER (drawable) &&
      gimp_layer_get_apply_mask (GIMP_LAYER (drawable)))
    return gimp_layer_get_mask (GIMP_LAYER (drawable));

  return NULL;
}

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

  return TRUE;
}

/* Creates an image for the part of a box that is read. Of the blocks of @shrink
 * × @shrink pixels that the image is divided into, it has those that lie wholly
 * within the box, but no fewer than one: what is too small to be aligned is
 * refused later.
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

static gboolean
begin (PictureReader *reader, GimpDrawable *drawable, GError **error)
{
  HomPicture    *picture    = reader->picture;
  Rendered      *rendered   = reader->rendered;
  HomBox         box        = drawable_box (drawable);
  gboolean       has_alpha  = rendered || gimp_drawable_has_alpha (drawable);
  GimpLayerMask *layer_mask = get_layer_mask (drawable);
  GeglBuffer    *buffer;
  const Babl    *format;

  picture->image = new_image_in (rendered ? rendered_get_box (rendered) : &box,
                                 &reader->format, error);
  if (! picture->image ||
      ((has_alpha || layer_mask) && ! add_mask (picture, error)))
    return FALSE;

  buffer = drawable_buffer (drawable);
  format = choose_format (buffer, reader->format.channels, has_alpha);
  if (rendered)
    add_rendered (reader, format);
  else
    add_pass (reader, buffer, format, box.x0, box.y0,
              has_alpha ? store_transparent : store_opaque);
  reader->has_weights = has_alpha;
  g_object_unref (buffer);
  if (layer_mask)
    add_weights (reader, GIMP_DRAWABLE (layer_mask), box.x0, box.y0);

  return TRUE;
}

/* Makes ready to read @drawable: its colour or luma and, as mask, its alpha
 * times the layer mask that is applied.
 *
 * @with_filters: whether its filters are rendered first.
 *
 * Returns: (transfer full): the reader; NULL with a message when there is no
 *   memory for the picture.
 */
PictureReader *
picture_reader_new (GimpDrawable        *drawable,
                    gboolean             with_filters,
                    const PictureFormat *format,
                    GError             **error)
{
  HomPicture    *picture = g_new0 (HomPicture, 1);
  PictureReader *reader  = picture_reader_resume (picture, format);

  if (with_filters && has_filters (drawable))
    reader->rendered = rendered_new (drawable);
  if (begin (reader, drawable, error))
    return reader;
  picture_reader_free (reader);

  return NULL;
}

/* Makes a reader of a picture for picture_reader_select().
 *
 * @picture: (transfer full): a picture that was read before.
 */
PictureReader *
picture_reader_resume (HomPicture *picture, const PictureFormat *format)
{
  PictureReader *reader = g_new0 (PictureReader, 1);

  reader->format      = *format;
  reader->picture     = picture;
  reader->has_weights = picture->mask != NULL;

  return reader;
}

/* Has the mask multiplied by the selection of @image, if there is one.
 *
 * Returns: FALSE with a message when there is no memory for a mask.
 */
gboolean
picture_reader_select (PictureReader *reader, GimpImage *image, GError **error)
{
  if (gimp_selection_is_empty (image))
    return TRUE;
  if (! reader->picture->mask && ! add_mask (reader->picture, error))
    return FALSE;

  add_weights (reader, GIMP_DRAWABLE (gimp_image_get_selection (image)), 0, 0);
  reader->has_selection = TRUE;

  return TRUE;
}

/* Reads a bit more.
 *
 * Returns: FALSE when all is read.
 */
gboolean
picture_reader_read (PictureReader *reader)
{
  if (reader->pass == reader->n_passes)
    return FALSE;
  if (! strips_read (reader->passes[reader->pass]))
    reader->pass++;

  return TRUE;
}

static gboolean
counts (const HomImage *mask)
{
  for (gsize i = 0; i < mask->stride * mask->height; i++)
    if (mask->data[i] > 0.0f)
      return TRUE;

  return FALSE;
}

/* Ends the reading.
 *
 * @reader: (transfer full): the reader, which is freed.
 *
 * Returns: (transfer full): the picture; NULL with a message when nothing of it
 *   is selected.
 */
HomPicture *
picture_reader_finish (PictureReader *reader, GError **error)
{
  HomPicture *picture = NULL;

  if (reader->has_selection && ! counts (reader->picture->mask))
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                         _ ("Nothing of the layer is selected, and only what "
                            "is selected is compared. Select a part of it, or "
                            "nothing at all."));
  else
    picture = g_steal_pointer (&reader->picture);
  picture_reader_free (reader);

  return picture;
}

void
picture_reader_free (PictureReader *reader)
{
  for (gint i = 0; i < reader->n_passes; i++)
    strips_free (reader->passes[i]);
  g_clear_pointer (&reader->rendered, rendered_free);
  picture_free (reader->picture);
  g_free (reader);
}
