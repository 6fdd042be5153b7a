/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-coarse-to-fine.h"
#include "align/descent/hom-descent-uncertainty.h"
#include "align/descent/hom-level-pair.h"
#include "align/pyramid/hom-level-edges.h"
#include "homography/hom-matrix-normalized.h"
#include "homography/hom-model-parameters.h"

/* Steps that move no corner by more, in pixels of the level, end the descent. A
 * coarser level need only come well within a pixel of the next. The finest one
 * begins with the mean of both gradients, which leads there from farther off
 * than the derivative of its equations, and goes on with that when it is near.
 */
#define FINEST_TOLERANCE 0.0002
#define COARSE_TOLERANCE 0.02
#define NEAR             0.2

/* And those that are as small a part of the error that noise allows; with a few
 * of the tiles their own error is twice that of all.
 */
#define SMALL_PART 0.1
#define FEWS_PART  0.5

/* In standard deviations: 95 % as good as least squares where all differences
 * are noise.
 */
#define TUKEY 4.685

/* The finest stage begins so near that it hardly ever takes a second one. */
#define MAX_TURNS 4

/* Pictures with more pixels than this are aligned at a coarser level: it tells
 * as much as anyone could see, in bounded memory.
 */
#define MAX_FINEST (1 << 24)

/* The sampling matrix between the levels of a stage, of the one between the
 * pictures.
 */
static HomMatrix
to_stage (const HomCoarseToFine *refinement, gint stage, const HomMatrix *w)
{
  HomMatrix in      = hom_prepared_out_of (refinement->reference,
                                           stage + refinement->reference_shift);
  HomMatrix out     = hom_prepared_into (refinement->moving,
                                         stage + refinement->moving_shift);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

static HomMatrix
from_stage (const HomCoarseToFine *refinement, gint stage, const HomMatrix *w)
{
  HomMatrix in      = hom_prepared_into (refinement->reference,
                                         stage + refinement->reference_shift);
  HomMatrix out     = hom_prepared_out_of (refinement->moving,
                                           stage + refinement->moving_shift);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

/* How many pixels of the moving picture there are to one of the reference,
 * along a side, about the middle of the reference.
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

/* Chooses the levels for a refinement about this matrix. The other fields are
 * set.
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
  refinement->n_stages = MIN (n_reference - refinement->reference_shift,
                              n_moving - refinement->moving_shift);
}

/* Returns: the finest stage at which the reference has no more pixels. */
gint
hom_coarse_to_fine_stage (const HomCoarseToFine *refinement, gsize max_pixels)
{
  for (gint stage = 0; stage < refinement->n_stages; stage++)
    if (count_pixels (refinement->reference,
                      stage + refinement->reference_shift) <= max_pixels)
      return stage;

  return refinement->n_stages - 1;
}

static gboolean
is_robust (const HomCoarseToFine *refinement)
{
  return refinement->loss != HOM_ALIGN_SSD &&
         refinement->loss != HOM_ALIGN_ZNCC;
}

/* @n_before: steps that were tried at this level already. */
typedef struct
{
  const HomCoarseToFine *refinement;
  gint                   stage;
  gint                   n_before;
  gint                   n_planes;
} Observed;

/* 1 minus the correlation: a negative is compared with its sign changed. */
static gdouble
measure_loss (const HomState *state, gint n_planes)
{
  gdouble sum = 0.0;

  for (gint c = 0; c < n_planes; c++)
    sum += copysign (1.0, state->exposures[c].gain) *
           hom_pair_moments_correlation (&state->normal.planes[c]);

  return 1.0 - sum / n_planes;
}

static void
observe (const HomState *state, gint n_steps, gpointer data)
{
  const Observed        *observed   = data;
  const HomCoarseToFine *refinement = observed->refinement;
  HomAlignStep           step       = {
                    .level     = observed->stage + refinement->reference_shift,
                    .n_levels  = refinement->reference->pyramid->n_levels,
                    .iteration = observed->n_before + n_steps,
                    .loss      = measure_loss (state, observed->n_planes),
  };
  HomMatrix w = from_stage (refinement, observed->stage, &state->w);

  if (hom_matrix_invert (&w, &step.h, NULL))
    refinement->observer (&step, refinement->observer_data);
}

/* A descent that is observed. */
static gboolean
run_descent (HomCoarseToFine *refinement,
             gint             number,
             HomDescent      *descent,
             HomState        *state,
             GError         **error)
{
  gint *iterations =
      &refinement->iterations[number + refinement->reference_shift];
  Observed observed = { refinement, number, *iterations,
                        descent->comparison.reference->n_planes };
  gint     n_steps;

  if (refinement->observer)
    {
      descent->observe      = observe;
      descent->observe_data = &observed;
    }
  n_steps = hom_descent_run (descent, state, error);
  *iterations += MAX (n_steps, 0);
  descent->observe      = NULL;
  descent->observe_data = NULL;

  return n_steps >= 0;
}

/* The descent of one stage. At the coarsest one, where a start far off is
 * brought near, a shift is found before all freedoms are.
 */
static gboolean
descend (HomCoarseToFine *refinement,
         gint             number,
         HomDescent      *descent,
         HomState        *state,
         GError         **error)
{
  if (number == refinement->n_stages - 1)
    {
      descent->model = HOM_MODEL_TRANSLATION;
      if (! run_descent (refinement, number, descent, state, error))
        return FALSE;
      descent->model = refinement->model;
    }

  return run_descent (refinement, number, descent, state, error);
}

/* The descent of the finest stage: with a few of the tiles as far as these
 * tell, then with all; again from where it ends, as long as it leaves what was
 * copied of the moving picture.
 */
static gboolean
descend_finest (HomCoarseToFine *refinement,
                HomLevelPair    *stage,
                HomDescent      *descent,
                HomState        *state,
                GError         **error)
{
  gboolean may_be_plain = refinement->may_be_plain &&
                          refinement->loss == HOM_ALIGN_LOCAL;

  if (! hom_level_pair_begin (stage, may_be_plain, descent, state, error) ||
      ! hom_level_pair_gather (stage, may_be_plain, descent, state, error) ||
      ! hom_level_pair_sharpen (stage, descent, state, error))
    return FALSE;
  descent->tolerance = NEAR;
  if (! descend (refinement, 0, descent, state, error))
    return FALSE;

  descent->comparison.jacobian = HOM_JACOBIAN_OTHER;
  descent->tolerance           = FINEST_TOLERANCE;
  descent->share               = FEWS_PART;
  descent->contraction         = 0.0;
  if (may_be_plain)
    hom_level_pair_weigh (stage, descent, state);
  if (! run_descent (refinement, 0, descent, state, error))
    return FALSE;

  /* What moved may be in the other tiles. */
  descent->share = SMALL_PART;
  if (! hom_level_pair_complete (stage, may_be_plain, descent, state, error))
    return FALSE;

  for (gint turn = 0; turn < MAX_TURNS; turn++)
    {
      HomMatrix before = state->w;

      if ((hom_descent_displacement (descent, &stage->seen_by, &state->w) >=
               HOM_MOVING_TILE_SLACK &&
           ! hom_level_pair_sharpen (stage, descent, state, error)) ||
          ! run_descent (refinement, 0, descent, state, error))
        return FALSE;
      if (hom_descent_displacement (descent, &before, &state->w) <
          HOM_MOVING_TILE_SLACK)
        break;
    }

  return TRUE;
}

/* The root mean square of what is hardly more than noise, over all planes. */
static gdouble
measure_residual (const HomDescent *descent, const HomState *state)
{
  const HomComparison *comparison = &descent->comparison;
  gint                 n_planes   = comparison->reference->n_planes;
  gdouble              sum        = 0.0;

  for (gint c = 0; c < n_planes; c++)
    {
      gdouble gain  = state->exposures[c].gain;
      gdouble noise = descent->seen[c].noise;

      sum += noise * noise * (1.0 + gain * gain);
    }

  return sqrt (sum / n_planes);
}

/* The first exposure stays that of luma. */
static void
keep_state (const HomCoarseToFine *refinement,
            gint                   number,
            const HomLevelPair    *stage,
            const HomDescent      *descent,
            const HomState        *state,
            HomPoseEstimate       *refined)
{
  refined->w        = from_stage (refinement, number, &state->w);
  refined->residual = measure_residual (descent, state);
  refined->loss     = refinement->loss;
  if (refinement->loss == HOM_ALIGN_LOCAL &&
      descent->exposure == HOM_EXPOSURE_ONE)
    refined->loss = descent->comparison.threshold > 0.0 ? HOM_ALIGN_ROBUST :
                                                          HOM_ALIGN_ZNCC;
  refined->has_covariance = hom_descent_uncertainty (descent, state,
                                                     refined->covariance);
  if (stage->reference.n_planes == 1 && ! stage->is_mixed)
    refined->exposure = state->exposures[0];
}

/* Refines a place at one stage.
 *
 * @refined: (inout): where to begin, and what was found.
 */
gboolean
hom_coarse_to_fine_run (HomCoarseToFine *refinement,
                        gint             number,
                        HomPoseEstimate *refined,
                        GError         **error)
{
  HomDescent   descent = { .model        = refinement->model,
                           .fit_exposure = refinement->loss != HOM_ALIGN_SSD,
                           .exposure     = refinement->loss == HOM_ALIGN_LOCAL ?
                                               HOM_EXPOSURE_LOCAL :
                                               HOM_EXPOSURE_ONE,
                           .tolerance    = COARSE_TOLERANCE,
                           .share        = SMALL_PART,
                           .cancellable  = refinement->cancellable };
  HomState     state   = { .w = to_stage (refinement, number, &refined->w) };
  gboolean     success = FALSE;
  HomLevelPair stage;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    state.exposures[c] = refined->exposure;

  if (g_cancellable_set_error_if_cancelled (refinement->cancellable, error))
    return FALSE;

  if (hom_level_pair_init (&stage, refinement, number, &state.w, error))
    {
      descent.comparison = (HomComparison){
        .reference    = &stage.few,
        .moving       = &stage.moving,
        .moving_tiles = stage.moving_tiles,
        .is_spline    = stage.is_spline,
        .jacobian     = HOM_JACOBIAN_MEAN,
        .threshold    = is_robust (refinement) ? TUKEY : 0.0,
      };
      if (number > 0)
        success = hom_descent_begin (&descent, &state, error) &&
                  descend (refinement, number, &descent, &state, error);
      else
        success = descend_finest (refinement, &stage, &descent, &state, error);
      if (success)
        keep_state (refinement, number, &stage, &descent, &state, refined);
      hom_descent_end (&descent);
    }
  hom_level_pair_clear (&stage);

  return success;
}

/* How well a matrix, taken as it is, makes the pictures agree. */
gboolean
hom_coarse_to_fine_agreement (const HomCoarseToFine *refinement,
                              gint                   stage,
                              const HomMatrix       *w,
                              HomLocalCorrelation   *agreement,
                              GError               **error)
{
  HomMatrix       here      = to_stage (refinement, stage, w);
  const HomLevel *reference = hom_pyramid_level (
      refinement->reference->pyramid, stage + refinement->reference_shift,
      error);
  const HomLevel *moving   = NULL;
  HomLevel        edges[2] = { { 0 } };
  gboolean        success;

  if (reference)
    moving = hom_pyramid_level (refinement->moving->pyramid,
                                stage + refinement->moving_shift, error);
  if (! moving)
    return FALSE;

  if (refinement->loss != HOM_ALIGN_EDGES)
    return hom_local_correlation_measure (reference, moving, &here, agreement,
                                          error);

  success = hom_level_edges (reference, &edges[0], error) &&
            hom_level_edges (moving, &edges[1], error) &&
            hom_local_correlation_measure (&edges[0], &edges[1], &here,
                                           agreement, error);
  hom_level_clear (&edges[0]);
  hom_level_clear (&edges[1]);

  return success;
}

static HomBox
finest_box (const HomCoarseToFine *refinement)
{
  const HomPyramid *pyramid = refinement->reference->pyramid;
  const HomLevel   *level   = &pyramid->levels[refinement->reference_shift];

  return (HomBox){ 0.0, 0.0, level->width, level->height };
}

/* The step of the model that leads from one matrix to another: the parameters
 * that #HomPoseEstimate.covariance is about. FALSE when there is none.
 */
gboolean
hom_coarse_to_fine_parameters (const HomCoarseToFine *refinement,
                               const HomMatrix       *start_w,
                               const HomMatrix       *w,
                               gdouble               *parameters)
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

/* The inverse of hom_coarse_to_fine_parameters(). */
HomMatrix
hom_coarse_to_fine_matrix (const HomCoarseToFine *refinement,
                           const HomMatrix       *start_w,
                           const gdouble         *parameters)
{
  HomBox    box = finest_box (refinement);
  HomMatrix w   = to_stage (refinement, 0, start_w);

  w = hom_model_update (refinement->model, &w, &box, parameters);

  return from_stage (refinement, 0, &w);
}

/* How uncertain a point of the reference is, after stage 0. */
HomCovariance
hom_coarse_to_fine_covariance (const HomCoarseToFine *refinement,
                               const HomPoseEstimate *refined,
                               HomPoint               point)
{
  HomMatrix     in     = hom_prepared_into (refinement->reference,
                                            refinement->reference_shift);
  HomBox        box    = finest_box (refinement);
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
