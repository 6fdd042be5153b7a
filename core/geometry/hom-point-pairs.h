/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-matrix.h"
#include "homography/hom-model.h"

G_BEGIN_DECLS

/* Private: pairs of points that show the same thing, and the matrix of a model
 * that fits them best.
 */

/**
 * HomPointPair:
 * @source: a point of the moving picture.
 * @target: the point of the reference that shows the same thing.
 * @source_scale: the blur (standard deviation) at which the keypoint at @source
 *   was seen, in pixels of the moving picture. Its position is uncertain in
 *   proportion.
 * @target_scale: the blur at which the keypoint at @target was seen, in pixels
 *   of the reference.
 * @quality: 0 to 1: the higher, the more likely the pair is right.
 *
 * A pair of points.
 */
typedef struct
{
  HomPoint source;
  HomPoint target;
  gdouble  source_scale;
  gdouble  target_scale;
  gdouble  quality;
} HomPointPair;

gint     hom_point_pairs_least (HomModel            model);
gboolean hom_point_pairs_fit   (const HomPointPair *pairs,
                                const gdouble      *weights,
                                gsize               n,
                                HomModel            model,
                                HomMatrix          *h,
                                GError            **error);

G_END_DECLS
