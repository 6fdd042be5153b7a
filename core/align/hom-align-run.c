/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/hom-align-run.h"
#include "align/start/hom-keypoint-detection.h"
#include "base/hom-ingredients.h"
#include "homography/hom-matrix-box.h"

/* A match is far where a corner has gone farther than this share of the longer
 * side. A pattern that repeats may match there, too, so that the first of the
 * other starts is tried, however good it is.
 */
#define FAR 0.05

/* With a lower score, other starts may lead to more. Of 231 pairs with a higher
 * one, three were wrong: a façade shifted by a window, and two by 6 and 14 px.
 */
#define SURE 8.0

/* The score of what does not stand out: less than any that is accepted. */
#define UNREMARKABLE 0.0

/* What agrees lies in one place where it agrees by LEAST_AGREEMENT, and its
 * spread is less than LEAST_SPREAD: one rectangle on flat grounds has up to
 * 0.3, photographs of which a sixth overlaps have 0.43 and more.
 */
#define LEAST_SPREAD    0.4
#define LEAST_AGREEMENT 0.5

/* One thing is like many others, and like itself turned: what was found first,
 * where the pictures lie or near it, stays unless the score is higher by this.
 */
#define ONE_PLACE 0.5

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
  const gdouble   evidence = hypothesis->evidence;
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
      hypothesis->evidence         = evidence;
      hypothesis->refinement.model = models[i];
      if (! hom_hypothesis_try (hypothesis, models[i], HOM_ALIGN_MAX_LEVELS,
                                error))
        return FALSE;
      if (hypothesis->score >= HOM_ALIGN_LEAST_SCORE)
        return TRUE;
    }

  return TRUE;
}

/* Takes a hypothesis for the best one where its score is higher by more than
 * some. What does not stand out from the places around it is not to be trusted,
 * however much agrees.
 */
static gboolean
take_better (HomAlignSearch *search,
             HomHypothesis  *hypothesis,
             gdouble         more,
             GError        **error)
{
  gboolean stands_out = TRUE;

  if (hypothesis->score <= search->best.score + more)
    return TRUE;
  if (hypothesis->explained < HOM_ALIGN_GOOD &&
      ! hom_hypothesis_stands_out (hypothesis, &stands_out, error))
    return FALSE;

  if (! stands_out)
    hypothesis->score = MIN (hypothesis->score, UNREMARKABLE);
  if (hypothesis->score > search->best.score + more)
    search->best = *hypothesis;

  return TRUE;
}

/* Tries a hypothesis, which becomes the best one where its score is higher.
 *
 * @w: the sampling matrix of its start.
 * @candidate: the start, of which the matrix is not looked at.
 */
static gboolean
consider (HomAlignSearch     *search,
          const HomMatrix    *w,
          const HomCandidate *candidate,
          gint                first_level_pair,
          GError            **error)
{
  HomHypothesis hypothesis;
  gdouble       more = 0.0;

  hom_align_search_hypothesis (search, &hypothesis, w, candidate->is_negative);
  hypothesis.start    = candidate->start;
  hypothesis.evidence = candidate->minus_log_nfa;
  if (! hom_hypothesis_try (&hypothesis, candidate->model, first_level_pair,
                            error))
    return FALSE;
  if (hypothesis.spread < LEAST_SPREAD &&
      hypothesis.agreement > LEAST_AGREEMENT && ! search->options->keep_model &&
      search->options->model > HOM_MODEL_TRANSLATION)
    {
      if (! try_with_fewer_freedoms (search, w, &hypothesis, error))
        return FALSE;
      more = ONE_PLACE;
    }
  if (! take_better (search, &hypothesis, more, error))
    return FALSE;
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
         search->loss == HOM_ALIGN_LOCAL &&
         search->best.explained < HOM_ALIGN_FAIR;
}

static gboolean
consider_given (HomAlignSearch *search, GError **error)
{
  HomCandidate given = { .start = HOM_START_GIVEN,
                         .model = search->options->model };

  if (! consider (search, &search->start_w, &given, HOM_ALIGN_MAX_LEVELS,
                  error))
    return FALSE;
  if (! may_be_negative (search))
    return TRUE;

  given.is_negative = TRUE;

  return consider (search, &search->start_w, &given, HOM_ALIGN_MAX_LEVELS,
                   error);
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
  HomCandidate tried       = *candidate;
  gboolean     by_features = candidate->start == HOM_START_FEATURES;
  gdouble      before      = MAX (search->best.score, HOM_ALIGN_LEAST_SCORE);
  HomMatrix    w;

  tried.is_negative = candidate->is_negative && may_be_negative (search);
  if ((candidate->is_negative && ! tried.is_negative &&
       search->loss != HOM_ALIGN_EDGES) ||
      ! hom_align_search_from_starts (search, &candidate->h, &w))
    return TRUE;

  if (! consider (search, &w, &tried,
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

/* Considers a candidate by the strength of the edges. */
static gboolean
consider_by_edges (HomAlignSearch     *search,
                   const HomCandidate *candidate,
                   GError            **error)
{
  const HomAlignLoss loss = search->loss;
  gboolean           success;

  search->loss = HOM_ALIGN_EDGES;
  success      = consider_candidate (search, candidate, error);
  search->loss = loss;

  return success;
}

static gboolean
may_use_edges (const HomAlignSearch *search)
{
  return search->options->loss == HOM_ALIGN_AUTO &&
         hom_uses (HOM_INGREDIENT_EDGES);
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

/* Tells whether a match needs no other starts: it explains enough, by so many
 * windows that no other place would.
 */
static gboolean
is_enough (const HomAlignSearch *search, gdouble least)
{
  return search->best.explained >= least && search->best.score >= SURE;
}

/* Tries one start after another, as long as no hypothesis is good or certain;
 * at least the first.
 */
static gboolean
consider_starts (HomAlignSearch *search, GError **error)
{
  const HomLevel *moving  = hom_align_search_prepare_starts (search, error);
  gdouble         enough  = G_MAXDOUBLE;
  gboolean        success = TRUE;
  gint            n       = 1;
  HomStartList   *list;

  if (! moving)
    return FALSE;

  list = hom_start_list_new (search->reference->starts, moving->grey,
                             moving->mask, search->options->model);

  while (success && n > 0 && ! is_enough (search, enough) &&
         ! search->is_certain &&
         search->n_candidates + HOM_MAX_CANDIDATES <= HOM_ALIGN_MAX_STARTS)
    {
      HomCandidate *candidates = &search->candidates[search->n_candidates];

      n = hom_start_list_next (list, candidates, search->cancellable, error);
      success = n >= 0;
      for (gint i = 0; success && i < n; i++)
        success = candidates[i].by_edges && may_use_edges (search) ?
                      consider_by_edges (search, &candidates[i], error) :
                      consider_candidate (search, &candidates[i], error);
      search->n_candidates += MAX (n, 0);
      enough = HOM_ALIGN_FAIR;
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
    if (! search->candidates[i].by_edges &&
        ! consider_candidate (search, &search->candidates[i], error))
      return FALSE;

  return TRUE;
}

/* Tells whether the best hypothesis lies far from where the pictures lay. */
static gboolean
went_far (const HomAlignSearch *search)
{
  const HomImage *reference = search->reference->picture->image;
  const HomBox    box       = hom_image_box (reference);
  const gdouble   side      = MAX (reference->width, reference->height);

  return ! (hom_matrix_corner_distance (&search->best.estimate.w,
                                        &search->start_w, &box) <= FAR * side);
}

/* Finds the best hypothesis: from the given start, and from others where that
 * does not lead to a good match close by; and by the edges where the match by
 * brightness is not good.
 */
gboolean
hom_align_search_run (HomAlignSearch *search, GError **error)
{
  const HomAlignOptions *options = search->options;
  gboolean               is_auto = options->loss == HOM_ALIGN_AUTO;

  search->best.score     = -G_MAXDOUBLE;
  search->best.explained = -G_MAXDOUBLE;
  search->loss           = is_auto ? HOM_ALIGN_LOCAL : options->loss;
  if (! consider_given (search, error))
    return FALSE;
  if ((! is_enough (search, HOM_ALIGN_GOOD) || went_far (search)) &&
      (! options->start || options->also_search) &&
      ! consider_starts (search, error))
    return FALSE;

  return search->best.explained >=
             (search->is_certain ? HOM_ALIGN_FAIR : HOM_ALIGN_GOOD) ||
         ! may_use_edges (search) || consider_edges (search, error);
}
