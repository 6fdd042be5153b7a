/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomAlignOutcome:
 * @h: lays the layer over the reference, in the coordinates of the image.
 * @found: what the alignment says.
 * @displacement: how far the farthest corner goes, in pixels of the image.
 * @uncertainty: the largest standard deviation of a corner, in the same.
 * @model: (nullable): what the model found is called.
 * @is_simpler: whether it has fewer freedoms than the one asked for.
 * @figures: (nullable): all that is known, as text.
 * @error: (nullable): why there is no alignment; all else is void then.
 *
 * What became of a layer.
 */
typedef struct
{
  HomMatrix    h;
  HomAlignment found;
  gdouble      displacement;
  gdouble      uncertainty;
  const gchar *model;
  gboolean     is_simpler;
  gchar       *figures;
  GError      *error;
} HomAlignOutcome;

typedef enum
{
  HOM_VERDICT_GOOD,
  HOM_VERDICT_DOUBTFUL,
  HOM_VERDICT_FAILED,
} HomVerdict;

void         hom_align_outcome_clear    (HomAlignOutcome       *outcome);
HomVerdict   hom_align_outcome_judge    (const HomAlignOutcome *outcome);
const gchar *hom_verdict_label          (HomVerdict             verdict);
gchar       *hom_align_outcome_advise   (const HomAlignOutcome *outcome);
gchar       *hom_align_outcome_describe (const HomAlignOutcome *outcome);

G_END_DECLS
