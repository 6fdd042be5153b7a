/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <lapacke.h>

#include "homography/hom-error.h"
#include "homography/hom-matrix-gradient.h"
#include "homography/hom-matrix-normalized.h"
#include "homography/hom-quad.h"

/**
 * hom_matrix_differentiate:
 * @matrix: M, W or H.
 * @point: p, in pixels.
 * @image: (out) (optional): M·p = (u, v).
 * @by_point: (out) (optional): ∂(u, v)/∂p, u in the first row, 2 × 2.
 * @by_matrix: (out) (optional): ∂(u, v)/∂M, the coefficients row by row, 2 × 9.
 *
 * Differentiates the image of a point. With (a, b, z) = M (x, y, 1)ᵀ:
 *
 *     ∂u/∂p = 1/z · (m0 − u·m6, m1 − u·m7)
 *     ∂u/∂M = 1/z · (x, y, 1, 0, 0, 0, −u·x, −u·y, −u)
 *
 * and for v likewise.
 *
 * Returns: FALSE, and nothing set, when @point lies on the horizon or behind
 *   it.
 */
gboolean
hom_matrix_differentiate (const HomMatrix *matrix,
                          HomPoint         point,
                          HomPoint        *image,
                          gdouble          by_point[2][2],
                          gdouble          by_matrix[2][9])
{
  const gdouble *m    = matrix->m;
  const gdouble  p[3] = { point.x, point.y, 1.0 };
  gdouble        z    = m[6] * point.x + m[7] * point.y + m[8];
  HomPoint       q;

  if (! hom_matrix_apply (matrix, point, &q))
    return FALSE;

  for (gint row = 0; row < 2; row++)
    {
      gdouble value = row == 0 ? q.x : q.y;

      if (by_point)
        for (gint j = 0; j < 2; j++)
          by_point[row][j] = (m[3 * row + j] - value * m[6 + j]) / z;
      if (by_matrix)
        for (gint j = 0; j < 3; j++)
          {
            by_matrix[row][3 * row + j]       = p[j] / z;
            by_matrix[row][3 * (1 - row) + j] = 0.0;
            by_matrix[row][6 + j]             = -value * p[j] / z;
          }
    }
  if (image)
    *image = q;

  return TRUE;
}

/* Solves Mᵀ λ = g, where the eight rows of M are ∂image/∂matrix at the corners:
 * nine equations for eight unknowns, which are consistent since g is orthogonal
 * to the matrix as the rows of M are. λ is dL/dimage: u and v of each corner.
 */
static gboolean
solve_multipliers (const HomMatrix *matrix,
                   const HomMatrix *gradient,
                   const HomPoint   corners[4],
                   gdouble          lambda[9])
{
  gdouble rows[8][9];

  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_differentiate (matrix, corners[i], NULL, NULL,
                                    &rows[2 * i]))
      return FALSE;
  for (gint i = 0; i < 9; i++)
    lambda[i] = gradient->m[i];

  /* By rows, this is M itself; by columns, as LAPACK reads it, Mᵀ. */
  return LAPACKE_dgels (LAPACK_COL_MAJOR, 'N', 9, 8, 1, rows[0], 9, lambda,
                        9) == 0;
}

/**
 * hom_matrix_corner_gradient:
 * @matrix: W or H, of any positive scale.
 * @gradient: dL/dW or dL/dH there, of a loss that does not depend on the
 *   matrix's scale, as none of an image does; the part along the matrix is left
 *   out.
 * @corners: a convex quadrilateral: for W that of the output, for H that of the
 *   input. Its image under @matrix is the other one.
 * @by_corners: (out) (optional): dL/d@corners, in 1/px.
 * @by_images: (out) (optional): dL/d of the images of @corners.
 *
 * Finds the gradient by the corners that define a homography. For
 * homography:warp, which takes the quadrilateral source to target, and dL/dW of
 * hom_warp_gradient(), the @corners are target, @by_corners is dL/dtarget and
 * @by_images dL/dsource. For dL/dH of hom_matrix_forward_gradient() they are
 * source, dL/dsource and dL/dtarget. Both are right for
 * hom_matrix_from_corners(): that this normalizes changes nothing.
 *
 * By the chain rule, in normalized coordinates: dL/dmatrix = Mᵀ λ, where the
 * rows of M are hom_matrix_differentiate()'s at the corners and λ is
 * dL/dimages; dL/dcorner = −Jᵀ λ, where J is the derivative by the point.
 *
 * Returns: FALSE with the error of hom_quad_check() for @corners or their
 *   images, with %HOM_ERROR_ARGUMENT when a coefficient is not a finite number,
 *   with %HOM_ERROR_DEGENERATE when @matrix is singular or a corner lies on its
 *   horizon or behind it.
 */
gboolean
hom_matrix_corner_gradient (const HomMatrix *matrix,
                            const HomMatrix *gradient,
                            const HomPoint   corners[4],
                            HomPoint         by_corners[4],
                            HomPoint         by_images[4],
                            GError         **error)
{
  HomPoint  images[4], normalized_corners[4];
  HomBox    from, onto;
  HomMatrix normalizing, normalized, normalized_gradient;
  gdouble   lambda[9];

  if (! hom_matrix_is_finite (gradient))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The gradient has a coefficient that is not a "
                              "finite number."));
      return FALSE;
    }
  if (! hom_quad_check (corners, error) ||
      ! hom_matrix_invert (matrix, &normalized, error))
    return FALSE;
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (matrix, corners[i], &images[i]))
      {
        g_set_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                     _ ("Corner %d lies on the horizon of the matrix or behind "
                        "it."),
                     i + 1);
        return FALSE;
      }
  if (! hom_quad_check (images, error))
    return FALSE;

  from                = hom_box_of_points (corners, 4);
  onto                = hom_box_of_points (images, 4);
  normalizing         = hom_matrix_normalizing (&from);
  normalized          = hom_matrix_to_normalized (matrix, &from, &onto);
  normalized_gradient = hom_matrix_normalized_gradient (gradient, &from, &onto);
  for (gint i = 0; i < 4; i++)
    hom_matrix_apply (&normalizing, corners[i], &normalized_corners[i]);

  if (! solve_multipliers (&normalized, &normalized_gradient,
                           normalized_corners, lambda))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The matrix is singular: it would collapse the "
                              "picture to a line or a point."));
      return FALSE;
    }

  normalizing = hom_matrix_normalizing (&onto);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint l = { lambda[2 * i] * normalizing.m[0],
                     lambda[2 * i + 1] * normalizing.m[0] };
      gdouble  j[2][2];

      hom_matrix_differentiate (matrix, corners[i], NULL, j, NULL);
      if (by_corners)
        by_corners[i] = (HomPoint){ -j[0][0] * l.x - j[1][0] * l.y,
                                    -j[0][1] * l.x - j[1][1] * l.y };
      if (by_images)
        by_images[i] = l;
    }

  return TRUE;
}
