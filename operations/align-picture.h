/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gegl.h>

#include "homography.h"

G_BEGIN_DECLS

/* What the alignment sees of the output of a node. */

/**
 * AlignSource:
 * @node: (nullable): what makes the picture.
 * @format: (nullable): of its pixels.
 * @box: where it has some.
 */
typedef struct
{
  GeglNode     *node;
  const Babl   *format;
  GeglRectangle box;
} AlignSource;

gint        align_source_shrink   (const AlignSource *source);
gboolean    align_source_is_gray  (const AlignSource *source);
gboolean    align_source_check    (const AlignSource *source,
                                   gboolean           is_reference,
                                   GError           **error);

HomPicture *align_picture_new     (const AlignSource *source,
                                   gint               channels,
                                   gint               shrink,
                                   GError           **error);
void        align_picture_free    (HomPicture        *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomPicture, align_picture_free)

G_END_DECLS
