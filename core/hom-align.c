/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <lapacke.h>

#include "hom-align.h"
#include "hom-conditioning.h"
#include "hom-error.h"
#include "hom-normal.h"
#include "hom-pyramid.h"
#include "hom-quad.h"

/* The shorter side of the coarsest level, at least: fewer pixels do not tell
 * eight freedoms.
 */
#define COARSEST_SIDE 24

/* The shorter side of a picture, at least. */
#define LEAST_SIDE 16

#define MAX_STEPS 60

/* Steps that move no corner by more, in pixels of the level, end the descent.
 * The finest level goes on to a tenth of the error that noise allows; a coarser
 * one need only come well within a pixel of the next.
 */
#define FINEST_TOLERANCE 0.0005
#define COARSE_TOLERANCE 0.02

/* Marquardt's damping, as a share of the Hessian's diagonal. */
#define FIRST_DAMPING   1e-3
#define LEAST_DAMPING   1e-9
#define LARGEST_DAMPING 1e6

/* The gates: below these, a result is not to be trusted. Two photographs that
 * have nothing in common, aligned with eight freedoms, were seen to reach a
 * correlation of 0.3.
 */
#define LEAST_CORRELATION 0.4
#define LEAST_OVERLAP     0.05

/* How much the correlation may fall: pictures that already coincide stay where
 * they are but for rounding, and each position has another overlap.
 */
#define LARGEST_FALL 0.001

/* A mapped side of the grid on which the overlap is counted. */
#define OVERLAP_GRID 128

typedef struct
{
  const HomLevel *reference;
  const HomLevel *moving;
  HomModel        model;
  HomMatrix       normalization;
  HomBox          box;
  gdouble         tolerance;
  GCancellable   *cancellable;
} Problem;

typedef struct
{
  HomMatrix   w;
  HomExposure exposure;
  HomNormal   normal;
} State;

static HomMatrix
scale_and_shift (gdouble scale, gdouble x, gdouble y)
{
  return (HomMatrix) { { scale, 0, x, 0, scale, y, 0, 0, 1 } };
}

static void
problem_init (Problem        *problem,
              const HomLevel *reference,
              const HomLevel *moving,
              HomModel        model)
{
  problem->reference     = reference;
  problem->moving        = moving;
  problem->model         = model;
  problem->box           = (HomBox) { 0.0, 0.0, reference->grey->width,
                                      reference->grey->height };
  problem->normalization = hom_matrix_normalizing (&problem->box);
}

static void
evaluate (const Problem *problem, State *state)
{
  hom_normal_compute (problem->reference, problem->moving, &state->w,
                      &problem->normalization, &state->exposure,
                      &state->normal);
}

/* Brings the exposure to its optimum for the current matrix, and the residual's
 * sums to that exposure.
 */
static void
fit_exposure (const Problem *problem, State *state)
{
  HomNormal *normal      = &state->normal;
  gdouble    n           = hom_normal_weight (normal);
  gdouble    ii          = normal->sums[HOM_NORMAL_GAIN][HOM_NORMAL_GAIN];
  gdouble    i1          = normal->sums[HOM_NORMAL_GAIN][HOM_NORMAL_BIAS];
  gdouble    ir          = normal->sums[HOM_NORMAL_GAIN][HOM_NORMAL_RESIDUAL];
  gdouble    r1          = normal->sums[HOM_NORMAL_BIAS][HOM_NORMAL_RESIDUAL];
  gdouble    determinant = ii * n - i1 * i1;

  if (determinant > 1e-12 * ii * n)
    {
      state->exposure.gain -= (ir * n - r1 * i1) / determinant;
      state->exposure.bias -= (r1 * ii - ir * i1) / determinant;
      evaluate (problem, state);
    }
}

/* Solves (A + damping · diag A) step = −b for the model's freedoms, gain and
 * bias. Returns FALSE when that has no solution.
 */
static gboolean
solve_step (const Problem   *problem,
            const HomNormal *normal,
            gdouble          damping,
            gdouble          step[HOM_MAX_FREEDOMS + 2])
{
  gint    freedoms = hom_model_freedoms (problem->model);
  gint    n        = freedoms + 2;
  gdouble a[(HOM_MAX_FREEDOMS + 2) * (HOM_MAX_FREEDOMS + 2)];
  gint    index[HOM_MAX_FREEDOMS + 2];

  for (gint i = 0; i < n; i++)
    index[i] = i < freedoms ? i : HOM_NORMAL_GAIN + i - freedoms;

  for (gint i = 0; i < n; i++)
    {
      for (gint j = i; j < n; j++)
        a[i * n + j] = normal->sums[index[i]][index[j]];
      a[i * n + i] *= 1.0 + damping;
      step[i] = -normal->sums[index[i]][HOM_NORMAL_RESIDUAL];
    }

  return LAPACKE_dposv (LAPACK_ROW_MAJOR, 'U', n, 1, a, n, step, 1) == 0;
}

/* The largest distance, in pixels of the moving level, between where two
 * matrices take the corners of the reference level.
 */
static gdouble
corner_displacement (const Problem   *problem,
                     const HomMatrix *a,
                     const HomMatrix *b)
{
  HomPoint corners[4];
  gdouble  largest = 0.0;

  hom_quad_from_box (&problem->box, corners);
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

static State
take_step (const Problem *problem, const State *state, const gdouble *step)
{
  gint  freedoms = hom_model_freedoms (problem->model);
  State next     = *state;

  next.w = hom_model_update (problem->model, &state->w, &problem->box, step);
  next.exposure.gain += step[freedoms];
  next.exposure.bias += step[freedoms + 1];

  return next;
}

/* A step may not win by leaving the difficult part of the picture behind. */
static gboolean
is_better (const State *next, const State *state)
{
  return hom_normal_loss (&next->normal) < hom_normal_loss (&state->normal) &&
         hom_normal_weight (&next->normal) >
             0.5 * hom_normal_weight (&state->normal);
}

/* Levenberg and Marquardt's descent on one level, by compositional steps
 * (Baker & Matthews 2004, doi:10.1023/B:VISI.0000011205.11775.fd).
 *
 * Returns: the number of steps tried.
 */
static gint
descend (const Problem *problem, State *state)
{
  gdouble damping = FIRST_DAMPING;
  gint    n_steps = 0;

  evaluate (problem, state);
  fit_exposure (problem, state);

  while (n_steps < MAX_STEPS && damping < LARGEST_DAMPING)
    {
      gdouble step[HOM_MAX_FREEDOMS + 2];
      gdouble displacement;
      State   next;

      if (g_cancellable_is_cancelled (problem->cancellable) ||
          ! solve_step (problem, &state->normal, damping, step))
        break;

      n_steps++;
      next         = take_step (problem, state, step);
      displacement = corner_displacement (problem, &state->w, &next.w);
      if (displacement < G_MAXDOUBLE)
        evaluate (problem, &next);

      if (displacement < G_MAXDOUBLE && is_better (&next, state))
        {
          *state  = next;
          damping = MAX (damping / 10.0, LEAST_DAMPING);
        }
      else
        {
          damping *= 10.0;
        }
      if (displacement < problem->tolerance)
        break;
    }

  return n_steps;
}

/* The sampling matrix between two levels, of the one between the pictures: the
 * levels start at (0, 0) and are smaller.
 */
static HomMatrix
to_level (const HomMatrix  *w,
          const HomPicture *reference,
          const HomPicture *moving,
          gint              level)
{
  gdouble   scale   = ldexp (1.0, level);
  gdouble   x       = moving->image->x;
  gdouble   y       = moving->image->y;
  HomMatrix in      = scale_and_shift (scale, reference->image->x,
                                       reference->image->y);
  HomMatrix out     = scale_and_shift (1.0 / scale, -x / scale, -y / scale);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

static HomMatrix
from_level (const HomMatrix  *w,
            const HomPicture *reference,
            const HomPicture *moving,
            gint              level)
{
  gdouble   scale = ldexp (1.0, level);
  gdouble   x     = reference->image->x;
  gdouble   y     = reference->image->y;
  HomMatrix in    = scale_and_shift (1.0 / scale, -x / scale, -y / scale);
  HomMatrix out   = scale_and_shift (scale, moving->image->x, moving->image->y);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

static gdouble
measure_overlap (const HomPicture *reference,
                 const HomPicture *moving,
                 const HomMatrix  *h)
{
  HomBox from     = hom_image_box (moving->image);
  HomBox onto     = hom_image_box (reference->image);
  gint   n_inside = 0;

  for (gint j = 0; j < OVERLAP_GRID; j++)
    for (gint i = 0; i < OVERLAP_GRID; i++)
      {
        HomPoint p = { from.x0 + (from.x1 - from.x0) * (i + 0.5) / OVERLAP_GRID,
                       from.y0 +
                           (from.y1 - from.y0) * (j + 0.5) / OVERLAP_GRID };
        HomPoint q;

        if (hom_matrix_apply (h, p, &q) && q.x > onto.x0 && q.x < onto.x1 &&
            q.y > onto.y0 && q.y < onto.y1)
          n_inside++;
      }

  return n_inside / (gdouble) (OVERLAP_GRID * OVERLAP_GRID);
}

static gboolean
check_picture (const HomPicture *picture, const gchar *name, GError **error)
{
  const HomImage *image = picture->image;

  if (! hom_image_check (image, name, error))
    return FALSE;
  if (image->channels != 1 && image->channels != 3)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” has %d channels; it must have 1 or 3."),
                   name, image->channels);
      return FALSE;
    }
  if (MIN (image->width, image->height) < LEAST_SIDE)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” is %d × %d pixels; to be aligned it must "
                      "be at least %d × %d."),
                   name, image->width, image->height, LEAST_SIDE, LEAST_SIDE);
      return FALSE;
    }

  return ! picture->mask ||
         hom_image_matches (picture->mask, "mask", image, 1, error);
}

static gboolean
is_too_coarse (const HomLevel *level)
{
  return MIN (level->grey->width, level->grey->height) < 2 * COARSEST_SIDE;
}

/* Pyramids of both, of as many levels as the smaller picture allows. */
static gboolean
make_pyramids (const HomPicture *reference,
               const HomPicture *moving,
               HomPyramid       *pyramids[2],
               GError          **error)
{
  pyramids[0] = hom_pyramid_new (reference->image, reference->mask, error);
  if (pyramids[0])
    pyramids[1] = hom_pyramid_new (moving->image, moving->mask, error);
  if (! pyramids[1])
    return FALSE;

  while (pyramids[0]->n_levels < HOM_MAX_LEVELS &&
         ! is_too_coarse (&pyramids[0]->levels[pyramids[0]->n_levels - 1]) &&
         ! is_too_coarse (&pyramids[1]->levels[pyramids[1]->n_levels - 1]))
    if (! hom_pyramid_grow (pyramids[0], error) ||
        ! hom_pyramid_grow (pyramids[1], error))
      return FALSE;

  return TRUE;
}

/* From the coarsest level to the finest. At the coarsest one, where a start far
 * off is brought near, a shift is found before all freedoms are.
 */
static void
descend_pyramid (HomPyramid       *pyramids[2],
                 const HomPicture *reference,
                 const HomPicture *moving,
                 HomModel          model,
                 GCancellable     *cancellable,
                 HomMatrix        *w,
                 State            *state,
                 HomAlignment     *alignment)
{
  gint coarsest = pyramids[0]->n_levels - 1;

  state->exposure = (HomExposure) { 1.0, 0.0 };
  for (gint level = coarsest; level >= 0; level--)
    {
      Problem problem = { .cancellable = cancellable };

      problem_init (&problem, &pyramids[0]->levels[level],
                    &pyramids[1]->levels[level], HOM_MODEL_TRANSLATION);
      problem.tolerance = level > 0 ? COARSE_TOLERANCE : FINEST_TOLERANCE;
      state->w          = to_level (w, reference, moving, level);
      if (level == coarsest)
        alignment->iterations += descend (&problem, state);
      problem.model = model;
      alignment->iterations += descend (&problem, state);
      *w = from_level (&state->w, reference, moving, level);
    }
}

static gdouble
correlation_at (HomPyramid       *pyramids[2],
                const HomPicture *reference,
                const HomPicture *moving,
                const HomMatrix  *w)
{
  Problem problem = { 0 };
  State   state   = { .exposure = { 1.0, 0.0 } };

  problem_init (&problem, &pyramids[0]->levels[0], &pyramids[1]->levels[0],
                HOM_MODEL_TRANSLATION);
  state.w = to_level (w, reference, moving, 0);
  evaluate (&problem, &state);

  return hom_normal_correlation (&state.normal, &state.exposure);
}

/* What is not to be trusted is an error. */
static gboolean
check_alignment (const HomAlignment *alignment,
                 const HomPicture   *moving,
                 GError            **error)
{
  HomBox box = hom_image_box (moving->image);

  if (alignment->overlap < LEAST_OVERLAP)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures overlap by only %.1f %%. Move the layer "
                    "roughly into place and try again."),
                 100.0 * alignment->overlap);
  else if (alignment->correlation < LEAST_CORRELATION)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures do not match: where they overlap, their "
                    "correlation is only %.2f. Move the layer roughly into "
                    "place and try again."),
                 alignment->correlation);
  else if (alignment->correlation <
           alignment->correlation_before - LARGEST_FALL)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("No better position was found: the correlation would fall "
                    "from %.3f to %.3f."),
                 alignment->correlation_before, alignment->correlation);
  else if (hom_matrix_has_horizon (&alignment->h, &box))
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The alignment would put the horizon inside the picture. "
                    "Try a model with fewer freedoms, such as “affine”."));
  else
    return TRUE;

  return FALSE;
}

/**
 * hom_align:
 * @reference: what stays.
 * @moving: what moves.
 * @model: which homographies are tried.
 * @start: (nullable): the forward matrix H to start from; none is the identity,
 *   the pictures as they lie. The result is a matrix of @model times @start.
 * @cancellable: (nullable): asked before each step.
 * @alignment: (out): what was found.
 *
 * Lays @moving over @reference: finds the homography, gain and bias that make
 * the mean squared difference in the overlap smallest, from coarse to fine, by
 * Levenberg and Marquardt's method on the analytic gradient dL/dW of
 * hom_warp_gradient(), with cubic interpolation.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT or %HOM_ERROR_DEGENERATE when an
 *   argument makes no sense, with %HOM_ERROR_ALIGNMENT when what was found
 *   cannot be trusted, with %G_IO_ERROR_CANCELLED when cancelled.
 */
gboolean
hom_align (const HomPicture *reference,
           const HomPicture *moving,
           HomModel          model,
           const HomMatrix  *start,
           GCancellable     *cancellable,
           HomAlignment     *alignment,
           GError          **error)
{
  HomPyramid *pyramids[2] = { NULL, NULL };
  HomMatrix   h           = start ? *start : HOM_MATRIX_IDENTITY;
  HomMatrix   w;
  State       state;
  gboolean    success = FALSE;

  if (! check_picture (reference, "reference", error) ||
      ! check_picture (moving, "moving", error) ||
      ! hom_matrix_invert (&h, &w, error))
    return FALSE;

  *alignment = (HomAlignment) { .h = h };
  if (make_pyramids (reference, moving, pyramids, error))
    {
      alignment->correlation_before = correlation_at (pyramids, reference,
                                                      moving, &w);
      descend_pyramid (pyramids, reference, moving, model, cancellable, &w,
                       &state, alignment);
      alignment->exposure    = state.exposure;
      alignment->correlation = hom_normal_correlation (&state.normal,
                                                       &state.exposure);
      alignment->residual    = sqrt (hom_normal_loss (&state.normal));
      success = ! g_cancellable_set_error_if_cancelled (cancellable, error) &&
                hom_matrix_invert (&w, &h, error);
    }
  if (success)
    {
      alignment->h       = hom_matrix_normalize (&h);
      alignment->overlap = measure_overlap (reference, moving, &alignment->h);
      success            = check_alignment (alignment, moving, error);
    }

  hom_pyramid_free (pyramids[0]);
  hom_pyramid_free (pyramids[1]);

  return success;
}
