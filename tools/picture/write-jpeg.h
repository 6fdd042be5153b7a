/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"

G_BEGIN_DECLS

gboolean write_jpeg (const Picture *picture,
                     const gchar   *path,
                     gint           quality,
                     GError       **error);

G_END_DECLS
