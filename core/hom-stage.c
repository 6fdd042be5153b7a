/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hom-gradient-filter.h"
#include "hom-refine.h"
#include "hom-spline.h"
#include "hom-stage.h"

/* Pixels that are compared, at most: they tell an alignment to a thousandth of
 * a pixel.
 */
#define MAX_COMPARED (1 << 21)

/* Local exposures that do not bring the differences below this share of what
 * one exposure leaves are not needed.
 */
#define NO_LESS 0.97

/* Beyond Tukey's threshold a normal distribution has three of a million; up to
 * this share may be what pixels at the edge of the range do.
 */
#define FEW 0.0005

/* A tone curve must bring the differences down to this share to be used. */
#define LARGEST_SHARE 0.95

void
hom_stage_clear (HomStage *stage)
{
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    {
      hom_image_free (stage->splines[c]);
      hom_image_free (stage->mapped[c]);
    }
  hom_image_free (stage->reliability);
  hom_level_clear (&stage->edges[0]);
  hom_level_clear (&stage->edges[1]);
  if (stage->owns_tiles)
    hom_tiles_free (stage->tiles);
}

static HomPlanes
planes_of (const HomLevel *level)
{
  return (HomPlanes) { 1, { level->grey }, level->mask };
}

static HomPlanes
colours_of (const HomPrepared *prepared)
{
  HomPlanes planes = { HOM_MAX_PLANES,
                       { NULL },
                       prepared->pyramid->levels[0].mask };

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    planes.planes[c] = prepared->colours[c];

  return planes;
}

static HomImage *
copy_image (const HomImage *image, GError **error)
{
  HomImage *copy = hom_image_new (image->width, image->height, 1, error);

  for (gint row = 0; copy && row < image->height; row++)
    memcpy (hom_image_pixel (copy, 0, row), hom_image_pixel (image, 0, row),
            image->width * sizeof (gfloat));

  return copy;
}

/* A mask to be changed: a copy of @mask or, without one, 1 everywhere. */
static HomImage *
new_mask (const HomImage *plane, const HomImage *mask, GError **error)
{
  HomImage *ones;

  if (mask)
    return copy_image (mask, error);

  ones = hom_image_new (plane->width, plane->height, 1, error);
  for (gsize i = 0; ones && i < ones->stride * ones->height; i++)
    ones->data[i] = 1.0f;

  return ones;
}

/* The coefficients of cubic splines, which are nearer to the truth between the
 * pixels than cubic convolution is. Beside a hole they would ring.
 */
static gboolean
make_splines (HomStage *stage, GError **error)
{
  const HomSampling sampling = {
    .interpolation = HOM_INTERPOLATION_CUBIC_SPLINE,
    .boundary      = HOM_BOUNDARY_REFLECT
  };

  for (gint c = 0; c < stage->moving.n_planes; c++)
    {
      const HomImage *plane = stage->moving.planes[c];

      stage->splines[c] = hom_image_new (plane->width, plane->height, 1, error);
      if (! stage->splines[c] ||
          ! hom_spline_coefficients (plane, &sampling, stage->splines[c],
                                     error))
        return FALSE;
      stage->moving.planes[c] = stage->splines[c];
    }

  return TRUE;
}

static gboolean
make_edges (HomStage       *stage,
            const HomLevel *reference,
            const HomLevel *moving,
            GError        **error)
{
  if (! hom_level_edges (reference, &stage->edges[0], error) ||
      ! hom_level_edges (moving, &stage->edges[1], error))
    return FALSE;

  stage->reference  = planes_of (&stage->edges[0]);
  stage->moving     = planes_of (&stage->edges[1]);
  stage->tiles      = hom_tiles_new (&stage->reference, MAX_COMPARED);
  stage->owns_tiles = TRUE;

  return TRUE;
}

/* All channels where both pictures have them and are at their finest level. */
gboolean
hom_stage_init (HomStage            *stage,
                const HomRefinement *refinement,
                gint                 number,
                GError             **error)
{
  HomPrepared    *prepared  = refinement->reference;
  gint            at        = number + refinement->reference_shift;
  gint            moving_at = number + refinement->moving_shift;
  const HomLevel *reference = &prepared->pyramid->levels[at];
  const HomLevel *moving    = &refinement->moving->pyramid->levels[moving_at];
  HomTiles      **tiles     = &prepared->tiles[at];

  *stage = (HomStage) { planes_of (reference), planes_of (moving) };
  if (refinement->loss == HOM_ALIGN_EDGES)
    return make_edges (stage, reference, moving, error);

  if (at == 0 && moving_at == 0 && prepared->colours[0] &&
      refinement->moving->colours[0])
    {
      stage->reference = colours_of (prepared);
      stage->moving    = colours_of (refinement->moving);
      tiles            = &prepared->colour_tiles;
    }
  if (! *tiles)
    *tiles = hom_tiles_new (&stage->reference, MAX_COMPARED);
  hom_tiles_filter (*tiles, &stage->reference, NULL);
  stage->tiles = *tiles;

  return TRUE;
}

/* Maps the moving picture's planes by their tone curves to the reference's. */
static gboolean
map_tones (HomStage         *stage,
           const HomDescent *descent,
           const HomState   *state,
           GError          **error)
{
  const HomPlanes pixels = stage->moving;
  const HomImage *plane  = pixels.planes[0];

  for (gint c = 0; c < pixels.n_planes; c++)
    {
      const HomComparison *comparison = &descent->comparison;
      g_autoptr (GArray) pairs = hom_normal_samples (comparison, &state->w, c);
      HomTone tone;

      if (! hom_tone_fit (pairs, comparison->noise[c], &tone))
        continue;

      if (! stage->reliability)
        {
          stage->reliability = new_mask (plane, pixels.mask, error);
          if (! stage->reliability)
            return FALSE;
        }
      stage->mapped[c] = hom_image_new (plane->width, plane->height, 1, error);
      if (! stage->mapped[c])
        return FALSE;
      hom_tone_apply (&tone, pixels.planes[c], stage->mapped[c],
                      stage->reliability);
      stage->moving.planes[c] = stage->mapped[c];
    }

  return TRUE;
}

/* Makes the gradient of the finest stage as good as the noise allows. */
static gboolean
filter_gradient (const HomStage   *stage,
                 const HomDescent *descent,
                 const HomState   *state,
                 GError          **error)
{
  const HomPlanes  *reference              = &stage->reference;
  HomPlanes         warped                 = { reference->n_planes };
  HomImage         *planes[HOM_MAX_PLANES] = { NULL };
  gboolean          success                = TRUE;
  HomGradientFilter filter;

  for (gint c = 0; c < warped.n_planes && success; c++)
    {
      planes[c]        = hom_image_new (reference->planes[c]->width,
                                        reference->planes[c]->height, 1, error);
      warped.planes[c] = planes[c];
      success          = planes[c] != NULL;
    }
  if (success)
    {
      hom_normal_warp (&descent->comparison, &state->w, planes);
      hom_gradient_filter_fit (&filter, stage->tiles, reference, &warped,
                               descent->comparison.noise);
      hom_tiles_filter (stage->tiles, reference, &filter);
    }
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    hom_image_free (planes[c]);

  return success;
}

/* What differs, in the mean of the logarithms over the planes. */
static gdouble
measure_spread (const HomDescent *descent, const HomState *state)
{
  const HomComparison *comparison = &descent->comparison;
  gint                 n_planes   = comparison->reference->n_planes;
  gdouble              sum        = 0.0;

  for (gint c = 0; c < n_planes; c++)
    {
      g_autoptr (GArray) pairs = hom_normal_samples (comparison, &state->w, c);

      sum += log (hom_samples_spread (pairs) + 1e-9);
    }

  return exp (sum / n_planes);
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

/* Brings the tones of the moving picture to those of the reference, where that
 * says more than local exposures: a vignette bends the curve too, but is not
 * one.
 */
static gboolean
try_tones (HomStage   *stage,
           HomDescent *descent,
           HomState   *state,
           GError    **error)
{
  HomPlanes  pixels         = stage->moving;
  HomState   mapped         = *state;
  HomDescent mapped_descent = branch_off (descent);
  gdouble    spread         = measure_spread (descent, state);

  if (! map_tones (stage, descent, state, error))
    return FALSE;
  if (! stage->reliability)
    return TRUE;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (stage->mapped[c])
      mapped.exposures[c] = (HomExposure) { 1.0, 0.0 };
  hom_descent_begin (&mapped_descent, &mapped);
  if (measure_spread (&mapped_descent, &mapped) < LARGEST_SHARE * spread)
    {
      adopt (descent, state, &mapped_descent, &mapped);
      stage->moving.mask = stage->reliability;
    }
  else
    {
      hom_descent_end (&mapped_descent);
      stage->moving = pixels;
    }

  return TRUE;
}

/* The share of the samples that differ by more than noise. */
static gdouble
measure_outliers (const HomDescent *descent, const HomState *state)
{
  const HomComparison *comparison = &descent->comparison;
  gdouble              outliers   = 0.0;
  gdouble              all        = 1.0;

  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      g_autoptr (GArray) pairs = hom_normal_samples (comparison, &state->w, c);

      outliers += hom_samples_outliers (pairs, comparison, c);
      all += pairs->len;
    }

  return outliers / all;
}

/* Where one exposure does as well as local ones, and nothing differs but noise,
 * the squares are what Gaussian noise asks for: each of the others costs a few
 * percent.
 */
static void
try_plain (HomDescent *descent, HomState *state)
{
  HomDescent plain       = branch_off (descent);
  HomState   plain_state = *state;

  plain.is_local = FALSE;
  hom_descent_begin (&plain, &plain_state);
  if (measure_spread (descent, state) >
          NO_LESS * measure_spread (&plain, &plain_state) &&
      measure_outliers (&plain, &plain_state) < FEW)
    {
      plain.comparison.threshold = 0.0;
      adopt (descent, state, &plain, &plain_state);
    }
  else
    {
      hom_descent_end (&plain);
    }
}

/* Brings the moving picture of the finest stage nearer to the reference, and
 * makes its samples exact and the gradient as good as the noise allows.
 *
 * @may_be_plain: whether robust weights and local exposures may be left out.
 */
gboolean
hom_stage_prepare_finest (HomStage   *stage,
                          gboolean    may_be_plain,
                          HomDescent *descent,
                          HomState   *state,
                          GError    **error)
{
  gboolean whole = stage->moving.mask == NULL;

  if (descent->is_local && ! try_tones (stage, descent, state, error))
    return FALSE;
  if (may_be_plain && descent->is_local && ! stage->reliability)
    try_plain (descent, state);

  descent->comparison.is_spline = whole;
  if (whole && ! make_splines (stage, error))
    return FALSE;

  return filter_gradient (stage, descent, state, error);
}
