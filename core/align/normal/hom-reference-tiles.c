/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/normal/hom-reference-tiles.h"
#include "align/normal/hom-tile-places.h"
#include "base/hom-ingredients.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"

/* The tiles that come first are enough to choose by, if so many of them see
 * anything of the moving picture.
 */
#define LEAST_FEW 64

/* About this many tiles tell how channels and gradients are best weighed. */
#define N_SAMPLES 32

typedef struct
{
  const HomPlanes         *picture;
  const HomGradientFilter *filter;
  HomReferenceTiles       *tiles;
  gint                     first;
} Job;

/* Tells whether all pixels that the filter reaches count for something. */
static gboolean
is_whole (const HomPaddedTile *mask, gint i, gint j, gint half)
{
  for (gint b = 0; b <= 2 * half; b++)
    for (gint a = 0; a <= 2 * half; a++)
      if (! (mask->values[(j + b) * mask->side + i + a] > 0.0f))
        return FALSE;

  return TRUE;
}

/* Reads how much the pixels of a tile count. All that the derivative reaches
 * must be inside, and all that the filter reaches must count for something.
 * Beyond the picture the filter sees the last pixels again: to leave out more
 * would cost more.
 */
static void
read_counts (const Job *job, HomTile *tile)
{
  const HomImage *mask  = job->picture->mask;
  const gint      half  = hom_gradient_filter_half (job->filter);
  const gint      reach = HOM_DERIVATIVE_REACH;
  HomPaddedTile   padded_tile;

  if (tile->counts == job->tiles->counts)
    return;
  if (mask)
    hom_padded_tiles_read (&padded_tile, &(HomPlanes){ 1, { mask } }, tile->x,
                           tile->y, half);

  for (gint j = 0; j < HOM_TILE; j++)
    {
      const gint y      = tile->y + j;
      const gint right  = job->tiles->width - reach - tile->x;
      gfloat    *counts = tile->counts + j * HOM_TILE;

      for (gint i = 0; i < HOM_TILE; i++)
        counts[i] = (y >= reach) & (y < job->tiles->height - reach) &
                    (tile->x + i >= reach) & (i < right);
      for (gint i = 0; mask && i < HOM_TILE; i++)
        if (counts[i] > 0.0f)
          counts[i] = is_whole (&padded_tile, i, j, half) ?
                          *hom_image_pixel (mask, tile->x + i, y) :
                          0.0f;
    }
}

static void
filter_tiles (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint i = first; i < last; i++)
    {
      hom_gradient_filter_apply (job->filter, job->picture,
                                 &job->tiles->tiles[i]);
      read_counts (job, &job->tiles->tiles[i]);
    }
}

static void
fill_tiles (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint i = first; i < last; i++)
    {
      HomTile *tile = &job->tiles->tiles[job->first + i];
      gfloat  *values[HOM_MAX_PLANES];

      for (gint c = 0; c < job->tiles->n_planes; c++)
        values[c] = tile->planes[c].value;
      hom_planes_read (job->picture, tile->x, tile->y, HOM_TILE, HOM_TILE,
                       values, HOM_TILE);
      read_counts (job, tile);
    }
}

static HomReferenceTiles *
new_empty (const HomPlanes *picture, gint n_tiles, GError **error)
{
  HomReferenceTiles *tiles = g_new0 (HomReferenceTiles, 1);

  tiles->width    = picture->planes[0]->width;
  tiles->height   = picture->planes[0]->height;
  tiles->n_planes = picture->n_planes;
  tiles->n_tiles  = n_tiles;
  tiles->tiles    = hom_memory_new (n_tiles, sizeof (HomTile), FALSE, error);
  if (! tiles->tiles)
    g_clear_pointer (&tiles, hom_reference_tiles_free);

  return tiles;
}

/* Tells whether all pixels of a tile count. */
static gboolean
is_inner (const HomPlanes         *picture,
          const HomReferenceTiles *tiles,
          const HomTile           *tile)
{
  const gint reach = HOM_DERIVATIVE_REACH;

  return ! picture->mask && tile->x >= reach && tile->y >= reach &&
         tile->x + HOM_TILE <= tiles->width - reach &&
         tile->y + HOM_TILE <= tiles->height - reach;
}

static gboolean
lay_out_counts (HomReferenceTiles *tiles,
                const HomPlanes   *picture,
                GError           **error)
{
  gint n = 1;

  for (gint i = 0; i < tiles->n_tiles; i++)
    n += ! is_inner (picture, tiles, &tiles->tiles[i]);
  tiles->counts = hom_memory_new (n, HOM_TILE_PIXELS * sizeof (gfloat), FALSE,
                                  error);
  if (! tiles->counts)
    return FALSE;

  for (gint i = 0; i < HOM_TILE_PIXELS; i++)
    tiles->counts[i] = 1.0f;

  n = 1;
  for (gint i = 0; i < tiles->n_tiles; i++)
    {
      HomTile *tile = &tiles->tiles[i];

      tile->counts = tiles->counts;
      if (! is_inner (picture, tiles, tile))
        tile->counts += (gsize) HOM_TILE_PIXELS * n++;
    }

  return TRUE;
}

/* Makes room for the planes. Gradients, which few tiles may ever have, lie
 * apart: the system does not give memory that is not used.
 */
static gboolean
lay_out_planes (HomReferenceTiles *tiles, GError **error)
{
  const gsize n = (gsize) tiles->n_tiles * tiles->n_planes;

  tiles->planes = hom_memory_new (n, sizeof (HomTilePlane), FALSE, error);
  if (tiles->planes)
    tiles->values = hom_memory_new (n, HOM_TILE_PIXELS * sizeof (gfloat), FALSE,
                                    error);
  if (tiles->values)
    tiles->gradients = hom_memory_new (n, 2 * HOM_TILE_PIXELS * sizeof (gfloat),
                                       FALSE, error);
  if (! tiles->gradients)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      gfloat *gx = tiles->gradients + 2 * HOM_TILE_PIXELS * i;

      tiles->planes[i] = (HomTilePlane){ tiles->values + HOM_TILE_PIXELS * i,
                                         gx, gx + HOM_TILE_PIXELS };
    }
  for (gint i = 0; i < tiles->n_tiles; i++)
    tiles->tiles[i].planes = tiles->planes + (gsize) i * tiles->n_planes;

  return TRUE;
}

/* Makes room for the counts and the planes, or frees the tiles where there is
 * no memory for them.
 */
static HomReferenceTiles *
lay_out (HomReferenceTiles *tiles, const HomPlanes *picture, GError **error)
{
  if (! lay_out_counts (tiles, picture, error) ||
      ! lay_out_planes (tiles, error))
    g_clear_pointer (&tiles, hom_reference_tiles_free);

  return tiles;
}

/* Makes the tiles of a reference without pixels, which
 * hom_reference_tiles_fill() reads.
 *
 * @max_pixels: the most pixels that are taken of a picture: those of the most
 *   contrast, in all regions alike.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY.
 */
HomReferenceTiles *
hom_reference_tiles_new (const HomPlanes *picture,
                         gsize            max_pixels,
                         GError         **error)
{
  HomReferenceTiles *tiles = NULL;
  HomTilePlaces      places;

  if (! hom_tile_places_init (&places, picture, max_pixels / HOM_TILE_PIXELS,
                              error))
    return NULL;

  tiles = new_empty (picture, places.n, error);
  for (gint i = 0; tiles && i < places.n; i++)
    {
      tiles->tiles[i].x = places.all[i].x;
      tiles->tiles[i].y = places.all[i].y;
    }
  hom_tile_places_clear (&places);

  return tiles ? lay_out (tiles, picture, error) : NULL;
}

/* Reads the pixels of those of the first @n_tiles tiles that have none yet,
 * where there is no need of a gradient.
 */
void
hom_reference_tiles_fill (HomReferenceTiles *tiles,
                          const HomPlanes   *picture,
                          gint               n_tiles)
{
  const HomGradientFilter none = { 0 };
  Job                     job  = { picture, &none, tiles, tiles->n_filled };

  if (n_tiles <= tiles->n_filled)
    return;

  hom_parallel_rows (n_tiles - tiles->n_filled, 8, fill_tiles, &job);
  tiles->n_filled = n_tiles;
  tiles->gradient = HOM_TILES_NO_GRADIENT;
}

/* Makes tiles of another picture of the same size, at the same places, without
 * pixels.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY.
 */
HomReferenceTiles *
hom_reference_tiles_like (const HomReferenceTiles *tiles,
                          const HomPlanes         *picture,
                          GError                 **error)
{
  HomReferenceTiles *other = new_empty (picture, tiles->n_tiles, error);

  for (gint i = 0; other && i < tiles->n_tiles; i++)
    {
      other->tiles[i].x = tiles->tiles[i].x;
      other->tiles[i].y = tiles->tiles[i].y;
    }

  return other ? lay_out (other, picture, error) : NULL;
}

/* Makes the tiles of a part of a picture, without pixels.
 *
 * @box: the part, whose first corner is that of a tile.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY.
 */
HomReferenceTiles *
hom_reference_tiles_part (const HomPlanes *picture,
                          const HomBox    *box,
                          GError         **error)
{
  const gint         n_columns = hom_count_tiles (box->x1 - box->x0);
  const gint         n_rows    = hom_count_tiles (box->y1 - box->y0);
  HomReferenceTiles *tiles     = new_empty (picture, n_columns * n_rows, error);

  for (gint i = 0; tiles && i < tiles->n_tiles; i++)
    {
      tiles->tiles[i].x = box->x0 + i % n_columns * HOM_TILE;
      tiles->tiles[i].y = box->y0 + i / n_columns * HOM_TILE;
    }

  return tiles ? lay_out (tiles, picture, error) : NULL;
}

/* Tells whether all pixels of a picture are in its tiles. */
gboolean
hom_reference_tiles_are_all (const HomReferenceTiles *tiles)
{
  return tiles->n_tiles ==
         hom_count_tiles (tiles->width) * hom_count_tiles (tiles->height);
}

/* Tells whether the middle of a tile lies on the moving picture. */
static gboolean
is_seen (const HomTile *tile, const HomPlanes *moving, const HomMatrix *w)
{
  const HomImage *plane = moving->planes[0];
  HomPoint        p     = { tile->x + HOM_TILE / 2, tile->y + HOM_TILE / 2 };

  return hom_matrix_apply (w, p, &p) && p.x >= 0.0 && p.y >= 0.0 &&
         p.x < plane->width && p.y < plane->height;
}

/* Counts the tiles, from the first one on, that are a few spread over the
 * picture of which the moving picture shows enough.
 */
gint
hom_reference_tiles_n_few (const HomReferenceTiles *tiles,
                           const HomPlanes         *moving,
                           const HomMatrix         *w)
{
  gint n_seen = 0;
  gint n      = 0;

  if (! hom_uses (HOM_INGREDIENT_FEW_TILES))
    return tiles->n_tiles;

  while (n < tiles->n_tiles &&
         (n < tiles->n_tiles / HOM_FEW || n_seen < LEAST_FEW))
    n_seen += is_seen (&tiles->tiles[n++], moving, w);

  return n;
}

/* Reads the pixels of the first @n_tiles tiles, and takes their gradient.
 *
 * @filter: (nullable): NULL for the gradient as it is. Tiles are kept from one
 *   alignment to the next, whose level pairs may want no filter, or another.
 */
void
hom_reference_tiles_filter (HomReferenceTiles       *tiles,
                            const HomPlanes         *picture,
                            gint                     n_tiles,
                            const HomGradientFilter *filter)
{
  const HomGradientFilter none     = { 0 };
  HomTilesGradient        gradient = filter && filter->n_blurs > 0 ?
                                         HOM_TILES_FILTERED :
                                         HOM_TILES_PLAIN;
  Job                     job = { picture, filter ? filter : &none, tiles };

  if (gradient != HOM_TILES_FILTERED && tiles->gradient == gradient &&
      n_tiles <= tiles->n_filled)
    return;

  tiles->n_filled = MAX (n_tiles, tiles->n_filled);
  hom_parallel_rows (tiles->n_filled, 8, filter_tiles, &job);
  tiles->gradient = gradient;
}

typedef struct
{
  const HomReferenceTiles *tiles;
  HomTileFunc              func;
  gpointer                 data;
} Visit;

static gint
sample_step (gint n_tiles)
{
  return MAX (1, n_tiles / N_SAMPLES);
}

/* Returns how many of @n_tiles tiles hom_reference_tiles_sample() visits. */
gint
hom_reference_tiles_n_samples (gint n_tiles)
{
  return hom_parallel_n_bands (n_tiles, sample_step (n_tiles));
}

static void
visit_middle (gint band, gint first, gint last, gpointer data)
{
  const Visit *visit = data;

  visit->func (band, &visit->tiles->tiles[(first + last) / 2], visit->data);
}

/* Visits some of the first @n_tiles tiles, evenly, in several threads. */
void
hom_reference_tiles_sample (const HomReferenceTiles *tiles,
                            gint                     n_tiles,
                            HomTileFunc              func,
                            gpointer                 data)
{
  Visit visit = { tiles, func, data };

  hom_parallel_rows (n_tiles, sample_step (n_tiles), visit_middle, &visit);
}

void
hom_reference_tiles_free (HomReferenceTiles *tiles)
{
  if (! tiles)
    return;

  hom_memory_free (tiles->tiles);
  hom_memory_free (tiles->planes);
  hom_memory_free (tiles->values);
  hom_memory_free (tiles->gradients);
  hom_memory_free (tiles->counts);
  g_free (tiles);
}
