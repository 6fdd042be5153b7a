/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/* The warp once more, written from its definition: doubles, one pixel after the
 * other, kernels as their authors print them. It shares no code with core.
 */

gint    test_reference_index  (HomBoundary        boundary,
                               gint               i,
                               gint               n);
gdouble test_reference_sample (const HomImage    *input,
                               const HomSampling *sampling,
                               gint               channel,
                               gdouble            u,
                               gdouble            v);
gdouble test_reference_pixel  (const HomImage    *input,
                               const HomMatrix   *w,
                               const HomSampling *sampling,
                               gint               channel,
                               gint               x,
                               gint               y);

G_END_DECLS
