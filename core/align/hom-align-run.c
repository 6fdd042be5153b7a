/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/hom-align-run.h"
#include "align/start/hom-keypoint-detection.h"
#include "base/hom-ingredients.h"

/* A match with a good score needs no other starts. One with a fair score is
 * tried against the first of them, from features, which take little time. None
 * of 60 pairs of photographs that have nothing in common was accepted after all
 * that was tried.
 */
#define GOOD_SCORE 0.6
#define FAIR_SCORE 0.35

/* What agrees lies in one place where it agrees by LEAST_AGREEMENT, and its
 * spread is less than LEAST_SPREAD: one rectangle on flat grounds has up to
 * 0.3, photographs of which a sixth overlaps have 0.43 and more.
 */
#define LEAST_SPREAD    0.35
#define LEAST_AGREEMENT 0.5

/* One thing is like many others, and like itself turned: what was found first,
 * where the pictures lie or near it, stays unless the score is higher by this.
 */
#define ONE_PLACE 0.1

/* Starts are found in levels of at most twice as many pixels as are needed, so
 * that these can be reduced to any size.
 */
#define MAX_SEARCHED (2 * HOM_KEYPOINTS_THOROUGH)

/* Reports the share of the work that is done, unless more was reported already.
 */
void
hom_align_search_progress (HomAlignSearch *search, gdouble fraction)
{
  if (search->options->progress && fraction > search->progress)
    {
      search->progress = fraction;
      search->options->progress (fraction, search->options->progress_data);
    }
}

/* Makes a hypothesis that is refined as the options want it. */
void
hom_align_search_hypothesis (const HomAlignSearch *search,
                             HomHypothesis        *hypothesis,
                             const HomMatrix      *w,
                             gboolean              is_negative)
{
  *hypothesis = (HomHypothesis){
    .refinement = { .model         = search->options->model,
                    .loss          = search->loss,
                    .may_be_plain  = search->options->loss == HOM_ALIGN_AUTO,
                    .cancellable   = search->cancellable,
                    .observer      = search->options->observer,
                    .observer_data = search->options->observer_data },
    .estimate   = { .loss = search->loss }
  };
  hom_hypothesis_init (hypothesis, search->reference->prepared, search->moving,
                       w, is_negative);
}

/* Moves the given start so that what agrees under a matrix stays where that
 * puts it.
 */
static HomMatrix
shift_start (const HomAlignSearch *search, const HomMatrix *w, HomPoint middle)
{
  HomMatrix shift = HOM_MATRIX_IDENTITY;
  HomPoint  to, from;

  if (! hom_matrix_apply (w, middle, &to) ||
      ! hom_matrix_apply (&search->start_w, middle, &from))
    return *w;
  shift.m[2] = to.x - from.x;
  shift.m[5] = to.y - from.y;

  return hom_matrix_multiply (&shift, &search->start_w);
}

/* Tries a hypothesis with fewer freedoms, since what agrees is in one place: it
 * does not tell all of them, and elsewhere they would follow whatever is there.
 * One thing, too, may look as before when it is turned: a shift is tried first,
 * and nothing else where no features told that it was turned.
 */
static gboolean
try_with_fewer_freedoms (const HomAlignSearch *search,
                         const HomMatrix      *w,
                         HomHypothesis        *hypothesis,
                         GError              **error)
{
  const HomModel  models[] = { HOM_MODEL_TRANSLATION, HOM_MODEL_SIMILARITY };
  const HomStart  start    = hypothesis->start;
  const gboolean  negative = hypothesis->estimate.exposure.gain < 0.0;
  const HomMatrix shifted  = shift_start (search, &hypothesis->estimate.w,
                                          hypothesis->middle);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      if (i > 0 &&
          (start == HOM_START_SEARCH || search->options->model < models[i]))
        break;
      hom_align_search_hypothesis (search, hypothesis, i == 0 ? &shifted : w,
                                   negative);
      hypothesis->start            = start;
      hypothesis->refinement.model = models[i];
      if (! hom_hypothesis_try (hypothesis, models[i], HOM_ALIGN_MAX_LEVELS,
                                error))
        return FALSE;
      if (hypothesis->score >= HOM_ALIGN_LEAST_SCORE)
        return TRUE;
    }

  return TRUE;
}

/* Tries a hypothesis, which becomes the best one where its score is higher. */
static gboolean
consider (HomAlignSearch  *search,
          const HomMatrix *w,
          HomStart         start,
          gboolean         is_negative,
          HomModel         first_model,
          gint             first_level_pair,
          GError         **error)
{
  HomHypothesis hypothesis;
  gdouble       enough = search->best.score;

  hom_align_search_hypothesis (search, &hypothesis, w, is_negative);
  hypothesis.start = start;
  if (! hom_hypothesis_try (&hypothesis, first_model, first_level_pair, error))
    return FALSE;
  if (hypothesis.spread < LEAST_SPREAD &&
      hypothesis.agreement > LEAST_AGREEMENT && ! search->options->keep_model &&
      search->options->model > HOM_MODEL_TRANSLATION)
    {
      if (! try_with_fewer_freedoms (search, w, &hypothesis, error))
        return FALSE;
      enough += ONE_PLACE;
    }
  if (hypothesis.score > enough)
    search->best = hypothesis;
  hom_align_search_progress (
      search, search->progress + (HOM_ALIGN_TRIED - search->progress) / 4.0);

  return ! g_cancellable_set_error_if_cancelled (search->cancellable, error);
}

/* Tells whether negatives are to be tried. They are rare, and a pattern that
 * repeats matches its negative half a period further: so they are where nothing
 * else matches.
 */
static gboolean
may_be_negative (const HomAlignSearch *search)
{
  return hom_uses (HOM_INGREDIENT_NEGATIVES) &&
         search->loss == HOM_ALIGN_LOCAL && search->best.score < FAIR_SCORE;
}

static gboolean
consider_given (HomAlignSearch *search, GError **error)
{
  HomModel model = search->options->model;

  return consider (search, &search->start_w, HOM_START_GIVEN, FALSE, model,
                   HOM_ALIGN_MAX_LEVELS, error) &&
         (! may_be_negative (search) ||
          consider (search, &search->start_w, HOM_START_GIVEN, TRUE, model,
                    HOM_ALIGN_MAX_LEVELS, error));
}

/* Finds the finest level that has no more pixels than starts are found from. */
static gint
starts_level (const HomPyramid *pyramid)
{
  gint level = 0;

  while (level + 1 < pyramid->n_levels &&
         (gsize) pyramid->levels[level].width * pyramid->levels[level].height >
             MAX_SEARCHED)
    level++;

  return level;
}

/* Finds the matrix W between the pictures from a matrix H between the levels
 * for starts.
 *
 * Returns: FALSE when H has no inverse.
 */
gboolean
hom_align_search_from_starts (const HomAlignSearch *search,
                              const HomMatrix      *h,
                              HomMatrix            *w)
{
  const HomPrepared *reference = search->reference->prepared;
  const HomPrepared *moving    = search->moving;

  if (! hom_matrix_invert (h, w, NULL))
    return FALSE;
  *w = hom_prepared_from_levels (reference, starts_level (reference->pyramid),
                                 moving, starts_level (moving->pyramid), w);

  return TRUE;
}

static gboolean
consider_candidate (HomAlignSearch     *search,
                    const HomCandidate *candidate,
                    GError            **error)
{
  gboolean  by_features = candidate->start == HOM_START_FEATURES;
  gboolean  is_negative = candidate->is_negative && may_be_negative (search);
  gdouble   before      = MAX (search->best.score, HOM_ALIGN_LEAST_SCORE);
  HomMatrix w;

  if ((candidate->is_negative && ! is_negative &&
       search->loss != HOM_ALIGN_EDGES) ||
      ! hom_align_search_from_starts (search, &candidate->h, &w))
    return TRUE;

  if (! consider (search, &w, candidate->start, is_negative, candidate->model,
                  by_features ? HOM_ALIGN_KEYPOINTS_LEVEL_PAIR :
                                HOM_ALIGN_MAX_LEVELS,
                  error))
    return FALSE;
  /* where the pictures match by a score that is accepted, no other start is
   * asked for, however low that score is: half of one of them may be covered */
  if (by_features &&
      candidate->minus_log_nfa > HOM_ALIGN_CERTAIN_MINUS_LOG_NFA &&
      search->best.score > before)
    search->is_certain = TRUE;

  return TRUE;
}

/* Makes the reference ready for starts to be found.
 *
 * Returns: the level of the moving picture that they are found from; NULL with
 *   %HOM_ERROR_MEMORY.
 */
const HomLevel *
hom_align_search_prepare_starts (HomAlignSearch *search, GError **error)
{
  HomAlignReference *reference = search->reference;
  HomPyramid        *pyramid   = reference->prepared->pyramid;
  HomPyramid        *moving    = search->moving->pyramid;
  const HomLevel    *level = hom_pyramid_level (pyramid, starts_level (pyramid),
                                                error);

  if (! level)
    return NULL;
  if (! reference->starts)
    reference->starts = hom_start_finder_new (level->grey, level->mask);

  return hom_pyramid_level (moving, starts_level (moving), error);
}

/* Tries one start after another, as long as no hypothesis is good or certain.
 */
static gboolean
consider_starts (HomAlignSearch *search, GError **error)
{
  const HomLevel *moving  = hom_align_search_prepare_starts (search, error);
  gdouble         enough  = GOOD_SCORE;
  gboolean        success = TRUE;
  gint            n       = 1;
  HomStartList   *list;

  if (! moving)
    return FALSE;

  list = hom_start_list_new (search->reference->starts, moving->grey,
                             moving->mask, search->options->model);

  while (success && n > 0 && search->best.score < enough &&
         ! search->is_certain &&
         search->n_candidates + HOM_MAX_CANDIDATES <= HOM_ALIGN_MAX_STARTS)
    {
      HomCandidate *candidates = &search->candidates[search->n_candidates];

      n = hom_start_list_next (list, candidates, search->cancellable, error);
      success = n >= 0;
      for (gint i = 0; success && i < n; i++)
        success = consider_candidate (search, &candidates[i], error);
      search->n_candidates += MAX (n, 0);
      enough = FAIR_SCORE;
    }
  hom_start_list_free (list);

  return success;
}

/* Tries all starts again by the strength of the edges, which may match where
 * the brightness did not.
 */
static gboolean
consider_edges (HomAlignSearch *search, GError **error)
{
  search->loss = HOM_ALIGN_EDGES;
  if (! consider_given (search, error))
    return FALSE;
  for (gint i = 0; i < search->n_candidates; i++)
    if (! consider_candidate (search, &search->candidates[i], error))
      return FALSE;

  return TRUE;
}

/* Finds the best hypothesis: from the given start, from others where that does
 * not lead to a good match, and by the edges where nothing matches by
 * brightness.
 */
gboolean
hom_align_search_run (HomAlignSearch *search, GError **error)
{
  const HomAlignOptions *options = search->options;
  gboolean               is_auto = options->loss == HOM_ALIGN_AUTO;

  search->best.score = -G_MAXDOUBLE;
  search->loss       = is_auto ? HOM_ALIGN_LOCAL : options->loss;
  if (! consider_given (search, error))
    return FALSE;
  if (search->best.score < GOOD_SCORE &&
      (! options->start || options->also_search) &&
      ! consider_starts (search, error))
    return FALSE;

  return search->best.score >= HOM_ALIGN_LEAST_SCORE || ! is_auto ||
         ! hom_uses (HOM_INGREDIENT_EDGES) || consider_edges (search, error);
}
