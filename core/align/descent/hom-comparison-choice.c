/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/descent/hom-channel-projection.h"
#include "align/descent/hom-comparison-choice.h"
#include "align/descent/hom-comparison-fit.h"
#include "align/descent/hom-gradient-filter-fit.h"
#include "align/normal/hom-residual-samples.h"
#include "base/hom-ingredients.h"
#include "base/hom-order-statistics.h"

/* Local exposures are not needed when they do not bring the differences below
 * this share of those that one exposure leaves.
 */
#define NO_LESS 0.97

/* The share of outliers that need no robust weights. A normal distribution has
 * three of a million beyond Tukey's threshold; pixels at the edge of the range
 * may make up to this share.
 */
#define FEW 0.0005

/* A tone curve is used when it brings the differences in brightness that one
 * exposure leaves down to this share. Gammas and clipping came to 0.05 to 0.35.
 * A vignette bends the curve too, but is not one, and came to 0.8.
 */
#define LARGEST_SHARE 0.5

/* Tells whether a tone curve could explain how the brightness of a plane
 * differs: none explains what noise makes of the mean of a cell.
 */
static gboolean
may_have_tone (const HomComparison *comparison, gint plane, gdouble brightness)
{
  gdouble noise = comparison->noise[plane] *
                  hypot (1.0, comparison->exposures[plane].gain) *
                  HOM_MEDIAN_ABSOLUTE / HOM_CELL;

  return brightness * LARGEST_SHARE > noise;
}

/* Fits a tone curve from the moving picture to the reference for each plane
 * where one is needed.
 */
static gboolean
fit_tones (HomLevelPair        *pair,
           const HomComparison *comparison,
           const HomIterate    *iterate,
           GError             **error)
{
  for (gint c = 0; c < pair->moving.n_planes; c++)
    {
      gdouble brightness = hom_comparison_brightness (comparison, iterate, c,
                                                      error);
      g_autoptr (GArray) samples = NULL;

      if (brightness < 0.0)
        return FALSE;
      if (! may_have_tone (comparison, c, brightness))
        continue;

      samples        = hom_residual_samples_new (comparison, &iterate->w, c);
      pair->tones[c] = hom_tone_curve_fit (samples, comparison->noise[c],
                                           &pair->curves[c]) ?
                           &pair->curves[c] :
                           NULL;
    }

  return TRUE;
}

/* Finds the cells that do not show the same in both pictures, and by the rest
 * the exposures and the noise.
 */
static gboolean
begin_local (HomComparison *comparison, HomIterate *iterate, GError **error)
{
  return hom_comparison_begin (comparison, iterate, error) &&
         (! hom_uses (HOM_INGREDIENT_EXPOSURE_REFIT) ||
          hom_comparison_refit (comparison, iterate, error));
}

/* Measures to which share the curves bring the differences in brightness, in
 * the geometric mean of the planes that have one.
 *
 * Returns: the share; −1 with an error.
 */
static gdouble
measure_share (const HomLevelPair  *pair,
               const HomComparison *comparison,
               const HomIterate    *iterate,
               const HomComparison *mapped,
               const HomIterate    *mapped_iterate,
               GError             **error)
{
  gdouble sum = 0.0;
  gint    n   = 0;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (pair->tones[c])
      {
        gdouble before = hom_comparison_brightness (comparison, iterate, c,
                                                    error);
        gdouble after  = before < 0.0 ?
                             before :
                             hom_comparison_brightness (mapped, mapped_iterate,
                                                        c, error);

        if (after < 0.0)
          return -1.0;
        sum += log (after / before);
        n++;
      }

  return exp (sum / n);
}

/* Brings the tones of the moving picture to those of the reference, where that
 * explains how their brightness differs.
 */
static gboolean
try_tones (HomComparison *comparison,
           HomLevelPair  *pair,
           HomIterate    *iterate,
           GError       **error)
{
  HomIterate      mapped_iterate = *iterate;
  gdouble         share          = -1.0;
  HomMovingTiles *moving_tiles;
  HomComparison   mapped;

  if (! hom_uses (HOM_INGREDIENT_TONE_CURVE))
    return TRUE;
  if (! fit_tones (pair, comparison, iterate, error))
    return FALSE;
  if (! hom_level_pair_has_tones (pair))
    return TRUE;

  moving_tiles = hom_moving_tiles_new (&pair->moving, pair->tiles, pair->n_few,
                                       &iterate->w, pair->tones, FALSE, error);
  if (! moving_tiles)
    return FALSE;

  hom_comparison_fork (comparison, &mapped);
  mapped.moving_tiles = moving_tiles;
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (pair->tones[c])
      mapped.exposures[c] = (HomExposure){ 1.0, 0.0 };
  if (begin_local (&mapped, &mapped_iterate, error))
    share = measure_share (pair, comparison, iterate, &mapped, &mapped_iterate,
                           error);
  if (share >= 0.0 && share < LARGEST_SHARE)
    {
      hom_comparison_move (&mapped, comparison);
      *iterate = mapped_iterate;
      hom_moving_tiles_free (pair->moving_tiles);
      pair->moving_tiles = moving_tiles;
    }
  else
    {
      hom_comparison_clear (&mapped);
      hom_moving_tiles_free (moving_tiles);
      memset (pair->tones, 0, sizeof (pair->tones));
    }

  return ! (share < 0.0);
}

/* Whether an exposure does as well as local ones, which leave @spread. */
static gboolean
does_as_well (const HomComparison *simple,
              const HomIterate    *iterate,
              gdouble              spread)
{
  return spread > NO_LESS * hom_comparison_spread (simple, iterate) ||
         (simple->exposure_kind == HOM_EXPOSURE_SMOOTH &&
          ! hom_uses (HOM_INGREDIENT_LOCAL_GAIN_AT_THE_END));
}

/* Takes a simpler exposure where it does as well as local ones: it is more
 * accurate then.
 */
static gboolean
try_simpler (HomComparison *comparison, HomIterate *iterate, GError **error)
{
  const HomExposureKind last   = hom_uses (HOM_INGREDIENT_GAIN_POLYNOMIAL) ?
                                     HOM_EXPOSURE_SMOOTH :
                                     HOM_EXPOSURE_ONE;
  gdouble               spread = hom_comparison_spread (comparison, iterate);

  for (HomExposureKind kind = HOM_EXPOSURE_ONE; kind <= last; kind++)
    {
      HomComparison simple;
      gboolean      is_made = hom_comparison_branch (comparison, kind, iterate,
                                                     &simple, error);

      if (is_made && does_as_well (&simple, iterate, spread))
        {
          hom_comparison_move (&simple, comparison);
          return TRUE;
        }
      hom_comparison_clear (&simple);
      if (! is_made)
        return FALSE;
    }

  return TRUE;
}

/* Begins with a few of the tiles of the finest level, and chooses by them the
 * exposure that the moving picture is given.
 *
 * @may_be_plain: whether local exposures may be left out.
 */
gboolean
hom_comparison_choose_exposure (HomComparison *comparison,
                                HomLevelPair  *pair,
                                gboolean       may_be_plain,
                                HomIterate    *iterate,
                                GError       **error)
{
  comparison->n_tiles = pair->n_few;
  pair->threshold     = comparison->threshold;
  if (comparison->exposure_kind != HOM_EXPOSURE_LOCAL)
    return hom_comparison_begin (comparison, iterate, error);

  return begin_local (comparison, iterate, error) &&
         try_tones (comparison, pair, iterate, error) &&
         (! may_be_plain || try_simpler (comparison, iterate, error));
}

/* Compares one plane instead of the channels, where that has nearly as much
 * information: it takes a third of the time and the memory.
 */
static gboolean
try_projection (HomComparison    *comparison,
                HomLevelPair     *pair,
                const HomIterate *iterate,
                GError          **error)
{
  HomChannelProjection projection;

  if (! hom_uses (HOM_INGREDIENT_CHANNEL_PROJECTION) ||
      pair->reference.n_planes == 1 || hom_level_pair_has_tones (pair) ||
      comparison->exposure_kind != HOM_EXPOSURE_ONE ||
      ! hom_channel_projection_fit (&projection, comparison, &iterate->w,
                                    pair->tiles->n_tiles))
    return TRUE;

  if (! hom_level_pair_project (pair, projection.reference, projection.moving,
                                &iterate->w, error))
    return FALSE;

  /* The map has moments, by which cells are left out. */
  hom_comparison_clear (comparison);
  comparison->gain_maps[0] = hom_gain_map_new (
      pair->tiles->width, pair->tiles->height, TRUE, error);
  if (! comparison->gain_maps[0])
    return FALSE;
  comparison->reference    = pair->tiles;
  comparison->n_tiles      = pair->n_few;
  comparison->noise[0]     = projection.noise;
  comparison->exposures[0] = projection.exposure;
  hom_gain_map_fill (comparison->gain_maps[0], &comparison->exposures[0]);

  return TRUE;
}

/* Chooses the planes that are to be compared in the end, and copies what all
 * tiles see of them.
 *
 * @may_be_plain: whether the channels may be compared as one plane.
 */
gboolean
hom_comparison_choose_planes (HomComparison *comparison,
                              HomLevelPair  *pair,
                              gboolean       may_be_plain,
                              HomIterate    *iterate,
                              GError       **error)
{
  if (may_be_plain && ! try_projection (comparison, pair, iterate, error))
    return FALSE;

  pair->is_spline = hom_uses (HOM_INGREDIENT_SPLINES) && ! pair->moving.mask;
  if (! hom_level_pair_copy_moving (pair, pair->n_read, &iterate->w, error))
    return FALSE;

  comparison->moving_tiles = pair->moving_tiles;
  comparison->is_spline    = pair->is_spline;
  if (! pair->is_projected)
    return TRUE;

  return (! comparison->is_gated ||
          hom_comparison_gate (comparison, iterate, error)) &&
         hom_comparison_refit (comparison, iterate, error);
}

/* Makes the gradient as good as the noise allows, and copies what the tiles see
 * of the moving picture anew where it has moved.
 */
gboolean
hom_comparison_choose_gradient (HomComparison    *comparison,
                                HomLevelPair     *pair,
                                const HomIterate *iterate,
                                GError          **error)
{
  HomGradientFilter *filter = &pair->all.filter;

  if (pair->n_copied < pair->n_read ||
      memcmp (&pair->seen_by, &iterate->w, sizeof (HomMatrix)) != 0)
    {
      if (! hom_level_pair_copy_moving (pair, pair->n_read, &iterate->w, error))
        return FALSE;
      comparison->moving_tiles = pair->moving_tiles;
    }

  hom_gradient_filter_fit (filter, comparison, &iterate->w, &pair->reference);
  hom_reference_tiles_filter (pair->tiles, &pair->reference, pair->n_read,
                              filter);

  return TRUE;
}

/* Chooses squares where nothing differs but noise, in any part of the picture:
 * they are what Gaussian noise asks for, and robust weights cost a few percent,
 * and are found by more steps. From farther off they lead to more places.
 */
void
hom_comparison_choose_weights (HomComparison    *comparison,
                               HomLevelPair     *pair,
                               const HomIterate *iterate)
{
  if (comparison->exposure_kind == HOM_EXPOSURE_LOCAL)
    return;

  comparison->threshold = pair->threshold;
  hom_comparison_estimate_noise (comparison, iterate);
  if (hom_uses (HOM_INGREDIENT_SQUARES_AT_THE_END) && ! comparison->is_gated &&
      hom_comparison_outliers (comparison) < FEW)
    comparison->threshold = 0.0;
}

/* Goes on with all tiles: what moved may be in those that were not compared
 * yet.
 */
gboolean
hom_comparison_take_all_tiles (HomComparison *comparison,
                               HomLevelPair  *pair,
                               gboolean       may_be_plain,
                               HomIterate    *iterate,
                               GError       **error)
{
  if (pair->n_read < pair->tiles->n_tiles)
    {
      pair->n_read = pair->tiles->n_tiles;
      if (! hom_comparison_choose_gradient (comparison, pair, iterate, error))
        return FALSE;
    }
  comparison->n_tiles = pair->tiles->n_tiles;
  if (comparison->exposure_kind == HOM_EXPOSURE_LOCAL)
    return begin_local (comparison, iterate, error);
  if (! may_be_plain)
    return TRUE;

  hom_comparison_choose_weights (comparison, pair, iterate);
  if (! (comparison->threshold > 0.0))
    return TRUE;
  if (! hom_comparison_gate (comparison, iterate, error))
    return FALSE;
  hom_comparison_choose_weights (comparison, pair, iterate);

  return TRUE;
}
