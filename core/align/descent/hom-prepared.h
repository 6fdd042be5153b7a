/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-reference-tiles.h"
#include "align/pyramid/hom-pyramid.h"
#include "align/pyramid/hom-surround.h"
#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: a picture, prepared to be aligned. */

/**
 * HomPrepared:
 * @picture: the picture.
 * @mask: (nullable): the picture's own, without its surround.
 * @pyramid: its luma, level by level, down to the last level with enough pixels
 *   to tell all freedoms.
 * @tiles: (nullable): the tiles of each level, as soon as it was the reference.
 * @pixel_tiles: (nullable): the tiles of each level with all channels of the
 *   picture, as soon as it was compared so.
 *
 * A picture with what is made of it once, for all of its alignments.
 */
typedef struct
{
  const HomPicture  *picture;
  HomImage          *mask;
  HomPyramid        *pyramid;
  HomReferenceTiles *tiles[HOM_ALIGN_MAX_LEVELS];
  HomReferenceTiles *pixel_tiles[HOM_ALIGN_MAX_LEVELS];
} HomPrepared;

HomPrepared *hom_prepared_new    (const HomPicture  *picture,
                                  const HomSurround *surround,
                                  GError           **error);
void         hom_prepared_free   (HomPrepared       *prepared);
HomMatrix    hom_prepared_out_of (const HomPrepared *prepared,
                                  gint               level);
HomMatrix    hom_prepared_into   (const HomPrepared *prepared,
                                  gint               level);
HomMatrix    hom_prepared_to_levels
                                 (const HomPrepared *reference,
                                  gint               reference_level,
                                  const HomPrepared *moving,
                                  gint               moving_level,
                                  const HomMatrix   *w);
HomMatrix    hom_prepared_from_levels
                                 (const HomPrepared *reference,
                                  gint               reference_level,
                                  const HomPrepared *moving,
                                  gint               moving_level,
                                  const HomMatrix   *w);

G_END_DECLS
