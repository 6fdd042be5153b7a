/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Carries out a transformation on layers. */

gboolean apply_check (GimpDrawable        **drawables,
                      const Transformation *transformations,
                      const Options        *options,
                      GError              **error);
gboolean apply       (GimpImage            *image,
                      GimpDrawable        **drawables,
                      const Transformation *transformations,
                      const Options        *options,
                      const gchar          *name,
                      const HomBox         *cropped,
                      GError              **error);

G_END_DECLS
