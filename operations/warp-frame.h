/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gegl.h>

#include "homography.h"

G_BEGIN_DECLS

/* The frame is the layer that the corners were set for. */

/**
 * WarpFrame:
 * @source: the quadrilateral that is moved, in the pixels of the frame.
 * @target: where it is moved to.
 * @limit: the box of the result.
 * @width: the width of the frame, or 0 where it is not known.
 * @height: the height of the frame, or 0.
 */
typedef struct
{
  HomPoint source[4], target[4];
  HomBox   limit;
  gint     width, height;
} WarpFrame;

void warp_frame_follow (WarpFrame           *frame,
                        const GeglRectangle *extent);

G_END_DECLS
