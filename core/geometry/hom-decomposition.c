/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <lapacke.h>

#include "homography/hom-decomposition.h"
#include "homography/hom-error.h"

/* Factors @a = Q·R into a rotation and an upper triangle with a positive
 * diagonal; the determinant of @a is positive.
 *
 * Returns: FALSE where @a is singular.
 */
static gboolean
factor_rotation (const gdouble a[4], gdouble *rotation, gdouble r[3])
{
  gdouble q[4] = { a[0], a[1], a[2], a[3] };
  gdouble tau[2];

  if (LAPACKE_dgeqrf (LAPACK_ROW_MAJOR, 2, 2, q, 2, tau) != 0)
    return FALSE;
  r[0] = q[0];
  r[1] = q[1];
  r[2] = q[3];
  if (LAPACKE_dorgqr (LAPACK_ROW_MAJOR, 2, 2, 2, q, 2, tau) != 0)
    return FALSE;

  /* LAPACK leaves the signs of the diagonal open. The second column of Q, of
   * which the angle says nothing, follows the first, since det Q = 1 then.
   */
  if (r[0] < 0.0)
    {
      q[0] = -q[0];
      q[2] = -q[2];
      r[0] = -r[0];
      r[1] = -r[1];
    }
  r[2]      = fabs (r[2]);
  *rotation = atan2 (q[2], q[0]);

  /* atan2 knows a −0. */
  if (*rotation <= -G_PI)
    *rotation = G_PI;

  return r[0] > 0.0 && r[2] > 0.0;
}

/* Tells whether a double holds each of the factors. */
static gboolean
is_held (const HomDecomposition *d)
{
  return d->scale > 0.0 && d->stretch > 0.0 && isfinite (d->scale) &&
         isfinite (d->stretch) && isfinite (d->shear) && isfinite (d->tilt.x) &&
         isfinite (d->tilt.y) && isfinite (d->translation.x) &&
         isfinite (d->translation.y);
}

/**
 * hom_matrix_decompose:
 * @matrix: a homography, of any positive scale.
 * @centre: the point about which the factors are told, in pixels: the picture's
 *   centre, or (0, 0) for the textbook's factors.
 * @decomposition: (out): such that hom_matrix_compose() is @matrix again, up to
 *   its scale.
 *
 * Factors a homography into a similarity, an affine and a projective one:
 * Hartley & Zisserman 2004 (doi:10.1017/CBO9780511811685), section 2.4.6, about
 * @centre, and with a reflection told apart, which leaves the factors unique.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a coefficient is not a finite
 *   number, with %HOM_ERROR_DEGENERATE when @matrix is singular, and when
 *   @centre lies on the horizon or behind it: the factors exist only where it
 *   has an image.
 */
gboolean
hom_matrix_decompose (const HomMatrix  *matrix,
                      HomPoint          centre,
                      HomDecomposition *decomposition,
                      GError          **error)
{
  HomMatrix to_centre = hom_matrix_translation (centre.x, centre.y);
  HomMatrix inverse, about;
  gdouble   a[4], r[3];
  gdouble   z;

  if (! hom_matrix_invert (matrix, &inverse, error))
    return FALSE;

  about = hom_matrix_multiply (matrix, &to_centre);
  z     = about.m[8];
  if (! (z > 0.0) || ! isfinite (z))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The matrix has no image of the centre, which "
                              "lies on the horizon or behind it."));
      return FALSE;
    }
  for (gint i = 0; i < 9; i++)
    about.m[i] /= z;

  decomposition->centre      = centre;
  decomposition->tilt        = (HomPoint) { about.m[6], about.m[7] };
  decomposition->translation = (HomPoint) { about.m[2] - centre.x,
                                            about.m[5] - centre.y };

  /* What the projective part leaves: scale · R · A. */
  for (gint i = 0; i < 2; i++)
    for (gint j = 0; j < 2; j++)
      a[2 * i + j] = about.m[3 * i + j] - about.m[3 * i + 2] * about.m[6 + j];

  decomposition->mirrored = a[0] * a[3] - a[1] * a[2] < 0.0;
  if (decomposition->mirrored)
    {
      a[0] = -a[0];
      a[2] = -a[2];
    }
  if (factor_rotation (a, &decomposition->rotation, r))
    {
      decomposition->scale   = sqrt (r[0]) * sqrt (r[2]);
      decomposition->stretch = sqrt (r[0] / r[2]);
      decomposition->shear   = r[1] / decomposition->scale;
      if (is_held (decomposition))
        return TRUE;
    }

  g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                       _ ("The matrix is singular: it would collapse the "
                          "picture to a line or a point."));

  return FALSE;
}

/**
 * hom_matrix_compose:
 * @decomposition: as hom_matrix_decompose() gives it, or any.
 *
 * Multiplies the factors of a homography.
 *
 * Returns: the matrix of @decomposition, normalized.
 */
HomMatrix
hom_matrix_compose (const HomDecomposition *decomposition)
{
  const HomDecomposition *d      = decomposition;
  gdouble                 cosine = d->scale * cos (d->rotation);
  gdouble                 sine   = d->scale * sin (d->rotation);
  gdouble                 x      = d->mirrored ? -d->stretch : d->stretch;
  HomMatrix similarity = { { cosine, -sine, d->centre.x + d->translation.x,
                             sine, cosine, d->centre.y + d->translation.y, 0, 0,
                             1 } };
  HomMatrix affine = { { x, d->shear, 0, 0, 1.0 / d->stretch, 0, 0, 0, 1 } };
  HomMatrix perspective = { { 1, 0, 0, 0, 1, 0, d->tilt.x, d->tilt.y, 1 } };
  HomMatrix from_centre = hom_matrix_translation (-d->centre.x, -d->centre.y);
  HomMatrix product     = hom_matrix_multiply (&similarity, &affine);

  product = hom_matrix_multiply (&product, &perspective);
  product = hom_matrix_multiply (&product, &from_centre);

  return hom_matrix_normalize (&product);
}
