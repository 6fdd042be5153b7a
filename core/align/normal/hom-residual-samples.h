/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <math.h>

#include "align/normal/hom-comparison.h"
#include "align/normal/hom-residual-sample.h"
#include "base/hom-processor.h"

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

/* Returns the size of a residual, as if all the noise were that of one picture.
 */
static inline gfloat
hom_residual_size (gfloat residual, gfloat gain)
{
  return fabsf (residual) / sqrtf (1.0f + gain * gain);
}

/* Tells whether a residual counts at all. */
static inline gboolean
hom_residual_is_inlier (const HomComparison *comparison,
                        gint                 c,
                        gfloat               residual,
                        gfloat               gain)
{
  gdouble limit = comparison->threshold * comparison->noise[c];

  return ! (limit > 0.0) || hom_residual_size (residual, gain) < limit;
}

/* The kernels are compiled in hom-kernel-residuals.c. */
HOM_DECLARE_KERNEL (hom_comparison_warp_kernel,
                    void (const HomComparison *comparison,
                          const HomMatrix     *w,
                          const HomTile       *tile,
                          gfloat (*planes)[HOM_TILE_PIXELS]));
HOM_DECLARE_KERNEL (hom_residual_samples_kernel,
                    GArray *(const HomComparison *comparison,
                             const HomMatrix     *w,
                             gint                 plane));

G_END_DECLS
