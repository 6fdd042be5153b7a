/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stdio.h>

#include <glib.h>

G_BEGIN_DECLS

FILE    *open_file  (const gchar  *path,
                     const gchar  *mode,
                     GError      **error);
gboolean close_file (FILE         *file,
                     gboolean      success,
                     GError      **error);

G_END_DECLS
