/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/hom-align-run.h"
#include "align/start/hom-start-finder.h"
#include "homography/hom-error.h"
#include "test-pair.h"

static void
negate (HomImage *image)
{
  for (gsize i = 0; i < image->stride * image->height; i++)
    image->data[i] = 1.0f - image->data[i];
}

/* What the first stage that finds any says. */
static gint
first_candidates (const TestPair *pair,
                  HomModel        model,
                  HomCandidate    candidates[HOM_MAX_CANDIDATES])
{
  GError *error = NULL;
  g_autoptr (HomStartFinder)
      starts = hom_start_finder_new (pair->reference.image,
                                     pair->reference.mask);
  g_autoptr (HomStartList)
      list = hom_start_list_new (starts, pair->moving.image, pair->moving.mask,
                                 model);
  gint n   = hom_start_list_next (list, candidates, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, <=, HOM_MAX_CANDIDATES);

  return n;
}

/* The first candidate is right, and comes from features. */
static void
check_first (const TestPair *pair,
             HomModel        model,
             gboolean        is_negative,
             gdouble         largest_error)
{
  HomCandidate candidates[HOM_MAX_CANDIDATES];
  gint         n = first_candidates (pair, model, candidates);

  g_assert_cmpint (n, >=, 1);
  g_assert_cmpfloat (test_pair_error (pair, &candidates[0].h), <,
                     largest_error);
  g_assert_cmpint (candidates[0].start, ==, HOM_START_FEATURES);
  g_assert_cmpint (candidates[0].is_negative, ==, is_negative);
  g_assert_cmpint (candidates[0].model, <=, model);
  g_assert_cmpfloat (candidates[0].minus_log_nfa, >, 10.0);
  for (gint i = 1; i < n; i++)
    {
      g_assert_cmpfloat (candidates[i].minus_log_nfa, <=,
                         candidates[i - 1].minus_log_nfa);
      g_assert_cmpfloat (test_corner_error (&candidates[i].h, &candidates[0].h,
                                            &(HomBox){ 0, 0, 320, 240 }),
                         >, 0.5);
    }
}

static void
test_motion (void)
{
  static const struct
  {
    gdouble degrees, scale, dx, dy;
  } cases[] = { { 0.0, 1.0, 8.0, -5.0 },  { 45.0, 1.0, 0.0, 10.0 },
                { 180.0, 1.2, 0.0, 0.0 }, { -100.0, 0.5, 10.0, 0.0 },
                { 20.0, 2.0, 0.0, 10.0 }, { 10.0, 1.0, 180.0, 0.0 } };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean  is_negative     = i % 2;
      HomMatrix truth           = test_pair_similarity (cases[i / 2].degrees,
                                                        cases[i / 2].scale,
                                                        cases[i / 2].dx, cases[i / 2].dy);
      g_autoptr (TestPair) pair = test_pair_new_drawn (i / 2 + 1, &truth);

      if (is_negative)
        negate (pair->moving_image);
      check_first (pair, HOM_MODEL_HOMOGRAPHY, is_negative, 3.0);
    }
}

/* A view from 72° beside the normal, along any direction: features of the front
 * do not match, those of a squeezed picture do, whichever of the two is steep.
 */
static void
test_steep (void)
{
  const gdouble degrees[] = { 0.0, 50.0, 90.0, 160.0 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (degrees); i++)
    {
      const HomMatrix middle  = hom_matrix_translation (-160.0, -120.0);
      const HomMatrix tilt    = { { 0.31, 0, 0, 0, 1, 0, 0.0008, 0, 1 } };
      const gdouble   angle   = degrees[i / 2] * G_PI / 180.0;
      const gdouble   c       = cos (angle);
      const gdouble   s       = sin (angle);
      const HomMatrix turn    = { { c, s, 0, -s, c, 0, 0, 0, 1 } };
      const HomMatrix back    = { { c, -s, 160, s, c, 120, 0, 0, 1 } };
      HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY };
      GError         *error   = NULL;
      HomAlignment    alignment;
      HomMatrix       truth = hom_matrix_multiply (&turn, &middle);

      truth = hom_matrix_multiply (&tilt, &truth);
      truth = hom_matrix_multiply (&back, &truth);
      if (i % 2)
        g_assert_true (hom_matrix_invert (&truth, &truth, NULL));

      g_autoptr (TestPair) pair = test_pair_new_drawn (60 + i, &truth);

      g_assert_true (hom_align (&pair->reference, &pair->moving, &options, NULL,
                                &alignment, &error));
      g_assert_no_error (error);
      g_test_message ("%.0f°: %.4f px", degrees[i / 2],
                      test_pair_error (pair, &alignment.h));
      g_assert_cmpfloat (test_pair_error (pair, &alignment.h), <, 0.2);
    }
}

/* Only the model asked for or smaller ones; and the larger one where only that
 * agrees.
 */
static void
test_models (void)
{
  const HomBox  box                    = { 0.0, 0.0, 320.0, 240.0 };
  const gdouble step[HOM_MAX_FREEDOMS] = { 0.1, 0.0, 0.3,  0.1,
                                           0.1, 0.0, 0.15, -0.1 };

  for (HomModel model = HOM_MODEL_TRANSLATION; model <= HOM_MODEL_HOMOGRAPHY;
       model++)
    {
      HomMatrix truth = hom_model_update (model, &HOM_MATRIX_IDENTITY, &box,
                                          step);
      g_autoptr (TestPair) pair = test_pair_new_drawn (7, &truth);

      check_first (pair, model, FALSE, 1.0);
    }
}

/* Layers of different sizes in different places, and the left half of one
 * masked: another picture is behind the mask.
 */
static void
test_sizes_and_masks (void)
{
  const HomImage reference_box = { NULL, 100, -50, 400, 300, 1, 400 };
  const HomImage moving_box    = { NULL, -30, 40, 180, 260, 1, 180 };
  HomMatrix      truth         = { { 0, -1.1, 410, 1.1, 0, 0, 0, 0, 1 } };
  g_autoptr (TestPair) pair    = test_pair_new (8, &reference_box, &moving_box);
  TestScene other;

  test_pair_draw (pair, &truth);
  check_first (pair, HOM_MODEL_SIMILARITY, FALSE, 1.0);

  test_scene_init (&other, 9);
  for (gint y = 0; y < 300; y++)
    for (gint x = 0; x < 200; x++)
      {
        *hom_image_pixel (pair->reference_mask, x, y) = 0.0f;
        *hom_image_pixel (pair->reference_image, x,
                          y) = y % 2 ? NAN : test_scene_at (&other, x, y);
      }
  pair->reference.mask = pair->reference_mask;
  check_first (pair, HOM_MODEL_SIMILARITY, FALSE, 2.0);
}

/* Calls for more until there is no more. */
static gint
count_all (const TestPair *pair, gint *n_features, gdouble *most_evidence)
{
  GError      *error = NULL;
  gint         n     = 0;
  gint         n_stage;
  HomCandidate candidates[HOM_MAX_CANDIDATES];
  g_autoptr (HomStartFinder)
      starts = hom_start_finder_new (pair->reference.image,
                                     pair->reference.mask);
  g_autoptr (HomStartList)
      list = hom_start_list_new (starts, pair->moving.image, pair->moving.mask,
                                 HOM_MODEL_HOMOGRAPHY);

  *n_features    = 0;
  *most_evidence = -G_MAXDOUBLE;
  while ((n_stage = hom_start_list_next (list, candidates, NULL, &error)) > 0)
    for (gint i = 0; i < n_stage; i++)
      {
        n++;
        *n_features += candidates[i].start == HOM_START_FEATURES;
        *most_evidence = MAX (*most_evidence, candidates[i].minus_log_nfa);
        for (gint k = 0; k < 9; k++)
          g_assert_true (isfinite (candidates[i].h.m[k]));
      }
  g_assert_no_error (error);
  g_assert_cmpint (n_stage, ==, 0);
  g_assert_cmpint (hom_start_list_next (list, candidates, NULL, &error), ==, 0);

  return n;
}

/* Pictures that have nothing in common: no features agree, and what the search
 * finds is no better than chance.
 */
static void
test_unrelated (void)
{
  for (guint32 seed = 10; seed < 13; seed++)
    {
      g_autoptr (TestPair)
          pair = test_pair_new_drawn (seed, &HOM_MATRIX_IDENTITY);
      g_autoptr (TestPair)
          other = test_pair_new_drawn (seed + 10, &HOM_MATRIX_IDENTITY);
      gint    n_features;
      gdouble minus_log_nfa;

      pair->moving.image = other->moving_image;
      count_all (pair, &n_features, &minus_log_nfa);
      g_assert_cmpint (n_features, ==, 0);
      g_assert_cmpfloat (minus_log_nfa, <, 4.0);
    }
}

/* Nothing to see, in one picture or in both, and no error. */
static void
test_nothing (void)
{
  static const gint sides[][2] = { { 1, 1 },
                                   { 500, 1 },
                                   { 1, 500 },
                                   { 16, 16 },
                                   { 100, 90 } };
  const gfloat      values[]   = { 0.5f, NAN };
  g_autoptr (TestPair) pair    = test_pair_new_drawn (14, &HOM_MATRIX_IDENTITY);

  for (guint i = 0; i < 4 * G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (HomImage)
          flat      = test_image_new (sides[i / 4][0], sides[i / 4][1], 1);
      TestPair both = *pair;
      gint     n_features;
      gdouble  minus_log_nfa;

      test_image_fill (flat, values[i % 2]);
      both.reference.image = flat;
      if (i / 2 % 2)
        both.moving.image = flat;
      g_assert_cmpint (count_all (&both, &n_features, &minus_log_nfa), ==, 0);
    }

  test_image_fill (pair->moving_mask, 0.0f);
  pair->moving.mask = pair->moving_mask;
  {
    gint    n_features;
    gdouble minus_log_nfa;

    g_assert_cmpint (count_all (pair, &n_features, &minus_log_nfa), ==, 0);
  }
}

/* Small and thin pictures, huge values: whatever is found, nothing breaks. */
static void
test_odd_sizes (void)
{
  static const gint sides[][2] = { { 1, 1 },   { 400, 1 }, { 1, 400 },
                                   { 16, 16 }, { 2, 3 },   { 9, 900 } };
  g_autoptr (GRand) rand       = g_rand_new_with_seed (15);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sides); k++)
      {
        g_autoptr (HomImage)
            a = test_image_random (rand, sides[i][0], sides[i][1], 1);
        g_autoptr (HomImage)
            b         = test_image_random (rand, sides[k][0], sides[k][1], 1);
        TestPair pair = { .reference = { a, NULL }, .moving = { b, NULL } };
        gint     n_features;
        gdouble  minus_log_nfa;

        a->data[0] = 1e35f;
        b->data[0] = NAN;
        count_all (&pair, &n_features, &minus_log_nfa);
      }
}

/* The same pair gives the same candidates, and so does a reference that was
 * used before, for another picture.
 */
static void
test_same_again (void)
{
  HomMatrix truths[2]       = { test_pair_similarity (30.0, 1.1, 10.0, 0.0),
                                test_pair_similarity (-70.0, 0.8, 0.0, 0.0) };
  g_autoptr (TestPair) pair = test_pair_new_drawn (16, &truths[0]);
  g_autoptr (TestPair) next = test_pair_new_drawn (16, &truths[1]);
  HomCandidate alone[HOM_MAX_CANDIDATES], again[HOM_MAX_CANDIDATES];
  gint         n     = first_candidates (next, HOM_MODEL_AFFINE, alone);
  GError      *error = NULL;
  g_autoptr (HomStartFinder)
      starts = hom_start_finder_new (pair->reference.image, NULL);
  g_autoptr (HomStartList)
      first_list = hom_start_list_new (starts, pair->moving.image, NULL,
                                       HOM_MODEL_AFFINE);
  g_autoptr (HomStartList)
      list = hom_start_list_new (starts, next->moving.image, NULL,
                                 HOM_MODEL_AFFINE);

  g_assert_cmpint (hom_start_list_next (first_list, again, NULL, &error), >, 0);
  g_assert_cmpfloat (test_pair_error (pair, &again[0].h), <, 1.0);
  g_assert_cmpint (hom_start_list_next (list, again, NULL, &error), ==, n);
  g_assert_no_error (error);
  for (gint i = 0; i < n; i++)
    g_assert_cmpmem (alone[i].h.m, sizeof (alone[i].h.m), again[i].h.m,
                     sizeof (again[i].h.m));
}

static void
test_errors (void)
{
  g_autoptr (HomImage) colour = test_image_new (100, 90, 3);
  g_autoptr (HomImage) grey   = test_image_new (100, 90, 1);
  g_autoptr (HomImage) small  = test_image_new (50, 50, 1);
  const HomPicture cases[]    = { { colour, NULL },
                                  { NULL, NULL },
                                  { grey, small } };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const HomPicture *wrong   = &cases[i / 2];
      const HomPicture  right   = { grey, NULL };
      const HomPicture *pair[2] = { i % 2 ? wrong : &right,
                                    i % 2 ? &right : wrong };
      GError      *error = NULL;
      HomCandidate candidates[HOM_MAX_CANDIDATES];
      g_autoptr (HomStartFinder)
          starts = hom_start_finder_new (pair[0]->image, pair[0]->mask);
      g_autoptr (HomStartList)
          list = hom_start_list_new (starts, pair[1]->image, pair[1]->mask,
                                     HOM_MODEL_AFFINE);

      g_assert_cmpint (hom_start_list_next (list, candidates, NULL, &error), ==,
                       -1);
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
}

/* Two fifths of the moving picture show the scene, the rest another one. */
static void
cover (HomImage *image)
{
  HomImage  part = *image;
  TestScene other;

  test_scene_init (&other, 1000);
  part.height = image->height * 3 / 5;
  test_scene_draw (&other, &HOM_MATRIX_IDENTITY, &part);
}

/* Features that are no chance are enough, where the pictures match there as
 * much as they must: no others are looked for, however little they explain.
 */
static void
test_certain (void)
{
  const HomMatrix       truth   = test_pair_similarity (45.0, 1.0, 0.0, 10.0);
  const HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY };
  g_autoptr (TestPair) pair     = test_pair_new_drawn (1, &truth);
  GError           *error       = NULL;
  HomAlignReference reference   = { .picture = &pair->reference };
  HomAlignSearch    search      = { .reference      = &reference,
                                    .options        = &options,
                                    .moving_picture = &pair->moving,
                                    .start_w        = HOM_MATRIX_IDENTITY };
  HomMatrix         h;

  cover (pair->moving_image);
  reference.prepared = hom_prepared_new (&pair->reference, NULL, &error);
  g_assert_no_error (error);
  search.moving = hom_prepared_new (&pair->moving, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hom_align_search_run (&search, &error));
  g_assert_no_error (error);

  g_test_message ("%d candidates, score %.2f, explained %.2f",
                  search.n_candidates, search.best.score,
                  search.best.explained);
  g_assert_cmpfloat (search.best.score, >, HOM_ALIGN_LEAST_SCORE);
  g_assert_cmpfloat (search.best.explained, <, 0.35);
  g_assert_cmpint (search.best.start, ==, HOM_START_FEATURES);
  g_assert_cmpint (search.n_candidates, <=, HOM_MAX_CANDIDATES);
  for (gint i = 0; i < search.n_candidates; i++)
    g_assert_cmpint (search.candidates[i].start, ==, HOM_START_FEATURES);
  g_assert_true (hom_matrix_invert (&search.best.estimate.w, &h, &error));
  g_assert_cmpfloat (test_pair_error (pair, &h), <, 3.0);

  hom_start_finder_free (reference.starts);
  hom_prepared_free (reference.prepared);
  hom_prepared_free (search.moving);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/starts/motion", test_motion);
  g_test_add_func ("/starts/steep", test_steep);
  g_test_add_func ("/starts/models", test_models);
  g_test_add_func ("/starts/sizes-and-masks", test_sizes_and_masks);
  g_test_add_func ("/starts/unrelated", test_unrelated);
  g_test_add_func ("/starts/nothing", test_nothing);
  g_test_add_func ("/starts/odd-sizes", test_odd_sizes);
  g_test_add_func ("/starts/same-again", test_same_again);
  g_test_add_func ("/starts/errors", test_errors);
  g_test_add_func ("/starts/certain", test_certain);

  return g_test_run ();
}
