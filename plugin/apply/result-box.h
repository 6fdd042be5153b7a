/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Tells where a layer lies after a transformation. */

void     result_box_round  (HomBox               *box);
gdouble  result_box_margin (HomInterpolation      interpolation);
gboolean result_box        (const Transformation *transformation,
                            GimpLayer            *layer,
                            const Options        *options,
                            HomBox               *after,
                            GError              **error);
gboolean result_box_cuts   (const Transformation *transformation,
                            GimpLayer            *layer,
                            const HomBox         *wanted);
gboolean result_box_check  (const Transformation *transformation,
                            GimpLayer            *layer,
                            const Options        *options,
                            GError              **error);

G_END_DECLS
