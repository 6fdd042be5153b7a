/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "corners/hom-edge-line.h"

/* The largest angle between an edge and the line along which it lies: 15°, as a
 * cosine. Of edges at random, one in six lies along the line by this.
 */
#define ANGLE_REACH 0.966

/* The largest distance of an edge from a line that it supports, in pixels of
 * the map: as much as a lens bends a side, half a percent of 500 px.
 */
#define SUPPORT_REACH 3.0

/* The share by which a faint edge counts less than one of the strongest
 * quarter.
 */
#define STRENGTH 0.5f

/* Puts a line into the map: that of all points whose product with the normal,
 * of any length but 0, is the distance times that length.
 *
 * Returns: FALSE when less than a pixel of it is inside.
 */
gboolean
hom_edge_line_place (HomEdgeLine      *line,
                     const HomEdgeMap *map,
                     HomPoint          normal,
                     gdouble           distance)
{
  gdouble norm     = hypot (normal.x, normal.y);
  gdouble n[2]     = { normal.x / norm, normal.y / norm };
  gdouble along[2] = { -n[1], n[0] };
  gdouble limit[2] = { map->width, map->height };
  gdouble t0 = -G_MAXDOUBLE, t1 = G_MAXDOUBLE;

  for (gint axis = 0; axis < 2; axis++)
    if (fabs (along[axis]) > 1e-9)
      {
        gdouble a = -distance * n[axis] / along[axis];
        gdouble b = (limit[axis] - distance * n[axis]) / along[axis];

        t0 = MAX (t0, MIN (a, b));
        t1 = MIN (t1, MAX (a, b));
      }
  line->normal    = (HomPoint) { n[0], n[1] };
  line->direction = (HomPoint) { along[0], along[1] };
  line->point     = (HomPoint) { distance * n[0] + t0 * along[0],
                                 distance * n[1] + t0 * along[1] };
  line->length    = t1 - t0;
  line->is_border = FALSE;

  return t1 - t0 >= 1.0;
}

static inline void
tell (const HomEdgeLine *line,
      const HomEdgeMap  *map,
      gint32             i,
      gdouble            reach,
      HomEdgeFunc        func,
      gpointer           data)
{
  const HomEdgePoint *point    = &map->points[i];
  gdouble             dx       = point->x - line->point.x;
  gdouble             dy       = point->y - line->point.y;
  gdouble             distance = dx * line->normal.x + dy * line->normal.y;
  gdouble             cosine   = point->normal_x * line->normal.x +
                   point->normal_y * line->normal.y;

  if (fabs (cosine) >= ANGLE_REACH && fabs (distance) <= reach)
    func (i, dx * line->direction.x + dy * line->direction.y, distance,
          cosine > 0.0 ? 1 : -1, data);
}

/* Calls @func for each edge point along the line that is within reach of it. */
void
hom_edge_line_for_each (const HomEdgeLine *line,
                        const HomEdgeMap  *map,
                        gdouble            reach,
                        HomEdgeFunc        func,
                        gpointer           data)
{
  gboolean steep = fabs (line->direction.y) > fabs (line->direction.x);
  gint     n     = steep ? map->height : map->width;
  gint     limit = steep ? map->width : map->height;
  gdouble  slope = steep ? line->direction.x / line->direction.y :
                           line->direction.y / line->direction.x;
  /* The distance along an axis, and that a point is not in the middle of its
   * pixel. */
  gdouble  width = (reach + 0.75) * G_SQRT2;

  for (gint k = 0; k < n; k++)
    {
      gdouble at = steep ? line->point.x + (k + 0.5 - line->point.y) * slope :
                           line->point.y + (k + 0.5 - line->point.x) * slope;
      gint    first = MAX (floor (at - width), 0.0);
      gint    last  = MIN (floor (at + width), limit - 1.0);

      for (gint j = first; j <= last; j++)
        {
          gint32 i = map->index[steep ? (gsize) k * map->width + j :
                                        (gsize) j * map->width + k];

          if (i >= 0)
            tell (line, map, i, reach, func, data);
        }
    }
}

typedef struct
{
  const guint8 *taken;
  gint          n;
  gdouble       t, tt, d, td;
} Fit;

static void
add_to_fit (gint i, gdouble t, gdouble distance, gint rise, gpointer data)
{
  Fit *fit = data;

  if (fit->taken[i] || rise < 0)
    return;
  fit->n++;
  fit->t += t;
  fit->tt += t * t;
  fit->d += distance;
  fit->td += t * distance;
}

/* Moves a line to that of least squares through those points in reach that are
 * brighter along its normal, and not taken.
 *
 * Returns: FALSE when there is none, or it does not cross the map.
 */
gboolean
hom_edge_line_fit (HomEdgeLine      *line,
                   const HomEdgeMap *map,
                   const guint8     *taken,
                   gdouble           reach)
{
  Fit      fit = { taken, 0, 0.0, 0.0, 0.0, 0.0 };
  gdouble  determinant, offset, slope;
  HomPoint through, normal;

  hom_edge_line_for_each (line, map, reach, add_to_fit, &fit);
  determinant = fit.n * fit.tt - fit.t * fit.t;
  if (! (determinant > 0.0))
    return FALSE;

  slope   = (fit.n * fit.td - fit.t * fit.d) / determinant;
  offset  = (fit.d - slope * fit.t) / fit.n;
  through = (HomPoint) { line->point.x + offset * line->normal.x,
                         line->point.y + offset * line->normal.y };
  normal  = (HomPoint) { line->normal.x - slope * line->direction.x,
                         line->normal.y - slope * line->direction.y };

  return hom_edge_line_place (line, map, normal,
                              (through.x * normal.x + through.y * normal.y) /
                                  hypot (normal.x, normal.y));
}

typedef struct
{
  const HomEdgeMap *map;
  HomEdgeLine      *line;
} Count;

/* Marks the pixel of an edge point. For now, the weight is the strength. */
static void
mark (gint i, gdouble t, gdouble distance, gint rise, gpointer data)
{
  const Count *job      = data;
  gfloat       strength = job->map->points[i].strength;
  gint         k        = floor (t);
  HomEdgeSums *sums;

  if (k < 0 || k >= job->line->n_pixels)
    return;
  sums = &job->line->sums[k + 1];
  if (strength > sums->weight)
    *sums = (HomEdgeSums) { 1.0f, 1.0f, strength, rise };
}

/* Marks each pixel between two marked ones: the points of an edge at 45° lie √2
 * px apart.
 */
static void
fill_gaps (HomEdgeLine *line)
{
  HomEdgeSums *sums = line->sums;

  for (gint k = 2; k < line->n_pixels; k++)
    if (sums[k].support == 0.0f && sums[k - 1].support == 1.0f &&
        sums[k + 1].support == 1.0f)
      sums[k] = sums[k - 1];
}

/* Sums up the edges along a line.
 *
 * @sums: (out): room for one sum more than the line has pixels; the line keeps
 *   it.
 */
void
hom_edge_line_count (HomEdgeLine      *line,
                     const HomEdgeMap *map,
                     HomEdgeSums      *sums)
{
  Count job = { map, line };

  line->n_pixels = ceil (line->length);
  line->sums     = sums;
  memset (sums, 0, (line->n_pixels + 1) * sizeof (HomEdgeSums));
  hom_edge_line_for_each (line, map, SUPPORT_REACH, mark, &job);
  fill_gaps (line);
  for (gint k = 1; k <= line->n_pixels; k++)
    {
      HomEdgeSums *before = &sums[k - 1];
      HomEdgeSums *here   = &sums[k];
      gfloat       share  = MIN (here->weight / map->strong, 1.0f);

      here->length = k;
      here->weight = before->weight +
                     here->support * (1.0f - STRENGTH + STRENGTH * share);
      here->support += before->support;
      here->rise += before->rise;
    }
}

/* Returns the sums over the part of a line from @t0 to @t1 that is inside the
 * map.
 */
HomEdgeSums
hom_edge_line_sums (const HomEdgeLine *line, gdouble t0, gdouble t1)
{
  gint               first = lrint (CLAMP (MIN (t0, t1), 0.0, line->n_pixels));
  gint               last  = lrint (CLAMP (MAX (t0, t1), 0.0, line->n_pixels));
  const HomEdgeSums *a     = &line->sums[first];
  const HomEdgeSums *b     = &line->sums[last];

  return (HomEdgeSums) { b->length - a->length, b->support - a->support,
                         b->weight - a->weight, b->rise - a->rise };
}
