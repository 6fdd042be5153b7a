/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-loss-types.h"

G_BEGIN_DECLS

/* Private: 1 − the correlation of the edges. The arguments have been checked. */

gboolean hom_loss_edges (const HomLoss  *loss,
                         const HomImage *y,
                         const HomImage *target,
                         const HomImage *mask,
                         gdouble        *value,
                         HomImage       *dl_dy,
                         GError        **error);

G_END_DECLS
