/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-coarse-to-fine.h"

G_BEGIN_DECLS

/* Private: a hypothesis of where one picture lies over another, and how far
 * that can be trusted.
 */

/**
 * HomHypothesis:
 * @refinement: its refinement from coarse to fine.
 * @estimate: the estimate that this has come to.
 * @start: the kind of start that it comes from.
 * @evidence: what speaks for that, −log₁₀ of the number of false alarms: see
 *   #HomCandidate; 0 where it was given.
 * @level_pair: the level pair of @refinement that it has come to.
 * @agreement: the agreement of the pictures' details there, at about the same
 *   resolution for all hypotheses.
 * @explained: how much they agree at least, chance set aside.
 * @score: how sure it is that they do not agree by chance, in standard
 *   deviations: hypotheses are compared, and accepted, by it.
 * @spread: how far what agrees is spread over the overlap, see
 *   #HomLocalCorrelation.
 * @middle: its middle, in the reference.
 * @slack: how much less agreement a refinement may have that is no worse.
 *
 * A hypothesis.
 */
typedef struct
{
  HomCoarseToFine refinement;
  HomPoseEstimate estimate;
  HomStart        start;
  gdouble         evidence;
  gint            level_pair;
  gdouble         agreement;
  gdouble         explained;
  gdouble         score;
  gdouble         spread;
  HomPoint        middle;
  gdouble         slack;
} HomHypothesis;

void     hom_hypothesis_init      (HomHypothesis       *hypothesis,
                                   HomPrepared         *reference,
                                   HomPrepared         *moving,
                                   const HomMatrix     *w,
                                   gboolean             is_negative);
gboolean hom_hypothesis_try       (HomHypothesis       *hypothesis,
                                   HomModel             first_model,
                                   gint                 first_level_pair,
                                   GError             **error);
gboolean hom_hypothesis_stands_out
                                  (const HomHypothesis *hypothesis,
                                   gboolean            *stands_out,
                                   GError             **error);
gboolean hom_hypothesis_refine    (HomHypothesis       *hypothesis,
                                   HomProgressFunc      progress,
                                   gpointer             progress_data,
                                   GError             **error);
gboolean hom_hypothesis_simplify  (HomHypothesis       *hypothesis,
                                   const HomMatrix     *start_w,
                                   GError             **error);
gboolean hom_hypothesis_agreement (const HomHypothesis *hypothesis,
                                   gsize                max_pixels,
                                   const HomMatrix     *w,
                                   HomLocalCorrelation *agreement,
                                   GError             **error);

G_END_DECLS
