/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/descent/hom-comparison-fit.h"
#include "align/descent/hom-damping.h"
#include "align/descent/hom-descent.h"
#include "align/descent/hom-step-covariance.h"
#include "base/hom-ingredients.h"
#include "homography/hom-matrix-box.h"
#include "homography/hom-quad.h"

#define MAX_STEPS 40

/* The number of accepted steps after each of which the noise is estimated anew.
 * After these it stays, so that the losses of two steps can be compared. Where
 * 40 % of a picture are covered, it goes on falling for some steps of the
 * finest level: with 2 the error was a tenth larger. Without any,
 * errors in the pairs of the benchmark are .99 to 1.01 of what they are, and
 * times .97; but a synthetic scene, of which something covers a quarter, came
 * from .007 to .024 px by its edges.
 */
#define NOISE_STEPS        2
#define FINEST_NOISE_STEPS 6

/* The loss may rise by LARGEST_RISE, as a share, with a step that is taken
 * nevertheless and is shorter than RISE_WITHIN, in pixels: where the pictures
 * lie a whole number of pixels apart, samples have the noise of the pixels, and
 * half a pixel from there, by splines, less than half of its variance.
 */
#define LARGEST_RISE 0.5
#define RISE_WITHIN  1.0

/* A step by the derivative of the comparison's own equations is off by the
 * square of its length over this, in pixels, or less: nine of ten steps of .03
 * to .1 px left less than 0.34 of their square, in pairs of the benchmark with
 * and without noise.
 */
#define NEWTON_REACH 2.0

/* A loss is at its lowest when it rises by less than this, as a share, with a
 * step that is not taken.
 */
#define NO_RISE 1e-3

/**
 * Descent:
 * @box: the box of the reference's level.
 * @last: the error, in pixels, below which the step that leaves it is the last
 *   one.
 * @n_tried: how many steps were tried.
 * @n_accepted: how many of them were accepted.
 * @is_stale: whether the sums are by exposures of before the last step.
 *
 * One run of the minimizer.
 */
typedef struct
{
  const HomDescentOptions *options;
  HomComparison           *comparison;
  HomIterate              *iterate;
  HomBox                   box;
  HomDamping               damping;
  gdouble                  last;
  gint                     n_tried;
  gint                     n_accepted;
  gboolean                 is_stale;
} Descent;

/* A step that is tried: the iterate that it leads to, and how far it takes a
 * corner.
 */
typedef struct
{
  HomIterate next;
  gdouble    length;
} Trial;

/* ---- What the comparison is like ---- */

/* Tells whether steps are found by the derivative of the comparison's own
 * equations, as at the end of the finest level.
 */
static gboolean
is_newton (const Descent *descent)
{
  return descent->comparison->jacobian == HOM_JACOBIAN_OTHER;
}

/* Tells whether the weights, too, depend on the noise and the exposures. */
static gboolean
is_robust (const Descent *descent)
{
  return descent->comparison->threshold > 0.0;
}

/* Tells whether exposures that have followed a step change what is left to go:
 * local ones do at the finest level, where steps are judged by that.
 */
static gboolean
depends_on_exposures (const Descent *descent)
{
  return is_newton (descent) &&
         descent->comparison->exposure_kind == HOM_EXPOSURE_LOCAL;
}

static gboolean
evaluate (const Descent *descent, HomIterate *iterate, GError **error)
{
  const HomAllTiles *all = descent->options->all;

  if (all)
    return hom_all_tiles_compute (all, descent->comparison, &iterate->w,
                                  &iterate->equations, error);

  return hom_normal_equations_compute (descent->comparison, &iterate->w,
                                       &iterate->equations, error);
}

/* Evaluates again, by the exposures that have followed the last step. */
static gboolean
refresh (Descent *descent, GError **error)
{
  descent->is_stale = FALSE;

  return evaluate (descent, descent->iterate, error);
}

/* ---- When it ends ---- */

/* Finds the error below which the descent ends: the tolerance, or the share of
 * the uncertainty of the corners where that is more.
 */
static gdouble
last_step (const Descent *descent)
{
  const HomDescentOptions *options = descent->options;
  gdouble                  largest = 0.0;
  gdouble                  covariance[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  HomPoint                 corners[4];

  if (! hom_uses (HOM_INGREDIENT_EARLY_STOP) ||
      ! hom_step_covariance (&descent->iterate->equations, options->model,
                             covariance))
    return options->tolerance;

  hom_quad_from_box (&descent->box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomCovariance c = hom_step_covariance_of_point (covariance, &descent->box,
                                                      corners[i]);

      largest = MAX (largest, sqrt (c.xx + c.yy));
    }

  return MAX (options->tolerance, options->share * largest);
}

/* Estimates how far off a step may leave the iterate: weights and exposures
 * follow it only afterwards.
 */
static gdouble
error_after (const Descent *descent, gdouble length)
{
  gdouble share = length / NEWTON_REACH;

  if (! is_newton (descent) || ! hom_uses (HOM_INGREDIENT_NEWTON_ERROR))
    return length;

  share = share / MAX (1.0 - share, 0.1);

  return length * (is_robust (descent) ? MAX (share, 1.0) : share);
}

static gboolean
is_last (const Descent *descent, const Trial *trial)
{
  return error_after (descent, trial->length) < descent->last;
}

/* Tells whether the last step of the finest level is yet to be found by
 * exposures that have followed the step before. Without that, errors in
 * the pairs of the benchmark are the same, and times .98 of what they are; but
 * a synthetic scene, of which something covers a quarter, is .007 px off
 * instead of less than .004.
 */
static gboolean
needs_refresh (const Descent *descent)
{
  return descent->is_stale && is_newton (descent) &&
         hom_uses (HOM_INGREDIENT_LAST_REFRESH);
}

static gboolean
may_go_on (const Descent *descent)
{
  return descent->n_tried < MAX_STEPS &&
         ! hom_damping_has_failed (&descent->damping) &&
         ! g_cancellable_is_cancelled (descent->options->cancellable);
}

/* ---- Whether a step is taken ---- */

static gboolean
solve (const Descent            *descent,
       const HomNormalEquations *equations,
       gdouble                  *step)
{
  return hom_damping_solve (&descent->damping, equations,
                            descent->options->model, step);
}

/* Tells whether what is left to go after a step is shorter than the step, by
 * the same derivatives: the natural monotonicity test of Newton's method
 * (Deuflhard 2011, doi:10.1007/978-3-642-23899-4).
 */
static gboolean
is_nearer (const Descent *descent, const Trial *trial)
{
  HomNormalEquations left = descent->iterate->equations;
  HomMatrix          w;
  gdouble            step[HOM_MAX_FREEDOMS];

  memcpy (left.gradient, trial->next.equations.gradient,
          sizeof (left.gradient));
  if (! solve (descent, &left, step))
    return FALSE;
  w = hom_model_update (descent->options->model, &trial->next.w, &descent->box,
                        step);

  return hom_matrix_corner_distance (&trial->next.w, &w, &descent->box) <
         trial->length;
}

/* Tells whether a step keeps more than half of the pixels that are compared: it
 * may not win by leaving the difficult part of the picture behind.
 */
static gboolean
keeps_pixels (const Descent *descent, const Trial *trial)
{
  return trial->next.equations.counts >
         0.5 * descent->iterate->equations.counts;
}

/* Tells whether a step leads nearer to the solution.
 *
 * The equations with the reference's gradient are not those of the least loss,
 * which noise draws to where the samples lie between the pixels.
 */
static gboolean
is_better (const Descent *descent, const Trial *trial)
{
  gdouble loss = hom_normal_equations_loss (&trial->next.equations);
  gdouble most = hom_normal_equations_loss (&descent->iterate->equations);

  if (! keeps_pixels (descent, trial))
    return FALSE;
  if (is_newton (descent) && trial->length < RISE_WITHIN &&
      hom_uses (HOM_INGREDIENT_MONOTONICITY))
    return loss < (1.0 + LARGEST_RISE) * most && is_nearer (descent, trial);

  return loss < most;
}

/* Tells whether a step that is not better makes no difference. */
static gboolean
is_level (const Descent *descent, const Trial *trial)
{
  gdouble loss = hom_normal_equations_loss (&trial->next.equations);
  gdouble most = hom_normal_equations_loss (&descent->iterate->equations);

  return loss < (1.0 + NO_RISE) * most && keeps_pixels (descent, trial);
}

/* ---- Steps ---- */

static void
observe (const Descent *descent)
{
  const HomDescentOptions *options = descent->options;

  if (options->observe)
    options->observe (descent->iterate, descent->n_tried,
                      options->observe_data);
}

/* Finds a step, without its sums.
 *
 * Returns: FALSE when there is none.
 */
static gboolean
try_step (const Descent *descent, Trial *trial)
{
  gdouble step[HOM_MAX_FREEDOMS];

  trial->next = *descent->iterate;
  if (! solve (descent, &descent->iterate->equations, step))
    return FALSE;

  trial->next.w = hom_model_update (descent->options->model,
                                    &descent->iterate->w, &descent->box, step);
  trial->length = hom_matrix_corner_distance (&descent->iterate->w,
                                              &trial->next.w, &descent->box);

  return TRUE;
}

/* Lets the exposures and, after the first steps, the noise follow the iterate.
 */
static gboolean
follow (Descent *descent, GError **error)
{
  const gint n_steps = is_newton (descent) ? FINEST_NOISE_STEPS : NOISE_STEPS;

  if (! hom_comparison_fit_exposure (descent->comparison, descent->iterate,
                                     error))
    return FALSE;
  if (descent->n_accepted > n_steps)
    return TRUE;

  if (((hom_uses (HOM_INGREDIENT_NOISE_STEPS) &&
        hom_comparison_estimate_noise (descent->comparison,
                                       descent->iterate)) ||
       depends_on_exposures (descent)) &&
      ! refresh (descent, error))
    return FALSE;
  descent->last = last_step (descent);

  return TRUE;
}

static gboolean
accept (Descent *descent, const Trial *trial, GError **error)
{
  *descent->iterate = trial->next;
  descent->is_stale = is_robust (descent);
  descent->n_accepted++;
  hom_damping_reduce (&descent->damping);

  return follow (descent, error);
}

/* Goes from step to step until the descent ends.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
static gboolean
minimize (Descent *descent, GError **error)
{
  Trial trial;

  while (may_go_on (descent) && try_step (descent, &trial))
    {
      if (is_last (descent, &trial))
        {
          if (needs_refresh (descent))
            {
              if (! refresh (descent, error))
                return FALSE;
              continue;
            }
          descent->n_tried++;
          descent->iterate->w = trial.next.w;
          observe (descent);
          return TRUE;
        }

      descent->n_tried++;
      if (! (trial.length < G_MAXDOUBLE))
        {
          hom_damping_raise (&descent->damping);
          continue;
        }
      if (! evaluate (descent, &trial.next, error))
        return FALSE;
      if (is_better (descent, &trial))
        {
          if (! accept (descent, &trial, error))
            return FALSE;
          observe (descent);
        }
      else if (is_level (descent, &trial))
        return TRUE;
      else
        hom_damping_raise (&descent->damping);
    }

  return TRUE;
}

/* Descends by Levenberg and Marquardt's method on one level, by compositional
 * steps (Baker & Matthews 2004, doi:10.1023/B:VISI.0000011205.11775.fd), with
 * the Jacobian of the comparison, whose exposures and noise follow the steps.
 *
 * @iterate: (inout): where the descent begins, and where it ends.
 *
 * Returns: the number of steps tried; −1 with %HOM_ERROR_MEMORY.
 */
gint
hom_descent_run (const HomDescentOptions *options,
                 HomComparison           *comparison,
                 HomIterate              *iterate,
                 GError                 **error)
{
  Descent descent = { .options    = options,
                      .comparison = comparison,
                      .iterate    = iterate,
                      .box        = hom_comparison_box (comparison),
                      .last       = options->tolerance };

  hom_damping_init (&descent.damping);
  if (! evaluate (&descent, iterate, error))
    return -1;
  if (is_newton (&descent))
    descent.last = last_step (&descent);
  observe (&descent);

  return minimize (&descent, error) ? descent.n_tried : -1;
}
