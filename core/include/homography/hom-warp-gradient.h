/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"
#include "hom-sampling.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_warp_gradient   (const HomImage    *input,
                              const HomMatrix   *w,
                              const HomSampling *sampling,
                              const HomImage    *dl_dy,
                              HomMatrix         *dl_dw,
                              GError           **error);
HOM_PUBLIC
gboolean hom_warp_derivative (const HomImage    *input,
                              const HomMatrix   *w,
                              const HomSampling *sampling,
                              const HomMatrix   *dw,
                              HomImage          *dy,
                              GError           **error);

G_END_DECLS
