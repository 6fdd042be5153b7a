/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

/* What an output holds before a call that must not touch it. */
#define UNTOUCHED 12345.0f

static void
assert_refused (const HomImage  *input,
                const HomMatrix *w,
                HomSampling      sampling,
                HomImage        *output)
{
  GError   *error = NULL;
  HomMatrix dl_dw = HOM_MATRIX_IDENTITY;

  g_assert_false (hom_warp (input, w, &sampling, output, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  if (output->data)
    for (gint i = 0; i < 9 * 7 * 2; i++)
      g_assert_cmpfloat (output->data[i], ==, UNTOUCHED);

  g_assert_false (hom_warp_gradient (input, w, &sampling, output, &dl_dw,
                                     &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  test_assert_matrix (&dl_dw, &HOM_MATRIX_IDENTITY, 1e-300);
}

static void
test_images (void)
{
  g_autoptr (HomImage) input  = test_image_new (9, 7, 2);
  g_autoptr (HomImage) output = test_image_new (9, 7, 2);
  const HomMatrix   w         = HOM_MATRIX_IDENTITY;
  const HomSampling sampling  = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_CLAMP };

  test_image_fill (output, UNTOUCHED);
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
  HomSampling bad[]           = { { HOM_INTERPOLATION_LANCZOS + 1, 0 },
                                  { (HomInterpolation) -1, 0 },
                                  { 0, HOM_BOUNDARY_WRAP + 1 },
                                  { 0, (HomBoundary) -1 } };

  test_image_fill (output, UNTOUCHED);
  for (gint i = 0; i < 9; i++)
    {
      HomMatrix w = HOM_MATRIX_IDENTITY;

      w.m[i] = i % 2 ? NAN : INFINITY;
      assert_refused (input, &w, sampling, output);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (input, &HOM_MATRIX_IDENTITY, bad[i], output);
}

static void
test_no_memory (void)
{
  const gint sizes[][2] = { { 0, 5 },  { 5, 0 },  { -1, 5 },
                            { 5, -1 }, { -1, 1 }, { G_MAXINT, G_MAXINT } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GError *error = NULL;

      g_assert_null (hom_image_new (sizes[i][0], sizes[i][1], 4, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
  hom_image_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/warp-errors/images", test_images);
  g_test_add_func ("/core/warp-errors/values", test_values);
  g_test_add_func ("/core/warp-errors/no-memory", test_no_memory);

  return g_test_run ();
}
