/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-pairs.h"
#include "hom-robust-fit.h"

/* Private to hom-robust-fit.c: how well a matrix agrees with pairs. */

/**
 * HomScoring:
 * @pairs: with finite coordinates, the best ones first.
 * @indices: where each of them was in the caller's list.
 * @precisions: 1 / the variance that the distance of a right pair has, at most.
 * @weights: room for one of each.
 * @n: how many there are.
 */
typedef struct
{
  HomPair *pairs;
  gsize   *indices;
  gdouble *precisions;
  gdouble *weights;
  gsize    n;
} HomScoring;

gboolean
        hom_scoring_init    (HomScoring       *scoring,
                             const HomPair    *pairs,
                             gsize             n_pairs,
                             GError          **error);
void    hom_scoring_clear   (HomScoring       *scoring);
gdouble hom_scoring_loss    (const HomScoring *scoring,
                             const HomMatrix  *h,
                             gdouble           limit);
void    hom_scoring_weigh   (const HomScoring *scoring,
                             const HomMatrix  *h,
                             gdouble          *weights);
gsize   hom_scoring_inliers (const HomScoring *scoring,
                             const HomMatrix  *h,
                             gboolean         *inliers,
                             gdouble          *residual);
gboolean
        hom_scoring_report  (const HomScoring *scoring,
                             HomModel          model,
                             const HomMatrix  *h,
                             const HomBox     *reference,
                             const HomBox     *moving,
                             gboolean         *inliers,
                             gsize             n_pairs,
                             HomRobustFit     *fit,
                             GError          **error);
