/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-sampling.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_spline_coefficients (const HomImage    *input,
                                  const HomSampling *sampling,
                                  HomImage          *coefficients,
                                  GError           **error);
HOM_PUBLIC
gboolean hom_spline_adjoint      (const HomImage    *dl_dc,
                                  const HomSampling *sampling,
                                  HomImage          *dl_dx,
                                  GError           **error);

G_END_DECLS
