/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: the sums of which the contrasts and the correlation of two pictures
 * are made.
 */

/**
 * HomPairMoments:
 *
 * Weighted sums of the sampled moving picture I and the reference T.
 */
typedef struct
{
  gdouble n, i, t, ii, tt, it;
} HomPairMoments;

/* The number of moments: they are summed as an array. */
#define HOM_N_PAIR_MOMENTS (sizeof (HomPairMoments) / sizeof (gdouble))

void    hom_pair_moments_add         (HomPairMoments       *sum,
                                      const HomPairMoments *other);
gdouble hom_pair_moments_contrast    (const HomPairMoments *moments,
                                      gboolean              of_reference);
gdouble hom_pair_moments_correlation (const HomPairMoments *moments);

G_END_DECLS
