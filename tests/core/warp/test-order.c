/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

/* Of the input; polynomials are looked at in the middle, 26 pixels or more from
 * the edges, where the prefilter does not know them: 0.27²⁶ = 2e-15.
 */
#define SIZE 64

/* A polynomial of the given degree in coordinates from −1 to 1 in the middle,
 * and its derivatives by x and y.
 */
static gdouble
polynomial (gint degree, gdouble x, gdouble y, gdouble gradient[2])
{
  gdouble s = (x - SIZE / 2) / 6.0;
  gdouble t = (y - SIZE / 2) / 6.0;

  gradient[0] = gradient[1] = 0.0;
  if (degree == 0)
    return 0.3;

  gradient[0] = (degree * pow (s, degree - 1) +
                 (degree > 1 ? 0.4 * (degree - 1) * pow (s, degree - 2) * t :
                               0.0)) /
                6.0;
  gradient[1] =
      (-0.7 * degree * pow (t, degree - 1) + 0.4 * pow (s, degree - 1)) / 6.0;

  return 0.3 + pow (s, degree) - 0.7 * pow (t, degree) +
         0.4 * pow (s, degree - 1) * t;
}

typedef struct
{
  gdouble value, gradient;
} Errors;

/* The largest errors of the value and of the gradient. */
static Errors
polynomial_errors (HomInterpolation interpolation, gint degree)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  g_autoptr (HomImage) input = test_image_new (SIZE, SIZE, 1);
  HomSampling sampling       = { interpolation, HOM_BOUNDARY_MIRROR };
  Errors      errors         = { 0.0, 0.0 };
  gdouble     expected[2];

  for (gint i = 0; i < SIZE * SIZE; i++)
    input->data[i] = polynomial (degree, i % SIZE + 0.5, i / SIZE + 0.5,
                                 expected);

  for (gint trial = 0; trial < 500; trial++)
    {
      HomPoint p = { g_rand_double_range (rand, 26.0, SIZE - 26.0),
                     g_rand_double_range (rand, 26.0, SIZE - 26.0) };
      gdouble  z = polynomial (degree, p.x, p.y, expected);
      gfloat   value, gradient[2];

      g_assert_true (hom_sample (input, &sampling, &p, 1, &value, gradient,
                                 NULL, NULL));
      errors.value = MAX (errors.value, fabs (value - z));
      for (gint i = 0; i < 2; i++)
        errors.gradient = MAX (errors.gradient,
                               fabs (gradient[i] - expected[i]));
    }

  return errors;
}

/* Which degree a kernel reproduces is what defines its order: rounding is 1e-6
 * of values up to 10, and the next degree shows an error far above it.
 */
static void
assert_order (HomInterpolation interpolation, gint order)
{
  HomSampling sampling = { interpolation };
  Errors      next     = polynomial_errors (interpolation, order + 1);

  for (gint degree = 0; degree <= order; degree++)
    {
      Errors errors = polynomial_errors (interpolation, degree);

      test_assert_below (errors.value, 2e-6, &sampling);
      test_assert_below (errors.gradient, 5e-6, &sampling);
    }
  test_assert_below (2e-5, next.value, &sampling);
  test_assert_below (5e-5, next.gradient, &sampling);
}

static void
test_polynomials (void)
{
  assert_order (HOM_INTERPOLATION_NEAREST, 0);
  assert_order (HOM_INTERPOLATION_LINEAR, 1);
  assert_order (HOM_INTERPOLATION_CUBIC, 2);
  assert_order (HOM_INTERPOLATION_QUADRATIC_SPLINE, 2);
  assert_order (HOM_INTERPOLATION_CUBIC_SPLINE, 3);

  /* They reproduce constants only, but nearly do ramps. */
  assert_order (HOM_INTERPOLATION_LANCZOS2, 0);
  assert_order (HOM_INTERPOLATION_LANCZOS, 0);
  assert_order (HOM_INTERPOLATION_LANCZOS4, 0);
  g_assert_cmpfloat (polynomial_errors (HOM_INTERPOLATION_LANCZOS2, 1).value, <,
                     8e-3);
  g_assert_cmpfloat (polynomial_errors (HOM_INTERPOLATION_LANCZOS, 1).value, <,
                     5e-3);
  g_assert_cmpfloat (polynomial_errors (HOM_INTERPOLATION_LANCZOS4, 1).value, <,
                     4e-3);
}

/* The root mean square of what a warp and the warp back change, 24 pixels or
 * more from the edges, for a picture of waves of 5 px and more.
 */
static gdouble
round_trip_error (HomInterpolation interpolation)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (7);
  g_autoptr (HomImage) input = test_image_new (128, 128, 1);
  g_autoptr (HomImage) there = test_image_new (160, 160, 1);
  g_autoptr (HomImage) back  = test_image_new (128, 128, 1);
  HomSampling sampling       = { interpolation, HOM_BOUNDARY_MIRROR };
  HomBox      box            = { 0.0, 0.0, 128.0, 128.0 };
  HomMatrix   finer          = { { 2, 0, 0, 0, 2, 0, 0, 0, 1 } };
  HomMatrix   w              = test_matrix_random (rand, &box, 10.0);
  TestScene   scene;
  HomMatrix   h;
  gdouble     sum = 0.0;

  test_scene_init (&scene, 7);
  test_scene_draw (&scene, &finer, input);
  there->x = there->y = -16;
  g_assert_true (hom_matrix_invert (&w, &h, NULL));
  test_warp (input, &w, &sampling, there);
  test_warp (there, &h, &sampling, back);
  for (gint y = 24; y < 104; y++)
    for (gint x = 24; x < 104; x++)
      sum += pow (
          *hom_image_pixel (back, x, y) - *hom_image_pixel (input, x, y), 2.0);

  return sqrt (sum) / 80.0;
}

/* In the order of their quality, and no worse than measured, but for a tenth:
 * of a contrast of 0.15.
 */
static void
test_round_trip (void)
{
  const struct
  {
    HomInterpolation interpolation;
    gdouble          limit;
  } kernels[] = {
    { HOM_INTERPOLATION_NEAREST, 0.0145 },
    { HOM_INTERPOLATION_LINEAR, 0.0085 },
    { HOM_INTERPOLATION_CUBIC, 0.00088 },
    { HOM_INTERPOLATION_LANCZOS2, 0.00085 },
    { HOM_INTERPOLATION_LANCZOS, 0.00065 },
    { HOM_INTERPOLATION_LANCZOS4, 0.00048 },
    { HOM_INTERPOLATION_QUADRATIC_SPLINE, 0.00032 },
    { HOM_INTERPOLATION_CUBIC_SPLINE, 0.00014 },
  };
  gdouble before = G_MAXDOUBLE;

  for (gsize i = 0; i < G_N_ELEMENTS (kernels); i++)
    {
      HomSampling sampling = { kernels[i].interpolation, HOM_BOUNDARY_MIRROR };
      gdouble     error    = round_trip_error (kernels[i].interpolation);

      g_test_message ("%s: %.2g", test_sampling_name (&sampling), error);
      test_assert_below (error, kernels[i].limit, &sampling);
      test_assert_below (error, before, &sampling);
      before = error;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/order/polynomials", test_polynomials);
  g_test_add_func ("/core/order/round-trip", test_round_trip);

  return g_test_run ();
}
