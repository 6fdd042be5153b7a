/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-loss-reference.h"
#include "test-pictures.h"
#include "test-reference.h"

#define SIZE 12

/* Of the largest component: Y and dL/dY are rounded to floats, and dL/dW is the
 * small rest of terms that cancel.
 */
#define TOLERANCE 1e-5

typedef struct
{
  const gchar *name;
  HomLoss      loss;
} Case;

static const Case cases[] = {
  { "squares", { HOM_LOSS_SQUARES, .fit_exposure = TRUE } },
  { "absolute", { HOM_LOSS_ABSOLUTE, 0.1, .mean = TRUE } },
  { "huber", { HOM_LOSS_HUBER, 0.2, .fit_exposure = TRUE } },
  { "tukey", { HOM_LOSS_TUKEY, 0.6, .fit_exposure = TRUE, .mean = TRUE } },
  { "charbonnier", { HOM_LOSS_CHARBONNIER, 0.1 } },
  { "zncc", { HOM_LOSS_ZNCC } },
  { "edges", { HOM_LOSS_EDGES, 0.2 } },
};

/* L as a function of W, in doubles. */
typedef struct
{
  const HomLoss       *loss;
  const TestReference *reference;
  const HomImage      *target;
  const HomImage      *mask;
} Chain;

static gdouble
loss_at (const Chain *chain, const HomMatrix *w)
{
  gdouble y[SIZE * SIZE];

  for (gint i = 0; i < SIZE * SIZE; i++)
    y[i] = test_reference_pixel (chain->reference, w, 0, i % SIZE, i / SIZE);

  return test_loss_reference (chain->loss, y, chain->target, chain->mask, NULL);
}

/* What is seen through W, with noise. */
static HomImage *
noisy_view (GRand *rand, const TestReference *reference, const HomMatrix *w)
{
  HomImage *target = test_image_random (rand, SIZE, SIZE, 1);

  for (gint i = 0; i < SIZE * SIZE; i++)
    target->data[i] = 0.5 * target->data[i] +
                      0.5 * test_reference_pixel (reference, w, 0, i % SIZE,
                                                  i / SIZE);

  return target;
}

/* By central differences that move the far end of the output by @move pixels:
 * so little that the kink of a kernel is hardly ever crossed.
 */
static gdouble
gradient_error (const Chain *chain, const HomMatrix *w, const HomMatrix *dl_dw)
{
  const gdouble move  = 1e-6;
  gdouble       size  = 0.0;
  gdouble       error = 0.0;

  for (gint i = 0; i < 9; i++)
    {
      gdouble scale = (i < 6 ? 1.0 : 1.0 / SIZE) *
                      (i % 3 == 2 ? 1.0 : 1.0 / SIZE);
      HomMatrix more = *w;
      HomMatrix less = *w;
      gdouble   difference;

      more.m[i] += move * scale;
      less.m[i] -= move * scale;
      difference = (loss_at (chain, &more) - loss_at (chain, &less)) /
                   (more.m[i] - less.m[i]);
      size  = MAX (size, fabs (difference) * scale);
      error = MAX (error, fabs (difference - dl_dw->m[i]) * scale);
      g_assert_true (isfinite (dl_dw->m[i]));
    }
  g_assert_cmpfloat (size, >, 0.0);

  return error / size;
}

/* The whole chain: warp, fit of the exposure, loss, gradient; against
 * differences of a loss for which all is done anew at each W.
 */
static void
test_chain (gconstpointer data)
{
  const Case *one            = data;
  g_autoptr (GRand) rand     = g_rand_new_with_seed (7);
  g_autoptr (HomImage) input = test_image_random (rand, 15, 14, 1);
  g_autoptr (HomImage) mask  = test_image_random (rand, SIZE, SIZE, 1);
  const HomBox box           = { 0.0, 0.0, SIZE, SIZE };
  gdouble      worst         = 0.0;

  /* The edges need whole neighbourhoods: few zeros. */
  for (gint i = 0; i < SIZE * SIZE; i++)
    mask->data[i] += i % 17 ? 0.01f : 0.0f;

  for (HomInterpolation i = HOM_INTERPOLATION_LINEAR;
       i <= HOM_INTERPOLATION_LANCZOS; i++)
    {
      HomSampling sampling = { i, HOM_BOUNDARY_REFLECT };
      HomMatrix   w        = test_matrix_random (rand, &box, 2.0);
      g_autoptr (TestReference)
          reference               = test_reference_new (input, &sampling);
      g_autoptr (HomImage) target = noisy_view (rand, reference, &w);
      g_autoptr (HomImage) y      = test_image_new (SIZE, SIZE, 1);
      Chain     chain             = { &one->loss, reference, target, mask };
      HomMatrix dl_dw;
      gdouble   value, error;

      g_assert_true (hom_warp (input, &w, &sampling, y, NULL));
      g_assert_true (hom_loss_evaluate (&one->loss, y, target, mask, NULL,
                                        &value, y, NULL));
      g_assert_true (hom_warp_gradient (input, &w, &sampling, y, &dl_dw, NULL));
      g_assert_cmpfloat_with_epsilon (value, loss_at (&chain, &w),
                                      1e-5 * value);

      error = gradient_error (&chain, &w, &dl_dw);
      g_assert_cmpfloat (error, <, TOLERANCE);
      worst = MAX (worst, error);
    }
  g_test_message ("at most %g", worst);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path = g_strconcat ("/core/loss-warp/", cases[i].name,
                                            NULL);

      g_test_add_data_func (path, &cases[i], test_chain);
    }

  return g_test_run ();
}
