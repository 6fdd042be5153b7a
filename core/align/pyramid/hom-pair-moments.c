/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-pair-moments.h"

/* A variance below this share of the mean square is the rounding of floats. */
#define FLAT 1e-12

void
hom_pair_moments_add (HomPairMoments *sum, const HomPairMoments *other)
{
  gdouble       *to   = (gdouble *) sum;
  const gdouble *from = (const gdouble *) other;

  for (gsize i = 0; i < HOM_N_PAIR_MOMENTS; i++)
    to[i] += from[i];
}

/* Returns the standard deviation of the moving picture or of the reference. */
gdouble
hom_pair_moments_contrast (const HomPairMoments *moments, gboolean of_reference)
{
  gdouble n       = MAX (moments->n, 1e-9);
  gdouble sum     = of_reference ? moments->t : moments->i;
  gdouble squares = of_reference ? moments->tt : moments->ii;
  gdouble rest    = squares - sum * sum / n;

  return rest > FLAT * squares ? sqrt (rest / n) : 0.0;
}

/* Returns the zero-mean normalized cross-correlation of the two pictures; 0
 * where one of them is flat.
 */
gdouble
hom_pair_moments_correlation (const HomPairMoments *moments)
{
  gdouble n      = MAX (moments->n, 1e-9);
  gdouble spread = hom_pair_moments_contrast (moments, FALSE) *
                   hom_pair_moments_contrast (moments, TRUE);
  gdouble common = moments->it / n - moments->i * moments->t / (n * n);

  return spread > 0.0 ? CLAMP (common / spread, -1.0, 1.0) : 0.0;
}
