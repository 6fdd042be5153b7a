/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "homography/hom-inner-rectangle.h"
#include "homography/hom-quad.h"

/* The most sides of a polygon. */
#define MOST_SIDES 8

/* The golden section narrows 1e6 pixels down to 1e-9 in this many steps, and
 * bisection does so in fewer.
 */
#define N_STEPS 75

/* Below this, the share of a side's direction that is horizontal tilts it by
 * 1e-5 of a pixel in 10,000.
 */
#define UPRIGHT 1e-9

/* The best rectangle of whole pixels is looked for this far around the best
 * rectangle, in pixels.
 */
#define REACH 3

/* Rounding may move a side that lies exactly between two pixels by this. */
#define ROUNDING 1e-6

/* A side of a polygon. (a, b) is the unit vector that points out of it. A
 * rectangle lies inside when a x + b y <= c holds for the corner that reaches
 * farthest out.
 */
typedef struct
{
  gdouble a, b, c;
} Side;

/**
 * Region:
 * @sides: an array of #Side.
 * @x0: where the region begins.
 * @x1: where it ends.
 *
 * The region that rectangles have to keep to: a half-plane for each side.
 */
typedef struct
{
  GArray *sides;
  gdouble x0, x1;
} Region;

/**
 * Search:
 * @ratio: width / height, or 0.
 * @x0: the left side of the rectangle that was looked at last.
 * @x1: its right side.
 *
 * A search for the best left and right sides of a rectangle.
 */
typedef struct
{
  const Region *region;
  gdouble       ratio;
  gdouble       x0, x1;
} Search;

/* Measures how good it is that a side lies at @x. */
typedef gdouble (*SideFunc) (Search *search, gdouble x);

static void
region_init (Region *region)
{
  region->sides = g_array_new (FALSE, FALSE, sizeof (Side));
  region->x0    = -G_MAXDOUBLE;
  region->x1    = G_MAXDOUBLE;
}

static void
region_clear (Region *region)
{
  g_array_unref (region->sides);
}

/* Adds the sides of a convex polygon that goes round either way.
 *
 * @inward: how far inside of a rectangle the corners that count lie, in x and
 *   in y.
 *
 * Returns: FALSE when it has no area.
 */
static gboolean
region_add (Region         *region,
            const HomPoint *corners,
            gint            n_corners,
            gdouble         inward)
{
  gdouble area = 0.0;
  gdouble x0   = G_MAXDOUBLE;
  gdouble x1   = -G_MAXDOUBLE;

  for (gint i = 0; i < n_corners; i++)
    {
      HomPoint p = corners[i];
      HomPoint q = corners[(i + 1) % n_corners];

      area += (p.x - corners[0].x) * (q.y - corners[0].y) -
              (q.x - corners[0].x) * (p.y - corners[0].y);
      x0 = MIN (x0, p.x - inward);
      x1 = MAX (x1, p.x + inward);
    }
  if (! (fabs (area) > 0.0 && isfinite (area)))
    return FALSE;

  region->x0 = MAX (region->x0, x0);
  region->x1 = MIN (region->x1, x1);
  for (gint i = 0; i < n_corners; i++)
    {
      HomPoint p      = corners[i];
      HomPoint q      = corners[(i + 1) % n_corners];
      gdouble  length = copysign (hypot (q.x - p.x, q.y - p.y), area);
      gdouble  a      = (q.y - p.y) / length;
      gdouble  b      = (p.x - q.x) / length;

      Side side = { a, b, a * p.x + b * p.y + inward * (fabs (a) + fabs (b)) };

      if (length != 0.0)
        g_array_append_val (region->sides, side);
    }

  return TRUE;
}

/* Measures how high a rectangle from @x0 to @x1, both inside of the region, can
 * be: below zero when there is none, and the more so the farther it is from
 * that. The function is concave. Upright sides do not count: they are the
 * region's own ends.
 */
static gdouble
room (const Region *region, gdouble x0, gdouble x1, gdouble *y0, gdouble *y1)
{
  *y0 = -G_MAXDOUBLE;
  *y1 = G_MAXDOUBLE;
  for (guint i = 0; i < region->sides->len; i++)
    {
      const Side *side = &g_array_index (region->sides, Side, i);
      gdouble     rest = side->c - side->a * (side->a > 0.0 ? x1 : x0);

      if (side->b > UPRIGHT)
        *y1 = MIN (*y1, rest / side->b);
      else if (side->b < -UPRIGHT)
        *y0 = MAX (*y0, rest / side->b);
    }

  return *y1 - *y0;
}

/* Finds the maximum over [x0, x1] of a function that rises and then falls, by
 * golden section.
 */
static gdouble
maximize (Search *search, SideFunc value, gdouble x0, gdouble x1, gdouble *best)
{
  const gdouble golden = (sqrt (5.0) - 1.0) / 2.0;
  gdouble       p      = x1 - golden * (x1 - x0);
  gdouble       q      = x0 + golden * (x1 - x0);
  gdouble       at_p   = value (search, p);
  gdouble       at_q   = value (search, q);

  for (gint step = 0; step < N_STEPS; step++)
    if (at_p > at_q)
      {
        x1   = q;
        q    = p;
        at_q = at_p;
        p    = x1 - golden * (x1 - x0);
        at_p = value (search, p);
      }
    else
      {
        x0   = p;
        p    = q;
        at_p = at_q;
        q    = x0 + golden * (x1 - x0);
        at_q = value (search, q);
      }
  *best = at_p > at_q ? p : q;

  return MAX (at_p, at_q);
}

static gdouble
area_to (Search *search, gdouble x1)
{
  gdouble y0, y1;
  gdouble height = room (search->region, search->x0, x1, &y0, &y1);

  return height > 0.0 ? height * (x1 - search->x0) : height;
}

static gdouble
largest_area (Search *search, gdouble x0)
{
  search->x0 = x0;

  return maximize (search, area_to, x0, search->region->x1, &search->x1);
}

/* Finds the largest width that leaves room for width / ratio. */
static gdouble
largest_width (Search *search, gdouble x0)
{
  const Region *region = search->region;
  gdouble       fits   = 0.0;
  gdouble       wide   = region->x1 - x0;
  gdouble       y0, y1;
  gdouble       least = room (region, x0, x0, &y0, &y1);

  search->x0 = x0;
  search->x1 = x0;
  if (least < 0.0)
    return least;
  for (gint step = 0; step < N_STEPS; step++)
    {
      gdouble width = (fits + wide) / 2.0;

      if (room (region, x0, x0 + width, &y0, &y1) >= width / search->ratio)
        fits = width;
      else
        wide = width;
    }
  search->x1 = x0 + fits;

  return fits;
}

/* Finds the largest rectangle in a region: that of the best left side. The area
 * is quasiconcave in the two sides, and the best area for a left side hence in
 * that side: it rises, and then falls.
 */
static gboolean
region_fill (const Region *region, gdouble ratio, HomBox *rectangle)
{
  Search   search = { region, ratio, 0.0, 0.0 };
  SideFunc value  = ratio > 0.0 ? largest_width : largest_area;
  gdouble  x0, height;

  if (! (region->x1 > region->x0) ||
      ! (maximize (&search, value, region->x0, region->x1, &x0) > 0.0))
    return FALSE;
  value (&search, x0);
  rectangle->x0 = search.x0;
  rectangle->x1 = search.x1;
  height = room (region, search.x0, search.x1, &rectangle->y0, &rectangle->y1);
  if (ratio > 0.0)
    {
      gdouble spare = height - (search.x1 - search.x0) / ratio;

      rectangle->y0 += spare / 2.0;
      rectangle->y1 -= spare / 2.0;
    }

  return height > 0.0 && search.x1 > search.x0;
}

/**
 * hom_inner_rectangle:
 * @corners: the corners of a convex polygon, in either direction.
 * @n_corners: 3 to 8.
 * @ratio: width / height of the rectangle, or 0 for any.
 * @rectangle: (out): the rectangle. Its sides are exact to 1e-6 of the
 *   polygon's size, its area to rounding.
 *
 * Finds the largest upright rectangle inside of a polygon. Maximizing its area
 * is a problem of convex optimization in two variables, the left and the right
 * side: the room between them is a concave function.
 *
 * Returns: FALSE when there is none.
 */
gboolean
hom_inner_rectangle (const HomPoint *corners,
                     gint            n_corners,
                     gdouble         ratio,
                     HomBox         *rectangle)
{
  Region   region;
  gboolean found;

  g_return_val_if_fail (n_corners >= 3 && n_corners <= MOST_SIDES, FALSE);

  region_init (&region);
  found = region_add (&region, corners, n_corners, 0.0) &&
          region_fill (&region, ratio, rectangle);
  region_clear (&region);

  return found;
}

/* Finds where @matrix takes the corners of @box without @margin on each side.
 */
static gboolean
warped_corners (const HomMatrix *matrix,
                const HomBox    *box,
                gdouble          margin,
                HomPoint         corners[4])
{
  HomBox   inner = { box->x0 + margin, box->y0 + margin, box->x1 - margin,
                     box->y1 - margin };
  HomPoint before[4];

  if (! (inner.x1 > inner.x0 && inner.y1 > inner.y0))
    return FALSE;
  hom_quad_from_box (&inner, before);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (matrix, before[i], &corners[i]))
      return FALSE;

  return TRUE;
}

static gboolean
contains (const Region *region, gdouble x0, gdouble x1)
{
  return x0 >= region->x0 - ROUNDING && x1 <= region->x1 + ROUNDING && x1 > x0;
}

/* Sets *@pixels to the largest box of whole pixels between @x0 and @x1, if that
 * is larger.
 */
static gboolean
grow_to (const Region *region, gdouble x0, gdouble x1, HomBox *pixels)
{
  gdouble area = (pixels->x1 - pixels->x0) * (pixels->y1 - pixels->y0);
  gdouble y0, y1;

  if (! contains (region, x0, x1) || room (region, x0, x1, &y0, &y1) <= 0.0)
    return FALSE;
  y0 = ceil (y0 - ROUNDING);
  y1 = floor (y1 + ROUNDING);
  if (! (y1 > y0 && (x1 - x0) * (y1 - y0) > area))
    return FALSE;

  *pixels = (HomBox) { x0, y0, x1, y1 };

  return TRUE;
}

/* Finds the largest box of whole pixels, of any ratio, whose left and right
 * sides are near to those of @rectangle.
 */
static gboolean
round_freely (const Region *region, const HomBox *rectangle, HomBox *pixels)
{
  gboolean found = FALSE;

  for (gint i = -REACH; i <= REACH; i++)
    for (gint j = -REACH; j <= REACH; j++)
      found |= grow_to (region, round (rectangle->x0) + i,
                        round (rectangle->x1) + j, pixels);

  return found;
}

/* Finds a box of whole pixels of this size near to @rectangle, if there is one.
 */
static gboolean
place (const Region *region,
       const HomBox *rectangle,
       gdouble       width,
       gdouble       height,
       HomBox       *pixels)
{
  gdouble middle = (rectangle->x0 + rectangle->x1) / 2.0;
  gdouble left   = floor (middle - width / 2.0);

  for (gint i = 0; i <= 2 * REACH; i++)
    {
      /* 0, 1, -1, 2, -2 … */
      gdouble x0 = left + (i % 2 ? (i + 1) / 2 : -(i / 2));
      gdouble y0, y1;

      if (! contains (region, x0, x0 + width) ||
          room (region, x0, x0 + width, &y0, &y1) <= 0.0)
        continue;
      y0 = ceil (y0 - ROUNDING);

      /* Far out, where numbers lie more than a pixel apart, there are no boxes
       * of whole pixels.
       */
      if (y0 + height <= y1 + ROUNDING && x0 + width > x0 && y0 + height > y0)
        {
          *pixels = (HomBox) { x0, y0, x0 + width, y0 + height };
          return TRUE;
        }
    }

  return FALSE;
}

/* Finds the widest box of whole pixels of this ratio that has a place. */
static gboolean
round_in_ratio (const Region *region,
                const HomBox *rectangle,
                gdouble       ratio,
                HomBox       *pixels)
{
  gdouble width = floor (rectangle->x1 - rectangle->x0 + ROUNDING) + 1.0;

  for (gint i = 0; i < 2 * REACH && width >= 1.0; i++, width -= 1.0)
    if (place (region, rectangle, width, MAX (1.0, round (width / ratio)),
               pixels))
      return TRUE;

  return FALSE;
}

/**
 * hom_inner_pixels:
 * @matrix: a homography, the forward matrix H.
 * @box: what it is applied to, in pixels.
 * @margin: how far inside of @box, in its own pixels, the centres of the pixels
 *   have to come from: 0.5 where they are interpolated, since closer to the
 *   edge emptiness mixes in.
 * @ratio: width / height of the result, to the pixel, or 0 for any.
 * @pixels: (out): the rectangle.
 *
 * Finds the largest upright rectangle of whole pixels that a box, once warped,
 * fills.
 *
 * Returns: FALSE when there is none, or the horizon of @matrix crosses @box.
 */
gboolean
hom_inner_pixels (const HomMatrix *matrix,
                  const HomBox    *box,
                  gdouble          margin,
                  gdouble          ratio,
                  HomBox          *pixels)
{
  return hom_common_pixels (matrix, box, 1, margin, ratio, pixels);
}

/* Adds the sides of the part that a warped box fills. */
static gboolean
region_add_warped (Region          *region,
                   const HomMatrix *matrix,
                   const HomBox    *box,
                   gdouble          margin)
{
  HomPoint outline[4];
  HomPoint centres[4];

  return warped_corners (matrix, box, 0.0, outline) &&
         warped_corners (matrix, box, margin, centres) &&
         region_add (region, outline, 4, 0.0) &&
         region_add (region, centres, 4, 0.5);
}

/**
 * hom_common_pixels:
 * @matrices: @n homographies, the forward matrices H.
 * @boxes: @n boxes, one that each of them is applied to, in pixels.
 * @margin: as for hom_inner_pixels().
 * @ratio: as for hom_inner_pixels().
 * @pixels: (out): the rectangle.
 *
 * Finds the largest upright rectangle of whole pixels that each of several
 * boxes, once warped, fills.
 *
 * Returns: FALSE when there is none, or the horizon of a matrix crosses its
 * box.
 */
gboolean
hom_common_pixels (const HomMatrix *matrices,
                   const HomBox    *boxes,
                   gsize            n,
                   gdouble          margin,
                   gdouble          ratio,
                   HomBox          *pixels)
{
  gboolean found = n > 0;
  Region   region;
  HomBox   rectangle;

  *pixels = (HomBox) { 0.0, 0.0, 0.0, 0.0 };
  region_init (&region);
  for (gsize i = 0; found && i < n; i++)
    found = region_add_warped (&region, &matrices[i], &boxes[i], margin);
  found = found && region_fill (&region, ratio, &rectangle);
  if (found)
    found = ratio > 0.0 ? round_in_ratio (&region, &rectangle, ratio, pixels) :
                          round_freely (&region, &rectangle, pixels);
  region_clear (&region);

  return found;
}
