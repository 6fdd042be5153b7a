/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Makes pixels of layers that are something else. */

gboolean layer_is_raster (GimpLayer *layer);
void     layer_rasterize (GimpLayer *layer);

G_END_DECLS
