/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "hom-align.h"
#include "hom-error.h"
#include "hom-features.h"
#include "hom-parallel.h"
#include "hom-place.h"
#include "hom-quad.h"
#include "hom-starts.h"

/* The shorter side of a picture, at least. */
#define LEAST_SIDE 16

/* The gates: below these, a result is not to be trusted. */
#define LEAST_SCORE   0.15
#define LEAST_OVERLAP 0.05

/* A match this good needs no second opinion; for one this fair, features are
 * asked, which take little time. None of 60 pairs of photographs that have
 * nothing in common was accepted after all that was tried.
 */
#define GOOD_SCORE 0.6
#define FAIR_SCORE 0.35

/* A mapped side of the grid on which the overlap is counted. */
#define OVERLAP_GRID 128

/* The correlation is that of pictures reduced to so many pixels. */
#define CORRELATED_PIXELS (1 << 18)

/* The resolution of the first stages of a start from features, which are good
 * to about two pixels of a picture of %HOM_FEATURES_QUICK.
 */
#define FEATURES_STAGE 2

/* Starts that are kept for a second look, by their edges. */
#define MAX_STARTS 16

/* Starts are found in levels of at most twice as many pixels as are needed, so
 * that these can be reduced to any size.
 */
#define MAX_SEARCHED (2 * HOM_FEATURES_THOROUGH)

/* The share of the work after which the starts are made, and they are tried. */
#define PREPARED 0.1
#define TRIED    0.4

struct _HomAligner
{
  const HomPicture *reference;
  HomPrepared      *prepared;
  HomStarts        *starts;
};

typedef struct
{
  HomAligner            *aligner;
  HomPrepared           *moving;
  const HomAlignOptions *options;
  const HomPicture      *moving_picture;
  HomAlignLoss           loss;
  GCancellable          *cancellable;
  HomMatrix              start_w;
  HomCandidate           candidates[MAX_STARTS];
  gint                   n_candidates;
  HomPlace               best;
  gdouble                progress;
} Search;

static void
report_progress (Search *search, gdouble fraction)
{
  if (search->options->progress && fraction > search->progress)
    {
      search->progress = fraction;
      search->options->progress (fraction, search->options->progress_data);
    }
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

static void
place_init (const Search    *search,
            HomPlace        *place,
            const HomMatrix *w,
            gboolean         is_negative)
{
  *place = (HomPlace) {
    .refinement = { .model         = search->options->model,
                    .loss          = search->loss,
                    .may_be_plain  = search->options->loss == HOM_ALIGN_AUTO,
                    .cancellable   = search->cancellable,
                    .observer      = search->options->observer,
                    .observer_data = search->options->observer_data },
    .refined    = { .loss = search->loss }
  };
  hom_place_init (place, search->aligner->prepared, search->moving, w,
                  is_negative);
}

/* Of two, the better stays. */
static gboolean
consider (Search          *search,
          const HomMatrix *w,
          HomStart         start,
          gboolean         is_negative,
          HomModel         first_model,
          gint             first_stage,
          GError         **error)
{
  HomPlace place;

  place_init (search, &place, w, is_negative);
  place.start = start;
  if (! hom_place_try (&place, first_model, first_stage, error))
    return FALSE;
  if (place.score > search->best.score)
    search->best = place;
  report_progress (search, search->progress + (TRIED - search->progress) / 4.0);

  return ! g_cancellable_set_error_if_cancelled (search->cancellable, error);
}

/* Negatives are rare, and a pattern that repeats matches its negative half a
 * period further: they are thought of where nothing else matches.
 */
static gboolean
may_be_negative (const Search *search)
{
  return search->loss == HOM_ALIGN_LOCAL && search->best.score < FAIR_SCORE;
}

static gboolean
consider_given (Search *search, GError **error)
{
  HomModel model = search->options->model;

  return consider (search, &search->start_w, HOM_START_GIVEN, FALSE, model,
                   HOM_MAX_LEVELS, error) &&
         (! may_be_negative (search) ||
          consider (search, &search->start_w, HOM_START_GIVEN, TRUE, model,
                    HOM_MAX_LEVELS, error));
}

/* The finest level that has no more pixels than starts are found from. */
static gint
starts_level (const HomPyramid *pyramid)
{
  gint level = 0;

  while (level + 1 < pyramid->n_levels &&
         (gsize) pyramid->levels[level].width * pyramid->levels[level].height >
             MAX_SEARCHED)
    level++;

  return level;
}

/* The matrix W between the pictures, of H between the levels for starts. */
static gboolean
candidate_matrix (const Search       *search,
                  const HomCandidate *candidate,
                  HomMatrix          *w)
{
  const HomPrepared *reference = search->aligner->prepared;
  HomMatrix          in        = hom_prepared_into (reference,
                                                    starts_level (reference->pyramid));
  HomMatrix          out       = hom_prepared_out_of (search->moving,
                                                      starts_level (search->moving->pyramid));

  if (! hom_matrix_invert (&candidate->h, w, NULL))
    return FALSE;
  *w = hom_matrix_multiply (w, &in);
  *w = hom_matrix_multiply (&out, w);

  return TRUE;
}

static gboolean
consider_candidate (Search             *search,
                    const HomCandidate *candidate,
                    GError            **error)
{
  gboolean  by_features = candidate->start == HOM_START_FEATURES;
  gboolean  is_negative = candidate->is_negative && may_be_negative (search);
  HomMatrix w;

  if ((candidate->is_negative && ! is_negative &&
       search->loss != HOM_ALIGN_EDGES) ||
      ! candidate_matrix (search, candidate, &w))
    return TRUE;

  return consider (search, &w, candidate->start, is_negative, candidate->model,
                   by_features ? FEATURES_STAGE : HOM_MAX_LEVELS, error);
}

/* As long as no place is good, one start after another. */
static gboolean
consider_starts (Search *search, GError **error)
{
  HomPrepared    *reference = search->aligner->prepared;
  HomPyramid     *other     = search->moving->pyramid;
  const HomLevel *level     = hom_pyramid_level (
      reference->pyramid, starts_level (reference->pyramid), error);
  const HomLevel *moving =
      level ? hom_pyramid_level (other, starts_level (other), error) : NULL;
  HomStartList *list;
  gdouble       enough  = GOOD_SCORE;
  gboolean      success = TRUE;
  gint          n       = 1;

  if (! moving)
    return FALSE;

  if (! search->aligner->starts)
    search->aligner->starts = hom_starts_new (level->grey, level->mask);
  list = hom_start_list_new (search->aligner->starts, moving->grey,
                             moving->mask, search->options->model);

  while (success && n > 0 && search->best.score < enough &&
         search->n_candidates + HOM_MAX_CANDIDATES <= MAX_STARTS)
    {
      HomCandidate *candidates = &search->candidates[search->n_candidates];

      n = hom_start_list_next (list, candidates, search->cancellable, error);
      success = n >= 0;
      for (gint i = 0; success && i < n; i++)
        success = consider_candidate (search, &candidates[i], error);
      search->n_candidates += MAX (n, 0);
      enough = FAIR_SCORE;
    }
  hom_start_list_free (list);

  return success;
}

/* Where nothing matched by brightness, the strength of the edges may. */
static gboolean
consider_edges (Search *search, GError **error)
{
  search->loss = HOM_ALIGN_EDGES;
  if (! consider_given (search, error))
    return FALSE;
  for (gint i = 0; i < search->n_candidates; i++)
    if (! consider_candidate (search, &search->candidates[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
find_place (Search *search, GError **error)
{
  const HomAlignOptions *options = search->options;
  gboolean               is_auto = options->loss == HOM_ALIGN_AUTO;

  search->best.score = -G_MAXDOUBLE;
  search->loss       = is_auto ? HOM_ALIGN_LOCAL : options->loss;
  if (! consider_given (search, error))
    return FALSE;
  if (search->best.score < GOOD_SCORE &&
      (! options->start || options->also_search) &&
      ! consider_starts (search, error))
    return FALSE;

  return search->best.score >= LEAST_SCORE || ! is_auto ||
         consider_edges (search, error);
}

static void
report_refined (gdouble fraction, gpointer data)
{
  report_progress (data, TRIED + (1.0 - TRIED) * fraction);
}

/* Where the corners of the moving picture go, and how certain that is. */
static void
describe_corners (const Search *search, HomAlignment *found)
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
      if (search->best.refined.has_covariance)
        found->corners[i] = hom_refinement_covariance (
            &search->best.refinement, &search->best.refined, p);
    }
}

/* What is known of the best place; FALSE when its matrix has no inverse. */
static gboolean
describe (const Search *search, HomAlignment *found)
{
  const HomPlace      *best       = &search->best;
  const HomRefinement *refinement = &best->refinement;
  HomPlace             before;
  HomAgreement         now, then;

  if (! hom_matrix_invert (&best->refined.w, &found->h, NULL))
    return FALSE;

  place_init (search, &before, &search->start_w, FALSE);
  now  = hom_place_agreement (best, CORRELATED_PIXELS, &best->refined.w);
  then = hom_place_agreement (&before, CORRELATED_PIXELS, &search->start_w);

  found->h                  = hom_matrix_normalize (&found->h);
  found->model              = refinement->model;
  found->loss               = best->refined.loss;
  found->start              = best->start;
  found->exposure           = best->refined.exposure;
  found->correlation        = now.overall;
  found->correlation_before = then.overall;
  found->agreement          = now.details;
  found->agreement_before   = then.details;
  found->overlap            = measure_overlap (search->aligner->reference,
                                               search->moving->picture, &found->h);
  found->residual           = best->refined.residual;
  found->n_levels           = refinement->reference->pyramid->n_levels;
  for (gint i = 0; i < HOM_ALIGN_MAX_LEVELS; i++)
    found->iterations[i] = refinement->iterations[i];
  describe_corners (search, found);

  return TRUE;
}

/* The overlap as a share of whichever picture has more of it there. */
static gdouble
smaller_overlap (const Search *search, const HomAlignment *alignment)
{
  return MAX (alignment->overlap, measure_overlap (search->moving->picture,
                                                   search->aligner->reference,
                                                   &search->best.refined.w));
}

/* A picture that is seen from behind. */
static gboolean
is_mirrored (const HomMatrix *h)
{
  const gdouble *m = h->m;

  return m[0] * (m[4] * m[8] - m[5] * m[7]) -
             m[1] * (m[3] * m[8] - m[5] * m[6]) +
             m[2] * (m[3] * m[7] - m[4] * m[6]) <=
         0.0;
}

/* Whether a part of the moving picture lies behind the camera; or, where only
 * that is asked, of the reference.
 */
static gboolean
has_horizon (const Search *search, const HomMatrix *h)
{
  HomBox moving    = hom_image_box (search->moving->picture->image);
  HomBox reference = hom_image_box (search->aligner->reference->image);

  return search->options->allow_horizon ?
             hom_matrix_has_horizon (&search->best.refined.w, &reference) :
             hom_matrix_has_horizon (h, &moving);
}

/* What is not to be trusted is an error. */
static gboolean
check_alignment (const Search       *search,
                 const HomAlignment *alignment,
                 GError            **error)
{
  gdouble overlap = smaller_overlap (search, alignment);

  if (overlap < LEAST_OVERLAP)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures overlap by only %.1f %%. Move the layer "
                    "roughly into place and try again."),
                 100.0 * overlap);
  else if (search->best.score < LEAST_SCORE)
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The pictures do not match: where they overlap, their "
                    "details agree to only %.0f %%. Move the layer roughly "
                    "into place and try again."),
                 100.0 * fabs (alignment->agreement));
  else if (is_mirrored (&alignment->h))
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The alignment would mirror the picture, which no camera "
                    "does. Flip the layer if it is mirrored, and try again."));
  else if (has_horizon (search, &alignment->h))
    g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                 _ ("The alignment would put the horizon inside the picture. "
                    "Try a model with fewer freedoms, such as “affine”."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
run (Search *search, HomAlignment *alignment, GError **error)
{
  HomAligner *aligner = search->aligner;

  if (! aligner->prepared)
    aligner->prepared = hom_prepared_new (aligner->reference, error);
  if (aligner->prepared)
    search->moving = hom_prepared_new (search->moving_picture, error);
  if (! search->moving)
    return FALSE;
  report_progress (search, PREPARED);

  if (! find_place (search, error))
    return FALSE;
  report_progress (search, TRIED);
  if (search->best.score >= LEAST_SCORE &&
      (! hom_place_refine (&search->best, report_refined, search, error) ||
       (! search->options->keep_model &&
        ! hom_place_simplify (&search->best, &search->start_w, error))))
    return FALSE;

  if (! describe (search, alignment))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT,
                   _ ("The pictures do not match anywhere. Move the layer "
                      "roughly into place and try again."));
      return FALSE;
    }
  report_progress (search, 1.0);

  return check_alignment (search, alignment, error);
}

/**
 * hom_aligner_new:
 * @reference: what stays. It must live as long as the result.
 *
 * Returns: (transfer full): a reference, for one thread at a time; NULL with
 *   %HOM_ERROR_ARGUMENT.
 */
HomAligner *
hom_aligner_new (const HomPicture *reference, GError **error)
{
  HomAligner *aligner;

  if (! check_picture (reference, "reference", error))
    return NULL;

  aligner            = g_new0 (HomAligner, 1);
  aligner->reference = reference;

  return aligner;
}

static void
forget (HomAligner *aligner)
{
  g_clear_pointer (&aligner->starts, hom_starts_free);
  g_clear_pointer (&aligner->prepared, hom_prepared_free);
}

void
hom_aligner_free (HomAligner *aligner)
{
  if (! aligner)
    return;

  forget (aligner);
  g_free (aligner);
}

static gboolean
check_options (const HomAlignOptions *options, GError **error)
{
  if ((gint) options->model < HOM_MODEL_TRANSLATION ||
      (gint) options->model > HOM_MODEL_HOMOGRAPHY ||
      (gint) options->loss < HOM_ALIGN_AUTO ||
      (gint) options->loss > HOM_ALIGN_EDGES)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("There is no model %d or no loss %d."), options->model,
                   options->loss);
      return FALSE;
    }

  return TRUE;
}

/**
 * hom_aligner_run:
 * @moving: what moves.
 *
 * hom_align() over the aligner's reference. What is found out about that is
 * kept for the next picture.
 *
 * Returns: FALSE with the errors of hom_align().
 */
gboolean
hom_aligner_run (HomAligner            *aligner,
                 const HomPicture      *moving,
                 const HomAlignOptions *options,
                 GCancellable          *cancellable,
                 HomAlignment          *alignment,
                 GError               **error)
{
  HomMatrix h       = options->start ? *options->start : HOM_MATRIX_IDENTITY;
  Search    search  = { aligner, NULL, options };
  GError   *failure = NULL;
  gboolean  success;

  search.moving_picture = moving;
  search.cancellable    = cancellable;
  *alignment            = (HomAlignment) { .h = h };
  if (! check_picture (moving, "moving", error) ||
      ! check_options (options, error) ||
      ! hom_matrix_invert (&h, &search.start_w, error))
    return FALSE;

  hom_parallel_begin (cancellable);
  success = run (&search, alignment, &failure);
  hom_parallel_end ();
  hom_prepared_free (search.moving);

  /* Whatever was under way may be half done. */
  if (g_cancellable_is_cancelled (cancellable))
    {
      forget (aligner);
      g_clear_error (&failure);
      success = FALSE;
      g_cancellable_set_error_if_cancelled (cancellable, &failure);
    }
  if (failure)
    g_propagate_error (error, failure);

  return success;
}

/**
 * hom_align:
 * @reference: what stays.
 * @moving: what moves.
 * @options: how.
 * @cancellable: (nullable): when cancelled, returns within 50 ms.
 * @alignment: (out): what was found.
 *
 * Lays @moving over @reference: finds the homography that makes the differences
 * smallest where both count.
 *
 * From coarse to fine, by Levenberg and Marquardt's method: with the mean of
 * both pictures' gradients (Benhimane & Malis 2004,
 * doi:10.1109/IROS.2004.1389474), and at the finest level with the reference's
 * own, filtered as the noise demands; that of a noisy picture that is sampled
 * between its pixels is biased. What moved is left out by Tukey's biweight of
 * residuals in multiples of the noise, which is estimated from their median.
 * Exposures are brought together from place to place by brightness and
 * contrast, and by a tone curve where that is better.
 *
 * When the position of the pictures does not lead to a good match, other starts
 * are tried, unless #HomAlignOptions.start is the only one allowed: SIFT
 * features, and a search of small pictures in all positions. The best by the
 * agreement of details is refined.
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
