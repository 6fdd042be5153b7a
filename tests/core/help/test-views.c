/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

/* Pixels of the input and of the output are about of the same size. */
const TestView test_view_near = { 9, 7, 12 };

/* A pixel of the output shows 1.5 to 5 of the input along either side. */
const TestView test_view_reduced = { 13, 9, 6 };

/* An image whose rows lie apart. Between them are NaN, for whoever reads it. */
HomImage *
test_image_padded (gint width, gint height, gint channels)
{
  HomImage *image = test_image_new (width + 2, height, channels);

  test_image_fill (image, NAN);
  image->width = width;
  test_image_fill (image, 0.0f);

  return image;
}

/* Another image at the same place. */
HomImage *
test_image_like (const HomImage *image, gint channels)
{
  HomImage *other = test_image_padded (image->width, image->height, channels);

  other->x = image->x;
  other->y = image->y;

  return other;
}

static void
randomize (HomImage *image, GRand *rand, gdouble least, gdouble most)
{
  for (gint row = 0; row < image->height; row++)
    for (gint i = 0; i < image->width * image->channels; i++)
      hom_image_pixel (image, 0, row)[i] = g_rand_double_range (rand, least,
                                                                most);
}

HomImage *
test_view_input (const TestView *view, GRand *rand, gint channels)
{
  HomImage *input = test_image_padded (view->width, view->height, channels);

  input->x = 3;
  input->y = -2;
  randomize (input, rand, 0.0, 1.0);

  return input;
}

/* dL/dY from −1 to 1: of a loss that pulls both ways. */
HomImage *
test_view_loss (const TestView *view, GRand *rand, gint channels)
{
  HomImage *dl_dy = test_image_padded (view->size, view->size, channels);

  dl_dy->x = 5;
  dl_dy->y = -4;
  randomize (dl_dy, rand, -1.0, 1.0);

  return dl_dy;
}

/* Shows all of the input, and three pixels beyond each of its edges or more. */
HomMatrix
test_view_matrix (const TestView *view, GRand *rand)
{
  gdouble   size    = view->size;
  HomBox    box     = { 0.0, 0.0, size, size };
  HomMatrix place   = hom_matrix_translation (-5.0, 4.0);
  HomMatrix bend    = test_matrix_random (rand, &box, 0.12 * size);
  HomMatrix stretch = { { (view->width + 10.0) / size, 0.1, -2.5, -0.1,
                          (view->height + 10.0) / size, -6.5, 0.0, 0.0, 1.0 } };
  HomMatrix w       = hom_matrix_multiply (&bend, &place);

  return hom_matrix_multiply (&stretch, &w);
}

/* How much coefficient i of W changes when a point at the far end of the output
 * is to move by about a pixel.
 */
gdouble
test_view_scale (const TestView *view, gint i)
{
  gdouble       near      = 1.0 / view->size;
  const gdouble rows[]    = { 1.0, 1.0, near };
  const gdouble columns[] = { near, near, 1.0 };

  return rows[i / 3] * columns[i % 3];
}

/* Σ a ∘ b, and the sum of the terms without their signs. */
gdouble
test_image_product (const HomImage *a, const HomImage *b, gdouble *magnitude)
{
  gdouble sum = 0.0;

  *magnitude = 0.0;
  for (gint row = 0; row < a->height; row++)
    for (gint i = 0; i < a->width * a->channels; i++)
      {
        gdouble term = (gdouble) hom_image_pixel (a, 0, row)[i] *
                       hom_image_pixel (b, 0, row)[i];

        sum += term;
        *magnitude += fabs (term);
      }

  return sum;
}

void
test_warp (const HomImage    *input,
           const HomMatrix   *w,
           const HomSampling *sampling,
           HomImage          *output)
{
  GError *error = NULL;

  test_image_fill (output, TEST_UNTOUCHED);
  g_assert_true (hom_warp (input, w, sampling, output, &error));
  g_assert_no_error (error);
}

HomMatrix
test_warp_gradient (const HomImage    *input,
                    const HomMatrix   *w,
                    const HomSampling *sampling,
                    const HomImage    *dl_dy)
{
  GError   *error = NULL;
  HomMatrix dl_dw;

  g_assert_true (hom_warp_gradient (input, w, sampling, dl_dy, &dl_dw, &error));
  g_assert_no_error (error);

  return dl_dw;
}

void
test_warp_derivative (const HomImage    *input,
                      const HomMatrix   *w,
                      const HomSampling *sampling,
                      const HomMatrix   *dw,
                      HomImage          *dy)
{
  GError *error = NULL;

  test_image_fill (dy, TEST_UNTOUCHED);
  g_assert_true (hom_warp_derivative (input, w, sampling, dw, dy, &error));
  g_assert_no_error (error);
}

void
test_warp_adjoint (const HomImage    *dl_dy,
                   const HomMatrix   *w,
                   const HomSampling *sampling,
                   HomImage          *dl_dx)
{
  GError *error = NULL;

  test_image_fill (dl_dx, TEST_UNTOUCHED);
  g_assert_true (hom_warp_adjoint (dl_dy, w, sampling, dl_dx, &error));
  g_assert_no_error (error);
}

gboolean
test_is_spline (HomInterpolation interpolation)
{
  return interpolation == HOM_INTERPOLATION_QUADRATIC_SPLINE ||
         interpolation == HOM_INTERPOLATION_CUBIC_SPLINE;
}

/* For messages; valid until the next call. */
const gchar *
test_sampling_name (const HomSampling *sampling)
{
  static const gchar *interpolations[] = { "nearest",  "linear",   "cubic",
                                           "lanczos",  "spline 2", "spline 3",
                                           "lanczos2", "lanczos4" };
  static const gchar *boundaries[] = { "fill",   "clamp",    "reflect", "wrap",
                                       "mirror", "continue", "valid" };
  static gchar        name[64];

  g_snprintf (name, sizeof (name), "%s, %s%s",
              interpolations[sampling->interpolation],
              boundaries[sampling->boundary],
              sampling->antialias ? ", antialias" : "");

  return name;
}
