/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "homography/hom-matrix-normalized.h"
#include "homography/hom-model.h"

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

/* Terms of the series of the exponential: they reach the last bit of a double
 * where the norm is below LARGEST_NORM.
 */
#define N_TERMS      12
#define LARGEST_NORM 0.25

static gboolean
is_model (HomModel model)
{
  return (gint) model >= HOM_MODEL_TRANSLATION &&
         (gint) model <= HOM_MODEL_HOMOGRAPHY;
}

/**
 * hom_model_freedoms:
 *
 * Tells how many parameters a matrix of a model has.
 *
 * Returns: the number of parameters.
 */
gint
hom_model_freedoms (HomModel model)
{
  static const gint freedoms[] = { 2, 3, 4, 6, 8 };

  g_return_val_if_fail (is_model (model), 0);

  return freedoms[model];
}

static void
add (HomMatrix *sum, gdouble factor, const HomMatrix *matrix)
{
  for (gint i = 0; i < 9; i++)
    sum->m[i] += factor * matrix->m[i];
}

static HomMatrix
scaled (const HomMatrix *matrix, gdouble factor)
{
  HomMatrix result = { { 0 } };

  add (&result, factor, matrix);

  return result;
}

/* Counts how often @matrix is to be halved before the series is summed. */
static gint
count_squarings (const HomMatrix *matrix)
{
  gdouble norm        = 0.0;
  gint    n_squarings = 0;

  for (gint i = 0; i < 9; i++)
    norm += fabs (matrix->m[i]);
  for (; norm > LARGEST_NORM && n_squarings < 64; norm /= 2.0)
    n_squarings++;

  return n_squarings;
}

/* Finds the exponential by scaling and squaring and, unless that is NULL, its
 * derivative along @direction, which the product rule carries through both: the
 * Fréchet derivative (Al-Mohy & Higham 2009, doi:10.1137/080716426).
 */
static HomMatrix
exponential (const HomMatrix *matrix,
             const HomMatrix *direction,
             HomMatrix       *derivative)
{
  gint      n_squarings = count_squarings (matrix);
  HomMatrix a           = scaled (matrix, ldexp (1.0, -n_squarings));
  HomMatrix e           = { { 0 } };
  HomMatrix term        = HOM_MATRIX_IDENTITY;
  HomMatrix power       = HOM_MATRIX_IDENTITY;
  HomMatrix dterm       = { { 0 } };
  HomMatrix dpower      = { { 0 } };
  HomMatrix left, right;

  if (direction)
    e = scaled (direction, ldexp (1.0, -n_squarings));

  for (gint n = 1; n <= N_TERMS; n++)
    {
      /* d (term · a) = dterm · a + term · e */
      left  = hom_matrix_multiply (&dterm, &a);
      right = hom_matrix_multiply (&term, &e);
      dterm = scaled (&left, 1.0 / n);
      add (&dterm, 1.0 / n, &right);
      add (&dpower, 1.0, &dterm);

      term = hom_matrix_multiply (&term, &a);
      for (gint i = 0; i < 9; i++)
        term.m[i] /= n;
      add (&power, 1.0, &term);
    }
  for (gint n = 0; n < n_squarings; n++)
    {
      left   = hom_matrix_multiply (&dpower, &power);
      right  = hom_matrix_multiply (&power, &dpower);
      dpower = left;
      add (&dpower, 1.0, &right);
      power = hom_matrix_multiply (&power, &power);
    }

  if (derivative)
    *derivative = dpower;

  return power;
}

static HomMatrix
sum_generators (HomModel model, const gdouble *step)
{
  HomMatrix sum = { { 0 } };

  for (gint k = 0; k < hom_model_freedoms (model); k++)
    add (&sum, step[k], &generators[k]);

  return sum;
}

/**
 * hom_model_step:
 * @step: as many parameters as @model has freedoms, in the order: shift along x
 *   and y, turn (radians, x towards y), scale (logarithm), squeeze, shear, tilt
 *   along x and y.
 *
 * Makes the matrix of a step.
 *
 * Returns: the matrix exponential of the sum of the model's generators, each
 *   times its parameter. It belongs to the group, exactly, and zero is the
 *   identity.
 */
HomMatrix
hom_model_step (HomModel model, const gdouble *step)
{
  HomMatrix sum;

  g_return_val_if_fail (is_model (model), HOM_MATRIX_IDENTITY);

  sum = sum_generators (model, step);

  return exponential (&sum, NULL, NULL);
}

/**
 * hom_model_jacobian:
 * @step: as for hom_model_step(), of any size.
 * @derivatives: (out): as many matrices as @model has freedoms: ∂M/∂step_k at
 *   @step, for M = hom_model_step (@model, @step).
 *
 * Differentiates hom_model_step(). The chain rule through it takes dL/dM to
 * dL/dstep_k = Σ dL/dM ∘ ∂M/∂step_k. At zero that is hom_model_project().
 *
 * Returns: M.
 */
HomMatrix
hom_model_jacobian (HomModel model, const gdouble *step, HomMatrix *derivatives)
{
  HomMatrix power = HOM_MATRIX_IDENTITY;
  HomMatrix sum;

  g_return_val_if_fail (is_model (model), power);

  sum = sum_generators (model, step);
  for (gint k = 0; k < hom_model_freedoms (model); k++)
    power = exponential (&sum, &generators[k], &derivatives[k]);

  return power;
}

/**
 * hom_model_project:
 * @gradient: dL/dM at M = the identity.
 * @projected: (out): dL/dstep there, as many numbers as @model has freedoms.
 *
 * Applies the chain rule through hom_model_step() to a gradient.
 */
void
hom_model_project (HomModel         model,
                   const HomMatrix *gradient,
                   gdouble         *projected)
{
  g_return_if_fail (is_model (model));

  for (gint k = 0; k < hom_model_freedoms (model); k++)
    {
      projected[k] = 0.0;
      for (gint i = 0; i < 9; i++)
        projected[k] += gradient->m[i] * generators[k].m[i];
    }
}

/**
 * hom_model_update:
 * @w: the sampling matrix W, in pixels.
 * @box: the box of the output, whose centre is turned about and whose longer
 *   half side is the unit of @step.
 * @step: as many parameters as @model has freedoms.
 *
 * Takes the compositional step of Baker & Matthews 2004
 * (doi:10.1023/B:VISI.0000011205.11775.fd).
 *
 * Returns: W · N⁻¹ · hom_model_step (@step) · N, where N is the box's
 *   hom_matrix_normalizing(). A W in the group of @model stays there.
 */
HomMatrix
hom_model_update (HomModel         model,
                  const HomMatrix *w,
                  const HomBox    *box,
                  const gdouble   *step)
{
  HomMatrix move, updated;

  g_return_val_if_fail (is_model (model), *w);

  move    = hom_model_step (model, step);
  move    = hom_matrix_from_normalized (&move, box, box);
  updated = hom_matrix_multiply (w, &move);

  return updated;
}

/**
 * hom_model_update_gradient:
 * @w: the sampling matrix W.
 * @dl_dw: dL/dW there.
 * @box: as for hom_model_update().
 * @dl_dstep: (out): dL/dstep at step = 0 of the loss at hom_model_update(), as
 *   many numbers as @model has freedoms.
 *
 * Applies the chain rule through hom_model_update() to a gradient. With W · N⁻¹
 * · M · N, dL/dM = N⁻ᵀ · Wᵀ · dL/dW · Nᵀ, and hom_model_project() leads on from
 * there.
 */
void
hom_model_update_gradient (HomModel         model,
                           const HomMatrix *w,
                           const HomMatrix *dl_dw,
                           const HomBox    *box,
                           gdouble         *dl_dstep)
{
  HomMatrix transposed = hom_matrix_transpose (w);
  HomMatrix gradient   = hom_matrix_multiply (&transposed, dl_dw);

  g_return_if_fail (is_model (model));

  gradient = hom_matrix_normalized_gradient (&gradient, box, box);
  hom_model_project (model, &gradient, dl_dstep);
}
