/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/options/options.h"
#include "tools/picture/picture.h"
#include "tools/work/outcome.h"

G_BEGIN_DECLS

gboolean straighten_find    (const Options *options,
                             const Picture *picture,
                             Outcome       *outcome,
                             GError       **error);
Picture *straighten_picture (const Options *options,
                             const Picture *picture,
                             WriteFormat    format,
                             Outcome       *outcome,
                             GError       **error);

G_END_DECLS
