/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "options.h"

G_BEGIN_DECLS

/* What can be done to which layer. */

HomBox      drawable_box    (GimpDrawable   *drawable);
GeglBuffer *drawable_buffer (GimpDrawable   *drawable);
HomBox      layer_box       (GimpLayer      *layer);
void        layers_hold     (GimpDrawable  **drawables,
                             gboolean        hold);
gboolean    layers_check    (GimpDrawable  **drawables,
                             const Options  *options,
                             GError        **error);

G_END_DECLS
