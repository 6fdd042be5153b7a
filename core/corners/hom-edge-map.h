/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: where a picture, reduced to a bounded size, has edges. */

/**
 * HomEdgePoint:
 * @x: in pixels of the map, with the centres at +0.5, to a fraction of one.
 * @y: likewise.
 * @normal_x: across the edge, of length 1, towards the brighter side.
 * @normal_y: likewise.
 * @strength: the contrast for a pixel of the map, as a share of the picture's
 *   range.
 */
typedef struct
{
  gfloat x, y;
  gfloat normal_x, normal_y;
  gfloat strength;
} HomEdgePoint;

/**
 * HomEdgeMap:
 * @reduction: pixels of the picture for one of the map, along x and along y.
 * @width: in pixels of the map.
 * @height: likewise.
 * @points: the edge points, row by row.
 * @n_points: how many.
 * @strong: a strength that one edge point in four has.
 * @index: for each pixel of the map, the index of its edge point; −1 for none.
 */
typedef struct
{
  gint          reduction;
  gint          width, height;
  HomEdgePoint *points;
  gint          n_points;
  gfloat        strong;
  gint32       *index;
} HomEdgeMap;

HomEdgeMap *hom_edge_map_new  (const HomImage  *image,
                               GCancellable    *cancellable,
                               GError         **error);
void        hom_edge_map_free (HomEdgeMap      *map);

/* The edge point in a pixel of the map, or NULL. */
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
