/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-coarse-to-fine.h"

G_BEGIN_DECLS

/* Private: a place where one picture may lie over another, and how far that can be
 * trusted.
 */

/**
 * HomHypothesis:
 * @refinement: how it is made finer.
 * @estimate: where it has come to.
 * @start: where it comes from.
 * @stage: the stage of @refinement that it has come to.
 * @score: the agreement of the pictures' details there, less what chance would
 *   give: candidates are compared by it, at about the same resolution.
 * @agreement: what it was taken from.
 * @slack: by how much less a place may have that is no worse.
 */
typedef struct
{
  HomCoarseToFine refinement;
  HomPoseEstimate estimate;
  HomStart        start;
  gint            stage;
  gdouble         score;
  gdouble         agreement;
  gdouble         slack;
} HomHypothesis;

void     hom_hypothesis_init      (HomHypothesis       *hypothesis,
                                   HomPrepared         *reference,
                                   HomPrepared         *moving,
                                   const HomMatrix     *w,
                                   gboolean             is_negative);
gboolean hom_hypothesis_try       (HomHypothesis       *hypothesis,
                                   HomModel             first_model,
                                   gint                 first_stage,
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
