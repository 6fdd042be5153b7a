/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-matrix.h"
#include "homography/hom-model.h"

G_BEGIN_DECLS

/* Private: pairs of points that show the same, and the matrix of a model that
 * fits them best.
 */

/**
 * HomPointPair:
 * @source: in the moving picture's coordinates.
 * @target: in the reference's.
 * @source_scale: the blur (standard deviation) at which the keypoint was seen,
 *   in pixels of the moving picture. Its position is uncertain in proportion.
 * @target_scale: the same in pixels of the reference.
 * @quality: 0 to 1: the higher, the more likely the pair is right.
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
