/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

/* Coefficients go up to three times the largest pixel, along each axis. */
#define ROUNDING 1e-6

#define FOR_EACH_SPLINE(sampling)                                      \
  for (HomSampling sampling = { HOM_INTERPOLATION_QUADRATIC_SPLINE,    \
                                .fill = { 0.3f, -0.2f, 1.5f, 1.0f } }; \
       sampling.interpolation <= HOM_INTERPOLATION_CUBIC_SPLINE;       \
       sampling.interpolation++)                                       \
    for (sampling.boundary = 0; sampling.boundary < HOM_N_BOUNDARIES;  \
         sampling.boundary++)

static void
prefilter (const HomImage    *input,
           const HomSampling *sampling,
           HomImage          *coefficients)
{
  GError *error = NULL;

  test_image_fill (coefficients, TEST_UNTOUCHED);
  g_assert_true (hom_spline_coefficients (input, sampling, coefficients,
                                          &error));
  g_assert_no_error (error);
}

/* Also lines of one, two and three pixels, whose two ends touch. */
static void
test_through_pixels (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint k = 0; k < 16; k++)
    {
      gint           width       = k % 4 < 3 ? 1 + k % 4 : 40;
      gint           height      = k / 4 < 3 ? 1 + k / 4 : 30;
      const TestView view        = { width, height, 1 };
      g_autoptr (HomImage) input = test_view_input (&view, rand, 1 + k % 4);
      g_autoptr (HomImage) y     = test_image_like (input, input->channels);

      FOR_EACH_SPLINE (sampling)
      {
        test_warp (input, &HOM_MATRIX_IDENTITY, &sampling, y);
        test_assert_below (test_image_distance (input, y), ROUNDING, &sampling);
      }
    }
}

/* The rules under which the coefficients outside are those of the pixels
 * outside: there the spline of the whole plane is meant. Its coefficients are
 * c[k] = s · Σ z^|k − i| · x[i], with the pole z: Unser 1999, equation 13, and
 * the same for the quadratic spline.
 */
static void
test_whole_plane (void)
{
  const HomBoundary boundaries[] = { HOM_BOUNDARY_CLAMP, HOM_BOUNDARY_REFLECT,
                                     HOM_BOUNDARY_WRAP, HOM_BOUNDARY_MIRROR,
                                     HOM_BOUNDARY_VALID };
  const TestView    view         = { 9, 1, 1 };
  g_autoptr (GRand) rand         = g_rand_new_with_seed (2);
  g_autoptr (HomImage) input     = test_view_input (&view, rand, 1);
  g_autoptr (HomImage) c         = test_image_like (input, 1);

  for (gsize b = 0; b < 2 * G_N_ELEMENTS (boundaries); b++)
    {
      HomInterpolation degree   = HOM_INTERPOLATION_QUADRATIC_SPLINE + b % 2;
      HomSampling      sampling = { degree, boundaries[b / 2] };
      HomBoundary      rule     = sampling.boundary;
      gdouble          z        = b % 2 ? sqrt (3.0) - 2.0 : sqrt (8.0) - 3.0;
      gdouble          scale    = (1.0 - z) / (1.0 + z);

      if (rule == HOM_BOUNDARY_CLAMP || rule == HOM_BOUNDARY_VALID)
        rule = HOM_BOUNDARY_MIRROR;
      prefilter (input, &sampling, c);
      for (gint k = 0; k < 9; k++)
        {
          gdouble expected = 0.0;

          for (gint i = k - 40; i <= k + 40; i++)
            expected += scale * pow (z, ABS (k - i)) *
                        input->data[test_reference_index (rule, i, 9)];
          test_assert_below (fabs (c->data[k] - expected), ROUNDING, &sampling);
        }
    }
}

/* Where the line is continued straight, the cubic spline is the natural one:
 * its second derivative is 0 at both ends, and stays so.
 */
static void
test_natural (void)
{
  const TestView    view     = { 9, 1, 1 };
  const HomSampling sampling = { HOM_INTERPOLATION_CUBIC_SPLINE,
                                 HOM_BOUNDARY_CONTINUE };
  const HomPoint    points[] = { { 3.5, -1.5 },
                                 { 11.5, -1.5 },
                                 { 5.5, -1.5 },
                                 { 1.2, -1.5 },
                                 { 90.0, -1.5 } };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) input = test_view_input (&view, rand, 1);
  gfloat  values[5], gradients[10], hessians[15];
  GError *error = NULL;

  g_assert_true (hom_sample (input, &sampling, points, 5, values, gradients,
                             hessians, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (hessians[0], 0.0, 4.0 * ROUNDING);
  g_assert_cmpfloat_with_epsilon (hessians[3], 0.0, 4.0 * ROUNDING);
  g_assert_cmpfloat (fabs (hessians[6]), >, 0.1);
  g_assert_cmpfloat_with_epsilon (gradients[0], gradients[6], 4.0 * ROUNDING);
  g_assert_cmpfloat_with_epsilon (values[3], values[0] - 2.3 * gradients[0],
                                  4.0 * ROUNDING);

  /* Made of coefficients times 79. */
  g_assert_cmpfloat_with_epsilon (values[4], values[1] + 78.5 * gradients[2],
                                  80.0 * 4.0 * ROUNDING);
}

/* ⟨dC, C (X)⟩ = ⟨dL/dX, X⟩, where the fill is 0. */
static void
test_adjoint (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (gint k = 0; k < 16; k++)
    {
      const TestView view = { k % 4 < 3 ? 1 + k % 4 : 40,
                              k / 4 < 3 ? 1 + k / 4 : 30, 1 };
      g_autoptr (HomImage) x  = test_view_input (&view, rand, 1 + k % 4);
      g_autoptr (HomImage) dc = test_view_input (&view, rand, 1 + k % 4);
      g_autoptr (HomImage) c  = test_image_like (x, x->channels);
      g_autoptr (HomImage) dx = test_image_like (x, x->channels);

      FOR_EACH_SPLINE (sampling)
      {
        HomSampling black = { sampling.interpolation, sampling.boundary };
        gdouble     forward, backward, magnitude, ignored;

        prefilter (x, &black, c);
        g_assert_true (hom_spline_adjoint (dc, &sampling, dx, NULL));
        forward  = test_image_product (dc, c, &magnitude);
        backward = test_image_product (dx, x, &ignored);
        test_assert_below (fabs (forward - backward), 1e-7 * magnitude,
                           &sampling);
      }
    }
}

/* A prefilter in place; one whose results are kept; and what has none. */
static void
test_in_place (void)
{
  const TestView *view        = &test_view_near;
  g_autoptr (GRand) rand      = g_rand_new_with_seed (5);
  g_autoptr (HomImage) x      = test_view_input (view, rand, 3);
  g_autoptr (HomImage) c      = test_image_like (x, 3);
  g_autoptr (HomImage) also_c = test_image_like (x, 3);
  g_autoptr (HomImage) y      = test_view_loss (view, rand, 3);
  g_autoptr (HomImage) also_y = test_image_like (y, 3);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix   w    = test_view_matrix (view, rand);
    HomSampling kept = sampling;

    prefilter (x, &sampling, c);
    if (! test_is_spline (sampling.interpolation))
      test_assert_below (test_image_distance (x, c), 0.0, &sampling);

    for (gint row = 0; row < x->height; row++)
      for (gint i = 0; i < x->width * 3; i++)
        hom_image_pixel (also_c, 0, row)[i] = hom_image_pixel (x, 0, row)[i];
    g_assert_true (hom_spline_coefficients (also_c, &sampling, also_c, NULL));
    test_assert_below (test_image_distance (c, also_c), 0.0, &sampling);

    kept.coefficients = TRUE;
    test_warp (x, &w, &sampling, y);
    test_warp (c, &w, &kept, also_y);
    test_assert_below (test_image_distance (y, also_y), 0.0, &sampling);
  }
}

/* A pixel that is no number is seen where its own coefficient counts. Around it
 * the spline goes through the other pixels all the same.
 */
static void
test_no_number (void)
{
  const gfloat   strange[]   = { NAN, INFINITY, -INFINITY };
  const TestView view        = { 20, 15, 1 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  g_autoptr (HomImage) input = test_view_input (&view, rand, 2);
  g_autoptr (HomImage) y     = test_image_like (input, 2);

  FOR_EACH_SPLINE (sampling)
  for (gint k = 0; k < 3; k++)
    {
      hom_image_pixel (input, 8, 6)[1] = strange[k];
      test_warp (input, &HOM_MATRIX_IDENTITY, &sampling, y);
      for (gint row = 0; row < 15; row++)
        for (gint column = 0; column < 20; column++)
          {
            gfloat  *pixel = hom_image_pixel (y, column, row);
            gfloat  *x     = hom_image_pixel (input, column, row);
            gboolean near  = ABS (column - 8) <= 1 && ABS (row - 6) <= 1;

            g_assert_cmpfloat_with_epsilon (pixel[0], x[0], ROUNDING);
            if (near)
              g_assert_false (isfinite (pixel[1]));
            else if (ABS (column - 8) > 2 || ABS (row - 6) > 2)
              g_assert_cmpfloat_with_epsilon (pixel[1], x[1], ROUNDING);
          }
    }
}

static void
test_refused (void)
{
  g_autoptr (HomImage) input = test_image_new (9, 7, 2);
  HomImage    other          = *input;
  HomSampling sampling = { HOM_INTERPOLATION_CUBIC_SPLINE, HOM_BOUNDARY_CLAMP };
  GError     *error    = NULL;

  other.x = 1;
  g_assert_false (hom_spline_coefficients (input, &sampling, &other, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_false (hom_spline_adjoint (input, &sampling, &other, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  sampling.boundary = HOM_N_BOUNDARIES;
  g_assert_false (hom_spline_coefficients (input, &sampling, input, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/spline/through-pixels", test_through_pixels);
  g_test_add_func ("/core/spline/whole-plane", test_whole_plane);
  g_test_add_func ("/core/spline/natural", test_natural);
  g_test_add_func ("/core/spline/adjoint", test_adjoint);
  g_test_add_func ("/core/spline/in-place", test_in_place);
  g_test_add_func ("/core/spline/no-number", test_no_number);
  g_test_add_func ("/core/spline/refused", test_refused);

  return g_test_run ();
}
