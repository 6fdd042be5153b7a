/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plugin/layers/focal-length.h"

#include <gexiv2/gexiv2.h>

/* The diagonal of 36 mm × 24 mm, in millimetres. */
#define DIAGONAL_35MM 43.2666

/* Returns: the number in a tag of Exif, or 0. */
static gdouble
read_number (GimpMetadata *metadata, const gchar *tag)
{
  GExiv2Metadata   *exif = GEXIV2_METADATA (metadata);
  g_autofree gchar *text = NULL;

#if GEXIV2_CHECK_VERSION(0, 16, 0)
  text = gexiv2_metadata_get_tag_string (exif, tag, NULL);
#else
  text = gexiv2_metadata_try_get_tag_string (exif, tag, NULL);
#endif

  return text ? g_ascii_strtod (text, NULL) : 0.0;
}

/* Reads the focal length. Only the tag for 35 mm film helps: GIMP overwrites
 * the numbers of pixels that the photograph had, so neither its scale to the
 * image nor the size of the sensor is known.
 *
 * Returns: the focal length of the image, in pixels, by its Exif data, or 0.
 */
gdouble
focal_length_read (GimpImage *image)
{
  GimpMetadata *metadata = gimp_image_get_metadata (image);
  gdouble       focal_length;

  if (! metadata)
    return 0.0;

  focal_length = read_number (metadata, "Exif.Photo.FocalLengthIn35mmFilm") *
                 hypot (gimp_image_get_width (image),
                        gimp_image_get_height (image)) /
                 DIAGONAL_35MM;
  g_object_unref (metadata);

  return focal_length > 0.0 && isfinite (focal_length) ? focal_length : 0.0;
}

/* Recovers the ratio of a rectangle's sides.
 *
 * @aspect_ratio: (out): width / height of the rectangle that a camera of that
 *   focal length shows as @quad.
 *
 * The homography from a square to @quad is K (r₁ w, r₂ h, t) with orthonormal
 * r₁ and r₂, so the lengths of K⁻¹ times its first columns are as w to h.
 */
gboolean
focal_length_ratio (const HomPoint quad[4],
                    HomPoint       principal_point,
                    gdouble        focal_length,
                    gdouble       *aspect_ratio)
{
  const HomBox unit = { 0.0, 0.0, 1.0, 1.0 };
  HomPoint     square[4];
  HomMatrix    h;
  gdouble      lengths[2];

  hom_quad_from_box (&unit, square);
  if (! hom_matrix_from_corners (square, quad, &h, NULL))
    return FALSE;

  for (gint i = 0; i < 2; i++)
    {
      gdouble x = (h.m[i] - principal_point.x * h.m[6 + i]) / focal_length;
      gdouble y = (h.m[3 + i] - principal_point.y * h.m[6 + i]) / focal_length;

      lengths[i] = sqrt (x * x + y * y + h.m[6 + i] * h.m[6 + i]);
    }
  *aspect_ratio = lengths[0] / lengths[1];

  return isfinite (*aspect_ratio) && *aspect_ratio > 0.0;
}
