/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the search of one picture for keypoints, by VLFeat. */

/* The search of one picture, which is counted by reference: whoever ordered it
 * may give it up while a thread is still at it.
 */
typedef struct _HomKeypointSearch HomKeypointSearch;

HomKeypointSearch *hom_keypoint_search_new   (const HomImage    *image,
                                              const HomImage    *mask,
                                              gint               max_pixels,
                                              GCancellable      *cancellable,
                                              GError           **error);
void               hom_keypoint_search_unref (gpointer           search);
void               hom_keypoint_search_run   (gpointer           search);
void               hom_keypoint_search_stop  (HomKeypointSearch *search);
HomKeypointSet    *hom_keypoint_search_steal (HomKeypointSearch *search,
                                              GError           **error);

G_END_DECLS
