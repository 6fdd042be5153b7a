/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS 200

static const HomBox picture = { 0.0, 0.0, 4000.0, 3000.0 };

static HomBox
random_box (GRand *rand)
{
  gdouble x = g_rand_double_range (rand, -3e4, 3e4);
  gdouble y = g_rand_double_range (rand, -3e4, 3e4);

  return (HomBox) { x, y, x + g_rand_double_range (rand, 100.0, 5000.0),
                    y + g_rand_double_range (rand, 100.0, 5000.0) };
}

static HomMatrix
similarity (gdouble scale, gdouble angle, gdouble x, gdouble y)
{
  gdouble c = scale * cos (angle);
  gdouble s = scale * sin (angle);

  return (HomMatrix) { { c, -s, x, s, c, y, 0, 0, 1 } };
}

static void
test_normalizing (void)
{
  HomBox    box = { 10.0, 20.0, 50.0, 40.0 };
  HomMatrix n   = hom_matrix_normalizing (&box);
  HomMatrix d   = hom_matrix_denormalizing (&box);
  HomMatrix both;
  HomPoint  p;

  g_assert_true (hom_matrix_apply (&n, (HomPoint) { 30.0, 30.0 }, &p));
  g_assert_cmpfloat_with_epsilon (p.x, 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (p.y, 0.0, 1e-15);
  g_assert_true (hom_matrix_apply (&n, (HomPoint) { 50.0, 40.0 }, &p));
  g_assert_cmpfloat_with_epsilon (p.x, 1.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (p.y, 0.5, 1e-15);

  /* The longer half side of a tall one. */
  n = hom_matrix_normalizing (&(HomBox) { 10.0, 20.0, 30.0, 100.0 });
  g_assert_true (hom_matrix_apply (&n, (HomPoint) { 30.0, 100.0 }, &p));
  g_assert_cmpfloat_with_epsilon (p.x, 0.25, 1e-15);
  g_assert_cmpfloat_with_epsilon (p.y, 1.0, 1e-15);

  n    = hom_matrix_normalizing (&box);
  both = hom_matrix_multiply (&n, &d);
  test_assert_matrix (&both, &HOM_MATRIX_IDENTITY, 1e-15);
}

/* Half of the least number is none. */
static void
test_normalizing_the_smallest (void)
{
  const HomBox box = { 0.0, 0.0, 4.9406564584124654e-324, 1e-323 };
  HomMatrix    n   = hom_matrix_normalizing (&box);
  HomMatrix    d   = hom_matrix_denormalizing (&box);

  g_assert_true (hom_matrix_is_finite (&n));
  g_assert_true (hom_matrix_is_finite (&d));
  g_assert_cmpfloat (d.m[0], >, 0.0);
}

/* N_onto · (M · p) = M̃ · (N_from · p), and back. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomBox    from   = random_box (rand);
      HomBox    onto   = random_box (rand);
      HomMatrix n_from = hom_matrix_normalizing (&from);
      HomMatrix n_onto = hom_matrix_normalizing (&onto);
      HomPoint  source[4], target[4], p, q, r;
      HomMatrix m, normalized, back;

      hom_quad_from_box (&from, source);
      hom_quad_from_box (&onto, target);
      target[2].x += 50.0;
      g_assert_true (hom_matrix_from_corners (source, target, &m, NULL));
      normalized = hom_matrix_to_normalized (&m, &from, &onto);

      g_assert_true (hom_matrix_apply (&m, source[2], &p));
      g_assert_true (hom_matrix_apply (&n_onto, p, &q));
      g_assert_true (hom_matrix_apply (&n_from, source[2], &p));
      g_assert_true (hom_matrix_apply (&normalized, p, &r));
      g_assert_cmpfloat_with_epsilon (q.x, r.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (q.y, r.y, 1e-9);

      /* 3e4 px beside half sides of 50: roundings are magnified by 600². */
      back = hom_matrix_from_normalized (&normalized, &from, &onto);
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat_with_epsilon (back.m[i], m.m[i],
                                        1e-10 * (1.0 + fabs (m.m[i])));
    }
}

/* L = Σ C∘M in pixels, where dL/dM = C, against differences by M̃. L is linear
 * in M̃, so that a difference is exact for any step.
 */
static void
test_gradient (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomBox    from = random_box (rand);
      HomBox    onto = random_box (rand);
      HomMatrix c, gradient;

      for (gint i = 0; i < 9; i++)
        c.m[i] = g_rand_double_range (rand, -1.0, 1.0);
      gradient = hom_matrix_normalized_gradient (&c, &from, &onto);
      for (gint i = 0; i < 9; i++)
        {
          HomMatrix unit       = { { 0 } };
          gdouble   difference = 0.0;

          unit.m[i] = 1.0;
          unit      = hom_matrix_from_normalized (&unit, &from, &onto);
          for (gint k = 0; k < 9; k++)
            difference += c.m[k] * unit.m[k];
          g_assert_cmpfloat_with_epsilon (gradient.m[i], difference,
                                          1e-12 * (1e6 + fabs (difference)));
        }
    }
}

/* 1 for similarities and reflections, wherever the picture lies. */
static void
test_condition_one (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  HomMatrix mirror       = { { -1, 0, 7, 0, 1, 0, 0, 0, 1 } };

  g_assert_cmpfloat_with_epsilon (
      hom_matrix_condition (&HOM_MATRIX_IDENTITY, &picture), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (hom_matrix_condition (&mirror, &picture), 1.0,
                                  1e-12);
  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomBox    box = random_box (rand);
      HomMatrix m   = similarity (exp (g_rand_double_range (rand, -3.0, 3.0)),
                                  g_rand_double_range (rand, -G_PI, G_PI),
                                  g_rand_double_range (rand, -3e4, 3e4),
                                  g_rand_double_range (rand, -3e4, 3e4));

      /* 1e-16 times 3e4 / 50. */
      g_assert_cmpfloat_with_epsilon (hom_matrix_condition (&m, &box), 1.0,
                                      1e-10);
      for (gint i = 0; i < 9; i++)
        m.m[i] *= 1e-120;
      g_assert_cmpfloat_with_epsilon (hom_matrix_condition (&m, &box), 1.0,
                                      1e-10);
    }
}

static void
test_condition_known (void)
{
  HomBox    square   = { 0.0, 0.0, 100.0, 100.0 };
  HomMatrix squeeze  = { { 3, 0, 5, 0, 1, 9, 0, 0, 1 } };
  HomMatrix thin     = { { 1, 0, 5, 0, 1e-8, 9, 0, 0, 1 } };
  HomMatrix singular = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };
  HomMatrix behind   = { { -1, 0, 0, 0, -1, 0, 0, 0, -1 } };
  HomMatrix crossing = { { 1, 0, 0, 0, 1, 0, -0.02, 0, 1 } };
  HomMatrix nan      = HOM_MATRIX_IDENTITY;
  gdouble   mild;

  /* Scaled to diag (3, 1, √5), of which the second is the smallest. */
  g_assert_cmpfloat_with_epsilon (hom_matrix_condition (&squeeze, &square), 3.0,
                                  1e-12);

  /* diag (√2, √2 · 1e-8, 1) */
  g_assert_cmpfloat_with_epsilon (hom_matrix_condition (&thin, &square) / 1e8,
                                  1.0, 1e-6);

  nan.m[4] = NAN;
  g_assert_cmpfloat (hom_matrix_condition (&singular, &square), >, 1e12);
  g_assert_true (isinf (hom_matrix_condition (&behind, &square)));
  g_assert_true (isinf (hom_matrix_condition (&nan, &square)));

  mild = hom_matrix_condition (&crossing, &square);
  g_assert_cmpfloat (mild, >, 1.5);
  g_assert_cmpfloat (mild, <, 100.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/conditioning/normalizing", test_normalizing);
  g_test_add_func ("/core/conditioning/normalizing-the-smallest",
                   test_normalizing_the_smallest);
  g_test_add_func ("/core/conditioning/round-trip", test_round_trip);
  g_test_add_func ("/core/conditioning/gradient", test_gradient);
  g_test_add_func ("/core/conditioning/condition-one", test_condition_one);
  g_test_add_func ("/core/conditioning/condition-known", test_condition_known);

  return g_test_run ();
}
