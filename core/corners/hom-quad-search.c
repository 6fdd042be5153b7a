/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-search.h"

/* The shortest side, as a share of the map's diagonal: a smaller quadrilateral
 * is a window or a tile, and not what the picture was taken of.
 */
#define LEAST_SIDE 0.1

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

/* The least score for a pixel of the sides: see try_quad(). */
#define LEAST_SCORE 0.45

/* A pixel of a side without an edge counts this much against the side; one with
 * an edge counts 1 for it: a longer side is better only when it has edges.
 */
#define AGAINST 1.2

/* The share of a side, at its end, in which there should be edges, and beyond
 * which there should be none, and how much they count: by this a frame's inner
 * and outer outline are told apart, and a side from the line that it lies on.
 */
#define END_SHARE  0.06
#define END_WEIGHT 4.0

/* The share by which a side counts less that is brighter than its surroundings
 * here and darker there, as within a chessboard.
 */
#define CONSTANCY 0.3

/* A search for the best quadrilateral. crossings [i · n_lines + j] is where
 * line i crosses line j, as its own t; a NaN where it does not within the
 * picture's surroundings.
 */
typedef struct
{
  const HomEdgeMap  *map;
  const HomEdgeLine *lines;
  gint               n_lines;
  const HomPoint    *inside;
  gdouble            least_side;
  gdouble            outside;
  gfloat            *crossings;
} Search;

/* A part of a line between two others, and its value. */
typedef struct
{
  gint    line;
  gdouble whole;                  /* its length in pixels, also those outside */
  gdouble length, support, value; /* of the part inside */
} Side;

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

  if (! (fabs (t1 - t0) >= search->least_side))
    return FALSE;

  sums          = hom_edge_line_sums (&search->lines[i], t0, t1);
  side->line    = i;
  side->whole   = fabs (t1 - t0);
  side->support = sums.support;
  side->length  = sums.length;
  side->value   = sums.support > 0 ? sums.weight * (1.0 - CONSTANCY +
                                                  CONSTANCY * fabs (sums.rise) /
                                                      sums.support) :
                                     0;

  return side->length >= LEAST_VISIBLE * fabs (t1 - t0) &&
         side->support >= LEAST_SIDE_SUPPORT * side->length;
}

/* Measures how far line @i, from @j to @k, has edges beyond @j, less how far it
 * has them before.
 */
static gdouble
at_end (const Search *search, gint i, gint j, gint k)
{
  const HomEdgeLine *line = &search->lines[i];
  gdouble            t0   = search->crossings[i * search->n_lines + j];
  gdouble            t1   = search->crossings[i * search->n_lines + k];
  gdouble            end  = (t1 - t0) * END_SHARE;
  gdouble            gap  = copysign (2.0, end);
  HomEdgeSums inside      = hom_edge_line_sums (line, t0 + gap, t0 + gap + end);
  HomEdgeSums outside     = hom_edge_line_sums (line, t0 - gap, t0 - gap - end);

  return END_WEIGHT * (outside.support - inside.support);
}

static gdouble
at_corner (const Search *search,
           gint          i,
           gint          j,
           gint          opposite_i,
           gint          opposite_j)
{
  return at_end (search, i, j, opposite_j) + at_end (search, j, i, opposite_i);
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

/* Tries the quadrilateral of lines @j and @k, and of sides @a and @b between
 * them.
 */
static void
try_quad (const Search *search,
          gint          j,
          gint          k,
          const Side   *a,
          const Side   *b,
          HomQuadList  *list)
{
  Side             c, d;
  gdouble          support, length, whole, score;
  HomQuadCandidate quad;
  gint             i = a->line, l = b->line, n = search->n_lines;

  if (! make_side (search, j, i, l, &c) || ! make_side (search, k, i, l, &d))
    return;
  support = a->support + b->support + c.support + d.support;
  length  = a->length + b->length + c.length + d.length;
  score   = a->value + b->value + c.value + d.value -
          AGAINST * (length - support);
  whole = a->whole + b->whole + c.whole + d.whole;
  if (support < LEAST_SUPPORT * whole ||
      score + 2.0 * END_SHARE * END_WEIGHT * length <=
          hom_quad_list_least (list))
    return;

  quad.corners[0] = point_on (&search->lines[i], search->crossings[i * n + j]);
  quad.corners[1] = point_on (&search->lines[i], search->crossings[i * n + k]);
  quad.corners[2] = point_on (&search->lines[l], search->crossings[l * n + k]);
  quad.corners[3] = point_on (&search->lines[l], search->crossings[l * n + j]);
  if (! is_convex (quad.corners) ||
      (search->inside && ! hom_quad_contains (quad.corners, *search->inside)))
    return;

  score -= at_corner (search, i, j, l, k) + at_corner (search, i, k, l, j) +
           at_corner (search, l, k, i, j) + at_corner (search, l, j, i, k);
  quad.score   = score;
  quad.density = score / length;
  if (quad.density >= LEAST_SCORE && score > hom_quad_list_least (list))
    hom_quad_list_add (list, &quad);
}

/* Tries all quadrilaterals of which lines @j and @k are opposite sides. */
static void
try_pair (const Search *search, gint j, gint k, Side *sides, HomQuadList *list)
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
          try_quad (search, j, k, &sides[a], &sides[b], list);
      }
}

/* Finds the quadrilaterals with the highest scores: the pixels of their sides
 * that have an edge, by the edge's strength and constancy, less those that have
 * none, with those near the corners counting more. For each pair of lines,
 * those are listed that make a side between them, and tried two by two.
 *
 * @inside: (nullable): a point that lies in each of them.
 * @list: (out): those that are good enough; some, when it was cancelled.
 */
void
hom_quad_search (const HomEdgeMap    *map,
                 const HomHoughLines *lines,
                 const HomPoint      *inside,
                 GCancellable        *cancellable,
                 HomQuadList         *list)
{
  gdouble diagonal = hypot (map->width, map->height);
  Search  search   = { map,    lines->lines,          lines->n,
                       inside, LEAST_SIDE * diagonal, OUTSIDE * diagonal };
  Side   *sides    = g_new (Side, lines->n + 1);

  list->n          = 0;
  search.crossings = g_new (gfloat, lines->n * lines->n + 1);
  find_crossings (&search);
  for (gint j = 0; j < search.n_lines; j++)
    for (gint k = j + 1; k < search.n_lines; k++)
      {
        HomPoint u = search.lines[j].direction;
        HomPoint v = search.lines[k].direction;

        if (fabs (u.x * v.x + u.y * v.y) >= LEAST_PARALLEL &&
            ! g_cancellable_is_cancelled (cancellable))
          try_pair (&search, j, k, sides, list);
      }
  g_free (search.crossings);
  g_free (sides);
}
