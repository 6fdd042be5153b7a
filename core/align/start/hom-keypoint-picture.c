/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/start/hom-keypoint-picture.h"
#include "base/hom-memory.h"
#include "base/hom-order-statistics.h"
#include "base/hom-parallel.h"

/* A reduced pixel counts when at least this share of it does. */
#define LEAST_SHARE 0.5

/* The number of pixels of which the brightness range is taken: with so many,
 * the share beyond it is right to a tenth.
 */
#define N_SAMPLES 16384

#define ROWS_PER_BAND 16

/* The share of the darkest and of the brightest pixels that are left out of the
 * range: a lamp or a dead pixel does not make the rest flat.
 */
#define TAIL 0.01

/* The range below which a picture is flat, as a share of its brightness: the
 * rounding of a float.
 */
#define FLAT 1e-5

/* The range becomes 0 to RANGE, the units in which VLFeat's thresholds are
 * commonly given.
 */
#define RANGE 255.0f

typedef struct
{
  HomKeypointPicture *picture;
  const HomImage     *image;
  const HomImage     *mask;
  GCancellable       *cancellable;
  gint                has_holes;
} Reduction;

static gfloat
mean_of_block (const HomImage *image,
               const HomImage *mask,
               gint            x0,
               gint            y0,
               gint            side)
{
  gdouble sum = 0.0;
  gint    n   = 0;

  for (gint y = y0; y < y0 + side; y++)
    for (gint x = x0; x < x0 + side; x++)
      {
        gfloat value = *hom_image_pixel (image, x, y);

        if (isfinite (value) &&
            (! mask || *hom_image_pixel (mask, x, y) >= 0.5f))
          {
            sum += value;
            n++;
          }
      }

  return n >= LEAST_SHARE * side * side ? sum / n : NAN;
}

/* Fills some rows with means over blocks of pixels, with a NaN where too few of
 * them count. The rest at the right and the bottom is no whole pixel and is
 * left out.
 */
static void
reduce_rows (gint band, gint first, gint last, gpointer data)
{
  Reduction          *job     = data;
  HomKeypointPicture *picture = job->picture;
  gint                side    = picture->reduction;

  if (g_cancellable_is_cancelled (job->cancellable))
    return;
  for (gint y = first; y < last; y++)
    for (gint x = 0; x < picture->width; x++)
      {
        gfloat mean = mean_of_block (job->image, job->mask, x * side, y * side,
                                     side);

        picture->pixels[(gsize) y * picture->width + x] = mean;
        if (isnan (mean))
          g_atomic_int_set (&job->has_holes, TRUE);
      }
}

/* Reduces an image.
 *
 * Returns: whether there are holes.
 */
static gboolean
reduce (HomKeypointPicture *picture,
        const HomImage     *image,
        const HomImage     *mask,
        GCancellable       *cancellable)
{
  Reduction job = { picture, image, mask, cancellable, FALSE };

  hom_parallel_rows (picture->height, ROWS_PER_BAND, reduce_rows, &job);

  return job.has_holes;
}

/* Finds the range of a picture's brightness.
 *
 * Returns: FALSE when it is flat.
 */
static gboolean
find_range (const HomKeypointPicture *picture, gfloat *darkest, gfloat *range)
{
  gsize              n_pixels = (gsize) picture->width * picture->height;
  gsize              step     = n_pixels / N_SAMPLES + 1;
  g_autofree gfloat *samples  = g_new (gfloat, 2 * (n_pixels / step + 1));
  gsize              n        = 0;
  gsize              tail;

  for (gsize i = 0; i < n_pixels; i += step)
    if (! isnan (picture->pixels[i]))
      samples[n++] = picture->pixels[i];
  if (n == 0)
    return FALSE;

  hom_sort_floats (samples, n, samples + n);
  tail = n * TAIL;
  /* A few strokes on white paper: all but the tails is one value. */
  if (samples[tail] == samples[n - 1 - tail])
    tail = 0;
  *darkest = samples[tail];
  *range   = samples[n - 1 - tail] - samples[tail];

  return *range >
         FLAT * MAX (fabsf (samples[tail]), fabsf (samples[n - 1 - tail]));
}

/* Stretches the range to that of VLFeat. Values outside of it are clamped to
 * its width beyond either end, so that a huge one cannot fill all of the
 * pyramid.
 */
static void
stretch (HomKeypointPicture *picture, gfloat darkest, gfloat range)
{
  gsize n_pixels = (gsize) picture->width * picture->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      gfloat value = (picture->pixels[i] - darkest) / range;

      picture->pixels[i] = RANGE *
                           (isnan (value) ? 0.5f : CLAMP (value, -1.0f, 2.0f));
    }
}

/* Makes a summed-area table of the holes.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
static gboolean
count_holes (HomKeypointPicture *picture, GError **error)
{
  gsize stride = picture->width + 1;

  picture->holes = hom_memory_new (picture->height + 1,
                                   stride * sizeof (guint32), TRUE, error);
  if (! picture->holes)
    return FALSE;

  for (gint y = 0; y < picture->height; y++)
    {
      const gfloat  *pixels = picture->pixels + (gsize) y * picture->width;
      const guint32 *above  = picture->holes + y * stride;
      guint32       *row    = picture->holes + (y + 1) * stride;
      guint32        n      = 0;

      for (gint x = 0; x < picture->width; x++)
        {
          n += isnan (pixels[x]) != 0;
          row[x + 1] = above[x + 1] + n;
        }
    }

  return TRUE;
}

/* Tells whether nothing is masked in the square of half side @radius about a
 * point, in pixels of @picture, with the centres at +0.5.
 */
gboolean
hom_keypoint_picture_is_whole (const HomKeypointPicture *picture,
                               gdouble                   x,
                               gdouble                   y,
                               gdouble                   radius)
{
  gsize          stride = picture->width + 1;
  const guint32 *holes  = picture->holes;
  gint           x0, y0, x1, y1;

  if (! holes)
    return TRUE;

  x0 = CLAMP (floor (x - radius), 0.0, picture->width);
  y0 = CLAMP (floor (y - radius), 0.0, picture->height);
  x1 = CLAMP (ceil (x + radius), 0.0, picture->width);
  y1 = CLAMP (ceil (y + radius), 0.0, picture->height);

  return holes[y1 * stride + x1] - holes[y1 * stride + x0] ==
         holes[y0 * stride + x1] - holes[y0 * stride + x0];
}

/* Makes the picture of an image, without pixels where that is flat.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY, with %G_IO_ERROR_CANCELLED.
 */
gboolean
hom_keypoint_picture_init (HomKeypointPicture *picture,
                           const HomImage     *image,
                           const HomImage     *mask,
                           gint                max_pixels,
                           GCancellable       *cancellable,
                           GError            **error)
{
  gdouble n_pixels  = (gdouble) image->width * image->height;
  gint    reduction = MAX (ceil (sqrt (n_pixels / max_pixels)), 1.0);
  gfloat  darkest, range;

  *picture           = (HomKeypointPicture){ NULL };
  picture->reduction = reduction;
  picture->width     = image->width / reduction;
  picture->height    = image->height / reduction;
  if (picture->width < 1 || picture->height < 1)
    return TRUE;

  picture->pixels = hom_memory_new (
      picture->height, picture->width * sizeof (gfloat), TRUE, error);
  if (! picture->pixels || (reduce (picture, image, mask, cancellable) &&
                            ! count_holes (picture, error)))
    {
      hom_keypoint_picture_clear (picture);
      return FALSE;
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      hom_keypoint_picture_clear (picture);
      return FALSE;
    }
  if (find_range (picture, &darkest, &range))
    stretch (picture, darkest, range);
  else
    hom_keypoint_picture_clear (picture);

  return TRUE;
}

void
hom_keypoint_picture_clear (HomKeypointPicture *picture)
{
  g_clear_pointer (&picture->pixels, hom_memory_free);
  g_clear_pointer (&picture->holes, hom_memory_free);
}
