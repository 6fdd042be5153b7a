/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

/* Three roundings of a float of 1, or of a sum of a few: a value between pixels
 * of 0 to 1, from weights that are floats.
 */
#define ROUNDING 4e-7

/* Y against the reference, as a share of the largest value: where a line is
 * continued far, they go up to 100.
 */
static gdouble
value_error (const TestReference *reference,
             const HomMatrix     *w,
             const HomImage      *y)
{
  gdouble size  = 1.0;
  gdouble error = 0.0;

  for (gint row = 0; row < y->height; row++)
    for (gint i = 0; i < y->width * y->channels; i++)
      {
        gint    column   = y->x + i / y->channels;
        gdouble expected = test_reference_pixel (reference, w, i % y->channels,
                                                 column, y->y + row);

        size  = MAX (size, fabs (expected));
        error = MAX (error, fabs (expected - hom_image_pixel (y, 0, row)[i]));
      }

  return error / size;
}

static void
test_values (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gdouble worst          = 0.0;

  for (gint k = 2; k <= 9; k++)
    {
      gint            channels   = k / 2;
      const TestView *view       = k % 2 ? &test_view_reduced : &test_view_near;
      g_autoptr (HomImage) input = test_view_input (view, rand, channels);
      g_autoptr (HomImage) y     = test_view_loss (view, rand, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        g_autoptr (TestReference) reference = NULL;
        HomMatrix w                         = test_view_matrix (view, rand);
        gdouble   error;

        sampling.antialias = k % 2;
        reference          = test_reference_new (input, &sampling);
        test_warp (input, &w, &sampling, y);
        error = value_error (reference, &w, y);
        test_assert_below (error, 1e-6, &sampling);
        worst = MAX (worst, error);
      }
    }
  g_test_message ("largest relative error %.2g", worst);
}

/* What a pixel of an image that is shifted by whole pixels shows, or a NaN
 * where that is more than one pixel.
 */
static gfloat
shifted_pixel (const HomImage    *input,
               const HomSampling *sampling,
               gint               x,
               gint               y,
               gint               c)
{
  gint     radius = hom_interpolation_radius (sampling->interpolation);
  gboolean spline = test_is_spline (sampling->interpolation);
  gint     margin = spline ? 0 : MAX (radius - 1, 0);

  if (sampling->boundary == HOM_BOUNDARY_VALID)
    {
      if (x < margin || y < margin || x >= input->width - margin ||
          y >= input->height - margin)
        return 0.0f;
    }
  else if (sampling->boundary == HOM_BOUNDARY_FILL)
    {
      /* It is the coefficients of a spline that end at the edge: its fill is
       * the pure one two pixels farther out.
       */
      gint edge = spline ? 1 : 0;

      if (x < -edge || y < -edge || x >= input->width + edge ||
          y >= input->height + edge)
        return sampling->fill[c];
    }
  x = test_reference_index (sampling->boundary, x, input->width);
  y = test_reference_index (sampling->boundary, y, input->height);

  return x < 0 || y < 0 ? NAN : hom_image_pixel (input, x, y)[c];
}

/* On a lattice point each kernel is 1 there and 0 elsewhere, exactly. A spline
 * has the rounding of its coefficients.
 */
static void
assert_shifted (const HomImage    *input,
                const HomSampling *sampling,
                const HomImage    *output,
                gint               dx,
                gint               dy)
{
  gdouble epsilon = test_is_spline (sampling->interpolation) ? ROUNDING : 0.0;
  gdouble error   = 0.0;

  for (gint row = 0; row < output->height; row++)
    for (gint column = 0; column < output->width; column++)
      for (gint c = 0; c < input->channels; c++)
        {
          gfloat expected = shifted_pixel (input, sampling, column + dx,
                                           row + dy, c);
          gfloat value    = hom_image_pixel (output, column, row)[c];

          g_assert_false (isnan (value));
          if (! isnan (expected))
            error = MAX (error, fabs ((gdouble) value - expected));
        }
  test_assert_below (error, epsilon, sampling);
}

static void
test_identity (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input  = test_image_random (rand, 9, 7, channels);
      g_autoptr (HomImage) output = test_image_new (9, 7, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        test_warp (input, &HOM_MATRIX_IDENTITY, &sampling, output);
        assert_shifted (input, &sampling, output, 0, 0);
      }
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

      TEST_FOR_EACH_SAMPLING (sampling)
      for (gint trial = 0; trial < 20; trial++)
        {
          gint      dx = g_rand_int_range (rand, -30, 30);
          gint      dy = g_rand_int_range (rand, -30, 30);
          HomMatrix w  = hom_matrix_translation (dx, dy);

          test_warp (input, &w, &sampling, output);
          assert_shifted (input, &sampling, output, dx, dy);
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
  TEST_FOR_EACH_SAMPLING (sampling)
  {
    test_warp (input, &HOM_MATRIX_IDENTITY, &sampling, output);
    assert_shifted (input, &sampling, output, -5, 2);
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

/* Exactly; but four times the rounding of a spline's coefficients. The rule
 * that leaves nothing where a kernel reaches out takes off a ring at each turn.
 */
static void
test_four_quarter_turns (void)
{
  g_autoptr (GRand) rand       = g_rand_new_with_seed (4);
  g_autoptr (HomImage) upright = test_image_random (rand, 9, 6, 3);
  g_autoptr (HomImage) lying   = test_image_new (6, 9, 3);
  g_autoptr (HomImage) result  = test_image_new (9, 6, 3);
  HomMatrix lie_down           = quarter_turn (3.0, 4.5, 4.5, 3.0);
  HomMatrix stand_up           = quarter_turn (4.5, 3.0, 3.0, 4.5);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    gboolean spline  = test_is_spline (sampling.interpolation);
    gdouble  epsilon = spline ? 4.0 * ROUNDING : 0.0;

    if (sampling.boundary == HOM_BOUNDARY_VALID && ! spline &&
        sampling.interpolation > HOM_INTERPOLATION_LINEAR)
      continue;

    test_warp (upright, &lie_down, &sampling, lying);
    g_assert_cmpfloat_with_epsilon (hom_image_pixel (lying, 0, 0)[0],
                                    hom_image_pixel (upright, 8, 0)[0],
                                    epsilon + 1e-30);
    test_warp (lying, &stand_up, &sampling, result);
    g_assert_cmpfloat (test_image_distance (result, upright), >, 0.1);
    test_warp (result, &lie_down, &sampling, lying);
    test_warp (lying, &stand_up, &sampling, result);
    test_assert_below (test_image_distance (result, upright), epsilon,
                       &sampling);
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
  HomSampling sampling        = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_FILL };
  const gdouble expected[9]   = { 0.293, 0.543, 0.293, 0.543, 1.0,
                                  0.543, 0.293, 0.543, 0.293 };
  g_autoptr (HomImage) output = test_image_new (5, 5, 1);

  w = hom_matrix_multiply (&w, &centre);
  w = hom_matrix_multiply (&back, &w);
  test_warp (&input, &w, &sampling, output);
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
  test_warp (&input, &w, &sampling, output);
  g_assert_cmpfloat_with_epsilon (output->data[0], 4.60, 2e-6);
}

/* A tile of an output, in a buffer whose rows are longer, is the same to the
 * last bit as the same part of the whole, or seams would show; and what lies
 * between the rows is not touched.
 */
static void
assert_tile (const HomImage    *input,
             const HomMatrix   *w,
             const HomSampling *sampling,
             const HomImage    *whole,
             gint               x,
             gint               y,
             gint               size)
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

  test_image_fill (buffer, TEST_UNTOUCHED);
  g_assert_true (hom_warp (input, w, sampling, &tile, &error));
  g_assert_no_error (error);
  test_assert_below (test_image_distance (&tile, &part), 0.0, sampling);
  for (gint row = 0; row < size; row++)
    for (gint column = tile.width; column < buffer->width; column++)
      g_assert_cmpfloat (*hom_image_pixel (buffer, column, row), ==,
                         TEST_UNTOUCHED);
}

static void
test_tiles (void)
{
  const TestView large   = { 19, 23, 45 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  HomMatrix w            = test_view_matrix (&large, rand);

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input = test_view_input (&large, rand, channels);
      g_autoptr (HomImage) whole = test_view_loss (&large, rand, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        test_warp (input, &w, &sampling, whole);
        for (gint y = 0; y < whole->height; y += 16)
          for (gint x = 0; x < whole->width; x += 16)
            assert_tile (input, &w, &sampling, whole, x, y, 16);
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
  g_autoptr (TestReference) reference = NULL;

  input.data   = hom_image_pixel (buffer, 7, 5);
  input.width  = 41;
  input.height = 29;
  reference    = test_reference_new (&input, &sampling);
  test_warp (&input, &w, &sampling, whole);
  for (gint y = 0; y < 600; y += 100)
    assert_tile (&input, &w, &sampling, whole, 300, y, 100);

  for (gint row = 0; row < 600; row += 7)
    for (gint column = 0; column < 500; column += 3)
      g_assert_cmpfloat_with_epsilon (
          *hom_image_pixel (whole, column, row),
          test_reference_pixel (reference, &w, 0, column, row), 1e-6);
}

/* How far a change of one pixel is seen: nowhere beyond the radius, and with
 * all of it used but for the half pixel that an odd number of taps leaves.
 */
static void
test_radius (void)
{
  g_autoptr (HomImage) input  = test_image_new (21, 1, 1);
  g_autoptr (HomImage) output = test_image_new (2001, 1, 1);
  HomMatrix w                 = { { 0.01, 0, 0, 0, 1, 0, 0, 0, 1 } };

  input->data[10] = 1.0f;
  for (gint k = 0; k < HOM_N_INTERPOLATIONS; k++)
    {
      HomSampling sampling = { k, HOM_BOUNDARY_CLAMP, .coefficients = TRUE };
      gint        radius   = hom_interpolation_radius (k);
      gdouble     farthest = 0.0;

      test_warp (input, &w, &sampling, output);
      for (gint i = 0; i < output->width; i++)
        if (output->data[i] != 0.0f)
          farthest = MAX (farthest, fabs (0.01 * (i + 0.5) - 10.5));
      test_assert_below (farthest, radius, &sampling);
      test_assert_below (radius - 0.52, farthest, &sampling);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/warp/values", test_values);
  g_test_add_func ("/core/warp/identity", test_identity);
  g_test_add_func ("/core/warp/integer-shifts", test_integer_shifts);
  g_test_add_func ("/core/warp/offsets", test_offsets);
  g_test_add_func ("/core/warp/four-quarter-turns", test_four_quarter_turns);
  g_test_add_func ("/core/warp/published-pyramid", test_published_pyramid);
  g_test_add_func ("/core/warp/published-shift", test_published_shift);
  g_test_add_func ("/core/warp/tiles", test_tiles);
  g_test_add_func ("/core/warp/bands", test_bands);
  g_test_add_func ("/core/warp/radius", test_radius);

  return g_test_run ();
}
