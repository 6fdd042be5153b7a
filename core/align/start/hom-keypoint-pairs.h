/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "geometry/hom-point-pairs.h"

G_BEGIN_DECLS

/* Private: keypoints of two pictures that look alike. */

HomPair *hom_features_pair (const HomFeatures *reference,
                            const HomFeatures *moving,
                            GCancellable      *cancellable,
                            gsize             *n_pairs,
                            GError           **error);

G_END_DECLS
