/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

/* How far the sampled points move for a difference, in pixels: so little that a
 * kink or a step of a kernel is hardly ever crossed. Rounding is then 1e-16 of
 * the loss, over 1e-6.
 */
#define MOVE 1e-6

/* The warp takes its weights from floats, which are right to 6e-8. In the sum
 * over 36 to 144 pixels that averages out, but for what the weights of a far
 * continuation enlarge.
 */
#define TOLERANCE 1e-6

/* L = Σ dL/dY ∘ Y (W), by the reference: how it changes along dW. */
static gdouble
difference (const TestReference *reference,
            const HomImage      *dl_dy,
            const HomMatrix     *w,
            const HomMatrix     *dw)
{
  HomMatrix more = *w;
  HomMatrix less = *w;

  for (gint i = 0; i < 9; i++)
    {
      more.m[i] += MOVE * dw->m[i];
      less.m[i] -= MOVE * dw->m[i];
    }

  return (test_reference_product (reference, &more, dl_dy) -
          test_reference_product (reference, &less, dl_dy)) /
         (2.0 * MOVE);
}

/* dL/dW against central differences, as a share of its largest component in
 * pixels: the largest deviation.
 */
static gdouble
gradient_error (const TestView      *view,
                const TestReference *reference,
                const HomImage      *dl_dy,
                const HomMatrix     *w,
                const HomMatrix     *dl_dw)
{
  gdouble size  = 0.0;
  gdouble error = 0.0;

  for (gint i = 0; i < 9; i++)
    {
      HomMatrix dw = { { 0 } };
      gdouble   expected;

      dw.m[i]  = test_view_scale (view, i);
      expected = difference (reference, dl_dy, w, &dw);
      size     = MAX (size, fabs (expected));
      error    = MAX (error, fabs (expected - dw.m[i] * dl_dw->m[i]));
      g_assert_true (isfinite (dl_dw->m[i]));
    }

  return size > 0.0 ? error / size : error;
}

static HomMatrix
random_change (const TestView *view, GRand *rand)
{
  HomMatrix dw;

  for (gint i = 0; i < 9; i++)
    dw.m[i] = g_rand_double_range (rand, -1.0, 1.0) * test_view_scale (view, i);

  return dw;
}

/* dL/dY of a loss that pulls into one direction, so that dL/dW is not the small
 * rest of terms that cancel; and somewhat into all others.
 */
static HomImage *
pulling_loss (const TestView    *view,
              GRand             *rand,
              const HomImage    *input,
              const HomMatrix   *w,
              const HomSampling *sampling)
{
  HomImage *dl_dy           = test_view_loss (view, rand, input->channels);
  g_autoptr (HomImage) dy   = test_image_like (dl_dy, input->channels);
  g_autoptr (HomImage) zero = test_image_like (dl_dy, input->channels);
  HomMatrix dw              = random_change (view, rand);
  gdouble   size;

  test_warp_derivative (input, w, sampling, &dw, dy);
  size = test_image_distance (dy, zero) + 1e-30;
  for (gint row = 0; row < dy->height; row++)
    for (gint i = 0; i < dy->width * dy->channels; i++)
      hom_image_pixel (dl_dy, 0,
                       row)[i] = 0.1f * hom_image_pixel (dl_dy, 0, row)[i] +
                                 hom_image_pixel (dy, 0, row)[i] / size;

  return dl_dy;
}

static void
compare_with_differences (const TestView *view, gboolean antialias)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  gdouble worst          = 0.0;

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input = test_view_input (view, rand, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        g_autoptr (TestReference) reference = NULL;
        g_autoptr (HomImage) dl_dy          = NULL;
        HomMatrix w                         = test_view_matrix (view, rand);
        HomMatrix dl_dw;
        gdouble   error;

        sampling.antialias = antialias;
        reference          = test_reference_new (input, &sampling);
        dl_dy              = pulling_loss (view, rand, input, &w, &sampling);
        dl_dw              = test_warp_gradient (input, &w, &sampling, dl_dy);
        error = gradient_error (view, reference, dl_dy, &w, &dl_dw);
        if (sampling.interpolation == HOM_INTERPOLATION_NEAREST)
          g_assert_cmpfloat (error, ==, 0.0);
        test_assert_below (error, TOLERANCE, &sampling);
        worst = MAX (worst, error);
      }
    }
  g_test_message ("largest relative error %.2g", worst);
}

static void
test_differences (void)
{
  compare_with_differences (&test_view_near, FALSE);
}

static void
test_differences_antialias (void)
{
  compare_with_differences (&test_view_reduced, TRUE);
}

/* dY of each value against central differences of the reference. A value's
 * error is that of the floats it is made of, which in a far continuation are
 * larger than itself.
 */
static gdouble
derivative_error (const TestReference *reference,
                  const HomMatrix     *w,
                  const HomMatrix     *dw,
                  const HomImage      *dy)
{
  gdouble size  = 0.0;
  gdouble error = 0.0;

  for (gint row = 0; row < dy->height; row++)
    for (gint i = 0; i < dy->width * dy->channels; i++)
      {
        gfloat   one      = 1.0f;
        gint     column   = i / dy->channels;
        HomImage pixel    = { &one, dy->x + column, dy->y + row, 1, 1, 1, 1 };
        gdouble  expected = difference (reference, &pixel, w, dw);

        size  = MAX (size, fabs (expected));
        error = MAX (error, fabs (expected - hom_image_pixel (dy, 0, row)[i]));
      }

  return size > 0.0 ? error / size : error;
}

static void
test_derivative (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  gdouble worst          = 0.0;

  for (gint antialias = 0; antialias <= 1; antialias++)
    {
      const TestView *view = antialias ? &test_view_reduced : &test_view_near;
      g_autoptr (HomImage) input = test_view_input (view, rand, 1);
      g_autoptr (HomImage) dy    = test_view_loss (view, rand, 1);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        HomMatrix w                         = test_view_matrix (view, rand);
        HomMatrix dw                        = random_change (view, rand);
        g_autoptr (TestReference) reference = NULL;
        gdouble error;

        sampling.antialias = antialias;
        reference          = test_reference_new (input, &sampling);
        test_warp_derivative (input, &w, &sampling, &dw, dy);
        error = derivative_error (reference, &w, &dw, dy);
        test_assert_below (error, TOLERANCE, &sampling);
        worst = MAX (worst, error);
      }
    }
  g_test_message ("largest relative error %.2g", worst);
}

static gdouble
inner_product (const HomMatrix *a, const HomMatrix *b, gdouble *magnitude)
{
  gdouble sum = 0.0;

  *magnitude = 0.0;
  for (gint i = 0; i < 9; i++)
    {
      sum += a->m[i] * b->m[i];
      *magnitude += fabs (a->m[i] * b->m[i]);
    }

  return sum;
}

/* ⟨v, J dW⟩ = ⟨Jᵀ v, dW⟩. Both have the same floats for ∂g/∂u and ∂g/∂v; all
 * that differs is the rounding of dY to floats, 6e-8 of each term or less.
 */
static void
test_transposed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  gdouble worst          = 0.0;

  for (gint k = 2; k <= 9; k++)
    {
      gint            channels   = k / 2;
      const TestView *view       = k % 2 ? &test_view_reduced : &test_view_near;
      g_autoptr (HomImage) input = test_view_input (view, rand, channels);
      g_autoptr (HomImage) dl_dy = test_view_loss (view, rand, channels);
      g_autoptr (HomImage) dy    = test_image_like (dl_dy, channels);

      TEST_FOR_EACH_SAMPLING (sampling)
      {
        HomMatrix w  = test_view_matrix (view, rand);
        HomMatrix dw = random_change (view, rand);
        HomMatrix dl_dw;
        gdouble   forward, backward, magnitude, ignored;

        sampling.antialias = k % 2;
        dl_dw              = test_warp_gradient (input, &w, &sampling, dl_dy);
        test_warp_derivative (input, &w, &sampling, &dw, dy);
        forward  = test_image_product (dl_dy, dy, &magnitude);
        backward = inner_product (&dl_dw, &dw, &ignored);
        test_assert_below (fabs (forward - backward), 6e-8 * magnitude,
                           &sampling);
        if (magnitude > 0.0)
          worst = MAX (worst, fabs (forward - backward) / magnitude);
      }
    }
  g_test_message ("largest error %.2g of the terms", worst);
}

/* A multiple of W is the same homography, so no loss changes along W itself:
 * to the rounding of doubles, also when the horizon is in the picture.
 */
static void
test_scale_invariance (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) input = test_view_input (&test_view_near, rand, 3);
  g_autoptr (HomImage) dl_dy = test_view_loss (&test_view_near, rand, 3);
  gint n_seen                = 0;

  TEST_FOR_EACH_SAMPLING (sampling)
  for (gint trial = 0; trial < 20; trial++)
    {
      HomMatrix w = random_change (&test_view_near, rand);
      HomMatrix dl_dw;
      gdouble   product, magnitude;

      sampling.antialias = trial % 10 == 0;
      for (gint i = 0; i < 9; i++)
        w.m[i] *= 20.0;
      dl_dw   = test_warp_gradient (input, &w, &sampling, dl_dy);
      product = inner_product (&w, &dl_dw, &magnitude);
      test_assert_below (fabs (product), 1e-12 * magnitude, &sampling);
      if (magnitude > 0.0)
        n_seen++;
    }
  g_assert_cmpint (n_seen, >, 300);
}

/* The gradient of a picture is the sum of its tiles', whatever the threads. */
static void
test_tiles (void)
{
  const TestView large       = { 40, 50, 500 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) input = test_view_input (&large, rand, 2);
  g_autoptr (HomImage) dl_dy = test_view_loss (&large, rand, 2);
  HomSampling sampling       = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_WRAP };
  HomMatrix   w = { { 0.1, 0.01, -3.0, 0.02, 0.08, 1.0, 1e-4, -2e-4, 1.0 } };
  HomMatrix   whole, again;
  HomMatrix   sum = { { 0 } };

  whole = test_warp_gradient (input, &w, &sampling, dl_dy);
  again = test_warp_gradient (input, &w, &sampling, dl_dy);
  for (gint y = 0; y < 500; y += 100)
    for (gint x = 0; x < 500; x += 100)
      {
        HomImage  tile = *dl_dy;
        HomMatrix part;

        tile.data = hom_image_pixel (dl_dy, x, y);
        tile.x += x;
        tile.y += y;
        tile.width = tile.height = 100;
        part = test_warp_gradient (input, &w, &sampling, &tile);
        for (gint i = 0; i < 9; i++)
          sum.m[i] += part.m[i];
      }

  for (gint i = 0; i < 9; i++)
    {
      g_assert_cmpfloat (whole.m[i], ==, again.m[i]);
      g_assert_cmpfloat_with_epsilon (sum.m[i] / whole.m[i], 1.0, 1e-10);
    }
}

/* On a pixel centre a bilinear sample has a kink: the derivative is the one to
 * the right and downwards.
 */
static void
test_kink (void)
{
  gfloat      pixels[9] = { 0, 1, 3, 10, 20, 40, 0, 0, 0 };
  gfloat      one       = 1.0f;
  HomImage    input     = { pixels, 0, 0, 3, 3, 1, 3 };
  HomImage    dl_dy     = { &one, 0, 0, 1, 1, 1, 1 };
  HomSampling sampling  = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_CLAMP };
  HomMatrix   w         = hom_matrix_translation (1.0, 0.0);
  HomMatrix   dl_dw     = test_warp_gradient (&input, &w, &sampling, &dl_dy);

  g_assert_cmpfloat (dl_dw.m[2], ==, 2.0);
  g_assert_cmpfloat (dl_dw.m[5], ==, 19.0);
  g_assert_cmpfloat (dl_dw.m[0], ==, 1.0);
  g_assert_cmpfloat (dl_dw.m[8], ==, -(2.0 * 1.5 + 19.0 * 0.5));
}

/* dL/dH = −Wᵀ (dL/dW) Wᵀ, against the change of the forward matrix. */
static void
test_forward (void)
{
  const TestView *view       = &test_view_near;
  g_autoptr (GRand) rand     = g_rand_new_with_seed (5);
  g_autoptr (HomImage) input = test_view_input (view, rand, 1);
  g_autoptr (HomImage) dl_dy = test_view_loss (view, rand, 1);
  HomSampling sampling       = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_MIRROR };
  HomMatrix   w              = test_view_matrix (view, rand);
  HomMatrix   dl_dw          = test_warp_gradient (input, &w, &sampling, dl_dy);
  HomMatrix   dl_dh          = hom_matrix_forward_gradient (&w, &dl_dw);
  HomMatrix   dh             = random_change (view, rand);
  HomMatrix   w_dh           = hom_matrix_multiply (&w, &dh);
  HomMatrix   dw             = hom_matrix_multiply (&w_dh, &w);
  gdouble     ignored;

  /* As W H = 1, dW = −W dH W. */
  g_assert_cmpfloat_with_epsilon (-inner_product (&dl_dw, &dw, &ignored) /
                                      inner_product (&dl_dh, &dh, &ignored),
                                  1.0, 1e-10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/gradient/differences", test_differences);
  g_test_add_func ("/core/gradient/differences-antialias",
                   test_differences_antialias);
  g_test_add_func ("/core/gradient/derivative", test_derivative);
  g_test_add_func ("/core/gradient/transposed", test_transposed);
  g_test_add_func ("/core/gradient/scale-invariance", test_scale_invariance);
  g_test_add_func ("/core/gradient/tiles", test_tiles);
  g_test_add_func ("/core/gradient/kink", test_kink);
  g_test_add_func ("/core/gradient/forward", test_forward);

  return g_test_run ();
}
