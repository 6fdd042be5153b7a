/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/hom-bilinear.h"
#include "base/hom-memory.h"
#include "base/hom-order-statistics.h"
#include "base/hom-parallel.h"
#include "corners/hom-edge-input.h"
#include "corners/hom-edge-map.h"

#define ROWS_PER_BAND 16

/* The least contrast of an edge, for a pixel, as a share of the range: half a
 * step of 8 bits. Less than that is their rounding.
 */
#define LEAST_STRENGTH (0.5f / 255.0f)

/* An edge is this many times as strong as the noise. The noise is taken from
 * the lowest third of all strengths, which is flat ground in most pictures:
 * with white noise of one channel, strengths have a Rayleigh distribution,
 * whose lower third ends at 0.9 σ.
 */
#define ABOVE_NOISE  2.5f
#define LOWER_SHARE  (1.0 / 3.0)
#define LOWER_SIGMAS 0.9f

/* A faint edge has this share of that strength: between a half and a third, as
 * Canny advises for the lower of two thresholds.
 */
#define FAINT 0.5f

/* The number of strengths of which the noise is taken. */
#define N_SAMPLES 16384

typedef struct
{
  const HomImage *from;
  HomImage       *to;
} Smoothing;

typedef struct
{
  const HomImage *picture;
  HomImage       *strengths;
  HomImage       *angles;
} Gradients;

/* Applies the binomial filter 1 4 6 4 1 along x. Rows become columns, so that
 * the next pass is along y and turns them back. A NaN spreads to all pixels
 * that would mix it in.
 */
static void
smooth_and_transpose (gint band, gint first, gint last, gpointer data)
{
  const Smoothing *job      = data;
  gint             channels = job->from->channels;
  gint             width    = job->from->width;

  for (gint y = first; y < last; y++)
    {
      const gfloat *row = hom_image_pixel (job->from, 0, y);

      for (gint x = 0; x < width; x++)
        {
          const gfloat *a   = row + MAX (x - 2, 0) * channels;
          const gfloat *b   = row + MAX (x - 1, 0) * channels;
          const gfloat *c   = row + x * channels;
          const gfloat *d   = row + MIN (x + 1, width - 1) * channels;
          const gfloat *e   = row + MIN (x + 2, width - 1) * channels;
          gfloat       *out = hom_image_pixel (job->to, y, x);

          for (gint i = 0; i < channels; i++)
            out[i] = (a[i] + e[i] + 4.0f * (b[i] + d[i]) + 6.0f * c[i]) / 16.0f;
        }
    }
}

static gboolean
smooth (HomImage *picture, GError **error)
{
  g_autoptr (HomImage)
      transposed    = hom_image_new (picture->height, picture->width,
                                     picture->channels, error);
  Smoothing along_x = { picture, transposed };
  Smoothing along_y = { transposed, picture };

  if (! transposed)
    return FALSE;

  hom_parallel_rows (picture->height, ROWS_PER_BAND, smooth_and_transpose,
                     &along_x);
  hom_parallel_rows (picture->width, ROWS_PER_BAND, smooth_and_transpose,
                     &along_y);

  return TRUE;
}

/* Finds the strengths and angles of some rows. The gradient of all channels
 * together is the tensor Σ ∇c ∇cᵀ; its larger eigenvalue is the squared
 * contrast, along its eigenvector: Di Zenzo, A note on the gradient of a
 * multi-image (doi:10.1016/0734-189X(86)90223-9). It has no sign: channels may
 * rise and fall against each other.
 */
static void
gradient_rows (gint band, gint first, gint last, gpointer data)
{
  const Gradients *job      = data;
  const HomImage  *picture  = job->picture;
  gint             channels = picture->channels;

  for (gint y = first; y < last; y++)
    for (gint x = 0; x < picture->width; x++)
      {
        const gfloat *left  = hom_image_pixel (picture, MAX (x - 1, 0), y);
        const gfloat *right = hom_image_pixel (
            picture, MIN (x + 1, picture->width - 1), y);
        const gfloat *above = hom_image_pixel (picture, x, MAX (y - 1, 0));
        const gfloat *below = hom_image_pixel (
            picture, x, MIN (y + 1, picture->height - 1));
        gfloat xx = 0.0f, xy = 0.0f, yy = 0.0f;
        gfloat sum_x = 0.0f, sum_y = 0.0f;
        gfloat angle;

        for (gint c = 0; c < channels; c++)
          {
            gfloat gx = (right[c] - left[c]) / 2.0f;
            gfloat gy = (below[c] - above[c]) / 2.0f;

            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
            sum_x += gx;
            sum_y += gy;
          }
        angle = 0.5f * atan2f (2.0f * xy, xx - yy);

        *hom_image_pixel (job->strengths, x, y) = sqrtf (
            0.5f * (xx + yy + hypotf (xx - yy, 2.0f * xy)));
        if (sum_x * cosf (angle) + sum_y * sinf (angle) < 0.0f)
          angle += (gfloat) G_PI;
        *hom_image_pixel (job->angles, x, y) = angle;
      }
}

/* Finds the strength from which on a maximum counts as an edge. */
static gfloat
find_threshold (const HomImage *strengths)
{
  gsize              n_pixels = (gsize) strengths->width * strengths->height;
  gsize              step     = n_pixels / N_SAMPLES + 1;
  g_autofree gfloat *samples  = g_new (gfloat, 2 * (n_pixels / step + 1));
  gsize              n        = 0;

  for (gsize i = 0; i < n_pixels; i += step)
    if (isfinite (strengths->data[i]))
      samples[n++] = strengths->data[i];
  if (n == 0)
    return LEAST_STRENGTH;

  hom_sort_floats (samples, n, samples + n);

  return MAX (LEAST_STRENGTH,
              samples[(gsize) (n * LOWER_SHARE)] * ABOVE_NOISE / LOWER_SIGMAS);
}

/* Interpolates the strength between pixels, which are all inside. */
static inline gfloat
strength_at (const HomImage *strengths, gfloat x, gfloat y)
{
  gint i = x, j = y;

  return hom_bilinear (hom_image_pixel (strengths, i, j), 1, strengths->stride,
                       x - i, y - j);
}

/* Finds the maximum of the strength along the normal in a pixel, if there is
 * one: Canny, A computational approach to edge detection
 * (doi:10.1109/TPAMI.1986.4767851). Neither a NaN nor its neighbour is a
 * maximum.
 */
static gboolean
find_maximum (const HomImage *strengths,
              const HomImage *angles,
              gint            x,
              gint            y,
              HomEdgePoint   *point)
{
  gfloat here  = *hom_image_pixel (strengths, x, y);
  gfloat angle = *hom_image_pixel (angles, x, y);
  gfloat nx = cosf (angle), ny = sinf (angle);
  gfloat before = strength_at (strengths, x - nx, y - ny);
  gfloat after  = strength_at (strengths, x + nx, y + ny);
  gfloat offset;

  if (! (here > before && here >= after))
    return FALSE;

  offset = 0.5f * (after - before) / (2.0f * here - before - after);
  *point = (HomEdgePoint){ x + 0.5f + offset * nx, y + 0.5f + offset * ny, nx,
                           ny, here };

  return TRUE;
}

/* Finds the strength that one edge point in four has, at least; faint ones do
 * not count.
 */
static gfloat
find_strong (const HomEdgeMap *map)
{
  gint               step    = map->n_points / N_SAMPLES + 1;
  g_autofree gfloat *samples = g_new (gfloat, 2 * (map->n_points / step + 1));
  gsize              n       = 0;

  for (gint i = 0; i < map->n_points; i += step)
    if (! hom_edge_point_is_faint (map, &map->points[i]))
      samples[n++] = map->points[i].strength;
  hom_sort_floats (samples, n, samples + n);

  return n > 0 ? samples[n * 3 / 4] : 0.0f;
}

/* Counts the pixels from a strength on: no more edge points can there be. */
static gsize
count_from (const HomImage *strengths, gfloat threshold)
{
  const gsize n_pixels = (gsize) strengths->width * strengths->height;
  gsize       n        = 0;

  for (gsize i = 0; i < n_pixels; i++)
    n += strengths->data[i] >= threshold;

  return n;
}

static gboolean
collect_points (HomEdgeMap     *map,
                const HomImage *strengths,
                const HomImage *angles,
                GError        **error)
{
  gfloat faint;

  map->threshold = find_threshold (strengths);
  faint          = MAX (map->threshold * FAINT, LEAST_STRENGTH);
  map->points    = hom_memory_new (count_from (strengths, faint),
                                   sizeof (HomEdgePoint), FALSE, error);
  if (! map->points)
    return FALSE;

  memset (map->index, 0xff, (gsize) map->width * map->height * sizeof (gint32));
  /* The normal's ends are two pixels from the border at most. */
  for (gint y = 2; y < map->height - 2; y++)
    for (gint x = 2; x < map->width - 2; x++)
      {
        HomEdgePoint point;

        if (*hom_image_pixel (strengths, x, y) >= faint &&
            find_maximum (strengths, angles, x, y, &point))
          {
            map->index[(gsize) y * map->width + x] = map->n_points;
            map->points[map->n_points++]           = point;
          }
      }
  map->strong = find_strong (map);

  return TRUE;
}

/* Finds the edge points of a picture.
 *
 * Returns: NULL when there is no memory or it was cancelled.
 */
HomEdgeMap *
hom_edge_map_new (const HomImage *image,
                  GCancellable   *cancellable,
                  GError        **error)
{
  gint reduction;
  g_autoptr (HomImage)
      picture = hom_edge_input_new (image, &reduction, cancellable, error);
  g_autoptr (HomImage) strengths = NULL;
  g_autoptr (HomImage) angles    = NULL;
  HomEdgeMap *map;
  Gradients   job;

  if (! picture || ! smooth (picture, error))
    return NULL;
  strengths = hom_image_new (picture->width, picture->height, 1, error);
  if (! strengths)
    return NULL;
  angles = hom_image_new (picture->width, picture->height, 1, error);
  if (! angles)
    return NULL;

  job = (Gradients){ picture, strengths, angles };
  hom_parallel_rows (picture->height, ROWS_PER_BAND, gradient_rows, &job);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  map            = g_new0 (HomEdgeMap, 1);
  map->reduction = reduction;
  map->width     = picture->width;
  map->height    = picture->height;
  map->right     = (gdouble) image->width / reduction;
  map->bottom    = (gdouble) image->height / reduction;
  map->picture   = g_steal_pointer (&picture);
  map->index = hom_memory_new (map->height, map->width * sizeof (gint32), FALSE,
                               error);
  if (! map->index || ! collect_points (map, strengths, angles, error))
    g_clear_pointer (&map, hom_edge_map_free);

  return map;
}

void
hom_edge_map_free (HomEdgeMap *map)
{
  if (map)
    {
      hom_image_free (map->picture);
      hom_memory_free (map->points);
      hom_memory_free (map->index);
      g_free (map);
    }
}
