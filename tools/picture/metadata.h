/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"

G_BEGIN_DECLS

/* Exif, IPTC and XMP of a picture's file. */

void     metadata_read         (Picture       *picture,
                                const gchar   *path);
gint     metadata_orientation  (const Picture *picture);
void     metadata_resolution   (Picture       *picture);
gdouble  metadata_focal_length (const Picture *picture,
                                gdouble        diagonal);
gboolean metadata_write        (const Picture *picture,
                                const gchar   *path,
                                GError       **error);

G_END_DECLS
