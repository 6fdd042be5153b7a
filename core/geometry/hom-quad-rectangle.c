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

/* Pixels are no more than so much narrower or wider than high: what no scanner
 * has is a mistake of the file.
 */
#define LEAST_PIXEL_ASPECT 0.2

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
 * hom_pixel_aspect_of_ppi:
 * @ppi_x: the resolution of a picture across, in any unit.
 * @ppi_y: its resolution down, in the same unit.
 *
 * Tells the shape of a picture's pixels: a fax has other resolutions across
 * than down.
 *
 * Returns: the width of a pixel divided by its height; 1 where a resolution is
 *   not known, that is not positive, or where the two cannot be.
 *
 * Since: 0.9
 */
gdouble
hom_pixel_aspect_of_ppi (gdouble ppi_x, gdouble ppi_y)
{
  gdouble aspect = ppi_x > 0.0 && ppi_y > 0.0 ? ppi_y / ppi_x : 1.0;

  return aspect >= LEAST_PIXEL_ASPECT && aspect <= 1.0 / LEAST_PIXEL_ASPECT ?
             aspect :
             1.0;
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

/* Recovers the ratio in a picture of square pixels. */
static gdouble
recover_ratio (const HomPoint  quad[4],
               HomPoint        principal_point,
               gdouble         diagonal,
               gdouble         focal_length,
               HomRatioOrigin *origin)
{
  gdouble ratio, width, height;

  *origin = HOM_RATIO_FOCAL_LENGTH;
  if (focal_length > 0.0 &&
      hom_quad_focal_ratio (quad, principal_point, focal_length, &ratio))
    return ratio;

  *origin = HOM_RATIO_PERSPECTIVE;
  if (hom_quad_aspect_ratio (quad, principal_point, diagonal, &ratio, NULL))
    return ratio;

  *origin = HOM_RATIO_USUAL_LENS;
  if (hom_quad_focal_ratio (quad, principal_point,
                            USUAL_FOCAL_LENGTH * diagonal, &ratio))
    return ratio;

  hom_quad_mean_sides (quad, &width, &height);

  return width / height;
}

/**
 * hom_quad_recover_ratio:
 * @quad: the image of a rectangle, in pixels; one that hom_quad_check()
 *   accepts.
 * @camera: what the picture was taken by.
 * @origin: (out) (optional): which of these it was.
 *
 * Recovers the side ratio of a rectangle by the best that there is: the focal
 * length; what the perspective tells of it, see hom_quad_aspect_ratio(); a
 * usual one, of 28 mm on 35 mm film.
 *
 * Returns: width / height of the rectangle itself, whatever the shape of the
 *   pixels.
 *
 * Since: 0.9
 */
gdouble
hom_quad_recover_ratio (const HomPoint   quad[4],
                        const HomCamera *camera,
                        HomRatioOrigin  *origin)
{
  const gdouble  aspect          = camera->pixel_aspect;
  HomPoint       principal_point = camera->principal_point;
  HomPoint       square[4];
  HomRatioOrigin by;
  gdouble        ratio;

  principal_point.x *= aspect;
  for (gint i = 0; i < 4; i++)
    square[i] = (HomPoint){ aspect * quad[i].x, quad[i].y };
  ratio = recover_ratio (square, principal_point, camera->diagonal,
                         camera->focal_length, &by);
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
