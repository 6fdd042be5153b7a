/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * Rendered:
 *
 * Renders a layer as its filters show it, part by part: GIMP renders all of it
 * only at once, which can take many seconds.
 */
typedef struct _Rendered Rendered;

Rendered     *rendered_new        (GimpDrawable        *drawable);
const HomBox *rendered_get_box    (const Rendered      *rendered);
const Babl   *rendered_get_format (const Rendered      *rendered);
void          rendered_get        (const GeglRectangle *area,
                                   const Babl          *format,
                                   gfloat              *pixels,
                                   gpointer             data);
void          rendered_free       (Rendered            *rendered);

G_END_DECLS
