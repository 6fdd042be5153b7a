/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS 500

static const HomBox   picture = { 0.0, 0.0, 4000.0, 3000.0 };
static const HomPoint origin  = { 0.0, 0.0 };

static HomDecomposition
decompose (const HomMatrix *matrix, HomPoint centre)
{
  GError          *error = NULL;
  HomDecomposition d;

  g_assert_true (hom_matrix_decompose (matrix, centre, &d, &error));
  g_assert_no_error (error);

  return d;
}

static void
assert_plain (const HomDecomposition *d)
{
  g_assert_cmpfloat_with_epsilon (d->stretch, 1.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (d->shear, 0.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (d->tilt.x, 0.0, 1e-18);
  g_assert_cmpfloat_with_epsilon (d->tilt.y, 0.0, 1e-18);
  g_assert_false (d->mirrored);
}

/* Each part read off a matrix that has nothing else. */
static void
test_known (void)
{
  HomPoint         centre = { 2000.0, 1500.0 };
  HomMatrix        turned;
  HomMatrix        shift = hom_matrix_translation (3e4, -7.0);
  HomMatrix        tilt  = { { 2, 0, 0, 0, 2, 0, 2e-4, -6e-4, 2 } };
  HomMatrix        shear = { { 2, 0.5, 0, 0, 0.125, 0, 0, 0, 1 } };
  HomDecomposition d     = decompose (&shift, centre);

  assert_plain (&d);
  g_assert_cmpfloat (d.translation.x, ==, 3e4);
  g_assert_cmpfloat (d.translation.y, ==, -7.0);
  g_assert_cmpfloat (d.rotation, ==, 0.0);
  g_assert_cmpfloat (d.scale, ==, 1.0);

  for (gint degrees = -175; degrees <= 180; degrees += 5)
    {
      gdouble angle = degrees * G_PI / 180.0;
      gdouble c     = 3.0 * cos (angle);
      gdouble s     = 3.0 * sin (angle);

      /* p → 3 R (p − centre) + centre + (10, 20) */
      turned = (HomMatrix) {
        { c, -s, centre.x + 10 - c * centre.x + s * centre.y, s, c,
          centre.y + 20 - s * centre.x - c * centre.y, 0, 0, 1 }
      };
      d = decompose (&turned, centre);
      assert_plain (&d);
      g_assert_cmpfloat_with_epsilon (d.rotation, angle, 1e-14);
      g_assert_cmpfloat_with_epsilon (d.scale, 3.0, 1e-14);
      g_assert_cmpfloat_with_epsilon (d.translation.x, 10.0, 1e-11);
      g_assert_cmpfloat_with_epsilon (d.translation.y, 20.0, 1e-11);
    }

  d = decompose (&tilt, origin);
  g_assert_cmpfloat_with_epsilon (d.tilt.x, 1e-4, 1e-18);
  g_assert_cmpfloat_with_epsilon (d.tilt.y, -3e-4, 1e-18);
  g_assert_cmpfloat_with_epsilon (d.scale, 1.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (d.rotation, 0.0, 1e-14);

  /* scale ½, and 2 = ½ · 4, 0.125 = ½ / 4, 0.5 = ½ · 1 */
  d = decompose (&shear, centre);
  g_assert_cmpfloat_with_epsilon (d.scale, 0.5, 1e-14);
  g_assert_cmpfloat_with_epsilon (d.stretch, 4.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (d.shear, 1.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (d.rotation, 0.0, 1e-14);
}

static void
test_mirrored (void)
{
  HomMatrix        across = { { -1, 0, 4000, 0, 1, 0, 0, 0, 1 } };
  HomMatrix        down   = { { 1, 0, 0, 0, -1, 3000, 0, 0, 1 } };
  HomDecomposition d      = decompose (&across, (HomPoint) { 2000.0, 1500.0 });

  g_assert_true (d.mirrored);
  g_assert_cmpfloat_with_epsilon (d.rotation, 0.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (d.translation.x, 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (d.scale, 1.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (d.stretch, 1.0, 1e-15);

  /* A reflection of y is one of x and half a turn. */
  d = decompose (&down, (HomPoint) { 2000.0, 1500.0 });
  g_assert_true (d.mirrored);
  g_assert_cmpfloat_with_epsilon (d.rotation, G_PI, 1e-15);
}

/* Matrix → parts → matrix, about any centre, mirrored or not, of any scale. */
static void
test_recomposed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint n_mirrored        = 0;

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix m      = test_matrix_random (rand, &picture, 700.0);
      HomMatrix offset = hom_matrix_translation (
          g_rand_double_range (rand, -3e4, 3e4),
          g_rand_double_range (rand, -3e4, 3e4));
      HomMatrix        mirror = { { -1, 0, 4000, 0, 1, 0, 0, 0, 1 } };
      HomPoint         centre = { g_rand_double_range (rand, 0.0, 4000.0),
                                  g_rand_double_range (rand, 0.0, 3000.0) };
      gdouble          factor = exp (g_rand_double_range (rand, -9.0, 9.0));
      HomMatrix        scaled, again;
      HomDecomposition d;

      if (trial & 1)
        m = hom_matrix_multiply (&m, &mirror);
      if (trial & 2)
        m = hom_matrix_multiply (&offset, &m);
      m      = hom_matrix_normalize (&m);
      scaled = m;
      for (gint i = 0; i < 9; i++)
        scaled.m[i] *= factor;

      d     = decompose (&scaled, trial & 4 ? centre : origin);
      again = hom_matrix_compose (&d);
      for (gint column = 0; column < 3; column++)
        for (gint row = 0; row < 3; row++)
          {
            gint i = 3 * row + column;

            /* 1e-12 of the column, whose first two rows are of the size of the
             * offset times the third.
             */
            g_assert_cmpfloat_with_epsilon (
                again.m[i], m.m[i],
                1e-12 * (fabs (m.m[column]) + fabs (m.m[3 + column]) +
                         (column == 2 ? 3e4 : 1.0)));
          }
      n_mirrored += d.mirrored;
      g_assert_cmpint (d.mirrored, ==, trial & 1);
    }
  g_assert_cmpint (n_mirrored, ==, TRIALS / 2);
}

/* Parts → matrix → the same parts: they are unique. */
static void
test_unique (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomDecomposition d = {
        .centre      = { 2000.0, 1500.0 },
        .translation = { g_rand_double_range (rand, -3e4, 3e4),
                         g_rand_double_range (rand, -3e4, 3e4) },
        .rotation    = g_rand_double_range (rand, -3.1, 3.1),
        .scale       = exp (g_rand_double_range (rand, -2.0, 2.0)),
        .stretch     = exp (g_rand_double_range (rand, -1.0, 1.0)),
        .shear       = g_rand_double_range (rand, -1.0, 1.0),
        .mirrored    = trial & 1,
        .tilt        = { g_rand_double_range (rand, -1e-4, 1e-4),
                         g_rand_double_range (rand, -1e-4, 1e-4) },
      };
      HomMatrix        m     = hom_matrix_compose (&d);
      HomDecomposition again = decompose (&m, d.centre);

      g_assert_cmpfloat_with_epsilon (again.translation.x, d.translation.x,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (again.translation.y, d.translation.y,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (again.rotation, d.rotation, 1e-10);
      g_assert_cmpfloat_with_epsilon (again.scale, d.scale, 1e-10);
      g_assert_cmpfloat_with_epsilon (again.stretch, d.stretch, 1e-10);
      g_assert_cmpfloat_with_epsilon (again.shear, d.shear, 1e-10);
      g_assert_cmpfloat_with_epsilon (again.tilt.x, d.tilt.x, 1e-15);
      g_assert_cmpfloat_with_epsilon (again.tilt.y, d.tilt.y, 1e-15);
      g_assert_cmpint (again.mirrored, ==, d.mirrored);
    }
}

static void
test_errors (void)
{
  HomMatrix        singular = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };
  HomMatrix        nan      = HOM_MATRIX_IDENTITY;
  HomMatrix        horizon  = { { 1, 0, 0, 0, 1, 0, 0.01, 0, -1 } };
  HomMatrix        largest  = { { 1.34, G_MAXDOUBLE, 35.6, 1.11, -0.84, 43,
                                  1.8e-6, 1.58e-4, 1 } };
  HomDecomposition d;
  GError          *error = NULL;

  nan.m[0] = NAN;
  g_assert_false (hom_matrix_decompose (&singular, origin, &d, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_decompose (&largest, origin, &d, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_decompose (&nan, origin, &d, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_false (hom_matrix_decompose (&horizon, origin, &d, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_decompose (&horizon, (HomPoint) { 100.0, 0.0 }, &d,
                                        &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_true (hom_matrix_decompose (&horizon, (HomPoint) { 200.0, 0.0 }, &d,
                                       &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/decomposition/known", test_known);
  g_test_add_func ("/core/decomposition/mirrored", test_mirrored);
  g_test_add_func ("/core/decomposition/recomposed", test_recomposed);
  g_test_add_func ("/core/decomposition/unique", test_unique);
  g_test_add_func ("/core/decomposition/errors", test_errors);

  return g_test_run ();
}
