/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-comparison-fit.h"
#include "align/normal/hom-gain-polynomial.h"
#include "align/normal/hom-residual-samples.h"
#include "base/hom-ingredients.h"
#include "base/hom-parallel.h"

/* A change of the noise by less than this share does not count. */
#define NOISE_CHANGE 0.1

/* The least noise, as a share of the reference's contrast: about half a step of
 * 8 bits. Pictures of 8 bits that lie a few hundredths of a pixel apart are the
 * same in most pixels, and those that differ by a step are not to be taken for
 * something else.
 */
#define LEAST_NOISE 1e-2

/* Sums up the moments that exposures are fitted by, and no equations. */
static gboolean
measure (const HomComparison *comparison, HomIterate *iterate, GError **error)
{
  return hom_normal_equations_measure (comparison, &iterate->w,
                                       &iterate->equations, error);
}

/* Gives the moving picture the exposure that the sums of the iterate ask for:
 * the gain that makes the contrast of both pictures the same, and the bias that
 * makes their brightness the same. A regression's slope would be too flat where
 * there is noise, and near 0 as long as they are far apart.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY, as all functions here that have an
 *   error.
 */
gboolean
hom_comparison_fit_exposure (HomComparison    *comparison,
                             const HomIterate *iterate,
                             GError          **error)
{
  if (comparison->exposure_kind == HOM_EXPOSURE_FIXED)
    return TRUE;

  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      const HomPairMoments *moments  = &iterate->equations.planes[c];
      HomExposure          *exposure = &comparison->exposures[c];
      HomGainMap           *map      = comparison->gain_maps[c];
      gdouble               noise    = comparison->noise[c];
      gdouble               moving = hom_pair_moments_contrast (moments, FALSE);
      gdouble               still  = hom_pair_moments_contrast (moments, TRUE);

      if (moving > 0.0 && still > 0.0)
        {
          exposure->gain = copysign (still / moving, exposure->gain);
          exposure->bias = (moments->t - exposure->gain * moments->i) /
                           moments->n;
        }
      if (comparison->exposure_kind == HOM_EXPOSURE_ONE ||
          ! hom_uses (HOM_INGREDIENT_LOCAL_GAIN))
        hom_gain_map_fill (map, exposure);
      else if (comparison->exposure_kind == HOM_EXPOSURE_SMOOTH)
        hom_gain_polynomial_fit (map, exposure, noise);
      else if (! hom_gain_map_match (map, exposure, noise, error))
        return FALSE;
    }

  return TRUE;
}

/* Returns the number that is taken for the noise of a plane where the pictures
 * show less.
 */
static gdouble
least_noise (const HomIterate *iterate, gint plane)
{
  const HomPairMoments *moments = &iterate->equations.planes[plane];

  return LEAST_NOISE * hom_pair_moments_contrast (moments, TRUE) + 1e-9;
}

typedef struct
{
  HomComparison    *comparison;
  const HomIterate *iterate;
  gboolean          has_changed[HOM_MAX_PLANES];
} NoiseJob;

static void
estimate_noise_of_plane (gint band, gint c, gint last, gpointer data)
{
  NoiseJob         *job         = data;
  const HomIterate *iterate     = job->iterate;
  HomComparison    *comparison  = job->comparison;
  HomDifferences   *differences = &comparison->differences[c];
  g_autoptr (GArray)
      samples   = hom_residual_samples_new (comparison, &iterate->w, c);
  gdouble noise = hom_residual_samples_noise (samples);

  if (noise < 0.0)
    noise = comparison->noise[c];
  differences->noise  = noise;
  noise               = MAX (noise, least_noise (iterate, c));
  job->has_changed[c] = fabs (noise - comparison->noise[c]) >
                        NOISE_CHANGE * noise;
  if (job->has_changed[c])
    comparison->noise[c] = noise;
  differences->n          = samples->len;
  differences->n_outliers = hom_residual_samples_outliers (samples, comparison,
                                                           c);
}

/* Estimates the noise of each plane from some of the residuals.
 *
 * Returns: whether it has changed.
 */
gboolean
hom_comparison_estimate_noise (HomComparison    *comparison,
                               const HomIterate *iterate)
{
  NoiseJob job = { comparison, iterate };

  hom_parallel_rows (comparison->reference->n_planes, 1,
                     estimate_noise_of_plane, &job);
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (job.has_changed[c])
      return TRUE;

  return FALSE;
}

static void
ungate (HomComparison *comparison)
{
  for (gint c = 0; c < comparison->reference->n_planes; c++)
    hom_gain_map_ungate (comparison->gain_maps[c]);
}

/* Leaves out cells by moments in which all pixels count. */
static gboolean
gate (HomComparison *comparison, GError **error)
{
  comparison->is_gated = FALSE;
  if (! hom_uses (HOM_INGREDIENT_GATES))
    return TRUE;

  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      HomGainMap *map = comparison->gain_maps[c];

      if (! hom_gain_map_gate (map, &comparison->exposures[c],
                               comparison->noise[c], error))
        return FALSE;
      comparison->is_gated |= map->counts != NULL;
    }

  return TRUE;
}

/* Makes gain maps where there are none, and fills all of them with the
 * exposures over all of the overlap.
 */
static gboolean
begin_maps (HomComparison *comparison, GError **error)
{
  const HomReferenceTiles *reference = comparison->reference;
  const gboolean with_moments = comparison->exposure_kind > HOM_EXPOSURE_ONE;

  for (gint c = 0; c < reference->n_planes; c++)
    {
      if (! comparison->gain_maps[c])
        comparison->gain_maps[c] = hom_gain_map_new (
            reference->width, reference->height, with_moments, error);
      if (! comparison->gain_maps[c])
        return FALSE;
      hom_gain_map_fill (comparison->gain_maps[c], &comparison->exposures[c]);
    }

  return TRUE;
}

static void
set_noise (HomComparison *comparison, gdouble noise)
{
  for (gint c = 0; c < comparison->reference->n_planes; c++)
    comparison->noise[c] = noise;
}

/* Finds the exposures, the noise and the cells to leave out at the iterate's
 * matrix, with no knowledge but the signs of the gains. All pixels count in it,
 * outliers too.
 */
gboolean
hom_comparison_begin (HomComparison *comparison,
                      HomIterate    *iterate,
                      GError       **error)
{
  const gdouble threshold = comparison->threshold;

  set_noise (comparison, 1.0);
  if (! begin_maps (comparison, error))
    return FALSE;

  ungate (comparison);
  comparison->threshold = 0.0;
  if (! measure (comparison, iterate, error))
    return FALSE;
  set_noise (comparison, 0.0);
  if (! hom_comparison_fit_exposure (comparison, iterate, error))
    return FALSE;
  hom_comparison_estimate_noise (comparison, iterate);
  if (comparison->exposure_kind == HOM_EXPOSURE_LOCAL)
    {
      if (! gate (comparison, error))
        return FALSE;
      if (comparison->is_gated)
        hom_comparison_estimate_noise (comparison, iterate);
    }
  comparison->threshold = threshold;

  return TRUE;
}

/* Finds the exposures and the noise again, by the pixels that count now. */
gboolean
hom_comparison_refit (HomComparison *comparison,
                      HomIterate    *iterate,
                      GError       **error)
{
  if (! measure (comparison, iterate, error) ||
      ! hom_comparison_fit_exposure (comparison, iterate, error))
    return FALSE;
  hom_comparison_estimate_noise (comparison, iterate);

  return TRUE;
}

/* Leaves out the cells that do not show the same in both pictures. */
gboolean
hom_comparison_gate (HomComparison *comparison,
                     HomIterate    *iterate,
                     GError       **error)
{
  const gdouble threshold = comparison->threshold;

  ungate (comparison);
  comparison->threshold = 0.0;
  if (! measure (comparison, iterate, error) || ! gate (comparison, error))
    return FALSE;
  comparison->threshold = threshold;

  return TRUE;
}

/* Makes a comparison by another kind of exposure, from the sums of this one.
 *
 * @branch: (out): to be cleared, even when it could not be made.
 */
gboolean
hom_comparison_branch (const HomComparison *comparison,
                       HomExposureKind      kind,
                       const HomIterate    *iterate,
                       HomComparison       *branch,
                       GError             **error)
{
  if (! hom_comparison_copy (comparison, branch, error))
    return FALSE;

  branch->exposure_kind = kind;
  if (! hom_comparison_fit_exposure (branch, iterate, error))
    return FALSE;
  hom_comparison_estimate_noise (branch, iterate);

  return TRUE;
}

/* Measures how much the brightness of a plane differs from place to place by
 * one exposure.
 *
 * Returns: the difference; −1 with %HOM_ERROR_MEMORY.
 */
gdouble
hom_comparison_brightness (const HomComparison *comparison,
                           const HomIterate    *iterate,
                           gint                 plane,
                           GError             **error)
{
  gdouble spread = hom_gain_map_spread (comparison->gain_maps[plane],
                                        &comparison->exposures[plane], error);

  return spread < 0.0 ? spread : MAX (spread, least_noise (iterate, plane));
}

typedef struct
{
  const HomComparison *comparison;
  const HomIterate    *iterate;
  gdouble              logarithms[HOM_MAX_PLANES];
} SpreadJob;

static void
measure_spread (gint band, gint c, gint last, gpointer data)
{
  SpreadJob *job = data;
  g_autoptr (GArray)
      samples = hom_residual_samples_new (job->comparison, &job->iterate->w, c);

  job->logarithms[c] = log (MAX (hom_residual_samples_spread (samples),
                                 least_noise (job->iterate, c)));
}

/* Returns the median size of the residuals, in the reference's units, but no
 * less than the least noise: the geometric mean over the planes.
 */
gdouble
hom_comparison_spread (const HomComparison *comparison,
                       const HomIterate    *iterate)
{
  gint      n_planes = comparison->reference->n_planes;
  SpreadJob job      = { comparison, iterate };
  gdouble   sum      = 0.0;

  hom_parallel_rows (n_planes, 1, measure_spread, &job);
  for (gint c = 0; c < n_planes; c++)
    sum += job.logarithms[c];

  return exp (sum / n_planes);
}

/* Returns the share of the pixels that differed by more than noise. */
gdouble
hom_comparison_outliers (const HomComparison *comparison)
{
  gdouble outliers = 0.0;
  gdouble all      = 1.0;

  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      outliers += comparison->differences[c].n_outliers;
      all += comparison->differences[c].n;
    }

  return outliers / all;
}

/* Returns the root mean square of those differences that are hardly more than
 * noise, over all planes, in the reference's units.
 */
gdouble
hom_comparison_residual (const HomComparison *comparison)
{
  gint    n_planes = comparison->reference->n_planes;
  gdouble sum      = 0.0;

  for (gint c = 0; c < n_planes; c++)
    {
      gdouble gain  = comparison->exposures[c].gain;
      gdouble noise = comparison->differences[c].noise;

      sum += noise * noise * (1.0 + gain * gain);
    }

  return sqrt (sum / n_planes);
}
