/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-model.h"

/* The generators of the groups: matrices whose exponentials make them up. The
 * groups are nested: each one has the first few.
 */
#define SHIFT_X { { 0, 0, 1, 0, 0, 0, 0, 0, 0 } }
#define SHIFT_Y { { 0, 0, 0, 0, 0, 1, 0, 0, 0 } }
#define TURN    { { 0, -1, 0, 1, 0, 0, 0, 0, 0 } }
#define SCALE   { { 1, 0, 0, 0, 1, 0, 0, 0, 0 } }
#define SQUEEZE { { 1, 0, 0, 0, -1, 0, 0, 0, 0 } }
#define SHEAR   { { 0, 1, 0, 1, 0, 0, 0, 0, 0 } }
#define TILT_X  { { 0, 0, 0, 0, 0, 0, 1, 0, 0 } }
#define TILT_Y  { { 0, 0, 0, 0, 0, 0, 0, 1, 0 } }

static const HomMatrix generators[HOM_MAX_FREEDOMS] = {
  SHIFT_X, SHIFT_Y, TURN, SCALE, SQUEEZE, SHEAR, TILT_X, TILT_Y,
};

/**
 * hom_model_freedoms:
 *
 * Returns: how many parameters a matrix of @model has.
 */
gint
hom_model_freedoms (HomModel model)
{
  static const gint freedoms[] = { 2, 3, 4, 6, 8 };

  return freedoms[model];
}

/**
 * hom_model_step:
 * @step: as many parameters as @model has freedoms, in the order: shift along x
 *   and y, turn (radians, x towards y), scale (logarithm), squeeze, shear, tilt
 *   along x and y.
 *
 * Returns: the matrix exponential of the sum of the model's generators, each
 *   times its parameter. It belongs to the group, exactly, and zero is the
 *   identity.
 */
HomMatrix
hom_model_step (HomModel model, const gdouble *step)
{
  HomMatrix sum         = { { 0 } };
  HomMatrix term        = HOM_MATRIX_IDENTITY;
  HomMatrix power       = HOM_MATRIX_IDENTITY;
  gdouble   norm        = 0.0;
  gint      n_squarings = 0;

  for (gint k = 0; k < hom_model_freedoms (model); k++)
    for (gint i = 0; i < 9; i++)
      sum.m[i] += step[k] * generators[k].m[i];

  /* Scaling and squaring; 12 terms of the series reach the last bit of a double
   * where the norm is below 1/4.
   */
  for (gint i = 0; i < 9; i++)
    norm += fabs (sum.m[i]);
  for (; norm > 0.25 && n_squarings < 64; norm /= 2.0)
    n_squarings++;
  for (gint i = 0; i < 9; i++)
    sum.m[i] = ldexp (sum.m[i], -n_squarings);

  for (gint n = 1; n <= 12; n++)
    {
      term = hom_matrix_multiply (&term, &sum);
      for (gint i = 0; i < 9; i++)
        {
          term.m[i] /= n;
          power.m[i] += term.m[i];
        }
    }
  for (gint n = 0; n < n_squarings; n++)
    power = hom_matrix_multiply (&power, &power);

  return power;
}

/**
 * hom_model_project:
 * @gradient: dL/dM at M = the identity.
 * @projected: (out): dL/dstep there, as many as @model has freedoms: the chain
 *   rule through hom_model_step().
 */
void
hom_model_project (HomModel         model,
                   const HomMatrix *gradient,
                   gdouble         *projected)
{
  for (gint k = 0; k < hom_model_freedoms (model); k++)
    {
      projected[k] = 0.0;
      for (gint i = 0; i < 9; i++)
        projected[k] += gradient->m[i] * generators[k].m[i];
    }
}
