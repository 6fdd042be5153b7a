/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-list.h"

/* Two quadrilaterals are the same when no corner of one is farther than this
 * from one of the other, as a share of the diagonal: less than the border of a
 * screen or a frame, more than two edges of one side lie apart.
 */
#define SAME 0.02

/* Those of one thing are no farther apart than this: a shadow, a narrow frame.
 */
#define NEAR 0.06

/* A corner may lie this far on the wrong side of another's side, as a share of
 * the distance from the middle.
 */
#define COMMON 0.03

/* Returns the longer diagonal of a quadrilateral. */
static gdouble
diagonal_of (const HomPoint q[4])
{
  return MAX (hypot (q[2].x - q[0].x, q[2].y - q[0].y),
              hypot (q[3].x - q[1].x, q[3].y - q[1].y));
}

/* Tells whether each corner of one lies near a corner of the other; @share is
 * of the diagonal.
 */
static gboolean
are_within (const HomPoint a[4], const HomPoint b[4], gdouble share)
{
  gdouble reach = share * diagonal_of (a);

  for (gint i = 0; i < 4; i++)
    {
      gdouble nearest = G_MAXDOUBLE;

      for (gint j = 0; j < 4; j++)
        nearest = MIN (nearest, hypot (a[i].x - b[j].x, a[i].y - b[j].y));
      if (nearest > reach)
        return FALSE;
    }

  return TRUE;
}

/* Tells whether a point lies in a convex quadrilateral. */
gboolean
hom_quad_contains (const HomPoint corners[4], HomPoint point)
{
  gint n = 0;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = corners[i], b = corners[(i + 1) % 4];

      n += (b.x - a.x) * (point.y - a.y) >= (b.y - a.y) * (point.x - a.x) ? 1 :
                                                                            -1;
    }

  return ABS (n) == 4;
}

/* Tells whether two quadrilaterals are the same. */
gboolean
hom_quads_are_same (const HomPoint a[4], const HomPoint b[4])
{
  return are_within (a, b, SAME);
}

/* Tells whether two may be outlines of one thing: of a sheet, and of it with
 * its shadow.
 */
gboolean
hom_quads_are_near (const HomPoint a[4], const HomPoint b[4])
{
  return are_within (a, b, NEAR);
}

/* Makes a quadrilateral larger, about its middle. */
static void
grow (const HomPoint corners[4], gdouble factor, HomPoint grown[4])
{
  HomPoint middle = { 0.0, 0.0 };

  for (gint i = 0; i < 4; i++)
    {
      middle.x += corners[i].x / 4.0;
      middle.y += corners[i].y / 4.0;
    }
  for (gint i = 0; i < 4; i++)
    {
      grown[i].x = middle.x + factor * (corners[i].x - middle.x);
      grown[i].y = middle.y + factor * (corners[i].y - middle.y);
    }
}

/* Returns how many corners of one lie in the other one, made larger. */
static gint
n_inside (const HomPoint a[4], const HomPoint b[4], gdouble factor)
{
  HomPoint grown[4];
  gint     n = 0;

  grow (b, factor, grown);
  for (gint i = 0; i < 4; i++)
    n += hom_quad_contains (grown, a[i]);

  return n;
}

static gboolean
contains_middle (const HomPoint a[4], const HomPoint b[4])
{
  HomPoint middle[4];

  grow (b, 0.0, middle);

  return hom_quad_contains (a, middle[0]);
}

/* Returns how one quadrilateral lies to another. A side that both have in
 * common may be off by some share of the size.
 */
HomQuadRelation
hom_quad_relation (const HomPoint a[4], const HomPoint b[4])
{
  gboolean in     = n_inside (a, b, 1.0 + COMMON) == 4;
  gboolean around = n_inside (b, a, 1.0 + COMMON) == 4;

  if (in || around)
    return in && ! around ? HOM_QUAD_ENCLOSED : HOM_QUAD_APART;

  return contains_middle (a, b) || contains_middle (b, a) ||
                 n_inside (a, b, 1.0 - COMMON) > 0 ||
                 n_inside (b, a, 1.0 - COMMON) > 0 ?
             HOM_QUAD_OVERLAPS :
             HOM_QUAD_APART;
}

/* Returns the score above which a quadrilateral comes into the list. */
gdouble
hom_quad_list_least (const HomQuadList *list)
{
  return list->n < HOM_QUAD_LIST_LENGTH ? 0.0 : list->quads[list->n - 1].score;
}

/* Adds a quadrilateral, if it is better than those that are the same or than
 * the last one.
 */
void
hom_quad_list_add (HomQuadList *list, const HomQuadCandidate *candidate)
{
  gint n = 0, at;

  for (gint i = 0; i < list->n; i++)
    if (list->quads[i].score >= candidate->score &&
        hom_quads_are_same (list->quads[i].corners, candidate->corners))
      return;

  for (gint i = 0; i < list->n; i++)
    if (! hom_quads_are_same (list->quads[i].corners, candidate->corners))
      list->quads[n++] = list->quads[i];
  if (n == HOM_QUAD_LIST_LENGTH)
    n--;
  for (at = n; at > 0 && list->quads[at - 1].score < candidate->score; at--)
    list->quads[at] = list->quads[at - 1];
  list->quads[at] = *candidate;
  list->n         = n + 1;
}
