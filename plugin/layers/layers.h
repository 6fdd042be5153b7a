/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Tells where layers lie, how they lie in each other, and what can be done to
 * which.
 */

gboolean    box_is_same                       (const HomBox  *a,
                                               const HomBox  *b);
gint        drawables_count                   (GimpDrawable **drawables);
GimpDrawable **
            drawables_to_layers               (GimpDrawable **drawables);
HomBox      drawable_box                      (GimpDrawable  *drawable);
GeglBuffer *drawable_buffer                   (GimpDrawable  *drawable);
HomBox      layer_box                         (GimpLayer     *layer);
void        layers_hold                       (GimpDrawable **drawables,
                                               gboolean       hold);
gboolean    layer_is_in_image                 (GimpLayer     *layer,
                                               GimpImage     *image);
gboolean    layer_is_inside                   (GimpDrawable  *drawable,
                                               GimpDrawable  *group);
gboolean    layer_is_under_floating_selection (GimpLayer     *layer);
gboolean    layers_check                      (GimpImage     *image,
                                               GimpDrawable **drawables,
                                               const Options *options,
                                               GError       **error);

G_END_DECLS
