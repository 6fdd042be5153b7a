/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "warp/hom-warp-dispatch.h"

/* Private: what the warp and its derivatives begin and end with. */

/**
 * HomWarpRun:
 * @rows: ready to run.
 * @coefficients: (nullable): of a spline, which stand for the input.
 */
typedef struct
{
  HomWarpRows rows;
  HomImage   *coefficients;
} HomWarpRun;

gboolean hom_warp_run_begin (HomWarpRun        *run,
                             HomWarpKernel      kind,
                             const HomImage    *input,
                             const HomMatrix   *w,
                             const HomSampling *sampling,
                             const HomImage    *output,
                             const gchar       *output_name,
                             GError           **error);
void     hom_warp_run_end   (HomWarpRun        *run);
