/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-prepared.h"
#include "align/normal/hom-all-tiles.h"

G_BEGIN_DECLS

/* Private: the two levels that a descent compares, one of each pyramid. */

/**
 * HomLevelPair:
 * @reference_level, @moving_level: the levels of the pyramids; 0 is the picture
 *   itself.
 * @reference, @moving: the planes that are compared: luma, edges, or all
 *   channels.
 * @is_projected: whether the channels are compared as one plane.
 * @tiles: the tiles of @reference.
 * @n_few: how many of them, the first ones, are compared, or compared first at
 *   the finest level.
 * @moving_tiles: (nullable): copies of what the tiles, or the few, see of
 *   @moving at the finest level.
 * @seen_by: the sampling matrix of these copies.
 * @is_spline: whether they hold splines. These are nearer to the truth between
 *   the pixels than cubic convolution is, but ring beside a hole of the mask.
 * @tones: the tone curves of the planes, or NULL for a plane without one.
 * @all: all tiles of @reference, where @tiles are only a part of them.
 * @n_read: how many of @tiles are read at the finest level: all, or those of a
 *   large picture as long as more are not needed.
 * @n_copied: how many of them @moving_tiles are of.
 * @threshold: the threshold of robust weights, where they are wanted.
 *
 * A level pair. The other fields hold what was made for this pair alone.
 */
typedef struct
{
  gint                reference_level, moving_level;
  HomPlanes           reference, moving;
  gboolean            is_projected;
  HomReferenceTiles  *tiles;
  gint                n_few;
  HomMovingTiles     *moving_tiles;
  HomMatrix           seen_by;
  gboolean            is_spline;
  const HomToneCurve *tones[HOM_MAX_PLANES];
  HomAllTiles         all;
  gint                n_read, n_copied;
  gdouble             threshold;
  HomToneCurve        curves[HOM_MAX_PLANES];
  HomImage            views[2][HOM_MAX_PLANES];
  HomLevel            edges[2];
  gboolean            owns_tiles;
} HomLevelPair;

gboolean hom_level_pair_init        (HomLevelPair       *pair,
                                     HomPrepared        *reference,
                                     gint                reference_level,
                                     HomPrepared        *moving,
                                     gint                moving_level,
                                     gboolean            by_edges,
                                     gboolean            is_finest,
                                     const HomMatrix    *w,
                                     GError            **error);
gboolean hom_level_pair_has_tones   (const HomLevelPair *pair);
gboolean hom_level_pair_copy_moving (HomLevelPair       *pair,
                                     gint                n_tiles,
                                     const HomMatrix    *w,
                                     GError            **error);
gboolean hom_level_pair_project     (HomLevelPair       *pair,
                                     const gfloat       *reference_weights,
                                     const gfloat       *moving_weights,
                                     const HomMatrix    *w,
                                     GError            **error);
void     hom_level_pair_clear       (HomLevelPair       *pair);

G_END_DECLS
