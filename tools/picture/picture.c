/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>
#include <lcms2.h>

#include "tools/picture/picture.h"

/* So many rows are converted at once. */
#define STRIP 64

gint
picture_sample_size (PictureDepth depth)
{
  return depth == PICTURE_8_BITS ? 1 : depth == PICTURE_16_BITS ? 2 : 4;
}

gsize
picture_stride (const Picture *picture)
{
  return (gsize) picture->width * picture->channels *
         picture_sample_size (picture->depth);
}

/* Tells whether a profile is whole: babl believes what a damaged one says of
 * its lengths, and reads beyond its end.
 */
static gboolean
profile_is_whole (gconstpointer data, gsize length)
{
  static const cmsTagSignature tags[] = {
    cmsSigRedTRCTag,
    cmsSigGreenTRCTag,
    cmsSigBlueTRCTag,
    cmsSigRedColorantTag,
    cmsSigGreenColorantTag,
    cmsSigBlueColorantTag,
    cmsSigGrayTRCTag,
    cmsSigMediaWhitePointTag,
    cmsSigProfileDescriptionTag,
    cmsSigCopyrightTag,
    cmsSigChromaticAdaptationTag,
  };
  cmsHPROFILE profile = cmsOpenProfileFromMem (data, (cmsUInt32Number) length);
  gboolean    success = profile != NULL;

  for (gsize i = 0; success && i < G_N_ELEMENTS (tags); i++)
    success = ! cmsIsTag (profile, tags[i]) || cmsReadTag (profile, tags[i]);
  if (profile)
    cmsCloseProfile (profile);

  return success;
}

/* Finds the colour space of a profile. Where babl makes nothing of it, as of
 * one with tables, sRGB stands in: only the tone curve matters here, since
 * pixels are mixed and never change their space, and the profile itself is
 * kept.
 */
static const Babl *
space_of_profile (GBytes *profile, gint channels)
{
  const Babl  *space;
  const gchar *message = NULL;
  gsize        length;
  const gchar *data;

  if (! profile)
    return babl_space ("sRGB");

  data = g_bytes_get_data (profile, &length);
  if (! profile_is_whole (data, length))
    return babl_space ("sRGB");
  space = babl_space_from_icc (data, (gint) length,
                               BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &message);
  if (! space || (channels > 2 && babl_space_is_gray (space)) ||
      babl_space_is_cmyk (space))
    return babl_space ("sRGB");

  return space;
}

static const Babl *
stored_format (gint channels, PictureDepth depth, const Babl *space)
{
  static const gchar *const names[4][3] = {
    { "Y' u8", "Y' u16", "Y' float" },
    { "Y'A u8", "Y'A u16", "Y'A float" },
    { "R'G'B' u8", "R'G'B' u16", "R'G'B' float" },
    { "R'G'B'A u8", "R'G'B'A u16", "R'G'B'A float" },
  };

  return babl_format_with_space (names[channels - 1][depth], space);
}

/* Chooses the format of floats: linear and premultiplied to be warped,
 * perceptual to be compared.
 */
static const Babl *
working_format (gint channels, gboolean is_linear, const Babl *space)
{
  static const gchar *const names[4][2] = {
    { "Y' float", "Y float" },
    { "Y'A float", "YaA float" },
    { "R'G'B' float", "RGB float" },
    { "R'G'B'A float", "RaGaBaA float" },
  };

  return babl_format_with_space (names[channels - 1][is_linear], space);
}

/* Makes a picture whose pixels are yet to be filled in. */
Picture *
picture_new (gint         width,
             gint         height,
             gint         channels,
             PictureDepth depth,
             GBytes      *profile,
             GError     **error)
{
  Picture *picture;

  if (width < 1 || height < 1)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The picture has no pixels."));
      return NULL;
    }

  picture           = g_new0 (Picture, 1);
  picture->width    = width;
  picture->height   = height;
  picture->channels = channels;
  picture->depth    = depth;
  picture->profile  = profile ? g_bytes_ref (profile) : NULL;
  picture->format   = stored_format (channels, depth,
                                     space_of_profile (profile, channels));
  picture->pixels   = g_try_malloc0_n (height, picture_stride (picture));
  if (! picture->pixels)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_MEMORY,
                   _ ("There is not enough memory for a picture of %d × %d "
                      "pixels."),
                   width, height);
      g_clear_pointer (&picture, picture_free);
    }

  return picture;
}

void
picture_free (Picture *picture)
{
  if (! picture)
    return;
  g_free (picture->pixels);
  g_clear_pointer (&picture->profile, g_bytes_unref);
  g_clear_object (&picture->metadata);
  g_free (picture->note);
  g_free (picture);
}

/* Adds a sentence to what the user is told of a picture. */
void
picture_add_note (Picture *picture, const gchar *note)
{
  gchar *before = picture->note;

  if (before && strstr (before, note))
    return;
  picture->note = before ? g_strconcat (before, " ", note, NULL) :
                           g_strdup (note);
  g_free (before);
}

/* Leaves the alpha channel out where all of it is opaque. */
void
picture_drop_opaque_alpha (Picture *picture)
{
  gint    size  = picture_sample_size (picture->depth);
  gint    pixel = picture->channels * size;
  gsize   n     = (gsize) picture->width * picture->height;
  guchar *to    = picture->pixels;

  if (picture->channels % 2 || picture->depth == PICTURE_FLOAT)
    return;
  for (gsize i = 0; i < n; i++)
    for (gint k = pixel - size; k < pixel; k++)
      if (picture->pixels[i * pixel + k] != 0xff)
        return;

  for (gsize i = 0; i < n; i++, to += pixel - size)
    memmove (to, picture->pixels + i * pixel, pixel - size);
  picture->channels--;
  picture->format = stored_format (picture->channels, picture->depth,
                                   babl_format_get_space (picture->format));
}

/* Reads a part of a picture as floats.
 *
 * @part: (nullable): whole pixels of it; without, all of it.
 * @channels: of the image: those of the picture, or one that has no alpha less,
 *   or alpha more.
 * @is_linear: linear and premultiplied, or perceptual.
 *
 * Returns: (transfer full): the image, at its place in the picture.
 */
HomImage *
picture_to_image (const Picture *picture,
                  const HomBox  *part,
                  gint           channels,
                  gboolean       is_linear,
                  GError       **error)
{
  const Babl *fish;
  gint        x      = part ? (gint) part->x0 : 0;
  gint        y      = part ? (gint) part->y0 : 0;
  gint        width  = part ? (gint) part->x1 - x : picture->width;
  gint        height = part ? (gint) part->y1 - y : picture->height;
  gint        size   = picture->channels * picture_sample_size (picture->depth);
  HomImage   *image  = hom_image_new (width, height, channels, error);

  if (! image)
    return NULL;

  fish = babl_fish (picture->format,
                    working_format (channels, is_linear,
                                    babl_format_get_space (picture->format)));
  for (gint i = 0; i < height; i++)
    babl_process (fish,
                  picture->pixels + (y + i) * picture_stride (picture) +
                      (gsize) x * size,
                  hom_image_pixel (image, 0, i), width);
  image->x = x;
  image->y = y;

  return image;
}

/* Stores linear, premultiplied floats as a picture.
 *
 * @like: the picture that it was made of: its profile, resolution, metadata and
 *   note stay.
 */
Picture *
picture_from_image (const HomImage *image,
                    const Picture  *like,
                    PictureDepth    depth,
                    GError        **error)
{
  const Babl *fish;
  Picture *picture = picture_new (image->width, image->height, image->channels,
                                  depth, like->profile, error);

  if (! picture)
    return NULL;

  fish = babl_fish (working_format (image->channels, TRUE,
                                    babl_format_get_space (picture->format)),
                    picture->format);
  for (gint i = 0; i < image->height; i++)
    babl_process (fish, hom_image_pixel (image, 0, i),
                  picture->pixels + i * picture_stride (picture), image->width);
  picture->ppi_x    = like->ppi_x;
  picture->ppi_y    = like->ppi_y;
  picture->metadata = like->metadata ? g_object_ref (like->metadata) : NULL;
  picture->note     = g_strdup (like->note);

  return picture;
}

/* Turns a picture upright.
 *
 * @orientation: as in Exif and TIFF: which sides of the scene the first row and
 *   the first column are. 5 to 8 change width and height.
 */
gboolean
picture_turn (Picture *picture, gint orientation, GError **error)
{
  gboolean is_across = orientation >= 5 && orientation <= 8;
  gint     size      = picture->channels * picture_sample_size (picture->depth);
  gint     width     = is_across ? picture->height : picture->width;
  gint     height    = is_across ? picture->width : picture->height;
  gsize    stride    = picture_stride (picture);
  gssize   right, down; /* in the stored pixels, for a step in the upright */
  guchar  *first = picture->pixels;
  guchar  *upright;
  /* whether the stored column and row fall along the way */
  gboolean flips_x = orientation == 2 || orientation == 3 || orientation == 7 ||
                     orientation == 8;
  gboolean flips_y = orientation == 3 || orientation == 4 || orientation == 6 ||
                     orientation == 7;

  if (orientation < 2 || orientation > 8)
    return TRUE;
  upright = g_try_malloc_n (picture->height, stride);
  if (! upright)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_MEMORY,
                           _ ("There is not enough memory to turn the "
                              "picture."));
      return FALSE;
    }

  right = is_across ? (gssize) stride : size;
  down  = is_across ? size : (gssize) stride;
  if (flips_x)
    {
      first += stride - size;
      *(is_across ? &down : &right) *= -1;
    }
  if (flips_y)
    {
      first += (picture->height - 1) * stride;
      *(is_across ? &right : &down) *= -1;
    }

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      memcpy (upright + ((gsize) y * width + x) * size,
              first + y * down + x * right, size);

  g_free (picture->pixels);
  picture->pixels = upright;
  picture->width  = width;
  picture->height = height;
  if (is_across)
    {
      gdouble ppi = picture->ppi_x;

      picture->ppi_x = picture->ppi_y;
      picture->ppi_y = ppi;
    }

  return TRUE;
}
