/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

typedef struct
{
  FuzzImage  *input;
  HomMatrix   w;
  HomSampling sampling;
} Warp;

/* The farthest that a seen point moves with dW, in pixels. */
static gdouble
farthest_motion (const HomMatrix *w,
                 const HomMatrix *dw,
                 const HomImage  *output)
{
  gdouble farthest = 0.0;

  for (gint y = 0; y < output->height; y++)
    for (gint x = 0; x < output->width; x++)
      {
        HomPoint point = { output->x + x + 0.5, output->y + y + 0.5 };
        HomPoint seen;
        gdouble  by_matrix[2][9];
        gdouble  motion[2] = { 0.0 };

        if (! hom_matrix_differentiate (w, point, &seen, NULL, by_matrix))
          continue;
        for (gint i = 0; i < 9; i++)
          {
            motion[0] += fabs (by_matrix[0][i] * dw->m[i]);
            motion[1] += fabs (by_matrix[1][i] * dw->m[i]);
          }
        farthest = MAX (farthest, motion[0] + motion[1]);
      }

  return farthest;
}

/* Σ ∂L/∂Y ∘ dY = Σ dL/dW ∘ dW, to rounding: the single precision of dY and of
 * the slopes.
 */
static void
check_duality (const Warp      *warp,
               const FuzzImage *dl_dy,
               const HomMatrix *dl_dw,
               const HomMatrix *dw,
               const HomImage  *dy)
{
  const HomImage *box  = &dl_dy->image;
  gdouble         size = 0.0, by_pixels, by_matrix = 0.0;

  by_pixels = fuzz_dot (box, dy, &size);
  for (gint i = 0; i < 9; i++)
    {
      by_matrix += dl_dw->m[i] * dw->m[i];
      size += fabs (dl_dw->m[i] * dw->m[i]);
    }
  size += (gdouble) box->width * box->height * box->channels * dl_dy->largest *
          warp->input->largest * farthest_motion (&warp->w, dw, box);
  if (! (fabs (by_pixels - by_matrix) <= 1e-4 * size + 1e-30))
    fuzz_say ("by the pixels %g, by the matrix %g, of %g", by_pixels, by_matrix,
              size);
  fuzz_check (fabs (by_pixels - by_matrix) <= 1e-4 * size + 1e-30);
}

static gboolean
is_near (const HomImage *image)
{
  return ABS ((gint64) image->x) <= 256 && ABS ((gint64) image->y) <= 256;
}

void
fuzz_run (FuzzBytes *bytes)
{
  Warp       warp;
  gboolean   is_tame, has_gradient, has_derivative;
  FuzzImage *dl_dy, *dy;
  HomMatrix  dl_dw, dw;
  HomImage   box;
  GError    *error = NULL;

  fuzz_processor (bytes);
  warp.w        = fuzz_matrix (bytes, &is_tame);
  warp.sampling = fuzz_sampling (bytes);
  warp.input    = fuzz_image (bytes, 64, 0);
  dl_dy         = fuzz_image (bytes, 64, warp.input->image.channels);
  box           = dl_dy->image;
  dw            = fuzz_matrix (bytes, NULL);
  dy            = fuzz_output_like (bytes, &box, box.channels);
  fuzz_spoil_image (bytes, warp.input);
  fuzz_spoil_image (bytes, dl_dy);
  fuzz_spoil_image (bytes, dy);

  has_gradient   = fuzz_result (hom_warp_gradient (&warp.input->image, &warp.w,
                                                   &warp.sampling, &dl_dy->image,
                                                   &dl_dw, &error),
                                &error);
  has_derivative = fuzz_result (hom_warp_derivative (&warp.input->image,
                                                     &warp.w, &warp.sampling,
                                                     &dw, &dy->image, &error),
                                &error);
  if (has_derivative)
    fuzz_check_filled (dy);
  else
    fuzz_check_untouched (dy);

  if (! has_gradient || ! has_derivative || ! is_tame ||
      ! warp.input->is_tame || ! dl_dy->is_tame ||
      ! is_near (&warp.input->image) || ! is_near (&box) ||
      warp.sampling.boundary == HOM_BOUNDARY_CONTINUE)
    return;
  fuzz_check (hom_matrix_is_finite (&dl_dw));
  for (gint i = 0; i < 9; i++)
    if (! (fabs (dw.m[i]) <= 1e6))
      return;
  fuzz_check (fuzz_is_finite_image (&dy->image));
  if (dy->image.width == box.width && dl_dy->image.width == box.width)
    check_duality (&warp, dl_dy, &dl_dw, &dw, &dy->image);
}
