/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-sampling.h"

G_BEGIN_DECLS

HOM_PUBLIC
gint     hom_interpolation_radius (HomInterpolation interpolation);
HOM_PUBLIC
gboolean hom_boundary_fills       (HomBoundary      boundary);

G_END_DECLS
