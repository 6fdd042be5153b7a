/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "test-warp-graph.h"

/* Where the two drawn pictures lie. */
extern const GeglRectangle moving_box;
extern const GeglRectangle reference_box;

/* Takes the moving picture to the reference. */
extern const HomMatrix truth;

/* Two pictures, and homography:align. */
typedef struct
{
  GeglNode   *graph, *align;
  GeglNode   *moving, *reference;
  GeglBuffer *moving_picture, *reference_picture;
} Pair;

GeglBuffer *scene_new        (const GeglRectangle *box,
                              const HomMatrix     *to_scene,
                              const gchar         *format,
                              guint32              seed);
Pair        pair_new         (const HomMatrix     *h,
                              const gchar         *moving_format,
                              const gchar         *reference_format);
void        pair_clear       (Pair                *pair);
HomMatrix   pair_get_matrix  (const Pair          *pair);
gdouble     matrix_distance  (const HomMatrix     *a,
                              const HomMatrix     *b);
