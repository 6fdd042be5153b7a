/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "align/start/hom-keypoint-detection.h"
#include "align/start/hom-keypoint-pairs.h"
#include "align/start/hom-robust-fit.h"
#include "align/start/hom-search-poses.h"
#include "align/start/hom-start-stages.h"
#include "base/hom-ingredients.h"
#include "base/hom-memory.h"
#include "homography/hom-matrix-box.h"

/* The least evidence for a matrix that features agree on: below this, it is
 * taken for chance.
 */
#define LEAST_MINUS_LOG_NFA 3.0

/* The least spread of features: in a smaller part of the overlap, they do not
 * tell where the rest goes.
 */
#define LEAST_SPREAD 0.05

/* With this many pairs, spread this widely, more features tell nothing new:
 * four times the pairs that determine a homography.
 */
#define ENOUGH_INLIERS 16
#define ENOUGH_SPREAD  0.3

/* Two starts whose corners lie no farther apart than this, as a share of the
 * longer side of the reference, lead to the same place.
 */
#define SAME 0.01

static const gint max_pixels[HOM_N_START_SIZES] = { HOM_KEYPOINTS_QUICK,
                                                    HOM_KEYPOINTS_THOROUGH };

void
hom_start_picture_clear (HomStartPicture *picture)
{
  for (gint i = 0; i < HOM_N_START_SIZES; i++)
    hom_keypoint_set_free (picture->keypoints[i]);
  for (gint i = 0; i < HOM_N_TILTED_VIEWS; i++)
    hom_keypoint_set_free (picture->views[i]);
}

/* Looks for the features that are not known yet, in both pictures at once. */
static gboolean
find_keypoints (HomStartPair *pair,
                HomStartSize  size,
                GCancellable *cancellable,
                GError      **error)
{
  HomStartPicture   *both[2] = { pair->reference, &pair->moving };
  HomKeypointRequest requests[2];
  HomKeypointSet   **results[2];
  gint               n = 0;

  for (gint i = 0; i < 2; i++)
    if (! both[i]->keypoints[size])
      {
        results[n]    = &both[i]->keypoints[size];
        requests[n++] = (HomKeypointRequest){ both[i]->grey, both[i]->mask };
      }
  if (! hom_keypoints_detect (requests, n, max_pixels[size], cancellable,
                              error))
    return FALSE;

  for (gint i = 0; i < n; i++)
    *results[i] = requests[i].keypoints;

  return TRUE;
}

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  gdouble x = ((const HomCandidate *) a)->minus_log_nfa;
  gdouble y = ((const HomCandidate *) b)->minus_log_nfa;

  return (x < y) - (x > y);
}

/* Puts the candidates with the most evidence first. Of those that are the same,
 * the first stays.
 *
 * Returns: how many stay.
 */
static gint
sort_candidates (const HomStartPair *pair, HomCandidate candidates[], gint n)
{
  const HomImage *reference = pair->reference->grey;
  const HomBox    box       = hom_image_box (pair->moving.grey);
  gdouble         limit     = SAME * MAX (reference->width, reference->height);
  gint            n_kept    = 0;

  qsort (candidates, n, sizeof (HomCandidate), compare_candidates);
  for (gint i = 0; i < n; i++)
    {
      gboolean is_new = TRUE;

      for (gint k = 0; k < n_kept && is_new; k++)
        is_new = hom_matrix_corner_distance (&candidates[k].h, &candidates[i].h,
                                             &box) > limit;
      if (is_new)
        candidates[n_kept++] = candidates[i];
    }

  return n_kept;
}

/* Returns the smallest model to try. Fewer freedoms may tell a few pairs from
 * chance, or hold where they are all in one place, when more do not.
 */
static HomModel
smallest_model (HomModel model)
{
  return model >= HOM_MODEL_SIMILARITY ? HOM_MODEL_SIMILARITY :
                                         HOM_MODEL_TRANSLATION;
}

/* Finds what the pairs agree on, by the model asked for and by smaller ones.
 *
 * Returns: how many candidates it found; −1 with an error.
 */
static gint
fit_pairs (HomStartPair       *pair,
           const HomPointPair *pairs,
           gsize               n_pairs,
           gboolean            is_negative,
           HomCandidate        candidates[],
           GCancellable       *cancellable,
           GError            **error)
{
  HomBox       reference = hom_image_box (pair->reference->grey);
  HomBox       moving    = hom_image_box (pair->moving.grey);
  gint         n         = 0;
  HomRobustFit fit;

  for (gint model = pair->model; model >= (gint) smallest_model (pair->model);
       model--)
    {
      GError *failure = NULL;

      if (! hom_robust_fit (pairs, n_pairs, model, &reference, &moving,
                            cancellable, NULL, &fit, &failure))
        {
          if (! hom_memory_pass_on (&failure, error))
            return -1;
          continue;
        }
      if (fit.minus_log_nfa < LEAST_MINUS_LOG_NFA || fit.spread < LEAST_SPREAD)
        continue;

      if (fit.n_inliers >= ENOUGH_INLIERS && fit.spread >= ENOUGH_SPREAD)
        pair->has_enough = TRUE;
      candidates[n++] = (HomCandidate){ fit.h,     HOM_START_FEATURES,
                                        model,     is_negative,
                                        FALSE,     fit.minus_log_nfa,
                                        fit.spread };
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  return sort_candidates (pair, candidates, n);
}

static gint
start_from_keypoints (HomStartPair *pair,
                      HomStartSize  size,
                      gboolean      is_negative,
                      HomCandidate  candidates[],
                      GCancellable *cancellable,
                      GError      **error)
{
  g_autoptr (HomKeypointSet) negative  = NULL;
  hom_automemory HomPointPair *pairs   = NULL;
  gsize                        n_pairs = 0;

  if (! hom_uses (HOM_INGREDIENT_FEATURES))
    return 0;
  if (! find_keypoints (pair, size, cancellable, error))
    return -1;

  if (is_negative)
    {
      negative = hom_keypoint_set_negate (pair->moving.keypoints[size], error);
      if (! negative)
        return -1;
    }
  pairs = hom_keypoint_pairs_new (pair->reference->keypoints[size],
                                  is_negative ? negative :
                                                pair->moving.keypoints[size],
                                  cancellable, &n_pairs, error);
  if (! pairs)
    return -1;

  return fit_pairs (pair, pairs, n_pairs, is_negative, candidates, cancellable,
                    error);
}

static gint
start_quick (HomStartPair *pair,
             HomCandidate  candidates[],
             GCancellable *cancellable,
             GError      **error)
{
  return start_from_keypoints (pair, HOM_START_QUICK, FALSE, candidates,
                               cancellable, error);
}

static gint
start_quick_negative (HomStartPair *pair,
                      HomCandidate  candidates[],
                      GCancellable *cancellable,
                      GError      **error)
{
  return start_from_keypoints (pair, HOM_START_QUICK, TRUE, candidates,
                               cancellable, error);
}

static gint
start_thorough (HomStartPair *pair,
                HomCandidate  candidates[],
                GCancellable *cancellable,
                GError      **error)
{
  if (pair->has_enough || ! hom_uses (HOM_INGREDIENT_THOROUGH_FEATURES))
    return 0;

  return start_from_keypoints (pair, HOM_START_THOROUGH, FALSE, candidates,
                               cancellable, error);
}

static gint
start_thorough_negative (HomStartPair *pair,
                         HomCandidate  candidates[],
                         GCancellable *cancellable,
                         GError      **error)
{
  if (pair->has_enough || ! hom_uses (HOM_INGREDIENT_THOROUGH_FEATURES))
    return 0;

  return start_from_keypoints (pair, HOM_START_THOROUGH, TRUE, candidates,
                               cancellable, error);
}

static gint
search (HomStartPair *pair,
        gboolean      by_edges,
        HomCandidate  candidates[],
        GCancellable *cancellable,
        GError      **error)
{
  HomSearchPeak peaks[HOM_MAX_CANDIDATES];
  gint          n;

  if (! hom_uses (HOM_INGREDIENT_POSE_SEARCH))
    return 0;

  n = hom_search_poses (pair->reference->grey, pair->reference->mask,
                        pair->moving.grey, pair->moving.mask, pair->model,
                        by_edges, peaks, HOM_MAX_CANDIDATES, cancellable,
                        error);
  for (gint i = 0; i < n; i++)
    candidates[i] = (HomCandidate){
      peaks[i].h,
      HOM_START_SEARCH,
      MIN (pair->model, HOM_MODEL_SIMILARITY),
      peaks[i].correlation < 0.0,
      by_edges,
      peaks[i].minus_log_nfa,
      peaks[i].overlap,
    };

  return n;
}

static gint
start_search (HomStartPair *pair,
              HomCandidate  candidates[],
              GCancellable *cancellable,
              GError      **error)
{
  return search (pair, FALSE, candidates, cancellable, error);
}

static gint
start_search_by_edges (HomStartPair *pair,
                       HomCandidate  candidates[],
                       GCancellable *cancellable,
                       GError      **error)
{
  return search (pair, TRUE, candidates, cancellable, error);
}

/* Finds what the keypoints of the one picture and those of a view of the other
 * agree on, either way round.
 *
 * Returns: how many candidates it found; −1 with an error.
 */
static gint
start_from_view (HomStartPair *pair,
                 gint          view,
                 HomCandidate  candidates[2 * HOM_MAX_CANDIDATES],
                 GCancellable *cancellable,
                 GError      **error)
{
  HomStartPicture *reference           = pair->reference;
  g_autoptr (HomKeypointSet) of_moving = NULL;
  gint n                               = 0;

  if (! reference->views[view])
    reference->views[view] = hom_tilted_view_keypoints (
        reference->grey, reference->mask, view, cancellable, error);
  if (reference->views[view])
    of_moving = hom_tilted_view_keypoints (pair->moving.grey, pair->moving.mask,
                                           view, cancellable, error);
  if (! of_moving)
    return -1;

  for (gint i = 0; i < 2; i++)
    {
      gsize                        n_pairs;
      gint                         n_more;
      hom_automemory HomPointPair *pairs = hom_keypoint_pairs_new (
          i == 0 ? reference->views[view] :
                   reference->keypoints[HOM_START_QUICK],
          i == 0 ? pair->moving.keypoints[HOM_START_QUICK] : of_moving,
          cancellable, &n_pairs, error);

      if (! pairs)
        return -1;
      n_more = fit_pairs (pair, pairs, n_pairs, FALSE, &candidates[n],
                          cancellable, error);
      if (n_more < 0)
        return -1;
      n += n_more;
    }

  return n;
}

/* Finds starts from views of both pictures from the side. */
static gint
start_tilted (HomStartPair *pair,
              HomCandidate  candidates[],
              GCancellable *cancellable,
              GError      **error)
{
  HomCandidate all[2 * HOM_MAX_CANDIDATES * HOM_N_TILTED_VIEWS];
  gint         n = 0;

  if (pair->has_enough || ! hom_uses (HOM_INGREDIENT_FEATURES))
    return 0;
  if (! find_keypoints (pair, HOM_START_QUICK, cancellable, error))
    return -1;

  for (gint view = 0; view < HOM_N_TILTED_VIEWS; view++)
    {
      gint n_more = start_from_view (pair, view, &all[n], cancellable, error);

      if (n_more < 0)
        return -1;
      n += n_more;
    }
  for (gint i = 0; i < n; i++)
    all[i].minus_log_nfa -= log10 (2.0 * HOM_N_TILTED_VIEWS);
  n = MIN (sort_candidates (pair, all, n), HOM_MAX_CANDIDATES);
  for (gint i = 0; i < n; i++)
    candidates[i] = all[i];

  return n;
}

/* The stages, the cheaper ones first. Of 120 far pairs of the benchmark the
 * features of large copies bought one, 4 times smaller than the reference, and
 * the search of all positions none; that is for pictures without features.
 */
const HomStartStage hom_start_stages[HOM_N_START_STAGES] = {
  start_quick,    start_quick_negative,    start_search, start_search_by_edges,
  start_thorough, start_thorough_negative, start_tilted,
};
