/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"

G_BEGIN_DECLS

Picture *read_jpeg (const gchar  *path,
                   GError      **error);

G_END_DECLS
