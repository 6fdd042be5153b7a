/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

/* Returns: nearly a normal deviate: the sum of twelve uniform ones. */
gdouble
test_random_normal (GRand *rand)
{
  gdouble sum = -6.0;

  for (gint k = 0; k < 12; k++)
    sum += g_rand_double (rand);

  return sum;
}

HomImage *
test_image_new (gint width, gint height, gint channels)
{
  GError   *error = NULL;
  HomImage *image = hom_image_new (width, height, channels, &error);

  g_assert_no_error (error);

  return image;
}

/* A quarter of the values is exactly 0, beside which a weight that should be 0
 * and is not shows.
 */
HomImage *
test_image_random (GRand *rand, gint width, gint height, gint channels)
{
  HomImage *image = test_image_new (width, height, channels);

  for (gsize i = 0; i < image->stride * height; i++)
    {
      gdouble value = g_rand_double_range (rand, -1.0 / 3.0, 1.0);

      image->data[i] = MAX (value, 0.0);
    }

  return image;
}

/* Draws random squares, full of keypoints: the part of a larger picture that
 * begins at column @x0 and row @y0, each less than 10 times @side.
 *
 * @side: of a square, in pixels.
 */
HomImage *
test_image_squares (guint32 seed,
                    gint    side,
                    gint    width,
                    gint    height,
                    gint    x0,
                    gint    y0)
{
  g_autoptr (GRand) rand   = g_rand_new_with_seed (seed);
  HomImage          *image = test_image_new (width, height, 1);
  gint               n     = MAX (width, height) / side + 11;
  g_autofree gfloat *greys = g_new (gfloat, n * n);

  for (gint i = 0; i < n * n; i++)
    greys[i] = g_rand_double (rand);
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      *hom_image_pixel (image, x,
                        y) = greys[(y + y0) / side * n + (x + x0) / side];

  return image;
}

void
test_image_fill (HomImage *image, gfloat value)
{
  for (gint row = 0; row < image->height; row++)
    for (gint i = 0; i < image->width * image->channels; i++)
      hom_image_pixel (image, 0, row)[i] = value;
}

void
test_image_expose (HomImage *image, gdouble gain, gdouble bias)
{
  for (gsize i = 0; i < image->stride * image->height; i++)
    image->data[i] = gain * image->data[i] + bias;
}

/* Adds normally distributed noise. */
void
test_image_add_noise (GRand *rand, HomImage *image, gdouble sigma)
{
  for (gint row = 0; row < image->height; row++)
    for (gint i = 0; i < image->width * image->channels; i++)
      hom_image_pixel (image, 0, row)[i] += sigma * test_random_normal (rand);
}

/* The largest difference of two values; infinite where one is a NaN. */
gdouble
test_image_distance (const HomImage *a, const HomImage *b)
{
  gdouble largest = 0.0;

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpint (a->channels, ==, b->channels);

  for (gint row = 0; row < a->height; row++)
    for (gint i = 0; i < a->width * a->channels; i++)
      {
        gdouble difference = fabs ((gdouble) hom_image_pixel (a, 0, row)[i] -
                                   hom_image_pixel (b, 0, row)[i]);

        if (! (difference <= largest))
          largest = isfinite (difference) ? difference : G_MAXDOUBLE;
      }

  return largest;
}

/* Waves of 10 to 120 px in all directions: none so short that a cubic kernel
 * could not carry it. Mean 0.5, standard deviation 0.15, about what a
 * photograph has.
 */
void
test_scene_init (TestScene *scene, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gdouble power          = 0.0;

  for (gint i = 0; i < TEST_WAVES; i++)
    {
      gdouble wavelength = 10.0 * pow (12.0, g_rand_double (rand));
      gdouble angle      = g_rand_double_range (rand, 0.0, 2.0 * G_PI);

      scene->fx[i]        = 2.0 * G_PI / wavelength * cos (angle);
      scene->fy[i]        = 2.0 * G_PI / wavelength * sin (angle);
      scene->phase[i]     = g_rand_double_range (rand, 0.0, 2.0 * G_PI);
      scene->amplitude[i] = sqrt (wavelength);
      power += wavelength / 2.0;
    }
  for (gint i = 0; i < TEST_WAVES; i++)
    scene->amplitude[i] *= 0.15 / sqrt (power);
}

gdouble
test_scene_at (const TestScene *scene, gdouble x, gdouble y)
{
  gdouble value = 0.5;

  for (gint i = 0; i < TEST_WAVES; i++)
    value += scene->amplitude[i] *
             cos (scene->fx[i] * x + scene->fy[i] * y + scene->phase[i]);

  return value;
}

/* The picture in which the pixel p shows the scene's point matrix·p, in all
 * channels.
 */
void
test_scene_draw (const TestScene *scene,
                 const HomMatrix *matrix,
                 HomImage        *image)
{
  for (gint row = 0; row < image->height; row++)
    for (gint column = 0; column < image->width; column++)
      {
        HomPoint p = { image->x + column + 0.5, image->y + row + 0.5 };
        HomPoint q;

        g_assert_true (hom_matrix_apply (matrix, p, &q));
        for (gint c = 0; c < image->channels; c++)
          hom_image_pixel (image, column, row)[c] = test_scene_at (scene, q.x,
                                                                   q.y);
      }
}

/* Moves each corner of the box by up to reach along x and y. */
HomMatrix
test_matrix_random (GRand *rand, const HomBox *box, gdouble reach)
{
  GError   *error = NULL;
  HomMatrix matrix;
  HomPoint  from[4], to[4];

  hom_quad_from_box (box, from);
  for (gint i = 0; i < 4; i++)
    {
      to[i].x = from[i].x + g_rand_double_range (rand, -reach, reach);
      to[i].y = from[i].y + g_rand_double_range (rand, -reach, reach);
    }
  hom_matrix_from_corners (from, to, &matrix, &error);
  g_assert_no_error (error);

  return matrix;
}

/* The mean distance between where two matrices take the corners of a box. */
gdouble
test_corner_error (const HomMatrix *a, const HomMatrix *b, const HomBox *box)
{
  HomPoint corners[4];
  gdouble  sum = 0.0;

  hom_quad_from_box (box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      g_assert_true (hom_matrix_apply (a, corners[i], &p));
      g_assert_true (hom_matrix_apply (b, corners[i], &q));
      sum += hypot (p.x - q.x, p.y - q.y);
    }

  return sum / 4.0;
}
