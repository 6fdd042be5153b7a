/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "corners/hom-edge-map.h"
#include "corners/hom-quad-list.h"

G_BEGIN_DECLS

/* Private: what the colours on both sides of an outline say about it. */

/**
 * HomQuadEvidence:
 * @different: the share of a side along which the colours inside and outside
 *   differ, for the side that has least. Along a printed line, a pen, the grain
 *   of wood they do not.
 * @hole: the longest part of a side along which they do not differ, as a share
 *   of it: between two sheets that lie in one line.
 * @agreement: how alike the four differences are, as the least cosine between
 *   two: 1 where one sheet lies on one ground.
 * @contrast: the difference on the side that has least, as a share of that of
 *   all sides together.
 * @beyond: the difference between the colour outside of one side and those
 *   inside of the others, for the side that has least, as a share of the
 *   contrast: beyond a printed line, the sheet goes on. 1 at most.
 *
 * Colours along the sides of a quadrilateral; borders of the picture have none.
 */
typedef struct
{
  gdouble different;
  gdouble hole;
  gdouble agreement;
  gdouble contrast;
  gdouble beyond;
} HomQuadEvidence;

void hom_quad_evidence_measure (const HomEdgeMap       *map,
                                const HomQuadCandidate *quad,
                                HomQuadEvidence        *evidence);

G_END_DECLS
