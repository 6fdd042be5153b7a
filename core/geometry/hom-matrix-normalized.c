/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <lapacke.h>

#include "homography/hom-matrix-normalized.h"
#include "homography/hom-quad.h"

/* In pixels, the coefficients of a homography differ by six orders of
 * magnitude, and so do the coefficients of its gradient, the other way round.
 * In coordinates of the size of 1 they are alike, and descent by the gradient
 * makes sense.
 */

static gboolean
is_empty (const HomBox *box)
{
  return ! (MAX (box->x1 - box->x0, box->y1 - box->y0) > 0.0);
}

/* Returns: half of the longer side of a box, which has an inverse, however
 * short it is: half of the least number is none.
 */
static gdouble
longer_half_side (const HomBox *box)
{
  return MAX (MAX (box->x1 - box->x0, box->y1 - box->y0) / 2.0, G_MINDOUBLE);
}

/**
 * hom_matrix_normalizing:
 * @box: a box that is not empty, in pixels.
 *
 * Makes the matrix from pixels to normalized coordinates.
 *
 * Returns: the similarity N that takes the centre of @box to (0, 0) and its
 *   longer half side to 1.
 */
HomMatrix
hom_matrix_normalizing (const HomBox *box)
{
  gdouble half = longer_half_side (box);

  g_return_val_if_fail (! is_empty (box), HOM_MATRIX_IDENTITY);

  return (HomMatrix){ { 1.0 / half, 0, -(box->x0 + box->x1) / 2.0 / half, 0,
                        1.0 / half, -(box->y0 + box->y1) / 2.0 / half, 0, 0,
                        1 } };
}

/**
 * hom_matrix_denormalizing:
 * @box: a box that is not empty, in pixels.
 *
 * Makes the matrix from normalized coordinates to pixels.
 *
 * Returns: the inverse of hom_matrix_normalizing().
 */
HomMatrix
hom_matrix_denormalizing (const HomBox *box)
{
  gdouble half = longer_half_side (box);

  g_return_val_if_fail (! is_empty (box), HOM_MATRIX_IDENTITY);

  return (HomMatrix){ { half, 0, (box->x0 + box->x1) / 2.0, 0, half,
                        (box->y0 + box->y1) / 2.0, 0, 0, 1 } };
}

static HomMatrix
multiply_three (HomMatrix a, const HomMatrix *b, HomMatrix c)
{
  HomMatrix product = hom_matrix_multiply (b, &c);

  return hom_matrix_multiply (&a, &product);
}

/**
 * hom_matrix_to_normalized:
 * @matrix: W or H, in pixels.
 * @from: the box of the points that it takes: for W the output's, for H the
 *   input's.
 * @onto: the box of their images: for W the input's, for H the output's.
 *
 * Brings a homography from pixels to normalized coordinates.
 *
 * Returns: the same homography in normalized coordinates on both sides,
 *   N_onto · @matrix · N_from⁻¹.
 */
HomMatrix
hom_matrix_to_normalized (const HomMatrix *matrix,
                          const HomBox    *from,
                          const HomBox    *onto)
{
  return multiply_three (hom_matrix_normalizing (onto), matrix,
                         hom_matrix_denormalizing (from));
}

/**
 * hom_matrix_from_normalized:
 * @matrix: W or H, in normalized coordinates.
 * @from: as for hom_matrix_to_normalized().
 * @onto: likewise.
 *
 * Brings a homography from normalized coordinates to pixels.
 *
 * Returns: the same homography in pixels, N_onto⁻¹ · @matrix · N_from.
 */
HomMatrix
hom_matrix_from_normalized (const HomMatrix *matrix,
                            const HomBox    *from,
                            const HomBox    *onto)
{
  return multiply_three (hom_matrix_denormalizing (onto), matrix,
                         hom_matrix_normalizing (from));
}

/**
 * hom_matrix_normalized_gradient:
 * @gradient: dL/dM of a matrix M in pixels: dL/dW or dL/dH.
 * @from: as for hom_matrix_to_normalized().
 * @onto: likewise.
 *
 * Brings a gradient from pixels to normalized coordinates.
 *
 * Returns: dL/dM̃ of the matrix in normalized coordinates, M̃ = N_onto · M ·
 *   N_from⁻¹, by the chain rule: N_onto⁻ᵀ · dL/dM · N_fromᵀ.
 */
HomMatrix
hom_matrix_normalized_gradient (const HomMatrix *gradient,
                                const HomBox    *from,
                                const HomBox    *onto)
{
  HomMatrix left  = hom_matrix_denormalizing (onto);
  HomMatrix right = hom_matrix_normalizing (from);

  return multiply_three (hom_matrix_transpose (&left), gradient,
                         hom_matrix_transpose (&right));
}

/* Finds the similarity without rotation that takes the mean of four points to 0
 * and the root of the mean square of their distances from it to @size. Turning
 * the points about their mean does not change it.
 *
 * Returns: FALSE when they are one point or not finite.
 */
static gboolean
centre_and_scale (const HomPoint points[4], gdouble size, HomMatrix *matrix)
{
  gdouble x       = 0.0;
  gdouble y       = 0.0;
  gdouble squares = 0.0;
  gdouble scale;

  for (gint i = 0; i < 4; i++)
    {
      x += points[i].x / 4.0;
      y += points[i].y / 4.0;
    }
  for (gint i = 0; i < 4; i++)
    squares += (points[i].x - x) * (points[i].x - x) +
               (points[i].y - y) * (points[i].y - y);
  scale   = 2.0 * size / sqrt (squares);
  *matrix = (HomMatrix){ { scale, 0, -scale * x, 0, scale, -scale * y, 0, 0,
                           1 } };

  return squares > 0.0 && hom_matrix_is_finite (matrix);
}

/**
 * hom_matrix_condition:
 * @matrix: a homography, H or W.
 * @box: what it is applied to, not empty.
 *
 * Measures how near a matrix is to a singular one: finds its 2-norm condition
 * number, the ratio of the largest to the smallest singular value, in
 * coordinates where @box and the image of its corners are centred and of the
 * size of 1. (In pixels the number would tell the offset of the picture.) Where
 * the horizon crosses @box, its part in hom_quad_in_front() is taken.
 *
 * Returns: 1 for each rotation, translation, scaling and reflection, and their
 *   products; more for others: a strong perspective has 10; 1e6 leaves ten
 *   digits of a double. %INFINITY for a singular matrix, for one that is not
 *   finite, and when all of @box lies behind the horizon.
 */
gdouble
hom_matrix_condition (const HomMatrix *matrix, const HomBox *box)
{
  HomMatrix in, out, normalized;
  HomPoint  corners[4], images[4];
  gdouble   s[3], unused[2];

  g_return_val_if_fail (longer_half_side (box) > 0.0, INFINITY);

  if (! hom_matrix_is_finite (matrix))
    return INFINITY;

  hom_quad_in_front (matrix, box, corners);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (matrix, corners[i], &images[i]))
      return INFINITY;

  /* √2 is the size of the square of half side 1. */
  if (! centre_and_scale (corners, G_SQRT2, &in) ||
      ! centre_and_scale (images, G_SQRT2, &out) ||
      ! hom_matrix_invert (&in, &in, NULL))
    return INFINITY;

  /* The normalizations may over- or underflow with a matrix of any size. */
  normalized = hom_matrix_normalize (matrix);
  normalized = multiply_three (out, &normalized, in);
  if (! hom_matrix_is_finite (&normalized) ||
      LAPACKE_dgesvd (LAPACK_ROW_MAJOR, 'N', 'N', 3, 3, normalized.m, 3, s,
                      NULL, 3, NULL, 3, unused) != 0 ||
      ! (s[2] > 0.0))
    return INFINITY;

  return s[0] / s[2];
}
