/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/quad/hom-quad-part.h"

/* A corner or an edge can be taken from this far, in pixels of the widget. */
#define CORNER_REACH 16.0
#define EDGE_REACH   8.0

/* Returns: whether @part is one of the four corners. */
gboolean
hom_quad_part_is_corner (HomQuadPart part)
{
  return part >= HOM_QUAD_CORNER && part < HOM_QUAD_EDGE;
}

static gdouble
distance_to_edge (HomPoint a, HomPoint b, HomPoint p)
{
  gdouble dx     = b.x - a.x;
  gdouble dy     = b.y - a.y;
  gdouble square = dx * dx + dy * dy;
  gdouble t      = 0.0;

  if (square > 0.0)
    t = CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0);

  return hypot (a.x + t * dx - p.x, a.y + t * dy - p.y);
}

/* Tells whether a point is inside, by the parity of the edges that a ray to the
 * right crosses.
 */
gboolean
hom_quad_part_is_inside (const HomPoint quad[4], HomPoint p)
{
  gboolean inside = FALSE;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = quad[i];
      HomPoint b = quad[(i + 1) % 4];

      if ((a.y > p.y) != (b.y > p.y) &&
          p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y))
        inside = ! inside;
    }

  return inside;
}

/**
 * hom_quad_part_at:
 * @quad: the corners, in pixels of the widget.
 * @point: a point of the widget.
 *
 * Returns: the part that can be taken there: the nearest corner within 16
 *   pixels or else the nearest edge within 8, or all from the inside.
 */
HomQuadPart
hom_quad_part_at (const HomPoint quad[4], HomPoint point)
{
  HomQuadPart part    = HOM_QUAD_NONE;
  gdouble     nearest = CORNER_REACH;

  for (gint i = 0; i < 4; i++)
    {
      gdouble distance = hypot (quad[i].x - point.x, quad[i].y - point.y);

      if (distance <= nearest)
        {
          nearest = distance;
          part    = HOM_QUAD_CORNER + i;
        }
    }
  if (part != HOM_QUAD_NONE)
    return part;

  nearest = EDGE_REACH;
  for (gint i = 0; i < 4; i++)
    {
      gdouble distance = distance_to_edge (quad[i], quad[(i + 1) % 4], point);

      if (distance <= nearest)
        {
          nearest = distance;
          part    = HOM_QUAD_EDGE + i;
        }
    }
  if (part == HOM_QUAD_NONE && hom_quad_part_is_inside (quad, point))
    part = HOM_QUAD_INSIDE;

  return part;
}

/* Returns: whether a corner goes along when @part is moved. */
gboolean
hom_quad_part_moves (HomQuadPart part, gint corner)
{
  if (part == HOM_QUAD_NONE)
    return FALSE;
  if (hom_quad_part_is_corner (part))
    return corner == (gint) part - HOM_QUAD_CORNER;
  if (part < HOM_QUAD_INSIDE)
    return corner == (gint) part - HOM_QUAD_EDGE ||
           corner == ((gint) part - HOM_QUAD_EDGE + 1) % 4;

  return TRUE;
}

/**
 * hom_quad_part_move:
 * @dx: the way to the right, in the unit of @quad.
 * @dy: the way downwards.
 * @quad: (inout): the corners.
 *
 * Moves a part of a quadrilateral.
 */
void
hom_quad_part_move (HomQuadPart part, gdouble dx, gdouble dy, HomPoint quad[4])
{
  for (gint i = 0; i < 4; i++)
    if (hom_quad_part_moves (part, i))
      {
        quad[i].x += dx;
        quad[i].y += dy;
      }
}
