/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

/* The spline goes through the pixels. */
static void
check_interpolation (const HomImage    *pixels,
                     const HomSampling *sampling,
                     const HomImage    *coefficients)
{
  HomSampling with = *sampling;

  with.coefficients = TRUE;
  for (gint y = 0; y < pixels->height; y++)
    for (gint x = 0; x < pixels->width; x++)
      {
        const HomPoint centre = { (gdouble) pixels->x + x + 0.5,
                                  (gdouble) pixels->y + y + 0.5 };
        const gfloat  *pixel  = hom_image_pixel (pixels, x, y);
        gfloat         value[HOM_MAX_CHANNELS];

        fuzz_check (hom_sample (coefficients, &with, &centre, 1, value, NULL,
                                NULL, NULL));
        for (gint c = 0; c < pixels->channels; c++)
          fuzz_check (fabsf (value[c] - pixel[c]) <= 1e-3f);
      }
}

/* Σ D ∘ C (X) = Σ Cᵀ (D) ∘ X, where the fill is 0. */
static void
check_duality (const FuzzImage *x,
               const HomImage  *coefficients,
               const FuzzImage *d,
               const HomImage  *adjoint)
{
  gdouble size = 0.0, of_c, of_x;

  of_c = fuzz_dot (&d->image, coefficients, &size);
  of_x = fuzz_dot (adjoint, &x->image, &size);
  if (! (fabs (of_c - of_x) <= 1e-4 * size + 1e-30))
    fuzz_say ("by the coefficients %g, by the pixels %g, of %g", of_c, of_x,
              size);
  fuzz_check (fabs (of_c - of_x) <= 1e-4 * size + 1e-30);
}

static gboolean
is_filled (const HomSampling *sampling)
{
  for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
    if (sampling->fill[c] != 0.0f)
      return TRUE;

  return FALSE;
}

/* An image may be its own output. */
static void
try_in_place (FuzzBytes *bytes, const HomSampling *sampling)
{
  FuzzImage *image = fuzz_image (bytes, 32, 0);
  GError    *error = NULL;

  fuzz_result (hom_spline_coefficients (&image->image, sampling, &image->image,
                                        &error),
               &error);
  fuzz_result (hom_spline_adjoint (&image->image, sampling, &image->image,
                                   &error),
               &error);
}

void
fuzz_run (FuzzBytes *bytes)
{
  HomSampling    sampling = fuzz_sampling (bytes);
  FuzzImage     *x        = fuzz_image (bytes, 32, 0);
  const HomImage box      = x->image;
  FuzzImage     *c        = fuzz_output_like (bytes, &box, box.channels);
  FuzzImage     *d        = fuzz_image_like (bytes, &box, box.channels);
  FuzzImage     *adjoint  = fuzz_output_like (bytes, &box, box.channels);
  GError        *error    = NULL;
  gboolean       has_coefficients, has_adjoint;

  fuzz_spoil_image (bytes, c);
  fuzz_spoil_image (bytes, d);
  fuzz_spoil_image (bytes, adjoint);
  has_coefficients = fuzz_result (hom_spline_coefficients (&x->image, &sampling,
                                                           &c->image, &error),
                                  &error);
  has_adjoint      = fuzz_result (hom_spline_adjoint (&d->image, &sampling,
                                                      &adjoint->image, &error),
                                  &error);
  if (has_coefficients && c->image.width == box.width)
    fuzz_check_filled (c);
  if (has_adjoint && adjoint->image.width == box.width)
    fuzz_check_filled (adjoint);

  if (has_coefficients && has_adjoint && x->is_tame && d->is_tame &&
      d->image.width == box.width && ! is_filled (&sampling))
    {
      fuzz_check (fuzz_is_finite_image (&c->image));
      fuzz_check (fuzz_is_finite_image (&adjoint->image));
      check_duality (x, &c->image, d, &adjoint->image);
      if (sampling.interpolation == HOM_INTERPOLATION_QUADRATIC_SPLINE ||
          sampling.interpolation == HOM_INTERPOLATION_CUBIC_SPLINE)
        check_interpolation (&x->image, &sampling, &c->image);
    }
  try_in_place (bytes, &sampling);
}
