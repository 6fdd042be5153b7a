/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"
#include "test-reference.h"

/* What an output holds before a call that must not touch it. */
#define UNTOUCHED 12345.0f

#define FOR_EACH_SAMPLING(sampling)                                     \
  for (HomSampling sampling = { 0 };                                    \
       sampling.interpolation <= HOM_INTERPOLATION_LANCZOS;             \
       sampling.interpolation++)                                        \
    for (sampling.boundary = 0; sampling.boundary <= HOM_BOUNDARY_WRAP; \
         sampling.boundary++)

static void
warp (const HomImage  *input,
      const HomMatrix *w,
      HomSampling      sampling,
      HomImage        *output)
{
  GError *error = NULL;

  test_image_fill (output, UNTOUCHED);
  g_assert_true (hom_warp (input, w, &sampling, output, &error));
  g_assert_no_error (error);
}

static void
test_identity (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input  = test_image_random (rand, 9, 7, channels);
      g_autoptr (HomImage) output = test_image_new (9, 7, channels);

      FOR_EACH_SAMPLING (sampling)
      {
        warp (input, &HOM_MATRIX_IDENTITY, sampling, output);
        g_assert_cmpfloat (test_image_distance (input, output), ==, 0.0);
      }
    }
}

/* On a lattice point each kernel is 1 there and 0 elsewhere, exactly. */
static void
assert_shifted (const HomImage *input,
                const HomImage *output,
                HomBoundary     boundary,
                gint            dx,
                gint            dy)
{
  for (gint row = 0; row < output->height; row++)
    for (gint column = 0; column < output->width; column++)
      {
        gint x = test_reference_index (boundary, column + dx, input->width);
        gint y = test_reference_index (boundary, row + dy, input->height);

        for (gint c = 0; c < input->channels; c++)
          g_assert_cmpfloat (hom_image_pixel (output, column, row)[c], ==,
                             x < 0 || y < 0 ? 0.0f :
                                              hom_image_pixel (input, x, y)[c]);
      }
}

static void
test_integer_shifts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input  = test_image_random (rand, 9, 7, channels);
      g_autoptr (HomImage) output = test_image_new (15, 12, channels);

      FOR_EACH_SAMPLING (sampling)
      for (gint trial = 0; trial < 20; trial++)
        {
          gint      dx = g_rand_int_range (rand, -30, 30);
          gint      dy = g_rand_int_range (rand, -30, 30);
          HomMatrix w  = hom_matrix_translation (dx, dy);

          warp (input, &w, sampling, output);
          assert_shifted (input, output, sampling.boundary, dx, dy);
        }
    }
}

/* The same, by the offsets of the two images instead of the matrix. */
static void
test_offsets (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (3);
  g_autoptr (HomImage) input  = test_image_random (rand, 9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (15, 12, 2);

  input->x  = 20000;
  input->y  = -300;
  output->x = 19995;
  output->y = -298;
  FOR_EACH_SAMPLING (sampling)
  {
    warp (input, &HOM_MATRIX_IDENTITY, sampling, output);
    assert_shifted (input, output, sampling.boundary, -5, 2);
  }
}

static HomMatrix
quarter_turn (gdouble from_x, gdouble from_y, gdouble to_x, gdouble to_y)
{
  HomMatrix centre = hom_matrix_translation (-from_x, -from_y);
  HomMatrix turn   = { { 0, -1, 0, 1, 0, 0, 0, 0, 1 } };
  HomMatrix back   = hom_matrix_translation (to_x, to_y);

  turn = hom_matrix_multiply (&turn, &centre);

  return hom_matrix_multiply (&back, &turn);
}

static void
test_four_quarter_turns (void)
{
  g_autoptr (GRand) rand       = g_rand_new_with_seed (4);
  g_autoptr (HomImage) upright = test_image_random (rand, 9, 6, 3);
  g_autoptr (HomImage) lying   = test_image_new (6, 9, 3);
  g_autoptr (HomImage) result  = test_image_new (9, 6, 3);
  HomMatrix lie_down           = quarter_turn (3.0, 4.5, 4.5, 3.0);
  HomMatrix stand_up           = quarter_turn (4.5, 3.0, 3.0, 4.5);

  FOR_EACH_SAMPLING (sampling)
  {
    warp (upright, &lie_down, sampling, lying);
    g_assert_cmpfloat (hom_image_pixel (lying, 0, 0)[0], ==,
                       hom_image_pixel (upright, 8, 0)[0]);
    warp (lying, &stand_up, sampling, result);
    g_assert_cmpfloat (test_image_distance (result, upright), >, 0.1);
    warp (result, &lie_down, sampling, lying);
    warp (lying, &stand_up, sampling, result);
    g_assert_cmpfloat (test_image_distance (result, upright), ==, 0.0);
  }
}

/* The example of the published derivation, with its three digits. */
static void
test_published_pyramid (void)
{
  gfloat      pixels[25] = { 0,    0, 0,    0,    0,    0, 0.5f, 0.5f, 0.5f,
                             0,    0, 0.5f, 1.0f, 0.5f, 0, 0,    0.5f, 0.5f,
                             0.5f, 0, 0,    0,    0,    0, 0 };
  HomImage    input      = { pixels, 0, 0, 5, 5, 1, 5 };
  HomMatrix   centre     = hom_matrix_translation (-2.5, -2.5);
  HomMatrix   back       = hom_matrix_translation (2.5, 2.5);
  HomMatrix   w = { { G_SQRT2 / 2, -G_SQRT2 / 2, 0, G_SQRT2 / 2, G_SQRT2 / 2, 0,
                      0, 0, 1 } };
  HomSampling sampling = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_TRANSPARENT };
  const gdouble expected[9]   = { 0.293, 0.543, 0.293, 0.543, 1.0,
                                  0.543, 0.293, 0.543, 0.293 };
  g_autoptr (HomImage) output = test_image_new (5, 5, 1);

  w = hom_matrix_multiply (&w, &centre);
  w = hom_matrix_multiply (&back, &w);
  warp (&input, &w, sampling, output);
  for (gint i = 0; i < 9; i++)
    g_assert_cmpfloat_with_epsilon (
        *hom_image_pixel (output, 1 + i % 3, 1 + i / 3), expected[i], 0.0005);
  g_assert_cmpfloat_with_epsilon (*hom_image_pixel (output, 2, 0), 0.172,
                                  0.0005);
}

static void
test_published_shift (void)
{
  gfloat      pixels[6] = { 1, 2, 3, 4, 5, 6 };
  HomImage    input     = { pixels, 0, 0, 3, 2, 1, 3 };
  HomMatrix   w         = hom_matrix_translation (0.9, 0.9);
  HomSampling sampling  = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_CLAMP };
  g_autoptr (HomImage) output = test_image_new (1, 1, 1);

  /* A few roundings of a float of that size. */
  warp (&input, &w, sampling, output);
  g_assert_cmpfloat_with_epsilon (output->data[0], 4.60, 2e-6);
}

/* A homography that looks far beyond all edges of a small image. */
static HomMatrix
wide_matrix (GRand *rand)
{
  HomBox    box   = { 0.0, 0.0, 40.0, 40.0 };
  HomMatrix w     = test_matrix_random (rand, &box, 9.0);
  HomMatrix shift = hom_matrix_translation (-15.0, -15.0);

  return hom_matrix_multiply (&shift, &w);
}

static void
test_constant (void)
{
  g_autoptr (GRand) rand        = g_rand_new_with_seed (5);
  g_autoptr (HomImage) input    = test_image_new (9, 7, 3);
  g_autoptr (HomImage) expected = test_image_new (40, 40, 3);
  g_autoptr (HomImage) output   = test_image_new (40, 40, 3);

  test_image_fill (input, 0.7f);
  test_image_fill (expected, 0.7f);
  for (gint trial = 0; trial < 5; trial++)
    {
      HomMatrix w = wide_matrix (rand);

      /* Weights that add up to 1 within a few roundings. */
      FOR_EACH_SAMPLING (sampling)
      {
        warp (input, &w, sampling, output);
        if (sampling.boundary == HOM_BOUNDARY_TRANSPARENT)
          g_assert_cmpfloat (*hom_image_pixel (output, 0, 0), ==, 0.0f);
        else
          g_assert_cmpfloat (test_image_distance (output, expected), <=, 5e-7);
      }
    }
}

/* A polynomial of the given degree in coordinates from −1 to 1. */
static gdouble
polynomial (gint degree, gdouble x, gdouble y)
{
  gdouble s = x / 16.0 - 1.0;
  gdouble t = y / 16.0 - 1.0;

  return 0.3 + pow (s, degree) - 0.7 * pow (t, degree) +
         0.4 * pow (s, degree - 1) * t;
}

/* The largest error well inside, where no kernel reaches the edge. */
static gdouble
polynomial_error (HomInterpolation interpolation, gint degree)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (6);
  g_autoptr (HomImage) input  = test_image_new (32, 32, 1);
  g_autoptr (HomImage) output = test_image_new (22, 22, 1);
  HomSampling sampling        = { interpolation, HOM_BOUNDARY_TRANSPARENT };
  HomBox      inside          = { 5.0, 5.0, 27.0, 27.0 };
  HomMatrix   w               = test_matrix_random (rand, &inside, 1.5);
  gdouble     largest         = 0.0;

  for (gint i = 0; i < 32 * 32; i++)
    input->data[i] = polynomial (degree, i % 32 + 0.5, i / 32 + 0.5);
  output->x = output->y = 5;
  warp (input, &w, sampling, output);

  for (gint i = 0; i < 22 * 22; i++)
    {
      HomPoint p = { i % 22 + 5.5, i / 22 + 5.5 };
      HomPoint q;

      g_assert_true (hom_matrix_apply (&w, p, &q));
      largest = MAX (largest,
                     fabs (output->data[i] - polynomial (degree, q.x, q.y)));
    }

  return largest;
}

/* Which degree a kernel reproduces is what defines its order: 1e-6 is rounding,
 * and the next degree must show an error far above it.
 */
static void
test_polynomials (void)
{
  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_NEAREST, 1), >, 1e-2);

  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_LINEAR, 1), <, 1e-6);
  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_LINEAR, 2), >, 1e-4);

  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_CUBIC, 1), <, 1e-6);
  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_CUBIC, 2), <, 1e-6);
  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_CUBIC, 3), >, 1e-5);

  /* It reproduces constants only, but nearly does ramps. */
  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_LANCZOS, 1), >, 1e-6);
  g_assert_cmpfloat (polynomial_error (HOM_INTERPOLATION_LANCZOS, 1), <, 5e-3);
}

/* The first of n tiles' rows lies behind some floats that are not the tile's,
 * and so does each further one.
 */
static void
assert_tile (const HomImage  *input,
             const HomMatrix *w,
             HomSampling      sampling,
             const HomImage  *whole,
             gint             x,
             gint             y,
             gint             size)
{
  g_autoptr (HomImage)
      buffer     = test_image_new (size + 3, size, whole->channels);
  HomImage tile  = *buffer;
  HomImage part  = *whole;
  GError  *error = NULL;

  part.width = tile.width = MIN (size, whole->width - x);
  part.height = tile.height = MIN (size, whole->height - y);
  part.data                 = hom_image_pixel (whole, x, y);
  tile.x                    = whole->x + x;
  tile.y                    = whole->y + y;

  test_image_fill (buffer, UNTOUCHED);
  g_assert_true (hom_warp (input, w, &sampling, &tile, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (test_image_distance (&tile, &part), ==, 0.0);
  for (gint row = 0; row < size; row++)
    for (gint column = tile.width; column < buffer->width; column++)
      g_assert_cmpfloat (*hom_image_pixel (buffer, column, row), ==, UNTOUCHED);
}

/* To the last bit, or seams would show. */
static void
test_tiles (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  HomMatrix w            = wide_matrix (rand);

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input = test_image_random (rand, 19, 23, channels);
      g_autoptr (HomImage) whole = test_image_new (45, 37, channels);

      whole->x = -3;
      whole->y = 2;
      FOR_EACH_SAMPLING (sampling)
      {
        warp (input, &w, sampling, whole);
        for (gint y = 0; y < whole->height; y += 16)
          for (gint x = 0; x < whole->width; x += 16)
            assert_tile (input, &w, sampling, whole, x, y, 16);
      }
    }
}

/* An output of several bands, which threads share, and an input whose rows are
 * a part of a larger one's.
 */
static void
test_bands (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (8);
  g_autoptr (HomImage) buffer = test_image_random (rand, 60, 40, 1);
  g_autoptr (HomImage) whole  = test_image_new (500, 600, 1);
  HomImage    input           = *buffer;
  HomSampling sampling = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_REFLECT };
  HomMatrix   w = { { 0.1, 0.01, -3.0, 0.02, 0.08, 1.0, 1e-4, -2e-4, 1.0 } };

  input.data   = hom_image_pixel (buffer, 7, 5);
  input.width  = 41;
  input.height = 29;
  warp (&input, &w, sampling, whole);
  for (gint y = 0; y < 600; y += 100)
    assert_tile (&input, &w, sampling, whole, 300, y, 100);

  for (gint row = 0; row < 600; row += 7)
    for (gint column = 0; column < 500; column += 3)
      g_assert_cmpfloat_with_epsilon (
          *hom_image_pixel (whole, column, row),
          test_reference_pixel (&input, &w, &sampling, 0, column, row), 1e-6);
}

/* z = x − 20: columns up to 19 are behind, and 20.5 is the first in front. */
static void
test_horizon (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (40, 30, 2);
  HomMatrix w                 = { { 3, 1, -50, 2, 7, 0, 1, 0, -20 } };

  test_image_fill (input, 0.5f);
  FOR_EACH_SAMPLING (sampling)
  {
    warp (input, &w, sampling, output);
    for (gint row = 0; row < 30; row++)
      for (gint i = 0; i < 2 * 40; i++)
        {
          gfloat value = hom_image_pixel (output, 0, row)[i];

          g_assert_true (isfinite (value));
          if (i < 2 * 20)
            g_assert_cmpfloat (value, ==, 0.0f);
          else if (sampling.boundary != HOM_BOUNDARY_TRANSPARENT)
            g_assert_cmpfloat_with_epsilon (value, 0.5f, 5e-7);
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
  FOR_EACH_SAMPLING (sampling)
  {
    warp (input, &through, sampling, output);
    g_assert_cmpfloat (output->data[19], ==, 0.0f);
    g_assert_cmpfloat (output->data[20], ==, 0.0f);
    if (sampling.boundary != HOM_BOUNDARY_TRANSPARENT)
      g_assert_cmpfloat (output->data[21], >, 0.4f);

    warp (input, &nowhere, sampling, output);
    for (gint i = 0; i < 40; i++)
      g_assert_cmpfloat (output->data[i], ==, 0.0f);
  }
}

/* A NaN is seen where a tap falls on it, and nowhere else. */
static void
test_nan (void)
{
  const gdouble reach[]       = { 0.5, 1.0, 2.0, 3.0 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (9);
  g_autoptr (HomImage) input  = test_image_random (rand, 20, 20, 1);
  g_autoptr (HomImage) output = test_image_new (20, 20, 1);
  HomMatrix w                 = hom_matrix_translation (0.3, -0.4);

  *hom_image_pixel (input, 10, 9) = NAN;
  FOR_EACH_SAMPLING (sampling)
  {
    warp (input, &w, sampling, output);
    for (gint i = 0; i < 20 * 20; i++)
      {
        gdouble dx     = fabs (i % 20 + 0.5 + 0.3 - 10.5);
        gdouble dy     = fabs (i / 20 + 0.5 - 0.4 - 9.5);
        gdouble radius = reach[sampling.interpolation];

        g_assert_cmpint (isnan (output->data[i]) != 0, ==,
                         dx < radius && dy < radius);
      }
  }
}

static void
test_radius (void)
{
  g_assert_cmpint (hom_interpolation_radius (HOM_INTERPOLATION_NEAREST), ==, 1);
  g_assert_cmpint (hom_interpolation_radius (HOM_INTERPOLATION_LINEAR), ==, 1);
  g_assert_cmpint (hom_interpolation_radius (HOM_INTERPOLATION_CUBIC), ==, 2);
  g_assert_cmpint (hom_interpolation_radius (HOM_INTERPOLATION_LANCZOS), ==, 3);
}

static void
test_one_pixel (void)
{
  gfloat    pixel[2] = { 0.25f, 0.75f };
  HomImage  input    = { pixel, 0, 0, 1, 1, 2, 2 };
  HomMatrix w        = { { 0.5, 0.1, -3.0, -0.2, 0.6, -2.0, 0.0, 0.0, 1.0 } };
  g_autoptr (HomImage) output = test_image_new (12, 12, 2);

  FOR_EACH_SAMPLING (sampling)
  {
    warp (&input, &w, sampling, output);
    for (gint i = 0; i < 2 * 12 * 12; i++)
      if (sampling.boundary != HOM_BOUNDARY_TRANSPARENT)
        g_assert_cmpfloat_with_epsilon (output->data[i], pixel[i % 2], 5e-7);
      else
        g_assert_cmpfloat_with_epsilon (
            output->data[i],
            test_reference_pixel (&input, &w, &sampling, i % 2, i / 2 % 12,
                                  i / 24),
            5e-7);
  }
}

/* Coordinates that no integer holds. */
static void
test_far_out (void)
{
  const gdouble far[]         = { 1e12, -1e12, 1e300, -1e300 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (10);
  g_autoptr (HomImage) input  = test_image_random (rand, 5, 4, 1);
  g_autoptr (HomImage) output = test_image_new (3, 3, 1);

  /* One that no pixel may take by accident. */
  for (gint i = 0; i < 5 * 4; i++)
    input->data[i] += 1.0f;

  FOR_EACH_SAMPLING (sampling)
  for (gint i = 0; i < 4; i++)
    {
      HomMatrix w      = hom_matrix_translation (far[i], far[(i + 1) % 4]);
      gint      column = far[i] > 0.0 ? 4 : 0;
      gint      row    = far[(i + 1) % 4] > 0.0 ? 3 : 0;

      warp (input, &w, sampling, output);
      for (gint k = 0; k < 9; k++)
        if (sampling.boundary == HOM_BOUNDARY_TRANSPARENT)
          g_assert_cmpfloat (output->data[k], ==, 0.0f);
        else if (sampling.boundary == HOM_BOUNDARY_CLAMP)
          g_assert_cmpfloat_with_epsilon (
              output->data[k], *hom_image_pixel (input, column, row), 1e-6);
        else
          g_assert_true (output->data[k] >= 0.5f && output->data[k] <= 2.5f);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/warp/identity", test_identity);
  g_test_add_func ("/core/warp/integer-shifts", test_integer_shifts);
  g_test_add_func ("/core/warp/offsets", test_offsets);
  g_test_add_func ("/core/warp/four-quarter-turns", test_four_quarter_turns);
  g_test_add_func ("/core/warp/published-pyramid", test_published_pyramid);
  g_test_add_func ("/core/warp/published-shift", test_published_shift);
  g_test_add_func ("/core/warp/constant", test_constant);
  g_test_add_func ("/core/warp/polynomials", test_polynomials);
  g_test_add_func ("/core/warp/tiles", test_tiles);
  g_test_add_func ("/core/warp/bands", test_bands);
  g_test_add_func ("/core/warp/horizon", test_horizon);
  g_test_add_func ("/core/warp/on-horizon", test_on_horizon);
  g_test_add_func ("/core/warp/nan", test_nan);
  g_test_add_func ("/core/warp/radius", test_radius);
  g_test_add_func ("/core/warp/one-pixel", test_one_pixel);
  g_test_add_func ("/core/warp/far-out", test_far_out);

  return g_test_run ();
}
