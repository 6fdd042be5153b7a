/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "geometry/hom-point-pairs.h"

/* Private to hom-robust-fit.c: how well a matrix agrees with pairs. */

/**
 * HomConsensus:
 * @pairs: the pairs with finite coordinates, the best ones first.
 * @indices: where each of them was in the caller's list.
 * @precisions: for each of them, 1 / the largest variance of the distance of a
 *   right pair.
 * @weights: room for a weight for each of them.
 * @n: how many there are.
 *
 * Pairs of points, of which a matrix is to find the consensus.
 */
typedef struct
{
  HomPointPair *pairs;
  gsize        *indices;
  gdouble      *precisions;
  gdouble      *weights;
  gsize         n;
} HomConsensus;

/**
 * HomRobustFit:
 * @h: the forward matrix H, which takes the sources to the targets.
 * @n_inliers: how many pairs agree with it.
 * @share: the share of the pairs that agree with it, 0 to 1.
 * @spread: the standard deviation of the agreeing sources as a share of that of
 *   the overlap, in the direction in which this is least: about 1 when they
 *   fill the overlap, 0 when all are on a line or in a point.
 * @overlap: the share of the moving picture that lands in the reference.
 * @residual: the root of the mean squared distance of the agreeing pairs, in
 *   pixels of the reference.
 * @minus_log_nfa: −log₁₀ of the number of false alarms (NFA), which is how many
 *   such agreements are to be expected among as many pairs whose targets are
 *   anywhere: above 3, it is not chance in 999 of 1000 cases. Models of
 *   different freedoms compare by it. Moisan & Stival 2004
 *   (doi:10.1023/B:VISI.0000013094.38752.54).
 *
 * The matrix that hom_robust_fit() found, and the evidence for it.
 */
typedef struct
{
  HomMatrix h;
  gsize     n_inliers;
  gdouble   share;
  gdouble   spread;
  gdouble   overlap;
  gdouble   residual;
  gdouble   minus_log_nfa;
} HomRobustFit;

gboolean
        hom_consensus_init    (HomConsensus       *consensus,
                             const HomPointPair    *pairs,
                             gsize             n_pairs,
                             GError          **error);
void     hom_consensus_clear   (HomConsensus       *consensus);
gdouble  hom_consensus_loss    (const HomConsensus *consensus,
                                const HomMatrix    *h,
                                gdouble             limit);
void     hom_consensus_weigh   (const HomConsensus *consensus,
                                const HomMatrix    *h,
                                gdouble            *weights);
gsize    hom_consensus_inliers (const HomConsensus *consensus,
                                const HomMatrix    *h,
                                gboolean           *inliers,
                                gdouble            *residual);
gboolean hom_consensus_report  (const HomConsensus *consensus,
                                HomModel            model,
                                const HomMatrix    *h,
                                const HomBox       *reference,
                                const HomBox       *moving,
                                gboolean           *inliers,
                                gsize               n_pairs,
                                HomRobustFit       *fit,
                                GError            **error);
