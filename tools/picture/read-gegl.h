/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/file-kind.h"
#include "tools/picture/picture.h"

G_BEGIN_DECLS

gint     count_gegl_pages (const gchar  *path,
                           FileKind      kind,
                           GError      **error);
Picture *read_by_gegl     (const gchar  *path,
                           FileKind      kind,
                           gint          page,
                           GError      **error);

G_END_DECLS
