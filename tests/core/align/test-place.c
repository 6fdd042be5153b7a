/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/hom-hypothesis.h"
#include "test-pictures.h"

#define SIZE 160

/* A bowl with a texture: all of its slopes are like those of another one. */
static HomImage *
new_bowl (guint32 seed, gdouble texture)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  HomImage *image        = test_image_new (SIZE, SIZE, 1);

  for (gint y = 0; y < SIZE; y++)
    for (gint x = 0; x < SIZE; x++)
      *hom_image_pixel (image, x, y) = 2e-5 * ((x - 80.0) * (x - 80.0) +
                                               (y - 70.0) * (y - 70.0));
  test_image_add_noise (rand, image, texture);

  return image;
}

/* The score of the two where they lie, as if they came from this start. */
static gdouble
measure_score (HomImage *still, HomImage *moved, HomStart start)
{
  const HomPicture reference_picture = { still, NULL };
  const HomPicture moving_picture    = { moved, NULL };
  HomPrepared     *reference  = hom_prepared_new (&reference_picture, NULL, NULL);
  HomPrepared     *moving     = hom_prepared_new (&moving_picture, NULL, NULL);
  HomHypothesis    hypothesis = { .start = start };
  GError          *error      = NULL;

  hypothesis.refinement.model = HOM_MODEL_TRANSLATION;
  hypothesis.refinement.loss  = HOM_ALIGN_LOCAL;
  hom_hypothesis_init (&hypothesis, reference, moving, &HOM_MATRIX_IDENTITY,
                       FALSE);
  g_assert_true (hom_hypothesis_try (&hypothesis, HOM_MODEL_TRANSLATION, 0,
                                     &error));
  g_assert_no_error (error);
  hom_prepared_free (reference);
  hom_prepared_free (moving);
  g_test_message ("start %d: %.3f of %.3f", start, hypothesis.score,
                  hypothesis.agreement);

  return hypothesis.score;
}

/* Of all the places that a search sees there is always one where slopes agree:
 * that is not to be trusted when the textures do not.
 */
static void
test_slopes (void)
{
  g_autoptr (HomImage) still = new_bowl (1, 0.003);
  g_autoptr (HomImage) same  = new_bowl (1, 0.003);
  g_autoptr (HomImage) other = new_bowl (2, 0.003);

  g_assert_cmpfloat (measure_score (still, same, HOM_START_SEARCH), >, 0.8);
  g_assert_cmpfloat (measure_score (still, other, HOM_START_FEATURES), >, 0.4);
  g_assert_cmpfloat (measure_score (still, other, HOM_START_SEARCH), <, 0.15);
}

/* The best of many is marked down by less the less it can be chance. */
static void
test_searched (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) still = test_image_random (rand, SIZE, SIZE, 1);
  g_autoptr (HomImage) same  = test_image_new (SIZE, SIZE, 1);
  gdouble falls[2];

  for (gint i = 0; i < 2; i++)
    {
      gdouble noise = i == 0 ? 0.01 : 0.4;

      for (gint k = 0; k < SIZE * SIZE; k++)
        same->data[k] = still->data[k];
      test_image_add_noise (rand, same, noise);
      falls[i] = measure_score (still, same, HOM_START_FEATURES) -
                 measure_score (still, same, HOM_START_SEARCH);
    }
  g_assert_cmpfloat (falls[0], <, 0.01);
  g_assert_cmpfloat (falls[1], >, 0.05);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/place/slopes", test_slopes);
  g_test_add_func ("/core/place/searched", test_searched);

  return g_test_run ();
}
