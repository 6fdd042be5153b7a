/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-comparison-fit.h"
#include "align/descent/hom-descent.h"
#include "align/descent/hom-step-covariance.h"
#include "test-pictures.h"

#define N      HOM_MAX_FREEDOMS
#define WIDTH  150
#define HEIGHT 110

/* A covariance of any steps, AᵀA. */
static void
make_covariance (GRand *rand, gdouble *covariance)
{
  gdouble a[N * N];

  for (gint i = 0; i < N * N; i++)
    a[i] = g_rand_double_range (rand, -1.0, 1.0);
  for (gint i = 0; i < N; i++)
    for (gint j = 0; j < N; j++)
      {
        covariance[i * N + j] = 0.0;
        for (gint k = 0; k < N; k++)
          covariance[i * N + j] += a[k * N + i] * a[k * N + j];
      }
}

/* How a point moves with each parameter of a step, by central differences. */
static void
differentiate (const HomBox *box, HomPoint p, gdouble jacobian[2][N])
{
  const gdouble h = 1e-5;

  for (gint k = 0; k < N; k++)
    {
      gdouble   step[N] = { 0.0 };
      HomPoint  q[2];
      HomMatrix moved;

      for (gint i = 0; i < 2; i++)
        {
          step[k] = i ? -h : h;
          moved = hom_model_update (HOM_MODEL_HOMOGRAPHY, &HOM_MATRIX_IDENTITY,
                                    box, step);
          g_assert_true (hom_matrix_apply (&moved, p, &q[i]));
        }
      jacobian[0][k] = (q[0].x - q[1].x) / (2.0 * h);
      jacobian[1][k] = (q[0].y - q[1].y) / (2.0 * h);
    }
}

/* J C Jᵀ, for points in and about the box. */
static void
test_point (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const HomBox box       = { 0.0, 0.0, WIDTH, HEIGHT };

  for (gint n = 0; n < 20; n++)
    {
      HomPoint      p = { g_rand_double_range (rand, -50.0, 200.0),
                          g_rand_double_range (rand, -50.0, 200.0) };
      gdouble       covariance[N * N], j[2][N];
      gdouble       expected[2][2] = { { 0.0 } };
      HomCovariance found;

      make_covariance (rand, covariance);
      differentiate (&box, p, j);
      for (gint a = 0; a < 2; a++)
        for (gint b = 0; b < 2; b++)
          for (gint i = 0; i < N * N; i++)
            expected[a][b] += j[a][i / N] * covariance[i] * j[b][i % N];

      /* The error of the differences is 1e-10 of them. */
      found = hom_step_covariance_of_point (covariance, &box, p);
      g_assert_cmpfloat_with_epsilon (found.xx, expected[0][0],
                                      1e-7 * expected[0][0]);
      g_assert_cmpfloat_with_epsilon (found.yy, expected[1][1],
                                      1e-7 * expected[1][1]);
      g_assert_cmpfloat_with_epsilon (found.xy, expected[0][1],
                                      1e-7 * (expected[0][0] + expected[1][1]));
    }
}

/* The inverse of the part of the Hessian that the model has; 0 elsewhere. */
static void
test_uncertainty (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
    {
      HomNormalEquations equations = { 0 };
      gint               n         = hom_model_freedoms (model);
      gdouble            hessian[N * N], covariance[N * N];

      make_covariance (rand, hessian);
      for (gint i = 0; i < N; i++)
        for (gint j = 0; j < N; j++)
          equations.hessian[i][j] = hessian[i * N + j];
      g_assert_true (hom_step_covariance (&equations, model, covariance));

      for (gint i = 0; i < N; i++)
        for (gint j = 0; j < N; j++)
          {
            gdouble product = 0.0;

            for (gint k = 0; k < n; k++)
              product += hessian[i * N + k] * covariance[k * N + j];
            if (i < n && j < n)
              g_assert_cmpfloat_with_epsilon (product, i == j ? 1.0 : 0.0,
                                              1e-6);
            else
              g_assert_cmpfloat (covariance[i * N + j], ==, 0.0);
          }
    }
}

/* Pictures without any contrast tell nothing. */
static void
test_singular (void)
{
  const HomNormalEquations equations = { 0 };
  gdouble                  covariance[N * N];

  g_assert_false (hom_step_covariance (&equations, HOM_MODEL_TRANSLATION,
                                       covariance));
}

/* ---- The descent ---- */

typedef struct
{
  HomImage          *still, *moved;
  HomPlanes          reference, moving;
  HomReferenceTiles *tiles;
  HomMatrix          truth;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const HomBox box       = { 0.0, 0.0, WIDTH, HEIGHT };
  HomMatrix    back;
  TestScene    scene;

  f->truth = test_matrix_random (rand, &box, 2.0);
  g_assert_true (hom_matrix_invert (&f->truth, &back, NULL));
  test_scene_init (&scene, 3);
  f->still = test_image_new (WIDTH, HEIGHT, 1);
  f->moved = test_image_new (WIDTH, HEIGHT, 1);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, f->still);
  test_scene_draw (&scene, &back, f->moved);
  test_image_expose (f->moved, -0.5, 0.8);
  f->reference = (HomPlanes){ 1, { f->still }, NULL };
  f->moving    = (HomPlanes){ 1, { f->moved }, NULL };
  f->tiles     = hom_reference_tiles_new (&f->reference, G_MAXSIZE, NULL);
  hom_reference_tiles_fill (f->tiles, &f->reference, f->tiles->n_tiles);
  hom_reference_tiles_filter (f->tiles, &f->reference, f->tiles->n_tiles, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hom_reference_tiles_free (f->tiles);
  hom_image_free (f->still);
  hom_image_free (f->moved);
}

/* Descends from the identity, with a gain of this sign.
 *
 * @exposure: (out): what was found.
 */
static gdouble
descend (Fixture      *f,
         gdouble       sign,
         HomIterate   *iterate,
         HomExposure  *exposure,
         GCancellable *cancellable)
{
  const HomBox      box        = { 0.0, 0.0, WIDTH, HEIGHT };
  HomDescentOptions options    = { .model       = HOM_MODEL_HOMOGRAPHY,
                                   .tolerance   = 1e-3,
                                   .cancellable = cancellable };
  HomComparison     comparison = { .reference     = f->tiles,
                                   .n_tiles       = f->tiles->n_tiles,
                                   .moving        = &f->moving,
                                   .jacobian      = HOM_JACOBIAN_MEAN,
                                   .exposure_kind = HOM_EXPOSURE_ONE,
                                   .exposures     = { { sign, 0.0 } },
                                   .threshold     = 4.685 };
  gint              n_steps;

  *iterate = (HomIterate){ .w = HOM_MATRIX_IDENTITY };
  g_assert_true (hom_comparison_begin (&comparison, iterate, NULL));
  n_steps   = hom_descent_run (&options, &comparison, iterate, NULL);
  *exposure = comparison.exposures[0];
  g_test_message ("%d steps, gain %.3f, noise %.2g, %.2g px", n_steps,
                  exposure->gain, comparison.noise[0],
                  test_corner_error (&iterate->w, &f->truth, &box));
  hom_comparison_clear (&comparison);
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    g_assert_null (comparison.gain_maps[c]);
  g_assert_cmpint (n_steps > 0, ==, ! g_cancellable_is_cancelled (cancellable));

  return test_corner_error (&iterate->w, &f->truth, &box);
}

/* With the sign of the gain that is given to it, and with no other. */
static void
test_run (Fixture *f, gconstpointer data)
{
  HomIterate  iterate;
  HomExposure exposure;

  g_assert_cmpfloat (descend (f, -1.0, &iterate, &exposure, NULL), <, 0.005);
  g_assert_cmpfloat_with_epsilon (exposure.gain, -2.0, 0.005);
  g_assert_cmpfloat_with_epsilon (exposure.bias, 1.6, 0.005);

  descend (f, 1.0, &iterate, &exposure, NULL);
  g_assert_cmpfloat (exposure.gain, >, 0.0);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HomIterate  iterate;
  HomExposure exposure;

  g_cancellable_cancel (cancellable);
  descend (f, -1.0, &iterate, &exposure, cancellable);
  test_assert_matrix (&iterate.w, &HOM_MATRIX_IDENTITY, 1e-15);
}

#define ADD(name, func) \
  g_test_add ("/core/descent/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/descent/point", test_point);
  g_test_add_func ("/core/descent/uncertainty", test_uncertainty);
  g_test_add_func ("/core/descent/singular", test_singular);
  ADD ("run", test_run);
  ADD ("cancelled", test_cancelled);

  return g_test_run ();
}
