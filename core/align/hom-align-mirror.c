/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/hom-align-mirror.h"

/* Returns: (transfer full) (nullable): an image of one channel from right to
 *   left.
 */
static HomImage *
flip (const HomImage *image, GError **error)
{
  HomImage *flipped = hom_image_new (image->width, image->height, 1, error);

  for (gint y = 0; flipped && y < image->height; y++)
    {
      const gfloat *from = hom_image_pixel (image, image->width - 1, y);
      gfloat       *to   = hom_image_pixel (flipped, 0, y);

      for (gint x = 0; x < image->width; x++)
        to[x] = *(from - x);
    }

  return flipped;
}

/* Finds where the keypoints of the flipped picture say that it lies. What too
 * few of them agree on is left out.
 *
 * @width: (out): how wide the picture is.
 * @candidate: (out): takes it to the reference, if it is found.
 * @found: (out): whether it is.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY, or when it is cancelled.
 */
static gboolean
start_flipped (HomAlignSearch *search,
               gint           *width,
               HomCandidate   *candidate,
               gboolean       *found,
               GError        **error)
{
  const HomLevel *level = hom_align_search_prepare_starts (search, error);
  HomCandidate    candidates[HOM_MAX_CANDIDATES];
  g_autoptr (HomStartList) list = NULL;
  g_autoptr (HomImage) grey     = level ? flip (level->grey, error) : NULL;
  g_autoptr (HomImage) mask     = NULL;
  gint n;

  if (! grey)
    return FALSE;
  if (level->mask)
    mask = flip (level->mask, error);
  if (level->mask && ! mask)
    return FALSE;

  list = hom_start_list_new (search->reference->starts, grey, mask,
                             HOM_MODEL_HOMOGRAPHY);
  n    = hom_start_list_quick (list, candidates, search->cancellable, error);
  if (n < 0)
    return FALSE;

  *width = level->width;
  *found = n > 0 &&
           candidates[0].minus_log_nfa > HOM_ALIGN_CERTAIN_MINUS_LOG_NFA;
  if (*found)
    *candidate = candidates[0];

  return TRUE;
}

/* Finds out whether pictures would be aligned, or better than they are, if one
 * of them were flipped. It is said only where keypoints agree by more than
 * chance, and the details match there as they would have to for an alignment.
 *
 * @least_score: the score that they must reach then.
 * @is_mirrored: (out): whether they do.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY, or when it is cancelled.
 */
gboolean
hom_align_find_mirror (HomAlignSearch *search,
                       gdouble         least_score,
                       gboolean       *is_mirrored,
                       GError        **error)
{
  gint          width = 0;
  HomCandidate  candidate;
  HomMatrix     h, w;
  HomHypothesis hypothesis;

  if (! start_flipped (search, &width, &candidate, is_mirrored, error))
    return FALSE;
  if (! *is_mirrored)
    return TRUE;

  h = hom_matrix_multiply (
      &candidate.h,
      &(HomMatrix){ { -1.0, 0.0, width, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0 } });
  *is_mirrored = hom_align_search_from_starts (search, &h, &w);
  if (! *is_mirrored)
    return TRUE;

  hom_align_search_hypothesis (search, &hypothesis, &w, FALSE);
  hypothesis.start    = HOM_START_FEATURES;
  hypothesis.evidence = candidate.minus_log_nfa;
  if (! hom_hypothesis_try (&hypothesis, HOM_MODEL_HOMOGRAPHY,
                            HOM_ALIGN_KEYPOINTS_LEVEL_PAIR, error))
    return FALSE;
  *is_mirrored = hypothesis.score >= least_score;

  return TRUE;
}
