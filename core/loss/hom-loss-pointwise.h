/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "loss/hom-moments.h"

G_BEGIN_DECLS

/* Private: losses that are sums over pixels. Their arguments have been checked. */

void hom_loss_pointwise (const HomLoss     *loss,
                         const HomImage    *y,
                         const HomImage    *target,
                         const HomImage    *mask,
                         const HomMoments  *moments,
                         const HomExposure *exposure,
                         gdouble           *value,
                         HomImage          *dl_dy);

G_END_DECLS
