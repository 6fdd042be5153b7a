/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomPerspectiveSolution:
 * @h: the forward matrix.
 * @sampling: how the layer is sampled.
 * @rectangle: where the four corners, or those of the layer, go.
 * @full: the box around all of the layer, transformed.
 * @box: the box of the layer afterwards.
 * @ratio: width / height of the rectangle; 0 where there is none.
 * @origin: where @ratio comes from.
 * @is_cut: whether @full is not quite all: near the horizon the image of the
 *   layer has no end.
 *
 * A solution is what the settings lead to, in the coordinates of the image.
 */
typedef struct
{
  HomMatrix      h;
  HomSampling    sampling;
  HomPoint       rectangle[4];
  HomBox         full;
  HomBox         box;
  gdouble        ratio;
  HomRatioOrigin origin;
  gboolean       is_cut;
} HomPerspectiveSolution;

/**
 * HomPerspectiveSolve:
 * @solution: (out): what the present settings lead to.
 *
 * Finds what the settings lead to.
 *
 * Returns: FALSE with a message for the user when they lead to nothing that can
 *   be applied.
 */
typedef gboolean (*HomPerspectiveSolve) (HomPerspectiveSolution *solution,
                                         gpointer                data,
                                         GError                **error);

void   hom_perspective_read_corners  (GObject                      *config,
                                      HomPoint                      quad[4]);
void   hom_perspective_write_corners (GObject                      *config,
                                      const HomPoint                quad[4]);
gchar *hom_perspective_describe_size (const HomPerspectiveSolution *solution);

G_END_DECLS
