/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/layers/picture.h"

/* Larger layers are read at half their size, or a quarter …: R'G'B' and a mask
 * of this many pixels take half a gigabyte, and the alignment needs two of them
 * and their pyramids. It stays exact to a few hundredths of a pixel.
 */
#define MOST_PIXELS (1 << 25)

void
picture_free (HomPicture *picture)
{
  if (! picture)
    return;

  hom_image_free ((HomImage *) picture->image);
  hom_image_free ((HomImage *) picture->mask);
  g_free (picture);
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

/* Returns: the matrix in coordinates that are @scale times as large. */
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
