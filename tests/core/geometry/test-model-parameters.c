/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS 300

static void
random_step (GRand *rand, gdouble size, gdouble step[HOM_MAX_FREEDOMS])
{
  for (gint i = 0; i < HOM_MAX_FREEDOMS; i++)
    step[i] = g_rand_double_range (rand, -size, size);
}

static void
assert_parameters (HomModel         model,
                   const HomMatrix *matrix,
                   const gdouble   *expected,
                   gdouble          epsilon)
{
  GError *error = NULL;
  gdouble parameters[HOM_MAX_FREEDOMS];

  g_assert_true (hom_model_parameters (model, matrix, parameters, &error));
  g_assert_no_error (error);
  for (gint k = 0; k < hom_model_freedoms (model); k++)
    g_assert_cmpfloat_with_epsilon (parameters[k], expected[k], epsilon);
}

/* Step → matrix, of any scale → the same step. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const gdouble sizes[]  = { 0.0, 1e-12, 1e-3, 0.3, 1.0 };

  for (gint trial = 0; trial < TRIALS; trial++)
    for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
      {
        gdouble   step[HOM_MAX_FREEDOMS];
        gdouble   factor = exp (g_rand_double_range (rand, -90.0, 90.0));
        HomMatrix m;

        random_step (rand, sizes[trial % 5], step);
        m = hom_model_step (model, step);
        for (gint i = 0; i < 9; i++)
          m.m[i] *= factor;

        /* Roundings of 1e-16, doubled for each root, of matrices that reach
         * 10.
         */
        assert_parameters (model, &m, step, 1e-11);
      }
}

/* Turns up to the half one and scales of similarities: in closed form. */
static void
test_similarities (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      gdouble   step[HOM_MAX_FREEDOMS] = { 0.0 };
      HomMatrix m;

      step[0] = g_rand_double_range (rand, -3.0, 3.0);
      step[1] = g_rand_double_range (rand, -3.0, 3.0);
      step[2] = trial & 1 ? g_rand_double_range (rand, -G_PI, G_PI) : 3.141592;
      step[3] = trial & 2 ? g_rand_double_range (rand, -2.0, 2.0) : 0.0;
      m       = hom_model_step (HOM_MODEL_SIMILARITY, step);
      assert_parameters (HOM_MODEL_HOMOGRAPHY, &m, step, 1e-12);
      assert_parameters (HOM_MODEL_SIMILARITY, &m, step, 1e-12);
    }
}

/* Matrix → step → matrix, for photographs' homographies. */
static void
test_matrices (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  HomBox box             = { 0.0, 0.0, 4000.0, 3000.0 };

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      GError   *error = NULL;
      HomMatrix h     = test_matrix_random (rand, &box, 700.0);
      gdouble   step[HOM_MAX_FREEDOMS];
      HomMatrix again;

      h = hom_matrix_to_normalized (&h, &box, &box);
      g_assert_true (hom_model_parameters (HOM_MODEL_HOMOGRAPHY, &h, step,
                                           &error));
      g_assert_no_error (error);
      again = hom_model_step (HOM_MODEL_HOMOGRAPHY, step);
      again = hom_matrix_normalize (&again);
      h     = hom_matrix_normalize (&h);
      test_assert_matrix (&again, &h, 1e-12);
    }
}

static void
assert_fails (HomModel model, const HomMatrix *matrix, gint code)
{
  gdouble step[HOM_MAX_FREEDOMS] = { 7.0 };
  GError *error                  = NULL;

  g_assert_false (hom_model_parameters (model, matrix, step, &error));
  test_assert_error (error, HOM_ERROR, code);
  g_assert_cmpfloat (step[0], ==, 7.0);
}

static void
test_errors (void)
{
  const gdouble step[8]  = { 0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2 };
  HomMatrix     mirror   = { { -1, 0, 0, 0, 1, 0, 0, 0, 1 } };
  HomMatrix     behind   = { { -1, 0, 0, 0, -1, 0, 0, 0, -1 } };
  HomMatrix     squeezed = { { -2, 0, 0, 0, -1, 0, 0, 0, 1 } };
  HomMatrix     singular = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };
  HomMatrix     huge     = { { 0, 0, 240.28, 0, 1e-150, 1.788, 1.788, 1.788,
                               1e300 } };
  HomMatrix     nan      = HOM_MATRIX_IDENTITY;

  nan.m[4] = NAN;
  assert_fails (HOM_MODEL_HOMOGRAPHY, &mirror, HOM_ERROR_DEGENERATE);
  assert_fails (HOM_MODEL_HOMOGRAPHY, &behind, HOM_ERROR_DEGENERATE);
  assert_fails (HOM_MODEL_HOMOGRAPHY, &squeezed, HOM_ERROR_DEGENERATE);
  assert_fails (HOM_MODEL_HOMOGRAPHY, &singular, HOM_ERROR_DEGENERATE);
  assert_fails (HOM_MODEL_TRANSLATION, &huge, HOM_ERROR_DEGENERATE);
  assert_fails (HOM_MODEL_HOMOGRAPHY, &nan, HOM_ERROR_ARGUMENT);

  /* Of the next larger group. */
  for (HomModel model = 0; model < HOM_MODEL_HOMOGRAPHY; model++)
    {
      HomMatrix larger = hom_model_step (model + 1, step);

      assert_fails (model, &larger, HOM_ERROR_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/model-parameters/round-trip", test_round_trip);
  g_test_add_func ("/core/model-parameters/similarities", test_similarities);
  g_test_add_func ("/core/model-parameters/matrices", test_matrices);
  g_test_add_func ("/core/model-parameters/errors", test_errors);

  return g_test_run ();
}
