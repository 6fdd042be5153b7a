/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "hom-align.h"
#include "hom-conditioning.h"
#include "hom-error.h"
#include "hom-features.h"
#include "hom-quad.h"
#include "hom-refine.h"
#include "hom-robust-fit.h"

/* The shorter side of a picture, at least. */
#define LEAST_SIDE 16

/* The gates: below these, a result is not to be trusted. */
#define LEAST_AGREEMENT 0.2
#define LEAST_OVERLAP   0.05

/* A match this good from where the pictures lie needs no second opinion. */
#define GOOD_AGREEMENT 0.5

/* How much the agreement may fall: pictures that already coincide stay where
 * they are but for rounding.
 */
#define LARGEST_FALL 0.002

/* A mapped side of the grid on which the overlap is counted. */
#define OVERLAP_GRID 128

/* Places are compared, and the correlation is taken, of pictures reduced to so
 * many pixels.
 */
#define COMPARED_PIXELS   (1 << 16)
#define CORRELATED_PIXELS (1 << 18)

/* Fewer pairs of features, or less spread over the overlap, may be chance: four
 * times the pairs that determine a homography.
 */
#define LEAST_INLIERS 16
#define LEAST_SPREAD  0.1

/* Features are good to about two pixels, half a pixel of this stage. */
#define FEATURES_STAGE 2

/* The places that a search has come to. */
typedef struct
{
  HomRefinement refinement;
  HomRefined    refined;
  HomStart      start;
  gint          stage; /* where the refinement has come to */
  gdouble       score;
} Candidate;

struct _HomAligner
{
  const HomPicture *reference;
  HomPrepared      *prepared;
};

typedef struct
{
  HomAligner            *aligner;
  HomPrepared           *moving;
  const HomAlignOptions *options;
  GCancellable          *cancellable;
  HomMatrix              start_w;
} Search;

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

static void
candidate_init (Candidate       *candidate,
                const Search    *search,
                const HomMatrix *w,
                HomStart         start,
                gdouble          sign)
{
  *candidate = (Candidate) {
    .refinement = { .reference   = search->aligner->prepared,
                    .moving      = search->moving,
                    .model       = search->options->model,
                    .loss        = search->options->loss,
                    .cancellable = search->cancellable },
    .refined    = { .w = *w },
    .start      = start,
  };
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    candidate->refined.exposures[c] = (HomExposure) { sign, 0.0 };
  hom_refinement_init (&candidate->refinement, w);
}

/* The agreement, less what chance gives to few windows, with the sign that the
 * exposure has.
 */
static gdouble
score_of (const Candidate *candidate, const HomMatrix *w)
{
  gint stage = hom_refinement_stage (&candidate->refinement, COMPARED_PIXELS);
  HomAgreement agreement = hom_refinement_agreement (&candidate->refinement,
                                                     stage, w);

  return copysign (1.0, candidate->refined.exposures[0].gain) *
             agreement.correlation -
         2.0 / sqrt (agreement.n_windows + 1.0);
}

/* Refines a candidate from a stage on, as far as it takes to compare it. */
static gboolean
try_candidate (Candidate *candidate, gint first_stage, GError **error)
{
  HomRefinement *refinement = &candidate->refinement;
  gint           last = hom_refinement_stage (refinement, COMPARED_PIXELS);

  for (gint stage = MIN (MAX (first_stage, last), refinement->n_stages - 1);
       stage >= last; stage--)
    {
      if (! hom_refinement_run (refinement, stage, &candidate->refined, error))
        return FALSE;
      candidate->stage = stage;
    }
  candidate->score = score_of (candidate, &candidate->refined.w);

  return TRUE;
}

static gboolean
consider (Search          *search,
          const HomMatrix *w,
          HomStart         start,
          gdouble          sign,
          gint             first_stage,
          Candidate       *best,
          GError         **error)
{
  Candidate candidate;

  candidate_init (&candidate, search, w, start, sign);
  if (! try_candidate (&candidate, first_stage, error))
    return FALSE;
  if (candidate.score > best->score)
    *best = candidate;

  return TRUE;
}

/* Where the features of both pictures say that they lie: FALSE when they say
 * nothing that could be trusted.
 */
static gboolean
find_by_features (const Search *search, HomMatrix *w)
{
  const HomPicture   *reference = search->aligner->reference;
  const HomPicture   *moving    = search->moving->picture;
  const HomLevel     *levels[2] = { search->aligner->prepared->pyramid->levels,
                                    search->moving->pyramid->levels };
  HomBox              boxes[2]  = { hom_image_box (levels[0]->grey),
                                    hom_image_box (levels[1]->grey) };
  gsize               n_pairs   = 0;
  g_autofree HomPair *pairs     = hom_features_match (
      levels[0]->grey, levels[0]->mask, levels[1]->grey, levels[1]->mask,
      HOM_FEATURES_THOROUGH, search->cancellable, &n_pairs, NULL);
  HomMatrix in  = hom_matrix_translation (-reference->image->x,
                                          -reference->image->y);
  HomMatrix out = hom_matrix_translation (moving->image->x, moving->image->y);
  HomRobustFit fit;

  if (! pairs ||
      ! hom_robust_fit (pairs, n_pairs, search->options->model, &boxes[0],
                        &boxes[1], search->cancellable, NULL, &fit, NULL) ||
      fit.n_inliers < LEAST_INLIERS || fit.spread < LEAST_SPREAD ||
      ! hom_matrix_invert (&fit.h, w, NULL))
    return FALSE;

  *w = hom_matrix_multiply (w, &in);
  *w = hom_matrix_multiply (&out, w);

  return TRUE;
}

static gboolean
may_be_negative (const Search *search)
{
  return search->options->loss == HOM_ALIGN_AUTO ||
         search->options->loss == HOM_ALIGN_LOCAL;
}

static gboolean
find_candidate (Search *search, Candidate *best, GError **error)
{
  HomMatrix w;

  best->score = -G_MAXDOUBLE;
  if (! consider (search, &search->start_w, HOM_START_GIVEN, 1.0,
                  HOM_MAX_LEVELS, best, error))
    return FALSE;
  if (best->score < GOOD_AGREEMENT && may_be_negative (search) &&
      ! consider (search, &search->start_w, HOM_START_GIVEN, -1.0,
                  HOM_MAX_LEVELS, best, error))
    return FALSE;

  return best->score >= GOOD_AGREEMENT || search->options->start ||
         ! find_by_features (search, &w) ||
         consider (search, &w, HOM_START_FEATURES, 1.0, FEATURES_STAGE, best,
                   error);
}

/* The finer stages, for the best candidate. One that does not become better is
 * kept as it was.
 */
static gboolean
refine (Candidate *best, GError **error)
{
  Candidate fine = *best;

  for (gint stage = best->stage - 1; stage >= 0; stage--)
    {
      if (! hom_refinement_run (&fine.refinement, stage, &fine.refined, error))
        return FALSE;
      fine.stage = stage;
    }
  fine.score = score_of (&fine, &fine.refined.w);
  if (fine.score >= best->score - LARGEST_FALL)
    *best = fine;

  return TRUE;
}

/* What is known of a place. */
static gboolean
describe (const Search *search, const Candidate *candidate, HomAlignment *found)
{
  const HomRefinement *refinement = &candidate->refinement;
  const HomMatrix     *w          = &candidate->refined.w;
  HomBox               box = hom_image_box (search->moving->picture->image);
  gint     stage = hom_refinement_stage (refinement, CORRELATED_PIXELS);
  HomPoint corners[4];

  if (! hom_matrix_invert (w, &found->h, NULL))
    return FALSE;

  found->h         = hom_matrix_normalize (&found->h);
  found->model     = refinement->model;
  found->loss      = refinement->loss;
  found->start     = candidate->start;
  found->exposure  = candidate->refined.exposures[0];
  found->residual  = candidate->refined.noise * G_SQRT2;
  found->overlap   = measure_overlap (search->aligner->reference,
                                      search->moving->picture, &found->h);
  found->agreement = candidate->score;
  found->correlation =
      hom_refinement_agreement (refinement, stage, w).correlation;

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p;

      if (! hom_matrix_apply (&found->h, corners[i], &p))
        continue;
      found->displacement = MAX (
          found->displacement, hypot (p.x - corners[i].x, p.y - corners[i].y));
      if (candidate->refined.has_covariance)
        found->corners[i] = hom_refinement_covariance (refinement,
                                                       &candidate->refined, p);
    }
  found->n_levels = refinement->reference->pyramid->n_levels;
  for (gint i = 0; i < HOM_ALIGN_MAX_LEVELS; i++)
    found->iterations[i] = refinement->iterations[i];

  return TRUE;
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
  else if (alignment->agreement < LEAST_AGREEMENT)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures do not match: where they overlap, their "
                    "correlation is only %.2f. Move the layer roughly into "
                    "place and try again."),
                 alignment->correlation);
  else if (hom_matrix_has_horizon (&alignment->h, &box))
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The alignment would put the horizon inside the picture. "
                    "Try a model with fewer freedoms, such as “affine”."));
  else
    return TRUE;

  return FALSE;
}

HomAligner *
hom_aligner_new (const HomPicture *reference, GError **error)
{
  HomAligner *aligner;

  if (! check_picture (reference, "reference", error))
    return NULL;

  aligner            = g_new0 (HomAligner, 1);
  aligner->reference = reference;
  aligner->prepared  = hom_prepared_new (reference, error);
  if (aligner->prepared)
    return aligner;

  hom_aligner_free (aligner);

  return NULL;
}

void
hom_aligner_free (HomAligner *aligner)
{
  if (! aligner)
    return;

  hom_prepared_free (aligner->prepared);
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
  HomMatrix h       = options->start ? *options->start : HOM_MATRIX_IDENTITY;
  Search    search  = { aligner, NULL, options, cancellable };
  gboolean  success = FALSE;
  Candidate best, before;

  if (! check_picture (moving, "moving", error) ||
      ! hom_matrix_invert (&h, &search.start_w, error))
    return FALSE;

  *alignment    = (HomAlignment) { .h = h };
  search.moving = hom_prepared_new (moving, error);
  if (search.moving && find_candidate (&search, &best, error) &&
      refine (&best, error))
    {
      candidate_init (&before, &search, &search.start_w, HOM_START_GIVEN, 1.0);
      describe (&search, &best, alignment);
      alignment->correlation_before =
          hom_refinement_agreement (&before.refinement,
                                    hom_refinement_stage (&before.refinement,
                                                          CORRELATED_PIXELS),
                                    &search.start_w)
              .correlation;
      success = ! g_cancellable_set_error_if_cancelled (cancellable, error) &&
                check_alignment (alignment, moving, error);
    }
  hom_prepared_free (search.moving);

  return success;
}

/**
 * hom_align:
 * @reference: what stays.
 * @moving: what moves.
 * @options: how.
 * @cancellable: (nullable): asked before each step.
 * @alignment: (out): what was found.
 *
 * Lays @moving over @reference.
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
