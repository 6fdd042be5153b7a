/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"

G_BEGIN_DECLS

gint     count_png_pages (const gchar  *path,
                          GError      **error);
Picture *read_png        (const gchar  *path,
                          gint          page,
                          GError      **error);

G_END_DECLS
