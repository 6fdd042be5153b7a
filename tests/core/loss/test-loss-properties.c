/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "test-pictures.h"

#define WIDTH    13
#define HEIGHT   9
#define CHANNELS 3
#define PIXELS   (WIDTH * HEIGHT)
#define VALUES   (PIXELS * CHANNELS)

typedef struct
{
  HomImage *y;
  HomImage *target;
  HomImage *mask;
  HomImage *dl_dy;
} Pictures;

static gdouble
own_squares (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gint *n_calls = data;

  if (n_calls)
    (*n_calls)++;
  *derivative = 2.0 * (y - target);

  return (y - target) * (y - target);
}

static const HomLoss squares = { HOM_LOSS_SQUARES };
static const HomLoss zncc    = { HOM_LOSS_ZNCC };
static const HomLoss edges   = { HOM_LOSS_EDGES, 0.1 };

static const HomLoss all[] = {
  { HOM_LOSS_SQUARES },
  { HOM_LOSS_ABSOLUTE, 0.1 },
  { HOM_LOSS_HUBER, 0.2 },
  { HOM_LOSS_TUKEY, 0.4 },
  { HOM_LOSS_CHARBONNIER, 0.15 },
  { HOM_LOSS_ZNCC },
  { HOM_LOSS_EDGES, 0.1 },
  { HOM_LOSS_CUSTOM, .func = own_squares },
  { HOM_LOSS_SQUARES, .fit_exposure = TRUE },
  { HOM_LOSS_TUKEY, 0.4, .fit_exposure = TRUE },
  { HOM_LOSS_CUSTOM, .func = own_squares, .fit_exposure = TRUE },
};

#define FOR_ALL(loss) \
  for (const HomLoss *loss = all; loss < all + G_N_ELEMENTS (all); loss++)

static void
set_up (Pictures *pictures, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  pictures->y      = test_image_random (rand, WIDTH, HEIGHT, CHANNELS);
  pictures->target = test_image_random (rand, WIDTH, HEIGHT, CHANNELS);
  pictures->mask   = test_image_random (rand, WIDTH, HEIGHT, 1);
  pictures->dl_dy  = test_image_new (WIDTH, HEIGHT, CHANNELS);

  /* The edges need whole neighbourhoods: few zeros. */
  for (gint i = 0; i < PIXELS; i++)
    if (i % 17)
      pictures->mask->data[i] += 0.01f;
}

static void
tear_down (Pictures *pictures, gconstpointer data)
{
  hom_image_free (pictures->y);
  hom_image_free (pictures->target);
  hom_image_free (pictures->mask);
  hom_image_free (pictures->dl_dy);
}

/* Also fills pictures->dl_dy. */
static gdouble
evaluate (const HomLoss *loss, const Pictures *pictures)
{
  GError *error = NULL;
  gdouble value = NAN;

  test_image_fill (pictures->dl_dy, NAN);
  hom_loss_evaluate (loss, pictures->y, pictures->target, pictures->mask, NULL,
                     &value, pictures->dl_dy, &error);
  g_assert_no_error (error);
  g_assert_true (isfinite (value));
  for (gint i = 0; i < VALUES; i++)
    g_assert_false (isnan (pictures->dl_dy->data[i]));

  return value;
}

static void
change_exposure (HomImage *image, gdouble gain, gdouble bias)
{
  for (gint i = 0; i < VALUES; i++)
    image->data[i] = gain * image->data[i] + bias;
}

/* ∂L/∂Y may take the place of Y. */
static void
test_in_place (Pictures *pictures, gconstpointer data)
{
  FOR_ALL (loss)
  {
    g_autoptr (HomImage) y = test_image_new (WIDTH, HEIGHT, CHANNELS);
    gdouble value          = evaluate (loss, pictures);
    gdouble in_place;

    memcpy (y->data, pictures->y->data, VALUES * sizeof (gfloat));
    g_assert_true (hom_loss_evaluate (loss, y, pictures->target, pictures->mask,
                                      NULL, &in_place, y, NULL));
    g_assert_cmpfloat (value, ==, in_place);
    g_assert_cmpfloat (test_image_distance (pictures->dl_dy, y), ==, 0.0);
  }
}

/* What must count nothing makes no difference, to the last bit. */
static void
test_not_counting (Pictures *pictures, gconstpointer data)
{
  const gint pixel = 4 * WIDTH + 5;

  FOR_ALL (loss)
  {
    g_autoptr (HomImage) expected = test_image_new (WIDTH, HEIGHT, CHANNELS);
    const gfloat weights[]        = { 0.0f, 0.0f, -1.0f, NAN, INFINITY };
    gfloat       y0               = pictures->y->data[3 * pixel + 1];
    gfloat       t0               = pictures->target->data[3 * pixel + 2];
    gdouble      value;

    pictures->mask->data[pixel] = 0.0f;
    value                       = evaluate (loss, pictures);
    memcpy (expected->data, pictures->dl_dy->data, VALUES * sizeof (gfloat));
    for (gint c = 0; c < CHANNELS; c++)
      g_assert_cmpfloat (expected->data[3 * pixel + c], ==, 0.0f);

    for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
      {
        pictures->mask->data[pixel]           = weights[i];
        pictures->y->data[3 * pixel + 1]      = i == 1 ? NAN : y0;
        pictures->target->data[3 * pixel + 2] = i == 1 ? INFINITY : t0;
        g_assert_cmpfloat (evaluate (loss, pictures), ==, value);
        g_assert_cmpfloat (test_image_distance (pictures->dl_dy, expected), ==,
                           0.0);
      }

    /* A value that is none counts nothing by itself. */
    pictures->mask->data[pixel]      = 1.0f;
    pictures->y->data[3 * pixel + 1] = NAN;
    g_assert_cmpfloat (evaluate (loss, pictures), ==, value);
    pictures->y->data[3 * pixel + 1]      = y0;
    pictures->target->data[3 * pixel + 2] = -INFINITY;
    g_assert_cmpfloat (evaluate (loss, pictures), ==, value);
    g_assert_cmpfloat (test_image_distance (pictures->dl_dy, expected), ==,
                       0.0);
    pictures->target->data[3 * pixel + 2] = t0;
    g_assert_cmpfloat (evaluate (loss, pictures), !=, value);
  }
}

/* The exposure is undone by what is fitted, and the correlations need none.
 * Pictures are rounded to floats anew.
 */
static void
test_exposure_invariance (Pictures *pictures, gconstpointer data)
{
  HomLoss losses[] = {
    { HOM_LOSS_SQUARES, .fit_exposure = TRUE },
    { HOM_LOSS_ABSOLUTE, 0.1, .fit_exposure = TRUE },
    { HOM_LOSS_HUBER, 0.2, .fit_exposure = TRUE },
    { HOM_LOSS_TUKEY, 0.4, .fit_exposure = TRUE },
    { HOM_LOSS_CHARBONNIER, 0.15, .fit_exposure = TRUE },
    zncc,
    edges,
  };
  g_autofree gfloat *y = g_memdup2 (pictures->y->data,
                                    VALUES * sizeof (gfloat));

  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      gdouble sum   = 0.0;
      gdouble along = 0.0;
      gdouble size  = 0.0;
      gdouble before, after;

      memcpy (pictures->y->data, y, VALUES * sizeof (gfloat));
      before = evaluate (&losses[i], pictures);

      /* Hence the gradient is orthogonal to both. */
      for (gint k = 0; k < VALUES; k++)
        {
          sum += pictures->dl_dy->data[k];
          along += (gdouble) pictures->dl_dy->data[k] * pictures->y->data[k];
          size += fabs (pictures->dl_dy->data[k]);
        }
      g_assert_cmpfloat (size, >, 0.0);
      g_assert_cmpfloat_with_epsilon (sum, 0.0, 1e-7 * size);
      g_assert_cmpfloat_with_epsilon (along, 0.0, 1e-7 * size);

      change_exposure (pictures->y, 0.3, 0.25);
      after = evaluate (&losses[i], pictures);
      g_assert_cmpfloat_with_epsilon (after, before, 1e-6 * before);
    }
}

static void
test_inversion (Pictures *pictures, gconstpointer data)
{
  gdouble zncc_before  = evaluate (&zncc, pictures);
  gdouble edges_before = evaluate (&edges, pictures);

  change_exposure (pictures->y, -0.7, 1.0);
  g_assert_cmpfloat_with_epsilon (evaluate (&zncc, pictures), 2.0 - zncc_before,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (evaluate (&edges, pictures), edges_before,
                                  1e-6);

  memcpy (pictures->y->data, pictures->target->data, VALUES * sizeof (gfloat));
  change_exposure (pictures->y, -0.7, 1.0);
  g_assert_cmpfloat_with_epsilon (evaluate (&zncc, pictures), 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (evaluate (&edges, pictures), 0.0, 1e-12);
  change_exposure (pictures->y, -0.7, 1.0);
  g_assert_cmpfloat_with_epsilon (evaluate (&zncc, pictures), 0.0, 1e-12);
}

/* A picture without contrast correlates with nothing, and has no slope. */
static void
test_flat (Pictures *pictures, gconstpointer data)
{
  const gfloat values[] = { 0.0f, 0.1f, -255.3f };

  for (gint i = 0; i < 6; i++)
    {
      tear_down (pictures, NULL);
      set_up (pictures, NULL);
      test_image_fill (i % 2 ? pictures->y : pictures->target, values[i / 2]);
      for (const HomLoss *loss = &zncc; loss;
           loss                = loss == &zncc ? &edges : NULL)
        {
          g_assert_cmpfloat (evaluate (loss, pictures), ==, 1.0);
          for (gint k = 0; k < VALUES; k++)
            g_assert_cmpfloat (pictures->dl_dy->data[k], ==, 0.0f);
        }
      FOR_ALL (loss) { evaluate (loss, pictures); }
    }
}

/* Of the residuals' lengths and of half their squares. */
static void
sums (const Pictures *pictures, gdouble *length, gdouble *half_square)
{
  *length      = 0.0;
  *half_square = 0.0;
  for (gint i = 0; i < VALUES; i++)
    {
      gdouble weight = pictures->mask->data[i / CHANNELS];
      gdouble r = (gdouble) pictures->y->data[i] - pictures->target->data[i];

      *length += weight * fabs (r);
      *half_square += 0.5 * weight * r * r;
    }
}

static gdouble
at_scale (HomLossKind kind, gdouble scale, const Pictures *pictures)
{
  HomLoss loss = { kind, scale };

  return evaluate (&loss, pictures);
}

/* A scale far above all residuals, and one far below. */
static void
test_limits (Pictures *pictures, gconstpointer data)
{
  gdouble length, half;

  sums (pictures, &length, &half);
  g_assert_cmpfloat_with_epsilon (at_scale (HOM_LOSS_HUBER, 2.0, pictures),
                                  half, 1e-12 * half);
  for (gdouble s = 1e4; s < 1e104; s *= 1e99)
    {
      g_assert_cmpfloat_with_epsilon (at_scale (HOM_LOSS_HUBER, s, pictures),
                                      half, 1e-12 * half);
      g_assert_cmpfloat_with_epsilon (at_scale (HOM_LOSS_TUKEY, s, pictures),
                                      half, 1e-7 * half);
      g_assert_cmpfloat_with_epsilon (
          at_scale (HOM_LOSS_CHARBONNIER, s, pictures), half, 1e-7 * half);
      g_assert_cmpfloat_with_epsilon (
          s * at_scale (HOM_LOSS_ABSOLUTE, s, pictures), half, 1e-7 * half);
    }
  for (gdouble s = 1e-9; s > 1e-301; s *= 1e-97)
    {
      g_assert_cmpfloat_with_epsilon (
          at_scale (HOM_LOSS_HUBER, s, pictures) / s, length, 1e-6 * length);
      g_assert_cmpfloat_with_epsilon (
          at_scale (HOM_LOSS_CHARBONNIER, s, pictures) / s, length,
          1e-6 * length);
      g_assert_cmpfloat_with_epsilon (at_scale (HOM_LOSS_ABSOLUTE, s, pictures),
                                      length, 1e-6 * length);
      g_assert_cmpfloat_with_epsilon (at_scale (HOM_LOSS_TUKEY, s, pictures),
                                      0.0, s);
    }
}

/* An outlier pulls as hard as it likes, as hard as s, or not at all. */
static void
test_outlier (Pictures *pictures, gconstpointer data)
{
  const gint    i       = (2 * WIDTH + 3) * CHANNELS;
  const HomLoss tukey   = { HOM_LOSS_TUKEY, 4.0 };
  const HomLoss huber   = { HOM_LOSS_HUBER, 4.0 };
  gdouble       weight  = pictures->mask->data[i / CHANNELS];
  gfloat       *outlier = &pictures->y->data[i];
  gdouble       here, there;

  *outlier = pictures->target->data[i] + 5.0f;
  here     = evaluate (&tukey, pictures);
  g_assert_cmpfloat (pictures->dl_dy->data[i], ==, 0.0f);
  *outlier = pictures->target->data[i] - 500.0f;
  there    = evaluate (&tukey, pictures);
  g_assert_cmpfloat (pictures->dl_dy->data[i], ==, 0.0f);
  g_assert_cmpfloat (here, ==, there);
  *outlier = pictures->target->data[i] - 3.9f;
  g_assert_cmpfloat (evaluate (&tukey, pictures), <, there);
  g_assert_cmpfloat (pictures->dl_dy->data[i], <, 0.0f);

  *outlier = pictures->target->data[i] - 500.0f;
  evaluate (&huber, pictures);
  g_assert_cmpfloat_with_epsilon (pictures->dl_dy->data[i], -4.0 * weight,
                                  1e-6);
}

/* The largest floats, without and with a fit, never make a NaN. */
static void
test_huge_values (Pictures *pictures, gconstpointer data)
{
  pictures->y->data[5 * CHANNELS]       = G_MAXFLOAT;
  pictures->y->data[6 * CHANNELS]       = -G_MAXFLOAT;
  pictures->target->data[5 * CHANNELS]  = -G_MAXFLOAT;
  pictures->target->data[70 * CHANNELS] = 1e30f;
  FOR_ALL (loss) { evaluate (loss, pictures); }
}

static void
test_custom (Pictures *pictures, gconstpointer data)
{
  g_autoptr (HomImage) expected = test_image_new (WIDTH, HEIGHT, CHANNELS);
  gint    n_calls               = 0;
  gint    n_counting            = 0;
  HomLoss custom = { HOM_LOSS_CUSTOM, .mean = TRUE, .func = own_squares,
                     .data = &n_calls };
  HomLoss same   = { HOM_LOSS_SQUARES, .mean = TRUE };

  for (gint i = 0; i < PIXELS; i++)
    n_counting += pictures->mask->data[i] > 0.0f;
  g_assert_cmpint (n_counting, <, PIXELS);

  g_assert_cmpfloat (evaluate (&same, pictures), ==,
                     evaluate (&custom, pictures));
  g_assert_cmpint (n_calls, ==, CHANNELS * n_counting);
  memcpy (expected->data, pictures->dl_dy->data, VALUES * sizeof (gfloat));
  evaluate (&same, pictures);
  g_assert_cmpfloat (test_image_distance (expected, pictures->dl_dy), ==, 0.0);
}

static gdouble
own_thread (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  g_assert_true (g_thread_self () == data);
  *derivative = 1.0;

  return y - target;
}

/* A caller's function is not called by other threads, however many pixels. */
static void
test_custom_thread (void)
{
  g_autoptr (HomImage) y      = test_image_new (1000, 1000, 1);
  g_autoptr (HomImage) target = test_image_new (1000, 1000, 1);
  HomLoss custom              = { HOM_LOSS_CUSTOM, .func = own_thread,
                                  .data = g_thread_self () };
  gdouble value;

  test_image_fill (y, 1.0f);
  g_assert_true (hom_loss_evaluate (&custom, y, target, NULL, NULL, &value, y,
                                    NULL));
  g_assert_cmpfloat (value, ==, 1e6);
}

/* target = 0.7 Y + 0.2; every loss reports what was fitted. */
static void
test_exposure (Pictures *pictures, gconstpointer data)
{
  HomExposure exposure;

  for (gint i = 0; i < VALUES; i++)
    pictures->target->data[i] = 0.7 * pictures->y->data[i] + 0.2;

  /* The target is rounded to floats of 6e-8; that averages out. */
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target, NULL,
                                   &exposure, NULL));
  g_assert_cmpfloat_with_epsilon (exposure.gain, 0.7, 1e-7);
  g_assert_cmpfloat_with_epsilon (exposure.bias, 0.2, 1e-7);

  pictures->target->data[17 * CHANNELS] = 100.0f; /* masked */
  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &exposure, NULL));
  g_assert_cmpfloat_with_epsilon (exposure.gain, 0.7, 1e-7);
  g_assert_cmpfloat_with_epsilon (exposure.bias, 0.2, 1e-7);

  FOR_ALL (each)
  {
    HomLoss     loss = *each;
    HomExposure used = { NAN, NAN };
    gdouble     value;

    loss.fit_exposure = TRUE;
    g_assert_true (hom_loss_evaluate (&loss, pictures->y, pictures->target,
                                      pictures->mask, &used, &value, NULL,
                                      NULL));
    g_assert_cmpfloat (used.gain, ==, exposure.gain);
    g_assert_cmpfloat (used.bias, ==, exposure.bias);
  }
}

static gdouble
squares_at (const Pictures *pictures, gdouble gain, gdouble bias)
{
  HomExposure exposure = { gain, bias };
  gdouble     value;

  g_assert_true (hom_loss_evaluate (&squares, pictures->y, pictures->target,
                                    pictures->mask, &exposure, &value, NULL,
                                    NULL));
  g_assert_cmpfloat (exposure.gain, ==, gain);
  g_assert_cmpfloat (exposure.bias, ==, bias);

  return value;
}

/* Nothing fits: what is returned is still the lowest point of the loss. */
static void
test_exposure_least (Pictures *pictures, gconstpointer data)
{
  HomExposure e;
  gdouble     least;

  g_assert_true (hom_exposure_fit (pictures->y, pictures->target,
                                   pictures->mask, &e, NULL));
  least = squares_at (pictures, e.gain, e.bias);
  for (gint i = -1; i <= 1; i += 2)
    {
      g_assert_cmpfloat (squares_at (pictures, e.gain + 1e-4 * i, e.bias), >,
                         least);
      g_assert_cmpfloat (squares_at (pictures, e.gain, e.bias + 1e-4 * i), >,
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

#define ADD(name, func)                                                    \
  g_test_add ("/core/loss-properties/" name, Pictures, NULL, set_up, func, \
              tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("in-place", test_in_place);
  ADD ("not-counting", test_not_counting);
  ADD ("exposure-invariance", test_exposure_invariance);
  ADD ("inversion", test_inversion);
  ADD ("flat", test_flat);
  ADD ("limits", test_limits);
  ADD ("outlier", test_outlier);
  ADD ("huge-values", test_huge_values);
  ADD ("custom", test_custom);
  g_test_add_func ("/core/loss-properties/custom-thread", test_custom_thread);
  ADD ("exposure", test_exposure);
  ADD ("exposure-least", test_exposure_least);
  g_test_add_func ("/core/loss-properties/exposure-flat", test_exposure_flat);

  return g_test_run ();
}
