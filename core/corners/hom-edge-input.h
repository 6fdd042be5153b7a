/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the small picture in which edges are looked for. */

HomImage *hom_edge_input_new       (const HomImage  *image,
                                    gint            *reduction,
                                    GCancellable    *cancellable,
                                    GError         **error);
gint      hom_edge_input_reduction (const HomImage  *image);

G_END_DECLS
