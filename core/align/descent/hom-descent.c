/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/descent/hom-descent-uncertainty.h"
#include "align/descent/hom-descent.h"
#include "align/normal/hom-gain-polynomial.h"
#include "align/normal/hom-residual-samples.h"
#include "base/hom-lapack.h"
#include "base/hom-parallel.h"
#include "homography/hom-matrix-corners.h"
#include "homography/hom-matrix-normalized.h"
#include "homography/hom-quad.h"

#define MAX_STEPS 40

/* Marquardt's damping, as a share of the Hessian's diagonal. */
#define FIRST_DAMPING   1e-4
#define LEAST_DAMPING   1e-9
#define LARGEST_DAMPING 1e6

/* Accepted steps after which the noise is estimated anew. After these it stays,
 * so that the losses of two steps can be compared. Where 40 % of a picture are
 * covered, it goes on falling for some steps of the finest level: with 2 the
 * error was a tenth larger. A change of less than this share says nothing new.
 */
#define NOISE_STEPS        2
#define FINEST_NOISE_STEPS 6
#define NOISE_CHANGE       0.1

/* The noise, as a share of the reference's contrast, is at least this: about
 * half a step of 8 bits. Pictures of 8 bits that lie a few hundredths of a
 * pixel apart are the same in most pixels, and what differs by a step is not to
 * be taken for something else.
 */
#define LEAST_NOISE 1e-2

/* How much the loss may rise with a step that is taken nevertheless, and how
 * far that may go, in pixels: where the pictures lie a whole number of pixels
 * apart, samples have the noise of the pixels, and half a pixel from there, by
 * splines, less than half of its variance.
 */
#define LARGEST_RISE 0.5
#define RISE_WITHIN  1.0

/* By the derivative of its equations a step is off by the square of its length
 * over this, in pixels, or less: nine of ten steps of .03 to .1 px left less
 * than 0.34 of their square, in pairs of the benchmark with and without noise.
 */
#define NEWTON_REACH 2.0

/* A loss that rises by less with a step that is not taken is at its lowest. */
#define NO_RISE 1e-3

static HomBox
box_of (const HomDescent *descent)
{
  return (HomBox){ 0.0, 0.0, descent->comparison.reference->width,
                   descent->comparison.reference->height };
}

static gboolean
evaluate (const HomDescent *descent, HomState *state, GError **error)
{
  return hom_normal_equations_compute (&descent->comparison, &state->w,
                                       &state->normal, error);
}

/* Only what exposures are fitted by. */
static gboolean
measure (const HomDescent *descent, HomState *state, GError **error)
{
  HomComparison comparison = descent->comparison;

  comparison.jacobian = HOM_JACOBIAN_NONE;

  return hom_normal_equations_compute (&comparison, &state->w, &state->normal,
                                       error);
}

/* The gain that makes the contrast of both pictures the same, and the bias that
 * makes their brightness the same. A regression's slope would be too flat where
 * there is noise, and near 0 as long as they are far apart.
 */
static gboolean
fit_exposure (const HomDescent *descent, HomState *state, GError **error)
{
  if (! descent->fit_exposure)
    return TRUE;

  for (gint c = 0; c < descent->comparison.reference->n_planes; c++)
    {
      const HomPairMoments *moments  = &state->normal.planes[c];
      HomExposure          *exposure = &state->exposures[c];
      HomGainMap           *map      = descent->comparison.exposures[c];
      gdouble               noise    = descent->comparison.noise[c];
      gdouble               moving = hom_pair_moments_contrast (moments, FALSE);
      gdouble               still  = hom_pair_moments_contrast (moments, TRUE);

      if (moving > 0.0 && still > 0.0)
        {
          exposure->gain = copysign (still / moving, exposure->gain);
          exposure->bias = (moments->t - exposure->gain * moments->i) /
                           moments->n;
        }
      if (descent->exposure == HOM_EXPOSURE_ONE)
        hom_gain_map_fill (map, exposure);
      else if (descent->exposure == HOM_EXPOSURE_SMOOTH)
        hom_gain_polynomial_fit (map, exposure, noise);
      else if (! hom_gain_map_match (map, exposure, noise, error))
        return FALSE;
    }

  return TRUE;
}

/* Returns: what is taken for the noise of a plane where the pictures show less.
 */
static gdouble
least_noise (const HomState *state, gint plane)
{
  return LEAST_NOISE *
             hom_pair_moments_contrast (&state->normal.planes[plane], TRUE) +
         1e-9;
}

typedef struct
{
  HomDescent     *descent;
  const HomState *state;
  gboolean        is_other[HOM_MAX_PLANES];
} Look;

static void
look_at_plane (gint band, gint c, gint last, gpointer data)
{
  Look           *look       = data;
  const HomState *state      = look->state;
  HomComparison  *comparison = &look->descent->comparison;
  HomDifferences *seen       = &look->descent->seen[c];
  g_autoptr (GArray)
      samples   = hom_residual_samples_new (comparison, &state->w, c);
  gdouble noise = hom_residual_samples_noise (samples);

  if (noise < 0.0)
    noise = comparison->noise[c];
  seen->noise       = noise;
  noise             = MAX (noise, least_noise (state, c));
  look->is_other[c] = fabs (noise - comparison->noise[c]) >
                      NOISE_CHANGE * noise;
  if (look->is_other[c])
    comparison->noise[c] = noise;
  seen->n          = samples->len;
  seen->n_outliers = hom_residual_samples_outliers (samples, comparison, c);
}

/* Finds the noise of each plane.
 *
 * Returns: whether it is another than before.
 */
gboolean
hom_descent_look (HomDescent *descent, const HomState *state)
{
  Look look = { descent, state };

  hom_parallel_rows (descent->comparison.reference->n_planes, 1, look_at_plane,
                     &look);
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (look.is_other[c])
      return TRUE;

  return FALSE;
}

typedef struct
{
  const HomComparison *comparison;
  const HomState      *state;
  gdouble              logarithms[HOM_MAX_PLANES];
} Spread;

static void
measure_spread (gint band, gint c, gint last, gpointer data)
{
  Spread         *spread = data;
  const HomState *state  = spread->state;
  g_autoptr (GArray)
      samples = hom_residual_samples_new (spread->comparison, &state->w, c);

  spread->logarithms[c] = log (MAX (hom_residual_samples_spread (samples),
                                    least_noise (state, c)));
}

/* Returns: the median of what differs, in the reference's units, but no less
 * than hardly any noise: the geometric mean of the planes'.
 */
gdouble
hom_descent_spread (const HomDescent *descent, const HomState *state)
{
  gint    n_planes = descent->comparison.reference->n_planes;
  Spread  spread   = { &descent->comparison, state };
  gdouble sum      = 0.0;

  hom_parallel_rows (n_planes, 1, measure_spread, &spread);
  for (gint c = 0; c < n_planes; c++)
    sum += spread.logarithms[c];

  return exp (sum / n_planes);
}

/* Returns: how the brightness of a plane differs from place to place by one
 *   exposure; −1 with %HOM_ERROR_MEMORY.
 */
gdouble
hom_descent_brightness (const HomDescent *descent,
                        const HomState   *state,
                        gint              plane,
                        GError          **error)
{
  gdouble spread = hom_gain_map_spread (descent->comparison.exposures[plane],
                                        &state->exposures[plane], error);

  return spread < 0.0 ? spread : MAX (spread, least_noise (state, plane));
}

/* Returns: the share of the pixels that differed by more than noise. */
gdouble
hom_descent_outliers (const HomDescent *descent)
{
  gdouble outliers = 0.0;
  gdouble all      = 1.0;

  for (gint c = 0; c < descent->comparison.reference->n_planes; c++)
    {
      outliers += descent->seen[c].n_outliers;
      all += descent->seen[c].n;
    }

  return outliers / all;
}

static void
ungate (HomDescent *descent)
{
  for (gint c = 0; c < descent->comparison.reference->n_planes; c++)
    hom_gain_map_ungate (descent->comparison.exposures[c]);
}

/* By moments in which all pixels count. */
static gboolean
gate (HomDescent *descent, const HomState *state, GError **error)
{
  HomComparison *comparison = &descent->comparison;

  descent->is_gated = FALSE;
  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      if (! hom_gain_map_gate (comparison->exposures[c], &state->exposures[c],
                               comparison->noise[c], error))
        return FALSE;
      descent->is_gated |= comparison->exposures[c]->counts != NULL;
    }

  return TRUE;
}

/* Finds the exposures and the noise at the state's matrix, with no knowledge
 * but the signs of the state's gains, and takes the sums there.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY, as all do that have an error.
 */
gboolean
hom_descent_begin (HomDescent *descent, HomState *state, GError **error)
{
  HomComparison           *comparison = &descent->comparison;
  const HomReferenceTiles *reference  = comparison->reference;
  gdouble                  threshold  = comparison->threshold;

  for (gint c = 0; c < reference->n_planes; c++)
    {
      if (! comparison->exposures[c])
        comparison->exposures[c] = hom_gain_map_new (
            reference->width, reference->height,
            descent->exposure != HOM_EXPOSURE_ONE, error);
      if (! comparison->exposures[c])
        return FALSE;
      comparison->noise[c] = 1.0;
      hom_gain_map_fill (comparison->exposures[c], &state->exposures[c]);
    }

  ungate (descent);
  comparison->threshold = 0.0;
  if (! measure (descent, state, error))
    return FALSE;
  for (gint c = 0; c < reference->n_planes; c++)
    comparison->noise[c] = 0.0;
  if (! fit_exposure (descent, state, error))
    return FALSE;
  hom_descent_look (descent, state);
  if (descent->exposure == HOM_EXPOSURE_LOCAL)
    {
      if (! gate (descent, state, error))
        return FALSE;
      if (descent->is_gated)
        hom_descent_look (descent, state);
    }
  comparison->threshold = threshold;

  return TRUE;
}

/* Finds the exposures and the noise again, by what they tell of the pixels. */
gboolean
hom_descent_refit (HomDescent *descent, HomState *state, GError **error)
{
  if (! measure (descent, state, error) ||
      ! fit_exposure (descent, state, error))
    return FALSE;
  hom_descent_look (descent, state);

  return TRUE;
}

/* Leaves out where the two pictures do not show the same. */
gboolean
hom_descent_gate (HomDescent *descent, HomState *state, GError **error)
{
  gdouble threshold = descent->comparison.threshold;

  ungate (descent);
  descent->comparison.threshold = 0.0;
  if (! measure (descent, state, error) || ! gate (descent, state, error))
    return FALSE;
  descent->comparison.threshold = threshold;

  return TRUE;
}

/* Another way to compare, by the sums of this one.
 *
 * @branch: (out): to be ended, even when it could not be made.
 * @state: (inout): of the descent, then of its branch.
 */
gboolean
hom_descent_branch (const HomDescent *descent,
                    HomExposureKind   exposure,
                    HomDescent       *branch,
                    HomState         *state,
                    GError          **error)
{
  *branch          = *descent;
  branch->exposure = exposure;
  memset (branch->comparison.exposures, 0,
          sizeof (branch->comparison.exposures));
  for (gint c = 0; c < descent->comparison.reference->n_planes; c++)
    {
      branch->comparison.exposures[c] = hom_gain_map_copy (
          descent->comparison.exposures[c], error);
      if (! branch->comparison.exposures[c])
        return FALSE;
    }
  if (! fit_exposure (branch, state, error))
    return FALSE;
  hom_descent_look (branch, state);

  return TRUE;
}

void
hom_descent_end (HomDescent *descent)
{
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    g_clear_pointer (&descent->comparison.exposures[c], hom_gain_map_free);
}

/* Solves (A + damping · diag A) step = −b for the model's freedoms.
 *
 * Returns: FALSE when that has no solution, or one that leads uphill, since the
 *   symmetric part is not positive definite.
 */
static gboolean
solve_step (const HomDescent         *descent,
            const HomNormalEquations *normal,
            gdouble                   damping,
            gdouble                   step[HOM_MAX_FREEDOMS])
{
  gint       n = hom_model_freedoms (descent->model);
  gdouble    a[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  gdouble    symmetric[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  lapack_int pivots[HOM_MAX_FREEDOMS];

  hom_normal_equations_symmetric (normal, n, symmetric);
  for (gint i = 0; i < n; i++)
    {
      for (gint j = 0; j < n; j++)
        a[j * n + i] = normal->hessian[i][j];
      a[i * n + i] *= 1.0 + damping;
      symmetric[i * n + i] = a[i * n + i];
      step[i]              = -normal->gradient[i];
    }

  return hom_lapack_factorize ('U', n, symmetric) &&
         ! hom_lapack_has_nan (a, n * n) && ! hom_lapack_has_nan (step, n) &&
         LAPACKE_dgesv_work (LAPACK_COL_MAJOR, n, 1, a, n, pivots, step, n) ==
             0;
}

/* The largest distance, in pixels of the moving level, between where two
 * matrices take the corners of the reference level.
 */
gdouble
hom_descent_displacement (const HomDescent *descent,
                          const HomMatrix  *a,
                          const HomMatrix  *b)
{
  HomBox   box = box_of (descent);
  HomPoint corners[4];
  gdouble  largest = 0.0;

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      if (! hom_matrix_apply (a, corners[i], &p) ||
          ! hom_matrix_apply (b, corners[i], &q))
        return G_MAXDOUBLE;
      largest = MAX (largest, hypot (p.x - q.x, p.y - q.y));
    }

  return largest;
}

/* The tolerance, or what is small beside the uncertainty of the corners. */
static gdouble
last_step (const HomDescent *descent, const HomState *state)
{
  HomBox   box     = box_of (descent);
  gdouble  largest = 0.0;
  gdouble  covariance[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  HomPoint corners[4];

  if (! hom_descent_uncertainty (descent, state, covariance))
    return descent->tolerance;

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomCovariance c = hom_descent_point (&box, covariance, corners[i]);

      largest = MAX (largest, sqrt (c.xx + c.yy));
    }

  return MAX (descent->tolerance, descent->share * largest);
}

/* Whether what is left to go after a step is shorter than the step, by the same
 * derivatives: the natural monotonicity test of Newton's method (Deuflhard
 * 2011, doi:10.1007/978-3-642-23899-4).
 */
static gboolean
is_nearer (const HomDescent *descent,
           const HomState   *next,
           const HomState   *state,
           gdouble           damping,
           gdouble           displacement)
{
  HomBox             box  = box_of (descent);
  HomNormalEquations left = state->normal;
  HomMatrix          w;
  gdouble            step[HOM_MAX_FREEDOMS];

  memcpy (left.gradient, next->normal.gradient, sizeof (left.gradient));
  if (! solve_step (descent, &left, damping, step))
    return FALSE;
  w = hom_model_update (descent->model, &next->w, &box, step);

  return hom_descent_displacement (descent, &next->w, &w) < displacement;
}

/* A step may not win by leaving the difficult part of the picture behind.
 *
 * The equations with the reference's gradient are not those of the least loss,
 * which noise draws to where the samples lie between the pixels.
 */
static gboolean
is_better (const HomDescent *descent,
           const HomState   *next,
           const HomState   *state,
           gdouble           damping,
           gdouble           displacement)
{
  gdouble loss = hom_normal_equations_loss (&next->normal);
  gdouble most = hom_normal_equations_loss (&state->normal);

  if (! (next->normal.counts > 0.5 * state->normal.counts))
    return FALSE;
  if (descent->comparison.jacobian == HOM_JACOBIAN_OTHER &&
      displacement < RISE_WITHIN)
    return loss < (1.0 + LARGEST_RISE) * most &&
           is_nearer (descent, next, state, damping, displacement);

  return loss < most;
}

/* Whether a step that is not better makes no difference. */
static gboolean
is_level (const HomState *state, const HomState *next)
{
  return hom_normal_equations_loss (&next->normal) <
             (1.0 + NO_RISE) * hom_normal_equations_loss (&state->normal) &&
         next->normal.counts > 0.5 * state->normal.counts;
}

static void
observe (const HomDescent *descent, const HomState *state, gint n_steps)
{
  if (descent->observe)
    descent->observe (state, n_steps, descent->observe_data);
}

static gint
noise_steps (const HomDescent *descent)
{
  return descent->comparison.jacobian == HOM_JACOBIAN_OTHER ?
             FINEST_NOISE_STEPS :
             NOISE_STEPS;
}

/* Whether the weights, too, depend on the noise and the exposures. */
static gboolean
is_robust (const HomDescent *descent)
{
  return descent->comparison.threshold > 0.0;
}

/* How far off a step may leave what it is to find: weights and exposures follow
 * it only afterwards.
 */
static gdouble
error_of_step (const HomDescent *descent, gdouble displacement)
{
  gdouble share = MAX (displacement / NEWTON_REACH, descent->contraction);

  if (descent->comparison.jacobian != HOM_JACOBIAN_OTHER)
    return displacement;

  share = share / MAX (1.0 - share, 0.1);

  return displacement * (is_robust (descent) ? MAX (share, 1.0) : share);
}

/* Where a descent has come to.
 *
 * @damping: Marquardt's.
 * @last: a step that leaves no more of an error is the last one.
 * @shortest: the last accepted step's displacement.
 * @is_stale: whether the sums are by exposures of before the last step.
 */
typedef struct
{
  gdouble  damping;
  gdouble  last;
  gdouble  shortest;
  gint     n_accepted;
  gboolean is_stale;
} Progress;

/* Whether exposures that have followed a step change what is left to go: local
 * ones at the finest level, where steps are judged by that.
 */
static gboolean
depends_on_exposures (const HomDescent *descent)
{
  return descent->comparison.jacobian == HOM_JACOBIAN_OTHER &&
         descent->exposure == HOM_EXPOSURE_LOCAL;
}

static gboolean
accept (HomDescent     *descent,
        Progress       *progress,
        gdouble         displacement,
        const HomState *next,
        HomState       *state,
        GError        **error)
{
  if (progress->n_accepted > 0)
    descent->contraction = displacement / progress->shortest;
  progress->shortest = displacement;
  progress->damping  = MAX (progress->damping / 10.0, LEAST_DAMPING);
  progress->is_stale = is_robust (descent);
  *state             = *next;
  if (! fit_exposure (descent, state, error))
    return FALSE;
  if (++progress->n_accepted > noise_steps (descent))
    return TRUE;

  if (hom_descent_look (descent, state) || depends_on_exposures (descent))
    {
      if (! evaluate (descent, state, error))
        return FALSE;
      progress->is_stale = FALSE;
    }
  progress->last = last_step (descent, state);

  return TRUE;
}

/* Whether the sums are to be taken anew before the last step of the finest
 * level: if exposures have followed the step before since.
 */
static gboolean
is_stale (const HomDescent *descent, const Progress *progress)
{
  return progress->is_stale &&
         descent->comparison.jacobian == HOM_JACOBIAN_OTHER;
}

/* Levenberg and Marquardt's descent on one level, by compositional steps
 * (Baker & Matthews 2004, doi:10.1023/B:VISI.0000011205.11775.fd), with the
 * Jacobian of the comparison.
 *
 * Returns: the number of steps tried; −1 with %HOM_ERROR_MEMORY.
 */
gint
hom_descent_run (HomDescent *descent, HomState *state, GError **error)
{
  Progress progress = { FIRST_DAMPING, descent->tolerance, G_MAXDOUBLE, 0 };
  HomBox   box      = box_of (descent);
  gint     n_steps  = 0;

  if (! evaluate (descent, state, error))
    return -1;
  if (descent->comparison.jacobian == HOM_JACOBIAN_OTHER)
    progress.last = last_step (descent, state);
  observe (descent, state, 0);
  while (n_steps < MAX_STEPS && progress.damping < LARGEST_DAMPING)
    {
      HomState next = *state;
      gdouble  step[HOM_MAX_FREEDOMS];
      gdouble  displacement;
      gboolean is_last;

      if (g_cancellable_is_cancelled (descent->cancellable) ||
          ! solve_step (descent, &state->normal, progress.damping, step))
        break;

      next.w       = hom_model_update (descent->model, &state->w, &box, step);
      displacement = hom_descent_displacement (descent, &state->w, &next.w);
      is_last      = error_of_step (descent, displacement) < progress.last;
      if (is_last && is_stale (descent, &progress))
        {
          if (! evaluate (descent, state, error))
            return -1;
          progress.is_stale = FALSE;
          continue;
        }

      n_steps++;
      if (is_last)
        {
          state->w = next.w;
          observe (descent, state, n_steps);
          break;
        }
      if (displacement < G_MAXDOUBLE && ! evaluate (descent, &next, error))
        return -1;

      if (displacement < G_MAXDOUBLE &&
          is_better (descent, &next, state, progress.damping, displacement))
        {
          if (! accept (descent, &progress, displacement, &next, state, error))
            return -1;
          observe (descent, state, n_steps);
          continue;
        }
      if (displacement < G_MAXDOUBLE && is_level (state, &next))
        break;
      progress.damping *= 10.0;
    }

  return n_steps;
}
