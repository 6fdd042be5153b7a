/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "warp-geometry.h"

G_BEGIN_DECLS

/* The pixels of a warp, from a GEGL buffer to another one. */

const Babl *warp_render_format (const Babl          *source,
                                const HomSampling   *sampling);
const Babl *warp_result_format (const Babl          *source,
                                const Babl          *format,
                                gboolean             rounded);
void        warp_render        (const WarpGeometry  *geometry,
                                GeglBuffer          *input,
                                GeglBuffer          *output,
                                const Babl          *format,
                                const GeglRectangle *result,
                                gint                 level);

G_END_DECLS
