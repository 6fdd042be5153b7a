/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomOutcomeKind:
 * @HOM_OUTCOME_NONE: nothing is known yet.
 * @HOM_OUTCOME_ALIGNED: it was aligned, or there is an error.
 * @HOM_OUTCOME_BY_HAND: the user has put it where it is; all but the matrix is
 *   void.
 */
typedef enum
{
  HOM_OUTCOME_NONE,
  HOM_OUTCOME_ALIGNED,
  HOM_OUTCOME_BY_HAND,
} HomOutcomeKind;

/**
 * HomAlignOutcome:
 * @kind: what is known at all.
 * @h: lays the layer over the reference, in the coordinates of the image.
 * @found: what the alignment says.
 * @displacement: how far the farthest corner goes, in pixels of the image.
 * @uncertainty: the largest standard deviation of a corner, in the same.
 * @model: (nullable): what the model found is called.
 * @is_relative: whether that is of the way from where the layer was shown or put
 *   by hand.
 * @is_in_place: whether it is not worth moving.
 * @is_simpler: whether it has fewer freedoms than the one asked for.
 * @figures: (nullable): all that is known, as text.
 * @error: (nullable): why there is no alignment; all else is void then.
 *
 * What became of a layer.
 */
typedef struct
{
  HomOutcomeKind kind;
  HomMatrix      h;
  HomAlignment   found;
  gdouble        displacement;
  gdouble        uncertainty;
  const gchar   *model;
  gboolean       is_relative;
  gboolean       is_in_place;
  gboolean       is_simpler;
  gchar         *figures;
  GError        *error;
} HomAlignOutcome;

typedef enum
{
  HOM_VERDICT_NONE,
  HOM_VERDICT_BY_HAND,
  HOM_VERDICT_GOOD,
  HOM_VERDICT_DOUBTFUL,
  HOM_VERDICT_FAILED,
} HomVerdict;

void         hom_align_outcome_clear    (HomAlignOutcome       *outcome);
void         hom_align_outcome_hold     (HomAlignOutcome       *outcome,
                                         const GArray          *pins,
                                         const HomMatrix       *start);
gboolean     hom_align_outcome_has_matrix
                                        (const HomAlignOutcome *outcome);
HomVerdict   hom_align_outcome_judge    (const HomAlignOutcome *outcome);
const gchar *hom_verdict_label          (HomVerdict             verdict);
gchar       *hom_align_outcome_advise   (const HomAlignOutcome *outcome);
gchar       *hom_align_outcome_describe (const HomAlignOutcome *outcome);
void         hom_align_outcomes_free    (HomAlignOutcome       *outcomes,
                                         gint                   n);
gchar       *hom_align_outcomes_take    (HomAlignOutcome       *outcomes,
                                         HomAlignOutcome       *newer,
                                         gint                   n,
                                         gint                   layer);

G_END_DECLS
