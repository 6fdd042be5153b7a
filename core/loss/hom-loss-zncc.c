/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-parallel.h"
#include "loss/hom-loss-zncc.h"

typedef struct
{
  const HomImage   *y;
  const HomImage   *target;
  const HomImage   *mask;
  const HomMoments *moments;
  gdouble           along_y, along_t;
  HomImage         *dl_dy;
} Job;

static void
write_band (gint band, gint first, gint last, gpointer data)
{
  const Job        *job      = data;
  const HomMoments *moments  = job->moments;
  gint              channels = job->y->channels;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        const gfloat *py     = hom_image_pixel (job->y, column, row);
        const gfloat *pt     = hom_image_pixel (job->target, column, row);
        gfloat       *pd     = hom_image_pixel (job->dl_dy, column, row);
        gdouble       weight = hom_moments_weight (job->mask, py, pt, channels,
                                                   column, row);

        for (gint c = 0; c < channels; c++)
          pd[c] = weight > 0.0 ?
                      weight * (job->along_y * (py[c] - moments->y) -
                                job->along_t * (pt[c] - moments->t)) :
                      0.0;
      }
}

/* Evaluates L = 1 − z, z = C/√(Vy·Vt), for the sums that @moments holds. With
 *
 *     dC/dY_i = m_i·(T_i − T̄),  dVy/dY_i = 2·m_i·(Y_i − Ȳ)
 *
 * (that the means move as well cancels, as the deviations add up to 0)
 *
 *     dL/dY_i = m_i · (z/Vy·(Y_i − Ȳ) − (T_i − T̄)/√(Vy·Vt))
 */
void
hom_loss_zncc (const HomImage   *y,
               const HomImage   *target,
               const HomImage   *mask,
               const HomMoments *moments,
               gdouble          *value,
               HomImage         *dl_dy)
{
  Job     job         = { y, target, mask, moments, 0.0, 0.0, dl_dy };
  gdouble correlation = 0.0;

  if (! hom_moments_y_is_flat (moments) && ! hom_moments_t_is_flat (moments))
    {
      gdouble size = sqrt (moments->yy) * sqrt (moments->tt);

      correlation = CLAMP (moments->yt / size, -1.0, 1.0);
      job.along_y = correlation / moments->yy;
      job.along_t = 1.0 / size;
    }

  *value = 1.0 - correlation;
  if (dl_dy)
    hom_parallel_rows (y->height, hom_moments_rows_per_band (y), write_band,
                       &job);
}
