/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-comparison.h"
#include "align/normal/hom-gradient-filter.h"

G_BEGIN_DECLS

/* Private: the filter for the best estimate of a scene's gradient from a noisy
 * picture of it.
 */

void hom_gradient_filter_fit (HomGradientFilter   *filter,
                              const HomComparison *comparison,
                              const HomMatrix     *w,
                              const HomPlanes     *reference);

G_END_DECLS
