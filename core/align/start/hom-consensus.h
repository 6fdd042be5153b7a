/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "geometry/hom-point-pairs.h"

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

/**
 * HomRobustFit:
 * @h: the forward matrix H: takes the sources to the targets.
 * @n_inliers: how many pairs agree with it.
 * @share: of the pairs, 0 to 1.
 * @spread: of the agreeing sources, as a share of how widely the overlap
 *   spreads, in the direction in which that is least (of standard deviations):
 *   about 1 when they fill the overlap, 0 when all are on a line or in a point.
 * @overlap: the share of the moving picture that lands in the reference.
 * @residual: root of the mean squared distance of the agreeing pairs, in pixels
 *   of the reference.
 * @evidence: the negative decimal logarithm of how many such agreements are to
 *   be expected among as many pairs whose targets are anywhere: above 3, it is
 *   not chance in 999 of 1000 cases; models of different freedoms compare by
 * it.
 *
 * What hom_robust_fit() found.
 */
typedef struct
{
  HomMatrix h;
  gsize     n_inliers;
  gdouble   share;
  gdouble   spread;
  gdouble   overlap;
  gdouble   residual;
  gdouble   evidence;
} HomRobustFit;

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
