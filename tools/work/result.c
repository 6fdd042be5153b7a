/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tools/work/result.h"

/* What a result shows may lie so far out of the picture, in pixels, before
 * something of it is empty: corners at a picture's own edge are found to a
 * fraction of one.
 */
#define NEARLY_INSIDE 1.0

/* Pixels around what is shown that an interpolation may take values from. */
#define MARGIN 8.0

/* What is less than this away from opaque is rounding. */
#define OPAQUE (1.0f - 1.0f / 512.0f)

/* Finds the part of the picture that the result shows.
 *
 * @is_inside: (out): whether all of the result shows the picture.
 *
 * Returns: FALSE when it shows nothing of the picture.
 */
static gboolean
find_part (const Picture   *picture,
           const HomMatrix *w,
           const ResultWay *way,
           HomBox          *part,
           gboolean        *is_inside)
{
  HomBox whole  = { 0.0, 0.0, picture->width, picture->height };
  HomBox result = { 0.0, 0.0, way->width, way->height };
  HomBox seen;

  *is_inside = FALSE;
  if (! hom_matrix_map_box (w, &result, &whole, &seen))
    return FALSE;

  *is_inside = ! hom_matrix_has_horizon (w, &result);
  for (gint i = 0; i < 4 && *is_inside; i++)
    {
      HomPoint corner = { i % 2 ? result.x1 : 0.0, i / 2 ? result.y1 : 0.0 };
      HomPoint at;

      *is_inside = hom_matrix_apply (w, corner, &at) &&
                   at.x >= -NEARLY_INSIDE && at.y >= -NEARLY_INSIDE &&
                   at.x <= whole.x1 + NEARLY_INSIDE &&
                   at.y <= whole.y1 + NEARLY_INSIDE;
    }
  part->x0 = MAX (0.0, floor (seen.x0 - MARGIN));
  part->y0 = MAX (0.0, floor (seen.y0 - MARGIN));
  part->x1 = MIN (whole.x1, ceil (seen.x1 + MARGIN));
  part->y1 = MIN (whole.y1, ceil (seen.y1 + MARGIN));

  return part->x1 > part->x0 && part->y1 > part->y0;
}

static gboolean
is_opaque (const HomImage *image)
{
  for (gint y = 0; y < image->height; y++)
    {
      const gfloat *alpha = hom_image_pixel (image, 0, y) + image->channels - 1;

      for (gint x = 0; x < image->width; x++, alpha += image->channels)
        if (! (*alpha >= OPAQUE))
          return FALSE;
    }

  return TRUE;
}

/* Lays a premultiplied image on white, and leaves its alpha out. */
static HomImage *
without_alpha (const HomImage *image, GError **error)
{
  gint      colours = image->channels - 1;
  HomImage *flat = hom_image_new (image->width, image->height, colours, error);

  for (gint y = 0; flat && y < image->height; y++)
    {
      const gfloat *from = hom_image_pixel (image, 0, y);
      gfloat       *to   = hom_image_pixel (flat, 0, y);

      for (gint x = 0; x < image->width; x++, from += colours + 1)
        for (gint c = 0; c < colours; c++)
          *to++ = from[c] + 1.0f - from[colours];
    }

  return flat;
}

static PictureDepth
depth_of (const Picture *picture, WriteFormat format)
{
  if (format == WRITE_JPEG)
    return PICTURE_8_BITS;
  if (format == WRITE_PNG && picture->depth == PICTURE_FLOAT)
    return PICTURE_16_BITS;

  return picture->depth;
}

/* Renders what a sampling matrix shows of a picture, in linear light, as a
 * picture of the same profile. It has an alpha channel only where something of
 * it is transparent, and the format has one; JPEG has white there.
 *
 * @w: takes a point of the result to the point of the picture that it shows.
 */
Picture *
result_render (const Picture   *picture,
               const HomMatrix *w,
               const ResultWay *way,
               GError         **error)
{
  HomSampling sampling        = way->sampling;
  gint        channels        = picture->channels;
  g_autoptr (HomImage) input  = NULL;
  g_autoptr (HomImage) output = NULL;
  HomBox    part              = { 0.0, 0.0, 1.0, 1.0 };
  HomMatrix seen              = *w;
  gboolean  is_inside;

  if (! find_part (picture, w, way, &part, &is_inside))
    seen = (HomMatrix){ { 0.0 } }; /* nothing, everywhere */
  if (is_inside)
    sampling.boundary = HOM_BOUNDARY_CLAMP;
  else if (channels % 2)
    channels++;

  input  = picture_to_image (picture, &part, channels, TRUE, error);
  output = input ? hom_image_new (way->width, way->height, channels, error) :
                   NULL;
  if (! output || ! hom_warp (input, &seen, &sampling, output, error))
    return NULL;

  if (channels % 2 == 0 && (way->format == WRITE_JPEG || is_opaque (output)))
    {
      HomImage *flat = without_alpha (output, error);

      if (! flat)
        return NULL;
      hom_image_free (output);
      output = flat;
    }

  return picture_from_image (output, picture, depth_of (picture, way->format),
                             error);
}
