/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "loss/hom-moments.h"

G_BEGIN_DECLS

/* Private: the loss that is 1 minus the correlation. Its arguments have been
 * checked.
 */

void hom_loss_zncc (const HomImage   *y,
                    const HomImage   *target,
                    const HomImage   *mask,
                    const HomMoments *moments,
                    gdouble          *value,
                    HomImage         *dl_dy);

G_END_DECLS
