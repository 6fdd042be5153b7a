/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <complex.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/hom-lapack.h"
#include "homography/hom-error.h"
#include "homography/hom-model-parameters.h"

/* Parameters up to this count as rounding beside parameters of the size of 1.
 */
#define ROUNDING 1e-9

/* An eigenvalue whose angle is this near to 180°, in radians, has two
 * logarithms that are as good as each other.
 */
#define HALF_TURN 1e-6

/* The distance to the identity below which the series of the logarithm is
 * summed: that of the inverse hyperbolic tangent of a matrix of half that size,
 * whose 8th term is below 1e-20.
 */
#define NEAR_IDENTITY 0.1
#define N_TERMS       8

#define MAX_ROOTS      64
#define MAX_ITERATIONS 64

static gdouble
distance_to_identity (const HomMatrix *matrix)
{
  gdouble sum = 0.0;

  for (gint i = 0; i < 9; i++)
    sum += fabs (matrix->m[i] - HOM_MATRIX_IDENTITY.m[i]);

  return sum;
}

static gboolean
is_similarity (const HomMatrix *matrix)
{
  const gdouble *m    = matrix->m;
  gdouble        size = fabs (m[0]) + fabs (m[3]);

  return fabs (m[6]) + fabs (m[7]) <= 1e-14 * fabs (m[8]) &&
         fabs (m[0] - m[4]) + fabs (m[1] + m[3]) <= 1e-14 * size;
}

/* Finds the parameters of a similarity in closed form, also of a half turn:
 * with complex numbers for points, the matrix is p → exp(c)·p + t, and its
 * logarithm p → c·p + t·c / (exp(c) − 1).
 */
static void
similarity_parameters (const HomMatrix *matrix, gdouble parameters[4])
{
  const gdouble *m     = matrix->m;
  double complex shift = (m[2] + I * m[5]) / m[8];
  gdouble        turn  = atan2 (m[3], m[0]);
  gdouble        scale = log (hypot (m[0], m[3]) / m[8]);
  double complex c     = scale + I * turn;

  /* exp(c) − 1 without cancellation. */
  double complex difference = expm1 (scale) * cos (turn) -
                              2.0 * sin (turn / 2.0) * sin (turn / 2.0) +
                              I * exp (scale) * sin (turn);

  if (cabs (c) > 0.0)
    shift *= c / difference;
  parameters[0] = creal (shift);
  parameters[1] = cimag (shift);
  parameters[2] = turn;
  parameters[3] = scale;
}

/* Tells whether a real principal logarithm exists: no eigenvalue is 0 or
 * negative.
 */
static gboolean
has_logarithm (const HomMatrix *matrix)
{
  gdouble columns[9];
  gdouble re[3], im[3];
  gdouble room[HOM_LAPACK_ROOM];

  for (gint i = 0; i < 9; i++)
    columns[i % 3 * 3 + i / 3] = matrix->m[i];
  if (hom_lapack_has_nan (columns, 9) ||
      LAPACKE_dgeev_work (LAPACK_COL_MAJOR, 'N', 'N', 3, columns, 3, re, im,
                          NULL, 1, NULL, 1, room, HOM_LAPACK_ROOM) != 0)
    return FALSE;
  for (gint i = 0; i < 3; i++)
    if (! (G_PI - fabs (atan2 (im[i], re[i])) > HALF_TURN))
      return FALSE;

  return TRUE;
}

/* Takes the principal square root by the product form of Denman and Beavers'
 * iteration (Cheng, Higham, Kenney & Laub 2001, doi:10.1137/S0895479899364015).
 */
static gboolean
take_root (HomMatrix *matrix)
{
  HomMatrix product = *matrix;
  HomMatrix root    = *matrix;
  gdouble   before  = G_MAXDOUBLE;

  for (gint n = 0; n < MAX_ITERATIONS; n++)
    {
      gdouble   distance = distance_to_identity (&product);
      HomMatrix inverse, factor;

      /* Near its end it converges quadratically, then rounding is left. */
      if (distance < 1e-8 && distance >= before)
        break;
      if (! hom_matrix_invert (&product, &inverse, NULL))
        return FALSE;
      before = distance;

      for (gint i = 0; i < 9; i++)
        {
          gdouble one = HOM_MATRIX_IDENTITY.m[i];

          factor.m[i]  = (one + inverse.m[i]) / 2.0;
          product.m[i] = (one + (product.m[i] + inverse.m[i]) / 2.0) / 2.0;
        }
      root = hom_matrix_multiply (&root, &factor);
    }
  *matrix = root;

  return before < 1e-8;
}

/* Sums the series of a logarithm, log M = 2 artanh ((M − 1)(M + 1)⁻¹). */
static gboolean
sum_series (const HomMatrix *matrix, HomMatrix *logarithm)
{
  HomMatrix less = *matrix;
  HomMatrix more = *matrix;
  HomMatrix square, power;

  for (gint i = 0; i < 9; i++)
    {
      less.m[i] -= HOM_MATRIX_IDENTITY.m[i];
      more.m[i] += HOM_MATRIX_IDENTITY.m[i];
    }
  if (! hom_matrix_invert (&more, &more, NULL))
    return FALSE;

  power      = hom_matrix_multiply (&less, &more);
  square     = hom_matrix_multiply (&power, &power);
  *logarithm = (HomMatrix) { { 0 } };
  for (gint n = 0; n < N_TERMS; n++)
    {
      for (gint i = 0; i < 9; i++)
        logarithm->m[i] += 2.0 * power.m[i] / (2 * n + 1);
      power = hom_matrix_multiply (&power, &square);
    }

  return TRUE;
}

/* Takes the logarithm by inverse scaling and squaring. */
static gboolean
take_logarithm (const HomMatrix *matrix, HomMatrix *logarithm)
{
  HomMatrix root    = *matrix;
  gint      n_roots = 0;

  for (; distance_to_identity (&root) > NEAR_IDENTITY; n_roots++)
    if (n_roots == MAX_ROOTS || ! take_root (&root))
      return FALSE;
  if (! sum_series (&root, logarithm))
    return FALSE;
  for (gint i = 0; i < 9; i++)
    logarithm->m[i] = ldexp (logarithm->m[i], n_roots);

  return hom_matrix_is_finite (logarithm);
}

/* Reads the generators' shares of a logarithm. Its last coefficient is made 0,
 * as theirs is, by a multiple of the identity, which is a factor of the matrix.
 */
static void
read_parameters (const HomMatrix *logarithm,
                 gdouble          parameters[HOM_MAX_FREEDOMS])
{
  const gdouble *l = logarithm->m;

  parameters[0] = l[2];
  parameters[1] = l[5];
  parameters[2] = (l[3] - l[1]) / 2.0;
  parameters[3] = (l[0] + l[4]) / 2.0 - l[8];
  parameters[4] = (l[0] - l[4]) / 2.0;
  parameters[5] = (l[1] + l[3]) / 2.0;
  parameters[6] = l[6];
  parameters[7] = l[7];
}

/* Finds the parameters of a normalized matrix, for all models.
 *
 * Returns: FALSE when it has none, or no double holds them.
 */
static gboolean
take_parameters (const HomMatrix *matrix, gdouble parameters[HOM_MAX_FREEDOMS])
{
  HomMatrix logarithm;

  if (matrix->m[8] > 0.0 && is_similarity (matrix))
    similarity_parameters (matrix, parameters);
  else if (has_logarithm (matrix) && take_logarithm (matrix, &logarithm))
    read_parameters (&logarithm, parameters);
  else
    return FALSE;

  for (gint k = 0; k < HOM_MAX_FREEDOMS; k++)
    if (! isfinite (parameters[k]))
      return FALSE;

  return TRUE;
}

/**
 * hom_model_parameters:
 * @matrix: a homography of any positive scale, in coordinates of the size of 1:
 *   see hom_matrix_to_normalized().
 * @parameters: (out): as many as @model has freedoms.
 *
 * Inverts hom_model_step(): finds the logarithm, the step from the identity to
 * @matrix whose turn is less than 180°, for similarities up to 180°. It does so
 * by inverse scaling and squaring (Cheng, Higham, Kenney & Laub 2001,
 * doi:10.1137/S0895479899364015).
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a coefficient is not a finite
 *   number or @matrix does not belong to @model, by more than 1e-9; with
 *   %HOM_ERROR_DEGENERATE when it is singular or no step leads there, since an
 *   eigenvalue is negative: it mirrors, or turns by 180° and is not a
 *   similarity.
 */
gboolean
hom_model_parameters (HomModel         model,
                      const HomMatrix *matrix,
                      gdouble         *parameters,
                      GError         **error)
{
  gint      freedoms              = hom_model_freedoms (model);
  gdouble   all[HOM_MAX_FREEDOMS] = { 0.0 };
  gdouble   size                  = 1.0;
  HomMatrix inverse, normalized;

  g_return_val_if_fail (freedoms > 0, FALSE);

  if (! hom_matrix_invert (matrix, &inverse, error))
    return FALSE;

  normalized = hom_matrix_normalize (matrix);
  if (! take_parameters (&normalized, all))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("No step leads to the matrix: it mirrors, or "
                              "turns by 180° or more."));
      return FALSE;
    }

  for (gint k = 0; k < freedoms; k++)
    size = MAX (size, fabs (all[k]));
  for (gint k = freedoms; k < HOM_MAX_FREEDOMS; k++)
    if (! (fabs (all[k]) <= ROUNDING * size))
      {
        g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                             _ ("The matrix does not belong to the model: it "
                                "has freedoms that the model lacks."));
        return FALSE;
      }
  for (gint k = 0; k < freedoms; k++)
    parameters[k] = all[k];

  return TRUE;
}
