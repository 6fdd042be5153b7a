/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-views.h"

#define WIDTH  9
#define HEIGHT 7

/* Floats of about 1, of which up to 64 are added up. */
#define ROUNDING 2e-6

/* The same, of derivatives, which go up to 6. */
#define SLOPE_ROUNDING 1e-5

typedef struct
{
  gfloat value, du, dv;
} Point;

/* An input at the origin of the plane, so that its edges have simple numbers.
 */
static HomImage *
input_at_origin (void)
{
  const TestView view    = { WIDTH, HEIGHT, 1 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  HomImage *input        = test_view_input (&view, rand, 1);

  input->x = input->y = 0;

  return input;
}

static Point
sample (const HomImage    *input,
        const HomSampling *sampling,
        gdouble            u,
        gdouble            v)
{
  HomPoint point = { u, v };
  GError  *error = NULL;
  gfloat   value;
  gfloat   gradient[2];

  g_assert_true (hom_sample (input, sampling, &point, 1, &value, gradient, NULL,
                             &error));
  g_assert_no_error (error);

  return (Point) { value, gradient[0], gradient[1] };
}

#define FOR_EACH_INTERPOLATION(sampling, rule)                     \
  for (HomSampling sampling = { HOM_INTERPOLATION_NEAREST, rule }; \
       sampling.interpolation < HOM_N_INTERPOLATIONS;              \
       sampling.interpolation++)

/* g is the same at two points, and its derivatives are, but for their signs. */
static void
assert_same (const HomSampling *sampling,
             Point              a,
             Point              b,
             gint               sign_u,
             gint               sign_v)
{
  test_assert_below (fabs (a.value - b.value), ROUNDING, sampling);
  test_assert_below (fabs (a.du - sign_u * b.du), SLOPE_ROUNDING, sampling);
  test_assert_below (fabs (a.dv - sign_v * b.dv), SLOPE_ROUNDING, sampling);
}

/* Mirrored at lines that lie so far inside of the four edges. */
static void
assert_mirrored (HomBoundary rule, gdouble inside)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (2);
  g_autoptr (HomImage) input = input_at_origin ();

  FOR_EACH_INTERPOLATION (sampling, rule)
  for (gint trial = 0; trial < 100; trial++)
    {
      gdouble u     = g_rand_double_range (rand, -40.0, 40.0);
      gdouble v     = g_rand_double_range (rand, -40.0, 40.0);
      gdouble right = WIDTH - inside;
      gdouble below = HEIGHT - inside;
      Point   here  = sample (input, &sampling, u, v);

      assert_same (&sampling, here,
                   sample (input, &sampling, 2.0 * inside - u, v), -1, 1);
      assert_same (&sampling, here,
                   sample (input, &sampling, 2.0 * right - u, v), -1, 1);
      assert_same (&sampling, here,
                   sample (input, &sampling, u, 2.0 * inside - v), 1, -1);
      assert_same (&sampling, here,
                   sample (input, &sampling, u, 2.0 * below - v), 1, -1);
    }
}

static void
test_reflect (void)
{
  assert_mirrored (HOM_BOUNDARY_REFLECT, 0.0);
}

static void
test_mirror (void)
{
  assert_mirrored (HOM_BOUNDARY_MIRROR, 0.5);
}

static void
test_wrap (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) input = input_at_origin ();

  FOR_EACH_INTERPOLATION (sampling, HOM_BOUNDARY_WRAP)
  for (gint trial = 0; trial < 100; trial++)
    {
      gdouble u    = g_rand_double_range (rand, -40.0, 40.0);
      gdouble v    = g_rand_double_range (rand, -40.0, 40.0);
      Point   here = sample (input, &sampling, u, v);

      assert_same (&sampling, here, sample (input, &sampling, u + WIDTH, v), 1,
                   1);
      assert_same (&sampling, here,
                   sample (input, &sampling, u, v - 3 * HEIGHT), 1, 1);
    }
}

/* Far enough out for no kernel to see the last pixel but one. */
static void
test_clamp (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) input = input_at_origin ();

  FOR_EACH_INTERPOLATION (sampling, HOM_BOUNDARY_CLAMP)
  for (gint trial = 0; trial < 100; trial++)
    {
      gdouble v    = g_rand_double_range (rand, -5.0, HEIGHT + 5.0);
      gdouble out  = g_rand_double_range (rand, 4.5, 1000.0);
      Point   near = sample (input, &sampling, -4.5, v);
      Point   far  = sample (input, &sampling, -out, v);
      Point corner = sample (input, &sampling, WIDTH + out, HEIGHT + 2.0 * out);

      assert_same (&sampling, near, far, 0, 1);
      g_assert_cmpfloat_with_epsilon (far.du, 0.0, SLOPE_ROUNDING);
      if (v > 1.5 && v < 5.5 &&
          sampling.interpolation != HOM_INTERPOLATION_NEAREST)
        g_assert_cmpfloat (fabs (far.dv), >, 1e-4);
      g_assert_cmpfloat_with_epsilon (
          corner.value, *hom_image_pixel (input, WIDTH - 1, HEIGHT - 1),
          ROUNDING);
    }

  /* A spline that stands still does so exactly. */
  FOR_EACH_INTERPOLATION (sampling, HOM_BOUNDARY_CLAMP)
  if (test_is_spline (sampling.interpolation))
    {
      Point edge = sample (input, &sampling, 0.5, 3.3);
      Point out  = sample (input, &sampling, 0.2, 3.3);

      g_assert_cmpfloat (edge.value, ==, out.value);
      g_assert_cmpfloat (out.du, ==, 0.0f);
      g_assert_cmpfloat (out.dv, ==, edge.dv);
    }
}

/* The slope does not change any more, and is the difference of the two pixels
 * at the edge with those kernels that reproduce a straight line, and are not
 * splines: whose coefficients go on straight.
 */
static void
test_continue (void)
{
  g_autoptr (HomImage) input = input_at_origin ();

  FOR_EACH_INTERPOLATION (sampling, HOM_BOUNDARY_CONTINUE)
  {
    gfloat *row  = hom_image_pixel (input, 0, 3);
    Point   near = sample (input, &sampling, -4.5, 3.5);
    Point   out  = sample (input, &sampling, -19.5, 3.5);
    Point   far  = sample (input, &sampling, WIDTH + 20.5, 3.5);

    if (sampling.interpolation == HOM_INTERPOLATION_NEAREST)
      g_assert_cmpfloat (near.du, ==, 0.0f);
    else
      test_assert_below (fabs (near.du - out.du), 20.0 * ROUNDING, &sampling);

    if (sampling.interpolation == HOM_INTERPOLATION_LINEAR ||
        sampling.interpolation == HOM_INTERPOLATION_CUBIC)
      {
        gdouble left  = row[1] - row[0];
        gdouble right = row[WIDTH - 1] - row[WIDTH - 2];

        g_assert_cmpfloat_with_epsilon (out.du, left, 20.0 * ROUNDING);
        g_assert_cmpfloat_with_epsilon (far.du, right, 20.0 * ROUNDING);
        g_assert_cmpfloat_with_epsilon (out.value, row[0] - 20.0 * left,
                                        20.0 * ROUNDING);
        g_assert_cmpfloat_with_epsilon (
            far.value, row[WIDTH - 1] + 21.0 * right, 20.0 * ROUNDING);
      }
  }
}

/* Beyond the reach of the last pixel there is only the fill. */
static void
test_fill (void)
{
  g_autoptr (HomImage) input = input_at_origin ();

  FOR_EACH_INTERPOLATION (sampling, HOM_BOUNDARY_FILL)
  {
    const gdouble beyond = hom_interpolation_radius (sampling.interpolation);
    Point         out, corner, edge;

    sampling.fill[0] = 7.0f;
    out              = sample (input, &sampling, -beyond, 3.3);
    corner           = sample (input, &sampling, WIDTH + 90.0, HEIGHT + 90.0);
    edge             = sample (input, &sampling, -0.3, 3.3);

    g_assert_cmpfloat (out.value, ==, 7.0f);
    g_assert_cmpfloat (out.du, ==, 0.0f);
    g_assert_cmpfloat (out.dv, ==, 0.0f);
    g_assert_cmpfloat (corner.value, ==, 7.0f);
    if (sampling.interpolation != HOM_INTERPOLATION_NEAREST)
      {
        g_assert_cmpfloat (edge.value, >, 1.5f);
        g_assert_cmpfloat (fabs (edge.du), >, 1.0);
      }
  }
}

static void
assert_mask (const TestView *view, HomSampling sampling, GRand *rand)
{
  g_autoptr (HomImage) input = test_view_input (view, rand, 2);
  g_autoptr (HomImage) dl_dy = test_view_loss (view, rand, 2);
  g_autoptr (HomImage) valid = test_image_like (dl_dy, 2);
  g_autoptr (HomImage) black = test_image_like (dl_dy, 2);
  g_autoptr (HomImage) white = test_image_like (dl_dy, 2);
  g_autoptr (HomImage) mask  = test_image_like (dl_dy, 1);
  HomMatrix w                = test_view_matrix (view, rand);
  gint      n_inside         = 0;

  g_assert_true (hom_warp_mask (input, &w, &sampling, mask, NULL));
  sampling.boundary = HOM_BOUNDARY_VALID;
  test_warp (input, &w, &sampling, valid);
  sampling.boundary = HOM_BOUNDARY_FILL;
  test_warp (input, &w, &sampling, black);
  sampling.fill[1] = 1e6f;
  test_warp (input, &w, &sampling, white);

  for (gint i = 0; i < view->size * view->size; i++)
    {
      gint     x      = i % view->size;
      gint     y      = i / view->size;
      gfloat  *pixel  = hom_image_pixel (valid, x, y);
      gboolean inside = *hom_image_pixel (mask, x, y) != 0.0f;

      n_inside += inside;
      g_assert_cmpfloat (*hom_image_pixel (mask, x, y), ==, inside);
      g_assert_cmpint (pixel[0] != 0.0f, ==, inside);

      /* A spline's coefficients do not end at the edge. */
      if (test_is_spline (sampling.interpolation))
        continue;
      g_assert_cmpint (hom_image_pixel (white, x, y)[1] ==
                           hom_image_pixel (black, x, y)[1],
                       ==, inside);
      if (inside)
        g_assert_cmpfloat (pixel[0], ==, hom_image_pixel (black, x, y)[0]);
    }
  g_assert_cmpint (n_inside, >, 3);
  g_assert_cmpint (n_inside, <, view->size * view->size - 3);
}

/* What the input alone tells: what VALID leaves, and where the fill does not
 * matter.
 */
static void
test_mask (void)
{
  const TestView view    = { 17, 15, 16 };
  const TestView reduced = { 40, 30, 10 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (gint trial = 0; trial < 10; trial++)
    FOR_EACH_INTERPOLATION (sampling, trial % HOM_N_BOUNDARIES)
    {
      assert_mask (&view, sampling, rand);
      sampling.antialias = TRUE;
      assert_mask (&reduced, sampling, rand);
    }
}

/* Nothing of the input is known here, and nothing of W either. */
static void
test_valid_outside (void)
{
  const TestView *view       = &test_view_near;
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  g_autoptr (HomImage) input = test_view_input (view, rand, 2);
  g_autoptr (HomImage) dl_dy = test_view_loss (view, rand, 2);
  g_autoptr (HomImage) dl_dx = test_image_like (input, 2);
  g_autoptr (HomImage) none  = test_image_like (input, 2);
  HomMatrix w                = hom_matrix_translation (9.0, 3.0);

  FOR_EACH_INTERPOLATION (sampling, HOM_BOUNDARY_VALID)
  {
    HomMatrix dl_dw = test_warp_gradient (input, &w, &sampling, dl_dy);

    for (gint i = 0; i < 9; i++)
      g_assert_cmpfloat (dl_dw.m[i], ==, 0.0);
    test_warp_adjoint (dl_dy, &w, &sampling, dl_dx);
    test_assert_below (test_image_distance (dl_dx, none), 0.0, &sampling);
  }
}

/* At the outermost pixel centres, where an alignment begins with W = I, the
 * derivative is that from inside.
 */
static void
test_valid_edge (void)
{
  g_autoptr (HomImage) input = input_at_origin ();
  const HomSampling sampling = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_VALID,
                                 .fill = { 100.0f } };
  gfloat           *row      = hom_image_pixel (input, 0, HEIGHT - 1);
  Point corner = sample (input, &sampling, WIDTH - 0.5, HEIGHT - 0.5);

  g_assert_cmpfloat (corner.value, ==, row[WIDTH - 1]);
  g_assert_cmpfloat_with_epsilon (corner.du, row[WIDTH - 1] - row[WIDTH - 2],
                                  ROUNDING);
  g_assert_cmpfloat_with_epsilon (
      corner.dv,
      row[WIDTH - 1] - *hom_image_pixel (input, WIDTH - 1, HEIGHT - 2),
      ROUNDING);
}

/* One color stays what it is, within the roundings of weights that add up to 1;
 * where it is continued along both axes, of weights of up to 20 × 20.
 */
static void
test_constant (void)
{
  const TestView view           = { 9, 7, 40 };
  g_autoptr (GRand) rand        = g_rand_new_with_seed (7);
  g_autoptr (HomImage) input    = test_view_input (&view, rand, 3);
  g_autoptr (HomImage) output   = test_view_loss (&view, rand, 3);
  g_autoptr (HomImage) expected = test_image_like (output, 3);
  HomMatrix away                = hom_matrix_translation (-9.0, -9.0);
  HomMatrix twice               = { { 2, 0, 0, 0, 2, 0, 0, 0, 1 } };

  test_image_fill (input, 0.7f);
  test_image_fill (expected, 0.7f);
  for (gint trial = 0; trial < 6; trial++)
    {
      HomMatrix w = test_view_matrix (&view, rand);

      w = hom_matrix_multiply (&twice, &w);
      w = hom_matrix_multiply (&away, &w);
      TEST_FOR_EACH_SAMPLING (sampling)
      {
        gdouble most = sampling.boundary == HOM_BOUNDARY_CONTINUE ? 400.0 : 1.0;

        if (sampling.boundary == HOM_BOUNDARY_FILL ||
            sampling.boundary == HOM_BOUNDARY_VALID)
          continue;
        sampling.antialias = trial % 2;
        test_warp (input, &w, &sampling, output);
        test_assert_below (test_image_distance (output, expected), most * 5e-7,
                           &sampling);
      }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/boundary/reflect", test_reflect);
  g_test_add_func ("/core/boundary/mirror", test_mirror);
  g_test_add_func ("/core/boundary/wrap", test_wrap);
  g_test_add_func ("/core/boundary/clamp", test_clamp);
  g_test_add_func ("/core/boundary/continue", test_continue);
  g_test_add_func ("/core/boundary/fill", test_fill);
  g_test_add_func ("/core/boundary/mask", test_mask);
  g_test_add_func ("/core/boundary/valid-outside", test_valid_outside);
  g_test_add_func ("/core/boundary/valid-edge", test_valid_edge);
  g_test_add_func ("/core/boundary/constant", test_constant);

  return g_test_run ();
}
