/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-list.h"

/* Two quadrilaterals are the same when no corner of one is farther than this
 * from one of the other, as a share of the diagonal: less than the border of a
 * screen or a frame, more than two edges of one side lie apart.
 */
#define SAME 0.02

/* Returns the longer diagonal of a quadrilateral. */
static gdouble
diagonal_of (const HomPoint q[4])
{
  return MAX (hypot (q[2].x - q[0].x, q[2].y - q[0].y),
              hypot (q[3].x - q[1].x, q[3].y - q[1].y));
}

/* Tells whether each corner of one lies at a corner of the other. */
static gboolean
are_same (const HomPoint a[4], const HomPoint b[4])
{
  gdouble reach = SAME * diagonal_of (a);

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
        are_same (list->quads[i].corners, candidate->corners))
      return;

  for (gint i = 0; i < list->n; i++)
    if (! are_same (list->quads[i].corners, candidate->corners))
      list->quads[n++] = list->quads[i];
  if (n == HOM_QUAD_LIST_LENGTH)
    n--;
  for (at = n; at > 0 && list->quads[at - 1].score < candidate->score; at--)
    list->quads[at] = list->quads[at - 1];
  list->quads[at] = *candidate;
  list->n         = n + 1;
}
