/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

#define N_POINTS 60

/* Points in and around the input of a view. */
static void
random_points (const TestView *view, GRand *rand, HomPoint points[N_POINTS])
{
  for (gint k = 0; k < N_POINTS; k++)
    {
      points[k].x = 3.0 + g_rand_double_range (rand, -5.0, view->width + 5.0);
      points[k].y = -2.0 + g_rand_double_range (rand, -5.0, view->height + 5.0);
    }
}

static void
sample (const HomImage    *input,
        const HomSampling *sampling,
        const HomPoint    *points,
        gfloat            *values,
        gfloat            *gradients,
        gfloat            *hessians)
{
  GError *error = NULL;

  g_assert_true (hom_sample (input, sampling, points, N_POINTS, values,
                             gradients, hessians, &error));
  g_assert_no_error (error);
}

/* A central difference of the reference along u or v, 1e-5 wide: the error of
 * the formula is 1e-10 of the third derivative, and rounding 1e-10.
 */
static gdouble
difference (const TestReference *reference, gint channel, HomPoint p, gint axis)
{
  gdouble du = axis == 0 ? 1e-5 : 0.0;
  gdouble dv = axis == 1 ? 1e-5 : 0.0;

  return (test_reference_sample (reference, channel, p.x + du, p.y + dv) -
          test_reference_sample (reference, channel, p.x - du, p.y - dv)) /
         2e-5;
}

/* Values and gradients up to 60, where a line is continued. */
static void
test_gradients (void)
{
  const TestView *view   = &test_view_near;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  HomPoint points[N_POINTS];
  gfloat   values[4 * N_POINTS], gradients[8 * N_POINTS];

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input = test_view_input (view, rand, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        g_autoptr (TestReference)
            reference = test_reference_new (input, &sampling);

        random_points (view, rand, points);
        sample (input, &sampling, points, values, gradients, NULL);
        for (gint k = 0; k < N_POINTS * channels; k++)
          {
            HomPoint p     = points[k / channels];
            gint     c     = k % channels;
            gdouble  value = test_reference_sample (reference, c, p.x, p.y);

            test_assert_below (fabs (values[k] - value),
                               1e-6 * (1.0 + fabs (value)), &sampling);
            for (gint axis = 0; axis < 2; axis++)
              {
                gdouble slope = difference (reference, c, p, axis);

                test_assert_below (fabs (gradients[2 * k + axis] - slope),
                                   4e-6 * (1.0 + fabs (slope) + fabs (value)),
                                   &sampling);
              }
          }
      }
    }
}

/* A cubic spline's Hessian against differences of its own gradient, over a
 * hundredth of a pixel, or it would be the gradient's rounding: the fourth
 * derivative is 0, but it may jump in between.
 */
static void
test_hessians (void)
{
  const TestView *view   = &test_view_near;
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  HomPoint points[N_POINTS], shifted[N_POINTS];
  gfloat   values[3 * N_POINTS], hessians[9 * N_POINTS];
  gfloat   more[6 * N_POINTS], less[6 * N_POINTS];
  g_autoptr (HomImage) input = test_view_input (view, rand, 3);
  HomSampling sampling       = { HOM_INTERPOLATION_CUBIC_SPLINE };

  for (; sampling.boundary < HOM_N_BOUNDARIES; sampling.boundary++)
    for (gint axis = 0; axis < 2; axis++)
      {
        gdouble du = axis == 0 ? 0.005 : 0.0;
        gdouble dv = axis == 1 ? 0.005 : 0.0;

        /* Away from the pixel centres, where it has kinks. */
        random_points (view, rand, points);
        for (gint k = 0; k < N_POINTS; k++)
          {
            points[k].x = floor (points[k].x) + (k % 2 ? 0.51 : -0.49) +
                          0.098 * (k % 10);
            points[k].y = floor (points[k].y) + (k % 4 < 2 ? 0.51 : -0.49) +
                          0.097 * (k % 9);
          }
        sample (input, &sampling, points, values, NULL, hessians);
        for (gint k = 0; k < N_POINTS; k++)
          shifted[k] = (HomPoint) { points[k].x + du, points[k].y + dv };
        sample (input, &sampling, shifted, values, more, NULL);
        for (gint k = 0; k < N_POINTS; k++)
          shifted[k] = (HomPoint) { points[k].x - du, points[k].y - dv };
        sample (input, &sampling, shifted, values, less, NULL);

        for (gint k = 0; k < 3 * N_POINTS; k++)
          for (gint i = 0; i < 2; i++)
            {
              gint    n        = 2 * k + i;
              gdouble expected = ((gdouble) more[n] - less[n]) / 0.01;

              /* Roundings of slopes of up to 20 where they are continued. */
              test_assert_below (fabs (hessians[3 * k + axis + i] - expected),
                                 2e-3, &sampling);
            }
      }
}

/* Nothing is known outside. */
static void
test_valid (void)
{
  const TestView *view       = &test_view_near;
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) in    = test_view_input (view, rand, 1);
  const HomPoint    points[] = { { 3.4, 1.0 },   { 11.6, 1.0 }, { 7.0, -1.6 },
                                 { 7.0, 4.6 },   { NAN, 1.0 },  { 7.0, NAN },
                                 { -9e99, 1.0 }, { 7.0, 9e99 } };
  const HomSampling sampling = { HOM_INTERPOLATION_CUBIC_SPLINE,
                                 HOM_BOUNDARY_VALID };
  gfloat            values[8], gradients[16], hessians[24];

  g_assert_true (hom_sample (in, &sampling, points, 8, values, gradients,
                             hessians, NULL));
  for (gint k = 0; k < 8; k++)
    {
      g_assert_cmpfloat (values[k], ==, 0.0f);
      for (gint i = 0; i < 2; i++)
        g_assert_cmpfloat (gradients[2 * k + i], ==, 0.0f);
      for (gint i = 0; i < 3; i++)
        g_assert_cmpfloat (hessians[3 * k + i], ==, 0.0f);
    }
}

/* Coordinates that are no numbers are no crash, and no points: nothing outside
 * of the input is read.
 */
static void
test_no_number (void)
{
  const TestView *view    = &test_view_near;
  g_autoptr (GRand) rand  = g_rand_new_with_seed (4);
  g_autoptr (HomImage) in = test_view_input (view, rand, 1);
  const HomPoint points[] = { { NAN, 1.0 },
                              { 7.0, NAN },
                              { INFINITY, NAN },
                              { -INFINITY, INFINITY } };
  gfloat         values[4], gradients[8];

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    g_assert_true (hom_sample (in, &sampling, points, 4, values, gradients,
                               NULL, NULL));
    for (gint k = 0; k < 4; k++)
      g_assert_true (isfinite (values[k]));
  }
}

static void
test_refused (void)
{
  g_autoptr (HomImage) input = test_image_new (3, 3, 1);
  const HomPoint point       = { 1.0, 1.0 };
  gfloat         values[3] = { TEST_UNTOUCHED, TEST_UNTOUCHED, TEST_UNTOUCHED };
  GError        *error     = NULL;

  for (gint k = 0; k < HOM_N_INTERPOLATIONS; k++)
    {
      HomSampling sampling = { k, HOM_BOUNDARY_CLAMP };

      if (k == HOM_INTERPOLATION_CUBIC_SPLINE)
        sampling.fill[1] = NAN;
      g_assert_false (hom_sample (input, &sampling, &point, 1, values, NULL,
                                  values, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
      g_assert_cmpfloat (values[0], ==, TEST_UNTOUCHED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/sample/gradients", test_gradients);
  g_test_add_func ("/core/sample/hessians", test_hessians);
  g_test_add_func ("/core/sample/valid", test_valid);
  g_test_add_func ("/core/sample/no-number", test_no_number);
  g_test_add_func ("/core/sample/refused", test_refused);

  return g_test_run ();
}
