/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-moments.h"

G_BEGIN_DECLS

/* Private: the kinds of losses. Their arguments have been checked. */

void     hom_loss_pointwise (const HomLoss     *loss,
                             const HomImage    *y,
                             const HomImage    *target,
                             const HomImage    *mask,
                             const HomMoments  *moments,
                             const HomExposure *exposure,
                             gdouble           *value,
                             HomImage          *dl_dy);
void     hom_loss_zncc      (const HomImage    *y,
                             const HomImage    *target,
                             const HomImage    *mask,
                             const HomMoments  *moments,
                             gdouble           *value,
                             HomImage          *dl_dy);
gboolean hom_loss_edges     (const HomLoss     *loss,
                             const HomImage    *y,
                             const HomImage    *target,
                             const HomImage    *mask,
                             gdouble           *value,
                             HomImage          *dl_dy,
                             GError           **error);
gboolean hom_loss_check_any (const HomMoments  *moments,
                             GError           **error);

G_END_DECLS
