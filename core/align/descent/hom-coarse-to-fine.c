/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-coarse-to-fine.h"
#include "align/descent/hom-comparison-choice.h"
#include "align/descent/hom-comparison-fit.h"
#include "align/descent/hom-descent.h"
#include "align/descent/hom-step-covariance.h"
#include "align/pyramid/hom-level-edges.h"
#include "base/hom-ingredients.h"
#include "homography/hom-matrix-box.h"
#include "homography/hom-matrix-normalized.h"
#include "homography/hom-model-parameters.h"

/* Steps that move no corner by more than the tolerance, in pixels of the level,
 * end the descent. A coarser level need only come well within a pixel of the
 * next. The finest one begins with the mean of both gradients, which leads
 * there from farther off than the derivative of its equations, and goes on with
 * that when it is NEAR.
 */
#define FINEST_TOLERANCE 0.0002
#define COARSE_TOLERANCE 0.02
#define NEAR             0.2

/* Steps that are as small a part of the error that noise leaves end it, too;
 * with a few of the tiles their own error is twice that of all.
 */
#define SMALL_PART 0.1
#define FEWS_PART  0.5

/* The threshold of Tukey's biweight, in standard deviations: 95 % as good as
 * least squares where all differences are noise.
 */
#define TUKEY 4.685

/* What differs by more than noise in the tiles of a large picture that were not
 * among the few raises the mean of the squares: by more than this, it is taken
 * for what moved.
 */
#define LARGEST_RISE 1.1

/* The most turns of the finest level pair, which begins so near that it hardly
 * ever takes a second one.
 */
#define MAX_TURNS 4

/* Pictures with more pixels than this are aligned at a coarser level: it tells
 * as much as anyone could see, in bounded memory.
 */
#define MAX_FINEST (1 << 24)

/* Finds the sampling matrix between the levels of a level pair. */
static HomMatrix
to_level_pair (const HomCoarseToFine *refinement,
               gint                   level_pair,
               const HomMatrix       *w)
{
  return hom_prepared_to_levels (refinement->reference,
                                 level_pair + refinement->reference_shift,
                                 refinement->moving,
                                 level_pair + refinement->moving_shift, w);
}

/* Finds the sampling matrix between the pictures from one of a level pair. */
static HomMatrix
from_level_pair (const HomCoarseToFine *refinement,
                 gint                   level_pair,
                 const HomMatrix       *w)
{
  return hom_prepared_from_levels (refinement->reference,
                                   level_pair + refinement->reference_shift,
                                   refinement->moving,
                                   level_pair + refinement->moving_shift, w);
}

/* Finds how many pixels of the moving picture there are to one of the
 * reference, along a side, about the middle of the reference.
 */
static gdouble
relative_scale (const HomCoarseToFine *refinement, const HomMatrix *w)
{
  HomBox   box    = hom_image_box (refinement->reference->picture->image);
  HomPoint centre = { (box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0 };
  HomPoint p, q, r;

  if (! hom_matrix_apply (w, centre, &p) ||
      ! hom_matrix_apply (w, (HomPoint){ centre.x + 1.0, centre.y }, &q) ||
      ! hom_matrix_apply (w, (HomPoint){ centre.x, centre.y + 1.0 }, &r))
    return 1.0;

  return sqrt (fabs ((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)));
}

static gsize
count_pixels (const HomPrepared *prepared, gint level)
{
  const HomLevel *here = &prepared->pyramid->levels[level];

  return (gsize) here->width * here->height;
}

/* Chooses the levels for a refinement about this matrix. The other fields must
 * be set before.
 */
void
hom_coarse_to_fine_init (HomCoarseToFine *refinement, const HomMatrix *w)
{
  gint    n_reference = refinement->reference->pyramid->n_levels;
  gint    n_moving    = refinement->moving->pyramid->n_levels;
  gdouble scale       = relative_scale (refinement, w);
  gint    shift       = 0;

  if (scale > 0.0 && isfinite (scale))
    shift = (gint) CLAMP (rint (log2 (scale)), 1 - n_reference, n_moving - 1);
  refinement->moving_shift    = MAX (shift, 0);
  refinement->reference_shift = MAX (-shift, 0);

  while (refinement->reference_shift + 1 < n_reference &&
         refinement->moving_shift + 1 < n_moving &&
         MAX (count_pixels (refinement->reference, refinement->reference_shift),
              count_pixels (refinement->moving, refinement->moving_shift)) >
             MAX_FINEST)
    {
      refinement->reference_shift++;
      refinement->moving_shift++;
    }
  refinement->n_pairs = MIN (n_reference - refinement->reference_shift,
                             n_moving - refinement->moving_shift);
}

/* Returns the finest level pair at which the reference has no more than
 * @max_pixels pixels, or the coarsest one.
 */
gint
hom_coarse_to_fine_level_pair (const HomCoarseToFine *refinement,
                               gsize                  max_pixels)
{
  for (gint level_pair = 0; level_pair < refinement->n_pairs; level_pair++)
    if (count_pixels (refinement->reference,
                      level_pair + refinement->reference_shift) <= max_pixels)
      return level_pair;

  return refinement->n_pairs - 1;
}

static gboolean
is_robust (const HomCoarseToFine *refinement)
{
  return hom_uses (HOM_INGREDIENT_ROBUST_WEIGHTS) &&
         refinement->loss != HOM_ALIGN_SSD &&
         refinement->loss != HOM_ALIGN_ZNCC;
}

/**
 * LevelDescent:
 * @number: the number of the level pair.
 * @n_before: how many steps were tried at this level already.
 *
 * The descent at one level pair, with all that belongs to it.
 */
typedef struct
{
  HomCoarseToFine  *refinement;
  gint              number;
  gint              n_before;
  HomLevelPair      pair;
  HomComparison     comparison;
  HomDescentOptions options;
  HomIterate        iterate;
} LevelDescent;

/* Returns 1 minus the correlation, where a negative is compared with its sign
 * changed.
 */
static gdouble
measure_loss (const HomComparison *comparison, const HomIterate *iterate)
{
  const gint n_planes = comparison->reference->n_planes;
  gdouble    sum      = 0.0;

  for (gint c = 0; c < n_planes; c++)
    sum += copysign (1.0, comparison->exposures[c].gain) *
           hom_pair_moments_correlation (&iterate->equations.planes[c]);

  return 1.0 - sum / n_planes;
}

static void
observe (const HomIterate *iterate, gint n_steps, gpointer data)
{
  const LevelDescent    *descent    = data;
  const HomCoarseToFine *refinement = descent->refinement;
  HomAlignStep           step       = {
                    .level     = descent->pair.reference_level,
                    .n_levels  = refinement->reference->pyramid->n_levels,
                    .iteration = descent->n_before + n_steps,
                    .loss      = measure_loss (&descent->comparison, iterate),
  };
  HomMatrix w = from_level_pair (refinement, descent->number, &iterate->w);

  if (hom_matrix_invert (&w, &step.h, NULL))
    refinement->observer (&step, refinement->observer_data);
}

static gboolean
run_descent (LevelDescent *descent, GError **error)
{
  HomCoarseToFine *refinement = descent->refinement;
  gint *iterations = &refinement->iterations[descent->pair.reference_level];
  gint  n_steps;

  descent->n_before = *iterations;
  n_steps           = hom_descent_run (&descent->options, &descent->comparison,
                                       &descent->iterate, error);
  *iterations += MAX (n_steps, 0);

  return n_steps >= 0;
}

/* Descends at one level pair. At the coarsest one, where a start far off is
 * brought near, a shift is found before all freedoms are.
 */
static gboolean
descend (LevelDescent *descent, GError **error)
{
  if (descent->number == descent->refinement->n_pairs - 1 &&
      hom_uses (HOM_INGREDIENT_TRANSLATION_FIRST))
    {
      descent->options.model = HOM_MODEL_TRANSLATION;
      if (! run_descent (descent, error))
        return FALSE;
      descent->options.model = descent->refinement->model;
    }

  return run_descent (descent, error);
}

static gboolean
has_left (const LevelDescent *descent, const HomMatrix *place)
{
  const HomBox box = hom_comparison_box (&descent->comparison);

  return hom_matrix_corner_distance (place, &descent->iterate.w, &box) >=
         HOM_MOVING_TILE_SLACK;
}

/* Descends with all tiles, and again from where that ends, as long as it leaves
 * the part of the moving picture that was copied.
 */
static gboolean
descend_in_turns (LevelDescent *descent, GError **error)
{
  for (gint turn = 0; turn < MAX_TURNS; turn++)
    {
      HomMatrix before = descent->iterate.w;

      if ((has_left (descent, &descent->pair.seen_by) &&
           ! hom_comparison_choose_gradient (&descent->comparison,
                                             &descent->pair, &descent->iterate,
                                             error)) ||
          ! run_descent (descent, error))
        return FALSE;
      if (! has_left (descent, &before))
        break;
    }

  return TRUE;
}

/* Descends with all tiles of a large picture, none of which are kept, where one
 * exposure and squares did for the few: that is one pass. From there each step
 * leaves its square.
 *
 * @is_done: (out): FALSE where it was not tried, or the other tiles show what
 *   moved.
 */
static gboolean
descend_with_all (LevelDescent *descent, gboolean *is_done, GError **error)
{
  const HomComparison *comparison = &descent->comparison;
  const HomIterate     before     = descent->iterate;

  *is_done = FALSE;
  if (descent->pair.n_read == descent->pair.tiles->n_tiles ||
      comparison->exposure_kind > HOM_EXPOSURE_ONE || comparison->is_gated ||
      comparison->threshold > 0.0)
    return TRUE;

  if (hom_level_pair_has_tones (&descent->pair))
    descent->pair.all.tones = descent->pair.tones;
  descent->options.all = &descent->pair.all;
  if (! run_descent (descent, error))
    return FALSE;
  descent->options.all = NULL;
  *is_done = hom_normal_equations_loss (&descent->iterate.equations) <
             LARGEST_RISE * hom_normal_equations_loss (&before.equations);
  if (! *is_done)
    descent->iterate = before;

  return TRUE;
}

/* Descends at the finest level pair: with a few of the tiles as far as their
 * error allows, then with all.
 */
static gboolean
descend_finest (LevelDescent *descent, GError **error)
{
  HomComparison         *comparison   = &descent->comparison;
  HomLevelPair          *pair         = &descent->pair;
  HomIterate            *iterate      = &descent->iterate;
  const HomCoarseToFine *refinement   = descent->refinement;
  const gboolean         may_be_plain = refinement->may_be_plain &&
                                refinement->loss == HOM_ALIGN_LOCAL;
  gboolean is_done;

  if (! hom_comparison_choose_exposure (comparison, pair, may_be_plain, iterate,
                                        error) ||
      ! hom_comparison_choose_planes (comparison, pair, may_be_plain, iterate,
                                      error) ||
      ! hom_comparison_choose_gradient (comparison, pair, iterate, error))
    return FALSE;
  descent->options.tolerance = NEAR;
  if (! descend (descent, error))
    return FALSE;

  if (hom_uses (HOM_INGREDIENT_OTHER_GRADIENT))
    comparison->jacobian = HOM_JACOBIAN_OTHER;
  descent->options.tolerance = FINEST_TOLERANCE;
  descent->options.share     = FEWS_PART;
  if (may_be_plain)
    hom_comparison_choose_weights (comparison, pair, iterate);
  if (! run_descent (descent, error))
    return FALSE;

  descent->options.share = SMALL_PART;
  if (! descend_with_all (descent, &is_done, error))
    return FALSE;
  if (is_done)
    return TRUE;

  return hom_comparison_take_all_tiles (comparison, pair, may_be_plain, iterate,
                                        error) &&
         descend_in_turns (descent, error);
}

/* Returns the loss by which the pictures were compared in the end. */
static HomAlignLoss
loss_of (const LevelDescent *descent)
{
  const HomComparison *comparison = &descent->comparison;
  const HomAlignLoss   loss       = descent->refinement->loss;

  if (loss != HOM_ALIGN_LOCAL || comparison->exposure_kind != HOM_EXPOSURE_ONE)
    return loss;

  return comparison->threshold > 0.0 ? HOM_ALIGN_ROBUST : HOM_ALIGN_ZNCC;
}

/* Keeps the result of a descent. The exposure stays that of luma. */
static void
keep_estimate (const LevelDescent *descent, HomPoseEstimate *estimate)
{
  const HomComparison *comparison = &descent->comparison;
  const HomLevelPair  *pair       = &descent->pair;

  estimate->w        = from_level_pair (descent->refinement, descent->number,
                                        &descent->iterate.w);
  estimate->residual = hom_comparison_residual (comparison);
  estimate->loss     = loss_of (descent);
  estimate->has_covariance = hom_step_covariance (&descent->iterate.equations,
                                                  descent->options.model,
                                                  estimate->covariance);
  if (pair->reference.n_planes == 1 && ! pair->is_projected)
    estimate->exposure = comparison->exposures[0];
}

static void
begin_level (LevelDescent *descent, const HomExposure *exposure)
{
  const HomCoarseToFine *refinement = descent->refinement;
  const HomExposureKind  kind       = refinement->loss == HOM_ALIGN_SSD ?
                                          HOM_EXPOSURE_FIXED :
                                      refinement->loss == HOM_ALIGN_LOCAL ?
                                          HOM_EXPOSURE_LOCAL :
                                          HOM_EXPOSURE_ONE;

  descent->comparison = (HomComparison){
    .reference     = descent->pair.tiles,
    .n_tiles       = descent->pair.n_few,
    .moving        = &descent->pair.moving,
    .moving_tiles  = descent->pair.moving_tiles,
    .is_spline     = descent->pair.is_spline,
    .jacobian      = HOM_JACOBIAN_MEAN,
    .exposure_kind = kind,
    .threshold     = is_robust (refinement) ? TUKEY : 0.0,
  };
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    descent->comparison.exposures[c] = *exposure;
  descent->options = (HomDescentOptions){
    .model        = refinement->model,
    .tolerance    = COARSE_TOLERANCE,
    .share        = SMALL_PART,
    .cancellable  = refinement->cancellable,
    .observe      = refinement->observer ? observe : NULL,
    .observe_data = descent,
  };
}

/* Refines an estimate at one level pair.
 *
 * @estimate: (inout): where to begin, and the result.
 */
gboolean
hom_coarse_to_fine_run (HomCoarseToFine *refinement,
                        gint             number,
                        HomPoseEstimate *estimate,
                        GError         **error)
{
  LevelDescent descent = { .refinement = refinement, .number = number };
  gboolean     success;

  if (g_cancellable_set_error_if_cancelled (refinement->cancellable, error))
    return FALSE;

  descent.iterate.w = to_level_pair (refinement, number, &estimate->w);
  success           = hom_level_pair_init (&descent.pair, refinement->reference,
                                           number + refinement->reference_shift,
                                           refinement->moving,
                                           number + refinement->moving_shift,
                                           refinement->loss == HOM_ALIGN_EDGES,
                                           number == 0, &descent.iterate.w, error);
  if (success)
    {
      begin_level (&descent, &estimate->exposure);
      if (number > 0)
        success = hom_comparison_begin (&descent.comparison, &descent.iterate,
                                        error) &&
                  descend (&descent, error);
      else
        success = descend_finest (&descent, error);
      if (success)
        keep_estimate (&descent, estimate);
      hom_comparison_clear (&descent.comparison);
    }
  hom_level_pair_clear (&descent.pair);

  return success;
}

/* Measures how well a matrix, taken as it is, makes the pictures agree. */
gboolean
hom_coarse_to_fine_agreement (const HomCoarseToFine *refinement,
                              gint                   level_pair,
                              const HomMatrix       *w,
                              HomLocalCorrelation   *agreement,
                              GError               **error)
{
  gint            level = level_pair + refinement->reference_shift;
  HomMatrix       here  = to_level_pair (refinement, level_pair, w);
  HomMatrix       out   = hom_prepared_out_of (refinement->reference, level);
  const HomLevel *reference = hom_pyramid_level (refinement->reference->pyramid,
                                                 level, error);
  const HomLevel *moving    = NULL;
  HomLevel        edges[2]  = { { 0 } };
  gboolean        success;

  if (reference)
    moving = hom_pyramid_level (refinement->moving->pyramid,
                                level_pair + refinement->moving_shift, error);
  if (! moving)
    return FALSE;

  if (refinement->loss != HOM_ALIGN_EDGES)
    success = hom_local_correlation_measure (reference, moving, &here,
                                             agreement, error);
  else
    success = hom_level_edges (reference, &edges[0], error) &&
              hom_level_edges (moving, &edges[1], error) &&
              hom_local_correlation_measure (&edges[0], &edges[1], &here,
                                             agreement, error);
  hom_level_clear (&edges[0]);
  hom_level_clear (&edges[1]);
  if (success)
    hom_matrix_apply (&out, agreement->middle, &agreement->middle);

  return success;
}

static HomBox
finest_box (const HomCoarseToFine *refinement)
{
  const HomPyramid *pyramid = refinement->reference->pyramid;
  const HomLevel   *level   = &pyramid->levels[refinement->reference_shift];

  return (HomBox){ 0.0, 0.0, level->width, level->height };
}

/* Finds the step of the model that leads from one matrix to another: the
 * parameters that #HomPoseEstimate.covariance is about.
 *
 * Returns: FALSE when there is none.
 */
gboolean
hom_coarse_to_fine_parameters (const HomCoarseToFine *refinement,
                               const HomMatrix       *start_w,
                               const HomMatrix       *w,
                               gdouble               *parameters)
{
  HomBox    box  = finest_box (refinement);
  HomMatrix from = to_level_pair (refinement, 0, start_w);
  HomMatrix onto = to_level_pair (refinement, 0, w);
  HomMatrix step;

  if (! hom_matrix_invert (&from, &from, NULL))
    return FALSE;

  step = hom_matrix_multiply (&from, &onto);
  step = hom_matrix_to_normalized (&step, &box, &box);

  return hom_model_parameters (refinement->model, &step, parameters, NULL);
}

/* Finds the matrix that a step leads to: the inverse of
 * hom_coarse_to_fine_parameters().
 */
HomMatrix
hom_coarse_to_fine_matrix (const HomCoarseToFine *refinement,
                           const HomMatrix       *start_w,
                           const gdouble         *parameters)
{
  HomBox    box = finest_box (refinement);
  HomMatrix w   = to_level_pair (refinement, 0, start_w);

  w = hom_model_update (refinement->model, &w, &box, parameters);

  return from_level_pair (refinement, 0, &w);
}

/* Finds how uncertain a point of the reference is, after level pair 0. */
HomCovariance
hom_coarse_to_fine_covariance (const HomCoarseToFine *refinement,
                               const HomPoseEstimate *estimate,
                               HomPoint               point)
{
  HomMatrix     in     = hom_prepared_into (refinement->reference,
                                            refinement->reference_shift);
  HomBox        box    = finest_box (refinement);
  gdouble       square = ldexp (1.0, 2 * refinement->reference_shift);
  HomPoint      here;
  HomCovariance covariance;

  hom_matrix_apply (&in, point, &here);
  covariance = hom_step_covariance_of_point (estimate->covariance, &box, here);
  covariance.xx *= square;
  covariance.xy *= square;
  covariance.yy *= square;

  return covariance;
}
