/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-overview-levels.h"
#include "ui/canvas/hom-overview.h"

/* @overview: the largest level.
 * @halves: the other levels, each half the size of the one before; they have no
 *   image until @overview is complete.
 */
struct _HomOverviewLevels
{
  HomOverview *overview;
  HomTile      halves[HOM_N_OVERVIEW_LEVELS - 1];
};

/* Creates the levels; nothing is read yet.
 *
 * @box: the box of the picture.
 * @read: reads a part of it.
 */
HomOverviewLevels *
hom_overview_levels_new (const HomBox *box, HomReadFunc read, gpointer data)
{
  HomOverviewLevels *levels = g_new0 (HomOverviewLevels, 1);

  levels->overview = hom_overview_new (box, box, HOM_TILE_SIZE, read, data);

  return levels;
}

void
hom_overview_levels_free (HomOverviewLevels *levels)
{
  hom_overview_free (levels->overview);
  for (gint i = 0; i < HOM_N_OVERVIEW_LEVELS - 1; i++)
    hom_image_free (levels->halves[i].image);
  g_free (levels);
}

/* Reads on as hom_overview_read() does, and makes the smaller ones at the end.
 */
gboolean
hom_overview_levels_read (HomOverviewLevels *levels, gint64 time)
{
  const HomTile *tile = hom_overview_get_tile (levels->overview);

  if (hom_overview_levels_is_complete (levels))
    return TRUE;
  if (! hom_overview_read (levels->overview, time))
    return FALSE;

  if (hom_overview_levels_is_complete (levels))
    for (gint i = 0; i < HOM_N_OVERVIEW_LEVELS - 1 && tile->image; i++)
      {
        hom_tile_halve (tile, &levels->halves[i]);
        tile = &levels->halves[i];
      }

  return TRUE;
}

gboolean
hom_overview_levels_is_complete (const HomOverviewLevels *levels)
{
  return hom_overview_is_complete (levels->overview);
}

/* @level: how often the overview is halved.
 *
 * Returns: (nullable): the level; NULL when it is not there yet.
 */
const HomTile *
hom_overview_levels_get (const HomOverviewLevels *levels, gint level)
{
  const HomTile *tile = level ? &levels->halves[level - 1] :
                                hom_overview_get_tile (levels->overview);

  return tile->image ? tile : NULL;
}
