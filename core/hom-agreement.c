/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-agreement.h"
#include "hom-exposure-map.h"
#include "hom-parallel.h"
#include "hom-processor.h"

/* The side of a window, in pixels: small enough that light and shade between
 * pictures that have nothing in common do not correlate, large enough that
 * noise does not hide what they have.
 */
#define WINDOW 8

/* Pixels of a window that both pictures must show, at least. */
#define LEAST_PIXELS (WINDOW * WINDOW / 2)

/* A variance below this is rounding. */
#define FLAT 1e-10

typedef struct
{
  HomPlaneMoments all;
  gdouble         common, spread, squares;
} Sums;

typedef struct
{
  const HomLevel  *reference;
  const HomLevel  *moving;
  const HomMatrix *w;
  Sums            *bands;
} Job;

/* Pixels side by side: where they are seen, and whether all that a linear
 * sample reaches is inside.
 */
typedef struct
{
  gint    column[WINDOW], line[WINDOW];
  gdouble fx[WINDOW], fy[WINDOW];
  gint    inside[WINDOW];
} Row;

static inline void
locate (const Job *job, gint x0, gint y0, Row *row)
{
  const gdouble *m      = job->w->m;
  const gdouble  y      = y0 + 0.5;
  const gdouble  right  = job->moving->grey->width - 1;
  const gdouble  bottom = job->moving->grey->height - 1;

  for (gint i = 0; i < WINDOW; i++)
    {
      gdouble x       = x0 + i + 0.5;
      gdouble z       = m[6] * x + m[7] * y + m[8];
      gdouble inverse = z > 0.0 ? 1.0 / z : 0.0;
      gdouble u       = (m[0] * x + m[1] * y + m[2]) * inverse - 0.5;
      gdouble v       = (m[3] * x + m[4] * y + m[5]) * inverse - 0.5;
      gint    inside  = (z > 0.0) & (u >= 0.0) & (v >= 0.0) & (u < right) &
                    (v < bottom);

      u              = inside ? u : 0.0;
      v              = inside ? v : 0.0;
      row->column[i] = (gint) u;
      row->line[i]   = (gint) v;
      row->fx[i]     = u - row->column[i];
      row->fy[i]     = v - row->line[i];
      row->inside[i] = inside;
    }
}

/* Adds up, for each of the columns, what both pictures show of some of a
 * window's rows.
 */
static inline void
add_row (const Job *job, gint x0, gint y, gint n, gdouble (*sums)[WINDOW])
{
  const HomLevel *level  = job->moving;
  const gsize     stride = level->grey->stride;
  const gfloat   *still  = hom_image_pixel (job->reference->grey, x0, y);
  const gfloat   *mask   = job->reference->mask ?
                               hom_image_pixel (job->reference->mask, x0, y) :
                               NULL;
  Row             row;

  locate (job, x0, y, &row);
  for (gint i = 0; i < n; i++)
    {
      const gfloat *corner = hom_image_pixel (level->grey, row.column[i],
                                              row.line[i]);
      gdouble       u      = row.fx[i];
      gdouble       v      = row.fy[i];
      gdouble       moved, t;

      if (! row.inside[i] || (mask && ! (mask[i] > 0.0f)) ||
          (level->mask &&
           ! (*hom_image_pixel (level->mask, row.column[i] + (u >= 0.5),
                                row.line[i] + (v >= 0.5)) > 0.0f)))
        continue;
      moved = (1.0 - v) * ((1.0 - u) * corner[0] + u * corner[1]) +
              v * ((1.0 - u) * corner[stride] + u * corner[stride + 1]);
      t = still[i];
      sums[0][i] += 1.0;
      sums[1][i] += moved;
      sums[2][i] += t;
      sums[3][i] += moved * moved;
      sums[4][i] += t * t;
      sums[5][i] += moved * t;
    }
}

HOM_PROCESSORS static void
measure_window (const Job *job, gint x0, gint y0, HomPlaneMoments *moments)
{
  const HomImage *grey            = job->reference->grey;
  const gint      n               = MIN (grey->width - x0, WINDOW);
  const gint      last            = MIN (grey->height, y0 + WINDOW);
  gdouble         sums[6][WINDOW] = { { 0.0 } };
  gdouble         all[6]          = { 0.0 };

  for (gint y = y0; y < last; y++)
    if (n == WINDOW)
      add_row (job, x0, y, WINDOW, sums);
    else
      add_row (job, x0, y, n, sums);

  for (gint m = 0; m < 6; m++)
    for (gint i = 0; i < WINDOW; i++)
      all[m] += sums[m][i];
  *moments =
      (HomPlaneMoments) { all[0], all[1], all[2], all[3], all[4], all[5] };
}

static void
add_window (const Job *job, gint x0, gint y0, Sums *sums)
{
  HomPlaneMoments m;
  gdouble         var_i, var_t;

  measure_window (job, x0, y0, &m);
  hom_plane_moments_add (&sums->all, &m);
  if (m.n < LEAST_PIXELS)
    return;

  var_i = m.ii - m.i * m.i / m.n;
  var_t = m.tt - m.t * m.t / m.n;
  if (var_i > FLAT * m.n && var_t > FLAT * m.n)
    {
      sums->common += m.it - m.i * m.t / m.n;
      sums->spread += sqrt (var_i * var_t);
      sums->squares += var_i * var_t;
    }
}

static void
add_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint row = first; row < last; row++)
    for (gint x = 0; x < job->reference->grey->width; x += WINDOW)
      add_window (job, x, row * WINDOW, &job->bands[band]);
}

/* @w: the sampling matrix between the coordinates of the two levels. */
HomAgreement
hom_agreement_measure (const HomLevel  *reference,
                       const HomLevel  *moving,
                       const HomMatrix *w)
{
  const gint   rows_per_band = 4;
  gint         n_rows        = (reference->grey->height + WINDOW - 1) / WINDOW;
  gint         n_bands       = hom_parallel_n_bands (n_rows, rows_per_band);
  Job          job           = { reference, moving, w, g_new0 (Sums, n_bands) };
  Sums         total         = { { 0.0 } };
  HomAgreement agreement;

  hom_parallel_rows (n_rows, rows_per_band, add_band, &job);
  for (gint i = 0; i < n_bands; i++)
    {
      hom_plane_moments_add (&total.all, &job.bands[i].all);
      total.common += job.bands[i].common;
      total.spread += job.bands[i].spread;
      total.squares += job.bands[i].squares;
    }
  g_free (job.bands);

  agreement.details   = total.spread > 0.0 ? total.common / total.spread : 0.0;
  agreement.overall   = hom_plane_moments_correlation (&total.all);
  agreement.n_windows = total.squares > 0.0 ?
                            total.spread * total.spread / total.squares :
                            0.0;

  return agreement;
}
