/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: a picture in the form in which keypoints are looked for. */

/**
 * HomKeypointPicture:
 * @pixels: @width × @height numbers, with masked pixels filled in.
 * @holes: (nullable): (@width + 1) × (@height + 1) numbers: how many masked
 *   pixels lie above and left of a corner of a pixel.
 * @reduction: how many pixels of the image lie along a side of one of these.
 *
 * A picture in the form in which keypoints are looked for: not too large, and
 * its contrast made equal.
 */
typedef struct
{
  gfloat  *pixels;
  guint32 *holes;
  gint     width, height;
  gint     reduction;
} HomKeypointPicture;

gboolean hom_keypoint_picture_init     (HomKeypointPicture       *picture,
                                        const HomImage           *image,
                                        const HomImage           *mask,
                                        gint                      max_pixels,
                                        GCancellable             *cancellable,
                                        GError                  **error);
void     hom_keypoint_picture_clear    (HomKeypointPicture       *picture);
gboolean hom_keypoint_picture_is_whole (const HomKeypointPicture *picture,
                                        gdouble                   x,
                                        gdouble                   y,
                                        gdouble                   radius);

G_END_DECLS
