/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/quad/hom-found-corners.h"
#include "ui/quad/hom-quad-part.h"

/* Corners that are no farther apart than this share of the diagonal are the
 * same: the outer and the inner edge of a narrow frame are not.
 */
#define SAME 0.03

static gdouble
diagonal (const HomPoint quad[4])
{
  return (hypot (quad[2].x - quad[0].x, quad[2].y - quad[0].y) +
          hypot (quad[3].x - quad[1].x, quad[3].y - quad[1].y)) /
         2.0;
}

/* Tells whether one is the other with a corner elsewhere at most. Another sheet
 * has two corners of its own at least.
 */
static gboolean
is_variant (const HomPoint a[4], const HomPoint b[4])
{
  gdouble most = SAME * diagonal (a);
  gint    n    = 0;

  for (gint i = 0; i < 4; i++)
    n += hypot (a[i].x - b[i].x, a[i].y - b[i].y) > most;

  return n < 2;
}

static HomPoint
centre (const HomPoint quad[4])
{
  HomPoint middle = { 0.0, 0.0 };

  for (gint i = 0; i < 4; i++)
    {
      middle.x += quad[i].x / 4.0;
      middle.y += quad[i].y / 4.0;
    }

  return middle;
}

/* Tells whether two show the same piece of the picture: one has the centre of
 * the other inside.
 */
static gboolean
overlap (const HomPoint a[4], const HomPoint b[4])
{
  return hom_quad_part_is_inside (a, centre (b)) ||
         hom_quad_part_is_inside (b, centre (a));
}

/* Keeps of those that are nearly the same the most likely one. */
void
hom_found_corners_drop_variants (HomFoundCorners *found)
{
  gint n = 0;

  for (gint i = 0; i < found->n; i++)
    {
      gboolean is_new = TRUE;

      for (gint k = 0; k < n; k++)
        if (is_variant (found->quads[k].corners, found->quads[i].corners))
          is_new = FALSE;
      if (is_new)
        found->quads[n++] = found->quads[i];
    }
  found->n = n;
}

/* Drops what shows a piece of the picture that is dealt with: the sheet itself,
 * its frame, and what it is a part of.
 *
 * @quad: that piece.
 */
void
hom_found_corners_drop_around (HomFoundCorners *found, const HomPoint quad[4])
{
  gint n = 0;

  for (gint i = 0; i < found->n; i++)
    if (! overlap (found->quads[i].corners, quad))
      found->quads[n++] = found->quads[i];
  found->n = n;
}

/* Returns: the direction from the left to the right of a quadrilateral. */
static gdouble
direction (const HomPoint quad[4])
{
  return atan2 (quad[1].y - quad[0].y + quad[2].y - quad[3].y,
                quad[1].x - quad[0].x + quad[2].x - quad[3].x);
}

/* Begins with the corner that is seen at the top left, where the picture was
 * turned or mirrored.
 *
 * @own: the corners before that.
 */
static void
restart (const HomPoint own[4], HomPoint seen[4])
{
  gboolean mirror = hom_quad_is_clockwise (own) != hom_quad_is_clockwise (seen);
  HomPoint from[4];
  gint     turns;

  for (gint i = 0; i < 4; i++)
    from[i] = seen[mirror ? i ^ 1 : i];
  turns = round ((direction (from) - direction (own)) / G_PI_2);
  for (gint i = 0; i < 4; i++)
    seen[i] = from[(i + 8 - turns) % 4];
}

/* Moves what was found to where it is seen. What lies beyond the horizon is
 * dropped.
 *
 * Returns: FALSE with a message when nothing is left.
 */
gboolean
hom_found_corners_map (HomFoundCorners *found,
                       const HomMatrix *matrix,
                       GError         **error)
{
  gint n = 0;

  for (gint i = 0; i < found->n; i++)
    {
      HomFoundQuad quad    = found->quads[i];
      gboolean     is_seen = TRUE;

      for (gint k = 0; k < 4; k++)
        is_seen &= hom_matrix_apply (matrix, quad.corners[k], &quad.corners[k]);
      if (! is_seen)
        continue;
      restart (found->quads[i].corners, quad.corners);
      found->quads[n++] = quad;
    }
  found->n = n;
  if (n == 0)
    g_set_error_literal (error, HOM_ERROR, HOM_ERROR_NOT_FOUND,
                         _ ("What was found lies beyond the horizon."));

  return n > 0;
}
