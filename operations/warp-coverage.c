/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "warp-coverage.h"

/* A side as a x + b y + c, the distance of a point in pixels: above 0 inside.
 */
typedef struct
{
  gdouble a, b, c;
} Side;

/* Finds the sides of a convex quadrilateral. One without length bounds nothing.
 */
static void
find_sides (const HomPoint quad[4], Side sides[4])
{
  gdouble turn = hom_quad_is_clockwise (quad) ? 1.0 : -1.0;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint p      = quad[i];
      HomPoint q      = quad[(i + 1) % 4];
      gdouble  length = hypot (q.x - p.x, q.y - p.y);
      gdouble  scale  = length > 0.0 ? turn / length : 0.0;

      sides[i].a = scale * (p.y - q.y);
      sides[i].b = scale * (q.x - p.x);
      sides[i].c = length > 0.0 ? -(sides[i].a * p.x + sides[i].b * p.y) : 1.0;
    }
}

/* Returns: how much of a pixel lies inside, from 0 to 1: that of a strip of its
 *   width across the nearest side.
 */
static gdouble
coverage (const Side sides[4], gdouble x, gdouble y)
{
  gdouble least = 0.5;

  for (gint i = 0; i < 4; i++)
    least = MIN (least, sides[i].a * x + sides[i].b * y + sides[i].c);

  return CLAMP (least + 0.5, 0.0, 1.0);
}

/* Cuts a picture along the sides of a convex quadrilateral.
 *
 * @image: its place in the plane counts, and its values are premultiplied.
 * @is_sharp: whether a pixel is all there, or not at all: where values must not
 *   be changed.
 */
void
warp_coverage_cut (HomImage *image, const HomPoint quad[4], gboolean is_sharp)
{
  Side sides[4];

  find_sides (quad, sides);
  for (gint row = 0; row < image->height; row++)
    for (gint column = 0; column < image->width; column++)
      {
        gfloat *pixel = hom_image_pixel (image, column, row);
        gdouble share = coverage (sides, image->x + column + 0.5,
                                  image->y + row + 0.5);

        if (share < (is_sharp ? 0.5 : 1e-6))
          memset (pixel, 0, image->channels * sizeof (gfloat));
        else if (share < 1.0 && ! is_sharp)
          for (gint c = 0; c < image->channels; c++)
            pixel[c] *= (gfloat) share;
      }
}
