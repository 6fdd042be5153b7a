/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

/* None of the kernels makes a value larger than this times the largest. */
#define OVERSHOOT 32.0

static void
check_values (const FuzzImage   *input,
              const HomSampling *sampling,
              const FuzzImage   *output)
{
  gdouble largest = input->largest;

  fuzz_check_filled (output);
  if (! input->is_tame)
    return;

  for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
    largest = MAX (largest, fabsf (sampling->fill[c]));
  if (largest > 1e6)
    return;
  fuzz_check (fuzz_is_finite_image (&output->image));
  if (sampling->boundary != HOM_BOUNDARY_CONTINUE)
    fuzz_check (fuzz_largest (&output->image) <= OVERSHOOT * largest);
}

static void
check_mask (FuzzBytes         *bytes,
            const FuzzImage   *input,
            const HomMatrix   *w,
            const HomSampling *sampling,
            const HomImage    *box)
{
  FuzzImage *mask  = fuzz_output_like (bytes, box, 1);
  GError    *error = NULL;

  fuzz_spoil_image (bytes, mask);
  if (! fuzz_result (hom_warp_mask (&input->image, w, sampling, &mask->image,
                                    &error),
                     &error))
    {
      fuzz_check_untouched (mask);
      return;
    }

  fuzz_check_filled (mask);
  for (gint y = 0; y < mask->image.height; y++)
    for (gint x = 0; x < mask->image.width; x++)
      {
        gfloat value = *hom_image_pixel (&mask->image, x, y);

        fuzz_check (value == 0.0f || value == 1.0f);
      }
}

void
fuzz_run (FuzzBytes *bytes)
{
  HomMatrix   w;
  HomSampling sampling;
  FuzzImage  *input, *output;
  HomImage    box;
  GError     *error = NULL;

  fuzz_processor (bytes);
  w        = fuzz_matrix (bytes, NULL);
  sampling = fuzz_sampling (bytes);
  input    = fuzz_image (bytes, 64, 0);
  output   = fuzz_output (bytes, 64, input->image.channels);
  box      = output->image;
  fuzz_spoil_image (bytes, input);
  fuzz_spoil_image (bytes, output);

  if (fuzz_result (hom_warp (&input->image, &w, &sampling, &output->image,
                             &error),
                   &error))
    check_values (input, &sampling, output);
  else
    fuzz_check_untouched (output);
  check_mask (bytes, input, &w, &sampling, &box);
}
