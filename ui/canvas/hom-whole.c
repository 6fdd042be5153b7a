/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-whole.h"

/* A block that is read at once shows so many pixels of the picture along each
 * side: GIMP, which reduces it, takes some 10 ms for it.
 */
#define BLOCK 1024

/* And is so large at least: each takes a call. */
#define LEAST_BLOCK 64

/* @most: pixels along a side.
 * @tile: without an image until the reading has begun.
 * @side: of a block.
 * @x, @y: where what was not read begins.
 */
struct _HomWhole
{
  HomReadFunc read;
  gpointer    data;
  gint        most;
  HomTile     tile;
  gint        side;
  gint        x, y;
};

/* @box: of the picture.
 * @most: pixels along a side, at most.
 */
HomWhole *
hom_whole_new (const HomBox *box, gint most, HomReadFunc read, gpointer data)
{
  HomWhole *whole = g_new0 (HomWhole, 1);

  whole->read     = read;
  whole->data     = data;
  whole->most     = most;
  whole->tile.box = *box;

  return whole;
}

void
hom_whole_free (HomWhole *whole)
{
  hom_image_free (whole->tile.image);
  g_free (whole);
}

static gboolean
begin (HomWhole *whole)
{
  HomTile *tile      = &whole->tile;
  gdouble  width     = tile->box.x1 - tile->box.x0;
  gdouble  height    = tile->box.y1 - tile->box.y0;
  gdouble  reduction = MAX (1.0, MAX (width, height) / whole->most);

  tile->image = hom_image_new (
      CLAMP ((gint) ceil (width / reduction), 1, whole->most),
      CLAMP ((gint) ceil (height / reduction), 1, whole->most), 4, NULL);
  whole->side = MAX ((gint) (BLOCK / reduction), LEAST_BLOCK);

  return tile->image != NULL;
}

/* Returns: FALSE when the picture cannot be read. */
static gboolean
read_block (HomWhole *whole)
{
  if (! hom_tile_read_block (&whole->tile, whole->read, whole->data, whole->x,
                             whole->y, whole->side))
    return FALSE;

  whole->x += whole->side;
  if (whole->x >= whole->tile.image->width)
    {
      whole->x = 0;
      whole->y += whole->side;
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
hom_whole_read (HomWhole *whole, gint64 time)
{
  gint64 end = g_get_monotonic_time () + time;

  if (hom_whole_is_complete (whole))
    return TRUE;
  if (! whole->tile.image && ! begin (whole))
    return FALSE;

  do
    if (! read_block (whole))
      return FALSE;
  while (! hom_whole_is_complete (whole) && g_get_monotonic_time () < end);

  return TRUE;
}

gboolean
hom_whole_is_complete (const HomWhole *whole)
{
  const HomImage *image = whole->tile.image;

  return image && whole->y >= image->height;
}

/* Returns: what is read so far; without an image until that has begun. */
const HomTile *
hom_whole_get_tile (const HomWhole *whole)
{
  return &whole->tile;
}
