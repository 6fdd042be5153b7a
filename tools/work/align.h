/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"
#include "tools/work/outcome.h"
#include "tools/work/source.h"

G_BEGIN_DECLS

Picture *align_picture (const Work    *work,
                        const Picture *picture,
                        WriteFormat    format,
                        Outcome       *outcome,
                        GError       **error);

G_END_DECLS
