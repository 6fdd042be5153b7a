/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-overview.h"

/* A block that is read at once shows so many pixels of the picture along each
 * side: GIMP, which reduces it, takes some 10 ms for it.
 */
#define BLOCK 1024

/* And is so large at least: each takes a call. */
#define LEAST_BLOCK 64

/* @levels: each half the size of the one before; the first without an image
 *   until its reading has begun, the others until it is complete.
 * @side: of a block.
 * @x, @y: where what was not read begins.
 */
struct _HomOverview
{
  HomReadFunc read;
  gpointer    data;
  HomTile     levels[HOM_OVERVIEW_LEVELS];
  gint        side;
  gint        x, y;
};

/* @box: of the picture. */
HomOverview *
hom_overview_new (const HomBox *box, HomReadFunc read, gpointer data)
{
  HomOverview *overview = g_new0 (HomOverview, 1);

  overview->read          = read;
  overview->data          = data;
  overview->levels[0].box = *box;

  return overview;
}

void
hom_overview_free (HomOverview *overview)
{
  for (gint i = 0; i < HOM_OVERVIEW_LEVELS; i++)
    hom_image_free (overview->levels[i].image);
  g_free (overview);
}

static gboolean
begin (HomOverview *overview)
{
  HomTile *tile      = &overview->levels[0];
  gdouble  width     = tile->box.x1 - tile->box.x0;
  gdouble  height    = tile->box.y1 - tile->box.y0;
  gdouble  reduction = MAX (1.0, MAX (width, height) / HOM_TILE_SIZE);

  tile->image = hom_image_new (
      CLAMP ((gint) ceil (width / reduction), 1, HOM_TILE_SIZE),
      CLAMP ((gint) ceil (height / reduction), 1, HOM_TILE_SIZE), 4, NULL);
  overview->side = MAX ((gint) (BLOCK / reduction), LEAST_BLOCK);

  return tile->image != NULL;
}

/* Returns: FALSE when the picture cannot be read. */
static gboolean
read_block (HomOverview *overview)
{
  HomTile *tile = &overview->levels[0];

  if (! hom_tile_read_block (tile, overview->read, overview->data, overview->x,
                             overview->y, overview->side))
    return FALSE;

  overview->x += overview->side;
  if (overview->x >= tile->image->width)
    {
      overview->x = 0;
      overview->y += overview->side;
    }

  return TRUE;
}

/* Reads at least one block, unless it is complete, and others until some time
 * has passed.
 *
 * @time: in microseconds.
 *
 * Returns: FALSE when the picture cannot be read.
 */
gboolean
hom_overview_read (HomOverview *overview, gint64 time)
{
  HomTile *levels = overview->levels;
  gint64   end    = g_get_monotonic_time () + time;

  if (hom_overview_is_complete (overview))
    return TRUE;
  if (! levels[0].image && ! begin (overview))
    return FALSE;

  do
    if (! read_block (overview))
      return FALSE;
  while (! hom_overview_is_complete (overview) &&
         g_get_monotonic_time () < end);

  if (hom_overview_is_complete (overview))
    for (gint i = 1; i < HOM_OVERVIEW_LEVELS && levels[i - 1].image; i++)
      hom_tile_halve (&levels[i - 1], &levels[i]);

  return TRUE;
}

gboolean
hom_overview_is_complete (const HomOverview *overview)
{
  const HomImage *image = overview->levels[0].image;

  return image && overview->y >= image->height;
}

/* @level: how often it is halved.
 *
 * Returns: (nullable): NULL when it is not there yet.
 */
const HomTile *
hom_overview_get_level (const HomOverview *overview, gint level)
{
  const HomTile *tile = &overview->levels[level];

  return tile->image ? tile : NULL;
}
