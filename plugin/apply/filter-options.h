/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/apply/warp-filter.h"

G_BEGIN_DECLS

/* Sets the options of a procedure to those of a filter of ours, and to what a
 * filter can do.
 */

void filter_options_set        (GimpProcedureConfig *config,
                                const WarpSettings  *settings);
void filter_options_load       (GimpDrawable        *drawable,
                                GimpProcedureConfig *config);
void filter_options_heed_masks (GimpDrawable       **drawables,
                                GimpProcedureConfig *config);

G_END_DECLS
