/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-level-pair.h"
#include "align/descent/hom-iterate.h"

G_BEGIN_DECLS

/* Private: the choice of how the finest level is compared: one exposure or one
 * of each place, tone curves, one plane of three channels, robust weights or
 * none.
 */

gboolean hom_comparison_choose_exposure (HomComparison    *comparison,
                                         HomLevelPair     *pair,
                                         gboolean          may_be_plain,
                                         HomIterate       *iterate,
                                         GError          **error);
gboolean hom_comparison_choose_planes   (HomComparison    *comparison,
                                         HomLevelPair     *pair,
                                         gboolean          may_be_plain,
                                         HomIterate       *iterate,
                                         GError          **error);
gboolean hom_comparison_choose_gradient (HomComparison    *comparison,
                                         HomLevelPair     *pair,
                                         const HomIterate *iterate,
                                         GError          **error);
void     hom_comparison_choose_weights  (HomComparison    *comparison,
                                         HomLevelPair     *pair,
                                         const HomIterate *iterate);
gboolean hom_comparison_take_all_tiles  (HomComparison    *comparison,
                                         HomLevelPair     *pair,
                                         gboolean          may_be_plain,
                                         HomIterate       *iterate,
                                         GError          **error);

G_END_DECLS
