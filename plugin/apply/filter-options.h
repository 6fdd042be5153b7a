/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/apply/warp-filter.h"

G_BEGIN_DECLS

/* Sets the options of a procedure to those of a filter of ours. */

void filter_options_set  (GimpProcedureConfig *config,
                          const WarpSettings  *settings);
void filter_options_load (GimpDrawable        *drawable,
                          GimpProcedureConfig *config);

G_END_DECLS
