/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Sets the options of a procedure to those of a filter of ours. */

void filter_options_set  (GimpProcedureConfig *config,
                          const HomSampling   *sampling);
void filter_options_load (GimpDrawable        *drawable,
                          GimpProcedureConfig *config);

G_END_DECLS
