/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS 100

static void
random_step (GRand *rand, gdouble size, gdouble step[HOM_MAX_FREEDOMS])
{
  for (gint i = 0; i < HOM_MAX_FREEDOMS; i++)
    step[i] = g_rand_double_range (rand, -size, size);
}

static void
test_freedoms (void)
{
  g_assert_cmpint (hom_model_freedoms (HOM_MODEL_TRANSLATION), ==, 2);
  g_assert_cmpint (hom_model_freedoms (HOM_MODEL_EUCLIDEAN), ==, 3);
  g_assert_cmpint (hom_model_freedoms (HOM_MODEL_SIMILARITY), ==, 4);
  g_assert_cmpint (hom_model_freedoms (HOM_MODEL_AFFINE), ==, 6);
  g_assert_cmpint (hom_model_freedoms (HOM_MODEL_HOMOGRAPHY), ==, 8);
}

static void
test_zero (void)
{
  const gdouble zero[HOM_MAX_FREEDOMS] = { 0.0 };

  for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
    {
      HomMatrix step = hom_model_step (model, zero);

      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat (step.m[i], ==, HOM_MATRIX_IDENTITY.m[i]);
    }
}

/* What the parameters are called is what they do. */
static void
test_meaning (void)
{
  HomMatrix shift = hom_model_step (
      HOM_MODEL_HOMOGRAPHY, (gdouble[]) { 0.3, -0.7, 0, 0, 0, 0, 0, 0 });
  HomMatrix turn = hom_model_step (
      HOM_MODEL_HOMOGRAPHY, (gdouble[]) { 0, 0, G_PI / 2, 0, 0, 0, 0, 0 });
  HomMatrix scale = hom_model_step (
      HOM_MODEL_HOMOGRAPHY, (gdouble[]) { 0, 0, 0, log (2.0), 0, 0, 0, 0 });
  HomMatrix tilt = hom_model_step (HOM_MODEL_HOMOGRAPHY,
                                   (gdouble[]) { 0, 0, 0, 0, 0, 0, 0.3, -0.7 });

  /* A few roundings. */
  test_assert_matrix (
      &shift, &((HomMatrix) { { 1, 0, 0.3, 0, 1, -0.7, 0, 0, 1 } }), 1e-15);
  test_assert_matrix (&turn, &((HomMatrix) { { 0, -1, 0, 1, 0, 0, 0, 0, 1 } }),
                      1e-14);
  test_assert_matrix (&scale, &((HomMatrix) { { 2, 0, 0, 0, 2, 0, 0, 0, 1 } }),
                      1e-14);
  test_assert_matrix (
      &tilt, &((HomMatrix) { { 1, 0, 0, 0, 1, 0, 0.3, -0.7, 1 } }), 1e-15);
}

/* Each squaring doubles the error, and ten of them undo a step of 100. */
static void
test_groups (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      gdouble   step[HOM_MAX_FREEDOMS];
      HomMatrix m;

      random_step (rand, 100.0, step);
      m = hom_model_step (HOM_MODEL_TRANSLATION, step);
      test_assert_matrix (
          &m, &((HomMatrix) { { 1, 0, step[0], 0, 1, step[1], 0, 0, 1 } }),
          1e-12);

      m = hom_model_step (HOM_MODEL_EUCLIDEAN, step);
      g_assert_cmpfloat_with_epsilon (m.m[0], cos (step[2]), 1e-12);
      g_assert_cmpfloat_with_epsilon (m.m[3], sin (step[2]), 1e-12);
      g_assert_cmpfloat_with_epsilon (m.m[1], -m.m[3], 1e-12);
      g_assert_cmpfloat_with_epsilon (m.m[4], m.m[0], 1e-12);

      step[3] /= 100.0;
      m = hom_model_step (HOM_MODEL_SIMILARITY, step);
      g_assert_cmpfloat_with_epsilon (m.m[0], exp (step[3]) * cos (step[2]),
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (m.m[3], exp (step[3]) * sin (step[2]),
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (m.m[1], -m.m[3], 1e-12);
      g_assert_cmpfloat_with_epsilon (m.m[4], m.m[0], 1e-12);

      random_step (rand, 1.0, step);
      m = hom_model_step (HOM_MODEL_AFFINE, step);
      g_assert_cmpfloat (m.m[6], ==, 0.0);
      g_assert_cmpfloat (m.m[7], ==, 0.0);
      g_assert_cmpfloat (m.m[8], ==, 1.0);
    }
}

/* A smaller group is the larger one with its last parameters 0. */
static void
test_nested (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (HomModel model = 0; model < HOM_MODEL_HOMOGRAPHY; model++)
    {
      gdouble   step[HOM_MAX_FREEDOMS];
      HomMatrix small, large;

      random_step (rand, 1.0, step);
      small = hom_model_step (model, step);
      for (gint i = hom_model_freedoms (model); i < HOM_MAX_FREEDOMS; i++)
        step[i] = 0.0;
      large = hom_model_step (model + 1, step);
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat (small.m[i], ==, large.m[i]);
    }
}

static gdouble
determinant (const HomMatrix *matrix)
{
  const gdouble *m = matrix->m;

  return m[0] * (m[4] * m[8] - m[5] * m[7]) -
         m[1] * (m[3] * m[8] - m[5] * m[6]) +
         m[2] * (m[3] * m[7] - m[4] * m[6]);
}

/* det exp (A) = exp tr A, and only the scale has a trace. Coefficients reach
 * 10: roundings of 1e-14, and some.
 */
static void
test_inverse_and_determinant (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (gint trial = 0; trial < TRIALS; trial++)
    for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
      {
        gdouble   step[HOM_MAX_FREEDOMS];
        HomMatrix there, back, both;

        random_step (rand, 0.8, step);
        there = hom_model_step (model, step);
        g_assert_cmpfloat_with_epsilon (
            determinant (&there),
            hom_model_freedoms (model) > 3 ? exp (2.0 * step[3]) : 1.0, 1e-12);

        for (gint i = 0; i < HOM_MAX_FREEDOMS; i++)
          step[i] = -step[i];
        back = hom_model_step (model, step);
        both = hom_matrix_multiply (&there, &back);
        test_assert_matrix (&both, &HOM_MATRIX_IDENTITY, 1e-12);
      }
}

/* dL/dstep of L = Σ C∘step, where dL/dM = C, against central differences. */
static void
test_project (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  const gdouble h        = 1e-4;

  for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
    {
      gdouble   projected[HOM_MAX_FREEDOMS];
      HomMatrix c;

      for (gint i = 0; i < 9; i++)
        c.m[i] = g_rand_double_range (rand, -1.0, 1.0);
      hom_model_project (model, &c, projected);

      for (gint k = 0; k < hom_model_freedoms (model); k++)
        {
          gdouble   step[HOM_MAX_FREEDOMS] = { 0.0 };
          gdouble   difference             = 0.0;
          HomMatrix more, less;

          step[k] = h;
          more    = hom_model_step (model, step);
          step[k] = -h;
          less    = hom_model_step (model, step);
          for (gint i = 0; i < 9; i++)
            difference += c.m[i] * (more.m[i] - less.m[i]) / (2.0 * h);

          /* h² / 6 of the third derivative, which is below 2. */
          g_assert_cmpfloat_with_epsilon (projected[k], difference, 1e-8);
        }
    }
}

/* ∂M/∂step at steps of any size against central differences of the fourth
 * order, beside the derivative's size, which squarings make large.
 */
static void
test_jacobian (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  const gdouble sizes[]  = { 0.0, 1e-3, 0.3, 1.0, 4.0 };
  const gdouble h        = 1e-3;

  for (gint trial = 0; trial < TRIALS; trial++)
    for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
      {
        gdouble   step[HOM_MAX_FREEDOMS];
        HomMatrix derivatives[HOM_MAX_FREEDOMS];
        HomMatrix m, expected;

        random_step (rand, sizes[trial % 5], step);
        m        = hom_model_jacobian (model, step, derivatives);
        expected = hom_model_step (model, step);
        for (gint i = 0; i < 9; i++)
          g_assert_cmpfloat (m.m[i], ==, expected.m[i]);

        for (gint k = 0; k < hom_model_freedoms (model); k++)
          {
            const gdouble kept = step[k];
            HomMatrix     around[5];
            gdouble       size = 1.0;

            for (gint i = 0; i < 5; i++)
              {
                step[k]   = kept + (i - 2) * h;
                around[i] = hom_model_step (model, step);
              }
            step[k] = kept;
            for (gint i = 0; i < 9; i++)
              size = MAX (size, fabs (derivatives[k].m[i]) + fabs (m.m[i]));
            for (gint i = 0; i < 9; i++)
              g_assert_cmpfloat_with_epsilon (
                  derivatives[k].m[i],
                  (around[0].m[i] - 8.0 * around[1].m[i] +
                   8.0 * around[3].m[i] - around[4].m[i]) /
                      (12.0 * h),
                  1e-10 * size);
          }
      }
}

/* At zero the Jacobian is the projection. */
static void
test_jacobian_at_zero (void)
{
  g_autoptr (GRand) rand               = g_rand_new_with_seed (6);
  const gdouble zero[HOM_MAX_FREEDOMS] = { 0.0 };
  HomMatrix     derivatives[HOM_MAX_FREEDOMS];
  gdouble       projected[HOM_MAX_FREEDOMS];
  HomMatrix     c;

  for (gint i = 0; i < 9; i++)
    c.m[i] = g_rand_double_range (rand, -1.0, 1.0);
  hom_model_project (HOM_MODEL_HOMOGRAPHY, &c, projected);
  hom_model_jacobian (HOM_MODEL_HOMOGRAPHY, zero, derivatives);
  for (gint k = 0; k < HOM_MAX_FREEDOMS; k++)
    {
      gdouble sum = 0.0;

      for (gint i = 0; i < 9; i++)
        sum += c.m[i] * derivatives[k].m[i];
      g_assert_cmpfloat_with_epsilon (sum, projected[k], 1e-15);
    }
}

/* W·N⁻¹·exp (step)·N, one step after the other; and what a turn does in pixels:
 * the box turns about its centre.
 */
static void
test_update (void)
{
  HomBox    box         = { 30000.0, 20000.0, 34000.0, 23000.0 };
  gdouble   turn[8]     = { 0, 0, G_PI / 2, 0, 0, 0, 0, 0 };
  gdouble   shift[8]    = { 0.5, 0, 0, 0, 0, 0, 0, 0 };
  HomMatrix translation = hom_matrix_translation (100.0, 0.0);
  HomMatrix w;
  HomPoint  p;

  w = hom_model_update (HOM_MODEL_HOMOGRAPHY, &translation, &box, turn);
  g_assert_true (hom_matrix_apply (&w, (HomPoint) { 34000, 21500 }, &p));
  g_assert_cmpfloat_with_epsilon (p.x, 32100.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.y, 23500.0, 1e-9);

  /* Half of the longer half side, before the turn. */
  w = hom_model_update (HOM_MODEL_HOMOGRAPHY, &w, &box, shift);
  g_assert_true (hom_matrix_apply (&w, (HomPoint) { 33000, 21500 }, &p));
  g_assert_cmpfloat_with_epsilon (p.x, 32100.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.y, 23500.0, 1e-9);
}

/* dL/dstep of L = Σ C∘W, where dL/dW = C, against differences. */
static void
test_update_gradient (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  HomBox        box      = { 300.0, -200.0, 340.0, -170.0 };
  const gdouble h        = 1e-3;

  for (gint trial = 0; trial < TRIALS; trial++)
    for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
      {
        HomMatrix w = test_matrix_random (rand, &box, 7.0);
        HomMatrix c;
        gdouble   found[HOM_MAX_FREEDOMS];
        gdouble   size = 0.0;

        for (gint i = 0; i < 9; i++)
          c.m[i] = g_rand_double_range (rand, -1.0, 1.0) *
                   (i % 3 < 2 ? 300.0 : 1.0);
        hom_model_update_gradient (model, &w, &c, &box, found);
        for (gint k = 0; k < hom_model_freedoms (model); k++)
          size = MAX (size, fabs (found[k]));
        for (gint k = 0; k < hom_model_freedoms (model); k++)
          {
            const gdouble share[] = { 1.0 / 12.0, -2.0 / 3.0, 0.0, 2.0 / 3.0,
                                      -1.0 / 12.0 };
            gdouble       sum     = 0.0;

            for (gint i = 0; i < 5; i++)
              {
                gdouble   step[HOM_MAX_FREEDOMS] = { 0.0 };
                HomMatrix moved;

                step[k] = (i - 2) * h;
                moved   = hom_model_update (model, &w, &box, step);
                for (gint j = 0; j < 9; j++)
                  sum += share[i] / h * c.m[j] * moved.m[j];
              }
            g_assert_cmpfloat_with_epsilon (found[k], sum, 1e-9 * size + 1e-6);
          }
      }
}

/* A number that is no model is the programmer's error. */
static void
test_no_model (void)
{
  const gdouble zero[HOM_MAX_FREEDOMS] = { 0.0 };
  HomMatrix     step;

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_model*");
  g_assert_cmpint (hom_model_freedoms ((HomModel) 5), ==, 0);
  g_test_assert_expected_messages ();
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_model*");
  step = hom_model_step ((HomModel) -1, zero);
  g_test_assert_expected_messages ();
  test_assert_matrix (&step, &HOM_MATRIX_IDENTITY, 1e-300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/model/freedoms", test_freedoms);
  g_test_add_func ("/core/model/zero", test_zero);
  g_test_add_func ("/core/model/meaning", test_meaning);
  g_test_add_func ("/core/model/groups", test_groups);
  g_test_add_func ("/core/model/nested", test_nested);
  g_test_add_func ("/core/model/inverse-and-determinant",
                   test_inverse_and_determinant);
  g_test_add_func ("/core/model/project", test_project);

  g_test_add_func ("/core/model/jacobian", test_jacobian);
  g_test_add_func ("/core/model/jacobian-at-zero", test_jacobian_at_zero);
  g_test_add_func ("/core/model/update", test_update);
  g_test_add_func ("/core/model/update-gradient", test_update_gradient);
  g_test_add_func ("/core/model/no-model", test_no_model);

  return g_test_run ();
}
