/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"
#include "hom-sampling.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_warp      (const HomImage    *input,
                        const HomMatrix   *w,
                        const HomSampling *sampling,
                        HomImage          *output,
                        GError           **error);
HOM_PUBLIC
gboolean hom_warp_mask (const HomImage    *input,
                        const HomMatrix   *w,
                        const HomSampling *sampling,
                        HomImage          *mask,
                        GError           **error);

G_END_DECLS
