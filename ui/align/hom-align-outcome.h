/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomOutcomeKind:
 * @HOM_OUTCOME_NONE: nothing is known of the layer yet.
 * @HOM_OUTCOME_ALIGNED: the layer was aligned, or there is an error.
 * @HOM_OUTCOME_BY_HAND: the user has put the layer where it is; all but the
 *   matrix is void.
 *
 * Says how it is known where a layer belongs.
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
 * @h: the matrix that lays the layer over the reference, in the coordinates of
 *   the image.
 * @found: the alignment as the library has found it.
 * @displacement: how far the farthest corner goes, in pixels of the image.
 * @uncertainty: the largest standard deviation of a corner, in pixels of the
 *   image.
 * @model: (nullable): the name of the model that was found.
 * @is_relative: whether the model is of the movement from where the layer was
 *   shown or put by hand, and not from where it lies.
 * @is_in_place: whether the layer is not worth moving.
 * @is_simpler: whether the model has fewer freedoms than the one asked for.
 * @figures: (nullable): all that is known, as text.
 * @error: (nullable): why there is no alignment; all else is void then.
 *
 * An outcome tells what is known of a layer.
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

/**
 * HomVerdict:
 * @HOM_VERDICT_NONE: nothing is known of the layer.
 * @HOM_VERDICT_BY_HAND: the user has put it in place.
 * @HOM_VERDICT_GOOD: the alignment can be trusted.
 * @HOM_VERDICT_DOUBTFUL: the user had better look at it.
 * @HOM_VERDICT_FAILED: there is none.
 *
 * Says in a word what to think of an outcome.
 */
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
