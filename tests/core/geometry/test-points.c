/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS     100
#define MAX_POINTS 100000

static const HomBox picture = { 0.0, 0.0, 4000.0, 3000.0 };

static void
random_points (GRand *rand, const HomBox *box, gint n, HomPoint *points)
{
  for (gint i = 0; i < n; i++)
    points[i] = (HomPoint) { g_rand_double_range (rand, box->x0, box->x1),
                             g_rand_double_range (rand, box->y0, box->y1) };
}

/* Four points with no three of them near a line. */
static void
four_points (GRand *rand, HomPoint points[4])
{
  hom_quad_from_box (&picture, points);
  for (gint i = 0; i < 4; i++)
    {
      points[i].x += g_rand_double_range (rand, -900.0, 900.0);
      points[i].y += g_rand_double_range (rand, -900.0, 900.0);
    }
}

static void
map_points (const HomMatrix *h, const HomPoint *from, gint n, HomPoint *onto)
{
  for (gint i = 0; i < n; i++)
    g_assert_true (hom_matrix_apply (h, from[i], &onto[i]));
}

static gdouble
worst_distance (const HomMatrix *h,
                const HomPoint  *from,
                const HomPoint  *onto,
                gint             n)
{
  gdouble worst = 0.0;

  for (gint i = 0; i < n; i++)
    {
      HomPoint q;

      g_assert_true (hom_matrix_apply (h, from[i], &q));
      worst = MAX (worst, hypot (q.x - onto[i].x, q.y - onto[i].y));
    }

  return worst;
}

static HomMatrix
fit (const HomPoint *from,
     const HomPoint *onto,
     const gdouble  *weights,
     gsize           n)
{
  GError   *error = NULL;
  HomMatrix h;

  g_assert_true (hom_matrix_from_points (from, onto, weights, n, &h, &error));
  g_assert_no_error (error);

  return h;
}

/* Standard normal (Box & Muller). */
static gdouble
gaussian (GRand *rand)
{
  return sqrt (-2.0 * log (1.0 - g_rand_double (rand))) *
         cos (2.0 * G_PI * g_rand_double (rand));
}

/* Noise-free pairs, some of them in all four quadrants and 30,000 px off. */
static void
test_exact (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const gint sizes[]     = { 4, 5, 9, 255, 256, 257, 1000 };
  HomPoint   from[1000], onto[1000];

  for (gint trial = 0; trial < TRIALS; trial++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        gint      n = sizes[i];
        HomMatrix offset, truth, found;

        if (n == 4)
          four_points (rand, from);
        else
          random_points (rand, &picture, n, from);
        truth = test_matrix_random (rand, &picture, 700.0);
        /* Five points may lie almost on a line, which magnifies rounding. */
        if (n == 5)
          hom_quad_from_box (&picture, from);
        map_points (&truth, from, n, onto);
        found = fit (from, onto, NULL, n);
        g_assert_cmpfloat (worst_distance (&found, from, onto, n), <, 1e-9);
        g_assert_cmpfloat (test_corner_error (&found, &truth, &picture), <,
                           1e-8);

        offset = hom_matrix_translation (g_rand_double_range (rand, -3e4, 3e4),
                                         g_rand_double_range (rand, -3e4, 3e4));
        map_points (&offset, onto, n, onto);
        found = fit (from, onto, NULL, n);
        g_assert_cmpfloat (worst_distance (&found, from, onto, n), <, 1e-9);
      }
}

static void
test_four (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomPoint  from[4], onto[4];
      HomMatrix exact, found;

      four_points (rand, from);
      four_points (rand, onto);
      g_assert_true (hom_matrix_from_corners (from, onto, &exact, NULL));
      found = fit (from, onto, NULL, 4);
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat_with_epsilon (found.m[i], exact.m[i],
                                        1e-11 * (1.0 + fabs (exact.m[i])));
    }
}

/* With S and T any similarities, the fit of (S·p, T·q) is T·H·S⁻¹, noise and
 * all: Hartley's point.
 */
static void
test_invariance (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  HomPoint from[20], onto[20], moved_from[20], moved_onto[20];
  gdouble  weights[20];

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix truth = test_matrix_random (rand, &picture, 500.0);
      gdouble   angle = g_rand_double_range (rand, -G_PI, G_PI);
      gdouble   scale = exp (g_rand_double_range (rand, -5.0, 5.0));
      gdouble   c     = scale * cos (angle);
      gdouble   s     = scale * sin (angle);
      HomMatrix s_in  = { { c, -s, 3e4, s, c, -1e4, 0, 0, 1 } };
      HomMatrix s_out = { { s, -c, -2e3, c, s, 3e4, 0, 0, 1 } };
      HomMatrix found, moved;

      random_points (rand, &picture, 20, from);
      map_points (&truth, from, 20, onto);
      for (gint i = 0; i < 20; i++)
        {
          weights[i] = g_rand_double_range (rand, 0.1, 3.0);
          onto[i].x += 5.0 * gaussian (rand);
          onto[i].y += 5.0 * gaussian (rand);
        }
      map_points (&s_in, from, 20, moved_from);
      map_points (&s_out, onto, 20, moved_onto);

      found = fit (from, onto, weights, 20);
      moved = fit (moved_from, moved_onto, weights, 20);

      /* Point by point, in pixels of the scaled target. The smallest picture is
       * of 27 px, 3e4 px off: z is what is left of terms of 2e2, and the image
       * is 3e4 times its rounding.
       */
      map_points (&found, from, 20, onto);
      map_points (&s_out, onto, 20, moved_onto);
      g_assert_cmpfloat (worst_distance (&moved, moved_from, moved_onto, 20), <,
                         1e-8 * MAX (scale, 1.0));
    }
}

/* Of 2 n coordinates with noise σ, a fit of 8 freedoms leaves σ² (2 n − 8), and
 * differs from the truth by σ² · 8 in the points.
 */
static void
test_noise (void)
{
  g_autoptr (GRand) rand   = g_rand_new_with_seed (4);
  const gint    n          = 50;
  const gint    n_trials   = 1000;
  const gdouble sigma      = 0.5;
  gdouble       residual   = 0.0;
  gdouble       difference = 0.0;
  HomPoint      from[50], onto[50], noisy[50];

  for (gint trial = 0; trial < n_trials; trial++)
    {
      HomMatrix truth = test_matrix_random (rand, &picture, 300.0);
      HomMatrix found;

      random_points (rand, &picture, n, from);
      map_points (&truth, from, n, onto);
      for (gint i = 0; i < n; i++)
        noisy[i] = (HomPoint) { onto[i].x + sigma * gaussian (rand),
                                onto[i].y + sigma * gaussian (rand) };
      found = fit (from, noisy, NULL, n);
      for (gint i = 0; i < n; i++)
        {
          HomPoint q;

          g_assert_true (hom_matrix_apply (&found, from[i], &q));
          residual += (q.x - noisy[i].x) * (q.x - noisy[i].x) +
                      (q.y - noisy[i].y) * (q.y - noisy[i].y);
          difference += (q.x - onto[i].x) * (q.x - onto[i].x) +
                        (q.y - onto[i].y) * (q.y - onto[i].y);
        }
    }
  residual /= n_trials * sigma * sigma;
  difference /= n_trials * sigma * sigma;
  g_test_message ("residual %g of %d, difference %g of 8", residual, 2 * n - 8,
                  difference);

  /* Standard errors 0.43 and 0.13; the algebraic error is not quite the best
   * one.
   */
  g_assert_cmpfloat_with_epsilon (residual, 2 * n - 8, 2.0);
  g_assert_cmpfloat_with_epsilon (difference, 8.0, 0.8);
}

static void
test_weights (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  HomPoint from[12], onto[12], twice_from[24], twice_onto[24];
  gdouble  weights[12];

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix truth = test_matrix_random (rand, &picture, 300.0);
      HomMatrix found, other;

      random_points (rand, &picture, 12, from);
      map_points (&truth, from, 12, onto);

      /* Weight 0: as good as absent, whatever it is. */
      for (gint i = 0; i < 12; i++)
        weights[i] = i < 10 ? 1e-200 : 0.0;
      onto[10] = (HomPoint) { NAN, 7.0 };
      onto[11] = from[11];
      found    = fit (from, onto, weights, 12);
      other    = fit (from, onto, NULL, 10);
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat_with_epsilon (found.m[i], other.m[i],
                                        1e-11 * (1.0 + fabs (other.m[i])));

      /* Weight 2: as good as two pairs. */
      for (gint i = 0; i < 10; i++)
        {
          onto[i].x += 5.0 * gaussian (rand);
          weights[i]        = i < 5 ? 2.0 : 1.0;
          twice_from[i]     = from[i];
          twice_onto[i]     = onto[i];
          twice_from[i + 5] = from[i];
          twice_onto[i + 5] = onto[i];
        }
      for (gint i = 0; i < 5; i++)
        {
          twice_from[10 + i] = from[i];
          twice_onto[10 + i] = onto[i];
        }
      found = fit (from, onto, weights, 10);
      other = fit (twice_from, twice_onto, NULL, 15);
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat_with_epsilon (found.m[i], other.m[i],
                                        1e-10 * (1.0 + fabs (other.m[i])));
    }
}

static void
test_many (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  g_autofree HomPoint *from  = g_new (HomPoint, MAX_POINTS);
  g_autofree HomPoint *onto  = g_new (HomPoint, MAX_POINTS);
  HomMatrix            truth = test_matrix_random (rand, &picture, 700.0);
  HomMatrix            found;
  gdouble              elapsed;

  random_points (rand, &picture, MAX_POINTS, from);
  map_points (&truth, from, MAX_POINTS, onto);
  g_test_timer_start ();
  found   = fit (from, onto, NULL, MAX_POINTS);
  elapsed = g_test_timer_elapsed ();
  g_test_minimized_result (elapsed, "%d points: %.1f ms", MAX_POINTS,
                           1e3 * elapsed);
  g_assert_cmpfloat (worst_distance (&found, from, onto, MAX_POINTS), <, 1e-9);
}

/* The pairs are taken in by blocks; in which order does not matter, also when
 * they are noisy.
 */
static void
test_order (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const gint n           = 1000;
  HomPoint   from[1000], onto[1000];
  HomMatrix  truth = test_matrix_random (rand, &picture, 300.0);
  HomMatrix  found, other;

  random_points (rand, &picture, n, from);
  map_points (&truth, from, n, onto);
  for (gint i = 0; i < n; i++)
    onto[i].x += 50.0 * gaussian (rand);
  found = fit (from, onto, NULL, n);
  for (gint i = 0; i < n / 2; i++)
    {
      HomPoint p = from[i];
      HomPoint q = onto[i];

      from[i]         = from[n - 1 - i];
      onto[i]         = onto[n - 1 - i];
      from[n - 1 - i] = p;
      onto[n - 1 - i] = q;
    }
  other = fit (from, onto, NULL, n);
  g_assert_cmpfloat (test_corner_error (&found, &other, &picture), <, 1e-8);
}

/* The sign with which the points are in front. */
static void
test_sign (void)
{
  HomMatrix truth = { { 1, 0, 0, 0, 1, 0, -0.01, 0, 1 } };
  HomPoint  from[4], onto[4], q;
  HomBox    box = { 110, 0, 200, 90 };
  HomMatrix found;

  /* All of this box lies behind the horizon x = 100 of the matrix as it is. */
  for (gint i = 0; i < 9; i++)
    truth.m[i] = -truth.m[i];
  hom_quad_from_box (&box, from);
  map_points (&truth, from, 4, onto);
  found = fit (from, onto, NULL, 4);
  g_assert_cmpfloat (found.m[8], <, 0.0);
  g_assert_true (hom_matrix_apply (&found, (HomPoint) { 150, 10 }, &q));
}

static void
assert_fails (const HomPoint *from,
              const HomPoint *onto,
              const gdouble  *weights,
              gsize           n,
              gint            code,
              const gchar    *words)
{
  HomMatrix h     = HOM_MATRIX_IDENTITY;
  GError   *error = NULL;

  g_assert_false (hom_matrix_from_points (from, onto, weights, n, &h, &error));
  if (error && ! strstr (error->message, words))
    g_test_message ("unexpected: %s", error->message);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, words));
  test_assert_error (error, HOM_ERROR, code);
  g_assert_false (hom_matrix_from_points (from, onto, weights, n, &h, NULL));
  test_assert_matrix (&h, &HOM_MATRIX_IDENTITY, 1e-300);
}

static const HomPoint square[6] = { { 30000, 20000 }, { 30900, 20000 },
                                    { 30900, 20900 }, { 30000, 20900 },
                                    { 30333, 20555 }, { 30777, 20111 } };

static void
test_bad_arguments (void)
{
  HomPoint bad[6];
  gdouble  weights[6] = { 1, 1, 1, 1, 1, 1 };

  for (gsize n = 0; n < 4; n++)
    assert_fails (square, square, NULL, n, HOM_ERROR_ARGUMENT, "at least 4");
  weights[0] = weights[2] = weights[3] = 0.0;
  assert_fails (square, square, weights, 6, HOM_ERROR_ARGUMENT, "not 3");
  weights[2] = -1.0;
  assert_fails (square, square, weights, 6, HOM_ERROR_ARGUMENT,
                "weight of pair 3");
  weights[2] = NAN;
  assert_fails (square, square, weights, 6, HOM_ERROR_ARGUMENT,
                "weight of pair 3");
  weights[2] = INFINITY;
  assert_fails (square, square, weights, 6, HOM_ERROR_ARGUMENT,
                "weight of pair 3");

  memcpy (bad, square, sizeof (bad));
  bad[4].y = NAN;
  assert_fails (bad, square, NULL, 6, HOM_ERROR_ARGUMENT, "Pair 5");
  assert_fails (square, bad, NULL, 6, HOM_ERROR_ARGUMENT, "Pair 5");
  bad[4].y = -INFINITY;
  assert_fails (square, bad, NULL, 6, HOM_ERROR_ARGUMENT, "Pair 5");
}

static void
test_degenerate (void)
{
  HomPoint bad[6];
  HomPoint crossed[6];

  /* In one place, and but for rounding. */
  for (gint i = 0; i < 6; i++)
    bad[i] = (HomPoint) { 30000.1, 20000.3 + (i & 1) * 4e-12 };
  assert_fails (bad, square, NULL, 6, HOM_ERROR_DEGENERATE, "“source”");
  assert_fails (square, bad, NULL, 6, HOM_ERROR_DEGENERATE, "in one place");

  /* On one line. */
  for (gint i = 0; i < 6; i++)
    bad[i] = (HomPoint) { 30000.1 + 700.0 * i / 3.0,
                          20000.3 - 100.0 * i / 3.0 };
  assert_fails (bad, square, NULL, 6, HOM_ERROR_DEGENERATE, "all lie on one");
  assert_fails (square, bad, NULL, 4, HOM_ERROR_DEGENERATE, "“target”");
  assert_fails (bad, bad, NULL, 6, HOM_ERROR_DEGENERATE, "all lie on one");

  /* Three of four; two of four in one place. */
  for (gint lone = 0; lone < 4; lone++)
    {
      HomPoint kept = bad[lone];

      bad[lone].y += 500.0;
      assert_fails (bad, square, NULL, 4, HOM_ERROR_DEGENERATE, "numbers");
      assert_fails (square, bad, NULL, 4, HOM_ERROR_DEGENERATE, "numbers");
      bad[lone] = kept;
    }
  memcpy (bad, square, sizeof (bad));
  bad[2] = bad[0];
  assert_fails (bad, square, NULL, 4, HOM_ERROR_DEGENERATE,
                "numbers 1, 2 and 3");

  /* All but one on a line, in both or in one set. */
  for (gint i = 0; i < 6; i++)
    bad[i] = (HomPoint) { 30000.1 + 70.0 * i, 20000.3 + (i == 3 ? 99.0 : 0.0) };
  assert_fails (bad, bad, NULL, 6, HOM_ERROR_DEGENERATE, "More than one");
  assert_fails (bad, square, NULL, 6, HOM_ERROR_DEGENERATE, "collapse");

  /* Six pairs in three places. */
  for (gint i = 0; i < 6; i++)
    bad[i] = square[i % 3];
  assert_fails (bad, bad, NULL, 6, HOM_ERROR_DEGENERATE, "More than one");

  /* Two corners exchanged: the square would be torn at the horizon. */
  memcpy (crossed, square, sizeof (crossed));
  crossed[0] = square[1];
  crossed[1] = square[0];
  assert_fails (square, crossed, NULL, 4, HOM_ERROR_DEGENERATE, "horizon");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/points/exact", test_exact);
  g_test_add_func ("/core/points/four", test_four);
  g_test_add_func ("/core/points/invariance", test_invariance);
  g_test_add_func ("/core/points/noise", test_noise);
  g_test_add_func ("/core/points/weights", test_weights);
  g_test_add_func ("/core/points/many", test_many);
  g_test_add_func ("/core/points/order", test_order);
  g_test_add_func ("/core/points/sign", test_sign);
  g_test_add_func ("/core/points/bad-arguments", test_bad_arguments);
  g_test_add_func ("/core/points/degenerate", test_degenerate);

  return g_test_run ();
}
