/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/descent/hom-channel-projection.h"
#include "align/descent/hom-coarse-to-fine.h"
#include "align/descent/hom-gradient-filter-fit.h"
#include "align/descent/hom-level-pair.h"
#include "align/normal/hom-gradient-filter.h"
#include "align/normal/hom-residual-samples.h"
#include "align/pyramid/hom-level-edges.h"
#include "base/hom-order-statistics.h"

/* Pixels that are compared, at most: those of most contrast of 12 MP with the
 * noise of a camera tell an alignment to .0007 px, half as many to .0012, all
 * to .0005 in four times the time.
 */
#define MAX_COMPARED (1 << 22)

/* Local exposures that do not bring the differences below this share of what
 * one exposure leaves are not needed.
 */
#define NO_LESS 0.97

/* Beyond Tukey's threshold a normal distribution has three of a million; up to
 * this share may be what pixels at the edge of the range do.
 */
#define FEW 0.0005

/* A tone curve must bring the differences in brightness that one exposure
 * leaves down to this share to be used. Gammas and clipping came to 0.05 to
 * 0.35. A vignette bends the curve too, but is not one, and came to 0.8.
 */
#define LARGEST_SHARE 0.5

void
hom_level_pair_clear (HomLevelPair *stage)
{
  hom_moving_tiles_free (stage->moving_tiles);
  hom_level_clear (&stage->edges[0]);
  hom_level_clear (&stage->edges[1]);
  if (stage->owns_tiles)
    hom_reference_tiles_free (stage->tiles);
}

static HomPlanes
planes_of (const HomLevel *level)
{
  return (HomPlanes){ 1, { level->grey }, level->mask };
}

/* The channels of a picture, as views of it. */
static HomPlanes
channels_of (const HomPrepared *prepared, HomImage *views)
{
  const HomImage *image  = prepared->picture->image;
  HomPlanes       planes = { .n_planes = image->channels };

  planes.mask = prepared->pyramid->levels[0].mask;
  for (gint c = 0; c < image->channels; c++)
    {
      views[c] = *image;
      views[c].data += c;
      planes.planes[c] = &views[c];
    }

  return planes;
}

static gboolean
take_edges (HomLevelPair *stage, HomLevel levels[2], GError **error)
{
  for (gint i = 0; i < 2; i++)
    if (! hom_level_edges (&levels[i], &stage->edges[i], error))
      return FALSE;

  stage->reference  = planes_of (&stage->edges[0]);
  stage->moving     = planes_of (&stage->edges[1]);
  stage->tiles      = hom_reference_tiles_new (&stage->reference, MAX_COMPARED,
                                               error);
  stage->owns_tiles = TRUE;

  return stage->tiles != NULL;
}

static gboolean
take_levels (HomLevelPair          *stage,
             const HomCoarseToFine *refinement,
             gint                   number,
             GError               **error)
{
  HomPrepared    *prepared  = refinement->reference;
  gint            at        = number + refinement->reference_shift;
  gint            moving_at = number + refinement->moving_shift;
  const HomLevel *reference = hom_pyramid_level (prepared->pyramid, at, error);
  const HomLevel *moving    = reference ?
                                  hom_pyramid_level (refinement->moving->pyramid,
                                                     moving_at, error) :
                                  NULL;

  if (! moving)
    return FALSE;
  if (refinement->loss == HOM_ALIGN_EDGES)
    return take_edges (stage, (HomLevel[2]){ *reference, *moving }, error);

  stage->reference = planes_of (reference);
  stage->moving    = planes_of (moving);
  if (! prepared->tiles[at])
    prepared->tiles[at] = hom_reference_tiles_new (&stage->reference,
                                                   MAX_COMPARED, error);
  stage->tiles = prepared->tiles[at];

  return stage->tiles != NULL;
}

static gboolean
take_pixels (HomLevelPair          *stage,
             const HomCoarseToFine *refinement,
             GError               **error)
{
  HomPrepared *prepared = refinement->reference;

  stage->reference = channels_of (prepared, stage->views[0]);
  stage->moving    = channels_of (refinement->moving, stage->views[1]);
  if (! prepared->pixel_tiles)
    prepared->pixel_tiles = hom_reference_tiles_new (&stage->reference,
                                                     MAX_COMPARED, error);
  stage->tiles = prepared->pixel_tiles;

  return stage->tiles != NULL;
}

static gboolean
has_tones (const HomLevelPair *stage)
{
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (stage->tones[c])
      return TRUE;

  return FALSE;
}

/* Copies what these tiles see of the moving picture. */
static gboolean
copy_patches (HomLevelPair            *stage,
              const HomReferenceTiles *tiles,
              const HomMatrix         *w,
              GError                 **error)
{
  g_clear_pointer (&stage->moving_tiles, hom_moving_tiles_free);
  stage->seen_by      = *w;
  stage->moving_tiles = hom_moving_tiles_new (
      &stage->moving, tiles, w, has_tones (stage) ? stage->tones : NULL,
      stage->is_spline, error);

  return stage->moving_tiles != NULL;
}

/* @w: where the stage begins. */
gboolean
hom_level_pair_init (HomLevelPair          *stage,
                     const HomCoarseToFine *refinement,
                     gint                   number,
                     const HomMatrix       *w,
                     GError               **error)
{
  gint     channels   = refinement->reference->picture->image->channels;
  gboolean has_pixels = number == 0 && refinement->reference_shift == 0 &&
                        refinement->moving_shift == 0 &&
                        refinement->loss != HOM_ALIGN_EDGES &&
                        channels ==
                            refinement->moving->picture->image->channels;

  *stage = (HomLevelPair){ 0 };
  if (has_pixels ? ! take_pixels (stage, refinement, error) :
                   ! take_levels (stage, refinement, number, error))
    return FALSE;

  stage->few = hom_reference_tiles_few (stage->tiles, &stage->moving, w);

  /* The finest stage takes the gradient when the noise is known. */
  if (number > 0 || stage->tiles->gradient == HOM_TILES_FILTERED)
    hom_reference_tiles_filter (stage->tiles, &stage->reference,
                                stage->few.n_tiles, NULL);
  if (number > 0)
    return TRUE;

  hom_reference_tiles_fill (stage->tiles, &stage->reference,
                            stage->few.n_tiles);

  return copy_patches (stage, &stage->few, w, error);
}

/* Whether a tone curve could explain how the brightness of a plane differs:
 * none explains what noise makes of the mean of a cell.
 */
static gboolean
may_have_tone (const HomDescent *descent,
               const HomState   *state,
               gint              plane,
               gdouble           brightness)
{
  gdouble noise = descent->comparison.noise[plane] *
                  hypot (1.0, state->exposures[plane].gain) *
                  HOM_MEDIAN_ABSOLUTE / HOM_CELL;

  return brightness * LARGEST_SHARE > noise;
}

/* Fits a tone curve from the moving picture to the reference for each plane
 * where one is needed.
 */
static gboolean
fit_tones (HomLevelPair     *stage,
           const HomDescent *descent,
           const HomState   *state,
           GError          **error)
{
  const HomComparison *comparison = &descent->comparison;

  for (gint c = 0; c < stage->moving.n_planes; c++)
    {
      gdouble brightness = hom_descent_brightness (descent, state, c, error);
      g_autoptr (GArray) pairs = NULL;

      if (brightness < 0.0)
        return FALSE;
      if (! may_have_tone (descent, state, c, brightness))
        continue;
      pairs = hom_residual_samples_new (comparison, &state->w, c);

      stage->tones[c] = hom_tone_curve_fit (pairs, comparison->noise[c],
                                            &stage->curves[c]) ?
                            &stage->curves[c] :
                            NULL;
    }

  return TRUE;
}

/* Finds what the pictures do not both show, and by the rest the exposures and
 * the noise.
 */
static gboolean
begin_local (HomDescent *descent, HomState *state, GError **error)
{
  return hom_descent_begin (descent, state, error) &&
         hom_descent_refit (descent, state, error);
}

/* Another way to compare, beside one that is kept until it is known to be
 * better: hom_descent_begin() gives it exposures of its own.
 */
static HomDescent
branch_off (const HomDescent *descent)
{
  HomDescent other = *descent;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    other.comparison.exposures[c] = NULL;

  return other;
}

static void
adopt (HomDescent       *descent,
       HomState         *state,
       const HomDescent *other,
       const HomState   *other_state)
{
  hom_descent_end (descent);
  *descent = *other;
  *state   = *other_state;
}

/* Returns: to which share the curves bring the differences in brightness, in
 * the geometric mean of the planes that have one; −1 with an error.
 */
static gdouble
measure_share (const HomLevelPair *stage,
               const HomDescent   *descent,
               const HomState     *state,
               const HomDescent   *mapped_descent,
               const HomState     *mapped,
               GError            **error)
{
  gdouble sum = 0.0;
  gint    n   = 0;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (stage->tones[c])
      {
        gdouble before = hom_descent_brightness (descent, state, c, error);
        gdouble after  = before < 0.0 ?
                             before :
                             hom_descent_brightness (mapped_descent, mapped, c,
                                                     error);

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
try_tones (HomLevelPair *stage,
           HomDescent   *descent,
           HomState     *state,
           GError      **error)
{
  HomState        mapped         = *state;
  HomDescent      mapped_descent = branch_off (descent);
  gdouble         share          = -1.0;
  HomMovingTiles *moving_tiles;

  if (! fit_tones (stage, descent, state, error))
    return FALSE;
  if (! has_tones (stage))
    return TRUE;

  moving_tiles = hom_moving_tiles_new (&stage->moving, &stage->few, &state->w,
                                       stage->tones, FALSE, error);
  if (! moving_tiles)
    return FALSE;

  mapped_descent.comparison.moving_tiles = moving_tiles;
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (stage->tones[c])
      mapped.exposures[c] = (HomExposure){ 1.0, 0.0 };
  if (begin_local (&mapped_descent, &mapped, error))
    share = measure_share (stage, descent, state, &mapped_descent, &mapped,
                           error);
  if (share >= 0.0 && share < LARGEST_SHARE)
    {
      adopt (descent, state, &mapped_descent, &mapped);
      hom_moving_tiles_free (stage->moving_tiles);
      stage->moving_tiles = moving_tiles;
    }
  else
    {
      hom_descent_end (&mapped_descent);
      hom_moving_tiles_free (moving_tiles);
      memset (stage->tones, 0, sizeof (stage->tones));
    }

  return ! (share < 0.0);
}

/* Where a simpler exposure does as well as local ones, it is more accurate. */
static gboolean
try_simpler (HomDescent *descent, HomState *state, GError **error)
{
  gdouble spread = hom_descent_spread (descent, state);

  for (HomExposureKind kind = HOM_EXPOSURE_ONE; kind < HOM_EXPOSURE_LOCAL;
       kind++)
    {
      HomState   simple_state = *state;
      HomDescent simple;
      gboolean   is_made = hom_descent_branch (descent, kind, &simple,
                                               &simple_state, error);

      if (is_made &&
          spread > NO_LESS * hom_descent_spread (&simple, &simple_state))
        {
          adopt (descent, state, &simple, &simple_state);
          return TRUE;
        }
      hom_descent_end (&simple);
      if (! is_made)
        return FALSE;
    }

  return TRUE;
}

/* Begins the descent of the finest stage with a few of the tiles, by which it
 * chooses how to compare.
 *
 * @may_be_plain: whether local exposures may be left out.
 */
gboolean
hom_level_pair_begin (HomLevelPair *stage,
                      gboolean      may_be_plain,
                      HomDescent   *descent,
                      HomState     *state,
                      GError      **error)
{
  HomComparison *comparison = &descent->comparison;

  comparison->reference = &stage->few;
  stage->threshold      = comparison->threshold;
  if (descent->exposure != HOM_EXPOSURE_LOCAL)
    return hom_descent_begin (descent, state, error);

  return begin_local (descent, state, error) &&
         try_tones (stage, descent, state, error) &&
         (! may_be_plain || try_simpler (descent, state, error));
}

/* Compares one plane instead of the channels, where that tells nearly as much:
 * it takes a third of the time and the memory.
 */
static gboolean
try_mixture (HomLevelPair *stage,
             HomDescent   *descent,
             HomState     *state,
             GError      **error)
{
  HomComparison       *comparison = &descent->comparison;
  HomReferenceTiles   *tiles;
  HomChannelProjection projection;

  if (stage->reference.n_planes == 1 || has_tones (stage) ||
      descent->exposure != HOM_EXPOSURE_ONE ||
      ! hom_channel_projection_fit (&projection, comparison, state,
                                    stage->tiles->n_tiles))
    return TRUE;

  stage->is_mixed  = TRUE;
  stage->reference = hom_channel_projection_apply (&stage->reference,
                                                   projection.reference);
  stage->moving    = hom_channel_projection_apply (&stage->moving,
                                                   projection.moving);
  tiles = hom_reference_tiles_like (stage->tiles, &stage->reference, error);
  if (! tiles)
    return FALSE;

  stage->tiles      = tiles;
  stage->owns_tiles = TRUE;
  stage->few        = hom_reference_tiles_few (stage->tiles, &stage->moving,
                                               &state->w);
  hom_reference_tiles_fill (stage->tiles, &stage->reference,
                            stage->few.n_tiles);

  /* With moments, by which cells are left out. */
  hom_descent_end (descent);
  comparison->exposures[0] = hom_gain_map_new (
      stage->tiles->width, stage->tiles->height, TRUE, error);
  if (! comparison->exposures[0])
    return FALSE;
  comparison->noise[0] = projection.noise;
  state->exposures[0]  = projection.exposure;
  hom_gain_map_fill (comparison->exposures[0], &state->exposures[0]);

  return TRUE;
}

/* Goes on with what is to be compared in the end, and what all tiles see of it.
 *
 * @may_be_plain: whether the channels may be mixed.
 */
gboolean
hom_level_pair_gather (HomLevelPair *stage,
                       gboolean      may_be_plain,
                       HomDescent   *descent,
                       HomState     *state,
                       GError      **error)
{
  if (may_be_plain && ! try_mixture (stage, descent, state, error))
    return FALSE;

  stage->is_spline = ! stage->moving.mask && ! has_tones (stage);
  if (! copy_patches (stage, stage->tiles, &state->w, error))
    return FALSE;

  descent->comparison.moving_tiles = stage->moving_tiles;
  descent->comparison.is_spline    = stage->is_spline;
  if (! stage->is_mixed)
    return TRUE;

  return (! descent->is_gated || hom_descent_gate (descent, state, error)) &&
         hom_descent_refit (descent, state, error);
}

/* Where nothing differs but noise, in any part of the picture, the squares are
 * what Gaussian noise asks for: robust weights cost a few percent, and are
 * found by more steps. From farther off they lead to more places.
 */
void
hom_level_pair_weigh (HomLevelPair   *stage,
                      HomDescent     *descent,
                      const HomState *state)
{
  if (descent->exposure == HOM_EXPOSURE_LOCAL)
    return;

  descent->comparison.threshold = stage->threshold;
  hom_descent_look (descent, state);
  if (! descent->is_gated && hom_descent_outliers (descent) < FEW)
    descent->comparison.threshold = 0.0;
}

/* Goes on with all tiles. */
gboolean
hom_level_pair_complete (HomLevelPair *stage,
                         gboolean      may_be_plain,
                         HomDescent   *descent,
                         HomState     *state,
                         GError      **error)
{
  descent->comparison.reference = stage->tiles;
  if (descent->exposure == HOM_EXPOSURE_LOCAL)
    return begin_local (descent, state, error);
  if (! may_be_plain)
    return TRUE;

  hom_level_pair_weigh (stage, descent, state);
  if (! (descent->comparison.threshold > 0.0))
    return TRUE;
  if (! hom_descent_gate (descent, state, error))
    return FALSE;
  hom_level_pair_weigh (stage, descent, state);

  return TRUE;
}

/* Copies what the tiles see of the moving picture at the finest stage anew
 * where it has moved, and makes the gradient as good as the noise allows.
 */
gboolean
hom_level_pair_sharpen (HomLevelPair   *stage,
                        HomDescent     *descent,
                        const HomState *state,
                        GError        **error)
{
  HomComparison    *comparison = &descent->comparison;
  HomGradientFilter filter;

  if (memcmp (&stage->seen_by, &state->w, sizeof (HomMatrix)) != 0)
    {
      if (! copy_patches (stage, stage->tiles, &state->w, error))
        return FALSE;
      comparison->moving_tiles = stage->moving_tiles;
    }

  hom_gradient_filter_fit (&filter, comparison, &state->w, &stage->reference);
  hom_reference_tiles_filter (stage->tiles, &stage->reference,
                              stage->tiles->n_tiles, &filter);

  return TRUE;
}
