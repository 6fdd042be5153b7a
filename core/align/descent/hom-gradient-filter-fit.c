/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/descent/hom-gradient-filter-fit.h"
#include "align/normal/hom-residual-samples.h"
#include "align/normal/hom-tile-filter.h"
#include "base/hom-ingredients.h"
#include "base/hom-lapack.h"

/* The fewest Gaussians are taken that have this share of the information of
 * all.
 */
#define NEARLY_ALL 0.98

/* The share that is added to the diagonal: Gaussians are alike where the
 * picture is smooth.
 */
#define RIDGE 1e-6

#define MAX_REGRESSORS (HOM_N_BLURS * HOM_MAX_PLANES)

/* The derivatives ∂x and ∂y of a tile, one behind the other. */
typedef gfloat Gradient[2 * HOM_TILE_PIXELS];

/* The sums of products of gradients over the sampled tiles.
 *
 * @products: those of the regressors, the Gaussians of the reference, of which
 *   those of the first Gaussian come first.
 * @common: those of the regressors and the channels of the moving picture.
 */
typedef struct
{
  gint    n_planes;
  gdouble products[MAX_REGRESSORS][MAX_REGRESSORS];
  gdouble common[HOM_MAX_PLANES][MAX_REGRESSORS];
} Moments;

typedef struct
{
  HomPaddedTile padded[HOM_MAX_PLANES], blurred;
  Gradient      regressors[MAX_REGRESSORS];
  Gradient      targets[HOM_MAX_PLANES];
  gfloat        warped[HOM_MAX_PLANES][HOM_TILE_PIXELS];
} Scratch;

static void
take_gradient (const HomPaddedTile *padded_tile, Gradient gradient)
{
  hom_padded_tile_gradient (padded_tile, gradient, gradient + HOM_TILE_PIXELS);
}

/* Takes the gradient of the moving picture; NaN where it is not known. */
static void
read_targets (const HomComparison *comparison,
              const HomMatrix     *w,
              const HomTile       *tile,
              Scratch             *scratch)
{
  HomPaddedTile *padded_tile = &scratch->blurred;

  hom_comparison_warp (comparison, w, tile, scratch->warped);
  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      hom_padded_tile_enclose (padded_tile, scratch->warped[c]);
      take_gradient (padded_tile, scratch->targets[c]);
    }
}

static void
read_regressors (const HomTile   *tile,
                 const HomPlanes *reference,
                 const HomFilter *gaussians,
                 Scratch         *scratch)
{
  const gint n = reference->n_planes;

  hom_padded_tiles_read (scratch->padded, reference, tile->x, tile->y,
                         HOM_LARGEST_MARGIN);
  for (gint c = 0; c < n; c++)
    for (gint k = 0; k < HOM_N_BLURS; k++)
      {
        hom_padded_tile_blur (&scratch->padded[c], &gaussians[k],
                              &scratch->blurred);
        take_gradient (&scratch->blurred, scratch->regressors[k * n + c]);
      }
}

/* Clears the gradients of pixels that do not count, or whose gradient in the
 * moving picture is not known.
 */
static void
clear_unknown (const HomTile *tile, gint n_planes, Scratch *scratch)
{
  for (gint i = 0; i < 2 * HOM_TILE_PIXELS; i++)
    {
      gboolean known = tile->counts[i % HOM_TILE_PIXELS] > 0.0f;

      for (gint c = 0; c < n_planes; c++)
        known = known && isfinite (scratch->targets[c][i]);
      if (known)
        continue;
      for (gint c = 0; c < n_planes; c++)
        scratch->targets[c][i] = 0.0f;
      for (gint k = 0; k < HOM_N_BLURS * n_planes; k++)
        scratch->regressors[k][i] = 0.0f;
    }
}

static void
add_tile (Moments *moments, const Scratch *scratch)
{
  const gint n = moments->n_planes;

  for (gint i = 0; i < HOM_N_BLURS * n; i++)
    {
      for (gint j = 0; j <= i; j++)
        moments->products[i][j] += hom_kernel (hom_gradient_product) (
            scratch->regressors[i], scratch->regressors[j]);
      for (gint c = 0; c < n; c++)
        moments->common[c][i] += hom_kernel (hom_gradient_product) (
            scratch->regressors[i], scratch->targets[c]);
    }
}

static void
add_moments (Moments *sum, const Moments *other)
{
  const gint n = sum->n_planes;

  for (gint i = 0; i < HOM_N_BLURS * n; i++)
    {
      for (gint j = 0; j <= i; j++)
        sum->products[i][j] += other->products[i][j];
      for (gint c = 0; c < n; c++)
        sum->common[c][i] += other->common[c][i];
    }
}

/* The work on the sampled tiles.
 *
 * @sums: the sums of each tile.
 */
typedef struct
{
  const HomComparison *comparison;
  const HomMatrix     *w;
  const HomPlanes     *reference;
  const HomFilter     *gaussians;
  Moments             *sums;
} Job;

static void
measure_tile (gint number, const HomTile *tile, gpointer data)
{
  const Job *job     = data;
  Scratch   *scratch = g_new (Scratch, 1);

  job->sums[number].n_planes = job->reference->n_planes;
  read_targets (job->comparison, job->w, tile, scratch);
  read_regressors (tile, job->reference, job->gaussians, scratch);
  clear_unknown (tile, job->reference->n_planes, scratch);
  add_tile (&job->sums[number], scratch);
  g_free (scratch);
}

static void
measure_moments (Moments             *moments,
                 const HomComparison *comparison,
                 const HomMatrix     *w,
                 const HomPlanes     *reference,
                 const HomFilter     *gaussians)
{
  gint n   = hom_reference_tiles_n_samples (comparison->n_tiles);
  Job  job = { comparison, w, reference, gaussians, g_new0 (Moments, n) };

  hom_reference_tiles_sample (comparison->reference, comparison->n_tiles,
                              measure_tile, &job);
  for (gint i = 0; i < n; i++)
    add_moments (moments, &job.sums[i]);
  g_free (job.sums);
}

/* Tells whether a regressor is not asked about another one, or about a channel:
 * for the ablation alone, which leaves out the other channels.
 */
static gboolean
is_apart (gint i, gint j, gint n_planes)
{
  return ! hom_uses (HOM_INGREDIENT_FILTER_CHANNELS) &&
         i % n_planes != j % n_planes;
}

/* Regresses the moving picture's gradient on those of the first @n_blurs
 * Gaussians of the reference.
 *
 * Returns: Σ |G|² / noise² of the prediction G, which is the information; -1
 *   when there is no solution.
 */
static gdouble
regress (const Moments     *moments,
         gint               n_blurs,
         const gdouble     *noise,
         HomGradientFilter *filter)
{
  const gint n           = moments->n_planes;
  const gint size        = n_blurs * n;
  gdouble    information = 0.0;
  gdouble    factor[MAX_REGRESSORS * MAX_REGRESSORS];

  for (gint i = 0; i < size; i++)
    {
      for (gint j = 0; j <= i; j++)
        factor[i * size + j] = factor[j * size + i] =
            is_apart (i, j, n) ? 0.0 : moments->products[i][j];
      factor[i * size + i] *= 1.0 + RIDGE;
    }
  if (! hom_lapack_factorize ('L', size, factor))
    return -1.0;

  filter->n_blurs = n_blurs;
  for (gint c = 0; c < n; c++)
    {
      gdouble solved[MAX_REGRESSORS];

      for (gint i = 0; i < size; i++)
        solved[i] = is_apart (i, c, n) ? 0.0 : moments->common[c][i];
      LAPACKE_dpotrs_work (LAPACK_COL_MAJOR, 'L', size, 1, factor, size, solved,
                           size);
      for (gint i = 0; i < size; i++)
        {
          filter->weights[c][i % n][i / n] = solved[i];
          information += solved[i] * moments->common[c][i] /
                         (noise[c] * noise[c]);
        }
    }

  return information;
}

/* Regresses on the one Gaussian that tells most, for the ablation alone.
 *
 * Returns: the information, as regress().
 */
static gdouble
regress_best (const Moments     *moments,
              const gdouble     *noise,
              HomGradientFilter *filter)
{
  const gint n    = moments->n_planes;
  gdouble    most = -1.0;

  for (gint k = 0; k < HOM_N_BLURS; k++)
    {
      HomGradientFilter alone = *filter;
      Moments           some  = { n };
      gdouble           information;

      for (gint i = 0; i < (k + 1) * n; i++)
        if (i / n < k)
          some.products[i][i] = 1.0;
        else
          {
            memcpy (&some.products[i][k * n], &moments->products[i][k * n],
                    n * sizeof (gdouble));
            for (gint c = 0; c < n; c++)
              some.common[c][i] = moments->common[c][i];
          }
      information = regress (&some, k + 1, noise, &alone);
      if (information > most)
        {
          most    = information;
          *filter = alone;
        }
    }

  return most;
}

/* Finds the information of the gradient of the reference as it is. */
static gdouble
plain_information (const Moments *moments, const gdouble *noise)
{
  gdouble common = 0.0, spread = 0.0;

  for (gint c = 0; c < moments->n_planes; c++)
    {
      common += moments->common[c][c] / (noise[c] * noise[c]);
      spread += moments->products[c][c] / (noise[c] * noise[c]);
    }

  return common > 0.0 ? common * common / spread : 0.0;
}

/* Fits the filter that gives the best estimate of the scene's gradient.
 *
 * The equations that an alignment solves are Σ G · r = 0, of residuals r and
 * the best estimate G of the gradient of the scene S: the variance of the
 * solution goes with Σ |G|² / (Σ G·∇S)². The gradient of the reference T is
 * mostly noise where noise is strong. The best linear estimate from the
 * channels of T, filtered by several Gaussians, is found without knowing S: by
 * the regression of the gradient of the other picture I, whose noise is
 * another, so that it has only the scene in common with them. Without the
 * other channels errors are 1.02 to 1.18 of what they are, with noise in
 * colour; by one Gaussian, the best one, .96 to 1.10, in the median 1.00, and
 * times .98.
 *
 * @w: the sampling matrix, at which the two nearly coincide.
 * @reference: T, the picture of the comparison's tiles.
 */
void
hom_gradient_filter_fit (HomGradientFilter   *filter,
                         const HomComparison *comparison,
                         const HomMatrix     *w,
                         const HomPlanes     *reference)
{
  const gdouble    *noise   = comparison->noise;
  Moments           moments = { reference->n_planes };
  HomGradientFilter all;
  gdouble           most;

  hom_gradient_filter_init (&all);
  *filter = all;
  if (! hom_uses (HOM_INGREDIENT_GRADIENT_FILTER))
    return;

  measure_moments (&moments, comparison, w, reference, all.gaussians);
  most = hom_uses (HOM_INGREDIENT_FILTER_GAUSSIANS) ?
             regress (&moments, HOM_N_BLURS, noise, &all) :
             regress_best (&moments, noise, &all);

  *filter = all;
  if (! (most > 0.0) || plain_information (&moments, noise) > NEARLY_ALL * most)
    {
      filter->n_blurs = 0;
      return;
    }

  for (gint n = 1;
       n < HOM_N_BLURS && hom_uses (HOM_INGREDIENT_FILTER_GAUSSIANS); n++)
    if (regress (&moments, n, noise, filter) > NEARLY_ALL * most)
      return;
  *filter = all;
}
