/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-level-edges.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"

#define ROWS_PER_BAND 32

/* What is added to the gradient, as a share of its root mean square: see
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

/* Scharr's filter, as in %HOM_LOSS_EDGES; beyond the picture the nearest
 * pixels. */
static inline gfloat
square_at (const HomImage *grey, gint x, gint y)
{
  const gfloat *above = hom_image_pixel (grey, 0, MAX (y - 1, 0));
  const gfloat *here  = hom_image_pixel (grey, 0, y);
  const gfloat *below = hom_image_pixel (grey, 0,
                                         MIN (y + 1, grey->height - 1));
  gint          left  = MAX (x - 1, 0);
  gint          right = MIN (x + 1, grey->width - 1);
  gfloat        gx, gy;

  gx = 3.0f * (above[right] - above[left] + below[right] - below[left]) +
       10.0f * (here[right] - here[left]);
  gy = 3.0f * (below[left] - above[left] + below[right] - above[right]) +
       10.0f * (below[x] - above[x]);

  return (gx * gx + gy * gy) / (32.0f * 32.0f);
}

/* A pixel beside a masked one has no edges that could be trusted. */
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

/* The strength of the edges of a level, √(gx² + gy² + ε²) − ε: the same for a
 * picture and its negative. See %HOM_LOSS_EDGES.
 */
gboolean
hom_level_edges (const HomLevel *level, HomLevel *edges, GError **error)
{
  gint    width   = level->grey->width;
  gint    height  = level->grey->height;
  gint    n_bands = hom_parallel_n_bands (height, ROWS_PER_BAND);
  Job     job     = { level, edges };
  gdouble sum     = 0.0;

  *edges = (HomLevel) { width, height,
                        hom_image_new (width, height, 1, error) };
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
