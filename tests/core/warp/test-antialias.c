/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"
#include "warp/hom-warp-rows.h"

/* Floats of 1, of which a few are added up. */
#define ROUNDING 5e-7

static HomMatrix
scaling (gdouble x, gdouble y)
{
  return (HomMatrix){ { x, 0, 0, 0, y, 0, 0, 0, 1 } };
}

/* How far the values lie from their mean. */
static gdouble
contrast (const HomImage *image, gint margin)
{
  gdouble least = G_MAXDOUBLE;
  gdouble most  = -G_MAXDOUBLE;

  for (gint y = margin; y < image->height - margin; y++)
    for (gint x = margin; x < image->width - margin; x++)
      {
        least = MIN (least, *hom_image_pixel (image, x, y));
        most  = MAX (most, *hom_image_pixel (image, x, y));
      }

  return 0.5 * (most - least);
}

/* Waves that are shorter than two pixels of the output are to vanish, and not
 * to come back as longer ones. A box of five pixels leaves
 * |sin 5x / (5 sin x)| of those of 3.3 px, x = π / 3.3, and plain sampling what
 * the kernel does.
 */
static void
test_waves (void)
{
  g_autoptr (HomImage) input  = test_image_new (200, 200, 1);
  g_autoptr (HomImage) output = test_image_new (40, 40, 1);
  HomMatrix     w             = scaling (5.0, 5.0);
  const gdouble x             = G_PI / 3.3;
  const gdouble left          = fabs (sin (5.0 * x) / (5.0 * sin (x)));

  for (gint i = 0; i < 200 * 200; i++)
    input->data[i] = 0.5 + 0.5 * sin (2.0 * x * (i % 200 + 0.5));

  for (gint k = 0; k < HOM_N_INTERPOLATIONS; k++)
    {
      HomSampling sampling = { k, HOM_BOUNDARY_MIRROR };

      test_warp (input, &w, &sampling, output);
      test_assert_below (0.3, contrast (output, 2), &sampling);

      sampling.antialias = TRUE;
      test_warp (input, &w, &sampling, output);
      test_assert_below (contrast (output, 2), 0.5 * left + 0.01, &sampling);
    }
}

/* At 4:1 all of a checkerboard's samples fall on the same color, unless there
 * are several in a pixel.
 */
static void
test_checkerboard (void)
{
  g_autoptr (HomImage) input  = test_image_new (80, 80, 1);
  g_autoptr (HomImage) output = test_image_new (20, 20, 1);
  HomMatrix reduce            = scaling (4.0, 4.0);
  HomMatrix shift             = hom_matrix_translation (0.5, 0.5);
  HomMatrix w                 = hom_matrix_multiply (&shift, &reduce);

  for (gint i = 0; i < 80 * 80; i++)
    input->data[i] = (i % 80 + i / 80) % 2;

  for (gint k = 0; k < HOM_N_INTERPOLATIONS; k++)
    {
      HomSampling sampling = { k, HOM_BOUNDARY_WRAP };

      test_warp (input, &w, &sampling, output);
      for (gint i = 0; i < 20 * 20; i++)
        g_assert_cmpfloat_with_epsilon (output->data[i], 0.0, 2.0 * ROUNDING);

      sampling.antialias = TRUE;
      test_warp (input, &w, &sampling, output);
      for (gint i = 0; i < 20 * 20; i++)
        g_assert_cmpfloat_with_epsilon (output->data[i], 0.5, 2.0 * ROUNDING);
    }
}

/* What is not reduced is the same to the last bit. */
static void
test_unchanged (void)
{
  const HomMatrix matrices[]  = { HOM_MATRIX_IDENTITY,
                                  hom_matrix_translation (0.3, -0.7),
                                  scaling (0.3, 0.9),
                                  scaling (1.4, 1.0),
                                  { { 0.6, -0.8, 3.0, 0.8, 0.6, -4.0, 0.0, 0.0,
                                      1.0 } } };
  const TestView *view        = &test_view_near;
  g_autoptr (GRand) rand      = g_rand_new_with_seed (1);
  g_autoptr (HomImage) input  = test_view_input (view, rand, 2);
  g_autoptr (HomImage) plain  = test_view_loss (view, rand, 2);
  g_autoptr (HomImage) smooth = test_image_like (plain, 2);

  TEST_FOR_EACH_SAMPLING (sampling)
  for (gsize i = 0; i < G_N_ELEMENTS (matrices); i++)
    {
      sampling.antialias = FALSE;
      test_warp (input, &matrices[i], &sampling, plain);
      sampling.antialias = TRUE;
      test_warp (input, &matrices[i], &sampling, smooth);
      test_assert_below (test_image_distance (plain, smooth), 0.0, &sampling);
    }
}

/* At 3:1 the samples are the pixels: each counts once, and the mean is kept. */
static void
test_mean (void)
{
  const TestView large        = { 60, 45, 1 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (2);
  g_autoptr (HomImage) input  = test_view_input (&large, rand, 1);
  g_autoptr (HomImage) output = test_image_new (20, 15, 1);
  HomMatrix w                 = scaling (3.0, 3.0);
  gdouble   mean_in           = 0.0;

  input->x = input->y = 0;
  for (gint i = 0; i < 60 * 45; i++)
    mean_in += *hom_image_pixel (input, i % 60, i / 60) / (60.0 * 45.0);

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    gdouble mean_out = 0.0;

    /* Which does not count pixels whose neighbors are not known. */
    if (sampling.boundary == HOM_BOUNDARY_VALID)
      continue;
    sampling.antialias = TRUE;
    test_warp (input, &w, &sampling, output);
    for (gint i = 0; i < 20 * 15; i++)
      {
        gdouble nine = 0.0;

        for (gint k = 0; k < 9; k++)
          nine += *hom_image_pixel (input, 3 * (i % 20) + k % 3,
                                    3 * (i / 20) + k / 3);
        mean_out += output->data[i] / (20.0 * 15.0);
        test_assert_below (fabs (output->data[i] - nine / 9.0), ROUNDING,
                           &sampling);
      }
    test_assert_below (fabs (mean_out - mean_in), ROUNDING, &sampling);
  }
}

/* What is reduced along one axis only keeps its detail along the other; also
 * when the axes are turned by 90°.
 */
static void
test_one_axis (void)
{
  g_autoptr (HomImage) input = test_image_new (64, 64, 1);
  HomMatrix along            = scaling (4.0, 1.0);
  HomMatrix turned           = { { 0, 4, 0, 1, 0, 0, 0, 0, 1 } };
  g_autoptr (HomImage) lying = test_image_new (16, 64, 1);
  g_autoptr (HomImage) up    = test_image_new (64, 16, 1);

  for (gint i = 0; i < 64 * 64; i++)
    input->data[i] = 0.25 * (i % 64 % 4) + i / 64 % 2;

  for (gint k = 0; k < HOM_N_INTERPOLATIONS; k++)
    {
      HomSampling sampling = { k, HOM_BOUNDARY_WRAP, .antialias = TRUE };

      test_warp (input, &along, &sampling, lying);
      test_warp (input, &turned, &sampling, up);
      for (gint i = 0; i < 16 * 64; i++)
        {
          gint column = i % 16;
          gint row    = i / 16;

          g_assert_cmpfloat_with_epsilon (*hom_image_pixel (lying, column, row),
                                          0.375 + row % 2, 2.0 * ROUNDING);
          g_assert_cmpfloat_with_epsilon (*hom_image_pixel (up, row, column),
                                          0.375 + row % 2, 2.0 * ROUNDING);
        }
    }
}

/* A reduction so strong that a pixel takes as many samples as there may be: the
 * mean of a constant, to the rounding of a sum in doubles; and no end of time.
 */
static void
test_strong (void)
{
  const gdouble factors[]     = { 70.0, 1e4, 1e9, 1e300 };
  g_autoptr (HomImage) input  = test_image_new (64, 64, 1);
  g_autoptr (HomImage) output = test_image_new (4, 4, 1);

  test_image_fill (input, 0.7f);
  for (gint i = 0; i < 4; i++)
    {
      HomSampling sampling = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_REFLECT,
                               .antialias = TRUE };
      HomMatrix   w        = scaling (factors[i], factors[i]);

      test_warp (input, &w, &sampling, output);
      for (gint k = 0; k < 16; k++)
        g_assert_cmpfloat_with_epsilon (output->data[k], 0.7, ROUNDING);
    }
}

/* A pixel of the output takes no more samples than the input has pixels, and
 * few where it shows nothing of the input: the sum over all of them is bounded,
 * and what is seen is the mean all the same.
 */
static void
test_bounded (void)
{
  HomSampling     sampling    = { HOM_INTERPOLATION_LINEAR,
                                  HOM_BOUNDARY_FILL,
                                  { 0.25f },
                                  .antialias = TRUE };
  const HomMatrix w           = scaling (64.0, 64.0);
  g_autoptr (HomImage) input  = test_image_new (48, 48, 1);
  g_autoptr (HomImage) output = test_image_new (48, 48, 1);

  test_image_fill (input, 0.7f);
  TEST_FOR_EACH_SAMPLING (any)
  {
    HomWarpRows rows;
    gint        n = 0;

    sampling.interpolation = any.interpolation;
    sampling.boundary      = any.boundary;
    g_assert_true (hom_warp_rows_init (&rows, input, &w, &sampling, output,
                                       "output", NULL));
    for (gint i = 0; i < 48 * 48; i++)
      {
        HomWarpedPoint centre    = hom_warp_point (&rows, i % 48 + 0.5,
                                                   i / 48 + 0.5);
        HomFootprint   footprint = hom_footprint (&rows, &centre);

        g_assert_cmpint (footprint.nx * footprint.ny, <=, 48 * 48);
        n += footprint.nx * footprint.ny;
      }
    g_assert_cmpint (n, <=,
                     hom_boundary_fills (sampling.boundary) ? 65 * 48 * 48 :
                                                              2 * 48 * 48);
  }

  sampling.interpolation = HOM_INTERPOLATION_LINEAR;
  sampling.boundary      = HOM_BOUNDARY_FILL;
  test_warp (input, &w, &sampling, output);
  g_assert_cmpfloat_with_epsilon (
      output->data[0], (0.7 * 48 * 48 + 0.25 * (64 * 64 - 48 * 48)) / (64 * 64),
      0.02);
  for (gint i = 1; i < 48 * 48; i++)
    g_assert_cmpfloat (output->data[i], ==, 0.25f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/antialias/waves", test_waves);
  g_test_add_func ("/core/antialias/checkerboard", test_checkerboard);
  g_test_add_func ("/core/antialias/unchanged", test_unchanged);
  g_test_add_func ("/core/antialias/mean", test_mean);
  g_test_add_func ("/core/antialias/one-axis", test_one_axis);
  g_test_add_func ("/core/antialias/strong", test_strong);
  g_test_add_func ("/core/antialias/bounded", test_bounded);

  return g_test_run ();
}
