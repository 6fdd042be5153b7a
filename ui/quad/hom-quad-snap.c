/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/quad/hom-quad-snap.h"

/* A crossing of edges attracts a corner from this far, in pixels of the widget.
 */
#define REACH 14.0

/* Around a crossing so much more is read, in pixels of the tile: its edges. */
#define MARGIN 8.0

/* How far off a crossing may be that was found in a tile of the screen's
 * resolution, in pixels of that.
 */
#define COARSE 2.0

/* Finds the crossing next to a point in a tile that is reduced so far, or less.
 *
 * @reach: in pixels of the picture.
 */
static gboolean
find (HomSource *source,
      gdouble    reduction,
      HomPoint   point,
      gdouble    reach,
      HomPoint  *crossing)
{
  gdouble        around = reach + MARGIN * reduction;
  HomBox         box  = { point.x - around, point.y - around, point.x + around,
                          point.y + around };
  const HomTile *tile = hom_source_get_part (source, &box, reduction);
  gdouble        sx, sy;
  HomPoint       on_tile;

  if (! tile)
    return FALSE;

  sx      = tile->image->width / (tile->box.x1 - tile->box.x0);
  sy      = tile->image->height / (tile->box.y1 - tile->box.y0);
  on_tile = (HomPoint){ (point.x - tile->box.x0) * sx + tile->image->x,
                        (point.y - tile->box.y0) * sy + tile->image->y };
  if (! hom_find_crossing (tile->image, on_tile, reach * sx, crossing))
    return FALSE;

  crossing->x = (crossing->x - tile->image->x) / sx + tile->box.x0;
  crossing->y = (crossing->y - tile->image->y) / sy + tile->box.y0;

  return TRUE;
}

/* Finds the crossing of edges next to a point: first among those that the user
 * sees, then in the pixels of the picture.
 *
 * @point: in pixels of the picture.
 *
 * Returns: FALSE when there is none within 14 pixels of the widget.
 */
gboolean
hom_quad_snap (HomCanvas *canvas, HomPoint point, HomPoint *snapped)
{
  HomSource *source = hom_canvas_get_source (canvas);
  gdouble    scale  = hom_canvas_get_view (canvas)->scale;
  gdouble    coarse = MAX (1.0, 1.0 / scale);
  HomPoint   fine;

  if (! source || ! find (source, coarse, point, REACH / scale, snapped))
    return FALSE;

  if (coarse > 1.0 && find (source, 1.0, *snapped, COARSE * coarse, &fine))
    *snapped = fine;

  return TRUE;
}
