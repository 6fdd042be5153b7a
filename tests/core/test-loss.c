/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

typedef struct
{
  HomImage *y;
  HomImage *target;
  HomImage *mask;
} Pictures;

/* Three channels, and a mask of all weights between 0 and 1. */
static void
set_up (Pictures *pictures, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  pictures->y      = test_image_random (rand, 13, 9, 3);
  pictures->target = test_image_random (rand, 13, 9, 3);
  pictures->mask   = test_image_random (rand, 13, 9, 1);
}

static void
tear_down (Pictures *pictures, gconstpointer data)
{
  hom_image_free (pictures->y);
  hom_image_free (pictures->target);
  hom_image_free (pictures->mask);
}

/* Everything is NaN where the mask is 0, in one pixel out of four. */
static gint
spoil_masked (Pictures *pictures)
{
  gint n_spoiled = 0;

  for (gint i = 0; i < 13 * 9; i++)
    if (pictures->mask->data[i] == 0.0f)
      {
        pictures->y->data[3 * i + i % 3]            = NAN;
        pictures->target->data[3 * i + (i + 1) % 3] = INFINITY;
        n_spoiled++;
      }

  return n_spoiled;
}

static void
test_sum_squares (Pictures *pictures, gconstpointer data)
{
  g_autoptr (HomImage) dl_dy = test_image_new (13, 9, 3);
  gdouble expected           = 0.0;
  gdouble loss;

  g_assert_true (hom_loss_sum_squares (pictures->y, pictures->target, NULL,
                                       NULL, &loss, dl_dy, NULL));
  for (gint i = 0; i < 13 * 9 * 3; i++)
    {
      gdouble residual = (gdouble) pictures->y->data[i] -
                         pictures->target->data[i];

      expected += residual * residual;
      g_assert_cmpfloat (dl_dy->data[i], ==, (gfloat) (2.0 * residual));
    }
  g_assert_cmpfloat_with_epsilon (loss, expected, 1e-12 * expected);
}

static void
test_sum_squares_masked (Pictures *pictures, gconstpointer data)
{
  g_autoptr (HomImage) dl_dy = test_image_new (13, 9, 3);
  HomExposure exposure       = { 1.3, -0.2 };
  gdouble     expected       = 0.0;
  gdouble     loss;

  g_assert_cmpint (spoil_masked (pictures), >, 10);
  g_assert_true (hom_loss_sum_squares (pictures->y, pictures->target,
                                       pictures->mask, &exposure, &loss, dl_dy,
                                       NULL));
  for (gint i = 0; i < 13 * 9 * 3; i++)
    {
      gdouble weight   = pictures->mask->data[i / 3];
      gdouble residual = 1.3 * pictures->y->data[i] - 0.2 -
                         pictures->target->data[i];

      if (weight == 0.0)
        {
          g_assert_cmpfloat (dl_dy->data[i], ==, 0.0f);
          continue;
        }
      expected += weight * residual * residual;
      /* A rounding of a float below 4. */
      g_assert_cmpfloat_with_epsilon (dl_dy->data[i],
                                      2.0 * 1.3 * weight * residual, 2.5e-7);
    }
  g_assert_cmpfloat_with_epsilon (loss, expected, 1e-12 * expected);
}

/* ∂L/∂Y may take the place of Y. */
static void
test_sum_squares_in_place (Pictures *pictures, gconstpointer data)
{
  g_autoptr (HomImage) dl_dy = test_image_new (13, 9, 3);
  gdouble loss, loss_in_place;

  g_assert_true (hom_loss_sum_squares (
      pictures->y, pictures->target, pictures->mask, NULL, &loss, dl_dy, NULL));
  g_assert_true (hom_loss_sum_squares (pictures->y, pictures->target,
                                       pictures->mask, NULL, &loss_in_place,
                                       pictures->y, NULL));
  g_assert_cmpfloat (loss, ==, loss_in_place);
  g_assert_cmpfloat (test_image_distance (dl_dy, pictures->y), ==, 0.0);
}

/* A mask that is itself no number counts as 0, here and in the fit. */
static void
test_nan_mask (Pictures *pictures, gconstpointer data)
{
  HomExposure with_zero, with_nan;
  gdouble     loss, loss_with_nan;

  pictures->mask->data[7] = 0.0f;
  g_assert_true (hom_loss_sum_squares (
      pictures->y, pictures->target, pictures->mask, NULL, &loss, NULL, NULL));
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &with_zero, NULL));
  pictures->mask->data[7] = NAN;
  g_assert_true (hom_loss_sum_squares (pictures->y, pictures->target,
                                       pictures->mask, NULL, &loss_with_nan,
                                       NULL, NULL));
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &with_nan, NULL));
  g_assert_cmpfloat (loss, ==, loss_with_nan);
  g_assert_cmpfloat (with_zero.gain, ==, with_nan.gain);
  g_assert_cmpfloat (with_zero.bias, ==, with_nan.bias);
}

/* target = 0.7 Y + 0.2 where the mask is not 0. */
static void
test_exposure (Pictures *pictures, gconstpointer data)
{
  HomExposure exposure;
  GError     *error = NULL;

  for (gint i = 0; i < 13 * 9 * 3; i++)
    pictures->target->data[i] = 0.7 * pictures->y->data[i] + 0.2;

  /* The target is rounded to floats of 6e-8; that averages out. */
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target, NULL,
                                   &exposure, &error));
  g_assert_cmpfloat_with_epsilon (exposure.gain, 0.7, 1e-7);
  g_assert_cmpfloat_with_epsilon (exposure.bias, 0.2, 1e-7);

  spoil_masked (pictures);
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &exposure, &error));
  g_assert_cmpfloat_with_epsilon (exposure.gain, 0.7, 1e-7);
  g_assert_cmpfloat_with_epsilon (exposure.bias, 0.2, 1e-7);
  g_assert_no_error (error);
}

static gdouble
loss_at (const Pictures *pictures, gdouble gain, gdouble bias)
{
  HomExposure exposure = { gain, bias };
  gdouble     loss;

  g_assert_true (hom_loss_sum_squares (pictures->y, pictures->target,
                                       pictures->mask, &exposure, &loss, NULL,
                                       NULL));

  return loss;
}

/* Nothing fits: what is returned is still the lowest point of the loss. */
static void
test_exposure_least (Pictures *pictures, gconstpointer data)
{
  HomExposure e;
  gdouble     least;

  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &e, NULL));
  least = loss_at (pictures, e.gain, e.bias);
  for (gint i = -1; i <= 1; i += 2)
    {
      g_assert_cmpfloat (loss_at (pictures, e.gain + 1e-4 * i, e.bias), >,
                         least);
      g_assert_cmpfloat (loss_at (pictures, e.gain, e.bias + 1e-4 * i), >,
                         least);
    }
}

/* So many equal values that the sums round: the variance must still be seen to
 * be none.
 */
static void
test_exposure_flat (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (2);
  g_autoptr (HomImage) y      = test_image_new (700, 500, 3);
  g_autoptr (HomImage) target = test_image_random (rand, 700, 500, 3);
  const gfloat values[] = { 0.0f, 0.1f, 0.7f, 1.0f / 3.0f, 1e-6f, 255.3f };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      HomExposure exposure;

      test_image_fill (y, values[i]);
      g_assert_true (hom_exposure_fit (y, target, NULL, &exposure, NULL));
      g_assert_cmpfloat (exposure.gain, ==, 1.0);

      /* The target's mean is 3/8: 0 in one quarter, 1/2 on average in the
       * rest; three sigma of the mean of a million values.
       */
      g_assert_cmpfloat_with_epsilon (exposure.bias, 0.375 - values[i], 1e-3);
    }
}

static void
test_exposure_nothing_counts (Pictures *pictures, gconstpointer data)
{
  HomExposure exposure;

  test_image_fill (pictures->mask, 0.0f);
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &exposure, NULL));
  g_assert_cmpfloat (exposure.gain, ==, 1.0);
  g_assert_cmpfloat (exposure.bias, ==, 0.0);
}

static void
assert_mismatch (const HomImage *y,
                 const HomImage *target,
                 const HomImage *mask,
                 HomImage       *dl_dy)
{
  HomExposure exposure;
  GError     *error = NULL;
  gdouble     loss;

  g_assert_false (hom_loss_sum_squares (y, target, mask, NULL, &loss, dl_dy,
                                        &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  if (! dl_dy)
    {
      g_assert_false (hom_exposure_fit (y, target, mask, &exposure, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
}

static void
test_mismatch (Pictures *pictures, gconstpointer data)
{
  HomImage moved       = *pictures->target;
  HomImage narrow      = *pictures->target;
  HomImage one_channel = *pictures->target;
  HomImage empty       = *pictures->target;

  moved.x = 1;
  narrow.width--;
  one_channel.channels = 1;
  empty.data           = NULL;

  assert_mismatch (pictures->y, &moved, NULL, NULL);
  assert_mismatch (pictures->y, &narrow, NULL, NULL);
  assert_mismatch (pictures->y, &one_channel, NULL, NULL);
  assert_mismatch (pictures->y, &empty, NULL, NULL);
  assert_mismatch (&empty, pictures->target, NULL, NULL);
  assert_mismatch (pictures->y, pictures->target, pictures->target, NULL);
  assert_mismatch (pictures->y, pictures->target, NULL, pictures->mask);
}

#define ADD(name, func) \
  g_test_add ("/core/loss/" name, Pictures, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sum-squares", test_sum_squares);
  ADD ("sum-squares-masked", test_sum_squares_masked);
  ADD ("sum-squares-in-place", test_sum_squares_in_place);
  ADD ("nan-mask", test_nan_mask);
  ADD ("exposure", test_exposure);
  ADD ("exposure-least", test_exposure_least);
  g_test_add_func ("/core/loss/exposure-flat", test_exposure_flat);
  ADD ("exposure-nothing-counts", test_exposure_nothing_counts);
  ADD ("mismatch", test_mismatch);

  return g_test_run ();
}
