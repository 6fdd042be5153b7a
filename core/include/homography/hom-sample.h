/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-sampling.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_sample (const HomImage    *input,
                     const HomSampling *sampling,
                     const HomPoint    *points,
                     gsize              n_points,
                     gfloat            *values,
                     gfloat            *gradients,
                     gfloat            *hessians,
                     GError           **error);

G_END_DECLS
