/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/start/hom-keypoint-detection.h"
#include "align/start/hom-keypoint-pairs.h"
#include "align/start/hom-robust-fit.h"
#include "base/hom-memory.h"
#include "test-pair.h"

static const HomImage size = { NULL, 0, 0, 320, 240, 1, 320 };

/* Turned and scaled about the middle, and tilted, then moved. */
static HomMatrix
make_truth (gdouble degrees,
            gdouble scale,
            gdouble tilt,
            gdouble dx,
            gdouble dy)
{
  const HomBox  box                    = hom_image_box (&size);
  const gdouble step[HOM_MAX_FREEDOMS] = {
    dx / 160.0, dy / 160.0, 0.0, 0.0, 0.0, 0.0, tilt, -tilt
  };
  const gdouble turn[HOM_MAX_FREEDOMS] = { 0.0, 0.0, degrees * G_PI / 180.0,
                                           log (scale) };
  HomMatrix     h;

  h = hom_model_update (HOM_MODEL_HOMOGRAPHY, &HOM_MATRIX_IDENTITY, &box, step);

  return hom_model_update (HOM_MODEL_SIMILARITY, &h, &box, turn);
}

static TestPair *
new_drawn_pair (guint32 seed, const HomMatrix *truth)
{
  TestPair *pair = test_pair_new (seed, &size, &size);

  test_pair_draw (pair, truth);

  return pair;
}

static HomPointPair *
match_features (const HomImage *reference,
                const HomImage *reference_mask,
                const HomImage *moving,
                const HomImage *moving_mask,
                gint            max_pixels,
                GCancellable   *cancellable,
                gsize          *n_pairs,
                GError        **error)
{
  HomKeypointRequest requests[2] = { { reference, reference_mask, NULL },
                                     { moving, moving_mask, NULL } };
  HomPointPair      *pairs       = NULL;

  if (hom_keypoints_detect (requests, 2, max_pixels, cancellable, error))
    pairs = hom_keypoint_pairs_new (requests[0].keypoints,
                                    requests[1].keypoints, cancellable, n_pairs,
                                    error);
  hom_keypoint_set_free (requests[0].keypoints);
  hom_keypoint_set_free (requests[1].keypoints);

  return pairs;
}

static HomPointPair *
match (const TestPair *pair, gsize *n)
{
  GError       *error = NULL;
  HomPointPair *pairs = match_features (
      pair->reference.image, pair->reference.mask, pair->moving.image,
      pair->moving.mask, HOM_KEYPOINTS_THOROUGH, NULL, n, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pairs);

  return pairs;
}

/* How many of the pairs are within so many pixels, times their scale, of the
 * truth.
 */
static gsize
count_right (const TestPair     *pair,
             const HomPointPair *pairs,
             gsize               n,
             gdouble             reach)
{
  gsize n_right = 0;

  for (gsize i = 0; i < n; i++)
    {
      HomPoint q;

      g_assert_cmpfloat (pairs[i].source_scale, >, 0.0);
      g_assert_cmpfloat (pairs[i].target_scale, >, 0.0);
      g_assert_cmpfloat (pairs[i].quality, >=, 0.0);
      g_assert_cmpfloat (pairs[i].quality, <=, 1.0);
      if (hom_matrix_apply (&pair->truth, pairs[i].source, &q) &&
          hypot (q.x - pairs[i].target.x, q.y - pairs[i].target.y) <
              reach * pairs[i].target_scale)
        n_right++;
    }

  return n_right;
}

/* Most pairs are right, and the fit finds the truth. */
static void
check_pair (const TestPair *pair, gsize least, gdouble largest_error)
{
  GError *error     = NULL;
  HomBox  reference = hom_image_box (pair->reference.image);
  HomBox  moving    = hom_image_box (pair->moving.image);
  gsize   n;
  hom_automemory HomPointPair *pairs = match (pair, &n);
  HomRobustFit                 fit;

  g_assert_cmpuint (n, >=, least);
  g_assert_cmpuint (count_right (pair, pairs, n, 1.0), >=, n * 8 / 10);
  g_assert_true (hom_robust_fit (pairs, n, HOM_MODEL_HOMOGRAPHY, &reference,
                                 &moving, NULL, NULL, &fit, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (test_pair_error (pair, &fit.h), <, largest_error);
}

/* By any angle, from half to twice the size, and at the same time tilted. */
static void
test_motion (void)
{
  static const struct
  {
    gdouble degrees, scale, tilt, dx, dy;
    gsize   least;
  } cases[] = {
    { 0.0, 1.0, 0.0, 40.0, -30.0, 40 },  { 30.0, 1.0, 0.1, 0.0, 0.0, 40 },
    { 90.0, 0.7, 0.0, 10.0, 5.0, 40 },   { 135.0, 1.4, 0.05, 0.0, 20.0, 30 },
    { 180.0, 1.0, 0.0, 0.0, 0.0, 40 },   { -60.0, 0.5, 0.0, 0.0, 0.0, 20 },
    { 17.0, 2.0, 0.0, -20.0, 10.0, 15 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HomMatrix truth           = make_truth (cases[i].degrees, cases[i].scale,
                                              cases[i].tilt, cases[i].dx, cases[i].dy);
      g_autoptr (TestPair) pair = new_drawn_pair (i + 1, &truth);

      check_pair (pair, cases[i].least, 1.0);
    }
}

static void
test_small_overlap (void)
{
  HomMatrix truth           = make_truth (20.0, 1.0, 0.0, 190.0, 0.0);
  g_autoptr (TestPair) pair = new_drawn_pair (1, &truth);

  check_pair (pair, 15, 3.0);
}

/* A quarter of the light and noise of σ = 20 of 255. */
static void
test_exposure_and_noise (void)
{
  g_autoptr (GRand) rand    = g_rand_new_with_seed (2);
  HomMatrix truth           = make_truth (25.0, 1.1, 0.02, 10.0, 0.0);
  g_autoptr (TestPair) pair = new_drawn_pair (2, &truth);

  for (gsize i = 0; i < 320 * 240; i++)
    {
      gdouble noise = -6.0;

      for (gint k = 0; k < 12; k++)
        noise += g_rand_double (rand);
      pair->moving_image->data[i] = 0.25f * pair->moving_image->data[i] - 3.0f +
                                    0.25f * noise * 20.0f / 255.0f;
    }

  check_pair (pair, 30, 2.0);
}

/* Twice the light, which rounds nothing, changes nothing. */
static void
test_same_again (void)
{
  HomMatrix truth                     = make_truth (40.0, 1.2, 0.0, 10.0, 0.0);
  g_autoptr (TestPair) pair           = new_drawn_pair (3, &truth);
  gsize                        n[2]   = { 0, 0 };
  hom_automemory HomPointPair *first  = match (pair, &n[0]);
  hom_automemory HomPointPair *second = NULL;

  for (gsize i = 0; i < 320 * 240; i++)
    pair->moving_image->data[i] *= 2.0f;
  second = match (pair, &n[1]);

  g_assert_cmpuint (n[0], >, 30);
  g_assert_cmpuint (n[0], ==, n[1]);
  g_assert_cmpmem (first, n[0] * sizeof (HomPointPair), second,
                   n[1] * sizeof (HomPointPair));
}

/* The features of a negative, found in it and derived from the picture's own:
 * the same ones, and without the derivation none agree.
 */
static void
test_negative (void)
{
  g_autoptr (TestPair) pair = new_drawn_pair (11, &HOM_MATRIX_IDENTITY);
  GError *error             = NULL;
  g_autoptr (HomKeypointSet)
      positive = hom_keypoint_set_detect (pair->reference_image, NULL,
                                          320 * 240, NULL, &error);
  g_autoptr (HomKeypointSet) negative = NULL;
  g_autoptr (HomKeypointSet) derived = hom_keypoint_set_negate (positive, NULL);
  hom_automemory HomPointPair *right = NULL;
  hom_automemory HomPointPair *wrong = NULL;
  gsize                        n[2];

  for (gsize i = 0; i < 320 * 240; i++)
    pair->moving_image->data[i] = -pair->moving_image->data[i];
  negative = hom_keypoint_set_detect (pair->moving_image, NULL, 320 * 240, NULL,
                                      &error);
  g_assert_no_error (error);

  right = hom_keypoint_pairs_new (negative, derived, NULL, &n[0], &error);
  wrong = hom_keypoint_pairs_new (negative, positive, NULL, &n[1], &error);
  g_assert_cmpuint (n[0], >=, hom_keypoint_set_count (positive) * 95 / 100);
  g_assert_cmpuint (count_right (pair, right, n[0], 0.01), ==, n[0]);
  for (gsize i = 0; i < n[0]; i++)
    g_assert_cmpfloat (right[i].quality, >, 0.9);
  g_assert_cmpuint (count_right (pair, wrong, n[1], 1.0), <=, n[0] / 20);
}

static void
test_offsets (void)
{
  HomMatrix truth                      = make_truth (40.0, 1.2, 0.0, 10.0, 0.0);
  g_autoptr (TestPair) pair            = new_drawn_pair (4, &truth);
  gsize                        n[2]    = { 0, 0 };
  hom_automemory HomPointPair *at_zero = match (pair, &n[0]);
  hom_automemory HomPointPair *away    = NULL;

  pair->reference_image->x = 700;
  pair->reference_image->y = -900;
  pair->moving_image->x    = -64;
  pair->moving_image->y    = 32;
  away                     = match (pair, &n[1]);

  g_assert_cmpuint (n[0], >, 30);
  g_assert_cmpuint (n[0], ==, n[1]);
  for (gsize i = 0; i < n[0]; i++)
    {
      g_assert_cmpfloat (away[i].target.x, ==, at_zero[i].target.x + 700.0);
      g_assert_cmpfloat (away[i].target.y, ==, at_zero[i].target.y - 900.0);
      g_assert_cmpfloat (away[i].source.x, ==, at_zero[i].source.x - 64.0);
      g_assert_cmpfloat (away[i].source.y, ==, at_zero[i].source.y + 32.0);
    }
}

/* A picture looked at in three resolutions has its keypoints in the same
 * places: a convention that is half a pixel off would show.
 */
static void
test_resolutions (void)
{
  static const gint limits[] = { 320 * 240, 320 * 240 / 4, 320 * 240 / 9 };
  g_autoptr (TestPair) pair  = new_drawn_pair (5, &HOM_MATRIX_IDENTITY);
  GError *error              = NULL;
  g_autoptr (HomKeypointSet)
      doubled = hom_keypoint_set_detect (pair->reference_image, NULL,
                                         4 * 320 * 240, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (HomKeypointSet)
          keypoints = hom_keypoint_set_detect (pair->reference_image, NULL,
                                               limits[i], NULL, &error);
      gsize                        n;
      hom_automemory HomPointPair *pairs = hom_keypoint_pairs_new (
          doubled, keypoints, NULL, &n, &error);
      gdouble x = 0.0, y = 0.0;

      g_assert_no_error (error);
      g_assert_cmpuint (n, >=, 20);
      for (gsize k = 0; k < n; k++)
        {
          x += (pairs[k].source.x - pairs[k].target.x) / n;
          y += (pairs[k].source.y - pairs[k].target.y) / n;
        }
      g_assert_cmpfloat (hypot (x, y), <, 0.15);
    }
}

/* The left half of the moving picture is masked, or not a number. */
static void
test_masks (void)
{
  HomMatrix truth                      = make_truth (10.0, 1.0, 0.0, 5.0, 0.0);
  g_autoptr (TestPair) pair            = new_drawn_pair (6, &truth);
  gsize                        n[4]    = { 0, 0, 0, 0 };
  gsize                        n_left  = 0;
  GError                      *error   = NULL;
  hom_automemory HomPointPair *own     = NULL;
  g_autoptr (HomKeypointSet) keypoints = NULL;
  hom_automemory HomPointPair *all     = match (pair, &n[0]);
  hom_automemory HomPointPair *masked  = NULL;
  hom_automemory HomPointPair *missing = NULL;

  for (gint y = 0; y < 240; y++)
    for (gint x = 0; x < 160; x++)
      *hom_image_pixel (pair->moving_mask, x, y) = 0.0f;
  pair->moving.mask = pair->moving_mask;
  masked            = match (pair, &n[1]);

  for (gint y = 0; y < 240; y++)
    for (gint x = 0; x < 160; x++)
      *hom_image_pixel (pair->moving_image, x, y) = NAN;
  pair->moving.mask = NULL;
  missing           = match (pair, &n[2]);

  for (gsize i = 0; i < n[0]; i++)
    n_left += all[i].source.x < 160.0;
  g_assert_cmpuint (n_left, >, 20);
  g_assert_cmpuint (n[1], >, 20);
  for (gsize i = 0; i < n[1]; i++)
    g_assert_cmpfloat (masked[i].source.x, >,
                       160.0 + 2.0 * masked[i].source_scale);
  g_assert_cmpuint (count_right (pair, masked, n[1], 1.0), >=, n[1] * 8 / 10);

  /* With itself, each keypoint makes a pair: none is at the mask's edge. */
  keypoints = hom_keypoint_set_detect (pair->moving_image, pair->moving_mask,
                                       HOM_KEYPOINTS_THOROUGH, NULL, &error);
  g_assert_no_error (error);
  own = hom_keypoint_pairs_new (keypoints, keypoints, NULL, &n[3], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n[3], >, 50);
  for (gsize i = 0; i < n[3]; i++)
    g_assert_cmpfloat (own[i].source.x, >, 160.0 + 2.0 * own[i].source_scale);

  /* What is behind a mask does not matter. */
  g_assert_cmpmem (masked, n[1] * sizeof (HomPointPair), missing,
                   n[2] * sizeof (HomPointPair));
}

/* Texture in one corner does not take all keypoints. */
static void
test_balance (void)
{
  g_autoptr (GRand) rand               = g_rand_new_with_seed (7);
  g_autoptr (HomImage) image           = test_image_new (700, 700, 1);
  g_autoptr (HomKeypointSet) keypoints = NULL;
  hom_automemory HomPointPair *pairs   = NULL;
  GError                      *error   = NULL;
  gsize                        n;
  gsize                        n_faint = 0;

  /* Squares of 2 × 2 pixels: dots of a size that keypoints have. */
  for (gint y = 0; y < 700; y += 2)
    for (gint x = 0; x < 700; x += 2)
      {
        gfloat value = (x < 490 ? 1.0 : 0.2) * g_rand_double (rand);

        for (gint i = 0; i < 4; i++)
          *hom_image_pixel (image, x + i % 2, y + i / 2) = value;
      }
  keypoints = hom_keypoint_set_detect (image, NULL, HOM_KEYPOINTS_THOROUGH,
                                       NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hom_keypoint_set_count (keypoints), <=, 4000);

  /* With itself, each keypoint makes a pair, so to see where they are. */
  pairs = hom_keypoint_pairs_new (keypoints, keypoints, NULL, &n, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    n_faint += pairs[i].source.x > 490.0;
  g_assert_cmpuint (n, >, hom_keypoint_set_count (keypoints) * 9 / 10);
  g_assert_cmpuint (n_faint, >, n / 5);
}

/* Pictures without anything to see have no pairs, and that is no error. */
static void
test_nothing (void)
{
  static const gint sides[][2] = { { 1, 1 },   { 2, 300 },  { 300, 2 },
                                   { 7, 9 },   { 8, 8 },    { 9, 31 },
                                   { 64, 64 }, { 100, 100 } };
  const gfloat      values[]   = { 0.5f, NAN, 1e30f };
  g_autoptr (TestPair) pair    = new_drawn_pair (8, &HOM_MATRIX_IDENTITY);
  GError *error                = NULL;
  g_autoptr (HomKeypointSet)
      something = hom_keypoint_set_detect (pair->reference_image, NULL,
                                           HOM_KEYPOINTS_QUICK, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 3 * G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (HomImage)
          flat = test_image_new (sides[i / 3][0], sides[i / 3][1], 1);
      g_autoptr (HomKeypointSet) nothing = NULL;
      hom_automemory HomPointPair *forth = NULL;
      hom_automemory HomPointPair *back  = NULL;
      gsize                        n[2]  = { 99, 99 };

      test_image_fill (flat, values[i % 3]);
      nothing = hom_keypoint_set_detect (flat, NULL, HOM_KEYPOINTS_THOROUGH,
                                         NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (hom_keypoint_set_count (nothing), ==, 0);
      forth = hom_keypoint_pairs_new (something, nothing, NULL, &n[0], &error);
      g_assert_no_error (error);
      back = hom_keypoint_pairs_new (nothing, something, NULL, &n[1], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n[0] + n[1], ==, 0);
    }
}

/* Small pictures, thin ones and ones with a huge value: whatever is found,
 * nothing breaks.
 */
static void
test_odd_sizes (void)
{
  static const gint sides[][2] = { { 1, 1 },  { 1, 500 }, { 8, 8 },
                                   { 9, 31 }, { 500, 9 }, { 33, 17 } };
  g_autoptr (GRand) rand       = g_rand_new_with_seed (9);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sides); i++)
    {
      gint    limit = i % 2 ? HOM_KEYPOINTS_THOROUGH : 100;
      GError *error = NULL;
      g_autoptr (HomImage)
          image = test_image_random (rand, sides[i / 2][0], sides[i / 2][1], 1);
      g_autoptr (HomKeypointSet) keypoints = NULL;

      image->data[0] = 1e35f;
      keypoints = hom_keypoint_set_detect (image, NULL, limit, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (keypoints);
    }
}

static void
test_errors (void)
{
  g_autoptr (TestPair) pair   = new_drawn_pair (10, &HOM_MATRIX_IDENTITY);
  g_autoptr (HomImage) colour = test_image_new (320, 240, 3);
  g_autoptr (HomImage) small  = test_image_new (100, 100, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *error                        = NULL;
  gsize   n;

  g_assert_null (hom_keypoint_set_detect (NULL, NULL, 1000, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_null (hom_keypoint_set_detect (colour, NULL, 1000, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_null (hom_keypoint_set_detect (pair->moving_image, small, 1000, NULL,
                                          &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  g_cancellable_cancel (cancellable);
  g_assert_null (match_features (pair->reference_image, NULL,
                                 pair->moving_image, NULL, HOM_KEYPOINTS_QUICK,
                                 cancellable, &n, &error));
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/features/motion", test_motion);
  g_test_add_func ("/features/small-overlap", test_small_overlap);
  g_test_add_func ("/features/exposure-and-noise", test_exposure_and_noise);
  g_test_add_func ("/features/same-again", test_same_again);
  g_test_add_func ("/features/negative", test_negative);
  g_test_add_func ("/features/offsets", test_offsets);
  g_test_add_func ("/features/resolutions", test_resolutions);
  g_test_add_func ("/features/masks", test_masks);
  g_test_add_func ("/features/balance", test_balance);
  g_test_add_func ("/features/nothing", test_nothing);
  g_test_add_func ("/features/odd-sizes", test_odd_sizes);
  g_test_add_func ("/features/errors", test_errors);

  return g_test_run ();
}
