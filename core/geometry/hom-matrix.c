/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "homography/hom-error.h"
#include "homography/hom-matrix.h"

/* A determinant this small, beside the sum of the absolute values of its six
 * products, is rounding: the matrix is singular. The measure does not change
 * when a row or a column is scaled, so a large offset does no harm.
 */
#define SINGULAR 1e-12

/**
 * hom_matrix_translation:
 *
 * Makes the matrix of a translation.
 *
 * Returns: the matrix that moves each point by (@dx, @dy).
 */
HomMatrix
hom_matrix_translation (gdouble dx, gdouble dy)
{
  return (HomMatrix) { { 1, 0, dx, 0, 1, dy, 0, 0, 1 } };
}

/**
 * hom_matrix_multiply:
 *
 * Multiplies two matrices.
 *
 * Returns: the product @a·@b, which applies @b first and then @a.
 */
HomMatrix
hom_matrix_multiply (const HomMatrix *a, const HomMatrix *b)
{
  HomMatrix product;

  for (gint i = 0; i < 3; i++)
    for (gint j = 0; j < 3; j++)
      product.m[3 * i + j] = a->m[3 * i + 0] * b->m[0 + j] +
                             a->m[3 * i + 1] * b->m[3 + j] +
                             a->m[3 * i + 2] * b->m[6 + j];

  return product;
}

/**
 * hom_matrix_transpose:
 *
 * Transposes a matrix.
 *
 * Returns: the transpose of @matrix.
 */
HomMatrix
hom_matrix_transpose (const HomMatrix *matrix)
{
  const gdouble *m = matrix->m;

  return (HomMatrix) { { m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5],
                         m[8] } };
}

/**
 * hom_matrix_normalize:
 *
 * Scales a matrix by a positive number, so that the homography and its horizon
 * stay what they are.
 *
 * Returns: the multiple of @matrix whose last coefficient is 1 or −1 or, where
 *   that is next to nothing, whose largest one is.
 */
HomMatrix
hom_matrix_normalize (const HomMatrix *matrix)
{
  HomMatrix normalized = *matrix;
  gdouble   largest    = 0.0;
  gdouble   scale;

  for (gint i = 0; i < 9; i++)
    largest = MAX (largest, fabs (matrix->m[i]));

  scale = fabs (matrix->m[8]);
  if (scale <= 1e-9 * largest)
    scale = largest;
  if (scale > 0.0)
    for (gint i = 0; i < 9; i++)
      normalized.m[i] /= scale;

  return normalized;
}

/**
 * hom_matrix_is_finite:
 *
 * Tells whether all coefficients of a matrix are finite numbers.
 *
 * Returns: whether none is infinite or a NaN.
 */
gboolean
hom_matrix_is_finite (const HomMatrix *matrix)
{
  for (gint i = 0; i < 9; i++)
    if (! isfinite (matrix->m[i]))
      return FALSE;

  return TRUE;
}

/* Takes a power of two out of each row and then of each column, so that the
 * largest value in it is near 1 and no product of three under- or overflows.
 * Powers of two do not round.
 */
static void
balance (HomMatrix *matrix, gint rows[3], gint columns[3])
{
  gdouble *m = matrix->m;

  for (gint i = 0; i < 3; i++)
    {
      const gdouble *row = m + 3 * i;

      frexp (MAX (fabs (row[0]), MAX (fabs (row[1]), fabs (row[2]))), &rows[i]);
      for (gint j = 0; j < 3; j++)
        m[3 * i + j] = ldexp (m[3 * i + j], -rows[i]);
    }
  for (gint j = 0; j < 3; j++)
    {
      frexp (MAX (fabs (m[j]), MAX (fabs (m[3 + j]), fabs (m[6 + j]))),
             &columns[j]);
      for (gint i = 0; i < 3; i++)
        m[3 * i + j] = ldexp (m[3 * i + j], -columns[j]);
    }
}

/* Finds the adjugate and the determinant of a matrix. The inverse is the former
 * over the latter.
 *
 * Returns: the determinant, 0 for a singular matrix.
 */
static gdouble
invert_balanced (const HomMatrix *matrix, HomMatrix *adjugate)
{
  const gdouble *m           = matrix->m;
  gdouble        determinant = 0.0;
  gdouble        magnitude   = 0.0;

  *adjugate = (HomMatrix) { {
      m[4] * m[8] - m[5] * m[7],
      m[2] * m[7] - m[1] * m[8],
      m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8],
      m[0] * m[8] - m[2] * m[6],
      m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6],
      m[1] * m[6] - m[0] * m[7],
      m[0] * m[4] - m[1] * m[3],
  } };

  for (gint i = 0; i < 3; i++)
    {
      const gdouble *n = m + 3;
      gint           j = (i + 1) % 3;
      gint           k = (i + 2) % 3;

      determinant += m[i] * adjugate->m[3 * i];
      magnitude += fabs (m[i]) *
                   (fabs (n[j] * n[3 + k]) + fabs (n[k] * n[3 + j]));
    }

  return fabs (determinant) > SINGULAR * magnitude ? determinant : 0.0;
}

/**
 * hom_matrix_invert:
 * @inverse: (out): the true inverse, not a multiple of it, so that a point in
 *   front of the horizon goes there and back.
 *
 * Inverts a matrix.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a coefficient is not a finite
 *   number, with %HOM_ERROR_DEGENERATE when @matrix is singular or so small
 *   that no double holds its inverse.
 */
gboolean
hom_matrix_invert (const HomMatrix *matrix, HomMatrix *inverse, GError **error)
{
  HomMatrix balanced = *matrix;
  HomMatrix adjugate;
  HomMatrix result;
  gint      rows[3];
  gint      columns[3];
  gdouble   determinant;

  if (! hom_matrix_is_finite (matrix))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The matrix has a coefficient that is not a "
                              "finite number."));
      return FALSE;
    }

  balance (&balanced, rows, columns);
  determinant = invert_balanced (&balanced, &adjugate);

  /* A row factor of the matrix is a column factor of its inverse. */
  for (gint i = 0; i < 3; i++)
    for (gint j = 0; j < 3; j++)
      result.m[3 * i + j] = ldexp (adjugate.m[3 * i + j] / determinant,
                                   -columns[i] - rows[j]);

  if (determinant == 0.0 || ! hom_matrix_is_finite (&result))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The matrix is singular: it would collapse the "
                              "picture to a line or a point."));
      return FALSE;
    }

  *inverse = result;

  return TRUE;
}

/**
 * hom_matrix_apply:
 * @image: (out): where @point goes; (0, 0) where it has no image.
 *
 * Finds the image of a point.
 *
 * Returns: FALSE when @point lies on the horizon or behind it, or its image is
 *   farther out than any number.
 */
gboolean
hom_matrix_apply (const HomMatrix *matrix, HomPoint point, HomPoint *image)
{
  const gdouble *m = matrix->m;
  gdouble        z = m[6] * point.x + m[7] * point.y + m[8];

  *image = (HomPoint) { 0.0, 0.0 };
  if (! (z > 0.0))
    return FALSE;

  image->x = (m[0] * point.x + m[1] * point.y + m[2]) / z;
  image->y = (m[3] * point.x + m[4] * point.y + m[5]) / z;
  if (isfinite (image->x) && isfinite (image->y))
    return TRUE;

  *image = (HomPoint) { 0.0, 0.0 };

  return FALSE;
}

/**
 * hom_matrix_forward_gradient:
 * @w: the sampling matrix W.
 * @dl_dw: dL/dW there.
 *
 * Brings a gradient from the sampling matrix to the forward matrix.
 *
 * Returns: dL/dH for the forward matrix H = W⁻¹, which is −Wᵀ (dL/dW) Wᵀ.
 */
HomMatrix
hom_matrix_forward_gradient (const HomMatrix *w, const HomMatrix *dl_dw)
{
  HomMatrix transposed = hom_matrix_transpose (w);
  HomMatrix gradient   = hom_matrix_multiply (&transposed, dl_dw);

  gradient = hom_matrix_multiply (&gradient, &transposed);
  for (gint i = 0; i < 9; i++)
    gradient.m[i] = -gradient.m[i];

  return gradient;
}
