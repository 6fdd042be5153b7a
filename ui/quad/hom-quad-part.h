/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomQuadPart:
 * @HOM_QUAD_NONE: no part.
 * @HOM_QUAD_CORNER: the first of four corners, clockwise from the top left.
 * @HOM_QUAD_EDGE: the first of four edges, from corner 1 to 2 and so on.
 * @HOM_QUAD_INSIDE: all of the quadrilateral.
 *
 * A part of a quadrilateral is taken by the pointer, or moved by the keys.
 */
typedef enum
{
  HOM_QUAD_NONE   = -1,
  HOM_QUAD_CORNER = 0,
  HOM_QUAD_EDGE   = 4,
  HOM_QUAD_INSIDE = 8,
} HomQuadPart;

gboolean     hom_quad_part_is_corner (HomQuadPart     part);
gboolean     hom_quad_part_is_inside (const HomPoint  quad[4],
                                      HomPoint        point);
HomQuadPart  hom_quad_part_at        (const HomPoint  quad[4],
                                      HomPoint        point);
void         hom_quad_part_move      (HomQuadPart     part,
                                      gdouble         dx,
                                      gdouble         dy,
                                      HomPoint        quad[4]);
gboolean     hom_quad_part_moves     (HomQuadPart     part,
                                      gint            corner);

G_END_DECLS
