/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-edge-map.h"

G_BEGIN_DECLS

/* Private: straight lines along which edge points lie. */

/**
 * HomEdgeSums:
 * @length: pixels along the line.
 * @support: how many of them have an edge along it.
 * @weight: the same, strong edges counting more.
 * @rise: those at which it is brighter to the right, less those to the left.
 *
 * What edges there are along a part of a line.
 */
typedef struct
{
  gfloat length;
  gfloat support;
  gfloat weight;
  gfloat rise;
} HomEdgeSums;

/**
 * HomEdgeLine:
 * @point: where it enters the map.
 * @direction: of length 1; the line is @point + t · @direction.
 * @length: in pixels of the map: it is inside for t from 0 to here.
 * @n_votes: the edge points of which it was made.
 * @sums: for each whole t, sums over the pixels before it.
 *
 * A line across the map.
 */
typedef struct
{
  HomPoint point;
  HomPoint direction;
  gdouble  length;
  gint     n_votes;
  gint     n_pixels;
  HomEdgeSums *sums;
} HomEdgeLine;

GArray  *hom_edge_lines_find   (const HomEdgeMap  *map,
                                GCancellable      *cancellable,
                                GError           **error);
HomEdgeSums hom_edge_line_sums (const HomEdgeLine *line,
                                gdouble            t0,
                                gdouble            t1);

G_END_DECLS
