/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>

#include "fuzz.h"

/* A step that is small enough gives its parameters back. */
static void
check_parameters (HomModel         model,
                  const HomMatrix *matrix,
                  const gdouble   *step,
                  gdouble         *parameters)
{
  const gint n       = hom_model_freedoms (model);
  gdouble    longest = 0.0;
  GError    *error   = NULL;
  gboolean   is_found;

  for (gint i = 0; i < n; i++)
    longest = MAX (longest, fabs (step[i]));
  is_found = fuzz_result (
      hom_model_parameters (model, matrix, parameters, &error), &error);
  if (! (longest < 0.25))
    return;

  fuzz_check (is_found);
  for (gint i = 0; i < n; i++)
    fuzz_check (fabs (parameters[i] - step[i]) <= 1e-6);
}

void
fuzz_run (FuzzBytes *bytes)
{
  const HomModel model      = fuzz_byte (bytes) % 5;
  const gint     n          = hom_model_freedoms (model);
  const gboolean is_any     = fuzz_byte (bytes) % 2;
  gdouble       *step       = malloc (n * sizeof (gdouble));
  gdouble       *parameters = malloc (n * sizeof (gdouble));
  HomMatrix     *by_step    = malloc (n * sizeof (HomMatrix));
  gboolean       is_tame    = TRUE;
  HomMatrix      made, same, matrix, gradient;
  HomBox         box;
  GError        *error = NULL;

  fuzz_check (n >= 2 && n <= HOM_MAX_FREEDOMS);
  for (gint i = 0; i < n; i++)
    {
      step[i] = is_any ? fuzz_number (bytes) : fuzz_tame_number (bytes, 2.0);
      fuzz_say ("step %g", step[i]);
      if (! (fabs (step[i]) <= 4.0))
        is_tame = FALSE;
    }

  made = hom_model_step (model, step);
  same = hom_model_jacobian (model, step, by_step);
  if (is_tame)
    {
      fuzz_check (hom_matrix_is_finite (&made));
      for (gint i = 0; i < 9; i++)
        fuzz_check (fabs (made.m[i] - same.m[i]) <=
                    1e-9 * (1.0 + fabs (made.m[i])));
      for (gint i = 0; i < n; i++)
        fuzz_check (hom_matrix_is_finite (&by_step[i]));
      check_parameters (model, &made, step, parameters);
    }

  matrix   = fuzz_matrix (bytes, NULL);
  gradient = fuzz_matrix (bytes, NULL);
  box      = fuzz_box (bytes);
  hom_model_project (model, &gradient, parameters);
  if (fuzz_result (hom_model_parameters (model, &matrix, parameters, &error),
                   &error))
    fuzz_check (fuzz_is_finite (parameters, n));
  if (box.x1 > box.x0 && box.y1 > box.y0)
    {
      hom_model_update (model, &matrix, &box, step);
      hom_model_update_gradient (model, &matrix, &gradient, &box, parameters);
    }

  free (step);
  free (parameters);
  free (by_step);
}
