/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: the sums of which contrast and correlation of two pictures are made. */

/**
 * HomPlaneMoments:
 *
 * Weighted sums of the sampled moving picture I and the reference T.
 */
typedef struct
{
  gdouble n, i, t, ii, tt, it;
} HomPlaneMoments;

/* They are summed as an array of these many. */
#define HOM_N_PAIR_MOMENTS (sizeof (HomPlaneMoments) / sizeof (gdouble))

void    hom_plane_moments_add         (HomPlaneMoments       *sum,
                                       const HomPlaneMoments *other);
gdouble hom_plane_moments_contrast    (const HomPlaneMoments *moments,
                                       gboolean               of_reference);
gdouble hom_plane_moments_correlation (const HomPlaneMoments *moments);

G_END_DECLS
