/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-local-correlation.h"
#include "align/pyramid/hom-pair-moments.h"
#include "base/hom-memory.h"
#include "base/hom-order-statistics.h"
#include "base/hom-parallel.h"
#include "base/hom-processor.h"

/* The side of a window, in pixels: small enough that light and shade between
 * pictures that have nothing in common do not correlate, large enough that
 * noise does not hide what they have.
 */
#define WINDOW 8

/* Both pictures must show at least this many pixels of a window. */
#define LEAST_PIXELS (WINDOW * WINDOW / 2)

#define MIDDLE ((WINDOW - 1) / 2.0)

/* A variance below this is rounding. */
#define FLAT 1e-10

/* Σ (x − x̄)² over a whole window, which equals Σ (y − ȳ)². */
#define SLOPE (WINDOW * WINDOW * (WINDOW * WINDOW - 1) / 12.0)

/* The variances of a window in both pictures and their covariance; 0 where too
 * few pixels are shown or a picture is flat.
 */
typedef struct
{
  gfloat moving, reference, both;
} Window;

/* Sums over a window: the moments, and Σ (x − x̄) · value and Σ (y − ȳ) · value
 * in both pictures.
 */
typedef struct
{
  HomPairMoments moments;
  gdouble        moving_x, moving_y, reference_x, reference_y;
} Sums;

typedef struct
{
  const HomLevel  *reference;
  const HomLevel  *moving;
  const HomMatrix *w;
  gint             n_columns;
  Window          *windows;
  Window          *textures;
  HomPairMoments  *bands;
} Job;

/* The samples of pixels that lie side by side: where each is taken in the
 * moving picture, and whether all that a linear sample reaches is inside.
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

/* Adds a row of a window to the sums of its columns, where both pictures show
 * it.
 *
 * @down: where the row lies, from the middle of the window.
 */
static inline void
add_row (const Job *job,
         gint       x0,
         gint       y,
         gint       n,
         gdouble    down,
         gdouble (*sums)[WINDOW])
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
      sums[6][i] += down * moved;
      sums[7][i] += down * t;
    }
}

HOM_PROCESSORS static void
measure_window (const Job *job, gint x0, gint y0, Sums *out)
{
  const HomImage *grey            = job->reference->grey;
  const gint      n               = MIN (grey->width - x0, WINDOW);
  const gint      last            = MIN (grey->height, y0 + WINDOW);
  gdouble         sums[8][WINDOW] = { { 0.0 } };
  gdouble         all[8]          = { 0.0 };

  for (gint y = y0; y < last; y++)
    if (n == WINDOW)
      add_row (job, x0, y, WINDOW, y - y0 - MIDDLE, sums);
    else
      add_row (job, x0, y, n, y - y0 - MIDDLE, sums);

  *out = (Sums){ 0 };
  for (gint i = 0; i < WINDOW; i++)
    {
      for (gint m = 0; m < 8; m++)
        all[m] += sums[m][i];
      out->moving_x += (i - MIDDLE) * sums[1][i];
      out->reference_x += (i - MIDDLE) * sums[2][i];
    }
  out->moving_y    = all[6];
  out->reference_y = all[7];
  out->moments     = (HomPairMoments){ all[0], all[1], all[2],
                                       all[3], all[4], all[5] };
}

static Window
make_window (gdouble moving, gdouble reference, gdouble both)
{
  if (! (moving > FLAT && reference > FLAT))
    return (Window){ 0.0f };

  return (Window){ moving, reference, both };
}

/* Finds the variances and the covariance of a window.
 *
 * @texture: (out): those of what is left without a slope, of windows that are
 *   whole.
 */
static Window
compare_window (const Sums *sums, Window *texture)
{
  const HomPairMoments *m         = &sums->moments;
  const gdouble         n         = MAX (m->n, 1.0);
  gdouble               moving    = (m->ii - m->i * m->i / n) / n;
  gdouble               reference = (m->tt - m->t * m->t / n) / n;
  gdouble               both      = (m->it - m->i * m->t / n) / n;

  *texture = (Window){ 0.0f };
  if (m->n < LEAST_PIXELS)
    return *texture;

  if (m->n == WINDOW * WINDOW)
    {
      const gdouble s = SLOPE * n;

      *texture = make_window (moving - (sums->moving_x * sums->moving_x +
                                        sums->moving_y * sums->moving_y) /
                                           s,
                              reference -
                                  (sums->reference_x * sums->reference_x +
                                   sums->reference_y * sums->reference_y) /
                                      s,
                              both - (sums->moving_x * sums->reference_x +
                                      sums->moving_y * sums->reference_y) /
                                         s);
    }

  return make_window (moving, reference, both);
}

static void
add_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->n_columns; column++)
      {
        gint at = row * job->n_columns + column;
        Sums sums;

        measure_window (job, column * WINDOW, row * WINDOW, &sums);
        hom_pair_moments_add (&job->bands[band], &sums.moments);
        job->windows[at] = compare_window (&sums, &job->textures[at]);
      }
}

/* Finds the median, over the windows, of the variance of the moving picture
 * divided by that of the reference. Windows that show nothing are left out.
 *
 * @ratios: room for two ratios of each window.
 */
static gdouble
measure_contrast (const Window *windows, gint n_windows, gfloat *ratios)
{
  gint n = 0;

  for (gint i = 0; i < n_windows; i++)
    if (windows[i].reference > 0.0f)
      ratios[n++] = windows[i].moving / windows[i].reference;

  return n > 0 ? hom_median (ratios, n, ratios + n) : 1.0;
}

/* Finds the mean of the correlations of windows. A window counts by the
 * contrast that both pictures have there. The outline of what covers a part of
 * one of them is the strongest contrast of all, and fits a smooth slope of the
 * other where it is not covered; by the product of both, it decided where the
 * pictures seemed to agree.
 *
 * @n_in_effect: (out): how many windows there are, in effect.
 */
static gdouble
correlate (const Window *windows,
           gint          n_windows,
           gfloat       *ratios,
           gdouble      *n_in_effect)
{
  gdouble contrast = measure_contrast (windows, n_windows, ratios);
  gdouble common = 0.0, weights = 0.0, squares = 0.0;

  for (gint i = 0; i < n_windows; i++)
    if (windows[i].reference > 0.0f)
      {
        const Window *w      = &windows[i];
        gdouble       weight = MIN (w->reference, w->moving / contrast);

        common += weight * w->both / sqrt (w->moving * w->reference);
        weights += weight;
        squares += weight * weight;
      }
  *n_in_effect = squares > 0.0 ? weights * weights / squares : 0.0;

  return weights > 0.0 ? common / weights : 0.0;
}

/* Measures how well two levels agree.
 *
 * @w: the sampling matrix between the coordinates of the two levels.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_local_correlation_measure (const HomLevel      *reference,
                               const HomLevel      *moving,
                               const HomMatrix     *w,
                               HomLocalCorrelation *agreement,
                               GError             **error)
{
  const gint     rows_per_band = 4;
  const gint     n_columns     = (reference->grey->width + WINDOW - 1) / WINDOW;
  const gint     n_rows  = (reference->grey->height + WINDOW - 1) / WINDOW;
  const gint     n       = n_columns * n_rows;
  const gint     n_bands = hom_parallel_n_bands (n_rows, rows_per_band);
  HomPairMoments all     = { 0.0 };
  hom_automemory gfloat *ratios = hom_memory_new (n, 2 * sizeof (gfloat), FALSE,
                                                  error);
  hom_automemory Window *windows       = NULL;
  hom_automemory HomPairMoments *bands = NULL;
  Job                            job;

  if (ratios)
    windows = hom_memory_new (n, 2 * sizeof (Window), FALSE, error);
  if (windows)
    bands = hom_memory_new (n_bands, sizeof (HomPairMoments), TRUE, error);
  if (! bands)
    return FALSE;

  job = (Job){ reference, moving, w, n_columns, windows, windows + n, bands };
  hom_parallel_rows (n_rows, rows_per_band, add_band, &job);
  for (gint i = 0; i < n_bands; i++)
    hom_pair_moments_add (&all, &bands[i]);
  agreement->overall = hom_pair_moments_correlation (&all);
  agreement->details = correlate (job.windows, n, ratios,
                                  &agreement->n_windows);
  agreement->texture = correlate (job.textures, n, ratios,
                                  &agreement->n_textures);

  return TRUE;
}
