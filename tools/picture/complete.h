/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/file-kind.h"

G_BEGIN_DECLS

gboolean file_is_complete (const gchar *path,
                           FileKind     kind,
                           GError     **error);

G_END_DECLS
