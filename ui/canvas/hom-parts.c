/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-overview.h"
#include "ui/canvas/hom-parts.h"

/* A tile may be coarser than the screen by this factor. */
#define COARSE 1.45

/* This many parts are kept: two views and a loupe need one and one more each.
 */
#define N_TILES 6

/* A part of no more pixels is read at once. */
#define SMALL (512 * 256)

/* A part is larger than what is needed by these shares at each side, which
 * spares reading again at each step of a drag: the larger one where the tile
 * has room for it.
 */
#define LEAST_MARGIN 0.125
#define MOST_MARGIN  0.25

/* When less than this share is left at a side, the next part is read. */
#define LEFT_MARGIN 0.0625

/* @box: the box of the picture.
 * @tiles: the parts.
 * @oldest: the oldest of the tiles, which is replaced next.
 * @next: (nullable): the part that is being read.
 * @is_missed: whether that is needed already.
 */
struct _HomParts
{
  HomBox       box;
  HomReadFunc  read;
  gpointer     data;
  HomTile      tiles[N_TILES];
  gint         oldest;
  HomOverview *next;
  gboolean     is_missed;
};

HomParts *
hom_parts_new (const HomBox *box, HomReadFunc read, gpointer data)
{
  HomParts *parts = g_new0 (HomParts, 1);

  parts->box  = *box;
  parts->read = read;
  parts->data = data;

  return parts;
}

void
hom_parts_free (HomParts *parts)
{
  for (gint i = 0; i < N_TILES; i++)
    hom_image_free (parts->tiles[i].image);
  g_clear_pointer (&parts->next, hom_overview_free);
  g_free (parts);
}

static gboolean
holds (const HomBox *box, const HomBox *other)
{
  return box->x0 <= other->x0 && box->y0 <= other->y0 && box->x1 >= other->x1 &&
         box->y1 >= other->y1;
}

/* Tells how coarse a tile may be: as fine as it takes or, where on a fine
 * screen more is seen at a time than a tile holds, as a tile of that size can
 * be.
 */
static gdouble
most_reduction (const HomNeed *need)
{
  const HomBox *box   = &need->box;
  gdouble       size  = MAX (box->x1 - box->x0, box->y1 - box->y0);
  gdouble       least = MAX (need->finest, size / HOM_TILE_SIZE);

  return MAX (1.0, COARSE * least);
}

/* Tells whether a tile shows what is needed, and finely enough.
 *
 * @tile: (nullable): NULL does not.
 */
gboolean
hom_need_is_met (const HomNeed *need, const HomTile *tile)
{
  return tile && tile->image && holds (&tile->box, &need->box) &&
         hom_tile_reduction (tile) <= most_reduction (need);
}

/* Adds a margin within the picture.
 *
 * @dx, @dy: its width, in pixels.
 */
static HomBox
grow (const HomBox *box, gdouble dx, gdouble dy, const HomBox *within)
{
  return (HomBox){ MAX (floor (box->x0 - dx), within->x0),
                   MAX (floor (box->y0 - dy), within->y0),
                   MIN (ceil (box->x1 + dx), within->x1),
                   MIN (ceil (box->y1 + dy), within->y1) };
}

/* Chooses the width of a margin.
 *
 * @length: of the side that is needed.
 * @room: the longest that the side of a tile can be.
 */
static gdouble
choose_margin (gdouble length, gdouble room)
{
  return 2.0 + CLAMP ((room - length) / 2.0 - 2.0, LEAST_MARGIN * length,
                      MOST_MARGIN * length);
}

static HomBox
with_margin (const HomParts *parts, const HomNeed *need)
{
  const HomBox *box  = &need->box;
  gdouble       room = HOM_TILE_SIZE * MAX (1.0, need->finest);

  return grow (box, choose_margin (box->x1 - box->x0, room),
               choose_margin (box->y1 - box->y0, room), &parts->box);
}

/* Finds the tile that shows what is needed, and is the finest that does. */
const HomTile *
hom_parts_find (HomParts *parts, const HomNeed *need)
{
  const HomTile *found = NULL;

  for (gint i = 0; i < N_TILES; i++)
    {
      const HomTile *tile = &parts->tiles[i];

      if (tile->image && holds (&tile->box, &need->box) &&
          (! found || hom_tile_reduction (tile) < hom_tile_reduction (found)))
        found = tile;
    }

  return found;
}

/* Finds a tile that meets a need.
 *
 * Returns: (nullable): the first one.
 */
static const HomTile *
find_met (HomParts *parts, const HomNeed *need)
{
  for (gint i = 0; i < N_TILES; i++)
    if (hom_need_is_met (need, &parts->tiles[i]))
      return &parts->tiles[i];

  return NULL;
}

/* Takes the part that was read, in place of the oldest. */
static const HomTile *
take_next (HomParts *parts)
{
  HomTile *tile = &parts->tiles[parts->oldest];

  parts->oldest = (parts->oldest + 1) % N_TILES;
  hom_image_free (tile->image);
  hom_overview_steal (parts->next, tile);
  g_clear_pointer (&parts->next, hom_overview_free);

  return tile;
}

/* Begins to read a part, unless that is being read already. It is reduced by
 * the same factor along both sides, as far as it takes to be no larger than a
 * tile.
 */
static void
begin (HomParts *parts, const HomNeed *need)
{
  HomBox  box       = with_margin (parts, need);
  gdouble size      = MAX (box.x1 - box.x0, box.y1 - box.y0);
  gdouble reduction = MAX (MAX (1.0, need->finest), size / HOM_TILE_SIZE);
  gint    most      = CLAMP ((gint) ceil (size / reduction), 1, HOM_TILE_SIZE);

  if (parts->next)
    {
      const HomTile *tile = hom_overview_get_tile (parts->next);

      if (holds (&tile->box, &need->box) &&
          hom_overview_reduction (parts->next) <= most_reduction (need))
        return;
      hom_overview_free (parts->next);
    }

  parts->is_missed = FALSE;
  parts->next      = hom_overview_new (&parts->box, &box, most, parts->read,
                                       parts->data);
}

/* Tells whether a tile ends soon after what is needed: the next step of a drag
 * may need more.
 */
static gboolean
ends_soon (const HomParts *parts, const HomTile *tile, const HomNeed *need)
{
  const HomBox *box  = &need->box;
  HomBox        more = grow (box, LEFT_MARGIN * (box->x1 - box->x0),
                             LEFT_MARGIN * (box->y1 - box->y0), &parts->box);

  return ! holds (&tile->box, &more);
}

static gboolean
is_small (const HomParts *parts, const HomNeed *need)
{
  HomBox  box     = with_margin (parts, need);
  gdouble density = 1.0 / MAX (1.0, need->finest);

  return (box.x1 - box.x0) * (box.y1 - box.y0) * density * density <= SMALL;
}

/* Returns: (nullable): a tile that meets a need; NULL as long as it is not
 * read, or where none would be finer than @reduction.
 */
const HomTile *
hom_parts_get (HomParts *parts, const HomNeed *need, gdouble reduction)
{
  const HomTile *found = find_met (parts, need);
  HomBox         box   = with_margin (parts, need);
  gdouble        size  = MAX (box.x1 - box.x0, box.y1 - box.y0);

  if (! found && MAX (need->finest, size / HOM_TILE_SIZE) >= reduction)
    return NULL;

  if (found && ! ends_soon (parts, found, need))
    return found;

  if (! found || ! is_small (parts, need))
    begin (parts, need);
  if (found)
    return found;

  if (is_small (parts, need))
    return hom_overview_read (parts->next, G_MAXINT32) ? take_next (parts) :
                                                         NULL;
  parts->is_missed = TRUE;

  return NULL;
}

/* Returns: whether a part is being read. */
gboolean
hom_parts_is_next (HomParts *parts)
{
  return parts->next != NULL;
}

/* Reads on.
 *
 * @time: for so long, in microseconds.
 *
 * Returns: whether there is now a part that was missed.
 */
gboolean
hom_parts_read (HomParts *parts, gint64 time)
{
  if (! parts->next)
    return FALSE;

  if (! hom_overview_read (parts->next, time))
    g_clear_pointer (&parts->next, hom_overview_free);
  if (! parts->next || ! hom_overview_is_complete (parts->next))
    return FALSE;

  take_next (parts);

  return parts->is_missed;
}
