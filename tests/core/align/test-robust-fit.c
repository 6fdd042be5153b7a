/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/start/hom-robust-fit.h"
#include "test-pictures.h"

#define N_PAIRS 400

static const HomBox box = { 0.0, 0.0, 640.0, 480.0 };

static const HomModel models[] = {
  HOM_MODEL_TRANSLATION, HOM_MODEL_EUCLIDEAN,  HOM_MODEL_SIMILARITY,
  HOM_MODEL_AFFINE,      HOM_MODEL_HOMOGRAPHY,
};

static HomPoint
random_point (GRand *rand, const HomBox *within)
{
  return (HomPoint){ g_rand_double_range (rand, within->x0, within->x1),
                     g_rand_double_range (rand, within->y0, within->y1) };
}

/* Sum of twelve uniform numbers. */
static gdouble
random_normal (GRand *rand)
{
  gdouble sum = -6.0;

  for (gint i = 0; i < 12; i++)
    sum += g_rand_double (rand);

  return sum;
}

/* A large motion within the model. */
static HomMatrix
random_truth (GRand *rand, HomModel model)
{
  static const gdouble reach[HOM_MAX_FREEDOMS] = { 0.3, 0.3, 3.0, 0.6,
                                                   0.3, 0.3, 0.2, 0.2 };
  gdouble              step[HOM_MAX_FREEDOMS];

  for (gint k = 0; k < HOM_MAX_FREEDOMS; k++)
    step[k] = g_rand_double_range (rand, -reach[k], reach[k]);

  return hom_model_update (model, &HOM_MATRIX_IDENTITY, &box, step);
}

static HomPointPair
true_pair (const HomMatrix *truth, HomPoint source)
{
  HomPointPair pair = { source, { 0.0, 0.0 }, 1.0, 1.0, 0.5 };

  g_assert_true (hom_matrix_apply (truth, source, &pair.target));

  return pair;
}

/* The first n_right are right but for the noise; the others are anything. The
 * quality tells a little.
 */
static void
make_pairs (GRand           *rand,
            const HomMatrix *truth,
            gsize            n_right,
            gdouble          noise,
            HomPointPair     pairs[N_PAIRS])
{
  for (gsize i = 0; i < N_PAIRS; i++)
    {
      pairs[i] = true_pair (truth, random_point (rand, &box));
      pairs[i].target.x += noise * random_normal (rand);
      pairs[i].target.y += noise * random_normal (rand);
      pairs[i].quality = g_rand_double_range (rand, 0.3, 1.0);
      if (i >= n_right)
        {
          pairs[i].target  = random_point (rand, &box);
          pairs[i].quality = g_rand_double_range (rand, 0.2, 0.8);
        }
    }
}

static HomRobustFit
fit_pairs (const HomPointPair *pairs,
           gsize               n,
           HomModel            model,
           gboolean           *inliers)
{
  GError      *error = NULL;
  HomRobustFit fit;

  g_assert_true (hom_robust_fit (pairs, n, model, &box, &box, NULL, inliers,
                                 &fit, &error));
  g_assert_no_error (error);

  return fit;
}

static void
test_outliers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 5 * G_N_ELEMENTS (models); i++)
    for (gint percent = 0; percent <= 70; percent += 35)
      {
        HomModel     model   = models[i % G_N_ELEMENTS (models)];
        HomMatrix    truth   = random_truth (rand, model);
        gsize        n_right = N_PAIRS * (100 - percent) / 100;
        gsize        n_found = 0;
        gsize        n_wrong = 0;
        HomPointPair pairs[N_PAIRS];
        gboolean     inliers[N_PAIRS];
        HomRobustFit fit;

        make_pairs (rand, &truth, n_right, 0.2, pairs);
        fit = fit_pairs (pairs, N_PAIRS, model, inliers);
        for (gsize k = 0; k < N_PAIRS; k++)
          {
            n_found += k < n_right && inliers[k];
            n_wrong += k >= n_right && inliers[k];
          }

        g_assert_cmpfloat (test_corner_error (&fit.h, &truth, &box), <, 0.5);
        g_assert_cmpuint (n_found, >=, n_right * 98 / 100);
        g_assert_cmpuint (n_wrong, <=, N_PAIRS / 100);
        g_assert_cmpuint (fit.n_inliers, ==, n_found + n_wrong);
        g_assert_cmpfloat_with_epsilon (
            fit.share, fit.n_inliers / (gdouble) N_PAIRS, 1e-12);
        /* Of two coordinates with a deviation of 0.2 each. */
        g_assert_cmpfloat_with_epsilon (fit.residual, 0.2 * G_SQRT2, 0.06);
        g_assert_cmpfloat (fit.overlap, >, 0.2);
      }
}

/* The result belongs to the group, whatever the pairs say. */
static void
test_groups (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  HomMatrix    truth     = random_truth (rand, HOM_MODEL_HOMOGRAPHY);
  HomPointPair pairs[N_PAIRS];

  make_pairs (rand, &truth, N_PAIRS, 0.0, pairs);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (models); i++)
    {
      HomRobustFit   fit = fit_pairs (pairs, N_PAIRS, models[i], NULL);
      const gdouble *m   = fit.h.m;

      g_assert_cmpfloat_with_epsilon (hypot (m[6], m[7]) / m[8], 0.0, 1e-12);
      if (models[i] == HOM_MODEL_TRANSLATION)
        g_assert_cmpfloat_with_epsilon (m[0] / m[8], 1.0, 1e-9);
      if (models[i] == HOM_MODEL_EUCLIDEAN)
        g_assert_cmpfloat_with_epsilon (hypot (m[0], m[3]) / m[8], 1.0, 1e-9);
      if (models[i] <= HOM_MODEL_SIMILARITY)
        {
          g_assert_cmpfloat_with_epsilon (m[0] / m[8], m[4] / m[8], 1e-9);
          g_assert_cmpfloat_with_epsilon (m[1] / m[8], -m[3] / m[8], 1e-9);
        }
    }
}

static void
test_least_pairs (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      static const HomPoint corners[] = { { 20, 30 },
                                          { 600, 50 },
                                          { 580, 450 },
                                          { 40, 420 } };
      gint                  least     = hom_point_pairs_least (models[i]);
      HomMatrix             truth     = random_truth (rand, models[i]);
      GError               *error     = NULL;
      HomPointPair          pairs[4];
      HomRobustFit          fit;

      for (gint k = 0; k < 4; k++)
        pairs[k] = true_pair (&truth, corners[k]);

      fit = fit_pairs (pairs, least, models[i], NULL);
      g_assert_cmpfloat (test_corner_error (&fit.h, &truth, &box), <, 1e-6);
      g_assert_cmpuint (fit.n_inliers, ==, least);

      g_assert_false (hom_robust_fit (pairs, least - 1, models[i], &box, &box,
                                      NULL, NULL, &fit, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
      g_assert_false (hom_robust_fit (NULL, 0, models[i], &box, &box, NULL,
                                      NULL, &fit, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
    }
}

static void
test_degenerate (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  HomMatrix    truth     = random_truth (rand, HOM_MODEL_HOMOGRAPHY);
  GError      *error     = NULL;
  HomPointPair pairs[N_PAIRS];
  HomRobustFit fit;

  /* All on a line. */
  for (gsize i = 0; i < N_PAIRS; i++)
    pairs[i] = true_pair (&truth, (HomPoint){ i + 100.0, 0.5 * i + 7.0 });
  g_assert_false (hom_robust_fit (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, &box,
                                  &box, NULL, NULL, &fit, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
  g_assert_false (hom_robust_fit (pairs, N_PAIRS, HOM_MODEL_AFFINE, &box, &box,
                                  NULL, NULL, &fit, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);

  /* All in one place. */
  for (gsize i = 0; i < N_PAIRS; i++)
    pairs[i] = true_pair (&truth, (HomPoint){ 100.0, 100.0 });
  for (guint i = 1; i < G_N_ELEMENTS (models); i++)
    {
      g_assert_false (hom_robust_fit (pairs, N_PAIRS, models[i], &box, &box,
                                      NULL, NULL, &fit, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
    }

  /* None is a number. */
  for (gsize i = 0; i < N_PAIRS; i++)
    pairs[i].source.x = NAN;
  g_assert_false (hom_robust_fit (pairs, N_PAIRS, HOM_MODEL_TRANSLATION, &box,
                                  &box, NULL, NULL, &fit, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
}

/* How widely the agreeing pairs are spread tells a good fit from a bad one. */
static void
test_spread (void)
{
  const HomBox corner    = { 10.0, 10.0, 74.0, 58.0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  HomMatrix    truth     = hom_matrix_translation (100.0, 50.0);
  HomPointPair pairs[N_PAIRS];
  HomRobustFit fit;

  make_pairs (rand, &truth, N_PAIRS / 2, 0.1, pairs);
  fit = fit_pairs (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, NULL);
  g_assert_cmpfloat (fit.spread, >, 0.8);
  g_assert_cmpfloat (fit.spread, <, 1.4);

  /* In a tenth of the picture along each side. */
  for (gsize i = 0; i < N_PAIRS / 2; i++)
    pairs[i] = true_pair (&truth, random_point (rand, &corner));
  fit = fit_pairs (pairs, N_PAIRS, HOM_MODEL_TRANSLATION, NULL);
  g_assert_cmpfloat (fit.spread, <, 0.2);

  /* All right ones on a line. */
  for (gsize i = 0; i < N_PAIRS / 2; i++)
    pairs[i] = true_pair (&truth, (HomPoint){ 3.0 * i, 10.0 + 2.0 * i });
  fit = fit_pairs (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, NULL);
  g_assert_cmpfloat (fit.spread, <, 0.2);
}

static void
test_overlap (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  HomMatrix    truth     = hom_matrix_translation (320.0, 120.0);
  HomPointPair pairs[N_PAIRS];
  HomRobustFit fit;

  make_pairs (rand, &truth, N_PAIRS, 0.1, pairs);
  fit = fit_pairs (pairs, N_PAIRS, HOM_MODEL_TRANSLATION, NULL);
  g_assert_cmpfloat_with_epsilon (fit.overlap, 0.5 * 0.75, 1e-9);
}

/* Wrong pairs alone agree on nothing, and the count says so. */
static void
test_nonsense (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  HomPointPair pairs[N_PAIRS];

  make_pairs (rand, &HOM_MATRIX_IDENTITY, 0, 0.0, pairs);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    g_assert_cmpuint (fit_pairs (pairs, N_PAIRS, models[i], NULL).n_inliers, <,
                      20);
}

/* No photograph shows another one mirrored. */
static void
test_mirror (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  HomMatrix    mirror    = { { -1, 0, 640, 0, 1, 0, 0, 0, 1 } };
  GError      *error     = NULL;
  HomPointPair pairs[N_PAIRS];
  HomRobustFit fit;

  make_pairs (rand, &mirror, N_PAIRS, 0.0, pairs);
  if (hom_robust_fit (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, &box, &box, NULL,
                      NULL, &fit, &error))
    g_assert_cmpfloat (fit.share, <, 0.1);
  else
    test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
}

/* A pair of a large scale may be farther off, and counts less. */
static void
test_scales (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  HomMatrix    truth     = random_truth (rand, HOM_MODEL_HOMOGRAPHY);
  HomPointPair pairs[N_PAIRS];
  gboolean     inliers[N_PAIRS];
  HomRobustFit fit;

  make_pairs (rand, &truth, N_PAIRS, 0.01, pairs);
  for (gsize i = 0; i < N_PAIRS; i += 2)
    pairs[i].target.x += 6.0;

  fit = fit_pairs (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, inliers);
  g_assert_cmpuint (fit.n_inliers, <=, N_PAIRS / 2 + 4);

  for (gsize i = 0; i < N_PAIRS; i += 2)
    pairs[i].target_scale = 20.0;
  fit = fit_pairs (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, inliers);
  g_assert_cmpuint (fit.n_inliers, ==, N_PAIRS);
  g_assert_cmpfloat (test_corner_error (&fit.h, &truth, &box), <, 0.2);
}

/* Wrong pairs agree by chance, with every model, but that is no evidence; a few
 * right ones among them are, and the model that they are of has the most.
 */
static void
test_evidence (void)
{
  g_autofree HomPointPair *pairs = g_new (HomPointPair, N_PAIRS);

  for (guint32 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      HomMatrix    truth     = random_truth (rand, HOM_MODEL_SIMILARITY);
      gsize        n         = 10 + seed * 2;
      gdouble      best      = 0.0;
      HomRobustFit fit;

      for (gsize i = 0; i < n; i++)
        pairs[i] = (HomPointPair){ random_point (rand, &box),
                                   random_point (rand, &box), 1.0, 1.0, 0.5 };
      for (guint k = 0; k < G_N_ELEMENTS (models); k++)
        if (hom_robust_fit (pairs, n, models[k], &box, &box, NULL, NULL, &fit,
                            NULL))
          g_assert_cmpfloat (fit.minus_log_nfa, <, 3.0);

      for (gsize i = 0; i < 10; i++)
        pairs[i] = true_pair (&truth, random_point (rand, &box));
      for (guint k = 0; k < G_N_ELEMENTS (models); k++)
        {
          g_assert_true (hom_robust_fit (pairs, n, models[k], &box, &box, NULL,
                                         NULL, &fit, NULL));
          if (models[k] == HOM_MODEL_SIMILARITY)
            best = fit.minus_log_nfa;
          else
            g_assert_cmpfloat (fit.minus_log_nfa,
                               <, k> 2 ? best : (gdouble) G_MAXFLOAT);
        }
      g_assert_cmpfloat (best, >, 10.0);
    }
}

/* Moisan & Stival's number by its definition, for pairs that are all right. */
static void
test_false_alarms (void)
{
  g_autofree HomPointPair *pairs = g_new (HomPointPair, N_PAIRS);
  g_autoptr (GRand) rand         = g_rand_new_with_seed (50);
  HomMatrix    truth             = random_truth (rand, HOM_MODEL_SIMILARITY);
  gdouble      chance = G_PI * pow (3.0349 * 0.6, 2.0) / (640.0 * 480.0);
  HomRobustFit fit;

  /* Of 12 pairs, 9 are right. */
  for (gsize i = 0; i < 12; i++)
    pairs[i] = true_pair (&truth, random_point (rand, &box));
  for (gsize i = 9; i < 12; i++)
    pairs[i].target.x += 100.0 * i;

  g_assert_true (hom_robust_fit (pairs, 12, HOM_MODEL_SIMILARITY, &box, &box,
                                 NULL, NULL, &fit, NULL));
  g_assert_cmpuint (fit.n_inliers, ==, 9);
  /* 12 − 2, 12 over 9, 9 over 2. */
  g_assert_cmpfloat_with_epsilon (
      fit.minus_log_nfa, -log10 (10.0 * 220.0 * 36.0 * pow (chance, 7.0)),
      1e-6);
}

/* The order of the pairs does not matter, nor what runs before. */
static void
test_same_again (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (10);
  HomMatrix    truth     = random_truth (rand, HOM_MODEL_HOMOGRAPHY);
  HomPointPair pairs[N_PAIRS], reversed[N_PAIRS];
  HomRobustFit first, second;

  make_pairs (rand, &truth, N_PAIRS / 2, 0.3, pairs);
  for (gsize i = 0; i < N_PAIRS; i++)
    reversed[i] = pairs[N_PAIRS - 1 - i];

  first  = fit_pairs (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, NULL);
  second = fit_pairs (reversed, N_PAIRS, HOM_MODEL_HOMOGRAPHY, NULL);
  g_assert_cmpmem (&first.h, sizeof (HomMatrix), &second.h, sizeof (HomMatrix));
}

/* Far from the origin all is the same, and a pair that is not a number is as
 * good as absent.
 */
static void
test_offsets (void)
{
  const HomBox far_box   = { 5000.0, -3000.0, 5640.0, -2520.0 };
  HomMatrix    away      = hom_matrix_translation (-5000.0, 3000.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  HomMatrix    truth     = random_truth (rand, HOM_MODEL_HOMOGRAPHY);
  GError      *error     = NULL;
  HomPointPair pairs[N_PAIRS];
  HomRobustFit near, far;
  HomMatrix    h;

  make_pairs (rand, &truth, N_PAIRS / 2, 0.3, pairs);
  near = fit_pairs (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, NULL);
  for (gsize i = 0; i < N_PAIRS; i++)
    {
      pairs[i].source.x += 5000.0;
      pairs[i].source.y -= 3000.0;
    }
  pairs[N_PAIRS - 1].source.x = NAN;
  pairs[N_PAIRS - 2].target.y = INFINITY;

  g_assert_true (hom_robust_fit (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, &box,
                                 &far_box, NULL, NULL, &far, &error));
  g_assert_no_error (error);
  h = hom_matrix_multiply (&near.h, &away);
  g_assert_cmpfloat (test_corner_error (&far.h, &h, &far_box), <, 1e-3);
  g_assert_cmpuint (far.n_inliers, ==, near.n_inliers);
  g_assert_cmpfloat_with_epsilon (far.overlap, near.overlap, 1e-9);
}

static gdouble
weighted_loss (const HomPointPair *pairs,
               const gdouble      *weights,
               const HomMatrix    *h)
{
  gdouble sum = 0.0;

  for (gsize i = 0; i < N_PAIRS; i++)
    {
      HomPoint q;

      g_assert_true (hom_matrix_apply (h, pairs[i].source, &q));
      sum += weights[i] * (pow (q.x - pairs[i].target.x, 2.0) +
                           pow (q.y - pairs[i].target.y, 2.0));
    }

  return sum;
}

/* No step within the model from the least squares of hom_point_pairs_fit()
 * makes them less. That of a homography is tested by test-points.c.
 */
static void
test_least_squares (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);

  for (guint i = 0; i + 1 < G_N_ELEMENTS (models); i++)
    {
      HomMatrix    truth = random_truth (rand, models[i]);
      GError      *error = NULL;
      HomPointPair pairs[N_PAIRS];
      gdouble      weights[N_PAIRS];
      HomMatrix    h;

      make_pairs (rand, &truth, N_PAIRS, 5.0, pairs);
      for (gsize k = 0; k < N_PAIRS; k++)
        weights[k] = g_rand_double (rand);
      g_assert_true (hom_point_pairs_fit (pairs, weights, N_PAIRS, models[i],
                                          &h, &error));
      g_assert_no_error (error);

      for (gint k = 0; k < 2 * hom_model_freedoms (models[i]); k++)
        {
          gdouble   step[HOM_MAX_FREEDOMS] = { 0.0 };
          HomMatrix moved;

          step[k / 2] = k % 2 ? 1e-3 : -1e-3;
          moved       = hom_model_update (models[i], &h, &box, step);
          g_assert_cmpfloat (weighted_loss (pairs, weights, &moved), >,
                             weighted_loss (pairs, weights, &h));
        }
    }
}

static void
test_cancel (void)
{
  g_autoptr (GRand) rand               = g_rand_new_with_seed (13);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError      *error                   = NULL;
  HomPointPair pairs[N_PAIRS];
  HomRobustFit fit;

  make_pairs (rand, &HOM_MATRIX_IDENTITY, N_PAIRS, 0.1, pairs);
  g_cancellable_cancel (cancellable);
  g_assert_false (hom_robust_fit (pairs, N_PAIRS, HOM_MODEL_HOMOGRAPHY, &box,
                                  &box, cancellable, NULL, &fit, &error));
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/robust-fit/outliers", test_outliers);
  g_test_add_func ("/robust-fit/groups", test_groups);
  g_test_add_func ("/robust-fit/least-pairs", test_least_pairs);
  g_test_add_func ("/robust-fit/degenerate", test_degenerate);
  g_test_add_func ("/robust-fit/spread", test_spread);
  g_test_add_func ("/robust-fit/overlap", test_overlap);
  g_test_add_func ("/robust-fit/nonsense", test_nonsense);
  g_test_add_func ("/robust-fit/mirror", test_mirror);
  g_test_add_func ("/robust-fit/scales", test_scales);
  g_test_add_func ("/robust-fit/evidence", test_evidence);
  g_test_add_func ("/robust-fit/false-alarms", test_false_alarms);
  g_test_add_func ("/robust-fit/same-again", test_same_again);
  g_test_add_func ("/robust-fit/offsets", test_offsets);
  g_test_add_func ("/robust-fit/least-squares", test_least_squares);
  g_test_add_func ("/robust-fit/cancel", test_cancel);

  return g_test_run ();
}
