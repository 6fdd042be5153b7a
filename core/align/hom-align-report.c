/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "align/hom-align-mirror.h"
#include "align/hom-align-report.h"
#include "homography/hom-error.h"
#include "homography/hom-matrix-box.h"
#include "homography/hom-quad.h"

/* The least overlap: with less, a result is not to be trusted. */
#define LEAST_OVERLAP 0.05

/* Details that agree by more than this seem to match. */
#define MUCH 0.5

/* The side of the grid of points by which the overlap is counted. */
#define OVERLAP_GRID 128

/* The correlation is that of pictures reduced to this many pixels. */
#define CORRELATED_PIXELS (1 << 18)

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

/* Finds how far the corners of the moving picture go, and how uncertain they
 * are.
 */
static void
describe_corners (const HomAlignSearch *search, HomAlignment *found)
{
  HomBox   box = hom_image_box (search->moving->picture->image);
  HomPoint corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p;

      if (! hom_matrix_apply (&found->h, corners[i], &p))
        continue;
      found->displacement = MAX (
          found->displacement, hypot (p.x - corners[i].x, p.y - corners[i].y));
      if (search->best.estimate.has_covariance)
        found->corners[i] = hom_coarse_to_fine_covariance (
            &search->best.refinement, &search->best.estimate, p);
    }
}

static gboolean
refuse_all (GError **error)
{
  g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                       _ ("The pictures do not match anywhere. Move the layer "
                          "roughly into place and try again."));

  return FALSE;
}

/* Tells whether all fields of an alignment are finite numbers: the squares of
 * pixels near to the largest number are not.
 */
static gboolean
is_finite (const HomAlignment *found)
{
  return hom_matrix_is_finite (&found->h) && isfinite (found->exposure.gain) &&
         isfinite (found->exposure.bias) && isfinite (found->correlation) &&
         isfinite (found->correlation_before) && isfinite (found->agreement) &&
         isfinite (found->agreement_before) && isfinite (found->residual) &&
         isfinite (found->displacement);
}

/* Describes the alignment of the best hypothesis.
 *
 * Returns: FALSE with %HOM_ERROR_ALIGNMENT when its matrix has no inverse, with
 *   %HOM_ERROR_MEMORY.
 */
gboolean
hom_align_describe (const HomAlignSearch *search,
                    HomAlignment         *found,
                    GError              **error)
{
  const HomHypothesis   *best       = &search->best;
  const HomCoarseToFine *refinement = &best->refinement;
  HomHypothesis          before;
  HomLocalCorrelation    now, then;

  if (! hom_matrix_invert (&best->estimate.w, &found->h, NULL))
    return refuse_all (error);

  hom_align_search_hypothesis (search, &before, &search->start_w, FALSE);
  if (! hom_hypothesis_agreement (best, CORRELATED_PIXELS, &best->estimate.w,
                                  &now, error) ||
      ! hom_hypothesis_agreement (&before, CORRELATED_PIXELS, &search->start_w,
                                  &then, error))
    return FALSE;

  found->h                  = hom_matrix_normalize (&found->h);
  found->model              = refinement->model;
  found->loss               = best->estimate.loss;
  found->start              = best->start;
  found->exposure           = best->estimate.exposure;
  found->correlation        = now.overall;
  found->correlation_before = then.overall;
  found->agreement          = now.details;
  found->agreement_before   = then.details;
  found->overlap            = measure_overlap (search->reference->picture,
                                               search->moving->picture, &found->h);
  found->residual           = best->estimate.residual;
  found->n_levels           = refinement->reference->pyramid->n_levels;
  for (gint i = 0; i < HOM_ALIGN_MAX_LEVELS; i++)
    found->iterations[i] = refinement->iterations[i];
  describe_corners (search, found);

  return is_finite (found) || refuse_all (error);
}

/* Returns the overlap as a share of that picture of which it is more. */
static gdouble
smaller_overlap (const HomAlignSearch *search, const HomAlignment *alignment)
{
  return MAX (alignment->overlap, measure_overlap (search->moving->picture,
                                                   search->reference->picture,
                                                   &search->best.estimate.w));
}

/* Tells whether a picture is seen from behind. */
static gboolean
turns_over (const HomMatrix *h)
{
  const gdouble *m = h->m;

  return m[0] * (m[4] * m[8] - m[5] * m[7]) -
             m[1] * (m[3] * m[8] - m[5] * m[6]) +
             m[2] * (m[3] * m[7] - m[4] * m[6]) <=
         0.0;
}

/* Tells whether a part of the moving picture lies behind the camera or, where
 * the options allow that of the moving picture, a part of the reference.
 */
static gboolean
has_horizon (const HomAlignSearch *search, const HomMatrix *h)
{
  HomBox moving    = hom_image_box (search->moving->picture->image);
  HomBox reference = hom_image_box (search->reference->picture->image);

  return search->options->allow_horizon ?
             hom_matrix_has_horizon (&search->best.estimate.w, &reference) :
             hom_matrix_has_horizon (h, &moving);
}

/* Checks an alignment by itself.
 *
 * Returns: FALSE with %HOM_ERROR_ALIGNMENT when it is not to be trusted.
 */
static gboolean
check (const HomAlignSearch *search,
       const HomAlignment   *alignment,
       GError              **error)
{
  gdouble overlap = smaller_overlap (search, alignment);

  if (overlap < LEAST_OVERLAP)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures overlap by only %.1f %%. Move the layer "
                    "roughly into place and try again."),
                 100.0 * overlap);
  else if (search->best.score < HOM_ALIGN_LEAST_SCORE &&
           search->best.agreement > MUCH)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures match as well in other places as where they "
                    "match best: they show too little, or a pattern. Move the "
                    "layer roughly into place and try again."));
  else if (search->best.score < HOM_ALIGN_LEAST_SCORE)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures do not match: where they overlap, their "
                    "details agree to only %.0f %%. Move the layer roughly "
                    "into place and try again."),
                 100.0 * MAX (search->best.agreement, 0.0));
  else if (turns_over (&alignment->h))
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The alignment would mirror the picture, which no camera "
                    "does. Flip the layer if it is mirrored, and try again."));
  else if (has_horizon (search, &alignment->h))
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The alignment would put the horizon inside the picture. "
                    "Choose a simpler model, such as “Affine”."));
  else
    return TRUE;

  return FALSE;
}

/* Tells whether a match explains so much that no mirror image would more. */
static gboolean
is_plain (const HomAlignSearch *search)
{
  const HomHypothesis *best = &search->best;

  return search->is_certain ||
         best->explained >=
             (best->start == HOM_START_GIVEN ? HOM_ALIGN_FAIR : HOM_ALIGN_GOOD);
}

/* Checks whether an alignment is to be trusted. Where it is not, or explains
 * little, it may be since one of the pictures is a mirror image.
 *
 * Returns: FALSE with %HOM_ERROR_ALIGNMENT when it is not, with
 *   %HOM_ERROR_MEMORY, or when it is cancelled.
 */
gboolean
hom_align_check (HomAlignSearch     *search,
                 const HomAlignment *alignment,
                 GError            **error)
{
  g_autoptr (GError) fault = NULL;
  gboolean is_trusted      = check (search, alignment, &fault);
  gdouble  least           = HOM_ALIGN_LEAST_SCORE;
  gboolean is_mirrored;

  if (is_trusted && is_plain (search))
    return TRUE;
  if (is_trusted)
    least = MAX (least, search->best.score);
  if (! hom_align_find_mirror (search, least, &is_mirrored, error))
    return FALSE;

  if (is_mirrored)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The layer seems to be a mirror image of the reference. "
                    "Use Layer ▸ Transform ▸ Flip Horizontally, and align it "
                    "then."));
  else if (! is_trusted)
    g_propagate_error (error, g_steal_pointer (&fault));

  return is_trusted && ! is_mirrored;
}
