/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-loss-types.h"

G_BEGIN_DECLS

/* Private: the loss that is 1 minus the correlation of the edges. Its arguments
 * have been checked.
 */

gboolean hom_loss_edges (const HomLoss  *loss,
                         const HomImage *y,
                         const HomImage *target,
                         const HomImage *mask,
                         gdouble        *value,
                         HomImage       *dl_dy,
                         GError        **error);

G_END_DECLS
