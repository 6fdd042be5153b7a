/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-box.h"

G_BEGIN_DECLS

/* Private: the best of many quadrilaterals, each unlike the others. */

/* The number of quadrilaterals that a list holds. More than are asked for,
 * since their order is changed by what is measured later.
 */
#define HOM_QUAD_LIST_LENGTH 24

/**
 * HomQuadCandidate:
 * @score: how good it is; a larger number is better.
 * @density: the score for a pixel of its sides.
 * @support: the share of its outline that has an edge.
 * @worst_corner: the quality of the worst corner, see #HomQuadCorner.
 * @gap: how far its rounded corners are from those of the sides, as a share of
 *   the outline.
 * @rounded: how far a rounded corner reaches along a side, as a share of that,
 *   at most.
 * @corners: the corners, clockwise or not.
 * @is_border: for the side from each corner to the next, whether it is a border
 *   of the picture.
 *
 * A quadrilateral that may be the outline of something.
 */
typedef struct
{
  gdouble  score;
  gdouble  density;
  gdouble  support;
  gdouble  worst_corner;
  gdouble  gap;
  gdouble  rounded;
  HomPoint corners[4];
  gboolean is_border[4];
} HomQuadCandidate;

/**
 * HomQuadList:
 * @quads: the quadrilaterals, the best first.
 * @n: how many there are.
 *
 * The best quadrilaterals.
 */
typedef struct
{
  HomQuadCandidate quads[HOM_QUAD_LIST_LENGTH];
  gint             n;
} HomQuadList;

/**
 * HomQuadRelation:
 * @HOM_QUAD_APART: neither of the others.
 * @HOM_QUAD_ENCLOSED: it lies in the other.
 * @HOM_QUAD_OVERLAPS: they overlap, and neither lies in the other.
 *
 * How a quadrilateral lies to another one.
 */
typedef enum
{
  HOM_QUAD_APART,
  HOM_QUAD_ENCLOSED,
  HOM_QUAD_OVERLAPS
} HomQuadRelation;

HomQuadRelation hom_quad_relation (const HomPoint a[4],
                                   const HomPoint b[4]);

gboolean hom_quads_are_same      (const HomPoint          a[4],
                                  const HomPoint          b[4]);
gboolean hom_quads_are_near      (const HomPoint          a[4],
                                  const HomPoint          b[4]);
gboolean hom_quad_contains       (const HomPoint          corners[4],
                                  HomPoint                point);
gdouble  hom_quad_list_least     (const HomQuadList      *list);
void     hom_quad_list_add       (HomQuadList            *list,
                                  const HomQuadCandidate *candidate);

G_END_DECLS
