/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gegl.h>

#include "homography.h"

G_BEGIN_DECLS

/* Which pixels of the input make which pixels of the output. */

/* Coordinates of rectangles are kept below this, so that widths and sums of two
 * fit in a gint. It is where GEGL's infinite plane ends.
 */
#define WARP_FARTHEST 0x3fffffff

/**
 * WarpGeometry:
 * @h: takes the input to the output.
 * @w: the inverse of @h.
 * @sampling: how @w is followed.
 * @extent: where the input has pixels: empty, some or the infinite plane.
 * @frame: what the boundary rules are to fill.
 * @limit: the box of the output, if @is_limited; else it has the one that comes
 *   about.
 * @clip: what is seen lies in it, if @is_clipped.
 * @quad: and in this, if @is_cut.
 */
typedef struct
{
  HomMatrix     h, w;
  HomSampling   sampling;
  GeglRectangle extent, frame;
  GeglRectangle limit, clip;
  HomPoint      quad[4];
  gboolean      is_limited, is_clipped, is_cut;
} WarpGeometry;

/**
 * WarpSegment:
 * @at: where it begins in the piece.
 * @source: the first column of the input in it.
 * @n: the number of columns.
 * @mirrored: whether they run the other way.
 *
 * A run of columns (or rows) of a piece of the plane.
 */
typedef struct
{
  gint     at, source, n;
  gboolean mirrored;
} WarpSegment;

void          warp_geometry_set_boxes    (WarpGeometry        *geometry,
                                          const HomBox        *limit,
                                          const HomBox        *clip);
void          warp_geometry_set_quad     (WarpGeometry        *geometry,
                                          const HomPoint       quad[4]);
void          warp_geometry_set_level    (WarpGeometry        *geometry,
                                          gint                 level);
GeglRectangle warp_geometry_content      (const WarpGeometry  *geometry);
GeglRectangle warp_geometry_bounding_box (const WarpGeometry  *geometry);
gboolean      warp_geometry_needed       (const WarpGeometry  *geometry,
                                          const GeglRectangle *output,
                                          GeglRectangle       *piece);
GeglRectangle warp_geometry_required     (const WarpGeometry  *geometry,
                                          const GeglRectangle *output);
GeglRectangle warp_geometry_affected     (const WarpGeometry  *geometry,
                                          const GeglRectangle *change);
gint          warp_segments              (HomBoundary          boundary,
                                          gint                 first,
                                          gint                 n,
                                          gint                 extent_first,
                                          gint                 extent_n,
                                          WarpSegment          segments[2]);

G_END_DECLS
