/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"
#include "test-sheets.h"

#define WIDTH  640
#define HEIGHT 480

static const HomPoint corners[4] = { { 151.3, 97.8 },
                                     { 498.2, 61.4 },
                                     { 541.7, 391.6 },
                                     { 103.9, 407.1 } };

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

      test_sheet_draw (light, corners, 0.9);
      assert_found (light, corners, 0.1);
      test_sheet_draw (dark, corners, 0.1);
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

      test_sheet_draw (image, corners, 0.7);
      test_image_add_noise (rand, image, sigma / 255.0);
      assert_found (image, corners, 0.03 * sigma);
    }
}

/* From −45° to 45°, and by any other way of going round the same. */
static void
test_rotation (void)
{
  for (gint degrees = -40; degrees <= 40; degrees += 20)
    {
      g_autoptr (HomImage) image = new_ground (1, 0.2);
      gdouble  cosine            = cos (degrees * G_PI / 180.0);
      gdouble  sine              = sin (degrees * G_PI / 180.0);
      HomPoint quad[4];

      for (gint i = 0; i < 4; i++)
        {
          gdouble x = i == 0 || i == 3 ? -150.0 : 150.0;
          gdouble y = i < 2 ? -100.0 : 100.0;

          quad[i].x = 321.5 + cosine * x - sine * y;
          quad[i].y = 238.75 + sine * x + cosine * y;
        }
      test_sheet_draw (image, quad, 0.8);
      assert_found (image, quad, 0.1);
    }
}

/* The corners count from the plane's origin, not the tile's. */
static void
test_place (void)
{
  g_autoptr (HomImage) image = new_ground (1, 0.2);
  HomPoint quad[4];

  test_sheet_draw (image, corners, 0.9);
  image->x = -70;
  image->y = 1000;
  for (gint i = 0; i < 4; i++)
    quad[i] = (HomPoint){ corners[i].x - 70.0, corners[i].y + 1000.0 };
  assert_found (image, quad, 0.1);
}

/* Found in a copy reduced by three, and refined in the image itself. */
static void
test_large (void)
{
  g_autoptr (HomImage) image = test_image_new (3 * WIDTH, 3 * HEIGHT, 1);
  HomPoint quad[4];

  for (gint i = 0; i < 4; i++)
    quad[i] = (HomPoint){ 3.0 * corners[i].x, 3.0 * corners[i].y };
  test_image_fill (image, 0.3);
  test_sheet_draw (image, quad, 0.6);
  assert_found (image, quad, 0.1);
}

/* A contrast of 8 steps of 255, light that doubles from left to right, and a
 * texture that is as strong as the sheet's contrast.
 */
static void
test_contrast (void)
{
  g_autoptr (HomImage) faint    = new_ground (3, 0.5);
  g_autoptr (HomImage) gradient = new_ground (1, 0.3);
  g_autoptr (HomImage) texture  = new_ground (1, 0.0);
  TestScene scene;

  test_sheet_draw (faint, corners, 0.5 + 8.0 / 255.0);
  assert_found (faint, corners, 0.1);

  test_sheet_draw (gradient, corners, 0.5);
  for (gint row = 0; row < HEIGHT; row++)
    for (gint column = 0; column < WIDTH; column++)
      *hom_image_pixel (gradient, column, row) *= 1.0 +
                                                  (gdouble) column / WIDTH;
  assert_found (gradient, corners, 0.1);

  test_scene_init (&scene, 3);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, texture);
  test_sheet_draw (texture, corners, 0.9);
  assert_found (texture, corners, 0.5);
}

/* Red and green of one brightness. */
static void
test_colour (void)
{
  g_autoptr (HomImage) image = new_ground (3, 0.0);
  g_autoptr (HomImage) share = new_ground (1, 0.0);

  test_sheet_draw (share, corners, 1.0);
  for (gint row = 0; row < HEIGHT; row++)
    for (gint column = 0; column < WIDTH; column++)
      {
        gfloat *pixel = hom_image_pixel (image, column, row);

        pixel[0] = 0.3 + 0.4 * *hom_image_pixel (share, column, row);
        pixel[1] = 1.0 - pixel[0];
      }
  assert_found (image, corners, 0.1);
}

/* Lines of text: strokes of random length, along the sheet. */
static void
test_text (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) image = new_ground (1, 0.3);
  HomPoint  unit[4]          = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  HomMatrix matrix;
  GError   *error = NULL;

  test_sheet_draw (image, corners, 0.9);
  g_assert_true (hom_matrix_from_corners (unit, corners, &matrix, &error));
  for (gint line = 0; line < 25; line++)
    for (gdouble x = 0.1; x < 0.9; x += g_rand_double_range (rand, 0.02, 0.05))
      {
        HomPoint word[4];
        gdouble  x1 = x + g_rand_double_range (rand, 0.005, 0.018);
        gdouble  y0 = 0.1 + 0.8 * line / 25.0, y1 = y0 + 0.015;
        HomPoint box[4] = { { x, y0 }, { x1, y0 }, { x1, y1 }, { x, y1 } };

        for (gint i = 0; i < 4; i++)
          g_assert_true (hom_matrix_apply (&matrix, box[i], &word[i]));
        test_sheet_draw (image, word, 0.1);
      }
  assert_found (image, corners, 0.2);
}

/* One corner is cut off by the edge of the picture. */
static void
test_outside (void)
{
  g_autoptr (HomImage) image = new_ground (1, 0.2);
  HomPoint quad[4]           = { { 151.3, 97.8 },
                                 { 498.2, 61.4 },
                                 { 541.7, 391.6 },
                                 { 93.9, 507.1 } };

  test_sheet_draw (image, quad, 0.9);
  assert_found (image, quad, 0.2);
}

/* What is transparent is outside, also where the colour would not tell. */
static void
test_alpha (void)
{
  g_autoptr (HomImage) image = new_ground (2, 0.0);

  test_sheet_draw (image, corners, 1.0);
  for (gint row = 0; row < HEIGHT; row++)
    for (gint column = 0; column < WIDTH; column++)
      hom_image_pixel (image, column, row)[0] = 0.0f;
  assert_found (image, corners, 0.1);
}

/* Pixels that are no numbers hide a part of the sides, and are no edge. */
static void
test_holes (void)
{
  g_autoptr (HomImage) image = new_ground (1, 0.2);
  g_autoptr (HomImage) empty = new_ground (3, NAN);

  test_sheet_draw (image, corners, 0.9);
  for (gint row = 200; row < 240; row++)
    for (gint column = 0; column < WIDTH; column++)
      *hom_image_pixel (image, column, row) = NAN;
  *hom_image_pixel (image, 300, 300) = INFINITY;
  *hom_image_pixel (image, 30, 30)   = G_MAXFLOAT;
  assert_found (image, corners, 0.1);
  assert_none (empty);
}

static void
test_none (void)
{
  g_autoptr (HomImage) plain = new_ground (3, 0.5);

  assert_none (plain);
  for (gint side = 1; side <= 64; side *= 2)
    {
      g_autoptr (HomImage) small = test_image_new (side, 65 - side, 4);

      assert_none (small);
    }
}

/* Noise, and waves as of water or cloth. */
static void
test_texture (void)
{
  for (guint32 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (GRand) rand     = g_rand_new_with_seed (seed);
      g_autoptr (HomImage) noise = new_ground (3, 0.5);
      g_autoptr (HomImage) waves = new_ground (1, 0.0);
      TestScene scene;

      test_image_add_noise (rand, noise, 0.1);
      assert_none (noise);
      test_scene_init (&scene, seed);
      test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, waves);
      assert_none (waves);
    }
}

static void
test_errors (void)
{
  g_autoptr (HomImage) image           = new_ground (1, 0.2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HomPoint found[4];
  GError  *error = NULL;

  g_assert_false (hom_find_quad (NULL, found, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  g_cancellable_cancel (cancellable);
  g_assert_false (hom_find_quad (image, found, cancellable, &error));
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/find-quad/sheet", test_sheet);
  g_test_add_func ("/find-quad/noise", test_noise);
  g_test_add_func ("/find-quad/rotation", test_rotation);
  g_test_add_func ("/find-quad/place", test_place);
  g_test_add_func ("/find-quad/large", test_large);
  g_test_add_func ("/find-quad/contrast", test_contrast);
  g_test_add_func ("/find-quad/colour", test_colour);
  g_test_add_func ("/find-quad/text", test_text);
  g_test_add_func ("/find-quad/outside", test_outside);
  g_test_add_func ("/find-quad/alpha", test_alpha);
  g_test_add_func ("/find-quad/holes", test_holes);
  g_test_add_func ("/find-quad/none", test_none);
  g_test_add_func ("/find-quad/texture", test_texture);
  g_test_add_func ("/find-quad/errors", test_errors);

  return g_test_run ();
}
