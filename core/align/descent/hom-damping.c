/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/descent/hom-damping.h"
#include "base/hom-ingredients.h"
#include "base/hom-lapack.h"

#define FIRST_DAMPING   1e-4
#define LEAST_DAMPING   1e-9
#define LARGEST_DAMPING 1e6

/* The factor by which one step changes the damping, either way. */
#define FACTOR 10.0

void
hom_damping_init (HomDamping *damping)
{
  damping->value = FIRST_DAMPING;
}

/* Trusts the next step more, after one that was better. */
void
hom_damping_reduce (HomDamping *damping)
{
  damping->value = MAX (damping->value / FACTOR, LEAST_DAMPING);
}

/* Trusts the next step less, after one that was not. */
void
hom_damping_raise (HomDamping *damping)
{
  damping->value *= FACTOR;
}

/* Tells whether steps have become so short that they are of no use any more. */
gboolean
hom_damping_has_failed (const HomDamping *damping)
{
  return damping->value >= LARGEST_DAMPING ||
         (damping->value > FIRST_DAMPING &&
          ! hom_uses (HOM_INGREDIENT_DAMPING));
}

/* Solves (A + damping · diag A) step = −b for the model's freedoms.
 *
 * Returns: FALSE when that has no solution, or one that leads uphill, since the
 *   symmetric part is not positive definite.
 */
gboolean
hom_damping_solve (const HomDamping         *damping,
                   const HomNormalEquations *equations,
                   HomModel                  model,
                   gdouble                  *step)
{
  gint       n = hom_model_freedoms (model);
  gdouble    a[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  gdouble    symmetric[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  lapack_int pivots[HOM_MAX_FREEDOMS];

  hom_normal_equations_symmetric (equations, n, symmetric);
  for (gint i = 0; i < n; i++)
    {
      for (gint j = 0; j < n; j++)
        a[j * n + i] = equations->hessian[i][j];
      if (hom_uses (HOM_INGREDIENT_DAMPING))
        a[i * n + i] *= 1.0 + damping->value;
      symmetric[i * n + i] = a[i * n + i];
      step[i]              = -equations->gradient[i];
    }

  return hom_lapack_factorize ('U', n, symmetric) &&
         ! hom_lapack_has_nan (a, n * n) && ! hom_lapack_has_nan (step, n) &&
         LAPACKE_dgesv_work (LAPACK_COL_MAJOR, n, 1, a, n, pivots, step, n) ==
             0;
}
