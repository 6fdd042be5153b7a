/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "corners/hom-edge-map.h"

G_BEGIN_DECLS

/* Private: one straight line, and the edge points along it. */

/**
 * HomEdgeSums:
 * @length: pixels along the line.
 * @support: how many of them have an edge along it.
 * @weight: @support with faint edges counting less.
 * @rise: how many of the @support are brighter on the normal's side, minus how
 *   many are darker there.
 *
 * Sums over the edges along a part of a line.
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
 * @point: the point where it enters the map.
 * @direction: a vector of length 1: the line is @point + t · @direction.
 * @normal: a vector of length 1 across it.
 * @length: its length in pixels of the map, which it leaves at t = @length.
 * @n_pixels: @length, rounded up.
 * @sums: for t = 0 … @n_pixels, the sums over the part before t.
 * @is_border: whether it is a border of the picture, along which there are no
 *   edges.
 *
 * A straight line inside an edge map.
 */
typedef struct
{
  HomPoint     point;
  HomPoint     direction;
  HomPoint     normal;
  gdouble      length;
  gint         n_pixels;
  HomEdgeSums *sums;
  gboolean     is_border;
} HomEdgeLine;

/* Receives the index of an edge point, its t, its distance along the normal,
 * and whether it is brighter along the normal (1) or against it (−1).
 */
typedef void (*HomEdgeFunc) (gint     i,
                             gdouble  t,
                             gdouble  distance,
                             gint     rise,
                             gpointer data);

gboolean    hom_edge_line_place    (HomEdgeLine       *line,
                                    const HomEdgeMap  *map,
                                    HomPoint           normal,
                                    gdouble            distance);
void        hom_edge_line_for_each (const HomEdgeLine *line,
                                    const HomEdgeMap  *map,
                                    gdouble            reach,
                                    HomEdgeFunc        func,
                                    gpointer           data);
gboolean    hom_edge_line_fit      (HomEdgeLine       *line,
                                    const HomEdgeMap  *map,
                                    const guint8      *taken,
                                    gdouble            reach);
void        hom_edge_line_count    (HomEdgeLine       *line,
                                    const HomEdgeMap  *map,
                                    HomEdgeSums       *sums);
HomEdgeSums hom_edge_line_sums     (const HomEdgeLine *line,
                                    gdouble            t0,
                                    gdouble            t1);

G_END_DECLS
