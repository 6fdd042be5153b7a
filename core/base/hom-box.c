/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-box.h"

/**
 * hom_box_of_points:
 * @points: @n points with finite coordinates.
 * @n: at least 1.
 *
 * Finds the least box around some points.
 *
 * Returns: the box.
 *
 * Since: 0.9
 */
HomBox
hom_box_of_points (const HomPoint *points, gsize n)
{
  HomBox box = { points[0].x, points[0].y, points[0].x, points[0].y };

  for (gsize i = 1; i < n; i++)
    {
      box.x0 = MIN (box.x0, points[i].x);
      box.y0 = MIN (box.y0, points[i].y);
      box.x1 = MAX (box.x1, points[i].x);
      box.y1 = MAX (box.y1, points[i].y);
    }

  return box;
}

/**
 * hom_box_unite:
 * @a: a box.
 * @b: another one.
 *
 * Unites two boxes.
 *
 * Returns: the least box around both.
 *
 * Since: 0.9
 */
HomBox
hom_box_unite (const HomBox *a, const HomBox *b)
{
  return (HomBox){ MIN (a->x0, b->x0), MIN (a->y0, b->y0), MAX (a->x1, b->x1),
                   MAX (a->y1, b->y1) };
}
