/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "geometry/hom-point-pairs.h"

G_BEGIN_DECLS

/* Private: pairs of keypoints of two pictures that look alike. */

HomPointPair *hom_keypoint_pairs_new (const HomKeypointSet *reference,
                                      const HomKeypointSet *moving,
                                      GCancellable         *cancellable,
                                      gsize                *n_pairs,
                                      GError              **error);

G_END_DECLS
