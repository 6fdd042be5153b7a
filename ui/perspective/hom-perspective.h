/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomRatioOrigin:
 * @HOM_RATIO_GIVEN: it was chosen.
 * @HOM_RATIO_FOCAL_LENGTH: recovered by the focal length that the camera noted.
 * @HOM_RATIO_PERSPECTIVE: recovered from the perspective alone.
 * @HOM_RATIO_MEAN_SIDES: it cannot be recovered: that of the mean sides.
 *
 * Where the ratio of a rectangle's sides comes from.
 */
typedef enum
{
  HOM_RATIO_GIVEN,
  HOM_RATIO_FOCAL_LENGTH,
  HOM_RATIO_PERSPECTIVE,
  HOM_RATIO_MEAN_SIDES,
} HomRatioOrigin;

/**
 * HomPerspectiveSolution:
 * @h: the forward matrix.
 * @sampling: by which the layer is sampled.
 * @rectangle: where the four corners, or those of the layer, go.
 * @full: the box of all of the layer, transformed.
 * @box: of the layer afterwards.
 * @ratio: width / height of the rectangle; 0 where there is none.
 * @origin: of @ratio.
 * @is_cut: whether @full is not quite all: near the horizon its image has no
 *   end.
 *
 * What the settings lead to, in the coordinates of the image.
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
 * Returns: FALSE with a message for the user when they lead to nothing that can
 *   be applied.
 */
typedef gboolean (*HomPerspectiveSolve) (HomPerspectiveSolution *solution,
                                         gpointer                data,
                                         GError                **error);

G_END_DECLS
