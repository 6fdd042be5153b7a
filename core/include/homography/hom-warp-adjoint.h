/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"
#include "hom-sampling.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_warp_adjoint (const HomImage    *dl_dy,
                           const HomMatrix   *w,
                           const HomSampling *sampling,
                           HomImage          *dl_dx,
                           GError           **error);

G_END_DECLS
