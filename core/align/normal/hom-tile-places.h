/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-tile.h"

G_BEGIN_DECLS

/* Private: where the tiles of a reference lie. */

/* One in HOM_FEW tiles comes first. */
#define HOM_FEW 4

/**
 * HomTilePlace:
 * @x, @y: the first pixel of the tile.
 * @region: the part of the picture that it lies in.
 * @energy: its contrast, where tiles are chosen by that.
 *
 * The place of a tile.
 */
typedef struct
{
  gint    x, y;
  gint    region;
  gdouble energy;
} HomTilePlace;

/**
 * HomTilePlaces:
 * @room: room for @n more.
 *
 * The places of the tiles of a picture.
 */
typedef struct
{
  HomTilePlace *all;
  HomTilePlace *room;
  gint          n;
} HomTilePlaces;

gint     hom_count_tiles       (gint             length);
gboolean hom_tile_places_init  (HomTilePlaces   *places,
                                const HomPlanes *picture,
                                gsize            most,
                                GError         **error);
void     hom_tile_places_clear (HomTilePlaces   *places);

G_END_DECLS
