/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/start/hom-keypoint-detection.h"
#include "align/start/hom-keypoint-search.h"
#include "base/hom-worker.h"

#define MAX_REQUESTS 2

static gboolean
check_request (const HomKeypointRequest *request, GError **error)
{
  const HomImage *image = request->image;
  const HomImage *mask  = request->mask;

  return hom_image_matches (image, "image", image, 1, error) &&
         (! mask || hom_image_matches (mask, "mask", image, 1, error));
}

static gboolean
run_searches (gpointer *searches, gint n, GCancellable *cancellable)
{
  gpointer own[MAX_REQUESTS];

  for (gint i = 0; i < n; i++)
    own[i] = g_atomic_rc_box_acquire (searches[i]);
  if (hom_worker_run (hom_keypoint_search_run, own, n,
                      hom_keypoint_search_unref, cancellable))
    return TRUE;

  for (gint i = 0; i < n; i++)
    hom_keypoint_search_stop (searches[i]);

  return FALSE;
}

/**
 * hom_keypoints_detect:
 * @requests: @n requests.
 * @n: 0, 1 or 2.
 * @max_pixels: as for hom_keypoint_set_detect().
 *
 * Does what hom_keypoint_set_detect() does, for several pictures at the same
 * time.
 *
 * Returns: FALSE with its errors, and without any keypoints.
 */
gboolean
hom_keypoints_detect (HomKeypointRequest *requests,
                      gint                n,
                      gint                max_pixels,
                      GCancellable       *cancellable,
                      GError            **error)
{
  gpointer        searches[MAX_REQUESTS] = { NULL };
  HomKeypointSet *found[MAX_REQUESTS]    = { NULL };
  gboolean        success                = TRUE;

  for (gint i = 0; i < n && success; i++)
    {
      success = check_request (&requests[i], error);
      if (success)
        searches[i] = hom_keypoint_search_new (requests[i].image,
                                               requests[i].mask, max_pixels,
                                               cancellable, error);
      success = searches[i] != NULL;
    }
  if (success)
    {
      success = run_searches (searches, n, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        success = FALSE;
    }
  for (gint i = 0; i < n && success; i++)
    {
      found[i] = hom_keypoint_search_steal (searches[i], error);
      success  = found[i] != NULL;
    }
  for (gint i = 0; i < n; i++)
    {
      if (success)
        requests[i].keypoints = g_steal_pointer (&found[i]);
      hom_keypoint_set_free (found[i]);
      hom_keypoint_search_unref (searches[i]);
    }

  return success;
}

/**
 * hom_keypoint_set_detect:
 * @image: one channel, perceptual, of any size: a large one is reduced. A pixel
 *   that is not a finite number is masked.
 * @mask: (nullable): an image of one channel with the same box: a pixel counts
 *   where it is at least 0.5.
 * @max_pixels: a larger picture is reduced until it has no more pixels: time
 *   and memory grow with them, by about 0.5 s and 60 bytes for a million.
 *
 * Looks for keypoints by SIFT (Lowe 2004,
 * doi:10.1023/B:VISI.0000029664.99615.94). The same image has the same ones
 * each time, and so has an image of another exposure, but for rounding.
 *
 * Returns: (transfer full): a set, which may be empty; NULL with
 *   %HOM_ERROR_ARGUMENT when an image is not fit for use, with
 *   %HOM_ERROR_MEMORY, with %G_IO_ERROR_CANCELLED.
 */
HomKeypointSet *
hom_keypoint_set_detect (const HomImage *image,
                         const HomImage *mask,
                         gint            max_pixels,
                         GCancellable   *cancellable,
                         GError        **error)
{
  HomKeypointRequest request = { image, mask, NULL };

  hom_keypoints_detect (&request, 1, max_pixels, cancellable, error);

  return request.keypoints;
}
