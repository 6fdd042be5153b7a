/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/pyramid/hom-planes.h"

G_BEGIN_DECLS

/* Private: a square of a reference. */

/* The side of a tile, in pixels: long enough for vectors, short enough to
 * choose tiles by what they show.
 */
#define HOM_TILE        32
#define HOM_TILE_PIXELS (HOM_TILE * HOM_TILE)

/**
 * HomTilePlane:
 * @value: the pixels.
 * @gx: their derivative along x; (gx, gy) may be smoothed, @value never is.
 * @gy: their derivative along y.
 *
 * One plane of a tile.
 */
typedef struct
{
  gfloat *value;
  gfloat *gx;
  gfloat *gy;
} HomTilePlane;

/**
 * HomTile:
 * @x, @y: where its first pixel is in the picture.
 * @counts: how much each pixel counts, 0 to 1; 0 outside the picture and at its
 *   edge, and where the filter of the gradient reaches what is masked.
 * @planes: as many planes as the picture has.
 *
 * A tile of a reference.
 */
typedef struct
{
  gint          x, y;
  gfloat       *counts;
  HomTilePlane *planes;
} HomTile;

G_END_DECLS
