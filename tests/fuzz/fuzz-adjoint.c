/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

/* Σ ∂L/∂Y ∘ hom_warp (X, W) = Σ ∂L/∂X ∘ X for another X, to rounding. */
static void
check_duality (FuzzBytes         *bytes,
               const FuzzImage   *dl_dy,
               const HomMatrix   *w,
               const HomSampling *sampling,
               const HomImage    *dl_dx)
{
  FuzzImage *x    = fuzz_image_like (bytes, dl_dx, dl_dx->channels);
  FuzzImage *y    = fuzz_output_like (bytes, &dl_dy->image, dl_dx->channels);
  gdouble    size = 0.0, of_y, of_x;

  if (! x->is_tame)
    return;

  fuzz_check (hom_warp (&x->image, w, sampling, &y->image, NULL));
  of_y = fuzz_dot (&dl_dy->image, &y->image, &size);
  of_x = fuzz_dot (dl_dx, &x->image, &size);
  size += (gdouble) y->image.width * y->image.height * y->image.channels *
          dl_dy->largest * x->largest;
  if (! (fabs (of_y - of_x) <= 1e-4 * size + 1e-30))
    fuzz_say ("of the output %g, of the input %g, of %g", of_y, of_x, size);
  fuzz_check (fabs (of_y - of_x) <= 1e-4 * size + 1e-30);
}

static gboolean
has_fill (const HomSampling *sampling)
{
  for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
    if (sampling->fill[c] != 0.0f)
      return TRUE;

  return FALSE;
}

void
fuzz_run (FuzzBytes *bytes)
{
  HomMatrix   w;
  HomSampling sampling;
  FuzzImage  *dl_dy, *dl_dx;
  gint        x_width, y_width;
  GError     *error = NULL;

  fuzz_processor (bytes);
  w        = fuzz_matrix (bytes, NULL);
  sampling = fuzz_sampling (bytes);
  dl_dy    = fuzz_image (bytes, 64, 0);
  dl_dx    = fuzz_output (bytes, 64, dl_dy->image.channels);
  x_width  = dl_dx->image.width;
  y_width  = dl_dy->image.width;
  fuzz_spoil_image (bytes, dl_dy);
  fuzz_spoil_image (bytes, dl_dx);

  if (! fuzz_result (hom_warp_adjoint (&dl_dy->image, &w, &sampling,
                                       &dl_dx->image, &error),
                     &error))
    {
      fuzz_check_untouched (dl_dx);
      return;
    }
  if (dl_dx->image.width != x_width || dl_dy->image.width != y_width)
    return;

  fuzz_check_filled (dl_dx);
  if (! dl_dy->is_tame || sampling.boundary == HOM_BOUNDARY_CONTINUE)
    return;
  fuzz_check (fuzz_is_finite_image (&dl_dx->image));
  if (! has_fill (&sampling))
    check_duality (bytes, dl_dy, &w, &sampling, &dl_dx->image);
}
