/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define WIDTH  640
#define HEIGHT 480

/* Samples of a pixel along x and along y: the sides are right to 1/16 px. */
#define N_SAMPLES 8

static const HomPoint corners[4] = { { 151.3, 97.8 },
                                     { 498.2, 61.4 },
                                     { 541.7, 391.6 },
                                     { 103.9, 407.1 } };

static gboolean
is_inside (const HomPoint quad[4], gdouble x, gdouble y)
{
  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = quad[i], b = quad[(i + 1) % 4];

      if ((b.x - a.x) * (y - a.y) < (b.y - a.y) * (x - a.x))
        return FALSE;
    }

  return TRUE;
}

/* How much of a pixel a quadrilateral covers. */
static gdouble
coverage (const HomPoint quad[4], gint column, gint row)
{
  gint n = 0;

  for (gint j = 0; j < N_SAMPLES; j++)
    for (gint i = 0; i < N_SAMPLES; i++)
      n += is_inside (quad, column + (i + 0.5) / N_SAMPLES,
                      row + (j + 0.5) / N_SAMPLES);

  return (gdouble) n / (N_SAMPLES * N_SAMPLES);
}

/* Lays a sheet of one value over what is there. */
static void
draw_sheet (HomImage *image, const HomPoint quad[4], gdouble value)
{
  for (gint row = 0; row < image->height; row++)
    for (gint column = 0; column < image->width; column++)
      {
        gdouble share = coverage (quad, column, row);
        gfloat *pixel = hom_image_pixel (image, column, row);

        for (gint c = 0; c < image->channels; c++)
          pixel[c] += share * (value - pixel[c]);
      }
}

static void
assert_found (const HomImage *image, const HomPoint quad[4], gdouble epsilon)
{
  GError  *error = NULL;
  HomPoint found[4];

  g_assert_true (hom_find_quad (image, found, NULL, &error));
  g_assert_no_error (error);
  for (gint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (found[i].x, quad[i].x, epsilon);
      g_assert_cmpfloat_with_epsilon (found[i].y, quad[i].y, epsilon);
    }
}

static void
assert_none (const HomImage *image)
{
  GError  *error = NULL;
  HomPoint found[4];

  g_assert_false (hom_find_quad (image, found, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_NOT_FOUND);
}

static HomImage *
new_ground (gint channels, gdouble value)
{
  HomImage *image = test_image_new (WIDTH, HEIGHT, channels);

  test_image_fill (image, value);

  return image;
}

static void
test_sheet (void)
{
  for (gint channels = 1; channels <= 3; channels += 2)
    {
      g_autoptr (HomImage) light = new_ground (channels, 0.2);
      g_autoptr (HomImage) dark  = new_ground (channels, 0.8);

      draw_sheet (light, corners, 0.9);
      assert_found (light, corners, 0.1);
      draw_sheet (dark, corners, 0.1);
      assert_found (dark, corners, 0.1);
    }
}

static void
test_noise (void)
{
  for (gint sigma = 5; sigma <= 20; sigma += 5)
    {
      g_autoptr (GRand) rand     = g_rand_new_with_seed (sigma);
      g_autoptr (HomImage) image = new_ground (3, 0.4);

      draw_sheet (image, corners, 0.7);
      test_image_add_noise (rand, image, sigma / 255.0);
      assert_found (image, corners, 0.03 * sigma);
    }
}

static void
test_none (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  g_autoptr (HomImage) plain = new_ground (3, 0.5);
  g_autoptr (HomImage) dot   = test_image_new (1, 1, 4);
  TestScene scene;

  assert_none (plain);
  assert_none (dot);
  test_image_add_noise (rand, plain, 20.0 / 255.0);
  assert_none (plain);
  test_scene_init (&scene, 1);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, plain);
  assert_none (plain);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/find-quad/sheet", test_sheet);
  g_test_add_func ("/find-quad/noise", test_noise);
  g_test_add_func ("/find-quad/none", test_none);

  return g_test_run ();
}
