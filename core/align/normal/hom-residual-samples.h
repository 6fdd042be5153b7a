/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-comparison.h"
#include "align/normal/hom-residual-sample.h"

G_BEGIN_DECLS

/* Private: samples of the residuals of a comparison, and estimates from them.
 */

void     hom_comparison_warp      (const HomComparison   *comparison,
                               const HomMatrix       *w,
                               const HomTile         *tile,
                               gfloat               (*planes)[HOM_TILE_PIXELS]);
GArray *hom_residual_samples_new      (const HomComparison *comparison,
                                       const HomMatrix     *w,
                                       gint                 plane);
gdouble hom_residual_samples_noise    (GArray              *pairs);
guint   hom_residual_samples_outliers (GArray              *pairs,
                                       const HomComparison *comparison,
                                       gint                 plane);
gdouble hom_residual_samples_spread   (GArray              *pairs);

G_END_DECLS
