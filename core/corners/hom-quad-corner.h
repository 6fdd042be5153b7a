/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "corners/hom-edge-line.h"

G_BEGIN_DECLS

/* Private: how well the edges at a corner fit one, sharp or rounded. */

/* A pixel of a side without an edge counts this much against the side; one with
 * an edge counts 1 for it: a longer side is better only when it has edges.
 */
#define HOM_QUAD_AGAINST 1.2

/* The share of a side, at its end, in which there should be edges, and beyond
 * which there should be none, and how much they count: by this a frame's inner
 * and outer outline are told apart, and a side from the line that it lies on.
 */
#define HOM_QUAD_END_SHARE  0.06
#define HOM_QUAD_END_WEIGHT 4.0

/* The largest distance from the corner at which a rounded one begins, as a
 * share of the shorter side: an eighth of it is usual for cards, and a tenth of
 * the longer side is the most that is met with.
 */
#define HOM_QUAD_MAX_GAP 0.22

/**
 * HomQuadArm:
 * @line: the line of a side.
 * @corner: where the corner is on it.
 * @other: where the side's other corner is.
 *
 * A side as seen from one of its corners.
 */
typedef struct
{
  const HomEdgeLine *line;
  gdouble            corner;
  gdouble            other;
} HomQuadArm;

/**
 * HomQuadCorner:
 * @gain: what the corner adds to the score.
 * @quality: the edges at the two ends less those beyond, as a share: 1 at best.
 * @gap: how far from the corner it begins, along both sides together; 0 for a
 *   sharp one.
 * @share: the gap on a side as a share of that, for the one that has most.
 * @arc: the length of the arc.
 * @arc_support: how much of that has an edge.
 *
 * A corner.
 */
typedef struct
{
  gdouble gain;
  gdouble quality;
  gdouble gap;
  gdouble share;
  gdouble arc, arc_support;
} HomQuadCorner;

HomQuadCorner hom_quad_corner_measure (const HomEdgeMap *map,
                                       const HomQuadArm *a,
                                       const HomQuadArm *b);

G_END_DECLS
