/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "hom-pairs.h"

G_BEGIN_DECLS

/* Private: the matrix that most pairs of points agree on, whatever the others
 * say.
 */

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

gboolean hom_robust_fit (const HomPair  *pairs,
                         gsize           n_pairs,
                         HomModel        model,
                         const HomBox   *reference,
                         const HomBox   *moving,
                         GCancellable   *cancellable,
                         gboolean       *inliers,
                         HomRobustFit   *fit,
                         GError        **error);

G_END_DECLS
