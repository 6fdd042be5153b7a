/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "hom-error.h"
#include "hom-image.h"
#include "hom-memory.h"

/**
 * hom_image_new:
 *
 * Returns: (transfer full): an image with its own pixels, all zero, or NULL
 *   with %HOM_ERROR_ARGUMENT when there is no memory for so many.
 */
HomImage *
hom_image_new (gint width, gint height, gint channels, GError **error)
{
  HomImage *image = g_new0 (HomImage, 1);

  image->width    = width;
  image->height   = height;
  image->channels = channels;
  image->stride   = (gsize) width * channels;
  if (width > 0 && height > 0)
    image->data = hom_memory_try_new (height, image->stride * sizeof (gfloat),
                                      TRUE);

  if (! image->data)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("There is not enough memory for %d × %d pixels."), width,
                   height);
      g_clear_pointer (&image, g_free);
      return NULL;
    }

  return image;
}

/**
 * hom_image_free:
 * @image: (nullable): one that hom_image_new() made.
 */
void
hom_image_free (HomImage *image)
{
  if (image)
    {
      hom_memory_free (image->data);
      g_free (image);
    }
}

/**
 * hom_image_box:
 *
 * Returns: the part of the plane that @image covers.
 */
HomBox
hom_image_box (const HomImage *image)
{
  return (HomBox) { image->x, image->y, (gdouble) image->x + image->width,
                    (gdouble) image->y + image->height };
}

/**
 * hom_image_check:
 * @name: what the image is called in the message.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when @image has no pixels or its
 *   fields contradict each other.
 */
gboolean
hom_image_check (const HomImage *image, const gchar *name, GError **error)
{
  if (! image || ! image->data || image->width < 1 || image->height < 1)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” has no pixels."), name);
      return FALSE;
    }
  if (image->channels < 1 || image->channels > HOM_MAX_CHANNELS)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” has %d channels; it must have 1 to %d."),
                   name, image->channels, HOM_MAX_CHANNELS);
      return FALSE;
    }
  if (image->stride < (gsize) image->width * image->channels)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The stride of the image “%s” is shorter than its rows."),
                   name);
      return FALSE;
    }

  return TRUE;
}

/**
 * hom_image_matches:
 * @name: what @image is called in the message.
 * @other: the image whose box it must have.
 * @channels: how many channels it must have.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when @image is not fit for use beside
 *   @other.
 */
gboolean
hom_image_matches (const HomImage *image,
                   const gchar    *name,
                   const HomImage *other,
                   gint            channels,
                   GError        **error)
{
  if (! hom_image_check (image, name, error))
    return FALSE;

  if (image->x != other->x || image->y != other->y ||
      image->width != other->width || image->height != other->height ||
      image->channels != channels)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” is %d × %d with %d channels at (%d, %d); "
                      "it must be %d × %d with %d channels at (%d, %d)."),
                   name, image->width, image->height, image->channels, image->x,
                   image->y, other->width, other->height, channels, other->x,
                   other->y);
      return FALSE;
    }

  return TRUE;
}
