/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-align.h"
#include "hom-pyramid.h"
#include "hom-tiles.h"

G_BEGIN_DECLS

/* Private: a picture, prepared to be aligned. */

/**
 * HomPrepared:
 * @picture: whose it is.
 * @pyramid: its luma, level by level, as far as a level is good for anything.
 * @colours: (nullable): its channels.
 * @tiles: (nullable): of each level, as soon as it was the reference.
 * @colour_tiles: (nullable): of @colours.
 *
 * What is made of a picture once, for all of its alignments.
 */
typedef struct
{
  const HomPicture *picture;
  HomPyramid       *pyramid;
  HomImage         *colours[HOM_MAX_PLANES];
  HomTiles         *tiles[HOM_MAX_LEVELS];
  HomTiles         *colour_tiles;
} HomPrepared;

HomPrepared *hom_prepared_new  (const HomPicture *picture,
                                GError          **error);
void         hom_prepared_free (HomPrepared      *prepared);

G_END_DECLS
