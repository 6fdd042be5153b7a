/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apply.h"

G_BEGIN_DECLS

/* One layer, or the children of a layer group. */

gboolean apply_to_layer (GimpLayer            *layer,
                         const Transformation *transformation,
                         const Options        *options,
                         const gchar          *name,
                         GError              **error);

G_END_DECLS
