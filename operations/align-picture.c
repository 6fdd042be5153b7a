/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "align-picture.h"

/* Larger pictures are read at half their size, or a quarter …, as by the
 * plug-in: the alignment of two of this size takes some gigabytes. It stays
 * exact to a few hundredths of a pixel.
 */
#define MOST_PIXELS (1 << 25)

/* What is larger is no picture; to render it would take hours. */
#define ENDLESS (1 << 20)

/* So many rows are converted at once. */
#define STRIP 64

/* Returns: by how much a picture is reduced when it is read: a power of 2. */
gint
align_source_shrink (const AlignSource *source)
{
  gdouble n      = (gdouble) source->box.width * source->box.height;
  gint    shrink = 1;

  while (n > MOST_PIXELS * (gdouble) shrink * shrink)
    shrink *= 2;

  return shrink;
}

gboolean
align_source_is_gray (const AlignSource *source)
{
  return source->format &&
         (babl_get_model_flags (source->format) & BABL_MODEL_FLAG_GRAY);
}

/* Returns: FALSE with a message when there is no picture of some size. */
gboolean
align_source_check (const AlignSource *source,
                    gboolean           is_reference,
                    GError           **error)
{
  const gchar *message = NULL;

  if (! source->node)
    message = is_reference ? _ ("There is no reference: nothing is "
                                "connected to the input pad aux.") :
                             _ ("There is no picture that could be aligned.");
  else if (gegl_rectangle_is_empty (&source->box))
    message = is_reference ? _ ("The reference has no pixels.") :
                             _ ("The picture has no pixels.");
  else if (source->box.width > ENDLESS || source->box.height > ENDLESS)
    message = is_reference ? _ ("The reference has no end. Crop it.") :
                             _ ("The picture has no end. Crop it.");

  if (message)
    g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT, message);

  return ! message;
}

/* Perceptual: noise and exposure are more even there than in linear light. Not
 * premultiplied: converting to Y'aA corrupts the memory in babl 0.1.114 to
 * 0.1.128.
 */
static const Babl *
choose_format (const Babl *of, gint channels, gboolean has_alpha)
{
  const gchar *const names[2][2] = {
    { "Y' float", "Y'A float" },
    { "R'G'B' float", "R'G'B'A float" },
  };

  return babl_format_with_space (names[channels > 1][has_alpha],
                                 of ? babl_format_get_space (of) : NULL);
}

/* Where alpha is no number, the pixel does not count. */
static void
split_alpha (const gfloat *pixel,
             gint          n,
             gint          channels,
             gfloat       *values,
             gfloat       *weights)
{
  for (gint i = 0; i < n; i++)
    {
      for (gint c = 0; c < channels; c++)
        *values++ = *pixel++;
      *weights++ = *pixel > 0.0f ? MIN (*pixel, 1.0f) : 0.0f;
      pixel++;
    }
}

static gboolean
read_pixels (GeglBuffer *buffer,
             gint        shrink,
             HomPicture *picture,
             GError    **error)
{
  const HomImage *image    = picture->image;
  gint            channels = image->channels;
  gint            n        = channels + (picture->mask != NULL);
  const Babl *format = choose_format (gegl_buffer_get_format (buffer), channels,
                                      picture->mask != NULL);
  g_autoptr (HomImage) strip = hom_image_new (image->width, STRIP, n, error);

  if (! strip)
    return FALSE;

  for (gint y = 0; y < image->height; y += STRIP)
    {
      GeglRectangle rows = { image->x, image->y + y, image->width,
                             MIN (STRIP, image->height - y) };
      gint          size = rows.width * rows.height;

      gegl_buffer_get (buffer, &rows, 1.0 / shrink, format,
                       strip->data, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      if (picture->mask)
        split_alpha (strip->data, size, channels, hom_image_pixel (image, 0, y),
                     hom_image_pixel (picture->mask, 0, y));
      else
        memcpy (hom_image_pixel (image, 0, y), strip->data,
                (gsize) size * n * sizeof (gfloat));
    }

  return TRUE;
}

/* Of the blocks of @shrink × @shrink pixels that the plane is divided into,
 * those that lie wholly within the box, but no fewer than one: what is too
 * small to be aligned is refused later.
 */
static HomImage *
new_image_in (const GeglRectangle *box,
              gint                 channels,
              gint                 shrink,
              GError             **error)
{
  gint x0 = (gint) ceil (box->x / (gdouble) shrink);
  gint y0 = (gint) ceil (box->y / (gdouble) shrink);
  gint x1 = (gint) floor ((box->x + (gdouble) box->width) / shrink);
  gint y1 = (gint) floor ((box->y + (gdouble) box->height) / shrink);

  x1 = MAX (x1, x0 + 1);
  y1 = MAX (y1, y0 + 1);

  HomImage *image = hom_image_new (x1 - x0, y1 - y0, channels, error);

  if (image)
    {
      image->x = x0;
      image->y = y0;
    }

  return image;
}

/**
 * align_picture_new:
 * @channels: 1 or 3.
 * @shrink: by how much it is reduced: the picture is in coordinates of the
 *   reduced plane.
 *
 * Renders all of @source. Its alpha becomes the mask.
 *
 * Returns: NULL with a message when there is no memory for it.
 */
HomPicture *
align_picture_new (const AlignSource *source,
                   gint               channels,
                   gint               shrink,
                   GError           **error)
{
  g_autoptr (HomPicture) picture = g_new0 (HomPicture, 1);
  g_autoptr (GeglBuffer) buffer  = NULL;

  const Babl *format = source->format ? source->format :
                                        babl_format ("RGBA float");
  HomImage   *image  = new_image_in (&source->box, channels, shrink, error);

  picture->image = image;
  if (! image)
    return NULL;
  if (babl_format_has_alpha (format))
    {
      HomImage *mask = hom_image_new (image->width, image->height, 1, error);

      picture->mask = mask;
      if (! mask)
        return NULL;
      mask->x = image->x;
      mask->y = image->y;
    }

  buffer = gegl_buffer_new (&source->box, format);
  gegl_node_blit_buffer (source->node, buffer, &source->box, 0,
                         GEGL_ABYSS_NONE);
  if (! read_pixels (buffer, shrink, picture, error))
    return NULL;

  return g_steal_pointer (&picture);
}

void
align_picture_free (HomPicture *picture)
{
  if (! picture)
    return;

  hom_image_free ((HomImage *) picture->image);
  hom_image_free ((HomImage *) picture->mask);
  g_free (picture);
}
