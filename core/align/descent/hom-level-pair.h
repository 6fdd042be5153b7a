/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-prepared.h"
#include "align/normal/hom-moving-tiles.h"

G_BEGIN_DECLS

/* Private: the two levels that a descent compares, one of each pyramid. */

/**
 * HomLevelPair:
 * @reference_level, @moving_level: of the pyramids; 0 is the picture itself.
 * @reference, @moving: what is compared: luma, edges, or all channels where both
 *   levels are the pictures themselves.
 * @is_projected: whether the channels are compared as one plane.
 * @tiles: of @reference, of which
 * @n_few: the first ones are those by which it is compared, or with which the finest
 *   level begins.
 * @moving_tiles: (nullable): what the tiles, or the few, see of @moving at the finest
 *   level, by
 * @seen_by: this matrix; as splines where
 * @is_spline: these are nearer to the truth between the pixels than cubic
 *   convolution is, but ring beside a hole, and tones are not mapped by them.
 * @tones: by which they are mapped, of the planes where that is not NULL.
 * @threshold: of robust weights, where they are wanted.
 *
 * The others hold what was made for this pair alone.
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
