/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "hom-align.h"
#include "hom-descent.h"
#include "hom-error.h"
#include "hom-features.h"
#include "hom-pyramid.h"
#include "hom-robust-fit.h"

/* The shorter side of the coarsest level, at least: fewer pixels do not tell
 * eight freedoms.
 */
#define COARSEST_SIDE 24

/* The shorter side of a picture, at least. */
#define LEAST_SIDE 16

/* Steps that move no corner by more, in pixels of the level, end the descent.
 * The finest level goes on to a tenth of the error that noise allows; a coarser
 * one need only come well within a pixel of the next.
 */
#define FINEST_TOLERANCE 0.0005
#define COARSE_TOLERANCE 0.02

/* The gates: below these, a result is not to be trusted. Of 40 pairs of drawn
 * pictures that had nothing in common, aligned with eight freedoms, 38 stayed
 * below this correlation; the other two reached 0.43 and 0.45.
 */
#define LEAST_CORRELATION 0.4
#define LEAST_OVERLAP     0.05

/* How much the correlation may fall: pictures that already coincide stay where
 * they are but for rounding, and each position has another overlap.
 */
#define LARGEST_FALL 0.001

/* A mapped side of the grid on which the overlap is counted. */
#define OVERLAP_GRID 128

/* A match this good, over this share of the picture, from where the pictures
 * lie needs no second opinion.
 */
#define GOOD_CORRELATION 0.9
#define GOOD_OVERLAP     0.5

/* Fewer pairs of features, or less spread over the overlap, may be chance: four
 * times the pairs that determine a homography. The correlation has the last
 * word.
 */
#define LEAST_INLIERS 16
#define LEAST_SPREAD  0.1

/* Features are good to about two pixels, half a pixel of this level: what is
 * left to descend begins here.
 */
#define FEATURES_LEVEL 2

typedef struct
{
  const HomPicture *reference;
  const HomPicture *moving;
  HomModel          model;
  GCancellable     *cancellable;
  HomPyramid       *pyramids[2];
  gint              iterations[HOM_MAX_LEVELS];
} Search;

struct _HomAligner
{
  const HomPicture *reference;
};

/* From the coordinates of a level to those of its picture: the levels start at
 * (0, 0) and are smaller.
 */
static HomMatrix
out_of_level (const HomPicture *picture, gint level)
{
  gdouble scale = ldexp (1.0, level);

  return (HomMatrix) { { scale, 0, picture->image->x, 0, scale,
                         picture->image->y, 0, 0, 1 } };
}

static HomMatrix
into_level (const HomPicture *picture, gint level)
{
  gdouble scale = ldexp (1.0, -level);

  return (HomMatrix) { { scale, 0, -picture->image->x * scale, 0, scale,
                         -picture->image->y * scale, 0, 0, 1 } };
}

/* The sampling matrix between two levels, of the one between the pictures. */
static HomMatrix
to_level (const Search *search, const HomMatrix *w, gint level)
{
  HomMatrix in      = out_of_level (search->reference, level);
  HomMatrix out     = into_level (search->moving, level);
  HomMatrix product = hom_matrix_multiply (w, &in);

  return hom_matrix_multiply (&out, &product);
}

static HomMatrix
from_level (const Search *search, const HomMatrix *w, gint level)
{
  HomMatrix in      = into_level (search->reference, level);
  HomMatrix out     = out_of_level (search->moving, level);
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
make_pyramids (Search *search, GError **error)
{
  HomPyramid **pyramids = search->pyramids;

  pyramids[0] = hom_pyramid_new (search->reference->image,
                                 search->reference->mask, error);
  if (pyramids[0])
    pyramids[1] = hom_pyramid_new (search->moving->image, search->moving->mask,
                                   error);
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

static HomDescent
descent_at (const Search *search, gint level)
{
  HomDescent descent = { .cancellable = search->cancellable };

  hom_descent_init (&descent, &search->pyramids[0]->levels[level],
                    &search->pyramids[1]->levels[level], search->model);
  descent.tolerance = level > 0 ? COARSE_TOLERANCE : FINEST_TOLERANCE;

  return descent;
}

/* What is known of a matrix, of the pictures as they are. */
static gboolean
describe (const Search *search, const HomState *state, HomAlignment *found)
{
  HomMatrix w = from_level (search, &state->w, 0);

  if (! hom_matrix_invert (&w, &found->h, NULL))
    return FALSE;

  found->h           = hom_matrix_normalize (&found->h);
  found->exposure    = state->exposure;
  found->correlation = hom_normal_correlation (&state->normal,
                                               &state->exposure);
  found->residual    = sqrt (hom_normal_loss (&state->normal));
  found->overlap     = measure_overlap (search->reference, search->moving,
                                        &found->h);

  return TRUE;
}

/* A matrix as it is, without any descent. */
static gboolean
look_at (const Search *search, const HomMatrix *w, HomAlignment *found)
{
  HomDescent descent = descent_at (search, 0);
  HomState   state   = { .exposure = { 1.0, 0.0 } };

  state.w = to_level (search, w, 0);
  hom_descent_evaluate (&descent, &state);

  return describe (search, &state, found);
}

/* From a level to the finest. At the coarsest one, where a start far off is
 * brought near, a shift is found before all freedoms are.
 */
static gboolean
descend_from (Search          *search,
              gint             first_level,
              const HomMatrix *start,
              HomAlignment    *found)
{
  gint      coarsest = search->pyramids[0]->n_levels - 1;
  HomMatrix w        = *start;
  HomState  state    = { .exposure = { 1.0, 0.0 } };

  for (gint level = MIN (first_level, coarsest); level >= 0; level--)
    {
      HomDescent descent = descent_at (search, level);

      state.w = to_level (search, &w, level);
      if (level == coarsest && first_level >= coarsest)
        {
          descent.model = HOM_MODEL_TRANSLATION;
          search->iterations[level] += hom_descent_run (&descent, &state);
          descent.model = search->model;
        }
      search->iterations[level] += hom_descent_run (&descent, &state);
      w = from_level (search, &state.w, level);
    }

  return describe (search, &state, found);
}

/* Where the features of both pictures say that they lie: FALSE when they say
 * nothing that could be trusted.
 */
static gboolean
find_by_features (const Search *search, HomMatrix *w)
{
  const HomLevel     *reference = &search->pyramids[0]->levels[0];
  const HomLevel     *moving    = &search->pyramids[1]->levels[0];
  HomBox              boxes[2]  = { hom_image_box (reference->grey),
                                    hom_image_box (moving->grey) };
  gsize               n_pairs   = 0;
  g_autofree HomPair *pairs     = hom_features_match (
      reference->grey, reference->mask, moving->grey, moving->mask,
      HOM_FEATURES_THOROUGH, search->cancellable, &n_pairs, NULL);
  HomRobustFit fit;
  HomMatrix    level_w;

  if (! pairs ||
      ! hom_robust_fit (pairs, n_pairs, search->model, &boxes[0], &boxes[1],
                        search->cancellable, NULL, &fit, NULL) ||
      fit.n_inliers < LEAST_INLIERS || fit.spread < LEAST_SPREAD ||
      ! hom_matrix_invert (&fit.h, &level_w, NULL))
    return FALSE;

  *w = from_level (search, &level_w, 0);

  return TRUE;
}

static void
keep_better (HomAlignment *best, const HomAlignment *other)
{
  if (other->overlap >= LEAST_OVERLAP && other->correlation > best->correlation)
    *best = *other;
}

/* Without a start: from where the pictures lie or, when that does not lead to a
 * good match, from where their features say. A descent that makes a match worse
 * is not followed.
 */
static void
search_start (Search *search, HomAlignment *best)
{
  HomMatrix    w = HOM_MATRIX_IDENTITY;
  HomAlignment found;

  if (descend_from (search, HOM_MAX_LEVELS, &w, &found))
    *best = found;
  if (best->correlation >= GOOD_CORRELATION && best->overlap >= GOOD_OVERLAP)
    return;

  if (find_by_features (search, &w))
    {
      if (look_at (search, &w, &found))
        keep_better (best, &found);
      if (descend_from (search, FEATURES_LEVEL, &w, &found))
        keep_better (best, &found);
    }
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

static gboolean
run (HomAligner            *aligner,
     const HomPicture      *moving,
     const HomAlignOptions *options,
     GCancellable          *cancellable,
     HomAlignment          *alignment,
     GError               **error)
{
  Search search  = { aligner->reference, moving, options->model, cancellable };
  HomMatrix    h = options->start ? *options->start : HOM_MATRIX_IDENTITY;
  HomAlignment before = { .h = h };
  HomMatrix    w;
  gboolean     success = FALSE;

  if (! check_picture (aligner->reference, "reference", error) ||
      ! check_picture (moving, "moving", error) ||
      ! hom_matrix_invert (&h, &w, error))
    return FALSE;

  *alignment = before;
  if (make_pyramids (&search, error))
    {
      look_at (&search, &w, &before);
      if (options->start)
        descend_from (&search, HOM_MAX_LEVELS, &w, alignment);
      else
        search_start (&search, alignment);
      alignment->correlation_before = before.correlation;
      alignment->model              = options->model;
      alignment->n_levels           = search.pyramids[0]->n_levels;
      for (gint i = 0; i < HOM_MAX_LEVELS; i++)
        alignment->iterations[i] = search.iterations[i];
      success = ! g_cancellable_set_error_if_cancelled (cancellable, error) &&
                check_alignment (alignment, moving, error);
    }

  hom_pyramid_free (search.pyramids[0]);
  hom_pyramid_free (search.pyramids[1]);

  return success;
}

HomAligner *
hom_aligner_new (const HomPicture *reference, GError **error)
{
  HomAligner *aligner = g_new0 (HomAligner, 1);

  aligner->reference = reference;

  return aligner;
}

void
hom_aligner_free (HomAligner *aligner)
{
  g_free (aligner);
}

gboolean
hom_aligner_run (HomAligner            *aligner,
                 const HomPicture      *moving,
                 const HomAlignOptions *options,
                 GCancellable          *cancellable,
                 HomAlignment          *alignment,
                 GError               **error)
{
  return run (aligner, moving, options, cancellable, alignment, error);
}

/**
 * hom_align:
 * @reference: what stays.
 * @moving: what moves.
 * @model: which homographies are tried.
 * @start: (nullable): the forward matrix H to start from; the result is a
 *   matrix of @model times @start. Without one, the search starts from where
 * the pictures lie and, when that does not lead to a good match, from where
 * SIFT features of both say.
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
hom_align (const HomPicture      *reference,
           const HomPicture      *moving,
           const HomAlignOptions *options,
           GCancellable          *cancellable,
           HomAlignment          *alignment,
           GError               **error)
{
  g_autoptr (HomAligner) aligner = hom_aligner_new (reference, error);

  return aligner && hom_aligner_run (aligner, moving, options, cancellable,
                                     alignment, error);
}
