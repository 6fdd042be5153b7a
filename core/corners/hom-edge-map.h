/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the edges of a picture that is reduced to a bounded size. */

/**
 * HomEdgePoint:
 * @x: the column, in pixels of the map, with the centres at +0.5, to a fraction
 *   of one.
 * @y: the row, likewise.
 * @normal_x: with @normal_y, the direction across the edge, of length 1,
 *   towards the brighter side.
 * @strength: the contrast for a pixel of the map, as a share of the picture's
 *   range.
 *
 * A point of an edge.
 */
typedef struct
{
  gfloat x, y;
  gfloat normal_x, normal_y;
  gfloat strength;
} HomEdgePoint;

/**
 * HomEdgeMap:
 * @reduction: how many pixels of the picture there are for one of the map,
 *   along x and along y.
 * @width: its width, in pixels of the map.
 * @height: its height, in pixels of the map.
 * @right: the picture's width, in pixels of the map; @width is rounded up.
 * @bottom: the picture's height, likewise.
 * @picture: the small picture, smoothed: means over 3 px or so.
 * @points: the edge points, row by row, and the faint ones with them.
 * @n_points: how many there are.
 * @threshold: the strength from which on an edge stands out from the noise. The
 *   faint ones below it count only along a line that others have told of.
 * @strong: the strength that one edge point in four has, at least; without the
 *   faint ones.
 * @index: for each pixel of the map, the index of its edge point; −1 for none.
 *
 * The edge points of a picture.
 */
typedef struct
{
  gint          reduction;
  gint          width, height;
  gdouble       right, bottom;
  HomImage     *picture;
  HomEdgePoint *points;
  gint          n_points;
  gfloat        threshold;
  gfloat        strong;
  gint32       *index;
} HomEdgeMap;

HomEdgeMap *hom_edge_map_new  (const HomImage  *image,
                               GCancellable    *cancellable,
                               GError         **error);
void        hom_edge_map_free (HomEdgeMap      *map);

static inline gboolean
hom_edge_point_is_faint (const HomEdgeMap *map, const HomEdgePoint *point)
{
  return point->strength < map->threshold;
}

/* Returns the edge point in a pixel of the map, or NULL. */
static inline const HomEdgePoint *
hom_edge_map_at (const HomEdgeMap *map, gint x, gint y)
{
  gint32 i;

  if (x < 0 || y < 0 || x >= map->width || y >= map->height)
    return NULL;
  i = map->index[(gsize) y * map->width + x];

  return i < 0 ? NULL : &map->points[i];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomEdgeMap, hom_edge_map_free)

G_END_DECLS
