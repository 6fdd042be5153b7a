/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "hom-error.h"
#include "hom-memory.h"
#include "hom-parallel.h"
#include "hom-quad.h"
#include "hom-window.h"

/* What a cubic kernel reaches, and by how much a patch may move before it is
 * copied anew, in pixels.
 */
#define MARGIN (2 + HOM_PATCH_SLACK)

/* A tile that sees more, along a side, is reduced so much that it tells
 * nothing.
 */
#define LARGEST_PATCH 128

typedef struct
{
  HomPatches      *patches;
  const HomPlanes *moving;
  const HomTone  **tones;
  HomFilter        filter;
  gboolean         with_mask;
} Job;

/* Where the middle of a tile is seen, or the first pixel. */
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

/* The box of what a tile sees; an empty window when that is nothing. */
static HomWindow
place_window (const HomImage *plane, const HomTile *tile, const HomMatrix *w)
{
  const HomBox box    = { tile->x, tile->y, tile->x + HOM_TILE,
                          tile->y + HOM_TILE };
  HomWindow    window = { 0 };
  HomBox       seen = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  HomPoint     corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p;

      if (! hom_matrix_apply (w, corners[i], &p))
        return window;
      seen.x0 = MIN (seen.x0, p.x);
      seen.y0 = MIN (seen.y0, p.y);
      seen.x1 = MAX (seen.x1, p.x);
      seen.y1 = MAX (seen.y1, p.y);
    }
  seen.x0 = MAX (floor (seen.x0) - MARGIN, 0.0);
  seen.y0 = MAX (floor (seen.y0) - MARGIN, 0.0);
  seen.x1 = MIN (ceil (seen.x1) + MARGIN, plane->width);
  seen.y1 = MIN (ceil (seen.y1) + MARGIN, plane->height);
  if (! (seen.x1 > seen.x0 && seen.y1 > seen.y0 &&
         seen.x1 - seen.x0 <= LARGEST_PATCH &&
         seen.y1 - seen.y0 <= LARGEST_PATCH))
    return window;

  window.x      = seen.x0;
  window.y      = seen.y0;
  window.right  = seen.x1 - seen.x0;
  window.bottom = seen.y1 - seen.y0;
  window.stride = window.right;

  return window;
}

/* @values, @mask: (inout): of @n pixels. */
static void
map_tones (const HomTone *tone, gint n, gfloat *values, gfloat *mask)
{
  for (gint i = 0; i < n; i++)
    hom_tone_map (tone, values[i], &values[i], &mask[i]);
}

static void
fill_patches (gint band, gint first, gint last, gpointer data)
{
  const Job *job    = data;
  const gint half   = job->filter.half;
  const gint side   = LARGEST_PATCH + 2 * half;
  gfloat    *read   = g_new (gfloat, 2 * side * side);
  gfloat    *across = read + side * side;

  for (gint i = first; i < last; i++)
    {
      const HomWindow *window = &job->patches->windows[i];
      const gint       width  = window->right;
      const gint       height = window->bottom;
      gfloat          *mask   = (gfloat *) window->mask;

      if (width == 0)
        continue;

      for (gint k = 0; mask && k < width * height; k++)
        mask[k] = 1.0f;
      if (job->moving->mask)
        hom_read_window (job->moving->mask, window->x, window->y, width, height,
                         mask);
      for (gint c = 0; c < job->patches->n_planes; c++)
        {
          gfloat *values = (gfloat *) window->planes[c];

          hom_read_window (job->moving->planes[c], window->x - half,
                           window->y - half, width + 2 * half,
                           height + 2 * half, read);
          hom_filter_apply (&job->filter, read, width + 2 * half,
                            height + 2 * half, across, values);
          if (job->tones && job->tones[c])
            map_tones (job->tones[c], width * height, values, mask);
        }
    }

  g_free (read);
}

/* Copies what each tile sees through a matrix, with some more around it.
 *
 * @moving: planes whose images may have further channels behind.
 * @w: the sampling matrix, from the tiles' plane.
 * @tones: (nullable): for each plane, a curve or NULL, by which it is mapped.
 * @is_spline: for the coefficients of cubic splines instead of pixels; without
 *   tones.
 */
HomPatches *
hom_patches_new (const HomPlanes *moving,
                 const HomTiles  *tiles,
                 const HomMatrix *w,
                 const HomTone  **tones,
                 gboolean         is_spline,
                 GError         **error)
{
  HomPatches *patches = g_new0 (HomPatches, 1);
  Job         job     = { patches, moving, tones, hom_filter_gaussian (0.0) };
  gint        n_parts = moving->n_planes + (moving->mask || tones);
  gsize       size    = 0;
  gfloat     *at;

  if (is_spline)
    job.filter = hom_filter_spline ();
  patches->n_planes = moving->n_planes;
  patches->windows  = g_new (HomWindow, MAX (tiles->n_tiles, 1));
  for (gint i = 0; i < tiles->n_tiles; i++)
    {
      HomWindow *window = &patches->windows[i];

      *window = place_window (moving->planes[0], &tiles->tiles[i], w);
      size += (gsize) window->right * window->bottom;
    }

  patches->data = at = hom_memory_try_new (n_parts * size + 1, sizeof (gfloat),
                                           FALSE);
  if (! at)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("There is not enough memory for %d × %d pixels."),
                   moving->planes[0]->width, moving->planes[0]->height);
      hom_patches_free (patches);
      return NULL;
    }
  for (gint i = 0; i < tiles->n_tiles; i++)
    {
      HomWindow  *window = &patches->windows[i];
      const gsize part   = (gsize) window->right * window->bottom;

      for (gint c = 0; c < moving->n_planes; c++, at += part)
        window->planes[c] = at;
      if (moving->mask || tones)
        {
          window->mask = at;
          at += part;
        }
    }
  hom_parallel_rows (tiles->n_tiles, 8, fill_patches, &job);

  return patches;
}

/* @patches: (nullable). */
void
hom_patches_free (HomPatches *patches)
{
  if (! patches)
    return;

  g_free (patches->windows);
  hom_memory_free (patches->data);
  g_free (patches);
}
