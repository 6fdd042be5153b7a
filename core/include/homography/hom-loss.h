/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-loss-types.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_exposure_fit  (const HomImage *y,
                            const HomImage *target,
                            const HomImage *mask,
                            HomExposure    *exposure,
                            GError        **error);
HOM_PUBLIC
gboolean hom_loss_evaluate (const HomLoss  *loss,
                            const HomImage *y,
                            const HomImage *target,
                            const HomImage *mask,
                            HomExposure    *exposure,
                            gdouble        *value,
                            HomImage       *dl_dy,
                            GError        **error);

G_END_DECLS
