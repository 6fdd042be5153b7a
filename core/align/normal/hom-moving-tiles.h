/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-reference-tiles.h"
#include "align/normal/hom-tone-curve.h"
#include "homography/hom-matrix.h"

G_BEGIN_DECLS

/* Private: what a tile of the reference sees of the moving picture. */

/**
 * HomWindow:
 * @x, @y: a pixel of the moving picture, about which coordinates are taken: near
 *   the tile, so that they are small, and exact in single precision.
 * @left, @top, @right, @bottom: what there is to see, in pixels from there.
 * @stride: from one row to the next, in floats.
 * @planes: that pixel, of each plane.
 * @mask: (nullable): the same, of how much each pixel counts.
 */
typedef struct
{
  gint          x, y;
  gint          left, top, right, bottom;
  gsize         stride;
  const gfloat *planes[HOM_MAX_PLANES];
  const gfloat *mask;
} HomWindow;

/* How far what is seen may move before patches do not show it any more, in
 * pixels of the moving picture.
 */
#define HOM_MOVING_TILE_SLACK 2

/**
 * HomMovingTiles:
 * @windows: of each tile; empty ones where it sees nothing. NULL when there is
 * @whole: instead: a copy of all of the moving picture.
 * @data: the pixels of either.
 *
 * Copies of what the tiles see.
 */
typedef struct
{
  HomWindow *windows;
  HomPlanes  whole;
  HomImage   images[HOM_MAX_PLANES + 1];
  gfloat    *data;
} HomMovingTiles;

HomMovingTiles *hom_moving_tiles_new  (const HomPlanes         *moving,
                                       const HomReferenceTiles *tiles,
                                       gint                     n_tiles,
                                       const HomMatrix         *w,
                                       const HomToneCurve     **tones,
                                       gboolean                 is_spline,
                                       GError                 **error);
void            hom_moving_tiles_free (HomMovingTiles          *moving_tiles);
HomWindow       hom_window_whole      (const HomPlanes         *moving,
                                       const HomTile           *tile,
                                       const HomMatrix         *w);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomMovingTiles, hom_moving_tiles_free)

G_END_DECLS
