/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the keypoints of one or two pictures, found in the background. */

/* Pixels in which keypoints are looked for, for max_pixels: enough for most
 * pairs in a tenth of a second; and what it takes for very different sizes, a
 * small overlap or strong noise, in ten times the time and 150 MB a picture, of
 * 220 MB that have to be there.
 */
#define HOM_KEYPOINTS_QUICK    (1 << 18)
#define HOM_KEYPOINTS_THOROUGH (1 << 21)

/**
 * HomKeypointRequest:
 * @keypoints: (out) (transfer full): what was found.
 *
 * One picture in which to look for keypoints.
 */
typedef struct
{
  const HomImage *image;
  const HomImage *mask;
  HomKeypointSet *keypoints;
} HomKeypointRequest;

HomKeypointSet *hom_keypoint_set_detect (const HomImage     *image,
                                         const HomImage     *mask,
                                         gint                max_pixels,
                                         GCancellable       *cancellable,
                                         GError            **error);
gboolean        hom_keypoints_detect    (HomKeypointRequest *requests,
                                         gint                n,
                                         gint                max_pixels,
                                         GCancellable       *cancellable,
                                         GError            **error);

G_END_DECLS
