/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "homography/hom-matrix-corners.h"
#include "homography/hom-quad-rectangle.h"
#include "homography/hom-quad.h"

/* The diagonal of 36 mm × 24 mm, in millimetres. */
#define DIAGONAL_35MM 43.2666

/* Focal lengths of lenses, in millimetres on 35 mm film: what is beyond, as the
 * 65535 of a scanner's driver, is none.
 */
#define SHORTEST_LENS 4.0
#define LONGEST_LENS  3000.0

/* The focal length, as a share of the diagonal, that a photograph is taken to
 * have when neither the camera nor the perspective tells: 28 mm where the
 * diagonal is 43.3 mm. Telephones and compact cameras have 24 to 35 mm, for
 * which the ratio is off by 5 % at most, at a tilt of 30°; the ratio of the
 * mean sides would be off by 14 %.
 */
#define USUAL_FOCAL_LENGTH (28.0 / DIAGONAL_35MM)

/**
 * hom_focal_length_of_35mm:
 * @millimetres: a focal length on 35 mm film, as Exif's FocalLengthIn35mmFilm.
 * @diagonal: the diagonal of the photograph, uncropped, in pixels.
 *
 * Returns: the focal length in pixels; 0 where @millimetres is none that a lens
 *   has.
 *
 * Since: 0.9
 */
gdouble
hom_focal_length_of_35mm (gdouble millimetres, gdouble diagonal)
{
  if (! (millimetres >= SHORTEST_LENS && millimetres <= LONGEST_LENS))
    return 0.0;

  return millimetres * diagonal / DIAGONAL_35MM;
}

/**
 * hom_quad_focal_ratio:
 * @quad: the image of a rectangle, in pixels; one that hom_quad_check()
 *   accepts.
 * @principal_point: where the optical axis meets the picture.
 * @focal_length: of the camera, in pixels; positive.
 * @aspect_ratio: (out): width / height of the rectangle.
 *
 * Recovers the true side ratio of a rectangle from its perspective image by a
 * camera of known focal length.
 *
 * The homography from a square to @quad is K (r₁ w, r₂ h, t) with orthonormal
 * r₁ and r₂, so the lengths of K⁻¹ times its first columns are as w to h.
 *
 * Returns: FALSE when @quad has no homography to a square.
 *
 * Since: 0.9
 */
gboolean
hom_quad_focal_ratio (const HomPoint quad[4],
                      HomPoint       principal_point,
                      gdouble        focal_length,
                      gdouble       *aspect_ratio)
{
  const HomBox unit = { 0.0, 0.0, 1.0, 1.0 };
  HomPoint     square[4];
  HomMatrix    h;
  gdouble      lengths[2];

  g_return_val_if_fail (aspect_ratio, FALSE);

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

/**
 * hom_quad_recover_ratio:
 * @quad: the image of a rectangle, in pixels; one that hom_quad_check()
 *   accepts.
 * @principal_point: where the optical axis meets the picture: its centre,
 *   unless it was cropped.
 * @diagonal: the picture's diagonal, in pixels.
 * @focal_length: of the camera, in pixels, or 0 when it is not known.
 * @origin: (out) (optional): which of these it was.
 *
 * Recovers the side ratio of a rectangle by the best that there is: the focal
 * length; what the perspective tells of it, see hom_quad_aspect_ratio(); a
 * usual one, of 28 mm on 35 mm film.
 *
 * Returns: width / height.
 *
 * Since: 0.9
 */
gdouble
hom_quad_recover_ratio (const HomPoint  quad[4],
                        HomPoint        principal_point,
                        gdouble         diagonal,
                        gdouble         focal_length,
                        HomRatioOrigin *origin)
{
  HomRatioOrigin by = HOM_RATIO_FOCAL_LENGTH;
  gdouble        ratio, width, height;

  if (! (focal_length > 0.0 &&
         hom_quad_focal_ratio (quad, principal_point, focal_length, &ratio)))
    {
      by = HOM_RATIO_PERSPECTIVE;
      if (! hom_quad_aspect_ratio (quad, principal_point, diagonal, &ratio,
                                   NULL))
        {
          by = HOM_RATIO_USUAL_LENS;
          if (! hom_quad_focal_ratio (quad, principal_point,
                                      USUAL_FOCAL_LENGTH * diagonal, &ratio))
            {
              hom_quad_mean_sides (quad, &width, &height);
              ratio = width / height;
            }
        }
    }
  if (origin)
    *origin = by;

  return ratio;
}

/**
 * hom_quad_rectangle_size:
 * @quad: the image of a rectangle, in pixels.
 * @aspect_ratio: width / height of the rectangle; positive.
 * @width: (out): of the upright rectangle, in pixels.
 * @height: (out): its height.
 *
 * Chooses the size of the rectangle that a quadrilateral becomes: of that
 * ratio, and as large as its mean sides in both directions, so that no detail
 * is lost.
 *
 * Since: 0.9
 */
void
hom_quad_rectangle_size (const HomPoint quad[4],
                         gdouble        aspect_ratio,
                         gdouble       *width,
                         gdouble       *height)
{
  g_return_if_fail (width && height);

  hom_quad_mean_sides (quad, width, height);
  if (*width < *height * aspect_ratio)
    *width = *height * aspect_ratio;
  else
    *height = *width / aspect_ratio;
}
