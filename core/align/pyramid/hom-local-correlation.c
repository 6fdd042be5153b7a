/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-local-correlation.h"
#include "base/hom-memory.h"
#include "base/hom-order-statistics.h"
#include "base/hom-parallel.h"

/* Both pictures must show at least this many pixels of a window. */
#define LEAST_PIXELS (HOM_WINDOW * HOM_WINDOW / 2)

/* A variance below this is rounding. */
#define FLAT 1e-10

/* Σ (x − x̄)² over a whole window, which equals Σ (y − ȳ)². */
#define SLOPE (HOM_WINDOW * HOM_WINDOW * (HOM_WINDOW * HOM_WINDOW - 1) / 12.0)

/* The variances of a window in both pictures and their covariance; 0 where too
 * few pixels are shown or a picture is flat.
 */
typedef struct
{
  gfloat moving, reference, both;
} Window;

typedef struct
{
  HomWindowJob    pictures;
  gint            n_columns;
  Window         *windows;
  Window         *textures;
  HomPairMoments *bands;
} Job;

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
compare_window (const HomWindowSums *sums, Window *texture)
{
  const HomPairMoments *m         = &sums->moments;
  const gdouble         n         = MAX (m->n, 1.0);
  gdouble               moving    = (m->ii - m->i * m->i / n) / n;
  gdouble               reference = (m->tt - m->t * m->t / n) / n;
  gdouble               both      = (m->it - m->i * m->t / n) / n;

  *texture = (Window){ 0.0f };
  if (m->n < LEAST_PIXELS)
    return *texture;

  if (m->n == HOM_WINDOW * HOM_WINDOW)
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
        gint          at = row * job->n_columns + column;
        HomWindowSums sums;

        hom_kernel (hom_window_measure) (&job->pictures, column * HOM_WINDOW,
                                         row * HOM_WINDOW, &sums);
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

/* Returns what a window counts: the contrast that both pictures have there. */
static inline gdouble
weight_of (const Window *window, gdouble contrast)
{
  return MIN (window->reference, window->moving / contrast);
}

static inline gdouble
correlation_of (const Window *window)
{
  return window->both / sqrt (window->moving * window->reference);
}

/* Finds the mean of the correlations of windows. A window counts by the
 * contrast that both pictures have there. The outline of what covers a part of
 * one of them is the strongest contrast of all, and fits a smooth slope of the
 * other where it is not covered; by the product of both, it decided where the
 * pictures seemed to agree.
 *
 * @contrast: that of the moving picture, see measure_contrast().
 * @n_in_effect: (out): how many windows there are, in effect.
 */
static gdouble
correlate (const Window *windows,
           gint          n_windows,
           gdouble       contrast,
           gdouble      *n_in_effect)
{
  gdouble common = 0.0, weights = 0.0, squares = 0.0;

  for (gint i = 0; i < n_windows; i++)
    if (windows[i].reference > 0.0f)
      {
        const Window *w      = &windows[i];
        gdouble       weight = weight_of (w, contrast);

        common += weight * correlation_of (w);
        weights += weight;
        squares += weight * weight;
      }
  *n_in_effect = squares > 0.0 ? weights * weights / squares : 0.0;

  return weights > 0.0 ? common / weights : 0.0;
}

/* Sums of places, with weights. */
typedef struct
{
  gdouble w, x, y, xx, xy, yy;
} Places;

static void
add_place (Places *places, gdouble x, gdouble y, gdouble weight)
{
  places->w += weight;
  places->x += weight * x;
  places->y += weight * y;
  places->xx += weight * x * x;
  places->xy += weight * x * y;
  places->yy += weight * y * y;
}

/* Makes the covariance of places out of their sums. */
static void
centre (Places *places)
{
  gdouble n = MAX (places->w, 1e-30);

  places->x /= n;
  places->y /= n;
  places->xx = places->xx / n - places->x * places->x;
  places->xy = places->xy / n - places->x * places->y;
  places->yy = places->yy / n - places->y * places->y;
}

/* Finds where the windows that agree lie, and how far they are spread beside
 * all that both pictures show.
 */
static void
measure_spread (const Job           *job,
                gint                 n_windows,
                gdouble              contrast,
                HomLocalCorrelation *agreement)
{
  gdouble sign = agreement->details < 0.0 ? -1.0 : 1.0;
  Places  all = { 0.0 }, agreed = { 0.0 };
  gdouble a, b, c, d;

  for (gint i = 0; i < n_windows; i++)
    {
      const Window *w = &job->windows[i];
      gdouble       x = HOM_WINDOW * (i % job->n_columns + 0.5);
      gdouble       y = HOM_WINDOW * (i / job->n_columns + 0.5);

      if (! (w->reference > 0.0f))
        continue;
      add_place (&all, x, y, 1.0);
      add_place (&agreed, x, y,
                 weight_of (w, contrast) *
                     MAX (sign * correlation_of (w), 0.0));
    }
  centre (&all);
  centre (&agreed);
  /* The least λ with |agreed − λ·all| = 0. */
  a = all.xx * all.yy - all.xy * all.xy;
  b = agreed.xx * all.yy + agreed.yy * all.xx - 2.0 * agreed.xy * all.xy;
  c = agreed.xx * agreed.yy - agreed.xy * agreed.xy;
  d = b * b - 4.0 * a * c;

  agreement->middle = (HomPoint){ agreed.x, agreed.y };
  agreement->spread = 0.0;
  if (a > 0.0)
    agreement->spread = sqrt (MAX ((b - sqrt (MAX (d, 0.0))) / (2.0 * a), 0.0));
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
  const gint rows_per_band = 4;
  const gint n_columns = (reference->grey->width + HOM_WINDOW - 1) / HOM_WINDOW;
  const gint n_rows  = (reference->grey->height + HOM_WINDOW - 1) / HOM_WINDOW;
  const gint n       = n_columns * n_rows;
  const gint n_bands = hom_parallel_n_bands (n_rows, rows_per_band);
  HomPairMoments         all    = { 0.0 };
  hom_automemory gfloat *ratios = hom_memory_new (n, 2 * sizeof (gfloat), FALSE,
                                                  error);
  hom_automemory Window *windows       = NULL;
  hom_automemory HomPairMoments *bands = NULL;
  Job                            job;
  gdouble                        contrast;

  if (ratios)
    windows = hom_memory_new (n, 2 * sizeof (Window), FALSE, error);
  if (windows)
    bands = hom_memory_new (n_bands, sizeof (HomPairMoments), TRUE, error);
  if (! bands)
    return FALSE;

  job =
      (Job){ { reference, moving, w }, n_columns, windows, windows + n, bands };
  hom_parallel_rows (n_rows, rows_per_band, add_band, &job);
  for (gint i = 0; i < n_bands; i++)
    hom_pair_moments_add (&all, &bands[i]);
  agreement->overall = hom_pair_moments_correlation (&all);
  contrast           = measure_contrast (job.windows, n, ratios);
  agreement->details = correlate (job.windows, n, contrast,
                                  &agreement->n_windows);
  measure_spread (&job, n, contrast, agreement);
  contrast           = measure_contrast (job.textures, n, ratios);
  agreement->texture = correlate (job.textures, n, contrast,
                                  &agreement->n_textures);

  return TRUE;
}
