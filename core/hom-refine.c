/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hom-conditioning.h"
#include "hom-parallel.h"
#include "hom-refine.h"
#include "hom-spline.h"

/* The shorter side of the coarsest level, at least: fewer pixels do not tell
 * eight freedoms.
 */
#define COARSEST_SIDE 24

/* Steps that move no corner by more, in pixels of the level, end the descent.
 * The finest level goes on to a tenth of the error that noise allows, and to
 * this where there is none; a coarser one need only come well within a pixel of
 * the next.
 */
#define FINEST_TOLERANCE 0.0005
#define COARSE_TOLERANCE 0.02

/* In standard deviations: 95 % as good as least squares where all differences
 * are noise.
 */
#define TUKEY 4.685

/* Pixels that are compared, at most: they tell an alignment to a thousandth of
 * a pixel.
 */
#define MAX_COMPARED (1 << 21)

/* A tone curve must bring the differences down to this share to be used. */
#define LARGEST_SHARE 0.95

/* Pictures with more pixels than this are sampled as they are, in luma, to keep
 * the memory within bounds.
 */
#define MAX_COPIED (1 << 24)

/* What is compared at one stage. What is made of edges and splines belongs to
 * it.
 */
typedef struct
{
  HomPlanes reference, moving;
  HomLevel  edges[2];
  HomImage *mapped[HOM_MAX_PLANES];
  HomImage *reliability;
  HomImage *splines[HOM_MAX_PLANES];
  HomTiles *tiles;
  gboolean  owns_tiles;
} Stage;

typedef struct
{
  const HomPicture *picture;
  HomImage        **planes;
} SplitJob;

/* The channels, and 0 where one is not a finite number. */
static void
split_band (gint band, gint first, gint last, gpointer data)
{
  const SplitJob *job = data;

  for (gint row = first; row < last; row++)
    {
      const gfloat *pixel = hom_image_pixel (job->picture->image, 0, row);

      for (gint c = 0; c < HOM_MAX_PLANES; c++)
        {
          gfloat *out = hom_image_pixel (job->planes[c], 0, row);

          for (gint column = 0; column < job->picture->image->width; column++)
            {
              gfloat value = pixel[column * HOM_MAX_PLANES + c];

              out[column] = isfinite (value) ? value : 0.0f;
            }
        }
    }
}

static gboolean
split_channels (HomPrepared *prepared, GError **error)
{
  const HomImage *image = prepared->picture->image;
  SplitJob        job   = { prepared->picture, prepared->colours };

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    {
      prepared->colours[c] = hom_image_new (image->width, image->height, 1,
                                            error);
      if (! prepared->colours[c])
        return FALSE;
    }
  hom_parallel_rows (image->height, 64, split_band, &job);

  return TRUE;
}

HomPrepared *
hom_prepared_new (const HomPicture *picture, GError **error)
{
  HomPrepared    *prepared = g_new0 (HomPrepared, 1);
  const HomImage *image    = picture->image;
  HomPyramid     *pyramid;

  prepared->picture = picture;
  prepared->pyramid = pyramid = hom_pyramid_new (image, picture->mask, error);
  if (! pyramid || (image->channels == HOM_MAX_PLANES &&
                    (gsize) image->width * image->height <= MAX_COPIED &&
                    ! split_channels (prepared, error)))
    {
      hom_prepared_free (prepared);
      return NULL;
    }

  while (pyramid->n_levels < HOM_MAX_LEVELS)
    {
      const HomImage *grey = pyramid->levels[pyramid->n_levels - 1].grey;

      if (MIN (grey->width, grey->height) < 2 * COARSEST_SIDE)
        break;
      if (! hom_pyramid_grow (pyramid, error))
        {
          hom_prepared_free (prepared);
          return NULL;
        }
    }

  return prepared;
}

void
hom_prepared_free (HomPrepared *prepared)
{
  if (! prepared)
    return;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    hom_image_free (prepared->colours[c]);
  for (gint i = 0; i < HOM_MAX_LEVELS; i++)
    hom_tiles_free (prepared->tiles[i]);
  hom_tiles_free (prepared->colour_tiles);
  hom_pyramid_free (prepared->pyramid);
  g_free (prepared);
}

/* From the coordinates of a level to those of its picture: the levels start at
 * (0, 0) and are smaller.
 */
static HomMatrix
out_of_level (const HomPrepared *prepared, gint level)
{
  const HomImage *image = prepared->picture->image;
  gdouble         scale = ldexp (1.0, level);

  return (HomMatrix) { { scale, 0, image->x, 0, scale, image->y, 0, 0, 1 } };
}

static HomMatrix
into_level (const HomPrepared *prepared, gint level)
{
  const HomImage *image = prepared->picture->image;
  gdouble         scale = ldexp (1.0, -level);

  return (HomMatrix) { { scale, 0, -image->x * scale, 0, scale,
                         -image->y * scale, 0, 0, 1 } };
}

/* The sampling matrix between the levels of a stage, of the one between the
 * pictures.
 */
static HomMatrix
to_stage (const HomRefinement *refinement, gint stage, const HomMatrix *w)
{
  HomMatrix in      = out_of_level (refinement->reference,
                                    stage + refinement->reference_shift);
  HomMatrix out     = into_level (refinement->moving,
                                  stage + refinement->moving_shift);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

static HomMatrix
from_stage (const HomRefinement *refinement, gint stage, const HomMatrix *w)
{
  HomMatrix in      = into_level (refinement->reference,
                                  stage + refinement->reference_shift);
  HomMatrix out     = out_of_level (refinement->moving,
                                    stage + refinement->moving_shift);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

/* How many pixels of the moving picture there are to one of the reference,
 * along a side, about the middle of the reference.
 */
static gdouble
relative_scale (const HomRefinement *refinement, const HomMatrix *w)
{
  HomBox   box    = hom_image_box (refinement->reference->picture->image);
  HomPoint centre = { (box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0 };
  HomPoint p, q, r;

  if (! hom_matrix_apply (w, centre, &p) ||
      ! hom_matrix_apply (w, (HomPoint) { centre.x + 1.0, centre.y }, &q) ||
      ! hom_matrix_apply (w, (HomPoint) { centre.x, centre.y + 1.0 }, &r))
    return 1.0;

  return sqrt (fabs ((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)));
}

/* Chooses the levels for a refinement about this matrix. The other fields are
 * set.
 */
void
hom_refinement_init (HomRefinement *refinement, const HomMatrix *w)
{
  gint    n_reference = refinement->reference->pyramid->n_levels;
  gint    n_moving    = refinement->moving->pyramid->n_levels;
  gdouble scale       = relative_scale (refinement, w);
  gint    shift       = 0;

  if (scale > 0.0 && isfinite (scale))
    shift = (gint) CLAMP (rint (log2 (scale)), 1 - n_reference, n_moving - 1);
  refinement->moving_shift    = MAX (shift, 0);
  refinement->reference_shift = MAX (-shift, 0);
  refinement->n_stages        = MIN (n_reference - refinement->reference_shift,
                                     n_moving - refinement->moving_shift);
}

/* Returns: the finest stage at which the reference has no more pixels. */
gint
hom_refinement_stage (const HomRefinement *refinement, gsize max_pixels)
{
  for (gint stage = 0; stage < refinement->n_stages; stage++)
    {
      gint            level = stage + refinement->reference_shift;
      const HomImage *grey = refinement->reference->pyramid->levels[level].grey;

      if ((gsize) grey->width * grey->height <= max_pixels)
        return stage;
    }

  return refinement->n_stages - 1;
}

static gboolean
is_local (const HomRefinement *refinement)
{
  return refinement->loss == HOM_ALIGN_LOCAL ||
         refinement->loss == HOM_ALIGN_AUTO;
}

static gboolean
is_robust (const HomRefinement *refinement)
{
  return refinement->loss != HOM_ALIGN_SSD &&
         refinement->loss != HOM_ALIGN_ZNCC;
}

static void
stage_clear (Stage *stage)
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
make_splines (Stage *stage, GError **error)
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
make_edges (Stage          *stage,
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
static gboolean
stage_init (Stage               *stage,
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

  *stage = (Stage) { planes_of (reference), planes_of (moving) };
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
  stage->tiles = *tiles;

  return TRUE;
}

/* Maps the moving picture's planes by their tone curves to the reference's. */
static gboolean
map_tones (Stage            *stage,
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
filter_gradient (const Stage      *stage,
                 const HomDescent *descent,
                 const HomState   *state,
                 GError          **error)
{
  HomPlanes means                  = stage->reference;
  HomImage *planes[HOM_MAX_PLANES] = { NULL };
  gboolean  success                = TRUE;

  for (gint c = 0; c < means.n_planes && success; c++)
    {
      planes[c]       = copy_image (stage->reference.planes[c], error);
      means.planes[c] = planes[c];
      success         = planes[c] != NULL;
    }
  if (success)
    {
      hom_normal_mean (&descent->comparison, &state->w, planes);
      hom_tiles_filter (stage->tiles, &stage->reference, &means);
    }
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    hom_image_free (planes[c]);

  return success;
}

/* The descent of one stage. At the coarsest one, where a start far off is brought
 * near, a shift is found before all freedoms are.
 */
static void
descend (HomRefinement *refinement,
         gint           number,
         HomDescent    *descent,
         HomState      *state)
{
  gint *iterations = &refinement->iterations[number +
                                             refinement->reference_shift];

  if (number == refinement->n_stages - 1)
    {
      descent->model = HOM_MODEL_TRANSLATION;
      *iterations += hom_descent_run (descent, state);
      descent->model = refinement->model;
    }
  *iterations += hom_descent_run (descent, state);
}

static void
keep_state (const HomRefinement *refinement,
            gint                 number,
            const HomDescent    *descent,
            const HomState      *state,
            HomRefined          *refined)
{
  refined->w              = from_stage (refinement, number, &state->w);
  refined->residual       = descent->comparison.noise[0] *
                      hypot (1.0, state->exposures[0].gain);
  refined->has_covariance = hom_descent_uncertainty (descent, state,
                                                     refined->covariance);
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    refined->exposures[c] = state->exposures[c];
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

/* Brings the tones of the moving picture to those of the reference, where that
 * says more than local exposures: a vignette bends the curve too, but is not
 * one.
 */
static gboolean
try_tones (Stage *stage, HomDescent *descent, HomState *state, GError **error)
{
  HomPlanes  pixels         = stage->moving;
  HomState   mapped         = *state;
  HomDescent mapped_descent = *descent;
  gdouble    spread         = measure_spread (descent, state);

  if (! map_tones (stage, descent, state, error))
    return FALSE;
  if (! stage->reliability)
    return TRUE;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    {
      mapped_descent.comparison.exposures[c] = NULL;
      if (stage->mapped[c])
        mapped.exposures[c] = (HomExposure) { 1.0, 0.0 };
    }
  hom_descent_begin (&mapped_descent, &mapped);
  if (measure_spread (&mapped_descent, &mapped) < LARGEST_SHARE * spread)
    {
      hom_descent_end (descent);
      *descent           = mapped_descent;
      *state             = mapped;
      stage->moving.mask = stage->reliability;
    }
  else
    {
      hom_descent_end (&mapped_descent);
      stage->moving = pixels;
    }

  return TRUE;
}

/* Brings the moving picture of the finest stage nearer to the reference, and
 * makes its samples exact.
 */
static gboolean
prepare_finest (const HomRefinement *refinement,
                Stage               *stage,
                HomDescent          *descent,
                HomState            *state,
                GError             **error)
{
  const HomImage *plane = stage->moving.planes[0];
  gboolean        fits  = (gsize) plane->width * plane->height <= MAX_COPIED;
  gboolean        whole = stage->moving.mask == NULL;

  if (is_local (refinement) && fits &&
      ! try_tones (stage, descent, state, error))
    return FALSE;

  descent->comparison.is_spline = fits && whole;
  if (descent->comparison.is_spline && ! make_splines (stage, error))
    return FALSE;

  return filter_gradient (stage, descent, state, error);
}

/* Refines a place at one stage.
 *
 * @refined: (inout): where to begin, and what was found.
 */
gboolean
hom_refinement_run (HomRefinement *refinement,
                    gint           number,
                    HomRefined    *refined,
                    GError       **error)
{
  HomDescent descent = { .model        = refinement->model,
                         .fit_exposure = refinement->loss != HOM_ALIGN_SSD,
                         .is_local     = is_local (refinement),
                         .cancellable  = refinement->cancellable };
  HomState   state   = { .w = to_stage (refinement, number, &refined->w) };
  gboolean   success = FALSE;
  Stage      stage;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    state.exposures[c] = refined->exposures[0];
  descent.tolerance = number > 0 ? COARSE_TOLERANCE : FINEST_TOLERANCE;

  if (stage_init (&stage, refinement, number, error))
    {
      descent.comparison = (HomComparison) {
        .reference      = stage.tiles,
        .moving         = &stage.moving,
        .both_gradients = number > 0,
        .threshold      = is_robust (refinement) ? TUKEY : 0.0,
      };
      hom_descent_begin (&descent, &state);
      success = number > 0 ||
                prepare_finest (refinement, &stage, &descent, &state, error);
      if (success)
        {
          descend (refinement, number, &descent, &state);
          keep_state (refinement, number, &descent, &state, refined);
        }
      hom_descent_end (&descent);
    }
  stage_clear (&stage);

  return success;
}

/* How well a matrix, taken as it is, makes the pictures agree. */
HomAgreement
hom_refinement_agreement (const HomRefinement *refinement,
                          gint                 stage,
                          const HomMatrix     *w)
{
  HomMatrix       here = to_stage (refinement, stage, w);
  const HomLevel *reference =
      &refinement->reference->pyramid
           ->levels[stage + refinement->reference_shift];
  const HomLevel *moving =
      &refinement->moving->pyramid->levels[stage + refinement->moving_shift];

  return hom_agreement_measure (reference, moving, &here);
}

static HomBox
finest_box (const HomRefinement *refinement)
{
  const HomPyramid *pyramid = refinement->reference->pyramid;

  return hom_image_box (pyramid->levels[refinement->reference_shift].grey);
}

/* The step of the model that leads from one matrix to another: the parameters that
 * #HomRefined.covariance is about. FALSE when there is none.
 */
gboolean
hom_refinement_parameters (const HomRefinement *refinement,
                           const HomMatrix     *start_w,
                           const HomMatrix     *w,
                           gdouble             *parameters)
{
  HomBox    box  = finest_box (refinement);
  HomMatrix from = to_stage (refinement, 0, start_w);
  HomMatrix onto = to_stage (refinement, 0, w);
  HomMatrix step;

  if (! hom_matrix_invert (&from, &from, NULL))
    return FALSE;

  step = hom_matrix_multiply (&from, &onto);
  step = hom_matrix_to_normalized (&step, &box, &box);

  return hom_model_parameters (refinement->model, &step, parameters, NULL);
}

/* The inverse of hom_refinement_parameters(). */
HomMatrix
hom_refinement_matrix (const HomRefinement *refinement,
                       const HomMatrix     *start_w,
                       const gdouble       *parameters)
{
  HomBox    box = finest_box (refinement);
  HomMatrix w   = to_stage (refinement, 0, start_w);

  w = hom_model_update (refinement->model, &w, &box, parameters);

  return from_stage (refinement, 0, &w);
}

/* How uncertain a point of the reference is, after stage 0. */
HomCovariance
hom_refinement_covariance (const HomRefinement *refinement,
                           const HomRefined    *refined,
                           HomPoint             point)
{
  const HomImage *grey =
      refinement->reference->pyramid->levels[refinement->reference_shift].grey;
  HomMatrix     in     = into_level (refinement->reference,
                                     refinement->reference_shift);
  HomBox        box    = hom_image_box (grey);
  gdouble       square = ldexp (1.0, 2 * refinement->reference_shift);
  HomPoint      here;
  HomCovariance covariance;

  hom_matrix_apply (&in, point, &here);
  covariance = hom_descent_point (&box, refined->covariance, here);
  covariance.xx *= square;
  covariance.xy *= square;
  covariance.yy *= square;

  return covariance;
}
