/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-level-edges.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"
#include "base/hom-scharr.h"

#define ROWS_PER_BAND 32

/* The ε that is added to the gradient, as a share of its root mean square: see
 * %HOM_LOSS_EDGES.
 */
#define SOFTNESS 0.1f

typedef struct
{
  const HomLevel *level;
  HomLevel       *edges;
  gdouble        *bands;
  gfloat          floor;
} Job;

/* Returns the square of the gradient. Pixels beyond the picture are those
 * nearest to them.
 */
static inline gfloat
square_at (const HomImage *grey, gint x, gint y)
{
  const gint last = grey->height - 1;
  gdouble    gx, gy;

  hom_scharr_gradient (hom_image_pixel (grey, x, MAX (y - 1, 0)),
                       hom_image_pixel (grey, x, y),
                       hom_image_pixel (grey, x, MIN (y + 1, last)),
                       x > 0 ? -1 : 0, x < grey->width - 1 ? 1 : 0, &gx, &gy);

  return gx * gx + gy * gy;
}

/* Returns how much the edges at a pixel count, as the least of its
 * neighborhood: a pixel beside a masked one has no edges that could be trusted.
 */
static inline gfloat
count_at (const HomImage *mask, gint x, gint y)
{
  gfloat least = 1.0f;

  for (gint j = MAX (y - 1, 0); j <= MIN (y + 1, mask->height - 1); j++)
    for (gint i = MAX (x - 1, 0); i <= MIN (x + 1, mask->width - 1); i++)
      least = MIN (least, *hom_image_pixel (mask, i, j));

  return least;
}

static void
square_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;
  gdouble    sum = 0.0;

  for (gint y = first; y < last; y++)
    for (gint x = 0; x < job->level->grey->width; x++)
      {
        gfloat square = square_at (job->level->grey, x, y);
        gfloat count  = 1.0f;

        if (job->edges->mask)
          {
            count = count_at (job->level->mask, x, y);
            *hom_image_pixel (job->edges->mask, x, y) = count;
          }
        *hom_image_pixel (job->edges->grey, x, y) = square;
        sum += count > 0.0f ? square : 0.0f;
      }
  job->bands[band] = sum;
}

static void
root_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint y = first; y < last; y++)
    for (gint x = 0; x < job->level->grey->width; x++)
      {
        gfloat *pixel = hom_image_pixel (job->edges->grey, x, y);

        *pixel = sqrtf (*pixel + job->floor) - sqrtf (job->floor);
      }
}

/* Finds the strength of the edges of a level, √(gx² + gy² + ε²) − ε: the same
 * for a picture and its negative. See %HOM_LOSS_EDGES.
 *
 * Returns: FALSE when there is no memory.
 */
gboolean
hom_level_edges (const HomLevel *level, HomLevel *edges, GError **error)
{
  gint    width   = level->grey->width;
  gint    height  = level->grey->height;
  gint    n_bands = hom_parallel_n_bands (height, ROWS_PER_BAND);
  Job     job     = { level, edges };
  gdouble sum     = 0.0;

  *edges = (HomLevel){ width, height, hom_image_new (width, height, 1, error) };
  if (edges->grey && level->mask)
    edges->mask = hom_image_new (width, height, 1, error);
  if (edges->grey && (edges->mask || ! level->mask))
    job.bands = hom_memory_new (n_bands, sizeof (gdouble), TRUE, error);
  if (! job.bands)
    {
      hom_level_clear (edges);
      return FALSE;
    }

  hom_parallel_rows (height, ROWS_PER_BAND, square_band, &job);
  for (gint i = 0; i < n_bands; i++)
    sum += job.bands[i];
  job.floor = SOFTNESS * SOFTNESS * sum / ((gdouble) width * height);
  hom_parallel_rows (height, ROWS_PER_BAND, root_band, &job);
  hom_memory_free (job.bands);

  return TRUE;
}
