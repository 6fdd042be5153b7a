/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/hom-processor.h"
#include "test-views.h"

/* The vectors of every processor beside the plain code that takes one pixel
 * after the other, on pictures that are mostly inside of the input, where they
 * are used.
 */

/* A float's rounding is 6e-8. A sum of 64 products that partly cancel has a few
 * of them, and its derivatives more.
 */
#define ROUNDING 2e-6

static const gchar *const processors[] = { "generic", "x86-64-v3",
                                           "x86-64-v4" };

/* Upright, turned, turned over, magnified, reduced, with the horizon through
 * the picture; in the sizes below.
 */
static const HomMatrix views[] = {
  { { 0.93, 0.02, 2.1, 0.01, 0.95, 1.3, 1e-4, 2e-4, 1.0 } },
  { { 0.6, -0.5, 25.0, 0.5, 0.6, -8.0, 3e-4, -1e-4, 1.0 } },
  { { -0.9, 0.05, 75.0, 0.02, -0.8, 50.0, 0.0, 0.0, 1.0 } },
  { { 0.11, 0.02, 30.0, -0.01, 0.12, 20.0, 1e-4, 0.0, 1.0 } },
  { { 2.7, 0.1, -60.0, 0.2, 3.1, -70.0, 1e-3, 1e-3, 1.0 } },
  { { 1.0, 0.1, -10.0, 0.3, 0.6, -5.0, 0.013, 0.002, -0.5 } },
};

typedef struct
{
  HomImage *y, *dl_dx, *dy;
  HomMatrix dl_dw;
} Results;

static void
results_init (Results *results, gint channels)
{
  results->y     = test_image_new (83, 61, channels);
  results->dy    = test_image_new (83, 61, channels);
  results->dl_dx = test_image_new (81, 57, channels);
}

static void
results_clear (Results *results)
{
  hom_image_free (results->y);
  hom_image_free (results->dy);
  hom_image_free (results->dl_dx);
}

static void
find_results (const gchar       *processor,
              const HomImage    *input,
              const HomImage    *dl_dy,
              const HomMatrix   *w,
              const HomSampling *sampling,
              Results           *results)
{
  const HomMatrix dw = { { 1e-2, 2e-3, 0.3, 3e-3, 1e-2, 0.2, 1e-5, 2e-5, 0 } };

  g_assert_true (hom_processor_use (processor));
  test_warp (input, w, sampling, results->y);
  test_warp_derivative (input, w, sampling, &dw, results->dy);
  test_warp_adjoint (dl_dy, w, sampling, results->dl_dx);
  results->dl_dw = test_warp_gradient (input, w, sampling, dl_dy);
}

/* The largest difference, as a share of the largest value. */
static gdouble
image_error (const HomImage *image, const HomImage *other)
{
  g_autoptr (HomImage) zero = test_image_like (image, image->channels);

  return test_image_distance (image, other) /
         (test_image_distance (other, zero) + 1e-30);
}

/* The coefficients of dL/dW have different units: beside what each would be if
 * nothing cancelled.
 */
static gdouble
gradient_error (const HomImage    *input,
                const HomImage    *dl_dy,
                const HomMatrix   *w,
                const HomSampling *sampling,
                const HomMatrix   *dl_dw,
                const HomMatrix   *other)
{
  gdouble error = 0.0;

  for (gint i = 0; i < 9; i++)
    {
      g_autoptr (HomImage) dy = test_image_like (dl_dy, dl_dy->channels);
      HomMatrix unit          = { { 0 } };
      gdouble   size;

      unit.m[i] = 1.0;
      test_warp_derivative (input, w, sampling, &unit, dy);
      test_image_product (dl_dy, dy, &size);
      error = MAX (error, fabs (dl_dw->m[i] - other->m[i]) / (size + 1e-30));
    }

  return error;
}

static void
compare (const gchar *processor, gint channels)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (channels);
  g_autoptr (HomImage) input = test_image_random (rand, 81, 57, channels);
  g_autoptr (HomImage) dl_dy = test_image_random (rand, 83, 61, channels);
  Results plain, vectors;

  results_init (&plain, channels);
  results_init (&vectors, channels);
  for (gsize view = 0; view < G_N_ELEMENTS (views); view++)
    TEST_FOR_EACH_SAMPLING (sampling)
    {
      const HomMatrix *w = &views[view];

      /* Each kernel meets each number of channels, in some of the views. */
      if ((sampling.interpolation + view) % HOM_MAX_CHANNELS !=
          (gsize) channels - 1)
        continue;

      sampling.antialias = view == 4;
      find_results ("any", input, dl_dy, w, &sampling, &plain);
      find_results (processor, input, dl_dy, w, &sampling, &vectors);
      test_assert_below (image_error (vectors.y, plain.y), ROUNDING, &sampling);
      test_assert_below (image_error (vectors.dy, plain.dy), ROUNDING,
                         &sampling);
      test_assert_below (image_error (vectors.dl_dx, plain.dl_dx), ROUNDING,
                         &sampling);
      test_assert_below (gradient_error (input, dl_dy, w, &sampling,
                                         &vectors.dl_dw, &plain.dl_dw),
                         ROUNDING, &sampling);
    }
  results_clear (&plain);
  results_clear (&vectors);
}

static void
test_processor (gconstpointer data)
{
  if (! hom_processor_use (data))
    {
      g_test_skip ("this processor cannot run it");
      return;
    }
  for (gint channels = 1; channels <= HOM_MAX_CHANNELS; channels++)
    compare (data, channels);
}

/* Neither a NaN nor an infinity goes where no tap falls on it, and both come
 * through where one does.
 */
static void
test_not_numbers (gconstpointer data)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (7);
  g_autoptr (HomImage) input  = test_image_random (rand, 81, 57, 4);
  g_autoptr (HomImage) plain  = test_image_new (83, 61, 4);
  g_autoptr (HomImage) vector = test_image_new (83, 61, 4);

  if (! hom_processor_use (data))
    {
      g_test_skip ("this processor cannot run it");
      return;
    }
  for (gint i = 0; i < 40; i++)
    input->data[g_rand_int_range (rand, 0, 81 * 57 * 4)] = i % 2 ? NAN :
                                                                   INFINITY;

  TEST_FOR_EACH_SAMPLING (sampling)
  {
    gint n_finite = 0;

    if (test_is_spline (sampling.interpolation))
      continue; /* its prefilter carries them through a whole row */
    hom_processor_use ("any");
    test_warp (input, &views[0], &sampling, plain);
    hom_processor_use (data);
    test_warp (input, &views[0], &sampling, vector);
    for (gint i = 0; i < 83 * 61 * 4; i++)
      {
        g_assert_cmpint (isfinite (vector->data[i]) != 0, ==,
                         isfinite (plain->data[i]) != 0);
        n_finite += isfinite (vector->data[i]) != 0;
      }
    g_assert_cmpint (n_finite, >, 0);
    g_assert_cmpint (n_finite, <, 83 * 61 * 4);
  }
}

static void
test_unknown (void)
{
  g_assert_false (hom_processor_use ("abacus"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (processors); i++)
    {
      g_autofree gchar *same   = g_strconcat ("/core/processors/same/",
                                              processors[i], NULL);
      g_autofree gchar *finite = g_strconcat ("/core/processors/not-numbers/",
                                              processors[i], NULL);

      g_test_add_data_func (same, processors[i], test_processor);
      g_test_add_data_func (finite, processors[i], test_not_numbers);
    }
  g_test_add_func ("/core/processors/unknown", test_unknown);

  return g_test_run ();
}
