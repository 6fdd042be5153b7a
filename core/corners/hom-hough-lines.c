/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/hom-memory.h"
#include "corners/hom-hough-lines.h"

/* The most lines that are found. The sides of a sheet are among the longest; a
 * page of text has two lines for each line of text, and a crossword as many for
 * its squares.
 */
#define MAX_LINES 250

/* A line has at least this many edge points: as many as the shortest side is
 * long.
 */
#define LEAST_VOTES 22

/* The least ratio of the map's shorter side to its diagonal in which lines are
 * looked for: votes for the lines of a long strip need much memory.
 */
#define LEAST_SHAPE 0.03

/* The number of bins of the angle, over the full turn: at the ends of a line of
 * 800 px, half of one is 1.7 px off.
 */
#define N_ANGLES 720

/* The largest angle between an edge point and its line, in bins: 6°. Noise of a
 * tenth of an edge's strength turns its gradient by that.
 */
#define VOTE_ANGLES 12

/* A line is fitted to the points that lie this near to it, in pixels of the
 * map, in the first and in the last fit: the first allows for the size of the
 * bins.
 */
#define FIRST_REACH 4.0
#define FINAL_REACH 3.0
#define N_FITS      8

/* Points that lie this near to a line, in pixels of the map, make no other one.
 */
#define TAKEN_REACH 3.0

/* The number of bins, to either side of a line's angle and of the opposite one,
 * that change when its points are taken: by 15°, and the points' own votes.
 */
#define CHANGED_ANGLES (N_ANGLES / 24 + VOTE_ANGLES + 2)

/* Votes for lines, by the angle of the normal, towards the brighter side, and
 * the distance from the origin along it: bin k has the distances from k −
 * middle − 1/2 to k − middle + 3/2. @most has the most votes of each angle. Faint
 * points have no vote: they are @taken from the beginning.
 */
typedef struct
{
  const HomEdgeMap *map;
  gint              n_distances;
  gint              middle;
  gint32           *votes;
  gint32            most[N_ANGLES];
  gfloat            cosine[N_ANGLES], sine[N_ANGLES];
  guint8           *taken;
} Hough;

static inline gint32 *
votes_for (const Hough *hough, gint angle)
{
  return hough->votes + (gsize) angle * hough->n_distances;
}

/* Adds the votes of an edge point, for the lines through it whose normal is
 * near its own, in two bins of the distance each: as bins overlap, they cut no
 * line in two.
 */
static void
vote (Hough *hough, const HomEdgePoint *point, gint32 by)
{
  gint angle = floorf (atan2f (point->normal_y, point->normal_x) *
                       (gfloat) (N_ANGLES / (2.0 * G_PI)));

  for (gint i = angle - VOTE_ANGLES; i <= angle + VOTE_ANGLES; i++)
    {
      gint   bin      = (i + N_ANGLES) % N_ANGLES;
      gfloat distance = point->x * hough->cosine[bin] +
                        point->y * hough->sine[bin];
      gint32 *cell = votes_for (hough, bin) +
                     (gint) (distance + hough->middle + 0.5f);

      cell[-1] += by;
      cell[0] += by;
    }
}

/* Finds the most votes for each of these angles anew. For which distance they
 * are is asked of one angle only: without it, this is a loop of vectors.
 */
static void
update_most (Hough *hough, gint first, gint last)
{
  for (gint i = first; i <= last; i++)
    {
      gint          bin   = (i + 2 * N_ANGLES) % N_ANGLES;
      const gint32 *votes = votes_for (hough, bin);
      gint32        most  = votes[0];

      for (gint k = 1; k < hough->n_distances; k++)
        most = MAX (most, votes[k]);
      hough->most[bin] = most;
    }
}

static gboolean
hough_init (Hough *hough, const HomEdgeMap *map, GError **error)
{
  hough->map         = map;
  hough->middle      = ceil (hypot (map->width, map->height)) + 2;
  hough->n_distances = 2 * hough->middle + 2;
  hough->taken       = NULL;
  hough->votes = hom_memory_new (N_ANGLES, hough->n_distances * sizeof (gint32),
                                 TRUE, error);
  if (hough->votes)
    hough->taken = hom_memory_new (map->n_points, sizeof (guint8), TRUE, error);
  if (! hough->taken)
    return FALSE;

  for (gint i = 0; i < N_ANGLES; i++)
    {
      gdouble angle = (i + 0.5) * 2.0 * G_PI / N_ANGLES;

      hough->cosine[i] = cos (angle);
      hough->sine[i]   = sin (angle);
    }
  for (gint i = 0; i < map->n_points; i++)
    if (hom_edge_point_is_faint (map, &map->points[i]))
      hough->taken[i] = TRUE;
    else
      vote (hough, &map->points[i], 1);
  update_most (hough, 0, N_ANGLES - 1);

  return TRUE;
}

static void
hough_clear (Hough *hough)
{
  hom_memory_free (hough->votes);
  hom_memory_free (hough->taken);
}

static void
take (gint i, gdouble t, gdouble distance, gint rise, gpointer data)
{
  Hough *hough = data;

  if (! hough->taken[i])
    vote (hough, &hough->map->points[i], -1);
  hough->taken[i] = TRUE;
}

/* Takes back the votes of the points near a line. */
static void
take_points (Hough *hough, const HomEdgeLine *line)
{
  gint angle = floor (atan2 (line->normal.y, line->normal.x) * N_ANGLES /
                      (2.0 * G_PI));

  hom_edge_line_for_each (line, hough->map, TAKEN_REACH, take, hough);
  update_most (hough, angle - CHANGED_ANGLES, angle + CHANGED_ANGLES);
  angle += N_ANGLES / 2;
  update_most (hough, angle - CHANGED_ANGLES, angle + CHANGED_ANGLES);
}

/* Finds the line with the most votes, and takes its points.
 *
 * Returns: FALSE when none has enough.
 */
static gboolean
next_line (Hough *hough, gint least, HomEdgeLine *line)
{
  gint    best     = 0;
  gint    distance = 0;
  gint32 *votes;

  for (gint i = 1; i < N_ANGLES; i++)
    if (hough->most[i] > hough->most[best])
      best = i;
  if (hough->most[best] < least)
    return FALSE;

  votes = votes_for (hough, best);
  while (votes[distance] < hough->most[best])
    distance++;

  hom_edge_line_place (line, hough->map,
                       (HomPoint){ hough->cosine[best], hough->sine[best] },
                       distance - hough->middle + 0.5);
  for (gint i = 0; i < N_FITS; i++)
    if (! hom_edge_line_fit (line, hough->map, hough->taken,
                             FIRST_REACH + i * (FINAL_REACH - FIRST_REACH) /
                                               (N_FITS - 1)))
      break;
  /* This bin is not to be found again, even where the fit has gone elsewhere.
   */
  votes[distance] = G_MININT32 / 2;
  update_most (hough, best, best);
  take_points (hough, line);

  return TRUE;
}

/* Returns how many sums a line has, at most: it is inside the map, and no
 * longer than its diagonal.
 */
static gsize
most_sums (const HomEdgeMap *map)
{
  return (gsize) ceil (hypot (map->width, map->height)) + 2;
}

void
hom_hough_lines_free (HomHoughLines *lines)
{
  if (! lines)
    return;

  hom_memory_free (lines->lines);
  hom_memory_free (lines->sums);
  g_free (lines);
}

static HomHoughLines *
new_lines (const HomEdgeMap *map, GError **error)
{
  HomHoughLines *lines = g_new0 (HomHoughLines, 1);

  lines->lines = hom_memory_new (MAX_LINES, sizeof (HomEdgeLine), FALSE, error);
  if (lines->lines)
    lines->sums = hom_memory_new (
        MAX_LINES, most_sums (map) * sizeof (HomEdgeSums), FALSE, error);
  if (! lines->sums)
    g_clear_pointer (&lines, hom_hough_lines_free);

  return lines;
}

/* Finds lines, those with the most edge points first, by the Hough transform of
 * edge points with their directions: O'Gorman & Clowes, Finding picture edges
 * through collinearity of feature points (doi:10.1109/TC.1976.1674627).
 *
 * Returns: (transfer full): NULL with %HOM_ERROR_MEMORY, with
 *   %G_IO_ERROR_CANCELLED.
 */
HomHoughLines *
hom_hough_lines_find (const HomEdgeMap *map,
                      GCancellable     *cancellable,
                      GError          **error)
{
  g_autoptr (HomHoughLines) lines = NULL;
  HomEdgeLine line;
  Hough       hough;
  gboolean    is_made;

  /* No quadrilateral fits in; and the votes would need as much memory as such a
   * strip is long. */
  if (MIN (map->width, map->height) < LEAST_VOTES ||
      MIN (map->width, map->height) <
          LEAST_SHAPE * hypot (map->width, map->height))
    return g_new0 (HomHoughLines, 1);

  lines = new_lines (map, error);
  if (! lines)
    return NULL;

  is_made = hough_init (&hough, map, error);
  while (is_made && lines->n < MAX_LINES &&
         ! g_cancellable_is_cancelled (cancellable) &&
         next_line (&hough, LEAST_VOTES, &line))
    if (line.length >= LEAST_VOTES)
      {
        hom_edge_line_count (&line, map,
                             lines->sums + lines->n * most_sums (map));
        lines->lines[lines->n++] = line;
      }
  hough_clear (&hough);
  if (! is_made)
    return NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&lines);
}
