/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/normal/hom-residual-samples.h"
#include "base/hom-order-statistics.h"

/* The least number of residuals: fewer tell nothing of the noise. */
#define LEAST_SAMPLES 32

/* A residual above NOISE_WITHIN standard deviations is hardly noise. The part
 * of a normal distribution within that has a median of |r| of MEDIAN_WITHIN
 * standard deviations.
 */
#define NOISE_WITHIN  2.5
#define MEDIAN_WITHIN 0.6648
#define NOISE_PASSES  8

/* Brings the part of the moving picture that a tile sees to the reference, in
 * place and exposure.
 *
 * @planes: (out): its planes; NaN where the two pictures do not agree or one of
 *   them shows nothing.
 */
void
hom_comparison_warp (const HomComparison *comparison,
                     const HomMatrix     *w,
                     const HomTile       *tile,
                     gfloat (*planes)[HOM_TILE_PIXELS])
{
  hom_kernel (hom_comparison_warp_kernel) (comparison, w, tile, planes);
}

/* Takes samples of one plane at some pixels of some tiles.
 *
 * Returns: (transfer full): an array of #HomResidualSample.
 */
GArray *
hom_residual_samples_new (const HomComparison *comparison,
                          const HomMatrix     *w,
                          gint                 plane)
{
  return hom_kernel (hom_residual_samples_kernel) (comparison, w, plane);
}

/* Estimates the standard deviation of the noise, as if it were the same in both
 * pictures: from the median of the residuals, and then, several times, from the
 * median of those that may be noise: half of all may come from what moved.
 *
 * Returns: a negative number when there are too few samples to tell.
 */
gdouble
hom_residual_samples_noise (GArray *pairs)
{
  g_autofree gfloat *sizes = g_new (gfloat, 2 * pairs->len + 1);
  guint              n     = pairs->len;
  gdouble            noise = -1.0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const HomResidualSample *pair = &g_array_index (pairs, HomResidualSample,
                                                      i);

      sizes[i] = hom_residual_size (pair->residual, pair->gain);
    }
  hom_sort_floats (sizes, n, sizes + n);

  for (gint pass = 0; pass < NOISE_PASSES && n >= LEAST_SAMPLES; pass++)
    {
      noise = sizes[n / 2] / (pass > 0 ? MEDIAN_WITHIN : HOM_MEDIAN_ABSOLUTE);
      while (n > 0 && sizes[n - 1] > NOISE_WITHIN * noise)
        n--;
    }

  return noise;
}

/* Counts the samples of one plane that do not count for the comparison. */
guint
hom_residual_samples_outliers (GArray              *pairs,
                               const HomComparison *comparison,
                               gint                 plane)
{
  guint n = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const HomResidualSample *pair = &g_array_index (pairs, HomResidualSample,
                                                      i);

      n += ! hom_residual_is_inlier (comparison, plane, pair->residual,
                                     pair->gain);
    }

  return n;
}

/* Returns the median size of the residuals, in the reference's units; 0 without
 * samples.
 */
gdouble
hom_residual_samples_spread (GArray *pairs)
{
  g_autofree gfloat *sizes = g_new (gfloat, 2 * pairs->len + 1);

  for (guint i = 0; i < pairs->len; i++)
    sizes[i] = fabsf (g_array_index (pairs, HomResidualSample, i).residual);

  return pairs->len > 0 ? hom_median (sizes, pairs->len, sizes + pairs->len) :
                          0.0;
}
