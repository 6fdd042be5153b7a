/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/work/work.h"

G_BEGIN_DECLS

gboolean plan_make   (Work          *work,
                      const Options *options,
                      GError       **error);
void     plan_clear  (Work          *work);

G_END_DECLS
