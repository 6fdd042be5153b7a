/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/normal/hom-gain-map.h"
#include "base/hom-memory.h"
#include "base/hom-order-statistics.h"
#include "base/hom-parallel.h"

#define ROWS_PER_BAND 16

/* Where the contrast is below this many times the noise, the gain is mostly
 * that of the whole picture.
 */
#define TRUSTED_CONTRAST 2.0

/* Two pictures of the same place, each with its noise, correlate by half where
 * the scene has as much contrast as the noise, and the variance of each is
 * twice that of the noise. Where they correlate by less than LEAST_CORRELATION
 * and the variance is more than MOST_NOISE times that of the noise, they show
 * different things.
 */
#define LEAST_CORRELATION 0.5
#define MOST_NOISE        4.0

/* Where more than this share of the cells show different things, the pictures
 * are rather not in place yet, and all cells count.
 */
#define MOST_GATED 0.5

typedef struct Job Job;

/* Works on a cell, at this column and row, by the moments about it. */
typedef void (*CellFunc) (const Job *, const HomPairMoments *, gint, gint);

struct Job
{
  HomGainMap        *map;
  const HomExposure *exposure;
  gdouble            variance; /* below this, a picture counts as flat */
  CellFunc           cell;
  GError            *error;
};

/* Counts the cells with one more column and row all around. */
static gsize
count_bordered (const HomGainMap *map)
{
  return (gsize) (map->width + 2) * (map->height + 2);
}

static gsize
count_cells (const HomGainMap *map)
{
  return (gsize) map->width * map->height;
}

/* Makes a map of @width × @height cells, with neither moments nor counts.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY.
 */
static HomGainMap *
new_of_cells (gint width, gint height, GError **error)
{
  HomGainMap *map = g_new0 (HomGainMap, 1);

  map->width  = width;
  map->height = height;
  map->gain   = hom_memory_new (count_bordered (map), sizeof (gfloat), FALSE,
                                error);
  if (map->gain)
    map->bias = hom_memory_new (count_bordered (map), sizeof (gfloat), FALSE,
                                error);
  if (! map->bias)
    g_clear_pointer (&map, hom_gain_map_free);

  return map;
}

/* Makes a gain map for a reference of this size, in pixels.
 *
 * @with_moments: whether hom_gain_map_match() will be asked.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY.
 */
HomGainMap *
hom_gain_map_new (gint     width,
                  gint     height,
                  gboolean with_moments,
                  GError **error)
{
  HomGainMap *map = new_of_cells ((width + HOM_CELL - 1) / HOM_CELL,
                                  (height + HOM_CELL - 1) / HOM_CELL, error);

  if (map && with_moments)
    {
      map->moments = hom_memory_new (count_cells (map), sizeof (HomPairMoments),
                                     TRUE, error);
      if (! map->moments)
        g_clear_pointer (&map, hom_gain_map_free);
    }

  return map;
}

/* Copies the values of cells.
 *
 * @from: (nullable): the values; without them there is no copy.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
static gboolean
copy_cells (gconstpointer from, gsize size, gpointer *to, GError **error)
{
  if (! from)
    return TRUE;

  *to = hom_memory_new (1, size, FALSE, error);
  if (*to)
    memcpy (*to, from, size);

  return *to != NULL;
}

/* Copies a gain map.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY.
 */
HomGainMap *
hom_gain_map_copy (const HomGainMap *map, GError **error)
{
  const gsize size = count_bordered (map) * sizeof (gfloat);
  HomGainMap *copy = new_of_cells (map->width, map->height, error);

  if (! copy)
    return NULL;

  copy->is_even = map->is_even;
  memcpy (copy->gain, map->gain, size);
  memcpy (copy->bias, map->bias, size);
  if (! copy_cells (map->moments, count_cells (map) * sizeof (HomPairMoments),
                    (gpointer *) &copy->moments, error) ||
      ! copy_cells (map->counts, count_cells (map) * sizeof (gfloat),
                    (gpointer *) &copy->counts, error))
    g_clear_pointer (&copy, hom_gain_map_free);

  return copy;
}

void
hom_gain_map_free (HomGainMap *map)
{
  if (! map)
    return;

  hom_memory_free (map->moments);
  hom_memory_free (map->counts);
  hom_memory_free (map->gain);
  hom_memory_free (map->bias);
  g_free (map);
}

/* Gives all cells the same gain and bias. */
void
hom_gain_map_fill (HomGainMap *map, const HomExposure *exposure)
{
  gsize n = count_bordered (map);

  map->is_even = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      map->gain[i] = exposure->gain;
      map->bias[i] = exposure->bias;
    }
}

static gdouble
variance (gdouble n, gdouble sum, gdouble squares)
{
  return MAX (squares - sum * sum / n, 0.0) / n;
}

static void
match_cell (const Job *job, const HomPairMoments *moments, gint x, gint y)
{
  HomGainMap *map     = job->map;
  gsize       at      = (gsize) (y + 1) * (map->width + 2) + x + 1;
  gdouble     overall = job->exposure->gain;

  if (! (moments->n > 0.0))
    {
      map->gain[at] = overall;
      map->bias[at] = job->exposure->bias;
      return;
    }

  map->gain[at] = copysign (
      sqrt ((variance (moments->n, moments->t, moments->tt) +
             overall * overall * job->variance) /
            (variance (moments->n, moments->i, moments->ii) + job->variance)),
      overall);
  map->bias[at] = (moments->t - map->gain[at] * moments->i) / moments->n;
}

static void
gate_cell (const Job *job, const HomPairMoments *moments, gint x, gint y)
{
  gdouble moving   = hom_pair_moments_contrast (moments, FALSE);
  gdouble still    = hom_pair_moments_contrast (moments, TRUE);
  gdouble contrast = MAX (moving, still);
  gdouble sign     = job->exposure->gain < 0.0 ? -1.0 : 1.0;

  job->map->counts[(gsize) y * job->map->width + x] =
      contrast * contrast < job->variance ||
      sign * hom_pair_moments_correlation (moments) > LEAST_CORRELATION;
}

/* Visits the cells of some rows with the moments of a window about each. Beyond
 * the map there are no pixels, and no moments.
 */
static void
visit_rows (gint band, gint first, gint last, gpointer data)
{
  Job                    *job     = data;
  const HomGainMap       *map     = job->map;
  const gsize             n       = map->width * HOM_N_PAIR_MOMENTS;
  const gsize             margin  = HOM_GAIN_REACH * HOM_N_PAIR_MOMENTS;
  hom_automemory gdouble *nothing = hom_memory_share (
      3 * n + 2 * margin, sizeof (gdouble), TRUE, &job->error);
  gdouble        *columns;
  HomPairMoments *cells;
  const gdouble  *lines[2 * HOM_GAIN_REACH + 1];

  if (! nothing)
    return;

  columns = nothing + n;
  cells   = (HomPairMoments *) (columns + n + 2 * margin);
  for (gint y = first; y < last; y++)
    {
      for (gint k = -HOM_GAIN_REACH; k <= HOM_GAIN_REACH; k++)
        lines[k + HOM_GAIN_REACH] = y + k < 0 || y + k >= map->height ?
                                        nothing :
                                        (gdouble *) map->moments + (y + k) * n;
      hom_kernel (hom_gain_filter_lines) (lines, n, columns + margin);
      for (gint k = 0; k <= 2 * HOM_GAIN_REACH; k++)
        lines[k] = columns + k * HOM_N_PAIR_MOMENTS;
      hom_kernel (hom_gain_filter_lines) (lines, n, (gdouble *) cells);
      for (gint x = 0; x < map->width; x++)
        job->cell (job, &cells[x], x, y);
    }
}

/* Gives the column and the row around the cells the values of the cells beside
 * them.
 */
static void
extend (gfloat *values, gint width, gint height)
{
  for (gint y = 1; y <= height; y++)
    {
      gfloat *row = values + (gsize) y * (width + 2);

      row[0]         = row[1];
      row[width + 1] = row[width];
    }
  memcpy (values, values + width + 2, (width + 2) * sizeof (gfloat));
  memcpy (values + (gsize) (height + 1) * (width + 2),
          values + (gsize) height * (width + 2), (width + 2) * sizeof (gfloat));
}

/* Visits all cells with the moments of a window about each. */
static gboolean
visit_cells (Job *job, GError **error)
{
  hom_parallel_rows (job->map->height, ROWS_PER_BAND, visit_rows, job);
  if (job->error)
    g_propagate_error (error, job->error);

  return ! job->error;
}

/* Gives each cell the gain and bias that bring the moving picture's contrast
 * and brightness around it to the reference's, by its moments.
 *
 * @exposure: the exposure of the whole picture, which cells without moments are
 *   given. The sign of its gain is that of all cells.
 * @noise: the standard deviation of the moving picture's noise.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_gain_map_match (HomGainMap        *map,
                    const HomExposure *exposure,
                    gdouble            noise,
                    GError           **error)
{
  /* It is not 0, for a picture that is flat. */
  gdouble flat = MAX (TRUSTED_CONTRAST * TRUSTED_CONTRAST * noise * noise,
                      1e-10);
  Job     job  = { map, exposure, flat, match_cell };

  if (! visit_cells (&job, error))
    return FALSE;

  map->is_even = FALSE;
  extend (map->gain, map->width, map->height);
  extend (map->bias, map->width, map->height);

  return TRUE;
}

/* Finds the median difference in brightness that one exposure leaves between
 * the cells of the two pictures.
 *
 * Returns: the difference, in the reference's units; −1 with %HOM_ERROR_MEMORY.
 */
gdouble
hom_gain_map_spread (const HomGainMap  *map,
                     const HomExposure *exposure,
                     GError           **error)
{
  gint                   n_cells     = map->width * map->height;
  hom_automemory gfloat *differences = hom_memory_new (
      n_cells, 2 * sizeof (gfloat), FALSE, error);
  gint n = 0;

  if (! differences)
    return -1.0;

  for (gint i = 0; i < n_cells; i++)
    {
      const HomPairMoments *m = &map->moments[i];

      if (m->n > 0.0)
        differences[n++] = fabs ((exposure->gain * m->i - m->t) / m->n +
                                 exposure->bias);
    }

  return n > 0 ? hom_median (differences, n, differences + n) : 0.0;
}

/* Lets all cells count. */
void
hom_gain_map_ungate (HomGainMap *map)
{
  g_clear_pointer (&map->counts, hom_memory_free);
}

/* Leaves out the cells that show something else in one picture than in the
 * other, by their moments: local exposures make any two textures alike. Where
 * there are no such cells, the map has no counts.
 *
 * @exposure: the exposure of the whole picture. The sign of its gain is that of
 *   all cells.
 * @noise: the standard deviation of the noise in each picture.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_gain_map_gate (HomGainMap        *map,
                   const HomExposure *exposure,
                   gdouble            noise,
                   GError           **error)
{
  Job  job     = { map, exposure, MOST_NOISE * noise * noise, gate_cell };
  gint n_seen  = 0;
  gint n_gated = 0;

  hom_gain_map_ungate (map);
  map->counts = hom_memory_new (count_cells (map), sizeof (gfloat), FALSE,
                                error);
  if (! map->counts || ! visit_cells (&job, error))
    return FALSE;

  for (gint i = 0; i < map->width * map->height; i++)
    if (map->moments[i].n > 0.0)
      {
        n_seen++;
        n_gated += map->counts[i] < 1.0f;
      }
  if (n_gated == 0 || n_gated > MOST_GATED * n_seen)
    hom_gain_map_ungate (map);

  return TRUE;
}
