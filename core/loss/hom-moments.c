/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/hom-parallel.h"
#include "homography/hom-error.h"
#include "loss/hom-moments.h"

/* A standard deviation below this share of the mean is the rounding of floats:
 * the picture is flat.
 */
#define LEAST_CONTRAST 1e-6

#define PIXELS_PER_BAND 65536

typedef struct
{
  const HomImage *y;
  const HomImage *target;
  const HomImage *mask;
  gdouble         y_origin, t_origin;
  HomMoments     *bands;
} Job;

/* Returns how many rows a band has: bands are like those of the warp. */
gint
hom_moments_rows_per_band (const HomImage *image)
{
  return MAX (1, PIXELS_PER_BAND / image->width);
}

/* Adds up Σ mask · (1, y, t, y², y·t, t²) of a band, with y and t counted from
 * their origins.
 */
static void
add_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job      = data;
  gint       channels = job->y->channels;
  HomMoments sums     = { 0 };

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        const gfloat *py     = hom_image_pixel (job->y, column, row);
        const gfloat *pt     = hom_image_pixel (job->target, column, row);
        gdouble       weight = hom_moments_weight (job->mask, py, pt, channels,
                                                   column, row);

        if (weight > 0.0)
          for (gint c = 0; c < channels; c++)
            {
              gdouble dy = py[c] - job->y_origin;
              gdouble dt = pt[c] - job->t_origin;

              sums.n += weight;
              sums.y += weight * dy;
              sums.t += weight * dt;
              sums.yy += weight * dy * dy;
              sums.yt += weight * dy * dt;
              sums.tt += weight * dt * dt;
            }
      }

  job->bands[band] = sums;
}

static HomMoments
add_up (Job *job)
{
  gint       rows    = hom_moments_rows_per_band (job->y);
  gint       n_bands = hom_parallel_n_bands (job->y->height, rows);
  HomMoments sums    = { 0 };

  job->bands = g_new0 (HomMoments, n_bands);
  hom_parallel_rows (job->y->height, rows, add_band, job);
  for (gint i = 0; i < n_bands; i++)
    {
      sums.n += job->bands[i].n;
      sums.y += job->bands[i].y;
      sums.t += job->bands[i].t;
      sums.yy += job->bands[i].yy;
      sums.yt += job->bands[i].yt;
      sums.tt += job->bands[i].tt;
    }
  g_free (job->bands);

  return sums;
}

/* Finds the moments of two pictures. All are 0 when no pixel counts. */
void
hom_moments_compute (const HomImage *y,
                     const HomImage *target,
                     const HomImage *mask,
                     HomMoments     *moments)
{
  Job        job = { y, target, mask };
  HomMoments mean;

  *moments = (HomMoments) { 0 };
  mean     = add_up (&job);
  if (! (mean.n > 0.0))
    return;

  /* About the means, so that the rounding of large sums is not taken for
   * contrast.
   */
  job.y_origin = mean.y / mean.n;
  job.t_origin = mean.t / mean.n;
  *moments     = add_up (&job);
  moments->y   = job.y_origin;
  moments->t   = job.t_origin;
}

static gboolean
is_flat (gdouble n, gdouble mean, gdouble squares)
{
  return ! (squares > LEAST_CONTRAST * LEAST_CONTRAST * n * mean * mean);
}

gboolean
hom_moments_y_is_flat (const HomMoments *moments)
{
  return is_flat (moments->n, moments->y, moments->yy);
}

gboolean
hom_moments_t_is_flat (const HomMoments *moments)
{
  return is_flat (moments->n, moments->t, moments->tt);
}

/* Checks that a pixel counts. A loss of 0 where nothing is compared would be
 * the best of all, and lead an optimizer to pictures that do not overlap.
 */
gboolean
hom_moments_check (const HomMoments *moments, GError **error)
{
  if (! (moments->n > 0.0))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("No pixel counts: there is nothing to compare."));
      return FALSE;
    }

  return TRUE;
}
