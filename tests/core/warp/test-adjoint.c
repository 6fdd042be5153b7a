/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#ifdef __linux__
/* For sched_setaffinity(). */
#define _GNU_SOURCE
#include <sched.h>
#endif

#include <math.h>
#include <string.h>

#include "test-views.h"

/* Each float of a sum of about a hundred is right to 6e-8. */
#define TOLERANCE 1e-6

/* How a pixel of Y changes with one of X, by a central difference of the
 * reference. Y is linear in X, so that it may be a wide one.
 */
static gdouble
difference (const TestReference *reference,
            const HomMatrix     *w,
            gint                 x,
            gint                 y,
            gint                 column,
            gint                 row)
{
  gdouble *value = test_reference_value (reference, 0, column, row);
  gdouble  saved = *value;
  gdouble  more, less;

  *value = saved + 0.5;
  more   = test_reference_pixel (reference, w, 0, x, y);
  *value = saved - 0.5;
  less   = test_reference_pixel (reference, w, 0, x, y);
  *value = saved;

  return more - less;
}

/* Adds what one pixel of X gets of dL/dY, in all channels. */
static void
add_differences (const TestReference *reference,
                 const HomMatrix     *w,
                 const HomImage      *dl_dy,
                 gint                 column,
                 gint                 row,
                 gdouble              dl_dx[HOM_MAX_CHANNELS])
{
  for (gint j = 0; j < dl_dy->height; j++)
    for (gint i = 0; i < dl_dy->width; i++)
      {
        gdouble share = difference (reference, w, dl_dy->x + i, dl_dy->y + j,
                                    column, row);

        for (gint c = 0; c < dl_dy->channels; c++)
          dl_dx[c] += share * hom_image_pixel (dl_dy, i, j)[c];
      }
}

/* The largest deviation of dL/dX in some of its rows, as a share of its largest
 * component. The reference has one channel; the weights are those of all.
 */
static gdouble
rows_error (const TestReference *reference,
            const HomMatrix     *w,
            const HomImage      *dl_dy,
            const HomImage      *dl_dx,
            gint                 first,
            gint                 last)
{
  g_autoptr (HomImage) none = test_image_like (dl_dx, dl_dx->channels);
  gdouble size              = test_image_distance (dl_dx, none);
  gdouble error             = 0.0;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < dl_dx->width; column++)
      {
        gdouble expected[HOM_MAX_CHANNELS] = { 0.0 };

        add_differences (reference, w, dl_dy, column, row, expected);
        for (gint c = 0; c < dl_dx->channels; c++)
          error = MAX (error, fabs (expected[c] -
                                    hom_image_pixel (dl_dx, column, row)[c]));
      }

  g_assert_cmpfloat (size, <, G_MAXDOUBLE);

  return size > 0.0 ? error / size : error;
}

/* The first channels of an image. */
static void
copy_channels (const HomImage *from, HomImage *to)
{
  for (gint row = 0; row < to->height; row++)
    for (gint column = 0; column < to->width; column++)
      memcpy (hom_image_pixel (to, column, row),
              hom_image_pixel (from, column, row),
              to->channels * sizeof (gfloat));
}

/* With four channels against differences; fewer must give the same. */
static void
assert_fewer_channels (const HomImage    *dl_dy,
                       const HomMatrix   *w,
                       const HomSampling *sampling,
                       const HomImage    *dl_dx)
{
  for (gint channels = 1; channels < 4; channels++)
    {
      g_autoptr (HomImage) few_dy = test_image_like (dl_dy, channels);
      g_autoptr (HomImage) few_dx = test_image_like (dl_dx, channels);
      g_autoptr (HomImage) few    = test_image_like (dl_dx, channels);
      gdouble ignored;

      copy_channels (dl_dy, few_dy);
      copy_channels (dl_dx, few);
      test_warp_adjoint (few_dy, w, sampling, few_dx);
      test_assert_below (test_image_distance (few_dx, few),
                         1e-7 * sqrt (test_image_product (few, few, &ignored)),
                         sampling);
    }
}

static void
compare_with_differences (const TestView *view, gboolean antialias)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  g_autoptr (HomImage) input = test_view_input (view, rand, 1);
  g_autoptr (HomImage) dl_dx = test_image_like (input, 4);
  g_autoptr (HomImage) dl_dy = test_view_loss (view, rand, 4);
  gdouble worst              = 0.0;

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    g_autoptr (TestReference) reference = NULL;
    HomMatrix w                         = test_view_matrix (view, rand);
    gdouble   error;

    sampling.antialias = antialias;
    reference          = test_reference_new (input, &sampling);
    test_warp_adjoint (dl_dy, &w, &sampling, dl_dx);
    error = rows_error (reference, &w, dl_dy, dl_dx, 0, dl_dx->height);
    test_assert_below (error, TOLERANCE, &sampling);
    assert_fewer_channels (dl_dy, &w, &sampling, dl_dx);
    worst = MAX (worst, error);
  }
  g_test_message ("largest relative error %.2g", worst);
}

static void
test_differences (void)
{
  compare_with_differences (&test_view_near, FALSE);
}

static void
test_differences_antialias (void)
{
  compare_with_differences (&test_view_reduced, TRUE);
}

/* ⟨dY, Y (X)⟩ = ⟨dL/dX, X⟩ in all channels, to the rounding of Y, dL/dX and a
 * spline's coefficients to floats. The fill is taken off as Y (0).
 */
static void
test_transposed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  gdouble worst          = 0.0;

  for (gint k = 2; k <= 9; k++)
    {
      gint            channels   = k / 2;
      const TestView *view       = k % 2 ? &test_view_reduced : &test_view_near;
      g_autoptr (HomImage) input = test_view_input (view, rand, channels);
      g_autoptr (HomImage) none  = test_image_like (input, channels);
      g_autoptr (HomImage) dl_dx = test_image_like (input, channels);
      g_autoptr (HomImage) dl_dy = test_view_loss (view, rand, channels);
      g_autoptr (HomImage) y     = test_image_like (dl_dy, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        HomMatrix w = test_view_matrix (view, rand);
        gdouble   forward, of_fill, backward, magnitude, ignored;

        sampling.antialias = k % 2;
        test_warp_adjoint (dl_dy, &w, &sampling, dl_dx);
        test_warp (none, &w, &sampling, y);
        of_fill = test_image_product (dl_dy, y, &ignored);
        test_warp (input, &w, &sampling, y);
        forward  = test_image_product (dl_dy, y, &magnitude);
        backward = test_image_product (dl_dx, input, &ignored);

        forward -= of_fill;
        test_assert_below (fabs (forward - backward), 2e-7 * magnitude,
                           &sampling);
        if (magnitude > 0.0)
          worst = MAX (worst, fabs (forward - backward) / magnitude);
      }
    }
  g_test_message ("largest error %.2g of the terms", worst);
}

/* A tall input, which several threads share with FILL and VALID, against
 * differences at the rows where their stripes meet.
 */
static void
test_stripes (void)
{
  const TestView tall        = { 5, 100, 20 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) input = test_view_input (&tall, rand, 1);
  g_autoptr (HomImage) dl_dx = test_image_like (input, 1);
  g_autoptr (HomImage) dl_dy = test_view_loss (&tall, rand, 1);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix w                         = test_view_matrix (&tall, rand);
    g_autoptr (TestReference) reference = NULL;

    sampling.antialias = sampling.interpolation == HOM_INTERPOLATION_LINEAR;
    reference          = test_reference_new (input, &sampling);
    test_warp_adjoint (dl_dy, &w, &sampling, dl_dx);
    for (gint row = 32; row < 100; row += 32)
      test_assert_below (rows_error (reference, &w, dl_dy, dl_dx, row - 1,
                                     row + 1),
                         TOLERANCE, &sampling);
  }
}

/* The same to the last bit, whatever the number of processors. */
static void
test_threads (void)
{
#ifdef __linux__
  const TestView tall        = { 40, 300, 200 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) input = test_view_input (&tall, rand, 2);
  g_autoptr (HomImage) all   = test_image_like (input, 2);
  g_autoptr (HomImage) one   = test_image_like (input, 2);
  g_autoptr (HomImage) dl_dy = test_view_loss (&tall, rand, 2);
  HomMatrix w                = test_view_matrix (&tall, rand);
  cpu_set_t before, single;

  if (sched_getaffinity (0, sizeof (before), &before) != 0 ||
      CPU_COUNT (&before) < 2)
    {
      g_test_skip ("there is one processor only");
      return;
    }

  CPU_ZERO (&single);
  for (gint i = 0; CPU_COUNT (&single) == 0; i++)
    if (CPU_ISSET (i, &before))
      CPU_SET (i, &single);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    test_warp_adjoint (dl_dy, &w, &sampling, all);
    g_assert_cmpint (sched_setaffinity (0, sizeof (single), &single), ==, 0);
    test_warp_adjoint (dl_dy, &w, &sampling, one);
    g_assert_cmpint (sched_setaffinity (0, sizeof (before), &before), ==, 0);
    test_assert_below (test_image_distance (all, one), 0.0, &sampling);
  }
#else
  g_test_skip ("the number of processors cannot be set");
#endif
}

/* Matrices for which the part of the output that shows a stripe is hard to
 * find: singular and nearly singular ones, and ones with the horizon in the
 * output. A tall input again, so that there are stripes.
 */
static void
test_hard_matrices (void)
{
  const TestView  tall       = { 6, 70, 8 };
  const HomMatrix matrices[] = {
    { { 0.3, 0.2, 1.0, 0.6, 0.4, 7.0, 0.0, 0.0, 1.0 } },
    { { 0.3, 0.2, 1.0, 0.6, 0.4 + 1e-9, 7.0, 0.0, 0.0, 1.0 } },
    { { 0.0, 0.0, 5.7, 0.0, 0.0, 40.3, 0.0, 0.0, 1.0 } },
    { { 1.0, 0.3, -5.0, 0.2, 4.0, -6.0, 0.1, 0.02, -1.1 } },
    { { -2.0, 0.3, 50.0, 0.2, 4.0, 90.0, -0.06, 0.09, 0.8 } },
    { { 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 } },
    { { 1e-8, 0.0, 5.7, 0.0, 1e-8, 40.3, 0.0, 0.0, 1.0 } },
    { { 1e5, 3e4, -1e6, 2e4, 3e5, -9e5, 0.0, 0.0, 1.0 } },
    { { 0.0, 0.0, 1e-150, 0.001220703125, 1.2589111328125, 0.0, 0.0, 1e-150,
        1.2589111328125 } },
    { { 0.0, 0.0, 4.5, 0.002, 1.25, 0.0, 0.0, 1e-16, 1.25 } },
    { { 0.0, 0.0, 1e-150, 1.2548828125, 0.0, 0.0, 1e-150, 1.2548828125,
        1.25 } },
  };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (5);
  g_autoptr (HomImage) input = test_view_input (&tall, rand, 1);
  g_autoptr (HomImage) none  = test_image_like (input, 1);
  g_autoptr (HomImage) dl_dx = test_image_like (input, 1);
  g_autoptr (HomImage) dl_dy = test_view_loss (&tall, rand, 1);
  g_autoptr (HomImage) y     = test_image_like (dl_dy, 1);
  gint n_seen                = 0;

  TEST_FOR_EACH_SAMPLING (sampling)
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (matrices); i++)
    {
      const HomMatrix *w = &matrices[i / 2];
      gdouble          forward, of_fill, backward, magnitude, ignored;

      /* Some have 4096 samples in each pixel: one interpolation will do. */
      sampling.antialias = i % 2;
      if (i % 2 && sampling.interpolation != HOM_INTERPOLATION_CUBIC_SPLINE)
        continue;

      test_warp_adjoint (dl_dy, w, &sampling, dl_dx);
      test_warp (none, w, &sampling, y);
      of_fill = test_image_product (dl_dy, y, &magnitude);
      test_warp (input, w, &sampling, y);
      forward  = test_image_product (dl_dy, y, &ignored);
      backward = test_image_product (dl_dx, input, &ignored);

      /* Of either product's terms: seen from far off, they may cancel. */
      magnitude += ignored;
      test_assert_below (fabs (forward - of_fill - backward), 1e-6 * magnitude,
                         &sampling);
      n_seen += magnitude > 0.0;
    }
  g_assert_cmpint (n_seen, >, 300);
}

/* ⟨dY, Y (X)⟩ = ⟨dL/dX, X⟩ where X has several patches, or dL/dY several chunks,
 * and the boundary rules fold from one to the other.
 */
static void
assert_transposed (gint             width,
                   gint             height,
                   gint             size,
                   const HomMatrix *matrices,
                   gsize            n_matrices)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (8);
  g_autoptr (HomImage) input = test_image_random (rand, width, height, 1);
  g_autoptr (HomImage) dl_dx = test_image_new (width, height, 1);
  g_autoptr (HomImage) dl_dy = test_image_random (rand, size, size, 1);
  g_autoptr (HomImage) y     = test_image_new (size, size, 1);

  TEST_FOR_EACH_SAMPLING (sampling)
  for (gsize i = 0; i < n_matrices; i++)
    {
      gdouble forward, backward, magnitude, ignored;

      memset (sampling.fill, 0, sizeof (sampling.fill));
      test_warp (input, &matrices[i], &sampling, y);
      test_warp_adjoint (dl_dy, &matrices[i], &sampling, dl_dx);
      forward  = test_image_product (dl_dy, y, &magnitude);
      backward = test_image_product (dl_dx, input, &ignored);
      magnitude += ignored;
      test_assert_below (fabs (forward - backward), 3e-7 * magnitude,
                         &sampling);
    }
}

static void
test_patches (void)
{
  const HomMatrix matrices[] = {
    { { 0.9, -0.4, 60.0, 0.4, 0.9, -70.0, 0.0, 0.0, 1.0 } },
    { { -4.3, 1.1, 900.0, 0.7, 3.9, -500.0, 0.0, 0.0, 1.0 } },
    { { 31.0, 4.0, -3000.0, -7.0, 29.0, -2000.0, 0.0, 0.0, 1.0 } },
    { { 1.0, 0.2, -30.0, 0.1, 1.0, 20.0, 0.0, 0.01, -0.6 } },
    { { 0.1, 0.02, 200.0, -0.01, 0.1, 63.0, 0.001, 0.0, 0.8 } },
  };

  assert_transposed (230, 150, 140, matrices, G_N_ELEMENTS (matrices));
}

static void
test_chunks (void)
{
  const HomMatrix matrices[] = {
    { { 0.02, 0.003, 1.0, -0.004, 0.03, 2.0, 0.0, 0.0, 1.0 } },
    { { 0.3, 0.1, -30.0, -0.1, 0.3, -20.0, 0.0, 0.002, 0.5 } },
  };

  assert_transposed (11, 9, 420, matrices, G_N_ELEMENTS (matrices));
}

/* The whole output shows one pixel, by matrices of which a fuzzer found that the
 * part of the output that shows it was missed.
 */
static void
test_missed (void)
{
  const HomMatrix matrices[] = {
    { { 0.0, 0.0, 1e-150, 0x5p-12, 1.2589111328125, 0.0, 0.0, 1e-150,
        1.2589111328125 } },
    { { 0.0, 0.0, 1e-150, 1.2548828125, 0.0, 0.0, 1e-150, 1.2548828125,
        1.25 } },
    { { 1.6929931640625, 1.6304931640625, G_MINDOUBLE, 3.3265311250063677e-111,
        0.0, 0.0, 0.0, 0.0, 2147483648.0 } },
  };
  const HomSampling nearest = { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL };

  for (gsize i = 0; i < G_N_ELEMENTS (matrices); i++)
    for (gint antialias = 0; antialias < 2; antialias++)
      {
        g_autoptr (HomImage) one = test_image_new (1, 1, 1);
        g_autoptr (HomImage) y   = test_image_new (1, 1, 1);
        HomSampling sampling     = nearest;

        sampling.antialias = antialias;
        one->data[0]       = 1.0f;
        test_warp (one, &matrices[i], &sampling, y);
        g_assert_cmpfloat (y->data[0], ==, 1.0f);
        test_warp_adjoint (y, &matrices[i], &sampling, one);
        g_assert_cmpfloat (one->data[0], ==, 1.0f);
      }
}

/* A pixel for itself gets all of dL/dY that is not the fill's. */
static void
test_one_pixel (void)
{
  const TestView single      = { 1, 1, 6 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  g_autoptr (HomImage) input = test_view_input (&single, rand, 1);
  g_autoptr (HomImage) dl_dx = test_image_like (input, 1);
  g_autoptr (HomImage) dl_dy = test_view_loss (&single, rand, 1);
  gdouble sum                = 0.0;

  for (gint i = 0; i < 36; i++)
    sum += *hom_image_pixel (dl_dy, i % 6, i / 6);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix w                         = test_view_matrix (&single, rand);
    g_autoptr (TestReference) reference = test_reference_new (input, &sampling);
    gdouble expected[HOM_MAX_CHANNELS]  = { 0.0 };

    add_differences (reference, &w, dl_dy, 0, 0, expected);
    test_warp_adjoint (dl_dy, &w, &sampling, dl_dx);
    test_assert_below (fabs (*dl_dx->data - expected[0]), TOLERANCE, &sampling);
    if (sampling.boundary != HOM_BOUNDARY_FILL &&
        sampling.boundary != HOM_BOUNDARY_VALID)
      test_assert_below (fabs (expected[0] - sum), TOLERANCE, &sampling);
  }
}

/* For one who keeps the coefficients, the adjoint of what he warps is that of
 * the pixels without the prefilter's.
 */
static void
test_coefficients (void)
{
  const TestView *view      = &test_view_near;
  g_autoptr (GRand) rand    = g_rand_new_with_seed (7);
  g_autoptr (HomImage) x    = test_view_input (view, rand, 2);
  g_autoptr (HomImage) dy   = test_view_loss (view, rand, 2);
  g_autoptr (HomImage) dx   = test_image_like (x, 2);
  g_autoptr (HomImage) also = test_image_like (x, 2);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix   w    = test_view_matrix (view, rand);
    HomSampling kept = sampling;

    kept.coefficients = TRUE;
    test_warp_adjoint (dy, &w, &kept, dx);
    g_assert_true (hom_spline_adjoint (dx, &sampling, dx, NULL));
    test_warp_adjoint (dy, &w, &sampling, also);
    test_assert_below (test_image_distance (dx, also), 0.0, &sampling);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/adjoint/differences", test_differences);
  g_test_add_func ("/core/adjoint/differences-antialias",
                   test_differences_antialias);
  g_test_add_func ("/core/adjoint/transposed", test_transposed);
  g_test_add_func ("/core/adjoint/stripes", test_stripes);
  g_test_add_func ("/core/adjoint/threads", test_threads);
  g_test_add_func ("/core/adjoint/hard-matrices", test_hard_matrices);
  g_test_add_func ("/core/adjoint/missed", test_missed);
  g_test_add_func ("/core/adjoint/patches", test_patches);
  g_test_add_func ("/core/adjoint/chunks", test_chunks);
  g_test_add_func ("/core/adjoint/one-pixel", test_one_pixel);
  g_test_add_func ("/core/adjoint/coefficients", test_coefficients);

  return g_test_run ();
}
