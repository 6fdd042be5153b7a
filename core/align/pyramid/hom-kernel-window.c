/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/pyramid/hom-local-correlation.h"

#define MIDDLE ((HOM_WINDOW - 1) / 2.0)

/* The samples of pixels that lie side by side: where each is taken in the
 * moving picture, and whether all that a linear sample reaches is inside.
 */
typedef struct
{
  gint    column[HOM_WINDOW], line[HOM_WINDOW];
  gdouble fx[HOM_WINDOW], fy[HOM_WINDOW];
  gint    inside[HOM_WINDOW];
} Row;

static inline void
locate (const HomWindowJob *job, gint x0, gint y0, Row *row)
{
  const gdouble *m      = job->w->m;
  const gdouble  y      = y0 + 0.5;
  const gdouble  right  = job->moving->grey->width - 1;
  const gdouble  bottom = job->moving->grey->height - 1;

  for (gint i = 0; i < HOM_WINDOW; i++)
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
add_row (const HomWindowJob *job,
         gint                x0,
         gint                y,
         gint                n,
         gdouble             down,
         gdouble (*sums)[HOM_WINDOW])
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

HOM_FLATTEN void
HOM_KERNEL (hom_window_measure) (const HomWindowJob *job,
                                 gint                x0,
                                 gint                y0,
                                 HomWindowSums      *out)
{
  const HomImage *grey                = job->reference->grey;
  const gint      n                   = MIN (grey->width - x0, HOM_WINDOW);
  const gint      last                = MIN (grey->height, y0 + HOM_WINDOW);
  gdouble         sums[8][HOM_WINDOW] = { { 0.0 } };
  gdouble         all[8]              = { 0.0 };

  for (gint y = y0; y < last; y++)
    if (n == HOM_WINDOW)
      add_row (job, x0, y, HOM_WINDOW, y - y0 - MIDDLE, sums);
    else
      add_row (job, x0, y, n, y - y0 - MIDDLE, sums);

  *out = (HomWindowSums){ 0 };
  for (gint i = 0; i < HOM_WINDOW; i++)
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
