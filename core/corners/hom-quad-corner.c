/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-corner.h"

/* Where the two ends have this share of edges, the corner is sharp. */
#define SHARP 0.8

/* A rounded corner begins where this share of the end of the side has edges. */
#define BEGUN 0.75

/* An arc leaves the side slowly, and still counts as its edge for some way: the
 * distances at which it may begin, as multiples of where edges begin.
 */
#define N_GAPS 3

static const gdouble gaps[N_GAPS] = { 1.1, 1.3, 1.6 };

/* The largest ratio of the gaps on the two sides: a circle that is seen at 60°
 * is an ellipse of 1 : 2.
 */
#define MOST_RATIO 2.0

/* The least share of the arc that has an edge. Of random arcs among edges of
 * all directions, one pixel in three has one.
 */
#define LEAST_ARC 0.65

/* The distance of an edge from the arc that it supports, in pixels, and the
 * largest angle between them, as a cosine (26°): radii are tried in steps.
 */
#define ARC_REACH 2
#define ARC_ANGLE 0.9

/* The distance of the first pixel that counts from the corner. */
#define MARGIN 2.0

static gdouble
length_of (const HomQuadArm *arm)
{
  return fabs (arm->other - arm->corner);
}

/* Returns the sums from one distance from the corner to another; those beyond
 * it are negative.
 */
static HomEdgeSums
sums_between (const HomQuadArm *arm, gdouble from, gdouble to)
{
  gdouble sign = arm->other > arm->corner ? 1.0 : -1.0;

  return hom_edge_line_sums (arm->line, arm->corner + sign * from,
                             arm->corner + sign * to);
}

/* Returns the edges in the end of a side that begins at a gap. */
static gdouble
support_inside (const HomQuadArm *arm, gdouble gap)
{
  gdouble end = length_of (arm) * HOM_QUAD_END_SHARE;

  return sums_between (arm, gap + MARGIN, gap + MARGIN + end).support;
}

static gdouble
support_outside (const HomQuadArm *arm)
{
  gdouble end = length_of (arm) * HOM_QUAD_END_SHARE;

  return sums_between (arm, -MARGIN, -MARGIN - end).support;
}

/* Returns what it adds to the score when the pixels of a gap do not count. */
static gdouble
gain_of_gap (const HomQuadArm *arm, gdouble gap)
{
  HomEdgeSums sums = sums_between (arm, 0.0, gap);

  return HOM_QUAD_AGAINST * (sums.length - sums.support) - sums.weight;
}

static HomPoint
point_at (const HomQuadArm *arm, gdouble distance)
{
  const HomEdgeLine *line = arm->line;
  gdouble t = arm->corner + copysign (distance, arm->other - arm->corner);

  return (HomPoint){ line->point.x + t * line->direction.x,
                     line->point.y + t * line->direction.y };
}

/* Tells whether there is an edge near a point, across a normal of length 1. */
static gboolean
has_edge (const HomEdgeMap *map, HomPoint p, HomPoint normal)
{
  for (gint d = -ARC_REACH; d <= ARC_REACH; d++)
    {
      gdouble             x     = p.x + d * normal.x;
      gdouble             y     = p.y + d * normal.y;
      const HomEdgePoint *point = x >= 0.0 && y >= 0.0 ?
                                      hom_edge_map_at (map, x, y) :
                                      NULL;

      if (point && fabs (point->normal_x * normal.x +
                         point->normal_y * normal.y) >= ARC_ANGLE)
        return TRUE;
    }

  return FALSE;
}

/* Measures an arc from one side to the other: the conic that touches both,
 * which is a quarter of a circle seen by a camera.
 */
static void
measure_arc (const HomEdgeMap *map,
             const HomQuadArm *a,
             const HomQuadArm *b,
             gdouble           gap_a,
             gdouble           gap_b,
             HomQuadCorner    *corner)
{
  HomPoint p0 = point_at (a, gap_a), p1 = point_at (a, 0.0);
  HomPoint p2     = point_at (b, gap_b);
  HomPoint before = p0;
  gint     n      = MAX (ceil ((gap_a + gap_b) / 2.0), 4.0);

  corner->arc = corner->arc_support = 0.0;
  for (gint i = 1; i <= n; i++)
    {
      gdouble  t = (gdouble) i / n, s = 1.0 - t;
      gdouble  w = s * s + G_SQRT2 * s * t + t * t;
      HomPoint here, middle, normal;
      gdouble  length;

      here.x = (s * s * p0.x + G_SQRT2 * s * t * p1.x + t * t * p2.x) / w;
      here.y = (s * s * p0.y + G_SQRT2 * s * t * p1.y + t * t * p2.y) / w;
      length = sqrt ((here.x - before.x) * (here.x - before.x) +
                     (here.y - before.y) * (here.y - before.y));
      middle = (HomPoint){ (here.x + before.x) / 2, (here.y + before.y) / 2 };
      normal = (HomPoint){ (here.y - before.y) / length,
                           (before.x - here.x) / length };
      corner->arc += length;
      if (has_edge (map, middle, normal))
        corner->arc_support += length;
      before = here;
    }
}

/* Tries a rounded corner, and keeps it if it is better. */
static void
try_arc (const HomEdgeMap *map,
         const HomQuadArm *a,
         const HomQuadArm *b,
         gdouble           gap_a,
         gdouble           gap_b,
         gdouble           outside,
         HomQuadCorner    *best)
{
  gdouble       inside = support_inside (a, gap_a) + support_inside (b, gap_b);
  gdouble       ends   = HOM_QUAD_END_SHARE * (length_of (a) + length_of (b));
  HomQuadCorner here;

  here.gain = HOM_QUAD_END_WEIGHT * (inside - outside) +
              gain_of_gap (a, gap_a) + gain_of_gap (b, gap_b);
  /* All of the arc may count for it. */
  if (here.gain + 2.0 * MAX (gap_a, gap_b) <= best->gain)
    return;

  here.gap     = gap_a + gap_b;
  here.share   = MAX (gap_a / length_of (a), gap_b / length_of (b));
  here.quality = (inside - outside) / ends;
  measure_arc (map, a, b, gap_a, gap_b, &here);
  here.gain += here.arc_support -
               HOM_QUAD_AGAINST * (here.arc - here.arc_support);
  if (here.arc_support >= LEAST_ARC * here.arc && here.gain > best->gain)
    *best = here;
}

/* Finds how far from the corner the edges of a side begin; more than @most
 * when they do not before.
 */
static gdouble
find_gap (const HomQuadArm *arm, gdouble most)
{
  gdouble least = BEGUN * HOM_QUAD_END_SHARE * length_of (arm);
  gdouble gap   = 0.0;

  while (gap <= most && support_inside (arm, gap) < least)
    gap += 1.0;

  return gap;
}

/* Measures the corner between two sides. A sharp one has edges up to its end
 * and none beyond. A rounded one has none for some way, on both sides, but an
 * arc that joins them.
 */
HomQuadCorner
hom_quad_corner_measure (const HomEdgeMap *map,
                         const HomQuadArm *a,
                         const HomQuadArm *b)
{
  gdouble       inside  = support_inside (a, 0.0) + support_inside (b, 0.0);
  gdouble       outside = support_outside (a) + support_outside (b);
  gdouble       lengths = length_of (a) + length_of (b);
  gdouble       ends    = HOM_QUAD_END_SHARE * lengths;
  gdouble       most    = HOM_QUAD_MAX_GAP * MIN (length_of (a), length_of (b));
  gdouble       gap_a, gap_b;
  HomQuadCorner best = { 0.0 };

  best.gain    = HOM_QUAD_END_WEIGHT * (inside - outside);
  best.quality = (inside - outside) / ends;
  if (a->line->is_border || b->line->is_border || inside >= SHARP * ends ||
      outside >= (1.0 - SHARP) * ends)
    return best;

  gap_a = find_gap (a, most);
  gap_b = gap_a <= most ? find_gap (b, most) : most + 1.0;
  if (gap_b > most)
    return best;

  gap_a = MAX (gap_a + MARGIN, gap_b / MOST_RATIO);
  gap_b = MAX (gap_b + MARGIN, gap_a / MOST_RATIO);
  for (gint i = 0; i < N_GAPS; i++)
    try_arc (map, a, b, gap_a * gaps[i], gap_b * gaps[i], outside, &best);

  return best;
}
