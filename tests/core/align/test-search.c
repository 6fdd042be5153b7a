/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/start/hom-search-correlation.h"
#include "align/start/hom-search-poses.h"
#include "base/hom-memory.h"
#include "test-pair.h"

#define N_PEAKS 3

/* How far off a corner may be, on average, as a share of the picture's longer
 * side: two pixels of the fine grid.
 */
#define EPSILON 0.04

static HomSearchPeak
search_by (const TestPair *pair, HomModel model, gboolean by_edges)
{
  GError       *error = NULL;
  HomSearchPeak peaks[N_PEAKS];
  gint n = hom_search_poses (pair->reference.image, pair->reference.mask,
                             pair->moving.image, pair->moving.mask, model,
                             by_edges, peaks, N_PEAKS, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, >=, 1);
  g_assert_cmpint (n, <=, N_PEAKS);
  for (gint i = 1; i < n; i++)
    {
      HomBox box = hom_image_box (pair->moving.image);

      g_assert_cmpfloat (peaks[i].minus_log_nfa, <=,
                         peaks[i - 1].minus_log_nfa);
      g_assert_cmpfloat (test_corner_error (&peaks[i].h, &peaks[0].h, &box), >,
                         0.1 * 320.0 / 4.0);
    }

  return peaks[0];
}

static HomSearchPeak
search (const TestPair *pair, HomModel model)
{
  return search_by (pair, model, FALSE);
}

/* Between the steps of the rotation and of the scale, at the edge of the
 * scales, and with small overlaps.
 */
static void
test_motion (void)
{
  static const struct
  {
    gdouble degrees, scale, dx, dy;
  } cases[] = {
    { 0.0, 1.0, 0.0, 0.0 },    { 7.5, 1.0, 10.0, -20.0 },
    { 97.0, 1.19, 0.0, 30.0 }, { -142.0, 0.6, 30.0, 0.0 },
    { 60.0, 2.0, 0.0, 0.0 },   { 22.0, 0.5, -20.0, 20.0 },
    { 0.0, 1.0, 190.0, 0.0 },  { -8.0, 1.0, -100.0, -80.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HomMatrix truth = test_pair_similarity (cases[i].degrees, cases[i].scale,
                                              cases[i].dx, cases[i].dy);
      g_autoptr (TestPair) pair = test_pair_new_drawn (i + 1, &truth);
      HomSearchPeak peak        = search (pair, HOM_MODEL_HOMOGRAPHY);

      g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 320.0);
      g_assert_cmpfloat (peak.correlation, >, 0.8);
      g_assert_cmpfloat (peak.correlation, <=, 1.0);
      g_assert_cmpfloat (peak.minus_log_nfa, >, 0.0);
      g_assert_cmpfloat (peak.overlap, >, 0.2);
      g_assert_cmpfloat (peak.overlap, <, 1.05);
    }
}

/* A negative, noise of σ = 100 of 255, and light that falls off to a side by
 * more than the picture's own contrast.
 */
static void
test_looks (void)
{
  HomMatrix truth        = test_pair_similarity (50.0, 1.1, 20.0, 10.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint look = 0; look < 3; look++)
    {
      g_autoptr (TestPair) pair = test_pair_new_drawn (20 + look, &truth);
      HomSearchPeak peak;

      for (gint y = 0; y < 240; y++)
        for (gint x = 0; x < 320; x++)
          {
            gfloat *pixel = hom_image_pixel (pair->moving_image, x, y);

            if (look == 0)
              *pixel = 0.3f - 0.2f * *pixel;
            else if (look == 1)
              *pixel += g_rand_double_range (rand, -0.68, 0.68);
            else
              *pixel += x / 320.0f;
          }
      peak = search (pair, HOM_MODEL_SIMILARITY);
      g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 320.0);
      g_assert_cmpfloat (peak.minus_log_nfa, >, 0.0);
      if (look == 0)
        g_assert_cmpfloat (peak.correlation, <, -0.8);
      else
        g_assert_cmpfloat (peak.correlation, >, 0.4);
    }
}

/* Squares of which every second one is a negative: on the whole, no brightness
 * matches any, but edges are where they were, and turn with the picture.
 */
static void
test_edges (void)
{
  const gint    side      = 40;
  const gdouble degrees[] = { 0.0, 50.0, 130.0 };

  for (guint i = 0; i < G_N_ELEMENTS (degrees); i++)
    {
      HomMatrix truth = test_pair_similarity (degrees[i], 1.1, 20.0, 10.0);
      g_autoptr (TestPair) pair = test_pair_new_drawn (50 + i, &truth);
      HomSearchPeak peak;

      for (gint y = 0; y < 240; y++)
        for (gint x = 0; x < 320; x++)
          if ((x / side + y / side) % 2)
            {
              gfloat *pixel = hom_image_pixel (pair->moving_image, x, y);

              *pixel = 1.0f - *pixel;
            }
      peak = search_by (pair, HOM_MODEL_SIMILARITY, FALSE);
      g_assert_cmpfloat (test_pair_error (pair, &peak.h), >, 2 * EPSILON * 320);
      peak = search_by (pair, HOM_MODEL_SIMILARITY, TRUE);
      g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 320.0);
      g_assert_cmpfloat (peak.minus_log_nfa, >, 3.0);
      g_assert_cmpfloat (peak.correlation, >, 0.2);
    }
}

/* Nothing turns or scales that may not. */
static void
test_models (void)
{
  HomMatrix shift           = test_pair_similarity (0.0, 1.0, 30.0, -20.0);
  HomMatrix turn            = test_pair_similarity (100.0, 1.0, 30.0, -20.0);
  g_autoptr (TestPair) pair = test_pair_new_drawn (30, &shift);
  HomSearchPeak peak        = search (pair, HOM_MODEL_TRANSLATION);

  g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 320.0);
  g_assert_cmpfloat (peak.h.m[0], ==, 1.0);
  g_assert_cmpfloat (peak.h.m[1], ==, 0.0);

  test_pair_draw (pair, &turn);
  peak = search (pair, HOM_MODEL_EUCLIDEAN);
  g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 320.0);
  g_assert_cmpfloat_with_epsilon (hypot (peak.h.m[0], peak.h.m[1]), 1.0, 1e-9);
}

/* Of different sizes, so that only scales about 2 overlap well, in different
 * places, and with what is masked replaced by something else.
 */
static void
test_sizes_and_masks (void)
{
  const HomImage reference_box = { NULL, 100, -50, 600, 400, 1, 600 };
  const HomImage moving_box    = { NULL, -30, 40, 140, 110, 1, 140 };
  HomMatrix      truth         = { { 0, -3.4, 730, 3.4, 0, 10, 0, 0, 1 } };
  g_autoptr (TestPair) pair = test_pair_new (31, &reference_box, &moving_box);
  HomSearchPeak peak;
  TestScene     other;

  test_pair_draw (pair, &truth);
  peak = search (pair, HOM_MODEL_AFFINE);
  g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 600.0);

  test_scene_init (&other, 32);
  for (gint y = 0; y < 400; y++)
    for (gint x = 0; x < 250; x++)
      {
        *hom_image_pixel (pair->reference_mask, x, y) = 0.0f;
        *hom_image_pixel (pair->reference_image, x,
                          y) = y % 2 ? NAN : 5.0 * test_scene_at (&other, x, y);
      }
  pair->reference.mask = pair->reference_mask;
  peak                 = search (pair, HOM_MODEL_AFFINE);
  g_assert_cmpfloat (test_pair_error (pair, &peak.h), <, EPSILON * 600.0);
}

/* Pictures that have nothing in common: what is found is no better than chance,
 * overlaps enough, and is in different places.
 */
static void
test_unrelated (void)
{
  const HomBox box = { 0.0, 0.0, 320.0, 240.0 };
  gint         n   = 0;

  for (guint32 seed = 40; seed < 46; seed++)
    {
      g_autoptr (TestPair)
          pair = test_pair_new_drawn (seed, &HOM_MATRIX_IDENTITY);
      g_autoptr (TestPair)
          other = test_pair_new_drawn (seed + 10, &HOM_MATRIX_IDENTITY);
      HomSearchPeak peaks[N_PEAKS];
      gint          n_peaks = hom_search_poses (pair->reference_image, NULL,
                                                other->moving_image, NULL,
                                                HOM_MODEL_HOMOGRAPHY, FALSE, peaks,
                                                N_PEAKS, NULL, NULL);

      for (gint i = 0; i < n_peaks; i++)
        {
          g_assert_cmpfloat (peaks[i].minus_log_nfa, <, 4.0);
          g_assert_cmpfloat (peaks[i].overlap, >=, 0.2);
          for (gint k = 0; k < i; k++)
            g_assert_cmpfloat (test_corner_error (&peaks[i].h, &peaks[k].h,
                                                  &box),
                               >, 0.1 * 320.0 / 4.0);
        }
      n += n_peaks;
    }
  g_assert_cmpint (n, >, 10);
}

static HomDetail
random_detail (GRand *rand, gint width, gint height)
{
  const gsize n      = (gsize) width * height;
  HomDetail   detail = { HOM_DETAIL_CHANNELS,
                         hom_memory_new (n, HOM_DETAIL_CHANNELS * sizeof (gfloat),
                                         FALSE, NULL),
                         hom_memory_new (n, sizeof (gfloat), FALSE, NULL),
                         width,
                         height,
                         { 0.0, 0.0 },
                         1.0 };

  for (gsize i = 0; i < n; i++)
    detail.mask[i] = g_rand_boolean (rand);
  for (gsize i = 0; i < HOM_DETAIL_CHANNELS * n; i++)
    detail.values[i] = detail.mask[i % n] *
                       g_rand_double_range (rand, -1.0, 1.0);

  return detail;
}

/* The four sums of one shift, pixel by pixel. */
static void
sum_shift (const HomDetail *a,
           const HomDetail *b,
           gint             dx,
           gint             dy,
           gdouble          sums[4])
{
  for (gint y = 0; y < b->height; y++)
    for (gint x = 0; x < b->width; x++)
      {
        gint i = (y + dy) * a->width + x + dx;
        gint k = y * b->width + x;

        if (x + dx < 0 || x + dx >= a->width || y + dy < 0 ||
            y + dy >= a->height || a->mask[i] * b->mask[k] == 0.0f)
          continue;
        for (gint c = 0; c < a->n_channels; c++)
          {
            const gfloat p = a->values[c * a->width * a->height + i];
            const gfloat q = b->values[c * b->width * b->height + k];

            sums[0] += p * q;
            sums[1] += p * p;
            sums[2] += q * q;
            sums[3] += 1.0;
          }
      }
}

/* All shifts of two small pictures with masks, of any sizes. */
static void
test_shifts (void)
{
  static const gint sides[][4] = { { 7, 5, 4, 6 },
                                   { 1, 1, 1, 1 },
                                   { 1, 9, 20, 1 },
                                   { 12, 8, 19, 11 } };
  g_autoptr (GRand) rand       = g_rand_new_with_seed (2);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      HomDetail          a = random_detail (rand, sides[i][0], sides[i][1]);
      HomDetail          b = random_detail (rand, sides[i][2], sides[i][3]);
      HomCorrelationSums shifts;

      g_assert_true (hom_correlation_sums_init (&shifts, &a, &b, NULL));
      g_assert_cmpint (shifts.width, ==, a.width + b.width - 1);
      g_assert_cmpint (shifts.height, ==, a.height + b.height - 1);
      for (gint y = 0; y < shifts.height; y++)
        for (gint x = 0; x < shifts.width; x++)
          {
            gint    k       = y * shifts.width + x;
            gdouble sums[4] = { 0.0 };

            sum_shift (&a, &b, x + 1 - b.width, y + 1 - b.height, sums);
            g_assert_cmpfloat_with_epsilon (shifts.ab[k], sums[0], 1e-5);
            g_assert_cmpfloat_with_epsilon (shifts.aa[k], sums[1], 1e-5);
            g_assert_cmpfloat_with_epsilon (shifts.bb[k], sums[2], 1e-5);
            g_assert_cmpfloat (shifts.n[k], ==, sums[3]);
          }
      hom_correlation_sums_clear (&shifts);
      hom_detail_clear (&a);
      hom_detail_clear (&b);
    }
}

/* The same pair gives the same peaks, however many threads there are. */
static void
test_same_again (void)
{
  HomMatrix truth           = test_pair_similarity (-30.0, 0.8, 0.0, 40.0);
  g_autoptr (TestPair) pair = test_pair_new_drawn (33, &truth);
  HomSearchPeak first       = search (pair, HOM_MODEL_AFFINE);
  HomSearchPeak second      = search (pair, HOM_MODEL_AFFINE);

  g_assert_cmpmem (&first, sizeof (first), &second, sizeof (second));
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/motion", test_motion);
  g_test_add_func ("/search/looks", test_looks);
  g_test_add_func ("/search/edges", test_edges);
  g_test_add_func ("/search/models", test_models);
  g_test_add_func ("/search/sizes-and-masks", test_sizes_and_masks);
  g_test_add_func ("/search/unrelated", test_unrelated);
  g_test_add_func ("/search/shifts", test_shifts);
  g_test_add_func ("/search/same-again", test_same_again);

  return g_test_run ();
}
