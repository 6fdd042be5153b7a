/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomCompareMode:
 * @HOM_COMPARE_OVERLAY: the second picture over the first one; the amount is
 *   its opacity, 0 to 1.
 * @HOM_COMPARE_DIFFERENCE: how far they differ; the amount multiplies it.
 * @HOM_COMPARE_SPLIT: the first one on the left, the second over it on the
 *   right; the amount is the share on the left.
 * @HOM_COMPARE_FLICKER: one after the other; the amount is how many of them a
 *   second shows.
 * @HOM_COMPARE_RED_CYAN: the luma of the first in red, that of the second in
 *   green and blue: grey where they coincide.
 * @HOM_COMPARE_MISMATCH: the first one in grey, for colors that say where the
 *   second one does not match it; the amount is their opacity, 0 to 1.
 *
 * The mode is how two pictures are seen together.
 */
typedef enum
{
  HOM_COMPARE_OVERLAY,
  HOM_COMPARE_DIFFERENCE,
  HOM_COMPARE_SPLIT,
  HOM_COMPARE_FLICKER,
  HOM_COMPARE_RED_CYAN,
  HOM_COMPARE_MISMATCH,
  HOM_COMPARE_N_MODES,
} HomCompareMode;

void     hom_compare         (HomCompareMode     mode,
                              gdouble            amount,
                              const HomExposure *exposure,
                              const HomImage    *moving,
                              HomImage          *output);
HomBox   hom_compare_box     (const HomBox      *reference,
                              const HomBox      *moving,
                              const HomMatrix   *matrices,
                              gint               n);
gboolean hom_compare_overlap (const HomBox      *reference,
                              const HomBox      *moving,
                              const HomMatrix   *h,
                              HomBox            *overlap);

G_END_DECLS
