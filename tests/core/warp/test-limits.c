/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/hom-processor.h"
#include "homography/hom-error.h"
#include "test-views.h"

/* z = x − 20: columns up to 19 are behind, and 20.5 is the first in front. */
static void
test_horizon (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (40, 30, 2);
  HomMatrix w                 = { { 3, 1, -50, 2, 7, 0, 1, 0, -20 } };

  test_image_fill (input, 0.5f);
  TEST_FOR_EACH_SAMPLING (sampling)
  {
    gboolean filled = sampling.boundary == HOM_BOUNDARY_FILL;

    test_warp (input, &w, &sampling, output);
    for (gint row = 0; row < 30; row++)
      for (gint i = 0; i < 2 * 40; i++)
        {
          gfloat value = hom_image_pixel (output, 0, row)[i];

          g_assert_true (isfinite (value));
          if (i < 2 * 20)
            g_assert_cmpfloat (value, ==, filled ? sampling.fill[i % 2] : 0.0f);
          else if (! filled && sampling.boundary != HOM_BOUNDARY_VALID)
            g_assert_cmpfloat_with_epsilon (
                value, 0.5f,
                sampling.boundary == HOM_BOUNDARY_CONTINUE ? 1e-2 : 5e-7);
        }
  }
}

/* The horizon through pixel centres, and all of the picture on it. */
static void
test_on_horizon (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 1);
  g_autoptr (HomImage) output = test_image_new (40, 1, 1);
  HomMatrix through           = { { 1, 0, 0, 0, 1, 0, 1, 0, -20.5 } };
  HomMatrix nowhere           = { { 1, 0, 0, 0, 1, 0, 0, 0, 0 } };

  test_image_fill (input, 0.5f);
  TEST_FOR_EACH_SAMPLING (sampling)
  {
    gfloat behind = sampling.boundary == HOM_BOUNDARY_FILL ? 0.3f : 0.0f;

    test_warp (input, &through, &sampling, output);
    g_assert_cmpfloat (output->data[19], ==, behind);
    g_assert_cmpfloat (output->data[20], ==, behind);
    if (sampling.boundary != HOM_BOUNDARY_FILL &&
        sampling.boundary != HOM_BOUNDARY_VALID)
      g_assert_cmpfloat (output->data[21], >, 0.4f);

    test_warp (input, &nowhere, &sampling, output);
    for (gint i = 0; i < 40; i++)
      g_assert_cmpfloat (output->data[i], ==, behind);
  }
}

/* The samples of a pixel on the horizon lie on both sides of it, and up to
 * infinitely far out.
 */
static void
test_horizon_antialias (void)
{
  const TestView *view       = &test_view_near;
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  g_autoptr (HomImage) input = test_view_input (view, rand, 1);
  g_autoptr (HomImage) dl_dx = test_image_like (input, 1);
  g_autoptr (HomImage) y     = test_view_loss (view, rand, 1);
  HomMatrix w                = { { 3, 1, -30, 2, 7, 0, 1, 0.1, -10.62 } };

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix dl_dw;

    sampling.antialias = TRUE;
    test_warp (input, &w, &sampling, y);
    for (gint i = 0; i < 12 * 12; i++)
      g_assert_true (isfinite (*hom_image_pixel (y, i % 12, i / 12)));
    test_warp_adjoint (y, &w, &sampling, dl_dx);
    for (gint i = 0; i < 9 * 7; i++)
      g_assert_true (isfinite (*hom_image_pixel (dl_dx, i % 9, i / 9)));
    dl_dw = test_warp_gradient (input, &w, &sampling, y);
    g_assert_true (hom_matrix_is_finite (&dl_dw));
  }
}

/* A NaN is seen where a tap falls on it, and nowhere else. */
static void
test_nan (void)
{
  const gdouble reach[]       = { 0.5, 1.0, 2.0, 3.0, 1.5, 2.0, 2.0, 4.0 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (9);
  g_autoptr (HomImage) input  = test_image_random (rand, 20, 20, 1);
  g_autoptr (HomImage) output = test_image_new (20, 20, 1);
  HomMatrix w                 = hom_matrix_translation (0.3, -0.4);

  *hom_image_pixel (input, 10, 9) = NAN;
  TEST_FOR_EACH_SAMPLING (sampling)
  {
    gboolean valid = sampling.boundary == HOM_BOUNDARY_VALID;

    test_warp (input, &w, &sampling, output);
    for (gint i = 0; i < 20 * 20; i++)
      {
        gdouble dx     = fabs (i % 20 + 0.5 + 0.3 - 10.5);
        gdouble dy     = fabs (i / 20 + 0.5 - 0.4 - 9.5);
        gdouble radius = reach[sampling.interpolation];

        if (valid && output->data[i] == 0.0f)
          continue;
        g_assert_cmpint (isnan (output->data[i]) != 0, ==,
                         dx < radius && dy < radius);
      }
  }
}

/* A pixel of the input that is no number changes nothing under a mask wherever
 * it is seen, although its samples' derivatives are NaN; for a spline it counts
 * as 0 elsewhere.
 */
static void
test_masked_nan (void)
{
  const TestView view        = { 19, 17, 20 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (8);
  g_autoptr (HomImage) input = test_view_input (&view, rand, 2);
  g_autoptr (HomImage) dl_dy = test_view_loss (&view, rand, 2);
  g_autoptr (HomImage) y     = test_image_like (dl_dy, 2);
  gfloat *pixel              = hom_image_pixel (input, 9, 8);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix w               = test_view_matrix (&view, rand);
    g_autoptr (HomImage) loss = test_image_like (dl_dy, 2);
    HomMatrix with_nan, without;
    gint      n_masked = 0;

    pixel[1] = NAN;
    test_warp (input, &w, &sampling, y);
    for (gint i = 0; i < 20 * 20; i++)
      if (isnan (hom_image_pixel (y, i % 20, i / 20)[1]))
        n_masked++;
      else
        memcpy (hom_image_pixel (loss, i % 20, i / 20),
                hom_image_pixel (dl_dy, i % 20, i / 20), 2 * sizeof (gfloat));
    g_assert_cmpint (n_masked, <, 200);

    with_nan = test_warp_gradient (input, &w, &sampling, loss);
    g_assert_true (hom_matrix_is_finite (&with_nan));
    pixel[1] = 0.5f;
    without  = test_warp_gradient (input, &w, &sampling, loss);
    if (! test_is_spline (sampling.interpolation))
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat (with_nan.m[i], ==, without.m[i]);
  }
}

/* All of what is seen is one color; or fades into the fill. */
static void
test_one_pixel (void)
{
  const TestView single       = { 1, 1, 12 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (10);
  g_autoptr (HomImage) input  = test_view_input (&single, rand, 2);
  g_autoptr (HomImage) output = test_view_loss (&single, rand, 2);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix w                         = test_view_matrix (&single, rand);
    g_autoptr (TestReference) reference = test_reference_new (input, &sampling);

    test_warp (input, &w, &sampling, output);
    for (gint i = 0; i < 2 * 12 * 12; i++)
      {
        gint   column = i / 2 % 12;
        gint   row    = i / 24;
        gfloat value  = hom_image_pixel (output, column, row)[i % 2];

        test_assert_below (fabs (value -
                                 test_reference_pixel (reference, &w, i % 2,
                                                       5 + column, row - 4)),
                           5e-7, &sampling);
        if (sampling.boundary != HOM_BOUNDARY_FILL &&
            sampling.boundary != HOM_BOUNDARY_VALID)
          test_assert_below (fabs (value - input->data[i % 2]), 5e-7,
                             &sampling);
      }
  }
}

/* What a corner of the plane shows that lies farther out than any integer. */
static void
assert_far (const HomImage    *input,
            const HomSampling *sampling,
            gint               column,
            gint               row,
            gfloat             value)
{
  gfloat corner = *hom_image_pixel (input, column, row);

  g_assert_true (isfinite (value));
  switch (sampling->boundary)
    {
    case HOM_BOUNDARY_FILL:
      g_assert_cmpfloat (value, ==, sampling->fill[0]);
      break;
    case HOM_BOUNDARY_VALID:
      g_assert_cmpfloat (value, ==, 0.0f);
      break;
    case HOM_BOUNDARY_CLAMP:
      g_assert_cmpfloat_with_epsilon (value, corner, 1e-6);
      break;
    case HOM_BOUNDARY_CONTINUE:
      g_assert_cmpfloat (fabs (value), >, 1e6);
      break;
    case HOM_BOUNDARY_REFLECT:
    case HOM_BOUNDARY_WRAP:
    case HOM_BOUNDARY_MIRROR:
      g_assert_true (value >= 0.5f && value <= 2.5f);
      break;
    }
}

/* Coordinates that no integer holds, and some that no double does. */
static void
test_far_out (void)
{
  const gdouble far[]         = { 1e12, -1e12, 1e300, -1e300, G_MAXDOUBLE };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (11);
  g_autoptr (HomImage) input  = test_image_random (rand, 5, 4, 1);
  g_autoptr (HomImage) dl_dx  = test_image_new (5, 4, 1);
  g_autoptr (HomImage) output = test_image_new (3, 3, 1);

  /* One that no pixel may take by accident. */
  for (gint i = 0; i < 5 * 4; i++)
    input->data[i] += 1.0f;

  TEST_FOR_EACH_SAMPLING (sampling)
  for (gint i = 0; i < 5; i++)
    {
      HomMatrix w      = hom_matrix_translation (far[i], far[(i + 1) % 4]);
      gint      column = far[i] > 0.0 ? 4 : 0;
      gint      row    = far[(i + 1) % 4] > 0.0 ? 3 : 0;

      test_warp (input, &w, &sampling, output);
      for (gint k = 0; k < 9; k++)
        assert_far (input, &sampling, column, row, output->data[k]);

      /* A line's slope times 1e9 is all there is to say. */
      test_warp_gradient (input, &w, &sampling, output);
      test_warp_adjoint (output, &w, &sampling, dl_dx);
    }
}

/* Coefficients so large that z, u or v overflow: nothing is seen, or something
 * is, but no step is taken beyond an image.
 */
static void
test_overflow (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (12);
  g_autoptr (HomImage) input  = test_image_random (rand, 5, 4, 1);
  g_autoptr (HomImage) dl_dx  = test_image_new (5, 4, 1);
  g_autoptr (HomImage) output = test_image_new (3, 3, 1);
  GError *error               = NULL;

  TEST_FOR_EACH_SAMPLING (sampling)
  for (gint trial = 0; trial < 12; trial++)
    {
      HomMatrix w, dl_dw;

      for (gint i = 0; i < 9; i++)
        w.m[i] = g_rand_double_range (rand, -1.0, 1.0) *
                 pow (10.0, g_rand_int_range (rand, -308, 309));
      sampling.antialias = trial % 2;
      test_warp (input, &w, &sampling, output);
      for (gint k = 0; k < 9; k++)
        if (sampling.boundary != HOM_BOUNDARY_CONTINUE)
          g_assert_true (isfinite (output->data[k]));
      if (! hom_warp_gradient (input, &w, &sampling, output, &dl_dw, &error))
        test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
      test_warp_adjoint (output, &w, &sampling, dl_dx);
    }
}

/* The zero matrix, and multiples of the identity, whatever the factor: one that
 * is not above 0 has all of the plane behind the horizon, with any other
 * nothing is moved.
 */
static void
test_multiples (void)
{
  const gdouble factors[]     = { 0.0,   1e-310, 5e-324,  1e-200, 1e200,  1e300,
                                  1e308, -1.0,   -1e-310, -0.0,   -1e300, 3.0 };
  const gchar  *processors[]  = { "any", "generic", "x86-64-v3", "x86-64-v4" };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (13);
  g_autoptr (HomImage) input  = test_image_random (rand, 64, 64, 1);
  g_autoptr (HomImage) output = test_image_new (64, 64, 1);

  for (gsize p = 0; p < G_N_ELEMENTS (processors); p++)
    TEST_FOR_EACH_SAMPLING (sampling)
  for (gsize k = 0; k < G_N_ELEMENTS (factors); k++)
    {
      const gdouble f = factors[k];
      HomMatrix     w = { { f, 0, 0, 0, f, 0, 0, 0, f } };

      if (! hom_processor_use (processors[p]))
        continue;
      sampling.antialias = k % 2;
      test_warp (input, &w, &sampling, output);
      if (f > 0.0 && sampling.boundary != HOM_BOUNDARY_VALID)
        g_assert_cmpfloat (test_image_distance (input, output), <, 2e-6);
      for (gint i = 0; i < 64 * 64 && ! (f > 0.0); i++)
        g_assert_cmpfloat (
            output->data[i], ==,
            sampling.boundary == HOM_BOUNDARY_FILL ? sampling.fill[0] : 0.0f);
    }
  hom_processor_use (NULL);
}

/* Derivatives by the zero matrix are 0; those by a tiny one are what they are
 * by the identity, divided, or an error where no number holds that.
 */
static void
test_derivatives_of_multiples (void)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  const HomMatrix tiny     = { { 1e-310, 0, 0, 0, 1e-310, 0, 0, 0, 1e-310 } };
  const HomMatrix small  = { { 0x1p-99, 0, 0, 0, 0x1p-99, 0, 0, 0, 0x1p-99 } };
  const HomMatrix zero   = { { 0 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (14);
  g_autoptr (HomImage) input = test_image_random (rand, 20, 20, 1);
  g_autoptr (HomImage) dl_dy = test_image_random (rand, 20, 20, 1);
  g_autoptr (HomImage) dy    = test_image_new (20, 20, 1);
  GError *error              = NULL;

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix of_one, of_small, of_zero;

    of_one   = test_warp_gradient (input, &identity, &sampling, dl_dy);
    of_small = test_warp_gradient (input, &small, &sampling, dl_dy);
    of_zero  = test_warp_gradient (input, &zero, &sampling, dl_dy);
    for (gint i = 0; i < 9; i++)
      {
        g_assert_cmpfloat (of_small.m[i], ==, 0x1p99 * of_one.m[i]);
        g_assert_cmpfloat (of_zero.m[i], ==, 0.0);
      }
    g_assert_true (hom_warp_derivative (input, &zero, &sampling, &identity, dy,
                                        NULL));
    for (gint i = 0; i < 20 * 20; i++)
      g_assert_cmpfloat (dy->data[i], ==, 0.0f);

    if (sampling.interpolation == HOM_INTERPOLATION_NEAREST)
      continue;
    g_assert_false (hom_warp_gradient (input, &tiny, &sampling, dl_dy, &of_one,
                                       &error));
    test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    g_assert_false (hom_warp_derivative (input, &tiny, &sampling, &identity, dy,
                                         &error));
    test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  }
}

/* Images at the ends of the integers: what they show is what it is near 0, as
 * far as no coordinate needs more digits than a double has.
 */
static void
test_ends_of_integers (void)
{
  const gint ends[]           = { G_MININT, G_MAXINT - 12, 0 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (15);
  g_autoptr (HomImage) input  = test_image_random (rand, 12, 12, 1);
  g_autoptr (HomImage) output = test_image_random (rand, 12, 12, 1);
  g_autoptr (HomImage) dl_dx  = test_image_new (12, 12, 1);
  g_autoptr (HomImage) near   = test_image_new (12, 12, 1);
  const HomMatrix shift       = hom_matrix_translation (0.25, -0.5);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    test_warp (input, &shift, &sampling, near);
    for (gint i = 0; i < 9; i++)
      for (gint j = 0; j < 9; j++)
        {
          HomMatrix w = hom_matrix_translation (
              0.25 + (gdouble) ends[i / 3] - ends[j / 3],
              -0.5 + (gdouble) ends[i % 3] - ends[j % 3]);

          input->x  = ends[i / 3];
          input->y  = ends[i % 3];
          output->x = ends[j / 3];
          output->y = ends[j % 3];
          test_warp (input, &w, &sampling, output);
          g_assert_cmpfloat (test_image_distance (output, near), <, 1e-6);
          dl_dx->x = input->x;
          dl_dx->y = input->y;
          test_warp_adjoint (output, &w, &sampling, dl_dx);
          test_warp_gradient (input, &w, &sampling, output);
        }
    input->x = input->y = output->x = output->y = 0;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/limits/horizon", test_horizon);
  g_test_add_func ("/core/limits/on-horizon", test_on_horizon);
  g_test_add_func ("/core/limits/horizon-antialias", test_horizon_antialias);
  g_test_add_func ("/core/limits/nan", test_nan);
  g_test_add_func ("/core/limits/masked-nan", test_masked_nan);
  g_test_add_func ("/core/limits/one-pixel", test_one_pixel);
  g_test_add_func ("/core/limits/far-out", test_far_out);
  g_test_add_func ("/core/limits/overflow", test_overflow);
  g_test_add_func ("/core/limits/multiples", test_multiples);
  g_test_add_func ("/core/limits/derivatives-of-multiples",
                   test_derivatives_of_multiples);
  g_test_add_func ("/core/limits/ends-of-integers", test_ends_of_integers);

  return g_test_run ();
}
