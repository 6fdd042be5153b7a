/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography/homography.h"

G_BEGIN_DECLS

/* The losses once more, written from their formulas: doubles, all at once. They
 * share no code with core.
 */

gdouble *test_loss_values    (const HomImage    *image);
gdouble  test_loss_reference (const HomLoss     *loss,
                              const gdouble     *y,
                              const HomImage    *target,
                              const HomImage    *mask,
                              const HomExposure *exposure);

G_END_DECLS
