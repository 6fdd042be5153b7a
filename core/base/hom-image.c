/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/hom-memory.h"
#include "homography/hom-error.h"
#include "homography/hom-image.h"

/**
 * hom_image_new:
 *
 * Makes an image with its own pixels, all zero.
 *
 * Returns: (transfer full): the image, or NULL with %HOM_ERROR_ARGUMENT when
 *   there are no such images, with %HOM_ERROR_MEMORY when there is no memory
 *   for its pixels.
 */
HomImage *
hom_image_new (gint width, gint height, gint channels, GError **error)
{
  HomImage *image;
  gfloat   *data;

  if (width < 1 || height < 1 || channels < 1 || channels > HOM_MAX_CHANNELS)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("An image of %d × %d pixels with %d channels cannot be "
                      "made: it must have pixels, and 1 to %d channels."),
                   width, height, channels, HOM_MAX_CHANNELS);
      return NULL;
    }

  data = hom_memory_new (height, (gsize) width * channels * sizeof (gfloat),
                         TRUE, error);
  if (! data)
    return NULL;

  image  = g_new (HomImage, 1);
  *image = (HomImage) { .data     = data,
                        .width    = width,
                        .height   = height,
                        .channels = channels,
                        .stride   = (gsize) width * channels };

  return image;
}

/**
 * hom_image_free:
 * @image: (nullable): an image that hom_image_new() made.
 *
 * Frees an image and its pixels.
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
 * Finds the part of the plane that an image covers.
 *
 * Returns: the box.
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
 * Checks an image that was passed in.
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
 * Checks that an image has the box of another one.
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
