/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"
#include "test-reference.h"

/* Size of the output, which makes the coefficients of W comparable. */
#define SIZE 12

/* How far the sampled points move for a difference, in pixels: so little that a
 * kink or a step of a kernel is hardly ever crossed. Rounding is then 1e-16 of
 * the loss, over 1e-6.
 */
#define MOVE 1e-6

/* The warp takes its weights from floats, which are right to 6e-8; sums of
 * values of both signs lose some more of it.
 */
#define FLOAT_TOLERANCE 2e-6

/* The same where Y and dL/dY are rounded to floats too, and where dL/dW is the
 * small rest of terms that cancel.
 */
#define CHAIN_TOLERANCE 1e-5

#define FOR_EACH_SAMPLING(sampling)                                     \
  for (HomSampling sampling = { 0 };                                    \
       sampling.interpolation <= HOM_INTERPOLATION_LANCZOS;             \
       sampling.interpolation++)                                        \
    for (sampling.boundary = 0; sampling.boundary <= HOM_BOUNDARY_WRAP; \
         sampling.boundary++)

/* A loss as a function of W, for the differences. */
typedef gdouble (*LossFunc) (const HomMatrix *w, gpointer data);

/* L = Σ dL/dY · Y (W), by the reference. */
typedef struct
{
  const HomImage *input;
  const HomImage *dl_dy;
  HomSampling     sampling;
} Linear;

static gdouble
linear_loss (const HomMatrix *w, gpointer data)
{
  const Linear   *linear = data;
  const HomImage *dl_dy  = linear->dl_dy;
  gdouble         sum    = 0.0;

  for (gint row = 0; row < dl_dy->height; row++)
    for (gint column = 0; column < dl_dy->width; column++)
      for (gint c = 0; c < dl_dy->channels; c++)
        {
          gdouble weight = hom_image_pixel (dl_dy, column, row)[c];

          if (weight != 0.0)
            sum += weight *
                   test_reference_pixel (linear->input, w, &linear->sampling, c,
                                         dl_dy->x + column, dl_dy->y + row);
        }

  return sum;
}

/* How much coefficient i changes when a point at the far end of the output is
 * to move by a pixel.
 */
static gdouble
coefficient_scale (gint i)
{
  const gdouble rows[]    = { 1.0, 1.0, 1.0 / SIZE };
  const gdouble columns[] = { 1.0 / SIZE, 1.0 / SIZE, 1.0 };

  return rows[i / 3] * columns[i % 3];
}

/* Compares a gradient with central differences, as a share of its largest
 * component in pixels, and returns the largest deviation.
 */
static gdouble
gradient_error (const HomMatrix *gradient,
                const HomMatrix *w,
                LossFunc         loss,
                gpointer         data)
{
  gdouble size  = 0.0;
  gdouble error = 0.0;

  for (gint i = 0; i < 9; i++)
    {
      gdouble   scale = coefficient_scale (i);
      HomMatrix more  = *w;
      HomMatrix less  = *w;
      gdouble   difference;

      more.m[i] += MOVE * scale;
      less.m[i] -= MOVE * scale;
      difference = (loss (&more, data) - loss (&less, data)) /
                   (more.m[i] - less.m[i]);
      size  = MAX (size, fabs (difference) * scale);
      error = MAX (error, fabs (difference - gradient->m[i]) * scale);
      g_assert_true (isfinite (gradient->m[i]));
    }

  return size > 0.0 ? error / size : error;
}

static HomMatrix
warp_gradient (const HomImage  *input,
               const HomMatrix *w,
               HomSampling      sampling,
               const HomImage  *dl_dy)
{
  HomMatrix dl_dw;
  GError   *error = NULL;

  g_assert_true (hom_warp_gradient (input, w, &sampling, dl_dy, &dl_dw,
                                    &error));
  g_assert_no_error (error);

  return dl_dw;
}

/* −1 to 1: a loss that pulls both ways. */
static HomImage *
random_loss (GRand *rand, gint width, gint height, gint channels)
{
  HomImage *dl_dy = test_image_new (width, height, channels);

  for (gsize i = 0; i < dl_dy->stride * height; i++)
    dl_dy->data[i] = g_rand_double_range (rand, -1.0, 1.0);

  return dl_dy;
}

/* Sees an input of 9 × 7 pixels at (3, −2), and some of what is beyond each of
 * its edges.
 */
static HomMatrix
random_view (GRand *rand)
{
  HomBox    box  = { 0.0, 0.0, SIZE, SIZE };
  HomMatrix w    = test_matrix_random (rand, &box, 2.0);
  HomMatrix view = { { 1.4, 0.1, -1.0, -0.1, 1.5, -7.0, 0.0, 0.0, 1.0 } };

  return hom_matrix_multiply (&view, &w);
}

static void
test_values (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input = test_image_random (rand, 9, 7, channels);
      g_autoptr (HomImage) y     = test_image_new (SIZE, SIZE, channels);

      input->x = 3;
      input->y = -2;
      FOR_EACH_SAMPLING (sampling)
      {
        HomMatrix w = random_view (rand);

        g_assert_true (hom_warp (input, &w, &sampling, y, NULL));
        for (gint i = 0; i < SIZE * SIZE * channels; i++)
          g_assert_cmpfloat_with_epsilon (
              y->data[i],
              test_reference_pixel (input, &w, &sampling, i % channels,
                                    i / channels % SIZE, i / channels / SIZE),
              1e-6);
      }
    }
}

static void
test_linear_losses (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  gdouble worst          = 0.0;

  for (gint channels = 1; channels <= 4; channels++)
    {
      g_autoptr (HomImage) input = test_image_random (rand, 9, 7, channels);
      g_autoptr (HomImage) dl_dy = random_loss (rand, SIZE, SIZE, channels);

      input->x = 3;
      input->y = -2;
      FOR_EACH_SAMPLING (sampling)
      {
        HomMatrix w      = random_view (rand);
        HomMatrix dl_dw  = warp_gradient (input, &w, sampling, dl_dy);
        Linear    linear = { input, dl_dy, sampling };
        gdouble   error  = gradient_error (&dl_dw, &w, linear_loss, &linear);

        if (sampling.interpolation == HOM_INTERPOLATION_NEAREST)
          g_assert_cmpfloat (error, ==, 0.0);
        g_assert_cmpfloat (error, <, FLOAT_TOLERANCE);
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

/* A multiple of W is the same homography, so no loss changes along W itself:
 * to the rounding of doubles, also when the horizon is in the picture.
 */
static void
test_scale_invariance (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) input = test_image_random (rand, 9, 7, 3);
  g_autoptr (HomImage) dl_dy = random_loss (rand, 30, 20, 3);
  gint n_seen                = 0;

  FOR_EACH_SAMPLING (sampling)
  for (gint trial = 0; trial < 20; trial++)
    {
      HomMatrix w, dl_dw;
      gdouble   product, magnitude;

      for (gint i = 0; i < 9; i++)
        w.m[i] = g_rand_double_range (rand, -1.0, 1.0) * 20.0 *
                 coefficient_scale (i);
      dl_dw   = warp_gradient (input, &w, sampling, dl_dy);
      product = inner_product (&w, &dl_dw, &magnitude);
      g_assert_cmpfloat (fabs (product), <=, 1e-12 * magnitude);
      if (magnitude > 0.0)
        n_seen++;
    }
  g_assert_cmpint (n_seen, >, 100);
}

/* The gradient of a picture is the sum of its tiles', whatever the threads. */
static void
test_tiles (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) input = test_image_random (rand, 40, 50, 2);
  g_autoptr (HomImage) dl_dy = random_loss (rand, 400, 500, 2);
  HomSampling sampling       = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_WRAP };
  HomMatrix   w = { { 0.1, 0.01, -3.0, 0.02, 0.08, 1.0, 1e-4, -2e-4, 1.0 } };
  HomMatrix   whole, again;
  HomMatrix   sum = { { 0 } };

  dl_dy->x = -30;
  dl_dy->y = 7;
  whole    = warp_gradient (input, &w, sampling, dl_dy);
  again    = warp_gradient (input, &w, sampling, dl_dy);
  for (gint y = 0; y < 500; y += 100)
    for (gint x = 0; x < 400; x += 100)
      {
        HomImage  tile = *dl_dy;
        HomMatrix part;

        tile.data = hom_image_pixel (dl_dy, x, y);
        tile.x += x;
        tile.y += y;
        tile.width = tile.height = 100;
        part                     = warp_gradient (input, &w, sampling, &tile);
        for (gint i = 0; i < 9; i++)
          sum.m[i] += part.m[i];
      }

  for (gint i = 0; i < 9; i++)
    {
      g_assert_cmpfloat (whole.m[i], ==, again.m[i]);
      g_assert_cmpfloat_with_epsilon (sum.m[i] / whole.m[i], 1.0, 1e-10);
    }
}

/* Beyond the left edge nothing changes along u. */
static void
test_clamped (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (5);
  g_autoptr (HomImage) input = test_image_random (rand, 9, 7, 1);
  g_autoptr (HomImage) dl_dy = random_loss (rand, 5, 5, 1);
  HomMatrix w = { { 0.6, 0.1, -9.0, -0.1, 0.7, 1.3, 0.0, 0.0, 1.0 } };

  for (HomInterpolation interpolation = HOM_INTERPOLATION_LINEAR;
       interpolation <= HOM_INTERPOLATION_LANCZOS; interpolation++)
    {
      HomSampling sampling = { interpolation, HOM_BOUNDARY_CLAMP };
      HomMatrix   dl_dw    = warp_gradient (input, &w, sampling, dl_dy);

      /* The slopes of the taps cancel to the rounding of floats. */
      for (gint i = 0; i < 3; i++)
        {
          g_assert_cmpfloat_with_epsilon (dl_dw.m[i], 0.0, 1e-5);
          g_assert_cmpfloat (fabs (dl_dw.m[3 + i]), >, 1e-3);
        }
    }
}

/* Where everything is mirrored at u = 0, Y is the same and its derivatives by u
 * have the other sign.
 */
static void
test_reflected (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  g_autoptr (HomImage) input = test_image_random (rand, 9, 7, 1);
  g_autoptr (HomImage) dl_dy = random_loss (rand, 9, 9, 1);
  HomMatrix w        = { { 0.6, 0.1, 0.21, -0.1, 0.7, 1.3, 0.01, 0.0, 1.0 } };
  HomMatrix mirror   = { { -1, 0, 0, 0, 1, 0, 0, 0, 1 } };
  HomMatrix mirrored = hom_matrix_multiply (&mirror, &w);

  for (HomInterpolation interpolation = HOM_INTERPOLATION_LINEAR;
       interpolation <= HOM_INTERPOLATION_LANCZOS; interpolation++)
    {
      HomSampling sampling = { interpolation, HOM_BOUNDARY_REFLECT };
      HomMatrix   a        = warp_gradient (input, &w, sampling, dl_dy);
      HomMatrix   b        = warp_gradient (input, &mirrored, sampling, dl_dy);

      /* Floats, in sums of up to 100. */
      b = hom_matrix_multiply (&mirror, &b);
      test_assert_matrix (&a, &b, 1e-4);
      g_assert_cmpfloat (fabs (a.m[2]), >, 0.01);
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
  HomMatrix   dl_dw     = warp_gradient (&input, &w, sampling, &dl_dy);

  g_assert_cmpfloat (dl_dw.m[2], ==, 2.0);
  g_assert_cmpfloat (dl_dw.m[5], ==, 19.0);
  g_assert_cmpfloat (dl_dw.m[0], ==, 1.0);
  g_assert_cmpfloat (dl_dw.m[8], ==, -(2.0 * 1.5 + 19.0 * 0.5));
}

/* The least squared difference that any gain and bias leaves. */
typedef struct
{
  const HomImage *input;
  const HomImage *target;
  const HomImage *mask;
  HomSampling     sampling;
} Squares;

static gdouble
squares_loss (const HomMatrix *w, gpointer data)
{
  const Squares *squares = data;
  gdouble        n = 0.0, y = 0.0, t = 0.0, yy = 0.0, yt = 0.0, tt = 0.0;

  for (gint i = 0; i < SIZE * SIZE; i++)
    {
      gdouble weight = squares->mask->data[i];
      gdouble a, b;

      if (weight == 0.0)
        continue;
      a = test_reference_pixel (squares->input, w, &squares->sampling, 0,
                                i % SIZE, i / SIZE);
      b = squares->target->data[i];
      n += weight;
      y += weight * a;
      t += weight * b;
      yy += weight * a * a;
      yt += weight * a * b;
      tt += weight * b * b;
    }

  return (tt - t * t / n) -
         (yt - y * t / n) * (yt - y * t / n) / (yy - y * y / n);
}

static HomMatrix
squares_gradient (const Squares *squares, const HomMatrix *w)
{
  g_autoptr (HomImage) y = test_image_new (SIZE, SIZE, 1);
  HomExposure exposure;
  gdouble     loss;

  g_assert_true (hom_warp (squares->input, w, &squares->sampling, y, NULL));
  g_assert_true (hom_exposure_fit (y, squares->target, squares->mask, &exposure,
                                   NULL));
  g_assert_true (hom_loss_sum_squares (y, squares->target, squares->mask,
                                       &exposure, &loss, y, NULL));
  g_assert_cmpfloat_with_epsilon (loss, squares_loss (w, (gpointer) squares),
                                  1e-5 * loss);

  return warp_gradient (squares->input, w, squares->sampling, y);
}

/* The whole chain: warp, fit of the exposure, loss, gradient; against
 * differences of a loss for which the exposure is fitted anew at each W.
 */
static void
test_squares (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (7);
  g_autoptr (HomImage) input  = test_image_random (rand, 9, 7, 1);
  g_autoptr (HomImage) target = test_image_random (rand, SIZE, SIZE, 1);
  g_autoptr (HomImage) mask   = test_image_random (rand, SIZE, SIZE, 1);
  gdouble worst               = 0.0;

  input->x = 3;
  input->y = -2;
  FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix w       = random_view (rand);
    Squares   squares = { input, target, mask, sampling };
    HomMatrix dl_dw   = squares_gradient (&squares, &w);
    gdouble   error   = gradient_error (&dl_dw, &w, squares_loss, &squares);

    g_assert_cmpfloat (error, <, CHAIN_TOLERANCE);
    worst = MAX (worst, error);
  }
  g_test_message ("largest relative error %.2g", worst);
}

/* A pixel of the input that is no number, under a mask wherever it is seen,
 * disturbs nothing, although its samples' derivatives are NaN.
 */
static void
test_masked_nan (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (8);
  g_autoptr (HomImage) input  = test_image_random (rand, 9, 7, 1);
  g_autoptr (HomImage) target = test_image_random (rand, SIZE, SIZE, 1);
  g_autoptr (HomImage) mask   = test_image_new (SIZE, SIZE, 1);
  g_autoptr (HomImage) y      = test_image_new (SIZE, SIZE, 1);

  input->x                       = 3;
  input->y                       = -2;
  *hom_image_pixel (input, 4, 3) = NAN;
  FOR_EACH_SAMPLING (sampling)
  {
    HomMatrix w       = random_view (rand);
    Squares   squares = { input, target, mask, sampling };
    HomMatrix dl_dw;
    gint      n_masked = 0;

    g_assert_true (hom_warp (input, &w, &sampling, y, NULL));
    for (gint i = 0; i < SIZE * SIZE; i++)
      {
        mask->data[i] = isfinite (y->data[i]) ? 1.0f : 0.0f;
        n_masked += mask->data[i] == 0.0f;
      }
    g_assert_cmpint (n_masked, >, 0);
    if (n_masked > SIZE * SIZE / 2)
      continue;

    dl_dw = squares_gradient (&squares, &w);
    g_assert_cmpfloat (gradient_error (&dl_dw, &w, squares_loss, &squares), <,
                       CHAIN_TOLERANCE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/gradient/values", test_values);
  g_test_add_func ("/core/gradient/linear-losses", test_linear_losses);
  g_test_add_func ("/core/gradient/scale-invariance", test_scale_invariance);
  g_test_add_func ("/core/gradient/tiles", test_tiles);
  g_test_add_func ("/core/gradient/clamped", test_clamped);
  g_test_add_func ("/core/gradient/reflected", test_reflected);
  g_test_add_func ("/core/gradient/kink", test_kink);
  g_test_add_func ("/core/gradient/squares", test_squares);
  g_test_add_func ("/core/gradient/masked-nan", test_masked_nan);

  return g_test_run ();
}
