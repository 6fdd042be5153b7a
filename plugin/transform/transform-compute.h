/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* What a matrix makes of layers. */

gboolean        transform_get_matrix (GimpProcedureConfig *config,
                                      HomMatrix           *h,
                                      GError             **error);
void            transform_set_matrix (GimpProcedureConfig *config,
                                      const HomMatrix     *h);
Transformation *transform_compute    (const HomMatrix     *h,
                                      GimpDrawable       **drawables,
                                      const Options       *options,
                                      GError             **error);

G_END_DECLS
