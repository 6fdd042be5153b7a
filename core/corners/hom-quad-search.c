/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-corner.h"
#include "corners/hom-quad-search.h"

/* The shortest side, in pixels of the map: along fewer, the direction of an
 * edge is not known, and any letter has sides. The number does not depend on
 * the picture's size: how much of it a sheet fills tells nothing.
 */
#define LEAST_SIDE 22.0

/* A corner may lie this far outside, as a share of the map's diagonal. */
#define OUTSIDE 0.1

/* The least share of each side that is inside the picture: a corner or two may
 * be cut off.
 */
#define LEAST_VISIBLE 0.35

/* The largest angle between opposite sides, as its cosine. */
#define LEAST_PARALLEL 0.80 /* 37° */

/* The smallest angle between neighbouring sides, as its sine. */
#define LEAST_CROSSING 0.64 /* 40° */

/* The least share of each side that has an edge along it, of its part inside
 * the picture; and the least share of all sides together, with their parts
 * outside. Of random parts of photographs without sheets, one in thirty reaches
 * this; a photograph on a photograph mostly has 0.75 or more.
 */
#define LEAST_SIDE_SUPPORT 0.5
#define LEAST_SUPPORT      0.70

/* The same where it is known that something is there. */
#define LEAST_KNOWN_SIDE_SUPPORT 0.35
#define LEAST_KNOWN_SUPPORT      0.55

/* The least score for a pixel of the sides: see try_quad(). */
#define LEAST_SCORE       0.45
#define LEAST_KNOWN_SCORE 0.2

/* The number of the picture's borders, and of those that may be sides: a sheet
 * may be cut off by two of them.
 */
#define N_BORDERS    4
#define MOST_BORDERS 2

/* A pixel of a border counts this much against the side: a sheet that ends in
 * the picture is the better explanation.
 */
#define BORDER_COST 0.25

/* What perfect corners add to a score, for a pixel of the sides. */
#define MOST_AT_ENDS (2.0 * HOM_QUAD_END_SHARE * HOM_QUAD_END_WEIGHT)

/* The share of a side, at either end, in which pixels may be without an edge
 * because a corner is rounded.
 */
#define ROUNDED HOM_QUAD_MAX_GAP

/* The share by which a side counts less that is brighter than its surroundings
 * here and darker there, as within a chessboard.
 */
#define CONSTANCY 0.3

/* A search for the best quadrilaterals. crossings [i · n_lines + j] is where
 * line i crosses line j, as its own t; a NaN where it does not within the
 * picture's surroundings. The last lines are the borders.
 */
typedef struct
{
  const HomEdgeMap *map;
  HomEdgeLine      *lines;
  gint              n_lines;
  const HomPoint   *inside;
  gdouble           outside;
  gdouble           least_side_support, least_support, least_score;
  gfloat           *crossings;
  HomQuadList      *whole, *cut;
} Search;

/* A part of a line between two others, and its value. */
typedef struct
{
  gint     line;
  gboolean is_border;
  gdouble  t0, t1;
  gdouble  whole; /* its length in pixels, also those outside */
  gdouble  length, support, value; /* of the part inside */
  gdouble  most;                   /* the most that it adds to a score */
} Side;

/* What the sides of a quadrilateral have together, but for borders. */
typedef struct
{
  gdouble whole, length, support, value;
  gdouble border, most;
  gint    n_borders;
} Sum;

static HomPoint
point_on (const HomEdgeLine *line, gdouble t)
{
  return (HomPoint){ line->point.x + t * line->direction.x,
                     line->point.y + t * line->direction.y };
}

static gdouble
cross (HomPoint a, HomPoint b)
{
  return a.x * b.y - a.y * b.x;
}

static gboolean
is_near (const Search *search, HomPoint p)
{
  return p.x >= -search->outside && p.y >= -search->outside &&
         p.x <= search->map->width + search->outside &&
         p.y <= search->map->height + search->outside;
}

static void
find_crossings (Search *search)
{
  gint n = search->n_lines;

  for (gint i = 0; i < n; i++)
    for (gint j = 0; j < n; j++)
      {
        const HomEdgeLine *a    = &search->lines[i];
        const HomEdgeLine *b    = &search->lines[j];
        gdouble            sine = cross (a->direction, b->direction);
        HomPoint ab = { b->point.x - a->point.x, b->point.y - a->point.y };
        gdouble  t;

        search->crossings[i * n + j] = NAN;
        if (fabs (sine) < LEAST_CROSSING)
          continue;
        t = cross (ab, b->direction) / sine;
        if (is_near (search, point_on (a, t)))
          search->crossings[i * n + j] = t;
      }
}

/* Returns the most that a side adds to a score: with perfect corners, whose
 * arcs, if they are rounded, have edges throughout.
 */
static gdouble
most_of (const Search *search, const Side *side)
{
  gdouble end     = (side->t1 - side->t0) * ROUNDED;
  gdouble missing = side->length - side->support;
  gdouble most    = side->value - HOM_QUAD_AGAINST * missing +
                 MOST_AT_ENDS * side->length;
  HomEdgeSums middle;

  if (side->is_border)
    return -BORDER_COST * side->length;
  if (missing <= HOM_QUAD_END_SHARE * side->length)
    return most;

  middle = hom_edge_line_sums (&search->lines[side->line], side->t0 + end,
                               side->t1 - end);

  return most + (HOM_QUAD_AGAINST + 1.0) *
                    (missing - (middle.length - middle.support));
}

/* Makes a side of line @i, from line @j to line @k.
 *
 * Returns: FALSE when that can be no side.
 */
static gboolean
make_side (const Search *search, gint i, gint j, gint k, Side *side)
{
  gdouble     t0 = search->crossings[i * search->n_lines + j];
  gdouble     t1 = search->crossings[i * search->n_lines + k];
  HomEdgeSums sums;

  if (! (fabs (t1 - t0) >= LEAST_SIDE))
    return FALSE;

  sums            = hom_edge_line_sums (&search->lines[i], t0, t1);
  side->line      = i;
  side->is_border = search->lines[i].is_border;
  side->t0        = t0;
  side->t1        = t1;
  side->whole     = fabs (t1 - t0);
  side->support   = sums.support;
  side->length    = sums.length;
  side->value     = sums.support > 0 ? sums.weight * (1.0 - CONSTANCY +
                                                  CONSTANCY * fabs (sums.rise) /
                                                      sums.support) :
                                       0;

  if (side->length < LEAST_VISIBLE * side->whole ||
      (! side->is_border &&
       side->support < search->least_side_support * side->length))
    return FALSE;

  side->most = most_of (search, side);

  return TRUE;
}

static void
add_side (Sum *sum, const Side *side)
{
  sum->most += side->most;
  if (side->is_border)
    {
      sum->n_borders++;
      sum->border += side->length;
      return;
    }
  sum->whole += side->whole;
  sum->length += side->length;
  sum->support += side->support;
  sum->value += side->value;
}

static gboolean
is_convex (const HomPoint quad[4])
{
  gint n = 0;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = quad[i], b = quad[(i + 1) % 4], c = quad[(i + 2) % 4];
      gdouble  turn = cross ((HomPoint){ b.x - a.x, b.y - a.y },
                             (HomPoint){ c.x - b.x, c.y - b.y });

      n += turn > 0.0 ? 1 : -1;
    }

  return ABS (n) == 4;
}

/* Measures the corners of a quadrilateral, and gives it its score. */
static void
measure_corners (const Search     *search,
                 const Side       *sides[4],
                 HomQuadCandidate *quad,
                 gdouble          *arcs,
                 gdouble          *arc_support)
{
  quad->worst_corner = 1.0;
  quad->gap = quad->rounded = 0.0;
  for (gint m = 0; m < 4; m++)
    {
      const Side   *last = sides[(m + 3) % 4], *next = sides[m];
      HomQuadArm    a      = { &search->lines[last->line], last->t1, last->t0 };
      HomQuadArm    b      = { &search->lines[next->line], next->t0, next->t1 };
      HomQuadCorner corner = hom_quad_corner_measure (search->map, &a, &b);

      quad->score += corner.gain;
      if (! (last->is_border && next->is_border))
        quad->worst_corner = MIN (quad->worst_corner, corner.quality);
      quad->gap += corner.gap;
      quad->rounded = MAX (quad->rounded, corner.share);
      *arcs += corner.arc;
      *arc_support += corner.arc_support;
    }
}

/* Tells whether a quadrilateral is cut off on opposite sides: that is a stripe,
 * a shelf or the horizon more often than a sheet.
 */
static gboolean
is_stripe (const Side *sides[4])
{
  return (sides[0]->is_border && sides[2]->is_border) ||
         (sides[1]->is_border && sides[3]->is_border);
}

/* Tries the quadrilateral of four sides, each of which ends where the next one
 * begins.
 */
static void
try_quad (const Search *search, const Side *sides[4])
{
  Sum              sum = { 0.0 };
  HomQuadCandidate quad;
  gdouble          arcs = 0.0, arc_support = 0.0, least;
  HomQuadList     *list;

  for (gint m = 0; m < 4; m++)
    add_side (&sum, sides[m]);
  list       = sum.n_borders > 0 ? search->cut : search->whole;
  least      = hom_quad_list_least (list);
  quad.score = sum.value - HOM_QUAD_AGAINST * (sum.length - sum.support) -
               BORDER_COST * sum.border;
  if (sum.n_borders > MOST_BORDERS || (! search->inside && is_stripe (sides)) ||
      sum.support < search->least_side_support * sum.whole ||
      sum.most <= MAX (least, search->least_score * sum.length))
    return;

  for (gint m = 0; m < 4; m++)
    {
      quad.corners[m] = point_on (&search->lines[sides[m]->line], sides[m]->t0);
      quad.is_border[m] = sides[m]->is_border;
    }
  if (! is_convex (quad.corners) ||
      (search->inside && ! hom_quad_contains (quad.corners, *search->inside)))
    return;

  measure_corners (search, sides, &quad, &arcs, &arc_support);
  quad.density = quad.score / sum.length;
  quad.support = (sum.support + arc_support) / (sum.whole - quad.gap + arcs);
  quad.gap /= sum.whole;
  if (quad.density >= search->least_score &&
      quad.support >= search->least_support && quad.score > least)
    hom_quad_list_add (list, &quad);
}

/* Returns a side that is gone through the other way. */
static Side
reversed (const Side *side)
{
  Side other = *side;

  other.t0 = side->t1;
  other.t1 = side->t0;

  return other;
}

/* Tries the quadrilateral of lines @j and @k, and of sides @a and @b from the
 * one to the other.
 */
static void
try_sides (const Search *search, gint j, gint k, const Side *a, const Side *b)
{
  gint        n = search->n_lines, i = a->line, l = b->line;
  Side        back, c, d;
  const Side *sides[4] = { a, &c, &back, &d };
  gdouble     others =
      fabs (search->crossings[k * n + i] - search->crossings[k * n + l]) +
      fabs (search->crossings[j * n + i] - search->crossings[j * n + l]);

  /* Most are too small. */
  if (a->most + b->most + (1.0 + MOST_AT_ENDS) * others <=
      MIN (hom_quad_list_least (search->whole),
           search->cut ? hom_quad_list_least (search->cut) : G_MAXDOUBLE))
    return;

  if (make_side (search, k, a->line, b->line, &c) &&
      make_side (search, j, b->line, a->line, &d))
    {
      back = reversed (b);
      try_quad (search, sides);
    }
}

/* Tries all quadrilaterals of which lines @j and @k are opposite sides. */
static void
try_pair (const Search *search, gint j, gint k, Side *sides)
{
  gint n = 0;

  for (gint i = 0; i < search->n_lines; i++)
    if (make_side (search, i, j, k, &sides[n]))
      n++;
  for (gint a = 0; a < n; a++)
    for (gint b = a + 1; b < n; b++)
      {
        HomPoint u = search->lines[sides[a].line].direction;
        HomPoint v = search->lines[sides[b].line].direction;

        if (fabs (u.x * v.x + u.y * v.y) >= LEAST_PARALLEL)
          try_sides (search, j, k, &sides[a], &sides[b]);
      }
}

/* Puts the lines and the borders in one array.
 *
 * Returns: (transfer full): room for the sums of borders, which are 0.
 */
static HomEdgeSums *
collect_lines (Search *search, const HomHoughLines *lines)
{
  const HomEdgeMap *map       = search->map;
  gint              n         = MAX (map->width, map->height) + 2;
  HomEdgeSums      *none      = g_new0 (HomEdgeSums, n);
  HomPoint          normals[] = { { 0, 1 }, { 1, 0 }, { 0, 1 }, { 1, 0 } };
  gdouble           distances[N_BORDERS] = { 0, 0, map->bottom, map->right };

  for (gint i = 0; i < n; i++)
    none[i].length = i;
  search->lines = g_new (HomEdgeLine, lines->n + N_BORDERS);
  for (gint i = 0; i < lines->n; i++)
    search->lines[i] = lines->lines[i];
  search->n_lines = lines->n;
  for (gint i = 0; search->cut && i < N_BORDERS; i++)
    {
      HomEdgeLine *line = &search->lines[search->n_lines];

      if (hom_edge_line_place (line, map, normals[i], distances[i]))
        {
          line->n_pixels  = ceil (line->length);
          line->sums      = none;
          line->is_border = TRUE;
          search->n_lines++;
        }
    }

  return none;
}

/* Finds the quadrilaterals with the highest scores: the pixels of their sides
 * that have an edge, by the edge's strength and constancy, less those that have
 * none, with those near the corners counting more. For each pair of lines,
 * those are listed that make a side between them, and tried two by two.
 *
 * @inside: (nullable): a point that lies in each of them.
 * @whole: (out): those that are good enough; some, when it was cancelled.
 * @cut: (out) (optional): those that have a border of the picture as a side.
 */
void
hom_quad_search (const HomEdgeMap    *map,
                 const HomHoughLines *lines,
                 const HomPoint      *inside,
                 GCancellable        *cancellable,
                 HomQuadList         *whole,
                 HomQuadList         *cut)
{
  Search       search = { .map     = map,
                          .inside  = inside,
                          .outside = OUTSIDE * hypot (map->width, map->height),
                          .whole   = whole,
                          .cut     = cut,
                          .least_side_support = inside ? LEAST_KNOWN_SIDE_SUPPORT :
                                                         LEAST_SIDE_SUPPORT,
                          .least_support      = inside ? LEAST_KNOWN_SUPPORT :
                                                         LEAST_SUPPORT,
                          .least_score = inside ? LEAST_KNOWN_SCORE : LEAST_SCORE };
  HomEdgeSums *none   = collect_lines (&search, lines);
  Side        *sides  = g_new (Side, search.n_lines);

  whole->n = 0;
  if (cut)
    cut->n = 0;
  search.crossings = g_new (gfloat, search.n_lines * search.n_lines);
  find_crossings (&search);
  for (gint j = 0; j < search.n_lines; j++)
    for (gint k = j + 1; k < search.n_lines; k++)
      {
        HomPoint u = search.lines[j].direction;
        HomPoint v = search.lines[k].direction;

        if (fabs (u.x * v.x + u.y * v.y) >= LEAST_PARALLEL &&
            ! g_cancellable_is_cancelled (cancellable))
          try_pair (&search, j, k, sides);
      }
  g_free (search.crossings);
  g_free (search.lines);
  g_free (sides);
  g_free (none);
}
