/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* The options by which the filter of ours on a layer was made. */

void filter_options_set  (GimpProcedureConfig *config,
                          const HomSampling   *sampling);
void filter_options_load (GimpDrawable        *drawable,
                          GimpProcedureConfig *config);

G_END_DECLS
