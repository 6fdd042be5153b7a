/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-overview.h"

/* A block that is read at once shows this many pixels of the picture along each
 * side: GIMP, which reduces it, takes some 10 ms for it.
 */
#define BLOCK 1024

/* A block has at least this many pixels along each side: each takes a call. And
 * it has no more than this: what is not reduced is sent as it is.
 */
#define LEAST_BLOCK 64
#define MOST_BLOCK  320

/* @read: reads a part of the picture.
 * @data: is handed to @read.
 * @origin: where the picture begins.
 * @most: the most pixels along a side.
 * @tile: the overview; it has no image until the reading has begun.
 * @side: the side of a block.
 * @x, @y: where the next block begins.
 */
struct _HomOverview
{
  HomReadFunc read;
  gpointer    data;
  HomPoint    origin;
  gint        most;
  HomTile     tile;
  gint        side;
  gint        x, y;
};

/* Creates an overview; nothing is read yet.
 *
 * @all: the box of the picture.
 * @box: the part that is shown; its sides lie between pixels.
 * @most: the most pixels along a side.
 * @read: reads a part of the picture.
 */
HomOverview *
hom_overview_new (const HomBox *all,
                  const HomBox *box,
                  gint          most,
                  HomReadFunc   read,
                  gpointer      data)
{
  HomOverview *overview = g_new0 (HomOverview, 1);

  overview->read     = read;
  overview->data     = data;
  overview->origin   = (HomPoint){ all->x0, all->y0 };
  overview->most     = most;
  overview->tile.box = *box;

  return overview;
}

void
hom_overview_free (HomOverview *overview)
{
  hom_image_free (overview->tile.image);
  g_free (overview);
}

/* Returns: how many pixels of the picture become one. */
gdouble
hom_overview_reduction (const HomOverview *overview)
{
  const HomBox *box = &overview->tile.box;

  return MAX (1.0, MAX (box->x1 - box->x0, box->y1 - box->y0) / overview->most);
}

static gboolean
begin (HomOverview *overview)
{
  HomTile *tile      = &overview->tile;
  gdouble  width     = tile->box.x1 - tile->box.x0;
  gdouble  height    = tile->box.y1 - tile->box.y0;
  gdouble  reduction = hom_overview_reduction (overview);

  tile->image = hom_image_new (
      CLAMP ((gint) ceil (width / reduction), 1, overview->most),
      CLAMP ((gint) ceil (height / reduction), 1, overview->most), 4, NULL);
  overview->side = CLAMP ((gint) (BLOCK / reduction), LEAST_BLOCK, MOST_BLOCK);

  return tile->image != NULL;
}

/* Reads the next block.
 *
 * Returns: FALSE when the picture cannot be read.
 */
static gboolean
read_block (HomOverview *overview)
{
  if (! hom_tile_read_block (&overview->tile, overview->origin, overview->read,
                             overview->data, overview->x, overview->y,
                             overview->side))
    return FALSE;

  overview->x += overview->side;
  if (overview->x >= overview->tile.image->width)
    {
      overview->x = 0;
      overview->y += overview->side;
    }

  return TRUE;
}

/* Reads at least one block, unless it is complete, and others until some time
 * has passed.
 *
 * @time: that time, in microseconds.
 *
 * Returns: FALSE when the picture cannot be read.
 */
gboolean
hom_overview_read (HomOverview *overview, gint64 time)
{
  gint64 end = g_get_monotonic_time () + time;

  if (hom_overview_is_complete (overview))
    return TRUE;
  if (! overview->tile.image && ! begin (overview))
    return FALSE;

  do
    if (! read_block (overview))
      return FALSE;
  while (! hom_overview_is_complete (overview) &&
         g_get_monotonic_time () < end);

  return TRUE;
}

gboolean
hom_overview_is_complete (const HomOverview *overview)
{
  const HomImage *image = overview->tile.image;

  return image && overview->y >= image->height;
}

/* Returns: the part that is read so far; it has no image until that has begun.
 */
const HomTile *
hom_overview_get_tile (const HomOverview *overview)
{
  return &overview->tile;
}

/* Takes what was read, when it is complete.
 *
 * @tile: (out): that; its image is the caller's.
 */
void
hom_overview_steal (HomOverview *overview, HomTile *tile)
{
  *tile                = overview->tile;
  overview->tile.image = NULL;
}
