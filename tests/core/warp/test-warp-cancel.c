/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "homography/hom-error.h"
#include "test-cancel.h"
#include "test-views.h"

/* The thread's current cancellable stops what goes through many pixels. */

typedef struct
{
  HomImage *input, *output, *mask;
} Pictures;

static gboolean
warp (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomMatrix w = hom_matrix_translation (0.3, 0.4);

  return hom_warp (p->input, &w, sampling, p->output, error);
}

static gboolean
mask (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomMatrix w = hom_matrix_translation (0.3, 0.4);

  return hom_warp_mask (p->input, &w, sampling, p->mask, error);
}

static gboolean
gradient (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomMatrix w = hom_matrix_translation (0.3, 0.4);
  HomMatrix       dl_dw;

  return hom_warp_gradient (p->input, &w, sampling, p->output, &dl_dw, error);
}

static gboolean
derivative (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomMatrix w = hom_matrix_translation (0.3, 0.4);

  return hom_warp_derivative (p->input, &w, sampling, &w, p->output, error);
}

static gboolean
adjoint (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomMatrix w = hom_matrix_translation (0.3, 0.4);

  return hom_warp_adjoint (p->input, &w, sampling, p->output, error);
}

static gboolean
coefficients (const Pictures *p, const HomSampling *sampling, GError **error)
{
  HomSampling spline = *sampling;

  spline.interpolation = HOM_INTERPOLATION_CUBIC_SPLINE;

  return hom_spline_coefficients (p->input, &spline, p->output, error);
}

static gboolean
squares (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomLoss loss = { HOM_LOSS_SQUARES };
  gdouble       value;

  return hom_loss_evaluate (&loss, p->input, p->output, NULL, NULL, &value,
                            NULL, error);
}

static gboolean
edges (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomLoss loss = { HOM_LOSS_EDGES, 0.1 };
  gdouble       value;

  return hom_loss_evaluate (&loss, p->input, p->output, NULL, NULL, &value,
                            NULL, error);
}

static gboolean
exposure (const Pictures *p, const HomSampling *sampling, GError **error)
{
  HomExposure found;

  return hom_exposure_fit (p->input, p->output, NULL, &found, error);
}

static gboolean
corners (const Pictures *p, const HomSampling *sampling, GError **error)
{
  HomPoint quad[4];

  return hom_find_quad (p->input, quad, NULL, error) ||
         g_error_matches (*error, HOM_ERROR, HOM_ERROR_NOT_FOUND);
}

static gboolean
alignment (const Pictures *p, const HomSampling *sampling, GError **error)
{
  const HomPicture picture = { p->input };
  HomAlignOptions  options = { .model = HOM_MODEL_TRANSLATION };
  HomAlignment     found;

  return hom_align (&picture, &picture, &options, NULL, &found, error);
}

typedef gboolean (
    *Call) (const Pictures *p, const HomSampling *sampling, GError **error);

static const Call calls[] = {
  warp,    mask,  gradient, derivative, adjoint,   coefficients,
  squares, edges, exposure, corners,    alignment,
};

static Pictures
pictures (gint side)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  return (Pictures){ test_image_random (rand, side, side, 1),
                     test_image_random (rand, side, side, 1),
                     test_image_new (side, side, 1) };
}

static void
clear (Pictures *p)
{
  hom_image_free (p->input);
  hom_image_free (p->output);
  hom_image_free (p->mask);
}

/* Cancelled before it begins, each call says so; afterwards each works. */
static void
test_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Pictures p                           = pictures (90);

  g_cancellable_cancel (cancellable);
  for (HomInterpolation k = 0; k < HOM_N_INTERPOLATIONS; k++)
    for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
      {
        const HomSampling sampling = { k, HOM_BOUNDARY_REFLECT };
        GError           *error    = NULL;

        g_cancellable_push_current (cancellable);
        g_assert_false (calls[i](&p, &sampling, &error));
        g_cancellable_pop_current (cancellable);
        test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

        g_assert_true (calls[i](&p, &sampling, &error));
        g_clear_error (&error);
      }
  clear (&p);
}

/* Cancelled on the way, a warp that would take very long ends. */
static void
test_on_the_way (void)
{
  Pictures        p      = pictures (500);
  const HomMatrix reduce = { { 64, 0, 0, 0, 64, 0, 0, 0, 1 } };

  for (gint i = 0; i < 2; i++)
    {
      const HomSampling sampling           = { HOM_INTERPOLATION_LANCZOS4,
                                               HOM_BOUNDARY_REFLECT, .antialias = TRUE };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GError       *error                  = NULL;
      TestCanceller canceller;

      test_canceller_start (&canceller, cancellable, 2000);
      g_cancellable_push_current (cancellable);
      g_assert_false (
          i ? hom_warp_adjoint (p.output, &reduce, &sampling, p.input, &error) :
              hom_warp (p.input, &reduce, &sampling, p.output, &error));
      g_cancellable_pop_current (cancellable);
      test_canceller_join (&canceller);
      test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  clear (&p);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/warp-cancel/before", test_before);
  g_test_add_func ("/core/warp-cancel/on-the-way", test_on_the_way);

  return g_test_run ();
}
