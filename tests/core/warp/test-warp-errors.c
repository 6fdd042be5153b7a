/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

static void
assert_untouched (const HomImage *image)
{
  if (image->data)
    for (gint i = 0; i < 9 * 7 * 2; i++)
      g_assert_cmpfloat (image->data[i], ==, TEST_UNTOUCHED);
}

/* By all functions of the warp. */
static void
assert_refused (HomImage        *input,
                const HomMatrix *w,
                HomSampling      sampling,
                HomImage        *output)
{
  GError   *error = NULL;
  HomMatrix dl_dw = HOM_MATRIX_IDENTITY;

  g_assert_false (hom_warp (input, w, &sampling, output, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  g_assert_false (hom_warp_gradient (input, w, &sampling, output, &dl_dw,
                                     &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  test_assert_matrix (&dl_dw, &HOM_MATRIX_IDENTITY, 1e-300);

  g_assert_false (hom_warp_derivative (input, w, &sampling, &dl_dw, output,
                                       &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  assert_untouched (output);

  /* Where the output is good, it stands in for dL/dX. */
  g_assert_false (hom_warp_adjoint (input, w, &sampling, output, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_false (hom_warp_adjoint (output, w, &sampling, input, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  assert_untouched (output);
}

static void
test_images (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (9, 7, 2);
  const HomMatrix   w         = HOM_MATRIX_IDENTITY;
  const HomSampling sampling  = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_CLAMP };

  test_image_fill (output, TEST_UNTOUCHED);
  for (gint i = 0; i < 6; i++)
    {
      HomImage bad = *output;

      if (i == 0)
        bad.width = 0;
      else if (i == 1)
        bad.height = -1;
      else if (i == 2)
        bad.channels = 1;
      else if (i == 3)
        bad.channels = 5;
      else if (i == 4)
        bad.stride = 17;
      else
        bad.data = NULL;

      assert_refused (input, &w, sampling, &bad);
      bad.data = bad.data ? input->data : NULL;
      assert_refused (&bad, &w, sampling, output);
    }
}

static void
test_values (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (9, 7, 2);
  HomSampling sampling        = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_CLAMP };
  HomSampling bad[]           = {
    { HOM_N_INTERPOLATIONS, 0 }, { (HomInterpolation) -1, 0 },
    { 0, HOM_N_BOUNDARIES },     { 0, (HomBoundary) -1 },
    { 0, 0, .fill = { NAN } },   { 0, 0, .fill = { 0, 0, 0, INFINITY } }
  };

  test_image_fill (output, TEST_UNTOUCHED);
  for (gint i = 0; i < 9; i++)
    {
      HomMatrix w = HOM_MATRIX_IDENTITY;

      w.m[i] = i % 2 ? NAN : INFINITY;
      assert_refused (input, &w, sampling, output);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (input, &HOM_MATRIX_IDENTITY, bad[i], output);
}

/* A change of W must be a number too. */
static void
test_derivative (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (9, 7, 2);
  HomSampling sampling        = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_CLAMP };
  GError     *error           = NULL;

  test_image_fill (output, TEST_UNTOUCHED);
  for (gint i = 0; i < 9; i++)
    {
      HomMatrix dw = { { 0 } };

      dw.m[i] = i % 2 ? NAN : INFINITY;
      g_assert_false (hom_warp_derivative (input, &HOM_MATRIX_IDENTITY,
                                           &sampling, &dw, output, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
      assert_untouched (output);
    }
}

/* A mask has one channel, whatever the input has. */
static void
test_mask (void)
{
  g_autoptr (HomImage) input = test_image_new (9, 7, 2);
  g_autoptr (HomImage) wrong = test_image_new (9, 7, 2);
  g_autoptr (HomImage) mask  = test_image_new (9, 7, 1);
  HomSampling sampling       = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_CLAMP };
  HomMatrix   w              = HOM_MATRIX_IDENTITY;
  GError     *error          = NULL;

  test_image_fill (wrong, TEST_UNTOUCHED);
  g_assert_true (hom_warp_mask (input, &w, &sampling, mask, &error));
  g_assert_no_error (error);
  g_assert_false (hom_warp_mask (input, &w, &sampling, wrong, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  assert_untouched (wrong);

  w.m[4] = NAN;
  g_assert_false (hom_warp_mask (input, &w, &sampling, mask, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  input->width = 0;
  w.m[4]       = 1.0;
  g_assert_false (hom_warp_mask (input, &w, &sampling, mask, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
}

static void
test_no_memory (void)
{
  const gint sizes[][3] = { { 0, 5, 1 },        { 5, 0, 1 },
                            { -1, 5, 1 },       { 5, -1, 1 },
                            { 5, 5, 0 },        { 5, 5, -1 },
                            { 5, 5, 5 },        { G_MININT, G_MININT, 4 },
                            { 1, 1, G_MAXINT }, { G_MAXINT, G_MAXINT, G_MAXINT } };
  GError    *error      = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_assert_null (hom_image_new (sizes[i][0], sizes[i][1], sizes[i][2],
                                    &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
  g_assert_null (hom_image_new (G_MAXINT, G_MAXINT, 4, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_MEMORY);
  hom_image_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/warp-errors/images", test_images);
  g_test_add_func ("/core/warp-errors/values", test_values);
  g_test_add_func ("/core/warp-errors/derivative", test_derivative);
  g_test_add_func ("/core/warp-errors/mask", test_mask);
  g_test_add_func ("/core/warp-errors/no-memory", test_no_memory);

  return g_test_run ();
}
