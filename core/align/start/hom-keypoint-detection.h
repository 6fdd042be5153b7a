/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the keypoints of one or two pictures, found in the background. */

/* Values for max_pixels: enough for most pairs, in a tenth of a second; and
 * enough for very different sizes, a small overlap or strong noise, in ten
 * times the time and 150 MB a picture, of 220 MB that have to be there.
 */
#define HOM_KEYPOINTS_QUICK    (1 << 18)
#define HOM_KEYPOINTS_THOROUGH (1 << 21)

/**
 * HomKeypointRequest:
 * @image: the picture, of one channel.
 * @mask: (nullable): as for hom_keypoint_set_detect().
 * @keypoints: (out) (transfer full): the keypoints that were found.
 *
 * A request for the keypoints of one picture.
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
