/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <lapacke.h>

#include "hom-conditioning.h"
#include "hom-descent.h"
#include "hom-quad.h"

#define MAX_STEPS 60

/* Marquardt's damping, as a share of the Hessian's diagonal. */
#define FIRST_DAMPING   1e-3
#define LEAST_DAMPING   1e-9
#define LARGEST_DAMPING 1e6

void
hom_descent_init (HomDescent     *descent,
                  const HomLevel *reference,
                  const HomLevel *moving,
                  HomModel        model)
{
  descent->reference     = reference;
  descent->moving        = moving;
  descent->model         = model;
  descent->box           = (HomBox) { 0.0, 0.0, reference->grey->width,
                                      reference->grey->height };
  descent->normalization = hom_matrix_normalizing (&descent->box);
}

/* Takes the sums at the state's matrix and exposure. */
void
hom_descent_evaluate (const HomDescent *descent, HomState *state)
{
  hom_normal_compute (descent->reference, descent->moving, &state->w,
                      &descent->normalization, &state->exposure,
                      &state->normal);
}

/* Brings the exposure to its optimum for the current matrix, and the residual's
 * sums to that exposure.
 */
static void
fit_exposure (const HomDescent *descent, HomState *state)
{
  HomNormal *normal      = &state->normal;
  gdouble    n           = hom_normal_weight (normal);
  gdouble    ii          = normal->sums[HOM_NORMAL_GAIN][HOM_NORMAL_GAIN];
  gdouble    i1          = normal->sums[HOM_NORMAL_GAIN][HOM_NORMAL_BIAS];
  gdouble    ir          = normal->sums[HOM_NORMAL_GAIN][HOM_NORMAL_RESIDUAL];
  gdouble    r1          = normal->sums[HOM_NORMAL_BIAS][HOM_NORMAL_RESIDUAL];
  gdouble    determinant = ii * n - i1 * i1;

  if (determinant > 1e-12 * ii * n)
    {
      state->exposure.gain -= (ir * n - r1 * i1) / determinant;
      state->exposure.bias -= (r1 * ii - ir * i1) / determinant;
      hom_descent_evaluate (descent, state);
    }
}

/* Solves (A + damping · diag A) step = −b for the model's freedoms, gain and
 * bias. Returns FALSE when that has no solution.
 */
static gboolean
solve_step (const HomDescent *descent,
            const HomNormal  *normal,
            gdouble           damping,
            gdouble           step[HOM_MAX_FREEDOMS + 2])
{
  gint    freedoms = hom_model_freedoms (descent->model);
  gint    n        = freedoms + 2;
  gdouble a[(HOM_MAX_FREEDOMS + 2) * (HOM_MAX_FREEDOMS + 2)];
  gint    index[HOM_MAX_FREEDOMS + 2];

  for (gint i = 0; i < n; i++)
    index[i] = i < freedoms ? i : HOM_NORMAL_GAIN + i - freedoms;

  for (gint i = 0; i < n; i++)
    {
      for (gint j = i; j < n; j++)
        a[i * n + j] = normal->sums[index[i]][index[j]];
      a[i * n + i] *= 1.0 + damping;
      step[i] = -normal->sums[index[i]][HOM_NORMAL_RESIDUAL];
    }

  return LAPACKE_dposv (LAPACK_ROW_MAJOR, 'U', n, 1, a, n, step, 1) == 0;
}

/* The largest distance, in pixels of the moving level, between where two
 * matrices take the corners of the reference level.
 */
static gdouble
corner_displacement (const HomDescent *descent,
                     const HomMatrix  *a,
                     const HomMatrix  *b)
{
  HomPoint corners[4];
  gdouble  largest = 0.0;

  hom_quad_from_box (&descent->box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      if (! hom_matrix_apply (a, corners[i], &p) ||
          ! hom_matrix_apply (b, corners[i], &q))
        return G_MAXDOUBLE;
      largest = MAX (largest, hypot (p.x - q.x, p.y - q.y));
    }

  return largest;
}

static HomState
take_step (const HomDescent *descent,
           const HomState   *state,
           const gdouble    *step)
{
  gint     freedoms = hom_model_freedoms (descent->model);
  HomState next     = *state;

  next.w = hom_model_update (descent->model, &state->w, &descent->box, step);
  next.exposure.gain += step[freedoms];
  next.exposure.bias += step[freedoms + 1];

  return next;
}

/* A step may not win by leaving the difficult part of the picture behind. */
static gboolean
is_better (const HomState *next, const HomState *state)
{
  return hom_normal_loss (&next->normal) < hom_normal_loss (&state->normal) &&
         hom_normal_weight (&next->normal) >
             0.5 * hom_normal_weight (&state->normal);
}

/* Levenberg and Marquardt's descent on one level, by compositional steps
 * (Baker & Matthews 2004, doi:10.1023/B:VISI.0000011205.11775.fd).
 *
 * Returns: the number of steps tried.
 */
gint
hom_descent_run (const HomDescent *descent, HomState *state)
{
  gdouble damping = FIRST_DAMPING;
  gint    n_steps = 0;

  hom_descent_evaluate (descent, state);
  fit_exposure (descent, state);

  while (n_steps < MAX_STEPS && damping < LARGEST_DAMPING)
    {
      gdouble  step[HOM_MAX_FREEDOMS + 2];
      gdouble  displacement;
      HomState next;

      if (g_cancellable_is_cancelled (descent->cancellable) ||
          ! solve_step (descent, &state->normal, damping, step))
        break;

      n_steps++;
      next         = take_step (descent, state, step);
      displacement = corner_displacement (descent, &state->w, &next.w);
      if (displacement < G_MAXDOUBLE)
        hom_descent_evaluate (descent, &next);

      if (displacement < G_MAXDOUBLE && is_better (&next, state))
        {
          *state  = next;
          damping = MAX (damping / 10.0, LEAST_DAMPING);
        }
      else
        {
          damping *= 10.0;
        }
      if (displacement < descent->tolerance)
        break;
    }

  return n_steps;
}
