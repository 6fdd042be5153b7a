/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pair.h"

static const HomAlignOptions homography = { .model = HOM_MODEL_HOMOGRAPHY };

static void
assert_refused (const TestPair *pair, const HomMatrix *start, gint code)
{
  HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY, .start = start };
  HomAlignment    alignment;
  GError         *error = NULL;

  g_assert_false (hom_align (&pair->reference, &pair->moving, &options, NULL,
                             &alignment, &error));
  g_test_message ("%s", error ? error->message : "no error");
  test_assert_error (error, HOM_ERROR, code);
}

static TestPair *
new_good_pair (void)
{
  TestPair *pair = test_pair_new_off (1, 4.0);

  pair->reference.mask = pair->reference_mask;
  pair->moving.mask    = pair->moving_mask;

  return pair;
}

/* The pictures themselves are fine: else no other of these tests says anything.
 */
static void
test_nothing_wrong (void)
{
  g_autoptr (TestPair) pair = new_good_pair ();
  HomAlignment alignment;
  GError      *error = NULL;

  g_assert_true (hom_align (&pair->reference, &pair->moving, &homography, NULL,
                            &alignment, &error));
  g_assert_no_error (error);
}

static void
test_sizes (void)
{
  const gint sizes[][2] = { { 1, 1 }, { 15, 240 }, { 320, 15 }, { 0, 240 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TestPair) pair = new_good_pair ();

      pair->reference.mask = pair->moving.mask = NULL;
      pair->moving_image->width                = sizes[i][0];
      pair->moving_image->height               = sizes[i][1];
      assert_refused (pair, NULL, HOM_ERROR_ARGUMENT);

      pair->reference.image = pair->moving_image;
      pair->moving.image    = pair->reference_image;
      assert_refused (pair, NULL, HOM_ERROR_ARGUMENT);
    }
}

static void
test_channels (void)
{
  const gint bad[] = { 0, 2, 4, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (TestPair) pair = new_good_pair ();

      /* So that the rows are not found too short first. */
      pair->moving_image->width /= 5;
      pair->moving.mask            = NULL;
      pair->moving_image->channels = bad[i];
      assert_refused (pair, NULL, HOM_ERROR_ARGUMENT);
    }
}

static void
test_mask_mismatch (void)
{
  g_autoptr (TestPair) pair = new_good_pair ();

  pair->moving_mask->x = 1;
  assert_refused (pair, NULL, HOM_ERROR_ARGUMENT);
  pair->moving_mask->x = 0;
  pair->reference_mask->height--;
  assert_refused (pair, NULL, HOM_ERROR_ARGUMENT);
}

static void
test_bad_start (void)
{
  g_autoptr (TestPair) pair = new_good_pair ();
  HomMatrix nan             = HOM_MATRIX_IDENTITY;
  HomMatrix singular        = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };
  HomMatrix behind          = { { -1, 0, 0, 0, -1, 0, 0, 0, -1 } };

  nan.m[7] = NAN;
  assert_refused (pair, &nan, HOM_ERROR_ARGUMENT);
  assert_refused (pair, &singular, HOM_ERROR_DEGENERATE);
  assert_refused (pair, &behind, HOM_ERROR_ALIGNMENT);
}

static void
test_no_overlap (void)
{
  g_autoptr (TestPair) pair = new_good_pair ();
  HomMatrix away            = hom_matrix_translation (0.0, -5000.0);

  assert_refused (pair, &away, HOM_ERROR_ALIGNMENT);
  pair->moving_image->x = pair->moving_mask->x = 30000;
  assert_refused (pair, &HOM_MATRIX_IDENTITY, HOM_ERROR_ALIGNMENT);
}

static void
assert_uncorrelated (const TestPair *pair)
{
  HomAlignment alignment;

  assert_refused (pair, NULL, HOM_ERROR_ALIGNMENT);
  g_assert_false (hom_align (&pair->reference, &pair->moving, &homography, NULL,
                             &alignment, NULL));
  g_assert_cmpfloat (alignment.correlation_before, ==, 0.0);
  g_assert_cmpfloat (alignment.correlation, ==, 0.0);
}

/* A flat picture correlates with nothing: not by the rounding of its sums
 * either, which has any sign.
 */
static void
test_flat (void)
{
  const gfloat greys[] = { 0.0f, 0.1f, 0.3f, 1.0f / 3.0f, 0.7f };

  for (gsize i = 0; i < G_N_ELEMENTS (greys); i++)
    {
      g_autoptr (TestPair) one   = new_good_pair ();
      g_autoptr (TestPair) other = new_good_pair ();

      test_image_fill (one->moving_image, greys[i]);
      assert_uncorrelated (one);
      test_image_fill (other->reference_image, greys[i]);
      assert_uncorrelated (other);
      test_image_fill (one->reference_image, 0.7f);
      assert_uncorrelated (one);
    }
}

static void
test_nothing_counts (void)
{
  g_autoptr (TestPair) masked = new_good_pair ();
  g_autoptr (TestPair) nan    = new_good_pair ();

  test_image_fill (masked->moving_mask, 0.0f);
  assert_refused (masked, NULL, HOM_ERROR_ALIGNMENT);
  test_image_fill (nan->reference_image, NAN);
  assert_refused (nan, NULL, HOM_ERROR_ALIGNMENT);
}

/* Other scenes, and one that is as rough as noise. A scene has only 32 waves,
 * so now and then two that have nothing in common are alike: of forty, two
 * reached a correlation of 0.45 and got through. These three do not.
 */
static void
test_unrelated (void)
{
  g_autoptr (GRand) rand    = g_rand_new_with_seed (1);
  g_autoptr (TestPair) pair = new_good_pair ();
  const guint32 seeds[]     = { 1001, 1003, 1004 };
  TestScene     other;

  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      test_scene_init (&other, seeds[i]);
      test_scene_draw (&other, &HOM_MATRIX_IDENTITY, pair->moving_image);
      assert_refused (pair, NULL, HOM_ERROR_ALIGNMENT);
    }

  for (gint i = 0; i < 320 * 240; i++)
    pair->moving_image->data[i] = g_rand_double (rand);
  assert_refused (pair, NULL, HOM_ERROR_ALIGNMENT);
}

static void
test_cancelled (void)
{
  g_autoptr (TestPair) pair            = new_good_pair ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HomAlignment alignment;
  GError      *error = NULL;

  g_assert_true (hom_align (&pair->reference, &pair->moving, &homography,
                            cancellable, &alignment, &error));
  g_assert_no_error (error);

  g_cancellable_cancel (cancellable);
  g_assert_false (hom_align (&pair->reference, &pair->moving, &homography,
                             cancellable, &alignment, &error));
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-errors/nothing-wrong", test_nothing_wrong);
  g_test_add_func ("/core/align-errors/sizes", test_sizes);
  g_test_add_func ("/core/align-errors/channels", test_channels);
  g_test_add_func ("/core/align-errors/mask-mismatch", test_mask_mismatch);
  g_test_add_func ("/core/align-errors/bad-start", test_bad_start);
  g_test_add_func ("/core/align-errors/no-overlap", test_no_overlap);
  g_test_add_func ("/core/align-errors/flat", test_flat);
  g_test_add_func ("/core/align-errors/nothing-counts", test_nothing_counts);
  g_test_add_func ("/core/align-errors/unrelated", test_unrelated);
  g_test_add_func ("/core/align-errors/cancelled", test_cancelled);

  return g_test_run ();
}
