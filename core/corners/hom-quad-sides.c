/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-sides.h"
#include "corners/hom-side-strip.h"
#include "homography/hom-quad.h"

/* The share of the side, at either end, that is left out: corners are rounded,
 * bent, or held. Where they are known to be rounded it is as much as that.
 */
#define ENDS 0.06

/* The edge is looked for this far from the side, in pixels of the map in which
 * the side was found.
 */
#define REACH 2.0

/* It is looked for this far from the side, in pixels of the picture, once the
 * side is known to about one.
 */
#define FINE_REACH 3

/* The line is then fitted anew this many times. */
#define N_FINE 3

/* A side is tried for a bend from these shares of it on. Its end may then be
 * off by BEND_REACH, as a share of it: lenses bend it by half a percent, paper
 * on a table by one or two, and farther off there are other edges. The contrast
 * must be BEND_GAIN times that of the side: along a straight side, hardly more
 * is found than it has.
 */
#define N_BENDS    2
#define BEND_REACH 0.02
#define BEND_GAIN  1.05

static const gdouble bends[N_BENDS] = { 0.5, 0.67 };

/* Moves a line that is right to a pixel to the edge itself. */
static gboolean
refine_line (const HomImage *image,
             gdouble         ends,
             HomPoint       *a,
             HomPoint       *b,
             GError        **error)
{
  gboolean success = TRUE;

  for (gint i = 0; success && i < N_FINE; i++)
    {
      gdouble      offset = 0.0, slope = 0.0;
      HomSideStrip strip;

      success = hom_side_strip_init (&strip, image, *a, *b, ends, FINE_REACH,
                                     1.0, error);
      if (success && hom_side_strip_fit (&strip, &offset, &slope) &&
          fabs (offset) + fabs (slope) <= FINE_REACH)
        hom_side_strip_move (&strip, offset, slope, a, b);
      hom_side_strip_clear (&strip);
    }

  return success;
}

static gboolean
refine_side (const HomImage *image,
             gint            reduction,
             gdouble         ends,
             HomPoint       *a,
             HomPoint       *b,
             GError        **error)
{
  gdouble      step = MAX (reduction / 2.0, 1.0);
  gboolean     success;
  gdouble      offset, slope;
  HomSideStrip strip;

  success = hom_side_strip_init (&strip, image, *a, *b, ends,
                                 ceil (REACH * reduction / step) + 1, step,
                                 error);
  if (success)
    {
      hom_side_strip_search (&strip, strip.reach, strip.reach, &offset, &slope);
      hom_side_strip_move (&strip, offset, slope, a, b);
    }
  hom_side_strip_clear (&strip);

  return success && refine_line (image, ends, a, b, error);
}

/* Follows the bend of a side: paper does not lie flat, and lenses bend. Where
 * another line, from a point of the side to its end @b, has more contrast than
 * the side itself, which ends before, the corner lies on that line.
 */
static gboolean
follow_bend (const HomImage *image,
             gint            reduction,
             HomPoint       *a,
             HomPoint       *b,
             GError        **error)
{
  gdouble  step    = MAX (reduction / 2.0, 1.0);
  gboolean success = TRUE;
  HomPoint from = *a, to = *b;

  for (gint i = 0; success && i < N_BENDS; i++)
    {
      HomPoint     hinge = { a->x + bends[i] * (b->x - a->x),
                             a->y + bends[i] * (b->y - a->y) };
      gdouble      side  = hypot (b->x - a->x, b->y - a->y);
      gdouble      near, offset, slope;
      HomSideStrip strip;

      success = hom_side_strip_init (&strip, image, hinge, *b, ENDS,
                                     ceil (BEND_REACH * side / step) + 1, step,
                                     error);
      near    = MIN (REACH * reduction / step, strip.reach);
      if (success && ! hom_side_strip_has_edge (&strip) &&
          hom_side_strip_search (&strip, near, strip.reach, &offset, &slope) >
              BEND_GAIN * hom_side_strip_contrast (&strip, 0.0, 0.0))
        {
          from = hinge;
          to   = *b;
          hom_side_strip_move (&strip, offset, slope, &from, &to);
        }
      hom_side_strip_clear (&strip);
    }
  if (success && (from.x != a->x || from.y != a->y))
    success = refine_line (image, ENDS, &from, &to, error);
  *a = from;
  *b = to;

  return success;
}

/* Finds where two lines, of two points each, meet. */
static gboolean
intersect (const HomPoint p[2], const HomPoint q[2], HomPoint *at)
{
  gdouble ux = p[1].x - p[0].x, uy = p[1].y - p[0].y;
  gdouble vx = q[1].x - q[0].x, vy = q[1].y - q[0].y;
  gdouble determinant = ux * vy - uy * vx;
  gdouble t = ((q[0].x - p[0].x) * vy - (q[0].y - p[0].y) * vx) / determinant;

  *at = (HomPoint){ p[0].x + t * ux, p[0].y + t * uy };

  return isfinite (at->x) && isfinite (at->y);
}

/* Tells whether a side is a border of the image, to a hundredth of a pixel. */
static gboolean
is_border (const HomImage *image, HomPoint a, HomPoint b)
{
  const gdouble epsilon = 0.01;

  return (MAX (fabs (a.x), fabs (b.x)) < epsilon) ||
         (MAX (fabs (a.y), fabs (b.y)) < epsilon) ||
         (MAX (fabs (a.x - image->width), fabs (b.x - image->width)) <
          epsilon) ||
         (MAX (fabs (a.y - image->height), fabs (b.y - image->height)) <
          epsilon);
}

/* Moves the corners, which are right to a pixel of a copy reduced by
 * @reduction, to where the sides meet in the image itself. Their coordinates
 * begin at its first pixel. What has corners that are rounded, along this share
 * of a side, is stiff, and its sides have no bends.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_quad_refine_sides (const HomImage *image,
                       gint            reduction,
                       gdouble         rounded,
                       HomPoint        quad[4],
                       GError        **error)
{
  HomPoint starts[4][2], ends[4][2];
  HomPoint refined[4];
  gboolean borders[4];
  gdouble  ends_left = MAX (rounded, ENDS);

  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = quad[i], b = quad[(i + 1) % 4];

      borders[i] = is_border (image, a, b);
      if (! borders[i] &&
          ! refine_side (image, reduction, ends_left, &a, &b, error))
        return FALSE;
      ends[i][0]   = a;
      ends[i][1]   = b;
      starts[i][0] = b;
      starts[i][1] = a;
    }
  for (gint i = 0; i < 4; i++)
    if (! borders[i] && rounded <= ENDS &&
        (! follow_bend (image, reduction, &ends[i][0], &ends[i][1], error) ||
         ! follow_bend (image, reduction, &starts[i][0], &starts[i][1], error)))
      return FALSE;
  for (gint i = 0; i < 4; i++)
    if (! intersect (ends[(i + 3) % 4], starts[i], &refined[i]))
      return TRUE;
  if (hom_quad_check (refined, NULL))
    for (gint i = 0; i < 4; i++)
      quad[i] = refined[i];

  return TRUE;
}
