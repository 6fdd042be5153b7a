/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-overview.h"
#include "ui/canvas/hom-whole.h"

/* @halves: each half the size of the one before, the first of them half of
 *   @whole; without an image until that is complete.
 */
struct _HomOverview
{
  HomWhole *whole;
  HomTile   halves[HOM_OVERVIEW_LEVELS - 1];
};

/* @box: of the picture. */
HomOverview *
hom_overview_new (const HomBox *box, HomReadFunc read, gpointer data)
{
  HomOverview *overview = g_new0 (HomOverview, 1);

  overview->whole = hom_whole_new (box, HOM_TILE_SIZE, read, data);

  return overview;
}

void
hom_overview_free (HomOverview *overview)
{
  hom_whole_free (overview->whole);
  for (gint i = 0; i < HOM_OVERVIEW_LEVELS - 1; i++)
    hom_image_free (overview->halves[i].image);
  g_free (overview);
}

/* As hom_whole_read() does it. */
gboolean
hom_overview_read (HomOverview *overview, gint64 time)
{
  const HomTile *tile = hom_whole_get_tile (overview->whole);

  if (hom_overview_is_complete (overview))
    return TRUE;
  if (! hom_whole_read (overview->whole, time))
    return FALSE;

  if (hom_overview_is_complete (overview))
    for (gint i = 0; i < HOM_OVERVIEW_LEVELS - 1 && tile->image; i++)
      {
        hom_tile_halve (tile, &overview->halves[i]);
        tile = &overview->halves[i];
      }

  return TRUE;
}

gboolean
hom_overview_is_complete (const HomOverview *overview)
{
  return hom_whole_is_complete (overview->whole);
}

/* @level: how often it is halved.
 *
 * Returns: (nullable): NULL when it is not there yet.
 */
const HomTile *
hom_overview_get_level (const HomOverview *overview, gint level)
{
  const HomTile *tile = level ? &overview->halves[level - 1] :
                                hom_whole_get_tile (overview->whole);

  return tile->image ? tile : NULL;
}
