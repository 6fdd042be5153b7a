/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "test-pair.h"

static HomImage *
new_image_like (const HomImage *box, gint channels, gfloat value)
{
  HomImage *image = test_image_new (box->width, box->height, channels);

  image->x = box->x;
  image->y = box->y;
  test_image_fill (image, value);

  return image;
}

/* The boxes say where the pictures lie, how large they are, and how many
 * channels they have. Nothing is drawn yet.
 */
TestPair *
test_pair_new (guint32         seed,
               const HomImage *reference_box,
               const HomImage *moving_box)
{
  TestPair *pair = g_new0 (TestPair, 1);

  test_scene_init (&pair->scene, seed);
  pair->reference_image = new_image_like (reference_box,
                                          reference_box->channels, 0.0f);
  pair->reference_mask  = new_image_like (reference_box, 1, 1.0f);
  pair->moving_image = new_image_like (moving_box, moving_box->channels, 0.0f);
  pair->moving_mask  = new_image_like (moving_box, 1, 1.0f);
  pair->reference.image = pair->reference_image;
  pair->moving.image    = pair->moving_image;

  return pair;
}

/* Of most pairs. */
static const HomImage size = { NULL, 0, 0, 320, 240, 1, 320 };

/* Draws both pictures, of 320 × 240 pixels. */
TestPair *
test_pair_new_drawn (guint32 seed, const HomMatrix *truth)
{
  TestPair *pair = test_pair_new (seed, &size, &size);

  test_pair_draw (pair, truth);

  return pair;
}

/* Draws both with the corners up to @reach apart along x and y. */
TestPair *
test_pair_new_off (guint32 seed, gdouble reach)
{
  const HomBox box       = hom_image_box (&size);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  HomMatrix truth        = test_matrix_random (rand, &box, reach);

  return test_pair_new_drawn (seed, &truth);
}

/* Returns: the matrix that turns and scales such a picture about its middle,
 * and then moves it.
 */
HomMatrix
test_pair_similarity (gdouble degrees, gdouble scale, gdouble dx, gdouble dy)
{
  const HomBox  box                    = hom_image_box (&size);
  const gdouble step[HOM_MAX_FREEDOMS] = { dx / 160.0, dy / 160.0,
                                           degrees * G_PI / 180.0,
                                           log (scale) };

  return hom_model_update (HOM_MODEL_SIMILARITY, &HOM_MATRIX_IDENTITY, &box,
                           step);
}

void
test_pair_free (TestPair *pair)
{
  hom_image_free (pair->reference_image);
  hom_image_free (pair->reference_mask);
  hom_image_free (pair->moving_image);
  hom_image_free (pair->moving_mask);
  g_free (pair);
}

void
test_pair_draw (TestPair *pair, const HomMatrix *truth)
{
  pair->truth = *truth;
  test_scene_draw (&pair->scene, &HOM_MATRIX_IDENTITY, pair->reference_image);
  test_scene_draw (&pair->scene, truth, pair->moving_image);
}

/* How far h puts the corners of the moving picture from where they belong, on
 * average, in pixels.
 */
gdouble
test_pair_error (const TestPair *pair, const HomMatrix *h)
{
  HomBox box = hom_image_box (pair->moving_image);

  return test_corner_error (h, &pair->truth, &box);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  gdouble x = *(const gdouble *) a;
  gdouble y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

/* Sorts some errors.
 *
 * Returns: the one in the middle, or the mean of the two there.
 */
gdouble
test_median (gdouble *errors, gint n)
{
  qsort (errors, n, sizeof (gdouble), compare);

  return (errors[(n - 1) / 2] + errors[n / 2]) / 2.0;
}
