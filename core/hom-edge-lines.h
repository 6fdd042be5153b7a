/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-edge-line.h"

G_BEGIN_DECLS

/* Private: the straight lines along which many edge points lie. */

GArray *hom_edge_lines_find (const HomEdgeMap *map,
                             GCancellable     *cancellable,
                             GError          **error);

G_END_DECLS
