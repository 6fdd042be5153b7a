/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-gain-map.h"

G_BEGIN_DECLS

/* Private: a gain that changes slowly over the picture. */

void hom_gain_polynomial_fit (HomGainMap        *map,
                              const HomExposure *exposure,
                              gdouble            noise);

G_END_DECLS
