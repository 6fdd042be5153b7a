/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS 200

static const HomBox picture = { 0.0, 0.0, 4000.0, 3000.0 };

/* A point of the box, now and then one on its edge. */
static HomPoint
random_point (GRand *rand, const HomBox *box)
{
  gdouble s = CLAMP (g_rand_double_range (rand, -0.1, 1.1), 0.0, 1.0);
  gdouble t = CLAMP (g_rand_double_range (rand, -0.1, 1.1), 0.0, 1.0);

  return (HomPoint){ box->x0 + s * (box->x1 - box->x0),
                     box->y0 + t * (box->y1 - box->y0) };
}

/* Four points at rising angles round an ellipse: always convex. */
static void
random_convex_quad (GRand *rand, gboolean mirrored, HomPoint quad[4])
{
  gdouble centre_x = g_rand_double_range (rand, -3e4, 3e4);
  gdouble centre_y = g_rand_double_range (rand, -3e4, 3e4);
  gdouble radius_x = g_rand_double_range (rand, 50.0, 5000.0);
  gdouble radius_y = g_rand_double_range (rand, 50.0, 5000.0);

  for (gint i = 0; i < 4; i++)
    {
      gdouble angle = G_PI / 2.0 *
                      (i - 1.5 + g_rand_double_range (rand, -0.4, 0.4));

      quad[i].x = centre_x + radius_x * cos (angle) * (mirrored ? -1 : 1);
      quad[i].y = centre_y + radius_y * sin (angle);
    }
}

static void
test_inverse (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      GError   *error  = NULL;
      HomMatrix offset = hom_matrix_translation (
          g_rand_double_range (rand, -3e4, 3e4),
          g_rand_double_range (rand, -3e4, 3e4));
      HomMatrix h = test_matrix_random (rand, &picture, 700.0);
      HomMatrix inverse, product;
      HomPoint  p = random_point (rand, &picture);
      HomPoint  q, r;

      h = hom_matrix_multiply (&offset, &h);
      g_assert_true (hom_matrix_invert (&h, &inverse, &error));
      g_assert_no_error (error);

      /* 1e-16 of the largest product that cancels, 3e4 · 3e4 · 1e-4. */
      product = hom_matrix_multiply (&h, &inverse);
      test_assert_matrix (&product, &HOM_MATRIX_IDENTITY, 1e-9);

      /* The true inverse, with its sign: what is in front stays there. */
      g_assert_true (hom_matrix_apply (&h, p, &q));
      g_assert_true (hom_matrix_apply (&inverse, q, &r));
      g_assert_cmpfloat_with_epsilon (r.x, p.x, 1e-8);
      g_assert_cmpfloat_with_epsilon (r.y, p.y, 1e-8);
    }
}

/* The determinant of 1e-120 · 1 underflows, that of 1e120 · 1 overflows. Rows
 * and columns in any units change nothing, to the last bit for powers of two.
 */
static void
test_inverse_scaled (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix h      = test_matrix_random (rand, &picture, 700.0);
      HomMatrix scaled = h;
      HomMatrix inverse, other;
      gint      rows[3], columns[3];

      for (gint i = 0; i < 3; i++)
        {
          rows[i]    = g_rand_int_range (rand, -200, 200);
          columns[i] = g_rand_int_range (rand, -200, 200);
        }
      if (trial & 1)
        for (gint i = 0; i < 3; i++)
          {
            rows[i]    = trial & 2 ? 400 : -400;
            columns[i] = 0;
          }
      for (gint i = 0; i < 3; i++)
        for (gint j = 0; j < 3; j++)
          scaled.m[3 * i + j] = ldexp (h.m[3 * i + j], rows[i] + columns[j]);

      g_assert_true (hom_matrix_invert (&h, &inverse, NULL));
      g_assert_true (hom_matrix_invert (&scaled, &other, NULL));
      for (gint i = 0; i < 3; i++)
        for (gint j = 0; j < 3; j++)
          {
            gdouble expected = inverse.m[3 * i + j];
            gdouble found    = ldexp (other.m[3 * i + j], columns[i] + rows[j]);

            g_assert_cmpfloat_with_epsilon (found, expected,
                                            1e-12 * fabs (expected) + 1e-18);
          }
    }
}

static void
test_inverse_errors (void)
{
  HomMatrix zero      = { { 0 } };
  HomMatrix collapsed = { { 1, 2, 3e4, 2, 4, 6e4, 1e-4, 2e-4, 1 } };
  HomMatrix nan       = HOM_MATRIX_IDENTITY;
  HomMatrix infinite  = HOM_MATRIX_IDENTITY;
  HomMatrix inverse;
  GError   *error = NULL;

  /* Its inverse is larger than any double. */
  HomMatrix tiny = { { 1e-310, 0, 0, 0, 1e-310, 0, 0, 0, 1e-310 } };

  g_assert_false (hom_matrix_invert (&tiny, &inverse, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);

  nan.m[5]      = NAN;
  infinite.m[2] = INFINITY;

  g_assert_false (hom_matrix_is_finite (&nan));
  g_assert_false (hom_matrix_is_finite (&infinite));
  g_assert_true (hom_matrix_is_finite (&collapsed));

  g_assert_false (hom_matrix_invert (&zero, &inverse, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_invert (&collapsed, &inverse, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_invert (&nan, &inverse, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_false (hom_matrix_invert (&infinite, &inverse, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
}

/* (A·B)·p = A·(B·p): the product applies its right factor first. */
static void
test_multiply (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix a       = test_matrix_random (rand, &picture, 300.0);
      HomMatrix b       = test_matrix_random (rand, &picture, 300.0);
      HomMatrix product = hom_matrix_multiply (&a, &b);
      HomPoint  p       = random_point (rand, &picture);
      HomPoint  q, stepwise, at_once;

      g_assert_true (hom_matrix_apply (&b, p, &q));
      g_assert_true (hom_matrix_apply (&a, q, &stepwise));
      g_assert_true (hom_matrix_apply (&product, p, &at_once));

      /* Coordinates of 4e3 in doubles: 1e-12 and a few operations. */
      g_assert_cmpfloat_with_epsilon (at_once.x, stepwise.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (at_once.y, stepwise.y, 1e-9);
    }
}

/* (A·B)ᵀ = Bᵀ·Aᵀ, to the last bit: both are the same sums. */
static void
test_transpose (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  HomMatrix a            = test_matrix_random (rand, &picture, 300.0);
  HomMatrix b            = test_matrix_random (rand, &picture, 300.0);
  HomMatrix product      = hom_matrix_multiply (&a, &b);
  HomMatrix transposed   = hom_matrix_transpose (&product);
  HomMatrix other;

  a     = hom_matrix_transpose (&a);
  b     = hom_matrix_transpose (&b);
  other = hom_matrix_multiply (&b, &a);
  for (gint i = 0; i < 9; i++)
    g_assert_cmpfloat (transposed.m[i], ==, other.m[i]);
  g_assert_cmpfloat (transposed.m[2], ==, product.m[6]);
}

static void
test_normalize (void)
{
  HomMatrix matrix         = { { 2, 4, 6, 8, 10, 12, 0.5, 0.25, -4 } };
  HomMatrix expected       = { { 0.5, 1, 1.5, 2, 2.5, 3, 0.125, 0.0625, -1 } };
  HomMatrix through_origin = { { 1, 0, 5, 0, -8, 0, 0.5, 0, 1e-12 } };
  HomMatrix zero           = { { 0 } };
  HomMatrix normalized     = hom_matrix_normalize (&matrix);

  test_assert_matrix (&normalized, &expected, 1e-15);

  /* Where the horizon goes through the origin, by the largest coefficient. */
  normalized = hom_matrix_normalize (&through_origin);
  g_assert_cmpfloat (normalized.m[4], ==, -1.0);
  g_assert_cmpfloat (normalized.m[6], ==, 0.0625);

  normalized = hom_matrix_normalize (&zero);
  test_assert_matrix (&normalized, &zero, 1e-300);
}

static void
test_apply_horizon (void)
{
  HomMatrix matrix = { { 1, 0, 0, 0, 1, 0, 0.01, 0, -1 } };
  HomPoint  q      = { 7.0, 7.0 };

  g_assert_false (hom_matrix_apply (&matrix, (HomPoint){ 99.0, 5.0 }, &q));
  g_assert_cmpfloat (q.x, ==, 0.0);
  g_assert_cmpfloat (q.y, ==, 0.0);
  g_assert_false (hom_matrix_apply (&matrix, (HomPoint){ 100.0, 5.0 }, &q));
  g_assert_false (hom_matrix_apply (&matrix, (HomPoint){ NAN, 5.0 }, &q));

  /* z = 1 */
  g_assert_true (hom_matrix_apply (&matrix, (HomPoint){ 200.0, 5.0 }, &q));
  g_assert_cmpfloat_with_epsilon (q.x, 200.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (q.y, 5.0, 1e-12);
}

static void
test_from_corners (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      GError   *error = NULL;
      HomPoint  source[4], target[4];
      HomMatrix h;

      random_convex_quad (rand, trial & 1, source);
      random_convex_quad (rand, trial & 2, target);
      g_assert_true (hom_matrix_from_corners (source, target, &h, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (fabs (h.m[8]), ==, 1.0);

      for (gint i = 0; i < 4; i++)
        {
          HomPoint q;

          /* FALSE would say that the corner is behind the horizon. The
           * rounding of 3e4 px, 4e-12, is magnified by up to 3e4 / 50.
           */
          g_assert_true (hom_matrix_apply (&h, source[i], &q));
          g_assert_cmpfloat_with_epsilon (q.x, target[i].x, 1e-6);
          g_assert_cmpfloat_with_epsilon (q.y, target[i].y, 1e-6);
        }
    }
}

static void
test_from_corners_errors (void)
{
  HomPoint  good[4]    = { { 0, 0 }, { 9, 0 }, { 9, 9 }, { 0, 9 } };
  HomPoint  crossed[4] = { { 0, 0 }, { 9, 9 }, { 9, 0 }, { 0, 9 } };
  HomMatrix h;
  GError   *error = NULL;

  g_assert_false (hom_matrix_from_corners (good, crossed, &h, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_from_corners (crossed, good, &h, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  crossed[2].x = NAN;
  g_assert_false (hom_matrix_from_corners (good, crossed, &h, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
}

static void
test_horizon (void)
{
  HomBox    box      = { 0.0, 0.0, 100.0, 100.0 };
  HomMatrix in_front = { { 1, 0, 0, 0, 1, 0, -0.009, 0, 1 } };
  HomMatrix on_edge  = { { 1, 0, 0, 0, 1, 0, -0.01, 0, 1 } };
  HomMatrix inside   = { { 1, 0, 0, 0, 1, 0, -0.02, 0, 1 } };
  HomMatrix behind   = { { -1, 0, 0, 0, -1, 0, 0.009, 0, -1 } };
  HomMatrix facing;

  g_assert_false (hom_matrix_has_horizon (&in_front, &box));
  g_assert_true (hom_matrix_has_horizon (&on_edge, &box));
  g_assert_true (hom_matrix_has_horizon (&inside, &box));
  g_assert_true (hom_matrix_has_horizon (&behind, &box));

  facing = hom_matrix_face (&behind, &box);
  test_assert_matrix (&facing, &in_front, 1e-300);
  facing = hom_matrix_face (&in_front, &box);
  test_assert_matrix (&facing, &in_front, 1e-300);

  /* A part of the picture is in front: that is what is meant. */
  facing = hom_matrix_face (&inside, &box);
  test_assert_matrix (&facing, &inside, 1e-300);
}

/* −Wᵀ (dL/dW) Wᵀ for L = Σ C∘W, where dL/dW = C, against differences of
 * L (H⁻¹).
 */
static void
test_forward_gradient (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  HomBox box             = { 0.0, 0.0, 4.0, 3.0 };

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix h = test_matrix_random (rand, &box, 0.7);
      HomMatrix c, w, gradient;
      gdouble   step = 1e-5;

      for (gint i = 0; i < 9; i++)
        c.m[i] = g_rand_double_range (rand, -1.0, 1.0);
      g_assert_true (hom_matrix_invert (&h, &w, NULL));
      gradient = hom_matrix_forward_gradient (&w, &c);

      for (gint i = 0; i < 9; i++)
        {
          HomMatrix more       = h;
          HomMatrix less       = h;
          gdouble   difference = 0.0;

          more.m[i] += step;
          less.m[i] -= step;
          g_assert_true (hom_matrix_invert (&more, &more, NULL));
          g_assert_true (hom_matrix_invert (&less, &less, NULL));
          for (gint k = 0; k < 9; k++)
            difference += c.m[k] * (more.m[k] - less.m[k]) / (2.0 * step);

          /* The third derivative times step² = 1e-10; gradients reach 10². */
          g_assert_cmpfloat_with_epsilon (gradient.m[i], difference, 1e-6);
        }
    }
}

/* Numbers that are not finite are an error, never a matrix. */
static void
test_from_corners_huge (void)
{
  const gdouble sides[] = { 1e-200, 1e-150, 1e-100, 1.0, 1e100, 1e150, 1e200 };
  gint          n       = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sides); k++)
      {
        const gdouble  a         = sides[i];
        const gdouble  b         = sides[k];
        const HomPoint source[4] = { { 0, 0 }, { a, 0 }, { a, a }, { 0, a } };
        const HomPoint target[4] = { { 0, 0 },
                                     { b, 0 },
                                     { 0.9 * b, 0.8 * b },
                                     { 0, b } };
        GError        *error     = NULL;
        HomMatrix      h;

        if (hom_matrix_from_corners (source, target, &h, &error))
          g_assert_true (hom_matrix_is_finite (&h));
        else
          {
            n++;
            test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
          }
      }
  g_assert_cmpint (n, >, 0);
  g_assert_cmpint (n, <, (gint) (G_N_ELEMENTS (sides) * G_N_ELEMENTS (sides)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/matrix/inverse", test_inverse);
  g_test_add_func ("/core/matrix/inverse-scaled", test_inverse_scaled);
  g_test_add_func ("/core/matrix/inverse-errors", test_inverse_errors);
  g_test_add_func ("/core/matrix/multiply", test_multiply);
  g_test_add_func ("/core/matrix/transpose", test_transpose);
  g_test_add_func ("/core/matrix/normalize", test_normalize);
  g_test_add_func ("/core/matrix/apply-horizon", test_apply_horizon);
  g_test_add_func ("/core/matrix/from-corners", test_from_corners);
  g_test_add_func ("/core/matrix/from-corners-huge", test_from_corners_huge);
  g_test_add_func ("/core/matrix/from-corners-errors",
                   test_from_corners_errors);
  g_test_add_func ("/core/matrix/horizon", test_horizon);
  g_test_add_func ("/core/matrix/forward-gradient", test_forward_gradient);

  return g_test_run ();
}
