/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "align/hom-align-report.h"
#include "base/hom-ingredients.h"
#include "base/hom-parallel.h"
#include "homography/hom-align.h"
#include "homography/hom-error.h"

/* The least shorter side of a picture. */
#define LEAST_SIDE 16

/* The share of the work after which the pictures are prepared. */
#define PREPARED 0.1

struct _HomAligner
{
  HomAlignReference reference;
};

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
report_refined (gdouble fraction, gpointer data)
{
  hom_align_search_progress (data, HOM_ALIGN_TRIED +
                                       (1.0 - HOM_ALIGN_TRIED) * fraction);
}

/* Forgets what was made of a reference. */
static void
forget (HomAlignReference *reference)
{
  g_clear_pointer (&reference->starts, hom_start_finder_free);
  g_clear_pointer (&reference->prepared, hom_prepared_free);
}

/* Prepares both pictures. Where they have the same surround at the same pixels,
 * it belongs to the instrument, and would hold them where they are: it does not
 * count.
 */
static gboolean
prepare (HomAlignSearch *search, GError **error)
{
  HomAlignReference *reference = search->reference;
  g_autoptr (HomSurround)
      moving      = reference->surround ?
                        hom_surround_find (search->moving_picture->image) :
                        NULL;
  gboolean is_cut = hom_surrounds_are_same (reference->surround, moving);

  if (reference->prepared && reference->is_cut != is_cut)
    forget (reference);
  reference->is_cut = is_cut;
  if (! reference->prepared)
    reference->prepared = hom_prepared_new (
        reference->picture, is_cut ? reference->surround : NULL, error);
  if (reference->prepared)
    search->moving = hom_prepared_new (search->moving_picture,
                                       is_cut ? moving : NULL, error);

  return search->moving != NULL;
}

static gboolean
run (HomAlignSearch *search, HomAlignment *alignment, GError **error)
{
  if (! prepare (search, error))
    return FALSE;
  hom_align_search_progress (search, PREPARED);

  if (! hom_align_search_run (search, error))
    return FALSE;
  hom_align_search_progress (search, HOM_ALIGN_TRIED);
  if (search->best.score >= HOM_ALIGN_LEAST_SCORE &&
      (! hom_hypothesis_refine (&search->best, report_refined, search, error) ||
       (! search->options->keep_model &&
        hom_uses (HOM_INGREDIENT_MODEL_SIMPLIFICATION) &&
        ! hom_hypothesis_simplify (&search->best, &search->start_w, error))))
    return FALSE;

  if (! hom_align_describe (search, alignment, error))
    return FALSE;
  hom_align_search_progress (search, 1.0);

  return hom_align_check (search, alignment, error);
}

/**
 * hom_aligner_new:
 * @reference: the picture that stays. It must live as long as the result.
 *
 * Makes an aligner for a reference.
 *
 * Returns: (transfer full): the aligner, for one thread at a time; NULL with
 *   %HOM_ERROR_ARGUMENT.
 */
HomAligner *
hom_aligner_new (const HomPicture *reference, GError **error)
{
  HomAligner *aligner;

  if (! check_picture (reference, "reference", error))
    return NULL;

  aligner                     = g_new0 (HomAligner, 1);
  aligner->reference.picture  = reference;
  aligner->reference.surround = hom_surround_find (reference->image);

  return aligner;
}

void
hom_aligner_free (HomAligner *aligner)
{
  if (! aligner)
    return;

  forget (&aligner->reference);
  hom_surround_free (aligner->reference.surround);
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
 * @moving: the picture that moves.
 *
 * Aligns a picture with the aligner's reference, as hom_align() does. What is
 * made of the reference is kept for the next picture.
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
  HomMatrix      h = options->start ? *options->start : HOM_MATRIX_IDENTITY;
  HomAlignSearch search  = { &aligner->reference, NULL, options };
  GError        *failure = NULL;
  gboolean       success;

  hom_ingredients_read ();
  search.moving_picture = moving;
  *alignment            = (HomAlignment){ .h = h };
  if (! check_picture (moving, "moving", error) ||
      ! check_options (options, error) ||
      ! hom_matrix_invert (&h, &search.start_w, error))
    return FALSE;

  search.cancellable = hom_parallel_begin (cancellable);
  success            = run (&search, alignment, &failure);
  hom_parallel_end (cancellable);
  hom_prepared_free (search.moving);

  /* Whatever was under way may be half done. */
  if (g_cancellable_is_cancelled (search.cancellable))
    {
      forget (&aligner->reference);
      g_clear_error (&failure);
      success = FALSE;
      g_cancellable_set_error_if_cancelled (search.cancellable, &failure);
    }
  /* What is kept for the next picture takes memory from it. */
  if (g_error_matches (failure, HOM_ERROR, HOM_ERROR_MEMORY))
    forget (&aligner->reference);
  if (failure)
    g_propagate_error (error, failure);

  return success;
}

/**
 * hom_align:
 * @reference: the picture that stays.
 * @moving: the picture that moves.
 * @options: the options of the alignment.
 * @cancellable: (nullable): when cancelled, the call returns within 50 ms.
 *   Without one, the thread's current one counts, see
 *   g_cancellable_push_current().
 * @alignment: (out): the result.
 *
 * Lays @moving over @reference: finds the homography that makes the differences
 * smallest where both count.
 *
 * It works from coarse to fine, by Levenberg and Marquardt's method: with the
 * mean of both pictures' gradients (Benhimane & Malis 2004,
 * doi:10.1109/IROS.2004.1389474), and at the finest level with the reference's
 * own, filtered as the noise demands; the gradient of a noisy picture that is
 * sampled between its pixels is biased. That level compares all channels, or
 * the mixture of them that tells nearly as much. Tukey's biweight leaves out
 * what moved, by residuals in multiples of the noise, which is estimated from
 * their median. Exposures are brought together from place to place by
 * brightness and contrast, and by a tone curve where that is better.
 *
 * When the position of the pictures does not lead to a good match, other starts
 * are tried, unless #HomAlignOptions.start is the only one allowed: SIFT
 * features, and a search of small pictures in all positions. The best by the
 * agreement of details is refined.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT or %HOM_ERROR_DEGENERATE when an
 *   argument makes no sense, with %HOM_ERROR_ALIGNMENT when the result cannot
 *   be trusted, with %HOM_ERROR_MEMORY, with %G_IO_ERROR_CANCELLED when
 *   cancelled.
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
