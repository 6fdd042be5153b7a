/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "align/start/hom-robust-fit.h"
#include "base/hom-memory.h"
#include "homography/hom-error.h"
#include "homography/hom-matrix-box.h"
#include "homography/hom-matrix-corners.h"
#include "homography/hom-quad.h"

/* The seed of the samples: the same pairs give the same matrix, each time. */
#define SEED 1

/* The most samples: they find four right pairs among 70 % wrong ones with a
 * failure in 10⁷⁰, among 85 % in 10⁴, within a third of a second.
 */
#define MAX_SAMPLES 20000

/* The share of cases in which no sample of right pairs alone is drawn. */
#define FAILURE 1e-4

/* The least number of samples: a right one that is not well placed makes room
 * for a better one.
 */
#define LEAST_SAMPLES 50

/* The number of samples after which PROSAC draws from all pairs alike (Chum &
 * Matas 2005, doi:10.1109/CVPR.2005.221, who propose it).
 */
#define PROSAC_SAMPLES 200000.0

/* The most steps of the local optimization of one sample, and of the best one
 * in the end.
 */
#define LOCAL_STEPS 5
#define FINAL_STEPS 30

/* The local optimization has converged when the loss falls by a smaller share
 * than this.
 */
#define CONVERGED 1e-7

#define CANCEL_EVERY 64

#define MAX_SAMPLE 4

/* The state of PROSAC.
 *
 * @pool: how many pairs, the best ones, a sample is drawn from.
 * @expected: how many samples of only these there would be among PROSAC_SAMPLES
 *   of all.
 * @switch_at: the sample at which one more pair comes in.
 */
typedef struct
{
  GRand  *rand;
  gsize   n_pairs;
  gint    size;
  gsize   pool;
  gdouble expected;
  gdouble switch_at;
} Sampler;

typedef struct
{
  const HomConsensus *consensus;
  HomModel            model;
  const HomBox       *moving;
  HomMatrix           h;
  gdouble             loss;
} Best;

static void
sampler_init (Sampler *sampler, gsize n_pairs, gint size)
{
  sampler->rand      = g_rand_new_with_seed (SEED);
  sampler->n_pairs   = n_pairs;
  sampler->size      = size;
  sampler->pool      = size;
  sampler->expected  = PROSAC_SAMPLES;
  sampler->switch_at = 1.0;
  for (gint i = 0; i < size; i++)
    sampler->expected *= (gdouble) (size - i) / (n_pairs - i);
}

/* Grows the pool as section 2.1 of the paper has it: equations 3 and 4. */
static void
grow_pool (Sampler *sampler, gint t)
{
  while (t > sampler->switch_at && sampler->pool < sampler->n_pairs)
    {
      gdouble next = sampler->expected * (sampler->pool + 1) /
                     (sampler->pool + 1 - sampler->size);

      sampler->switch_at += ceil (next - sampler->expected);
      sampler->expected = next;
      sampler->pool++;
    }
}

/* Draws sample number @t, from 1: different pairs, of which one is the newest
 * of the pool as long as that grows.
 */
static void
draw_sample (Sampler *sampler, gint t, gsize sample[MAX_SAMPLE])
{
  gsize from;
  gint  n = 0;

  grow_pool (sampler, t);
  from = sampler->pool;
  if (t <= sampler->switch_at)
    {
      sample[n++] = sampler->pool - 1;
      from--;
    }

  while (n < sampler->size)
    {
      gsize    drawn    = g_rand_int_range (sampler->rand, 0, from);
      gboolean is_taken = FALSE;

      for (gint i = 0; i < n; i++)
        is_taken = is_taken || sample[i] == drawn;
      if (! is_taken)
        sample[n++] = drawn;
    }
}

/* Finds twice the signed area of a triangle. */
static gdouble
turn (HomPoint a, HomPoint b, HomPoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Puts four points into the order of a convex quadrilateral, if they make one:
 * of the three ways to go round, the one whose diagonals cross.
 */
static void
order_quad (HomPointPair p[4])
{
  HomPointPair swapped;

  if (turn (p[0].source, p[2].source, p[1].source) *
          turn (p[0].source, p[2].source, p[3].source) <
      0.0)
    return;

  /* 0 and 2 are neighbours: either 1 or 3 is opposite to 0. */
  if (turn (p[0].source, p[1].source, p[2].source) *
          turn (p[0].source, p[1].source, p[3].source) <
      0.0)
    {
      swapped = p[1];
      p[1]    = p[2];
      p[2]    = swapped;
    }
  else
    {
      swapped = p[3];
      p[3]    = p[2];
      p[2]    = swapped;
    }
}

/* Finds the matrix of four pairs in convex position that go round the same way
 * in both pictures: else the plane would be seen from behind, or the horizon
 * lie between them.
 */
static gboolean
solve_quad (HomPointPair p[4], HomMatrix *h)
{
  HomPoint source[4], target[4];

  order_quad (p);
  for (gint i = 0; i < 4; i++)
    {
      source[i] = p[i].source;
      target[i] = p[i].target;
    }

  return turn (source[0], source[1], source[2]) *
                 turn (target[0], target[1], target[2]) >
             0.0 &&
         hom_matrix_from_corners (source, target, h, NULL);
}

/* Tells whether a matrix shows all of the moving picture from the front. */
static gboolean
is_sane (const HomMatrix *h, const HomBox *moving)
{
  const gdouble *m = h->m;

  return m[0] * m[4] - m[1] * m[3] != 0.0 &&
         ! hom_matrix_has_horizon (h, moving);
}

static gboolean
solve_sample (const Best *best, const gsize *sample, gint size, HomMatrix *h)
{
  HomPointPair pairs[MAX_SAMPLE];

  for (gint i = 0; i < size; i++)
    pairs[i] = best->consensus->pairs[sample[i]];

  if (! (size == MAX_SAMPLE ?
             solve_quad (pairs, h) :
             hom_point_pairs_fit (pairs, NULL, size, best->model, h, NULL)))
    return FALSE;

  return is_sane (h, best->moving);
}

/* Lowers the loss from @start on, by iteratively reweighted least squares.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY. That the pairs no longer determine a
 *   matrix is no error.
 */
static gboolean
optimize (Best            *best,
          const HomMatrix *start,
          gdouble          loss,
          gint             n_steps,
          GError         **error)
{
  const HomConsensus *consensus = best->consensus;
  HomMatrix           h         = *start;

  for (gint i = 0; i < n_steps; i++)
    {
      gdouble before          = loss;
      g_autoptr (GError) none = NULL;

      hom_consensus_weigh (consensus, &h, consensus->weights);
      if (! hom_point_pairs_fit (consensus->pairs, consensus->weights,
                                 consensus->n, best->model, &h, &none))
        return hom_memory_pass_on (&none, error);
      if (! is_sane (&h, best->moving))
        return TRUE;

      loss = hom_consensus_loss (consensus, &h, G_MAXDOUBLE);
      if (loss < best->loss)
        {
          best->h    = h;
          best->loss = loss;
        }
      if (! (loss < before * (1.0 - CONVERGED)))
        return TRUE;
    }

  return TRUE;
}

/* Estimates how many samples it takes to draw one of right pairs alone. */
static gint
count_samples (const Best *best, gint size)
{
  gsize   n_inliers = hom_consensus_inliers (best->consensus, &best->h, NULL,
                                             NULL);
  gdouble right     = pow ((gdouble) n_inliers / best->consensus->n, size);

  if (! (right < 1.0))
    return LEAST_SAMPLES;

  return CLAMP (log (FAILURE) / log1p (-right), LEAST_SAMPLES, MAX_SAMPLES);
}

/* Searches for the best matrix by LO-RANSAC (Chum, Matas & Kittler 2003,
 * doi:10.1007/978-3-540-45243-0_31).
 *
 * Returns: FALSE when cancelled, and with %HOM_ERROR_MEMORY.
 */
static gboolean
search (Best *best, GCancellable *cancellable, GError **error)
{
  gboolean success   = TRUE;
  gint     size      = hom_point_pairs_least (best->model);
  gint     n_samples = MAX_SAMPLES;
  Sampler  sampler;
  gsize    sample[MAX_SAMPLE];

  sampler_init (&sampler, best->consensus->n, size);
  for (gint t = 1; success && t <= n_samples; t++)
    {
      HomMatrix h;
      gdouble   loss;

      if (t % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      draw_sample (&sampler, t, sample);
      if (! solve_sample (best, sample, size, &h))
        continue;
      loss = hom_consensus_loss (best->consensus, &h, best->loss);
      if (! (loss < best->loss))
        continue;

      best->h    = h;
      best->loss = loss;
      success    = optimize (best, &h, loss, LOCAL_STEPS, error);
      n_samples  = count_samples (best, size);
    }
  g_rand_free (sampler.rand);

  return success && ! g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
check_count (gsize n_pairs, HomModel model, GError **error)
{
  gint least = hom_point_pairs_least (model);

  if (n_pairs >= (gsize) least)
    return TRUE;

  g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
               _ ("The pictures have %lu details in common; at least %d are "
                  "needed."),
               (gulong) n_pairs, least);

  return FALSE;
}

/* Runs the search on pairs in the order of their quality. */
static gboolean
fit_scored (const HomConsensus *consensus,
            HomModel            model,
            const HomBox       *moving,
            GCancellable       *cancellable,
            HomMatrix          *h,
            GError            **error)
{
  Best best = { consensus, model, moving, HOM_MATRIX_IDENTITY, G_MAXDOUBLE };

  if (! search (&best, cancellable, error))
    return FALSE;

  if (best.loss == G_MAXDOUBLE)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                           _ ("The details that the pictures have in common do "
                              "not tell how one lies over the other: they "
                              "contradict each other, or lie on one line."));
      return FALSE;
    }

  if (! optimize (&best, &best.h, best.loss, FINAL_STEPS, error))
    return FALSE;
  *h = best.h;

  return TRUE;
}

/**
 * hom_robust_fit:
 * @pairs: @n_pairs pairs, in any order. Those with a coordinate that is not a
 *   finite number are ignored.
 * @reference: the box of the picture in which the targets are.
 * @moving: the box of the one in which the sources are.
 * @inliers: (out) (nullable): for each of the @n_pairs pairs, whether it agrees
 *   with the result.
 * @fit: (out): the result.
 *
 * Finds the matrix of @model that the pairs agree on, however many are wrong,
 * as long as the right ones agree better than the wrong ones do by chance. It
 * draws samples by PROSAC in the order of their quality, scores and refines
 * them by the loss of MAGSAC++ (see hom-consensus.c), and gives the same result
 * for the same pairs each time. Whether it is to be trusted is for the caller
 * to tell from
 * @fit: a few wrong pairs always agree on something.
 *
 * Returns: FALSE with %HOM_ERROR_ALIGNMENT when there are fewer pairs than
 *   @model needs, or none tell the matrix; with %HOM_ERROR_MEMORY; with
 *   %G_IO_ERROR_CANCELLED.
 */
gboolean
hom_robust_fit (const HomPointPair *pairs,
                gsize               n_pairs,
                HomModel            model,
                const HomBox       *reference,
                const HomBox       *moving,
                GCancellable       *cancellable,
                gboolean           *inliers,
                HomRobustFit       *fit,
                GError            **error)
{
  HomConsensus consensus;
  HomMatrix    h;
  gboolean     success;

  success = hom_consensus_init (&consensus, pairs, n_pairs, error) &&
            check_count (consensus.n, model, error) &&
            fit_scored (&consensus, model, moving, cancellable, &h, error) &&
            hom_consensus_report (&consensus, model, &h, reference, moving,
                                  inliers, n_pairs, fit, error);
  hom_consensus_clear (&consensus);

  return success;
}
