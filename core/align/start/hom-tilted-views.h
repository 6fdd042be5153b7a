/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: keypoints of a picture as it would look from the side. */

/* How many views there are. */
#define HOM_N_TILTED_VIEWS 8

HomKeypointSet *hom_tilted_view_keypoints (const HomImage *grey,
                                           const HomImage *mask,
                                           gint            view,
                                           GCancellable   *cancellable,
                                           GError        **error);

G_END_DECLS
