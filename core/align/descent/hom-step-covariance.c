/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/descent/hom-step-covariance.h"
#include "base/hom-lapack.h"
#include "homography/hom-matrix-normalized.h"

/* Inverts the Hessian, whose residuals are in multiples of the noise, to the
 * covariance of a step of the model.
 *
 * @covariance: (out): 8 × 8 numbers; 0 for freedoms that the model lacks.
 *
 * Returns: FALSE when there is no inverse.
 */
gboolean
hom_step_covariance (const HomNormalEquations *equations,
                     HomModel                  model,
                     gdouble                  *covariance)
{
  const gint size = HOM_MAX_FREEDOMS;
  gint       n    = hom_model_freedoms (model);
  gdouble    a[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];

  hom_normal_equations_symmetric (equations, n, a);
  if (! hom_lapack_factorize ('U', n, a) ||
      LAPACKE_dpotri_work (LAPACK_COL_MAJOR, 'U', n, a, n) != 0)
    return FALSE;

  for (gint i = 0; i < size; i++)
    for (gint j = 0; j < size; j++)
      covariance[i * size + j] = MAX (i, j) < n ?
                                     a[MAX (i, j) * n + MIN (i, j)] :
                                     0.0;

  return TRUE;
}

/* Returns the covariance that the covariance of a step gives a point of the
 * reference level, whose box is @box.
 */
HomCovariance
hom_step_covariance_of_point (const gdouble *covariance,
                              const HomBox  *box,
                              HomPoint       point)
{
  HomMatrix n                         = hom_matrix_normalizing (box);
  gdouble   x                         = n.m[0] * point.x + n.m[2];
  gdouble   y                         = n.m[4] * point.y + n.m[5];
  gdouble   rows[2][HOM_MAX_FREEDOMS] = {
      { 1.0, 0.0, -y, x, x, y, -x * x, -x * y },
      { 0.0, 1.0, x, y, -y, x, -x * y, -y * y },
  };
  gdouble scales[2]    = { 1.0 / n.m[0], 1.0 / n.m[4] };
  gdouble result[2][2] = { { 0.0 } };

  for (gint a = 0; a < 2; a++)
    for (gint b = 0; b < 2; b++)
      for (gint i = 0; i < HOM_MAX_FREEDOMS; i++)
        for (gint j = 0; j < HOM_MAX_FREEDOMS; j++)
          result[a][b] += scales[a] * scales[b] * rows[a][i] * rows[b][j] *
                          covariance[i * HOM_MAX_FREEDOMS + j];

  return (HomCovariance){ result[0][0], result[0][1], result[1][1] };
}
