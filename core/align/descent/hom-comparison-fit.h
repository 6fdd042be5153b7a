/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-iterate.h"

G_BEGIN_DECLS

/* Private: the exposures and the noise of a comparison, and the cells that it
 * leaves out, by the pixels at an iterate's matrix.
 */

gboolean hom_comparison_begin          (HomComparison       *comparison,
                                        HomIterate          *iterate,
                                        GError             **error);
gboolean hom_comparison_refit          (HomComparison       *comparison,
                                        HomIterate          *iterate,
                                        GError             **error);
gboolean hom_comparison_gate           (HomComparison       *comparison,
                                        HomIterate          *iterate,
                                        GError             **error);
gboolean hom_comparison_branch         (const HomComparison *comparison,
                                        HomExposureKind      kind,
                                        const HomIterate    *iterate,
                                        HomComparison       *branch,
                                        GError             **error);
gboolean hom_comparison_fit_exposure   (HomComparison       *comparison,
                                        const HomIterate    *iterate,
                                        GError             **error);
gboolean hom_comparison_estimate_noise (HomComparison       *comparison,
                                        const HomIterate    *iterate);

gdouble hom_comparison_brightness (const HomComparison *comparison,
                                   const HomIterate    *iterate,
                                   gint                 plane,
                                   GError             **error);
gdouble hom_comparison_spread     (const HomComparison *comparison,
                                   const HomIterate    *iterate);
gdouble hom_comparison_outliers   (const HomComparison *comparison);
gdouble hom_comparison_residual   (const HomComparison *comparison);

G_END_DECLS
