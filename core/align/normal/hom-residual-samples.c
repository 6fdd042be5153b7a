/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/normal/hom-residual-samples.h"
#include "align/normal/hom-tile-row.h"
#include "base/hom-order-statistics.h"
#include "base/hom-processor.h"

/* The most pixels from which the noise and the tone curve are estimated; and
 * the most rows of a tile that they are taken from, but rather from many tiles:
 * what moved may be in a few.
 */
#define MAX_SAMPLES     8192
#define MAX_SAMPLE_ROWS 4

/* The least number of residuals: fewer tell nothing of the noise. */
#define LEAST_SAMPLES 32

/* A residual above NOISE_WITHIN standard deviations is hardly noise. The part
 * of a normal distribution within that has a median of |r| of MEDIAN_WITHIN
 * standard deviations.
 */
#define NOISE_WITHIN  2.5
#define MEDIAN_WITHIN 0.6648
#define NOISE_PASSES  8

/* Returns the size of a residual, as if all the noise were that of one picture.
 */
static inline gfloat
size_of (gfloat residual, gfloat gain)
{
  return fabsf (residual) / sqrtf (1.0f + gain * gain);
}

/* Tells whether a residual counts at all. */
static inline gboolean
is_inlier (const HomComparison *comparison,
           gint                 c,
           gfloat               residual,
           gfloat               gain)
{
  gdouble limit = comparison->threshold * comparison->noise[c];

  return ! (limit > 0.0) || size_of (residual, gain) < limit;
}

/* Brings the part of the moving picture that a tile sees to the reference, in
 * place and exposure.
 *
 * @planes: (out): its planes; NaN where the two pictures do not agree or one of
 *   them shows nothing.
 */
HOM_PROCESSORS void
hom_comparison_warp (const HomComparison *comparison,
                     const HomMatrix     *w,
                     const HomTile       *tile,
                     gfloat (*planes)[HOM_TILE_PIXELS])
{
  const HomTileView view = hom_tile_view_init (comparison, w, tile);

  for (gint j = 0; j < HOM_TILE; j++)
    {
      HomTileRow row;

      hom_tile_row_locate (comparison, &view, tile, j, FALSE, &row);
      for (gint c = 0; c < comparison->reference->n_planes; c++)
        {
          const gfloat *still = tile->planes[c].value + j * HOM_TILE;
          gfloat       *out   = planes[c] + j * HOM_TILE;
          HomPlaneRow   plane;

          hom_tile_row_compare (comparison, &view, tile, j, c, FALSE, &row,
                                &plane);
          for (gint i = 0; i < HOM_TILE; i++)
            out[i] = plane.counts[i] > 0.0f &&
                             is_inlier (comparison, c, plane.residual[i],
                                        plane.gain[i]) ?
                         still[i] + plane.residual[i] :
                         NAN;
        }
    }
}

/* Takes samples of one plane at some pixels of some tiles.
 *
 * Returns: (transfer full): an array of #HomResidualSample.
 */
HOM_PROCESSORS GArray *
hom_residual_samples_new (const HomComparison *comparison,
                          const HomMatrix     *w,
                          gint                 plane)
{
  const HomReferenceTiles *tiles = comparison->reference;
  const gint               most  = MAX_SAMPLES / HOM_TILE;
  const gint n_rows = CLAMP (most / MAX (comparison->n_tiles, 1), 1,
                             MAX_SAMPLE_ROWS);
  const gint step   = MAX (1, comparison->n_tiles / most);
  const gint n_all  = (comparison->n_tiles / step + 1) * n_rows * HOM_TILE;
  GArray *samples = g_array_sized_new (FALSE, FALSE, sizeof (HomResidualSample),
                                       n_all);
  HomResidualSample *pairs = (HomResidualSample *) samples->data;

  for (gint t = 0; t < comparison->n_tiles; t += step)
    {
      const HomTile    *tile = &tiles->tiles[t];
      const HomTileView view = hom_tile_view_init (comparison, w, tile);

      for (gint k = 0; k < n_rows; k++)
        {
          const gint    j         = (k * 2 + 1) * HOM_TILE / (2 * n_rows);
          const gfloat *reference = tile->planes[plane].value + j * HOM_TILE;
          HomPlaneRow   values;
          HomTileRow    row;

          hom_tile_row_locate (comparison, &view, tile, j, FALSE, &row);
          hom_tile_row_compare (comparison, &view, tile, j, plane, FALSE, &row,
                                &values);
          for (gint i = 0; i < HOM_TILE; i++)
            if (values.counts[i] > 0.0f)
              *pairs++ = (HomResidualSample){ values.value[i], reference[i],
                                              values.gain[i],
                                              values.residual[i] };
        }
    }

  return g_array_set_size (samples,
                           pairs - (HomResidualSample *) samples->data);
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

      sizes[i] = size_of (pair->residual, pair->gain);
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

      n += ! is_inlier (comparison, plane, pair->residual, pair->gain);
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
