/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-sampling.h"

G_BEGIN_DECLS

/* Private: the coefficients of a spline, as a picture. */

HomImage *hom_spline_input_new (const HomImage    *input,
                                const HomSampling *sampling,
                                GError           **error);

G_END_DECLS
