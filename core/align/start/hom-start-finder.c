/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/start/hom-start-finder.h"
#include "align/start/hom-start-stages.h"

struct _HomStartFinder
{
  HomStartPicture picture;
};

struct _HomStartList
{
  HomStartPair pair;
  gint         stage;
};

/**
 * hom_start_finder_new:
 * @grey: the reference: one channel, perceptual. It and @mask must live as long
 *   as the result.
 * @mask: (nullable): as for hom_keypoint_set_detect().
 *
 * Makes a finder for a reference.
 *
 * Returns: (transfer full): the finder, which has no keypoints yet. It is for
 *   one thread at a time.
 */
HomStartFinder *
hom_start_finder_new (const HomImage *grey, const HomImage *mask)
{
  HomStartFinder *finder = g_new0 (HomStartFinder, 1);

  finder->picture.grey = grey;
  finder->picture.mask = mask;

  return finder;
}

void
hom_start_finder_free (HomStartFinder *finder)
{
  if (! finder)
    return;

  hom_start_picture_clear (&finder->picture);
  g_free (finder);
}

/**
 * hom_start_list_new:
 * @finder: the finder of the reference. It must live as long as the result.
 * @grey: the moving picture, of any other size and place, likewise.
 * @mask: (nullable): its mask, likewise.
 * @model: which homographies are asked for.
 *
 * Makes a list of starts for a moving picture.
 *
 * Returns: (transfer full): an empty list.
 */
HomStartList *
hom_start_list_new (HomStartFinder *finder,
                    const HomImage *grey,
                    const HomImage *mask,
                    HomModel        model)
{
  HomStartList *list = g_new0 (HomStartList, 1);

  list->pair = (HomStartPair){ &finder->picture, { grey, mask }, model };

  return list;
}

void
hom_start_list_free (HomStartList *list)
{
  if (! list)
    return;

  hom_start_picture_clear (&list->pair.moving);
  g_free (list);
}

/**
 * hom_start_list_next:
 * @candidates: (out): room for %HOM_MAX_CANDIDATES candidates.
 * @cancellable: (nullable): when cancelled, the call returns within 50 ms.
 *
 * Finds the candidates of the next stage that has any, the most likely first.
 * The stages are, the cheaper ones first: SIFT features of small pictures;
 * those of a negative; a search of all positions, by brightness and by edges;
 * features of large pictures, and of their negative, unless the small ones had
 * enough; and features of views from the side. Ask for more as long
 * as none led to an alignment that can be trusted.
 *
 * Returns: how many there are; 0 when there are no more; −1 with
 *   %HOM_ERROR_ARGUMENT when a picture is not fit for use, with
 *   %HOM_ERROR_MEMORY, with %G_IO_ERROR_CANCELLED.
 */
gint
hom_start_list_next (HomStartList *list,
                     HomCandidate  candidates[],
                     GCancellable *cancellable,
                     GError      **error)
{
  gint n = 0;

  while (n == 0 && list->stage < HOM_N_START_STAGES)
    n = hom_start_stages[list->stage++](&list->pair, candidates, cancellable,
                                        error);

  return n;
}

/**
 * hom_start_list_quick:
 * @candidates: (out): room for %HOM_MAX_CANDIDATES candidates.
 * @cancellable: (nullable): as for hom_start_list_next().
 *
 * Finds the candidates of the first stage alone, whatever was asked for before.
 *
 * Returns: how many there are; −1 with the errors of hom_start_list_next().
 */
gint
hom_start_list_quick (HomStartList *list,
                      HomCandidate  candidates[],
                      GCancellable *cancellable,
                      GError      **error)
{
  return hom_start_stages[0](&list->pair, candidates, cancellable, error);
}
