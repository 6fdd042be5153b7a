/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-descent.h"
#include "hom-refine.h"

G_BEGIN_DECLS

/* Private: what is compared at one stage of an alignment. */

/**
 * HomStage:
 * @reference, @moving: what is compared: luma, edges, or all channels where both
 *   pictures have them and are at their finest level.
 * @tiles: of @reference.
 *
 * The others hold what was made for this stage alone.
 */
typedef struct
{
  HomPlanes reference, moving;
  HomTiles *tiles;
  gboolean  owns_tiles;
  HomLevel  edges[2];
  HomImage *mapped[HOM_MAX_PLANES];
  HomImage *reliability;
  HomImage *splines[HOM_MAX_PLANES];
} HomStage;

gboolean hom_stage_init           (HomStage            *stage,
                                   const HomRefinement *refinement,
                                   gint                 number,
                                   GError             **error);
gboolean hom_stage_prepare_finest (HomStage            *stage,
                                   gboolean             may_be_plain,
                                   HomDescent          *descent,
                                   HomState            *state,
                                   GError             **error);
void     hom_stage_clear          (HomStage            *stage);

G_END_DECLS
