/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-spline.h"
#include "sampling/hom-kernel.h"
#include "sampling/hom-spline-input.h"

/* Filters a picture to the coefficients that @sampling reads instead of pixels.
 *
 * Returns: (nullable) (transfer full): the coefficients, in @input's box; NULL
 *   where the pixels themselves are read or, with an error, where there is no
 *   memory.
 */
HomImage *
hom_spline_input_new (const HomImage    *input,
                      const HomSampling *sampling,
                      GError           **error)
{
  HomImage *coefficients;

  if (! hom_is_spline (sampling->interpolation) || sampling->coefficients)
    return NULL;

  coefficients = hom_image_new (input->width, input->height, input->channels,
                                error);
  if (! coefficients)
    return NULL;

  coefficients->x = input->x;
  coefficients->y = input->y;
  if (! hom_spline_coefficients (input, sampling, coefficients, error))
    g_clear_pointer (&coefficients, hom_image_free);

  return coefficients;
}
