/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/descent/hom-channel-projection.h"
#include "align/normal/hom-residual-samples.h"
#include "base/hom-lapack.h"
#include "homography/hom-model.h"

/* One plane is compared where it has this share of the channels' information:
 * the error is larger by 4 % then. Or where it leaves an error below UNSEEN, in
 * pixels, a twentieth of what could be seen.
 */
#define NEARLY_ALL 0.92
#define UNSEEN     0.001

/* The information of the plane must be this many times that which noise alone
 * makes of n products of gradients that each have less than the noise of a
 * residual: √n / 2.
 */
#define LEAST_CHANCES 10.0

#define N HOM_MAX_PLANES

/* The sums Σ ∂T_c · ∂I_d over the sampled tiles, in both directions: the noise
 * of T is not that of I.
 */
typedef struct
{
  gdouble products[N][N];
  gdouble n;
} Moments;

typedef struct
{
  gfloat        warped[N][HOM_TILE_PIXELS];
  gfloat        still[N][2 * HOM_TILE_PIXELS];
  gfloat        moving[N][2 * HOM_TILE_PIXELS];
  HomPaddedTile padded_tile;
} Scratch;

/* The work on the sampled tiles.
 *
 * @sums: the sums of each tile.
 */
typedef struct
{
  const HomComparison *comparison;
  const HomMatrix     *w;
  Moments             *sums;
} Job;

static void
take_gradient (const gfloat  *values,
               HomPaddedTile *padded_tile,
               gfloat        *gradient)
{
  hom_padded_tile_enclose (padded_tile, values);
  hom_padded_tile_gradient (padded_tile, gradient, gradient + HOM_TILE_PIXELS);
}

static void
add_tile (const Job *job, const HomTile *tile, Scratch *scratch, Moments *sum)
{
  hom_comparison_warp (job->comparison, job->w, tile, scratch->warped);
  for (gint c = 0; c < N; c++)
    {
      take_gradient (tile->planes[c].value, &scratch->padded_tile,
                     scratch->still[c]);
      take_gradient (scratch->warped[c], &scratch->padded_tile,
                     scratch->moving[c]);
    }

  for (gint i = 0; i < 2 * HOM_TILE_PIXELS; i++)
    {
      gfloat known = tile->counts[i % HOM_TILE_PIXELS] > 0.0f ? 0.0f : NAN;

      for (gint c = 0; c < N; c++)
        known += scratch->still[c][i] + scratch->moving[c][i];
      if (! isfinite (known))
        continue;
      for (gint c = 0; c < N; c++)
        for (gint d = 0; d < N; d++)
          sum->products[c][d] += scratch->still[c][i] * scratch->moving[d][i];
      sum->n++;
    }
}

static void
measure_tile (gint number, const HomTile *tile, gpointer data)
{
  const Job *job     = data;
  Scratch   *scratch = g_new (Scratch, 1);

  add_tile (job, tile, scratch, &job->sums[number]);
  g_free (scratch);
}

static void
measure_moments (Moments             *moments,
                 const HomComparison *comparison,
                 const HomMatrix     *w)
{
  gint n   = hom_reference_tiles_n_samples (comparison->n_tiles);
  Job  job = { comparison, w, g_new0 (Moments, n) };

  hom_reference_tiles_sample (comparison->reference, comparison->n_tiles,
                              measure_tile, &job);
  *moments = (Moments){ 0 };
  for (gint i = 0; i < n; i++)
    {
      for (gint c = 0; c < N; c++)
        for (gint d = 0; d < N; d++)
          moments->products[c][d] += job.sums[i].products[c][d];
      moments->n += job.sums[i].n;
    }
  g_free (job.sums);
}

/* Finds the first eigenvector of Σ ∂T·∂Iᵀ in multiples of the noise
 * @deviations.
 *
 * @all: (out): the sum of all eigenvalues; those that noise makes may be
 *   negative.
 *
 * Returns: its eigenvalue.
 */
static gdouble
find_principal (const Moments *moments,
                const gdouble *deviations,
                gdouble       *vector,
                gdouble       *all)
{
  gdouble a[N * N];
  gdouble values[N];

  for (gint c = 0; c < N; c++)
    for (gint d = 0; d < N; d++)
      a[c * N + d] = (moments->products[c][d] + moments->products[d][c]) /
                     (2.0 * deviations[c] * deviations[d]);
  *all = 0.0;
  if (! hom_lapack_eigen ('V', N, a, values))
    return 0.0;

  for (gint c = 0; c < N; c++)
    {
      *all += values[c];
      vector[c] = a[(N - 1) * N + c];
    }

  return values[N - 1];
}

/* Sets the weights: those of the reference have a length of one, so that the
 * noise stays what it is, and those of the moving picture are such that both
 * planes have the same noise.
 */
static void
set_weights (HomChannelProjection *projection,
             const gdouble        *weights,
             const HomExposure    *exposures,
             const gdouble        *noise)
{
  gdouble length = 0.0, still = 0.0, moving = 0.0, common = 0.0;
  gdouble gain;

  for (gint c = 0; c < N; c++)
    {
      gdouble w = weights[c] * noise[c];

      length += weights[c] * weights[c];
      still += w * w;
      common += w * w * exposures[c].gain;
      moving += w * w * exposures[c].gain * exposures[c].gain;
    }

  gain                 = copysign (sqrt (moving / still), common);
  projection->exposure = (HomExposure){ gain, 0.0 };
  projection->noise    = sqrt (still / length);
  for (gint c = 0; c < N; c++)
    {
      gdouble weight = weights[c] / sqrt (length);

      projection->reference[c] = weight;
      projection->moving[c]    = weight * exposures[c].gain / gain;
      projection->exposure.bias += weight * exposures[c].bias;
    }
}

/* Finds the best mixture of three channels: with the noise of each as the unit,
 * the normal equations' matrix is the sum of the information of the channels'
 * gradients, and of all planes the first principal component has the most.
 *
 * @comparison: a comparison by one exposure of each channel.
 * @w: the sampling matrix, at which the pictures nearly coincide.
 * @n_tiles: how many tiles are to be compared in the end.
 *
 * Returns: whether the mixture has enough information.
 */
gboolean
hom_channel_projection_fit (HomChannelProjection *projection,
                            const HomComparison  *comparison,
                            const HomMatrix      *w,
                            gint                  n_tiles)
{
  Moments moments;
  gdouble deviations[N], weights[N];
  gdouble all, most, information;

  measure_moments (&moments, comparison, w);
  for (gint c = 0; c < N; c++)
    deviations[c] = comparison->noise[c] *
                    hypot (1.0, comparison->exposures[c].gain);
  most        = find_principal (&moments, deviations, weights, &all);
  information = most / 2.0 * n_tiles /
                hom_reference_tiles_n_samples (comparison->n_tiles);
  if (! (most > LEAST_CHANCES * sqrt (moments.n) / 2.0) ||
      (most < NEARLY_ALL * all &&
       information * UNSEEN * UNSEEN < HOM_MAX_FREEDOMS))
    return FALSE;

  for (gint c = 0; c < N; c++)
    weights[c] /= deviations[c];
  set_weights (projection, weights, comparison->exposures, comparison->noise);

  return TRUE;
}

/* Returns the plane that these weights make of the channels of one image. */
HomPlanes
hom_channel_projection_apply (const HomPlanes *picture, const gfloat *weights)
{
  HomPlanes mixed = *picture;

  mixed.n_planes = 1;
  mixed.is_mixed = TRUE;
  memcpy (mixed.weights, weights, sizeof (mixed.weights));

  return mixed;
}
