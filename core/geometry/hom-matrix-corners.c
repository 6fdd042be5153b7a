/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "homography/hom-error.h"
#include "homography/hom-matrix-corners.h"
#include "homography/hom-quad.h"

/* Finds the matrix that takes the unit square to a quadrilateral: Heckbert,
 * Fundamentals of Texture Mapping and Image Warping (UCB/CSD-89-516), section
 * 2.2.3.
 */
static HomMatrix
square_to_quad (const HomPoint q[4])
{
  gdouble dx1         = q[1].x - q[2].x;
  gdouble dy1         = q[1].y - q[2].y;
  gdouble dx2         = q[3].x - q[2].x;
  gdouble dy2         = q[3].y - q[2].y;
  gdouble sx          = q[0].x - q[1].x + q[2].x - q[3].x;
  gdouble sy          = q[0].y - q[1].y + q[2].y - q[3].y;
  gdouble determinant = dx1 * dy2 - dx2 * dy1;
  gdouble g           = (sx * dy2 - dx2 * sy) / determinant;
  gdouble h           = (dx1 * sy - sx * dy1) / determinant;

  return (HomMatrix){ {
      q[1].x - q[0].x + g * q[1].x,
      q[3].x - q[0].x + h * q[3].x,
      q[0].x,
      q[1].y - q[0].y + g * q[1].y,
      q[3].y - q[0].y + h * q[3].y,
      q[0].y,
      g,
      h,
      1.0,
  } };
}

/**
 * hom_matrix_from_corners:
 * @source: a convex quadrilateral: top left, top right, bottom right, bottom
 *   left.
 * @target: another one, in the same order.
 * @matrix: (out): takes each corner of @source to that of @target, normalized.
 *   Both quadrilaterals lie in front of its horizon.
 *
 * Finds the homography between two quadrilaterals.
 *
 * Returns: FALSE with the error of hom_quad_check() when one of them is not a
 *   convex quadrilateral, with %HOM_ERROR_DEGENERATE when the numbers of the
 *   matrix would not be finite.
 */
gboolean
hom_matrix_from_corners (const HomPoint source[4],
                         const HomPoint target[4],
                         HomMatrix     *matrix,
                         GError       **error)
{
  HomMatrix to_source;
  HomMatrix to_target;
  HomMatrix from_source;

  if (! hom_quad_check (source, error) || ! hom_quad_check (target, error))
    return FALSE;

  to_source = square_to_quad (source);
  to_target = square_to_quad (target);
  if (! hom_matrix_invert (&to_source, &from_source, error))
    return FALSE;

  *matrix = hom_matrix_multiply (&to_target, &from_source);
  *matrix = hom_matrix_normalize (matrix);
  if (hom_matrix_is_finite (matrix))
    return TRUE;

  g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                       _ ("One quadrilateral is so much larger than the other, "
                          "or so far away, that the matrix between them has no "
                          "finite numbers. Choose corners that are closer."));

  return FALSE;
}
