/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/hom-hypothesis.h"
#include "align/start/hom-start-finder.h"

G_BEGIN_DECLS

/* Private: the search for the best hypothesis of where the moving picture lies.
 */

/* The most starts that are kept to be tried again, by the edges. */
#define HOM_ALIGN_MAX_STARTS 24

/* A hypothesis with a lower score is not to be trusted. */
#define HOM_ALIGN_LEAST_SCORE 4.0

/* A match that explains as much as GOOD needs no other starts. One that
 * explains as much as FAIR is tried against the first of them, from features,
 * which take little time.
 */
#define HOM_ALIGN_GOOD 0.6
#define HOM_ALIGN_FAIR 0.35

/* What features agree on as pictures that have nothing in common do once in
 * 10¹⁰ cases, which is more than anyone will ever align, is no chance.
 */
#define HOM_ALIGN_CERTAIN_MINUS_LOG_NFA 10.0

/* The level pair that a start from keypoints begins with: these are good to
 * about two pixels of a picture of %HOM_KEYPOINTS_QUICK.
 */
#define HOM_ALIGN_KEYPOINTS_LEVEL_PAIR 2

/* The share of the work after which all starts are tried. */
#define HOM_ALIGN_TRIED 0.4

/**
 * HomAlignReference:
 * @picture: the picture that stays.
 * @surround: (nullable): what of the picture may belong to the instrument.
 * @is_cut: whether it was prepared without that.
 * @prepared: (nullable): the same picture, prepared.
 * @starts: (nullable): the finder of starts, with its keypoints.
 *
 * A reference, for several moving pictures one after another.
 */
typedef struct
{
  const HomPicture *picture;
  HomSurround      *surround;
  gboolean          is_cut;
  HomPrepared      *prepared;
  HomStartFinder   *starts;
} HomAlignReference;

/**
 * HomAlignSearch:
 * @reference: the reference.
 * @start_w: the sampling matrix of the given start.
 * @candidates: the other starts that were tried.
 * @is_certain: whether one of them led to the best hypothesis, and is no chance.
 * @best: the best of all hypotheses.
 * @progress: the share of the work that was reported last.
 *
 * One run of an aligner.
 */
typedef struct
{
  HomAlignReference     *reference;
  HomPrepared           *moving;
  const HomAlignOptions *options;
  const HomPicture      *moving_picture;
  HomAlignLoss           loss;
  GCancellable          *cancellable;
  HomMatrix              start_w;
  HomCandidate           candidates[HOM_ALIGN_MAX_STARTS];
  gint                   n_candidates;
  gboolean               is_certain;
  HomHypothesis          best;
  gdouble                progress;
} HomAlignSearch;

void     hom_align_search_progress   (HomAlignSearch       *search,
                                      gdouble               fraction);
void     hom_align_search_hypothesis (const HomAlignSearch *search,
                                      HomHypothesis        *hypothesis,
                                      const HomMatrix      *w,
                                      gboolean              is_negative);
gboolean hom_align_search_run        (HomAlignSearch       *search,
                                      GError              **error);

const HomLevel *hom_align_search_prepare_starts
                                     (HomAlignSearch       *search,
                                      GError              **error);
gboolean        hom_align_search_from_starts
                                     (const HomAlignSearch *search,
                                      const HomMatrix      *h,
                                      HomMatrix            *w);

G_END_DECLS
