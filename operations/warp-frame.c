/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "warp-frame.h"

/* GIMP rounds the size of a layer that it scales, and that of an image before
 * it, so that a side may be off by this many pixels.
 */
#define ROUNDING 1.0

/* Tells whether a layer of one size was scaled to another one, by the same
 * factor both ways. A layer that was cropped by chance to the same ratio cannot
 * be told from that; other sizes come about by cropping or enlarging, which
 * leaves the pixels as large as they were.
 */
static gboolean
is_scaled (const WarpFrame *frame, const GeglRectangle *extent)
{
  gdouble least, most;

  if (frame->width <= 0 || frame->height <= 0 || extent->x != 0 ||
      extent->y != 0 || gegl_rectangle_is_empty (extent) ||
      (extent->width == frame->width && extent->height == frame->height))
    return FALSE;

  least = MAX ((extent->width - ROUNDING) / frame->width,
               (extent->height - ROUNDING) / frame->height);
  most  = MIN ((extent->width + ROUNDING) / frame->width,
               (extent->height + ROUNDING) / frame->height);

  return least <= most;
}

static void
scale (HomPoint *point, gdouble across, gdouble down)
{
  point->x *= across;
  point->y *= down;
}

/**
 * warp_frame_follow:
 * @extent: the box of the layer as it is.
 *
 * Makes the corners and the limit those of the layer as it is, where it was
 * scaled since they were set.
 */
void
warp_frame_follow (WarpFrame *frame, const GeglRectangle *extent)
{
  gdouble across, down;

  if (! is_scaled (frame, extent))
    return;

  across = (gdouble) extent->width / frame->width;
  down   = (gdouble) extent->height / frame->height;
  for (gint i = 0; i < 4; i++)
    {
      scale (&frame->source[i], across, down);
      scale (&frame->target[i], across, down);
    }
  frame->limit.x0 *= across;
  frame->limit.x1 *= across;
  frame->limit.y0 *= down;
  frame->limit.y1 *= down;
  frame->width  = extent->width;
  frame->height = extent->height;
}
