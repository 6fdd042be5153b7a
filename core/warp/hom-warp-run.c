/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "sampling/hom-spline-input.h"
#include "warp/hom-warp-run.h"

/* Checks the arguments, filters the input of a spline, and chooses the kernels.
 *
 * @input: the input or, for the adjoint, ∂L/∂X, whose pixels are not read.
 * @output_name: the name of the @output argument, for messages.
 *
 * Returns: FALSE with the errors of hom_warp(); there is then nothing to end.
 */
gboolean
hom_warp_run_begin (HomWarpRun        *run,
                    HomWarpKernel      kind,
                    const HomImage    *input,
                    const HomMatrix   *w,
                    const HomSampling *sampling,
                    const HomImage    *output,
                    const gchar       *output_name,
                    GError           **error)
{
  GError *failure = NULL;

  run->coefficients = NULL;
  if (! hom_warp_rows_init (&run->rows, input, w, sampling, output, output_name,
                            error))
    return FALSE;

  if (kind != HOM_WARP_KERNEL_ADJOINT)
    run->coefficients = hom_spline_input_new (input, sampling, &failure);
  if (failure)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  if (run->coefficients)
    run->rows.input = run->coefficients;
  hom_warp_dispatch_choose (&run->rows, kind);

  return TRUE;
}

void
hom_warp_run_end (HomWarpRun *run)
{
  g_clear_pointer (&run->coefficients, hom_image_free);
}
