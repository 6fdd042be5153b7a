/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/normal/hom-tile-places.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"

/* A picture is divided into this many regions along each side, and each may
 * have an equal part of the pixels: places that lie far apart hold a matrix.
 */
#define REGIONS 8

/* Sums up |∇|² over every second pixel, by the simplest difference: that is
 * enough to rank tiles.
 */
static gdouble
measure_contrast (const HomPlanes *picture, gint x0, gint y0)
{
  const HomImage *plane = picture->planes[picture->n_planes / 2];
  gdouble         sum   = 0.0;

  for (gint y = MAX (y0, 1); y < MIN (y0 + HOM_TILE, plane->height - 1); y += 2)
    for (gint x = MAX (x0, 1); x < MIN (x0 + HOM_TILE, plane->width - 1);
         x += 2)
      if (! picture->mask || *hom_image_pixel (picture->mask, x, y) > 0.0f)
        {
          const gfloat *p = hom_image_pixel (plane, x, y);
          gdouble       h = p[plane->channels] - p[-plane->channels];
          gdouble       v = p[plane->stride] - p[-(gssize) plane->stride];

          if (isfinite (h * h + v * v))
            sum += h * h + v * v;
        }

  return sum;
}

/* Compares two places: by region, and in each the one with more contrast first.
 */
static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const HomTilePlace *p = a;
  const HomTilePlace *q = b;

  if (p->region != q->region)
    return p->region < q->region ? -1 : 1;
  if (p->energy != q->energy)
    return p->energy > q->energy ? -1 : 1;
  if (p->y != q->y)
    return p->y < q->y ? -1 : 1;

  return p->x < q->x ? -1 : p->x > q->x;
}

/* Returns how many tiles cover a side of a picture. */
gint
hom_count_tiles (gint length)
{
  return length / HOM_TILE + (length % HOM_TILE > 0);
}

static gboolean
list_places (HomTilePlaces *places, const HomPlanes *picture, GError **error)
{
  const HomImage *plane = picture->planes[0];
  const gsize     n     = (gsize) hom_count_tiles (plane->width) *
                  hom_count_tiles (plane->height);

  *places     = (HomTilePlaces){ NULL };
  places->all = hom_memory_new (n, 2 * sizeof (HomTilePlace), FALSE, error);
  if (! places->all)
    return FALSE;

  places->room = places->all + n;
  for (gint y = 0; y < plane->height; y += HOM_TILE)
    for (gint x = 0; x < plane->width; x += HOM_TILE)
      {
        gint region = (gint) ((gint64) y * REGIONS / plane->height) * REGIONS +
                      (gint) ((gint64) x * REGIONS / plane->width);

        places->all[places->n++] = (HomTilePlace){ x, y, region, 0.0 };
      }

  return TRUE;
}

typedef struct
{
  const HomPlanes *picture;
  HomTilePlace    *places;
} Ranking;

static void
rank_places (gint band, gint first, gint last, gpointer data)
{
  const Ranking *ranking = data;

  for (gint i = first; i < last; i++)
    {
      HomTilePlace *place = &ranking->places[i];

      place->energy = measure_contrast (ranking->picture, place->x, place->y);
    }
}

/* Leaves the tiles with the most contrast, an equal number in each region. */
static void
choose_places (HomTilePlaces *places, const HomPlanes *picture, gsize most)
{
  Ranking ranking   = { picture, places->all };
  gsize   in_region = most / (REGIONS * REGIONS);
  gint    kept      = 0;
  gsize   n         = 0;

  if ((gsize) places->n <= most)
    return;

  hom_parallel_rows (places->n, 64, rank_places, &ranking);
  qsort (places->all, places->n, sizeof (HomTilePlace), compare_places);

  for (gint i = 0; i < places->n; i++)
    {
      HomTilePlace place = places->all[i];

      n = i > 0 && place.region == places->all[i - 1].region ? n + 1 : 0;
      if (n < in_region && place.energy > 0.0)
        places->all[kept++] = place;
    }
  places->n = kept;
}

/* Brings some places that are spread over the picture to the front. */
static void
interleave_places (HomTilePlaces *places)
{
  gint n = 0;

  memcpy (places->room, places->all, places->n * sizeof (HomTilePlace));
  for (gint phase = 0; phase < HOM_FEW; phase++)
    for (gint i = phase; i < places->n; i += HOM_FEW)
      places->all[n++] = places->room[i];
}

/* Lists the places of the tiles of a picture, some of which, spread over it,
 * come first.
 *
 * @places: (out): to be cleared.
 * @most: the most places: those of the most contrast, in all regions alike.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_tile_places_init (HomTilePlaces   *places,
                      const HomPlanes *picture,
                      gsize            most,
                      GError         **error)
{
  if (! list_places (places, picture, error))
    return FALSE;

  choose_places (places, picture, most);
  interleave_places (places);

  return TRUE;
}

void
hom_tile_places_clear (HomTilePlaces *places)
{
  g_clear_pointer (&places->all, hom_memory_free);
}
