/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/hom-order-statistics.h"
#include "base/hom-parallel.h"
#include "corners/hom-edge-input.h"

/* The most pixels of the small picture: the sides of a sheet are hundreds of
 * them long, and its noise is the mean of that of some pixels.
 */
#define MAX_PIXELS 400000

/* The number of values of which the range is taken, and the share of the lowest
 * and of the highest that is left out: a lamp does not make the rest flat.
 */
#define N_SAMPLES 16384
#define TAIL      0.01

/* The range below which a picture is flat, as a share of its brightness: the
 * rounding of a float.
 */
#define FLAT 1e-5

#define ROWS_PER_BAND 8

typedef struct
{
  const HomImage *image;
  HomImage       *small;
  gint            side;
  gfloat          low, range;
} Job;

/* Finds the mean of those values of a block that are finite; a NaN where none
 * is.
 */
static gfloat
mean_of_finite (const HomImage *image, gint x0, gint y0, gint side, gint c)
{
  gint    x1  = MIN (x0 + side, image->width);
  gint    y1  = MIN (y0 + side, image->height);
  gdouble sum = 0.0;
  gint    n   = 0;

  for (gint y = y0; y < y1; y++)
    for (gint x = x0; x < x1; x++)
      {
        gfloat value = hom_image_pixel (image, x, y)[c];

        if (isfinite (value))
          {
            sum += value;
            n++;
          }
      }

  return n > 0 ? sum / n : NAN;
}

/* Adds a row of the image to sums over blocks of columns. */
static void
add_row (const HomImage *image, gint y, gint side, gfloat *sums)
{
  gint          channels = image->channels;
  const gfloat *pixel    = hom_image_pixel (image, 0, y);

  for (gint x0 = 0; x0 < image->width; x0 += side, sums += channels)
    {
      gint n = MIN (side, image->width - x0);

      for (gint i = 0; i < n; i++, pixel += channels)
        for (gint c = 0; c < channels; c++)
          sums[c] += pixel[c];
    }
}

static void
reduce_rows (gint band, gint first, gint last, gpointer data)
{
  const Job      *job      = data;
  const HomImage *image    = job->image;
  gint            side     = job->side;
  gint            channels = image->channels;

  for (gint row = first; row < last; row++)
    {
      gfloat *sums = hom_image_pixel (job->small, 0, row);
      gint    y1   = MIN ((row + 1) * side, image->height);

      for (gint y = row * side; y < y1; y++)
        add_row (image, y, side, sums);

      for (gint x = 0; x < job->small->width; x++)
        for (gint c = 0; c < channels; c++)
          {
            gint    n = (y1 - row * side) * MIN (side, image->width - x * side);
            gfloat *sum = &sums[x * channels + c];

            *sum = isfinite (*sum) ?
                       *sum / n :
                       mean_of_finite (image, x * side, row * side, side, c);
          }
    }
}

/* Finds the range of the colours of a picture.
 *
 * Returns: FALSE when it is flat.
 */
static gboolean
find_range (const HomImage *small, gint n_colours, gfloat *low, gfloat *range)
{
  gsize              n_pixels = (gsize) small->width * small->height;
  gsize              step     = n_pixels / (N_SAMPLES / n_colours) + 1;
  g_autofree gfloat *samples  = g_new (gfloat,
                                       2 * (n_pixels / step + 1) * n_colours);
  gsize              n        = 0;
  gsize              tail;
  gfloat             high;

  for (gsize i = 0; i < n_pixels; i += step)
    for (gint c = 0; c < n_colours; c++)
      {
        gfloat value = small->data[i * small->channels + c];

        if (isfinite (value))
          samples[n++] = value;
      }
  if (n == 0)
    return FALSE;

  hom_sort_floats (samples, n, samples + n);
  tail = n * TAIL;
  /* A small sheet on a black ground: all but the tails is one value. */
  if (samples[tail] == samples[n - 1 - tail])
    tail = 0;
  *low   = samples[tail];
  high   = samples[n - 1 - tail];
  *range = high - *low;

  return *range > FLAT * MAX (fabsf (*low), fabsf (high));
}

/* Turns the colours of some rows into shares of their range. Values far outside
 * of it are clamped to its width beyond either end, so that a huge value cannot
 * hide all other contrast; alpha is of the range 1 anyway.
 */
static void
scale_rows (gint band, gint first, gint last, gpointer data)
{
  const Job *job       = data;
  HomImage  *small     = job->small;
  gint       n_colours = (small->channels - 1) | 1;

  for (gint row = first; row < last; row++)
    for (gint x = 0; x < small->width; x++)
      {
        gfloat *pixel = hom_image_pixel (small, x, row);

        for (gint c = 0; c < n_colours; c++)
          {
            gfloat value = (pixel[c] - job->low) / job->range;

            pixel[c] = CLAMP (value, -1.0f, 2.0f);
          }
        for (gint c = n_colours; c < small->channels; c++)
          pixel[c] = CLAMP (pixel[c], 0.0f, 1.0f);
      }
}

/* Returns how many pixels of a picture there are for one of the small one, along
 * x and along y.
 */
gint
hom_edge_input_reduction (const HomImage *image)
{
  gdouble n_pixels = (gdouble) image->width * image->height;

  return MAX (ceil (sqrt (n_pixels / MAX_PIXELS)), 1.0);
}

/* Makes the small picture: means over blocks of @reduction × @reduction pixels,
 * in as many channels as the image has, as shares of the range; a NaN where no
 * pixel of a block is a finite number.
 *
 * Returns: NULL when there is no memory or it was cancelled.
 */
HomImage *
hom_edge_input_new (const HomImage *image,
                    gint           *reduction,
                    GCancellable   *cancellable,
                    GError        **error)
{
  gint      n_colours = (image->channels - 1) | 1;
  gint      side      = hom_edge_input_reduction (image);
  HomImage *small;
  Job       job;

  small = hom_image_new ((image->width - 1) / side + 1,
                         (image->height - 1) / side + 1, image->channels,
                         error);
  if (! small)
    return NULL;

  job = (Job){ image, small, side };
  hom_parallel_rows (small->height, ROWS_PER_BAND, reduce_rows, &job);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      hom_image_free (small);
      return NULL;
    }
  /* In a flat picture, alpha may still have edges. */
  if (! find_range (small, n_colours, &job.low, &job.range))
    job.range = INFINITY;
  hom_parallel_rows (small->height, ROWS_PER_BAND, scale_rows, &job);
  *reduction = side;

  return small;
}
