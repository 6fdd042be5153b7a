/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/normal/hom-moving-tiles.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"
#include "homography/hom-quad.h"

/* The pixels around what a tile sees that are copied, too: those that a cubic
 * kernel reaches, and those by which a tile may move before they are copied
 * anew.
 */
#define MARGIN (2 + HOM_MOVING_TILE_SLACK)

/* The most pixels of a window along a side: a tile that sees more is reduced so
 * much that it tells nothing.
 */
#define LARGEST_WINDOW 128

typedef struct
{
  const HomPlanes     *moving;
  const HomToneCurve **tones;
  HomFilter            filter;
  const HomWindow     *windows;
  GError              *error;
} Job;

/* Makes a window on all of the moving picture, about the pixel that the middle
 * of a tile sees, or about the first one where it sees none.
 */
HomWindow
hom_window_whole (const HomPlanes *moving,
                  const HomTile   *tile,
                  const HomMatrix *w)
{
  const HomImage *plane  = moving->planes[0];
  HomWindow       window = { .stride = plane->stride };
  HomPoint        p      = { tile->x + HOM_TILE / 2, tile->y + HOM_TILE / 2 };
  gsize           offset;

  if (hom_matrix_apply (w, p, &p))
    {
      window.x = CLAMP (p.x, 0.0, plane->width - 1.0);
      window.y = CLAMP (p.y, 0.0, plane->height - 1.0);
    }
  window.left   = -window.x;
  window.top    = -window.y;
  window.right  = plane->width - window.x;
  window.bottom = plane->height - window.y;

  offset = window.y * plane->stride + window.x;
  for (gint c = 0; c < moving->n_planes; c++)
    window.planes[c] = moving->planes[c]->data + offset;
  if (moving->mask)
    window.mask = hom_image_pixel (moving->mask, window.x, window.y);

  return window;
}

/* Places a window around what a tile sees; an empty one when that is nothing.
 */
static HomWindow
place_window (const HomImage *plane, const HomTile *tile, const HomMatrix *w)
{
  const HomBox box    = { tile->x, tile->y, tile->x + HOM_TILE,
                          tile->y + HOM_TILE };
  HomWindow    window = { 0 };
  HomBox       seen;
  HomPoint     corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (w, corners[i], &corners[i]))
      return window;
  seen    = hom_box_of_points (corners, 4);
  seen.x0 = MAX (floor (seen.x0) - MARGIN, 0.0);
  seen.y0 = MAX (floor (seen.y0) - MARGIN, 0.0);
  seen.x1 = MIN (ceil (seen.x1) + MARGIN, plane->width);
  seen.y1 = MIN (ceil (seen.y1) + MARGIN, plane->height);
  if (! (seen.x1 > seen.x0 && seen.y1 > seen.y0 &&
         seen.x1 - seen.x0 <= LARGEST_WINDOW &&
         seen.y1 - seen.y0 <= LARGEST_WINDOW))
    return window;

  window.x      = seen.x0;
  window.y      = seen.y0;
  window.right  = seen.x1 - seen.x0;
  window.bottom = seen.y1 - seen.y0;
  window.stride = window.right;

  return window;
}

static void
fill_mask (const Job *job, const HomWindow *window)
{
  gfloat *mask = (gfloat *) window->mask;

  if (job->moving->mask)
    hom_planes_read (&(HomPlanes){ 1, { job->moving->mask } }, window->x,
                     window->y, window->right, window->bottom, &mask,
                     window->stride);
  else
    for (gint j = 0; j < window->bottom; j++)
      for (gint i = 0; i < window->right; i++)
        mask[j * window->stride + i] = 1.0f;
}

/* Maps the values of a plane that was read with @margin more than the window on
 * each side, and lets those that become less reliable count less.
 *
 * @reliability: room for as many values.
 */
static void
map_tones (const HomToneCurve *tone,
           const HomWindow    *window,
           gint                margin,
           gfloat             *values,
           gfloat             *reliability)
{
  const gint width  = window->right + 2 * margin;
  const gint height = window->bottom + 2 * margin;
  gfloat    *mask   = (gfloat *) window->mask;

  for (gint i = 0; i < width * height; i++)
    reliability[i] = 1.0f;
  hom_tone_curve_map (tone, width * height, values, reliability);
  for (gint j = 0; j < window->bottom; j++)
    for (gint i = 0; i < window->right; i++)
      mask[j * window->stride + i] *=
          reliability[(j + margin) * width + i + margin];
}

/* Copies what a window shows, by way of @read, which has room for all planes
 * and one more.
 */
static void
fill_window (const Job *job, const HomWindow *window, gfloat *read)
{
  const gint half     = job->filter.half;
  const gint width    = window->right + 2 * half;
  const gint height   = window->bottom + 2 * half;
  const gint n_planes = job->moving->n_planes;
  gfloat    *across   = read + n_planes * width * height;
  gfloat    *planes[HOM_MAX_PLANES];

  for (gint c = 0; c < n_planes; c++)
    planes[c] = read + c * width * height;
  hom_planes_read (job->moving, window->x - half, window->y - half, width,
                   height, planes, width);
  if (window->mask)
    fill_mask (job, window);
  for (gint c = 0; c < n_planes; c++)
    {
      gfloat *values = (gfloat *) window->planes[c];

      if (job->tones && job->tones[c])
        map_tones (job->tones[c], window, half, planes[c], across);
      hom_filter_apply (&job->filter, planes[c], width, height, across, values,
                        window->stride);
    }
}

static void
fill_windows (gint band, gint first, gint last, gpointer data)
{
  Job                   *job  = data;
  const gint             side = LARGEST_WINDOW + 2 * job->filter.half;
  hom_automemory gfloat *read = hom_memory_share (
      (HOM_MAX_PLANES + 1) * side * side, sizeof (gfloat), FALSE, &job->error);

  for (gint i = first; read && i < last; i++)
    if (job->windows[i].right > 0)
      fill_window (job, &job->windows[i], read);
}

/* Gives the windows their places in the data, one behind the other. */
static void
lay_out_windows (HomMovingTiles *moving_tiles,
                 gint            n_windows,
                 gint            n_planes,
                 gint            n_parts)
{
  gfloat *at = moving_tiles->data;

  for (gint i = 0; i < n_windows; i++)
    {
      HomWindow  *window = &moving_tiles->windows[i];
      const gsize part   = (gsize) window->right * window->bottom;

      for (gint c = 0; c < n_planes; c++, at += part)
        window->planes[c] = at;
      if (n_parts > n_planes)
        {
          window->mask = at;
          at += part;
        }
    }
}

/* Counts the windows that together show all of a picture. */
static gsize
count_whole (const HomImage *plane)
{
  const gsize n_columns = (plane->width - 1) / LARGEST_WINDOW + 1;
  const gsize n_rows    = (plane->height - 1) / LARGEST_WINDOW + 1;

  return n_columns * n_rows;
}

/* Makes images of the data, and windows that together show all of them. */
static void
lay_out_whole (HomMovingTiles  *moving_tiles,
               const HomPlanes *moving,
               gint             n_parts,
               HomWindow       *windows)
{
  const HomImage *plane = moving->planes[0];

  moving_tiles->whole.n_planes = moving->n_planes;
  for (gint c = 0; c < n_parts; c++)
    {
      moving_tiles->images[c]      = (HomImage){ .width    = plane->width,
                                                 .height   = plane->height,
                                                 .channels = 1,
                                                 .stride   = plane->width };
      moving_tiles->images[c].data = moving_tiles->data +
                                     (gsize) c * plane->width * plane->height;
      if (c < moving->n_planes)
        moving_tiles->whole.planes[c] = &moving_tiles->images[c];
      else
        moving_tiles->whole.mask = &moving_tiles->images[c];
    }

  for (gint y = 0; y < plane->height; y += LARGEST_WINDOW)
    for (gint x = 0; x < plane->width; x += LARGEST_WINDOW)
      {
        HomWindow window = { .x      = x,
                             .y      = y,
                             .right  = MIN (plane->width - x, LARGEST_WINDOW),
                             .bottom = MIN (plane->height - y, LARGEST_WINDOW),
                             .stride = plane->width };

        for (gint c = 0; c < moving->n_planes; c++)
          window.planes[c] = hom_image_pixel (moving_tiles->whole.planes[c], x,
                                              y);
        if (moving_tiles->whole.mask)
          window.mask = hom_image_pixel (moving_tiles->whole.mask, x, y);
        *windows++ = window;
      }
}

/* Copies what the windows show.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
static gboolean
fill (Job             *job,
      const HomWindow *windows,
      gsize            n_windows,
      gint             per_band,
      GError         **error)
{
  job->windows = windows;
  hom_parallel_rows (n_windows, per_band, fill_windows, job);
  if (job->error)
    g_propagate_error (error, job->error);

  return ! job->error;
}

/* Copies what each tile sees through a matrix, with some pixels around it; or
 * the whole picture, where that is less.
 *
 * @moving: planes whose images may have further channels behind.
 * @tiles: the tiles, of which the first @n_tiles are looked at.
 * @w: the sampling matrix, from the tiles' plane.
 * @tones: (nullable): for each plane, a curve or NULL, by which it is mapped.
 * @is_spline: whether to make the coefficients of cubic splines instead of
 *   pixels.
 *
 * Returns: NULL with %HOM_ERROR_MEMORY.
 */
HomMovingTiles *
hom_moving_tiles_new (const HomPlanes         *moving,
                      const HomReferenceTiles *tiles,
                      gint                     n_tiles,
                      const HomMatrix         *w,
                      const HomToneCurve     **tones,
                      gboolean                 is_spline,
                      GError                 **error)
{
  const HomImage *plane   = moving->planes[0];
  const gsize     all     = (gsize) plane->width * plane->height;
  const gint      n_parts = moving->n_planes + (moving->mask || tones);
  g_autoptr (HomMovingTiles) moving_tiles = g_new0 (HomMovingTiles, 1);
  hom_automemory HomWindow *blocks        = NULL;
  gsize                     size          = 0;
  gboolean                  is_full;
  Job                       job = { moving, tones, hom_filter_gaussian (0.0) };

  if (is_spline)
    job.filter = hom_filter_spline ();
  moving_tiles->windows = hom_memory_new (n_tiles, sizeof (HomWindow), FALSE,
                                          error);
  if (! moving_tiles->windows)
    return NULL;
  for (gint i = 0; i < n_tiles; i++)
    {
      HomWindow *window = &moving_tiles->windows[i];

      *window = place_window (plane, &tiles->tiles[i], w);
      size += (gsize) window->right * window->bottom;
    }

  moving_tiles->data = hom_memory_new (n_parts * MIN (size, all) + 1,
                                       sizeof (gfloat), FALSE, error);
  if (! moving_tiles->data)
    return NULL;
  if (size < all)
    {
      lay_out_windows (moving_tiles, n_tiles, moving->n_planes, n_parts);
      is_full = fill (&job, moving_tiles->windows, n_tiles, 8, error);
    }
  else
    {
      g_clear_pointer (&moving_tiles->windows, hom_memory_free);
      blocks = hom_memory_new (count_whole (plane), sizeof (HomWindow), FALSE,
                               error);
      if (! blocks)
        return NULL;
      lay_out_whole (moving_tiles, moving, n_parts, blocks);
      is_full = fill (&job, blocks, count_whole (plane), 1, error);
    }

  return is_full ? g_steal_pointer (&moving_tiles) : NULL;
}

/* Frees copies of what the tiles see.
 *
 * @moving_tiles: (nullable).
 */
void
hom_moving_tiles_free (HomMovingTiles *moving_tiles)
{
  if (! moving_tiles)
    return;

  hom_memory_free (moving_tiles->windows);
  hom_memory_free (moving_tiles->data);
  g_free (moving_tiles);
}
