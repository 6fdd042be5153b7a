/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define N_POINTS 12

static const HomBox box = { 0.0, 0.0, 4000.0, 3000.0 };

/* As many points as the model needs give it back, to rounding. */
static void
test_exact (void)
{
  const gdouble  step[HOM_MAX_FREEDOMS] = { 0.1, -0.2, 0.3,  0.2,
                                            0.1, -0.1, 0.05, -0.03 };
  const HomPoint source[4]              = { { 100, 200 },
                                            { 3900, 300 },
                                            { 3500, 2900 },
                                            { 200, 2600 } };

  for (HomModel model = HOM_MODEL_TRANSLATION; model <= HOM_MODEL_HOMOGRAPHY;
       model++)
    {
      HomMatrix truth = HOM_MATRIX_IDENTITY;
      gint      n     = hom_model_least_points (model);
      GError   *error = NULL;
      HomMatrix found;
      HomPoint  target[4];

      truth = hom_model_update (model, &truth, &box, step);
      for (gint i = 0; i < n; i++)
        g_assert_true (hom_matrix_apply (&truth, source[i], &target[i]));
      g_assert_true (hom_model_fit (model, source, target, n, &found, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (test_corner_error (&found, &truth, &box), <, 1e-6);

      g_assert_false (hom_model_fit (model, source, target, n - 1, &found,
                                     &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
}

static gdouble
sum_squares (const HomMatrix *h, const HomPoint *source, const HomPoint *target)
{
  gdouble sum = 0.0;

  for (gint i = 0; i < N_POINTS; i++)
    {
      HomPoint p;

      g_assert_true (hom_matrix_apply (h, source[i], &p));
      sum += (p.x - target[i].x) * (p.x - target[i].x) +
             (p.y - target[i].y) * (p.y - target[i].y);
    }

  return sum;
}

/* Of points that are off, no other matrix of the model is nearer: a step in any
 * direction makes it worse. (That of a homography is of algebraic distances.)
 */
static void
test_least_squares (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  HomPoint source[N_POINTS], target[N_POINTS];

  for (gint i = 0; i < N_POINTS; i++)
    {
      source[i] = (HomPoint) { g_rand_double_range (rand, box.x0, box.x1),
                               g_rand_double_range (rand, box.y0, box.y1) };
      target[i] =
          (HomPoint) { source[i].x + g_rand_double_range (rand, 40.0, 60.0),
                       source[i].y + g_rand_double_range (rand, -10.0, 10.0) };
    }
  for (HomModel model = HOM_MODEL_TRANSLATION; model < HOM_MODEL_HOMOGRAPHY;
       model++)
    {
      HomMatrix h;
      gdouble   least;

      g_assert_true (hom_model_fit (model, source, target, N_POINTS, &h, NULL));
      least = sum_squares (&h, source, target);
      for (gint k = 0; k < 2 * hom_model_freedoms (model); k++)
        {
          gdouble   step[HOM_MAX_FREEDOMS] = { 0.0 };
          HomMatrix other;

          step[k / 2] = k % 2 ? 1e-4 : -1e-4;
          other       = hom_model_update (model, &h, &box, step);
          g_assert_cmpfloat (sum_squares (&other, source, target), >, least);
        }
    }
}

/* On one line, there is no telling how the rest moved. */
static void
test_degenerate (void)
{
  const HomPoint line[4] = { { 0, 0 }, { 10, 10 }, { 20, 20 }, { 50, 50 } };
  GError        *error   = NULL;
  HomMatrix      h;

  g_assert_true (hom_model_fit (HOM_MODEL_SIMILARITY, line, line, 4, &h, NULL));
  g_assert_false (hom_model_fit (HOM_MODEL_AFFINE, line, line, 4, &h, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  error = NULL;
  g_assert_false (hom_model_fit (HOM_MODEL_HOMOGRAPHY, line, line, 4, &h,
                                 &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/model-fit/exact", test_exact);
  g_test_add_func ("/core/model-fit/least-squares", test_least_squares);
  g_test_add_func ("/core/model-fit/degenerate", test_degenerate);

  return g_test_run ();
}
