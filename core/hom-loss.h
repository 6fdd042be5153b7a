/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-image.h"

G_BEGIN_DECLS

/**
 * HomExposure:
 * @gain: what the warped picture is multiplied by.
 * @bias: what is then added.
 *
 * How the brightness of one picture is brought to that of another.
 */
typedef struct
{
  gdouble gain, bias;
} HomExposure;

gboolean hom_exposure_fit     (const HomImage    *y,
                               const HomImage    *target,
                               const HomImage    *mask,
                               HomExposure       *exposure,
                               GError           **error);
gboolean hom_loss_sum_squares (const HomImage    *y,
                               const HomImage    *target,
                               const HomImage    *mask,
                               const HomExposure *exposure,
                               gdouble           *loss,
                               HomImage          *dl_dy,
                               GError           **error);

G_END_DECLS
