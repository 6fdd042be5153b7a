/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-reference-tiles.h"
#include "align/normal/hom-tone-curve.h"
#include "homography/hom-matrix.h"

G_BEGIN_DECLS

/* Private: the parts of the moving picture that the tiles of the reference see.
 */

/**
 * HomWindow:
 * @x, @y: a pixel of the moving picture, about which coordinates are taken:
 *   near the tile, so that they are small, and exact in single precision.
 * @left, @top, @right, @bottom: the box that the window shows, in pixels from
 *   there.
 * @stride: the step from one row to the next, in floats.
 * @planes: this pixel in each plane.
 * @mask: (nullable): this pixel in the mask: how much each pixel counts.
 *
 * A window on the moving picture.
 */
typedef struct
{
  gint          x, y;
  gint          left, top, right, bottom;
  gsize         stride;
  const gfloat *planes[HOM_MAX_PLANES];
  const gfloat *mask;
} HomWindow;

/* What a tile sees may move this far before its copy does not show it any more,
 * in pixels of the moving picture.
 */
#define HOM_MOVING_TILE_SLACK 2

/**
 * HomMovingTiles:
 * @windows: a window for each tile, empty where it sees nothing; or NULL when
 *   there is @whole instead.
 * @whole: a copy of all of the moving picture.
 * @images: the images of @whole.
 * @data: the pixels of either.
 *
 * Copies of what the tiles see of the moving picture.
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
