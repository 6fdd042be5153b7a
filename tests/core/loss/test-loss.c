/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-loss-reference.h"
#include "test-pictures.h"

#define WIDTH  13
#define HEIGHT 9
#define GAP    5

/* Rounding of the sum is then 1e-14 over 1e-6; and the kinks of the derivatives
 * of HUBER and TUKEY are hardly ever crossed.
 */
#define STEP 1e-6

/* Of the largest ∂L/∂Y: dL/dY is a float, right to 6e-8 of each. */
#define TOLERANCE 1e-6

/* Of the value. */
#define VALUE_TOLERANCE 1e-12

/* EDGES keeps E as floats. */
#define EDGES_TOLERANCE 1e-7

static const HomExposure given = { 1.3, -0.2 };

/* The Bregman divergence of exp: 0 for equal values, and no function of their
 * difference.
 */
static gdouble
own_loss (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gdouble factor = *(const gdouble *) data;

  *derivative = factor * (exp (y) - exp (target));

  return factor * (exp (y) - exp (target) * (1.0 + y - target));
}

static gdouble own_factor = 1.7;

static const struct
{
  const gchar *name;
  HomLoss      loss;
} losses[] = {
  { "squares", { HOM_LOSS_SQUARES } },
  { "absolute", { HOM_LOSS_ABSOLUTE, 0.1 } },
  { "huber", { HOM_LOSS_HUBER, 0.2 } },
  { "tukey", { HOM_LOSS_TUKEY, 0.4 } },
  { "charbonnier", { HOM_LOSS_CHARBONNIER, 0.15 } },
  { "zncc", { HOM_LOSS_ZNCC } },
  { "edges", { HOM_LOSS_EDGES, 0.1 } },
  { "custom", { HOM_LOSS_CUSTOM, .func = own_loss, .data = &own_factor } },
};

/* Alike enough that a fitted gain is not near 0, where little would be left of
 * dL/dY.
 */
static void
make_alike (HomImage *target, const HomImage *y)
{
  for (gsize i = 0; i < y->stride * y->height; i++)
    target->data[i] = 0.1f + 0.6f * y->data[i] + 0.4f * target->data[i];
}

/* A view with a gap between the rows, which holds NaNs. */
static HomImage
strided (HomImage *whole)
{
  HomImage view = *whole;

  view.x      = 4;
  view.y      = -3;
  view.width  = WIDTH;
  view.stride = (gsize) (WIDTH + GAP) * whole->channels;
  for (gint row = 0; row < HEIGHT; row++)
    for (gint i = WIDTH * whole->channels; i < (gint) view.stride; i++)
      hom_image_pixel (&view, 0, row)[i] = NAN;

  return view;
}

static void
assert_gap_untouched (const HomImage *view)
{
  for (gint row = 0; row < HEIGHT; row++)
    for (gint i = WIDTH * view->channels; i < (gint) view->stride; i++)
      g_assert_true (isnan (hom_image_pixel (view, 0, row)[i]));
}

/* The largest deviation of dL/dY from central differences, as a share of the
 * largest of these.
 */
static gdouble
gradient_error (const HomLoss     *loss,
                const HomImage    *y,
                const HomImage    *target,
                const HomImage    *mask,
                const HomExposure *exposure,
                const HomImage    *dl_dy)
{
  g_autofree gdouble *values = test_loss_values (y);
  g_autofree gdouble *slopes = test_loss_values (dl_dy);
  gdouble             size   = 0.0;
  gdouble             error  = 0.0;

  for (gint i = 0; i < y->width * y->height * y->channels; i++)
    {
      gdouble value = values[i];
      gdouble more, less, difference;

      values[i]  = value + STEP;
      more       = test_loss_reference (loss, values, target, mask, exposure);
      values[i]  = value - STEP;
      less       = test_loss_reference (loss, values, target, mask, exposure);
      values[i]  = value;
      difference = (more - less) / (2.0 * STEP);

      g_assert_true (isfinite (slopes[i]));
      size  = MAX (size, fabs (difference));
      error = MAX (error, fabs (difference - slopes[i]));
    }
  g_assert_cmpfloat (size, >, 0.0);

  return error / size;
}

/* @exposure: (nullable): what Y is given first, where none is fitted. */
static gdouble
check (const HomLoss     *loss,
       gint               channels,
       gboolean           masked,
       const HomExposure *exposure)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1 + channels + 8 * masked);
  g_autoptr (HomImage)
      whole_y = test_image_random (rand, WIDTH + GAP, HEIGHT, channels);
  g_autoptr (HomImage)
      whole_target = test_image_random (rand, WIDTH + GAP, HEIGHT, channels);
  g_autoptr (HomImage)
      whole_mask = test_image_random (rand, WIDTH + GAP, HEIGHT, 1);
  g_autoptr (HomImage)
      whole_dl_dy     = test_image_new (WIDTH + GAP, HEIGHT, channels);
  HomImage    y       = strided (whole_y);
  HomImage    target  = strided (whole_target);
  HomImage    mask    = strided (whole_mask);
  HomImage    dl_dy   = strided (whole_dl_dy);
  HomExposure applied = exposure ? *exposure : (HomExposure) { 1.0, 0.0 };
  GError     *error   = NULL;
  gdouble     value, alone, expected;

  make_alike (&target, &y);

  /* Of the edges more than a few are to be left. */
  for (gint i = 0; i < HEIGHT * WIDTH; i++)
    if (i % 17)
      *hom_image_pixel (&mask, i % WIDTH, i / WIDTH) += 0.01f;

  hom_loss_evaluate (loss, &y, &target, masked ? &mask : NULL, &applied, &value,
                     &dl_dy, &error);
  g_assert_no_error (error);
  assert_gap_untouched (&dl_dy);
  g_assert_true (hom_loss_evaluate (loss, &y, &target, masked ? &mask : NULL,
                                    &applied, &alone, NULL, NULL));
  g_assert_cmpfloat (alone, ==, value);

  {
    g_autofree gdouble *values = test_loss_values (&y);
    gdouble tolerance = loss->kind == HOM_LOSS_EDGES ? EDGES_TOLERANCE :
                                                       VALUE_TOLERANCE;

    expected = test_loss_reference (loss, values, &target,
                                    masked ? &mask : NULL, exposure);
    g_assert_cmpfloat_with_epsilon (value, expected,
                                    tolerance * fabs (expected));
  }

  return gradient_error (loss, &y, &target, masked ? &mask : NULL, exposure,
                         &dl_dy);
}

/* Sum and mean, plain, with a given and with a fitted exposure, with a mask and
 * without one, 1 to 4 channels.
 */
static void
test_gradient (gconstpointer data)
{
  const HomLoss *plain = data;
  gdouble        worst = 0.0;

  for (gint i = 0; i < 2 * 2 * 3 * 4; i++)
    {
      HomLoss  loss     = *plain;
      gboolean masked   = i % 2;
      gint     exposure = i / 4 % 3;
      gdouble  error;

      loss.mean         = i / 2 % 2;
      loss.fit_exposure = exposure == 2;
      error = check (&loss, 1 + i / 12, masked, exposure == 1 ? &given : NULL);
      g_test_message ("mean %d, mask %d, exposure %d, channels %d: %g",
                      loss.mean, masked, exposure, 1 + i / 12, error);
      g_assert_cmpfloat (error, <, TOLERANCE);
      worst = MAX (worst, error);
    }
  g_test_message ("at most %g", worst);
}

/* So many rows that they are shared out to threads, in bands. One direction for
 * all pixels, half of it downhill so that the slope is not 0 on the whole.
 */
static void
test_bands (gconstpointer data)
{
  const gint width            = 800;
  const gint height           = 200;
  g_autoptr (GRand) rand      = g_rand_new_with_seed (3);
  g_autoptr (HomImage) y      = test_image_random (rand, width, height, 1);
  g_autoptr (HomImage) target = test_image_random (rand, width, height, 1);
  g_autoptr (HomImage) mask   = test_image_random (rand, width, height, 1);
  g_autoptr (HomImage) dl_dy  = test_image_new (width, height, 1);
  g_autofree gdouble *more    = test_loss_values (y);
  g_autofree gdouble *less    = test_loss_values (y);
  HomLoss             loss    = *(const HomLoss *) data;
  gdouble             slope   = 0.0;
  gdouble             value, difference;

  make_alike (target, y);
  for (gint i = 0; i < width * height; i++)
    mask->data[i] += i % 17 ? 0.01f : 0.0f;
  loss.fit_exposure = TRUE;
  g_assert_true (hom_loss_evaluate (&loss, y, target, mask, NULL, &value, dl_dy,
                                    NULL));
  for (gint i = 0; i < width * height; i++)
    {
      gdouble step = (0.5 * (target->data[i] > y->data[i] ? 1.0 : -1.0) +
                      g_rand_double_range (rand, -1.0, 1.0)) *
                     1e-5;

      slope += dl_dy->data[i] * step;
      more[i] += step;
      less[i] -= step;
    }
  difference = (test_loss_reference (&loss, more, target, mask, NULL) -
                test_loss_reference (&loss, less, target, mask, NULL)) /
               2.0;
  g_test_message ("%g and %g", slope, difference);
  g_assert_cmpfloat (fabs (difference), >, 0.0);
  g_assert_cmpfloat_with_epsilon (slope, difference, 1e-6 * fabs (difference));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autofree gchar *gradient = g_strconcat ("/core/loss/gradient/",
                                                losses[i].name, NULL);
      g_autofree gchar *bands    = g_strconcat ("/core/loss/bands/",
                                                losses[i].name, NULL);

      g_test_add_data_func (gradient, &losses[i].loss, test_gradient);
      g_test_add_data_func (bands, &losses[i].loss, test_bands);
    }

  return g_test_run ();
}
