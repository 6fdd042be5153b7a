/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "hom-edge-lines.h"
#include "hom-error.h"

/* Lines at most. The sides of a sheet are among the longest; a page of text
 * has two lines for each of its own, and a crossword as many for its squares.
 */
#define MAX_LINES 250

/* A line has at least so many edge points, as a share of the map's diagonal. */
#define LEAST_VOTES 0.05

/* Bins of the angle: at the ends of a line of 800 px, a half of one is 1.7 px
 * off.
 */
#define N_ANGLES 360

/* How far, in bins, the angle of an edge point may be from that of its line.
 * Noise of a third of an edge's strength turns its gradient by 6° one time in
 * three; that many, as many to either side, find most of its points.
 */
#define VOTE_ANGLES 12

/* The distances of a point from a line, in pixels of the map, by which it is
 * on it: at first the bins' width counts, at the end the blur of an edge and
 * the bend of a sheet's side.
 */
#define FIRST_REACH 3.0
#define FINAL_REACH 2.0

/* The angle between an edge's normal and the line's, in radians: 15°, by which
 * one edge in six of random ones is along the line.
 */
#define ANGLE_REACH (G_PI / 12.0)

/* The bins, to either side, that change when the points of a line are taken. */
#define CHANGED_ANGLES (N_ANGLES / 12 + VOTE_ANGLES + 2)

#define N_FITS 4

/* How much a faint edge counts less than one of the strongest quarter. */
#define STRENGTH 0.5f

typedef struct
{
  const HomEdgeMap *map;
  gint              n_distances;
  gint              middle;
  gint32           *votes;
  gint32            best[N_ANGLES];
  gfloat            cosine[N_ANGLES], sine[N_ANGLES];
  guint8           *taken;
} Hough;

/* An edge point votes for the lines through it whose normal is near its own,
 * each in two bins of the distance, so that their edges cut no line in two.
 */
static void
vote (Hough *hough, const HomEdgePoint *point, gint32 by)
{
  gint angle = point->angle / G_PI * N_ANGLES;

  for (gint i = angle - VOTE_ANGLES; i <= angle + VOTE_ANGLES; i++)
    {
      gint    bin = (i + 2 * N_ANGLES) % N_ANGLES;
      gfloat  at  = point->x * hough->cosine[bin] + point->y * hough->sine[bin];
      gint32 *cell = hough->votes + (gsize) bin * hough->n_distances +
                     (gint) (at + hough->middle + 0.5f);

      cell[-1] += by;
      cell[0] += by;
    }
}

static void
update_best (Hough *hough, gint first, gint last)
{
  for (gint i = first; i <= last; i++)
    {
      gint          bin  = (i + 2 * N_ANGLES) % N_ANGLES;
      const gint32 *row  = hough->votes + (gsize) bin * hough->n_distances;
      gint          best = 0;

      for (gint k = 1; k < hough->n_distances; k++)
        if (row[k] > row[best])
          best = k;
      hough->best[bin] = best;
    }
}

static gboolean
hough_init (Hough *hough, const HomEdgeMap *map, GError **error)
{
  *hough             = (Hough) { map };
  hough->middle      = ceil (hypot (map->width, map->height)) + 2;
  hough->n_distances = 2 * hough->middle + 2;
  hough->votes = g_try_new0 (gint32, (gsize) N_ANGLES * hough->n_distances);
  if (! hough->votes)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("There is not enough memory for %d × %d pixels."),
                   map->width, map->height);
      return FALSE;
    }

  hough->taken = g_new0 (guint8, MAX (map->n_points, 1));
  for (gint i = 0; i < N_ANGLES; i++)
    {
      gdouble angle = (i + 0.5) * G_PI / N_ANGLES;

      hough->cosine[i] = cos (angle);
      hough->sine[i]   = sin (angle);
    }
  for (gint i = 0; i < map->n_points; i++)
    vote (hough, &map->points[i], 1);
  update_best (hough, 0, N_ANGLES - 1);

  return TRUE;
}

static void
hough_clear (Hough *hough)
{
  g_free (hough->votes);
  g_free (hough->taken);
}

/* The part of a line, given by its normal and distance, inside the map. */
static gboolean
place (HomEdgeLine      *line,
       const HomEdgeMap *map,
       gdouble           angle,
       gdouble           distance)
{
  HomPoint normal = { cos (angle), sin (angle) };
  HomPoint along  = { -normal.y, normal.x };
  HomPoint foot   = { distance * normal.x, distance * normal.y };
  gdouble  t0 = -G_MAXDOUBLE, t1 = G_MAXDOUBLE;
  gdouble  from[2]  = { foot.x, foot.y };
  gdouble  step[2]  = { along.x, along.y };
  gdouble  limit[2] = { map->width, map->height };

  for (gint axis = 0; axis < 2; axis++)
    {
      gdouble a, b;

      if (fabs (step[axis]) < 1e-9)
        continue;
      a  = -from[axis] / step[axis];
      b  = (limit[axis] - from[axis]) / step[axis];
      t0 = MAX (t0, MIN (a, b));
      t1 = MIN (t1, MAX (a, b));
    }
  line->point     = (HomPoint) { foot.x + t0 * along.x, foot.y + t0 * along.y };
  line->direction = along;
  line->length    = t1 - t0;

  return t1 - t0 >= 1.0;
}

static gdouble
angle_between (gdouble a, gdouble b)
{
  gdouble difference = fabs (a - b);

  return MIN (difference, G_PI - difference);
}

/* Calls for each edge point in reach of a line: its index, its place along the
 * line and its distance, by which it is left of it.
 */
typedef void (*PointFunc) (gint i, gdouble t, gdouble distance, gpointer data);

static void
for_each_point (const HomEdgeMap  *map,
                const HomEdgeLine *line,
                gdouble            reach,
                PointFunc          func,
                gpointer           data)
{
  HomPoint normal = { line->direction.y, -line->direction.x };
  gdouble  angle  = atan2 (normal.y, normal.x);
  gboolean steep  = fabs (line->direction.y) > fabs (line->direction.x);
  gint     n      = steep ? map->height : map->width;
  gint     across = steep ? map->width : map->height;
  /* Along the other axis, and the point is not in the middle of its pixel. */
  gdouble  width  = (reach + 0.75) * G_SQRT2;

  if (angle < 0.0)
    angle += G_PI;
  for (gint k = 0; k < n; k++)
    {
      gdouble at    = steep ? line->point.x + (k + 0.5 - line->point.y) *
                                               line->direction.x /
                                               line->direction.y :
                              line->point.y + (k + 0.5 - line->point.x) *
                                               line->direction.y /
                                               line->direction.x;
      gint    first = MAX (floor (at - width), 0.0);
      gint    last  = MIN (floor (at + width), across - 1.0);

      for (gint j = first; j <= last; j++)
        {
          gint32  i = map->index[steep ? (gsize) k * map->width + j :
                                         (gsize) j * map->width + k];
          gdouble dx, dy, distance;

          if (i < 0 ||
              angle_between (map->points[i].angle, angle) > ANGLE_REACH)
            continue;
          dx       = map->points[i].x - line->point.x;
          dy       = map->points[i].y - line->point.y;
          distance = dx * normal.x + dy * normal.y;
          if (fabs (distance) <= reach)
            func (i, dx * line->direction.x + dy * line->direction.y, distance,
                  data);
        }
    }
}

typedef struct
{
  const Hough *hough;
  gint         n;
  gdouble      t, tt, d, td;
} Fit;

static void
add_to_fit (gint i, gdouble t, gdouble distance, gpointer data)
{
  Fit *fit = data;

  if (fit->hough->taken[i])
    return;
  fit->n++;
  fit->t += t;
  fit->tt += t * t;
  fit->d += distance;
  fit->td += t * distance;
}

/* The line of least squares through those points in reach that no line has. */
static gboolean
fit_line (const Hough *hough, HomEdgeLine *line, gdouble reach)
{
  Fit      fit = { hough };
  gdouble  determinant, offset, slope;
  HomPoint through, normal;

  for_each_point (hough->map, line, reach, add_to_fit, &fit);
  determinant = fit.n * fit.tt - fit.t * fit.t;
  if (fit.n < 2 || ! (determinant > 0.0))
    return FALSE;

  slope         = (fit.n * fit.td - fit.t * fit.d) / determinant;
  offset        = (fit.d - slope * fit.t) / fit.n;
  normal        = (HomPoint) { line->direction.y, -line->direction.x };
  through       = (HomPoint) { line->point.x + offset * normal.x,
                               line->point.y + offset * normal.y };
  normal        = (HomPoint) { normal.x - slope * line->direction.x,
                               normal.y - slope * line->direction.y };
  line->n_votes = fit.n;

  return place (line, hough->map, atan2 (normal.y, normal.x),
                (through.x * normal.x + through.y * normal.y) /
                    hypot (normal.x, normal.y));
}

static void
take (gint i, gdouble t, gdouble distance, gpointer data)
{
  Hough *hough = data;

  if (! hough->taken[i])
    vote (hough, &hough->map->points[i], -1);
  hough->taken[i] = TRUE;
}

typedef struct
{
  const HomEdgeMap *map;
  HomEdgeLine      *line;
  gfloat            sign;
} Marking;

static void
mark (gint i, gdouble t, gdouble distance, gpointer data)
{
  const Marking      *job   = data;
  const HomEdgePoint *point = &job->map->points[i];
  gint                k     = floor (t);
  HomEdgeSums        *sums;

  if (k < 0 || k >= job->line->n_pixels)
    return;
  sums = &job->line->sums[k + 1];
  if (point->strength > sums->weight)
    *sums = (HomEdgeSums) { 0.0f, 1.0f, point->strength,
                            point->rise * job->sign };
}

/* A steep run of points skips a pixel here and there: between two that are
 * marked, one is.
 */
static void
count_support (const HomEdgeMap *map, HomEdgeLine *line)
{
  gfloat  sign = line->direction.x < 0 ||
                        (line->direction.x == 0 && line->direction.y > 0) ?
                     1.0f :
                     -1.0f;
  Marking job  = { map, line, sign };

  line->n_pixels = ceil (line->length);
  line->sums     = g_new0 (HomEdgeSums, line->n_pixels + 1);
  for_each_point (map, line, FINAL_REACH, mark, &job);
  for (gint k = 2; k < line->n_pixels; k++)
    if (line->sums[k].support == 0.0f && line->sums[k - 1].support == 1.0f &&
        line->sums[k + 1].support == 1.0f)
      line->sums[k] = line->sums[k - 1];
  for (gint k = 0; k < line->n_pixels; k++)
    {
      HomEdgeSums *before = &line->sums[k], *sums = &line->sums[k + 1];

      sums->length = k + 1;
      sums->weight = before->weight +
                     sums->support *
                         (1.0f - STRENGTH +
                          STRENGTH * MIN (sums->weight / map->strong, 1.0f));
      sums->support += before->support;
      sums->rise += before->rise;
    }
}

static void
clear_line (gpointer data)
{
  g_free (((HomEdgeLine *) data)->sums);
}

/* The line with the most votes; its points are then taken. FALSE when none has
 * enough.
 */
static gboolean
next_line (Hough *hough, gint least, HomEdgeLine *line)
{
  gint32 *most = NULL;
  gint    best = 0;

  for (gint i = 0; i < N_ANGLES; i++)
    {
      gint32 *cell = hough->votes + (gsize) i * hough->n_distances +
                     hough->best[i];

      if (! most || *cell > *most)
        {
          most = cell;
          best = i;
        }
    }
  if (*most < least)
    return FALSE;

  place (line, hough->map, (best + 0.5) * G_PI / N_ANGLES,
         hough->best[best] - hough->middle + 0.5);
  for (gint i = 0; i < N_FITS; i++)
    {
      gdouble share = i / (N_FITS - 1.0);

      if (! fit_line (hough, line,
                      FIRST_REACH + share * (FINAL_REACH - FIRST_REACH)))
        break;
    }
  for_each_point (hough->map, line, FINAL_REACH + 0.5, take, hough);
  /* Not once more, even if the fit went elsewhere. */
  *most = G_MININT32 / 2;
  best  = lrint (atan2 (-line->direction.x, line->direction.y) / G_PI *
                 N_ANGLES);
  update_best (hough, best - CHANGED_ANGLES, best + CHANGED_ANGLES);

  return TRUE;
}

/* The lines, those with the most edge points first, by the Hough transform of
 * oriented edge points: O'Gorman & Clowes, Finding picture edges through
 * collinearity of feature points (doi:10.1109/TC.1976.1674627).
 *
 * Returns: (transfer full) (element-type HomEdgeLine): NULL when there is no
 *   memory or it was cancelled.
 */
GArray *
hom_edge_lines_find (const HomEdgeMap *map,
                     GCancellable     *cancellable,
                     GError          **error)
{
  gint        least = ceil (LEAST_VOTES * hypot (map->width, map->height));
  GArray     *lines;
  HomEdgeLine line;
  Hough       hough;

  if (! hough_init (&hough, map, error))
    return NULL;

  lines = g_array_new (FALSE, FALSE, sizeof (HomEdgeLine));
  g_array_set_clear_func (lines, clear_line);
  while (lines->len < MAX_LINES && next_line (&hough, least, &line))
    {
      count_support (map, &line);
      g_array_append_val (lines, line);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
    }
  hough_clear (&hough);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&lines, g_array_unref);

  return lines;
}

/* Of the part of the line from @t0 to @t1 that is inside the map. */
HomEdgeSums
hom_edge_line_sums (const HomEdgeLine *line, gdouble t0, gdouble t1)
{
  gint               first = CLAMP (lrint (MIN (t0, t1)), 0, line->n_pixels);
  gint               last  = CLAMP (lrint (MAX (t0, t1)), 0, line->n_pixels);
  const HomEdgeSums *a = &line->sums[first], *b = &line->sums[last];

  return (HomEdgeSums) { b->length - a->length, b->support - a->support,
                         b->weight - a->weight, b->rise - a->rise };
}
