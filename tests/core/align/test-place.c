/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/hom-align-run.h"
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

/* Makes a hypothesis of two pictures that lie where they are, and measures it.
 *
 * @stands_out: (out) (nullable): whether they agree more than around there.
 */
static gdouble
measure_score (HomImage *still,
               HomImage *moved,
               HomStart  start,
               gdouble   evidence,
               gboolean *stands_out)
{
  const HomPicture reference_picture = { still, NULL };
  const HomPicture moving_picture    = { moved, NULL };
  HomPrepared  *reference  = hom_prepared_new (&reference_picture, NULL, NULL);
  HomPrepared  *moving     = hom_prepared_new (&moving_picture, NULL, NULL);
  HomHypothesis hypothesis = { .start = start, .evidence = evidence };
  GError       *error      = NULL;

  hypothesis.refinement.model = HOM_MODEL_TRANSLATION;
  hypothesis.refinement.loss  = HOM_ALIGN_LOCAL;
  hom_hypothesis_init (&hypothesis, reference, moving, &HOM_MATRIX_IDENTITY,
                       FALSE);
  g_assert_true (hom_hypothesis_try (&hypothesis, HOM_MODEL_TRANSLATION, 0,
                                     &error));
  g_assert_no_error (error);
  if (stands_out)
    g_assert_true (hom_hypothesis_stands_out (&hypothesis, stands_out, &error));
  hom_prepared_free (reference);
  hom_prepared_free (moving);
  g_test_message ("start %d: %.3f of %.3f", start, hypothesis.score,
                  hypothesis.agreement);

  return hypothesis.score;
}

/* There is always a place where slopes agree, and they do so beside it, too:
 * that is not to be trusted when the textures do not.
 */
static void
test_slopes (void)
{
  g_autoptr (HomImage) still = new_bowl (1, 0.003);
  g_autoptr (HomImage) same  = new_bowl (1, 0.003);
  g_autoptr (HomImage) other = new_bowl (2, 0.003);
  gboolean stands_out;

  g_assert_cmpfloat (measure_score (still, same, HOM_START_SEARCH, 0.0,
                                    &stands_out),
                     >, 2.0 * HOM_ALIGN_LEAST_SCORE);
  g_assert_true (stands_out);
  g_assert_cmpfloat (measure_score (still, other, HOM_START_SEARCH, 0.0,
                                    &stands_out),
                     <, HOM_ALIGN_LEAST_SCORE);
  g_assert_false (stands_out);
}

/* What speaks for the start speaks for what comes of it, up to a limit. */
static void
test_evidence (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) still = test_image_random (rand, SIZE, SIZE, 1);
  g_autoptr (HomImage) same  = test_image_new (SIZE, SIZE, 1);
  const gdouble evidence[]   = { -3.0, 0.0, 10.0, 20.0, 1000.0 };
  const gdouble more[]       = { 0.0, 0.0, 1.0, 2.0, 2.0 };
  gdouble       least;

  for (gint k = 0; k < SIZE * SIZE; k++)
    same->data[k] = still->data[k];
  test_image_add_noise (rand, same, 0.4);
  least = measure_score (still, same, HOM_START_SEARCH, 0.0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (evidence); i++)
    g_assert_cmpfloat_with_epsilon (
        measure_score (still, same, HOM_START_FEATURES, evidence[i], NULL),
        least + more[i], 1e-9);
  g_assert_cmpfloat_with_epsilon (measure_score (still, same, HOM_START_GIVEN,
                                                 0.0, NULL),
                                  least + 1.0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/place/slopes", test_slopes);
  g_test_add_func ("/core/place/evidence", test_evidence);

  return g_test_run ();
}
