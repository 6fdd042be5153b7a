/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "test-pair.h"

#define SEEDS 10

/* Small, and with noise of 0.4 of the contrast: too little to tell eight
 * freedoms.
 */
#define WIDTH  128
#define HEIGHT 96
#define NOISE  0.06

static void
align (const TestPair *pair, gboolean keep_model, HomAlignment *alignment)
{
  HomAlignOptions options = { .model      = HOM_MODEL_HOMOGRAPHY,
                              .loss       = HOM_ALIGN_ROBUST,
                              .start      = &HOM_MATRIX_IDENTITY,
                              .keep_model = keep_model };
  GError         *error   = NULL;

  g_assert_true (hom_align (&pair->reference, &pair->moving, &options, NULL,
                            alignment, &error));
  g_assert_no_error (error);
}

static TestPair *
new_pair (guint32 seed, const HomMatrix *truth, gdouble noise)
{
  const HomImage size    = { NULL, 0, 0, WIDTH, HEIGHT, 1, WIDTH };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  TestPair *pair         = test_pair_new (seed, &size, &size);

  test_pair_draw (pair, truth);
  test_image_add_noise (rand, pair->reference_image, noise);
  test_image_add_noise (rand, pair->moving_image, noise);

  return pair;
}

/* A matrix of the group, to the rounding of products of 128 px. */
static void
assert_in_group (const HomMatrix *h, HomModel model)
{
  const gdouble  epsilon = 1e-9;
  const gdouble *m       = h->m;

  if (model <= HOM_MODEL_AFFINE)
    g_assert_cmpfloat (hypot (m[6], m[7]), <, epsilon);
  if (model <= HOM_MODEL_SIMILARITY)
    g_assert_cmpfloat (hypot (m[0] - m[4], m[1] + m[3]), <, epsilon);
  if (model <= HOM_MODEL_EUCLIDEAN)
    g_assert_cmpfloat (fabs (hypot (m[0], m[3]) - 1.0), <, epsilon);
  if (model <= HOM_MODEL_TRANSLATION)
    g_assert_cmpfloat (fabs (m[3]), <, epsilon);
}

/* Pictures that lie in place stay there, to the last bit: no freedom at all is
 * kept but when the χ² of all eight is above sixteen, one time in 24.
 */
static void
test_in_place (void)
{
  gint n_same = 0;

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (TestPair) pair = new_pair (seed, &HOM_MATRIX_IDENTITY, NOISE);
      HomAlignment found, kept;

      align (pair, FALSE, &found);
      align (pair, TRUE, &kept);
      n_same += memcmp (&found.h, &HOM_MATRIX_IDENTITY, sizeof (HomMatrix)) ==
                0;
      g_assert_cmpint (
          memcmp (&kept.h, &HOM_MATRIX_IDENTITY, sizeof (HomMatrix)), !=, 0);
    }
  g_test_message ("%d of %d stay", n_same, SEEDS);
  g_assert_cmpint (n_same, >=, SEEDS * 8 / 10);
}

/* Akaike's criterion keeps six freedoms that say nothing when their χ² is above
 * twelve, one time in sixteen.
 */
static void
test_shift (void)
{
  HomMatrix truth     = hom_matrix_translation (2.3, -1.6);
  gint      n_smaller = 0;
  gdouble   few       = 0.0;
  gdouble   all       = 0.0;

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (TestPair) pair = new_pair (seed, &truth, NOISE);
      HomAlignment chosen, kept;

      align (pair, FALSE, &chosen);
      align (pair, TRUE, &kept);
      g_assert_cmpint (kept.model, ==, HOM_MODEL_HOMOGRAPHY);
      assert_in_group (&chosen.h, chosen.model);
      n_smaller += chosen.model < HOM_MODEL_HOMOGRAPHY;
      few += test_pair_error (pair, &chosen.h) / SEEDS;
      all += test_pair_error (pair, &kept.h) / SEEDS;
      g_test_message ("model %d: %.3f px; %.3f with all freedoms", chosen.model,
                      test_pair_error (pair, &chosen.h),
                      test_pair_error (pair, &kept.h));
    }
  g_test_message ("%d smaller, %.3f and %.3f px", n_smaller, few, all);
  g_assert_cmpint (n_smaller, >=, SEEDS * 7 / 10);
  g_assert_cmpfloat (few, <, 0.75 * all);
}

/* What can be told is kept: corners that are 6 px off, as far as they go, with
 * a tenth of the noise.
 */
static void
test_perspective (void)
{
  const HomBox box = { 0.0, 0.0, WIDTH, HEIGHT };

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (GRand) rand    = g_rand_new_with_seed (seed);
      HomMatrix truth           = test_matrix_random (rand, &box, 6.0);
      g_autoptr (TestPair) pair = new_pair (seed, &truth, NOISE / 10.0);
      HomAlignment chosen, kept;

      align (pair, FALSE, &chosen);
      align (pair, TRUE, &kept);
      g_test_message ("model %d: %.3f px", chosen.model,
                      test_pair_error (pair, &chosen.h));
      g_assert_cmpint (chosen.model, ==, HOM_MODEL_HOMOGRAPHY);
      test_assert_matrix (&chosen.h, &kept.h, 1e-12);
      g_assert_cmpfloat (test_pair_error (pair, &chosen.h), <, 1.3 * 0.039);
    }
}

/* A turn takes three freedoms at least. */
static void
test_turn (void)
{
  const gdouble angle = 0.05;
  HomMatrix     truth = { { cos (angle), -sin (angle), 4.0, sin (angle),
                            cos (angle), -3.0, 0, 0, 1 } };
  gint          n     = 0;

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (TestPair) pair = new_pair (seed, &truth, NOISE / 2.0);
      HomAlignment chosen;

      align (pair, FALSE, &chosen);
      g_test_message ("model %d: %.3f px", chosen.model,
                      test_pair_error (pair, &chosen.h));
      assert_in_group (&chosen.h, chosen.model);
      g_assert_cmpint (chosen.model, >=, HOM_MODEL_EUCLIDEAN);
      n += chosen.model < HOM_MODEL_HOMOGRAPHY;
    }
  g_assert_cmpint (n, >=, SEEDS * 7 / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-model/in-place", test_in_place);
  g_test_add_func ("/core/align-model/shift", test_shift);
  g_test_add_func ("/core/align-model/perspective", test_perspective);
  g_test_add_func ("/core/align-model/turn", test_turn);

  return g_test_run ();
}
