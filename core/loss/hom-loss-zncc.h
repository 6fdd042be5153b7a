/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "loss/hom-moments.h"

G_BEGIN_DECLS

/* Private: 1 − the correlation. The arguments have been checked. */

void hom_loss_zncc (const HomImage   *y,
                    const HomImage   *target,
                    const HomImage   *mask,
                    const HomMoments *moments,
                    gdouble          *value,
                    HomImage         *dl_dy);

G_END_DECLS
