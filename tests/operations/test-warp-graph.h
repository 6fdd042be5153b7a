/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gegl.h>

#include "homography.h"

/* A picture that goes through homography:warp. */
typedef struct
{
  GeglNode   *graph;
  GeglNode   *source; /* NULL when the input is another operation */
  GeglNode   *warp;
  GeglBuffer *picture;
  HomMatrix   w;
  HomSampling sampling;
} Graph;

void        graph_init (void);
GeglBuffer *picture_new (const GeglRectangle *extent, const gchar *format);
Graph       graph_new (GeglBuffer *picture, const HomPoint source[4],
                       const HomPoint target[4], HomSampling sampling);
void graph_set_quad (GeglNode *warp, const gchar *name, const HomPoint quad[4]);
void graph_clear (Graph *graph);
HomImage *graph_render (GeglNode *node, const GeglRectangle *roi, gint step);
HomImage *graph_expect (const Graph *graph, const GeglRectangle *roi);
void graph_tame (const Graph *graph, HomImage *image);
void assert_images (const HomImage *image, const HomImage *expected, gdouble epsilon);
