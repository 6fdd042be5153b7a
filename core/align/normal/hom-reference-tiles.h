/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-gradient-filter.h"
#include "homography/hom-matrix.h"

G_BEGIN_DECLS

/* Private: the part of a reference that an alignment compares, tile by tile,
 * with its gradient.
 */

typedef enum
{
  HOM_TILES_NO_GRADIENT,
  HOM_TILES_PLAIN,
  HOM_TILES_FILTERED
} HomTilesGradient;

/**
 * HomReferenceTiles:
 * @n_filled: how many of them, the first ones, hold pixels.
 * @planes, @values, @gradients: the planes, pixels and gradients of all tiles.
 * @counts: the counts of all tiles: a tile of ones, for those whose pixels all
 *   count, and then those of the others.
 * @gradient: the gradient that they hold.
 *
 * The tiles of a reference. A few that are spread over it come first.
 */
typedef struct
{
  gint          width, height;
  gint          n_planes;
  gint          n_tiles;
  gint          n_filled;
  HomTile      *tiles;
  HomTilePlane *planes;
  gfloat       *values;
  gfloat       *gradients;
  gfloat       *counts;

  HomTilesGradient gradient;
} HomReferenceTiles;

/* Works on a tile.
 *
 * @number: its number among the tiles that are visited.
 */
typedef void (*HomTileFunc) (gint           number,
                             const HomTile *tile,
                             gpointer       data);

HomReferenceTiles *
     hom_reference_tiles_new       (const HomPlanes         *picture,
                                    gsize                    max_pixels,
                                    GError                 **error);
HomReferenceTiles *
     hom_reference_tiles_like      (const HomReferenceTiles *tiles,
                                    const HomPlanes         *picture,
                                    GError                 **error);
HomReferenceTiles *
     hom_reference_tiles_part      (const HomPlanes         *picture,
                                    const HomBox            *box,
                                    GError                 **error);
void hom_reference_tiles_fill      (HomReferenceTiles       *tiles,
                                    const HomPlanes         *picture,
                                    gint                     n_tiles);
gboolean
     hom_reference_tiles_are_all   (const HomReferenceTiles *tiles);
gint hom_reference_tiles_n_few     (const HomReferenceTiles *tiles,
                                    const HomPlanes         *moving,
                                    const HomMatrix         *w);
void hom_reference_tiles_filter    (HomReferenceTiles       *tiles,
                                    const HomPlanes         *picture,
                                    gint                     n_tiles,
                                    const HomGradientFilter *filter);
gint hom_reference_tiles_n_samples (gint                     n_tiles);
void hom_reference_tiles_sample    (const HomReferenceTiles *tiles,
                                    gint                     n_tiles,
                                    HomTileFunc              func,
                                    gpointer                 data);
void hom_reference_tiles_free      (HomReferenceTiles       *tiles);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomReferenceTiles, hom_reference_tiles_free)

G_END_DECLS
