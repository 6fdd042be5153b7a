/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "test-pair.h"

/* By so much the agreement may fall: pictures that coincide already stay where
 * they are but for rounding.
 */
#define LARGEST_FALL 0.002

static const HomAlignLoss losses[] = { HOM_ALIGN_AUTO, HOM_ALIGN_SSD,
                                       HOM_ALIGN_ZNCC, HOM_ALIGN_ROBUST,
                                       HOM_ALIGN_EDGES };

static void
assert_refused (const TestPair  *pair,
                const HomMatrix *start,
                const gchar     *reason)
{
  HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY, .start = start };
  HomAlignment    alignment;
  GError         *error = NULL;

  g_assert_false (hom_align (&pair->reference, &pair->moving, &options, NULL,
                             &alignment, &error));
  g_test_message ("%s", error ? error->message : "no error");
  if (reason)
    g_assert_nonnull (strstr (error->message, reason));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
}

/* ---- Never worse ---- */

static void
add_noise (TestPair *pair, guint32 seed, gdouble sigma)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  test_image_add_noise (rand, pair->reference_image, sigma);
  test_image_add_noise (rand, pair->moving_image, sigma);
}

static void
assert_no_worse (const TestPair *pair, HomAlignLoss loss)
{
  HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY,
                              .loss  = loss,
                              .start = &pair->truth };
  HomAlignment    alignment;
  GError         *error = NULL;

  g_assert_true (hom_align (&pair->reference, &pair->moving, &options, NULL,
                            &alignment, &error));
  g_assert_no_error (error);
  g_test_message ("loss %d: agreement %.5f from %.5f, %.3f px", loss,
                  alignment.agreement, alignment.agreement_before,
                  test_pair_error (pair, &alignment.h));
  g_assert_cmpfloat (alignment.agreement, >=,
                     alignment.agreement_before - LARGEST_FALL);
}

/* The start is exactly right, so that any step is one for the worse: of noisy
 * pictures, and where the loss does not allow for the light.
 */
static void
test_right_start (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    for (guint32 seed = 1; seed <= 3; seed += 2)
      {
        g_autoptr (TestPair) pair = test_pair_new_off (seed, 8.0);

        add_noise (pair, seed, 0.01 * seed * seed);
        assert_no_worse (pair, losses[i]);
        test_pair_draw (pair, &pair->truth);
        test_image_expose (pair->moving_image, 0.6, 0.3);
        add_noise (pair, seed, 0.01 * seed);
        assert_no_worse (pair, losses[i]);
      }
}

/* ---- What cannot be ---- */

/* All would match, but a camera sees nothing from behind. */
static void
test_mirrored (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (1, 1.0);
  const HomMatrix mirror    = { { -1, 0, 320, 0, 1, 0, 0, 0, 1 } };
  const HomMatrix half_turn = { { -1, 0, 320, 0, -1, 240, 0, 0, 1 } };
  HomAlignOptions options   = { .model = HOM_MODEL_HOMOGRAPHY,
                                .start = &half_turn };
  HomAlignment    alignment;

  test_pair_draw (pair, &mirror);
  assert_refused (pair, &mirror, "mirror");
  assert_refused (pair, NULL, NULL);

  test_pair_draw (pair, &half_turn);
  g_assert_true (hom_align (&pair->reference, &pair->moving, &options, NULL,
                            &alignment, NULL));
  g_assert_cmpfloat (test_pair_error (pair, &alignment.h), <, 0.001);
}

/* A part of the picture, far from the horizon, is found in it by who asks for
 * no more.
 */
static void
assert_beyond_horizon (const TestPair *pair, const HomMatrix *truth)
{
  HomImage        part    = *pair->reference_image;
  HomPicture      there   = { &part, NULL };
  HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY, .start = truth };
  GError         *error   = NULL;
  HomAlignment    alignment;
  HomBox          box;
  HomMatrix       w, found;

  part.x      = 60;
  part.y      = 40;
  part.data   = hom_image_pixel (pair->reference_image, part.x, part.y);
  part.width  = 100;
  part.height = 120;
  g_assert_false (hom_align (&there, &pair->moving, &options, NULL, &alignment,
                             &error));
  g_assert_nonnull (strstr (error->message, "horizon"));
  g_clear_error (&error);

  options.allow_horizon = TRUE;
  g_assert_true (hom_align (&there, &pair->moving, &options, NULL, &alignment,
                            &error));
  g_assert_no_error (error);
  box = hom_image_box (&part);
  g_assert_true (hom_matrix_invert (truth, &w, NULL));
  g_assert_true (hom_matrix_invert (&alignment.h, &found, NULL));
  g_assert_cmpfloat (test_corner_error (&found, &w, &box), <, 0.05);
}

/* A picture that ends short of the horizon matches, and one that goes on beyond
 * it, where nothing counts, does not although it matches as well.
 */
static void
test_horizon (void)
{
  const HomMatrix truth = { { 0.6, 0, 30, -0.2, 0.75, 30, -1 / 300.0, 0, 1 } };
  const HomImage  size  = { NULL, 0, 0, 320, 240, 1, 320 };
  g_autoptr (TestPair) pair = test_pair_new (2, &size, &size);
  HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY, .start = &truth };
  HomImage        part    = *pair->moving_image;
  HomAlignment    alignment;
  GError         *error = NULL;
  HomBox          box;

  pair->truth = truth;
  test_scene_draw (&pair->scene, &HOM_MATRIX_IDENTITY, pair->reference_image);
  test_image_fill (pair->moving_image, NAN);
  part.width = 180;
  test_scene_draw (&pair->scene, &truth, &part);
  assert_refused (pair, &truth, "horizon");
  assert_beyond_horizon (pair, &truth);

  pair->moving.image = &part;
  g_assert_true (hom_align (&pair->reference, &pair->moving, &options, NULL,
                            &alignment, &error));
  g_assert_no_error (error);
  box = hom_image_box (&part);
  g_assert_cmpfloat (test_corner_error (&alignment.h, &truth, &box), <, 0.05);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-gates/right-start", test_right_start);
  g_test_add_func ("/core/align-gates/mirrored", test_mirrored);
  g_test_add_func ("/core/align-gates/horizon", test_horizon);

  return g_test_run ();
}
