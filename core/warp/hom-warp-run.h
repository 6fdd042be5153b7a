/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "warp/hom-warp-dispatch.h"

/* Private: the beginning and end that the warp and its derivatives share. */

/**
 * HomWarpRun:
 * @rows: the rows of the output, ready to run.
 * @coefficients: (nullable): the coefficients of a spline, which stand for the
 *   input.
 *
 * One run of the warp or of a derivative.
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
