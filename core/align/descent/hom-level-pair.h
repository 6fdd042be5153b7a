/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-coarse-to-fine.h"
#include "align/descent/hom-descent.h"

G_BEGIN_DECLS

/* Private: what is compared at one stage of an alignment. */

/**
 * HomLevelPair:
 * @reference, @moving: what is compared: luma, edges, or all channels where both
 *   pictures are at their finest level.
 * @tiles: of @reference.
 * @few: of these, by which it is compared, or with which the finest level
 *   begins.
 * @is_mixed: whether the channels are compared as one plane.
 * @moving_tiles: (nullable): what the tiles, or the few, see of @moving at the finest
 *   stage, by
 * @seen_by: this matrix; as splines where
 * @is_spline: these are nearer to the truth between the pixels than cubic
 *   convolution is, but ring beside a hole, and tones are not mapped by them.
 * @threshold: of robust weights, where they are wanted.
 * @tones: by which they are mapped, of the planes where that is not NULL.
 *
 * The others hold what was made for this stage alone.
 */
typedef struct
{
  HomPlanes           reference, moving;
  HomReferenceTiles  *tiles;
  HomReferenceTiles   few;
  gboolean            is_mixed;
  HomMovingTiles     *moving_tiles;
  HomMatrix           seen_by;
  gdouble             threshold;
  gboolean            is_spline;
  const HomToneCurve *tones[HOM_MAX_PLANES];
  HomToneCurve        curves[HOM_MAX_PLANES];
  HomImage            views[2][HOM_MAX_PLANES];
  HomLevel            edges[2];
  gboolean            owns_tiles;
} HomLevelPair;

gboolean hom_level_pair_init     (HomLevelPair          *stage,
                                  const HomCoarseToFine *refinement,
                                  gint                   number,
                                  const HomMatrix       *w,
                                  GError               **error);
gboolean hom_level_pair_begin    (HomLevelPair          *stage,
                                  gboolean               may_be_plain,
                                  HomDescent            *descent,
                                  HomState              *state,
                                  GError               **error);
gboolean hom_level_pair_gather   (HomLevelPair          *stage,
                                  gboolean               may_be_plain,
                                  HomDescent            *descent,
                                  HomState              *state,
                                  GError               **error);
gboolean hom_level_pair_sharpen  (HomLevelPair          *stage,
                                  HomDescent            *descent,
                                  const HomState        *state,
                                  GError               **error);
void     hom_level_pair_weigh    (HomLevelPair          *stage,
                                  HomDescent            *descent,
                                  const HomState        *state);
gboolean hom_level_pair_complete (HomLevelPair          *stage,
                                  gboolean               may_be_plain,
                                  HomDescent            *descent,
                                  HomState              *state,
                                  GError               **error);
void     hom_level_pair_clear    (HomLevelPair          *stage);

G_END_DECLS
