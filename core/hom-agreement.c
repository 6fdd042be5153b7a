/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-agreement.h"
#include "hom-exposure-map.h"
#include "hom-parallel.h"

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

/* Between the pixels, linearly. FALSE where that is outside or does not count.
 */
static gboolean
sample (const HomLevel *level, HomPoint p, gdouble *value)
{
  const HomImage *grey = level->grey;
  gdouble         u    = p.x - 0.5;
  gdouble         v    = p.y - 0.5;
  gint            x    = (gint) u;
  gint            y    = (gint) v;
  const gfloat   *corner;

  if (! (u >= 0.0 && v >= 0.0 && u < grey->width - 1 && v < grey->height - 1) ||
      (level->mask &&
       ! (*hom_image_pixel (level->mask, (gint) p.x, (gint) p.y) > 0.0f)))
    return FALSE;

  u -= x;
  v -= y;
  corner = hom_image_pixel (grey, x, y);
  *value = (1.0 - v) * ((1.0 - u) * corner[0] + u * corner[1]) +
           v * ((1.0 - u) * corner[grey->stride] +
                u * corner[grey->stride + 1]);

  return TRUE;
}

static void
add_window (const Job *job, gint x0, gint y0, Sums *sums)
{
  const HomImage *grey = job->reference->grey;
  const HomImage *mask = job->reference->mask;
  HomPlaneMoments m    = { 0.0 };
  gdouble         var_i, var_t;

  for (gint y = y0; y < MIN (y0 + WINDOW, grey->height); y++)
    for (gint x = x0; x < MIN (x0 + WINDOW, grey->width); x++)
      {
        gdouble  still = *hom_image_pixel (grey, x, y);
        gdouble  moved;
        HomPoint q;

        if ((mask && ! (*hom_image_pixel (mask, x, y) > 0.0f)) ||
            ! hom_matrix_apply (job->w, (HomPoint) { x + 0.5, y + 0.5 }, &q) ||
            ! sample (job->moving, q, &moved))
          continue;
        m.n += 1.0;
        m.i += moved;
        m.t += still;
        m.ii += moved * moved;
        m.tt += still * still;
        m.it += moved * still;
      }
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
