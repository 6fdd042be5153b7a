/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-normal.h"
#include "test-pictures.h"

#define WIDTH  70
#define HEIGHT 50

/* Two levels with holes, and what the public functions make of them: the warped
 * picture, and a mask of the pixels that are to count.
 */
typedef struct
{
  HomLevel    reference;
  HomLevel    moving;
  HomMatrix   w;
  HomMatrix   normalization;
  HomExposure exposure;
  HomNormal   normal;
  HomImage   *y;
  HomImage   *mask;
} Level;

static const HomLoss     squares = { HOM_LOSS_SQUARES };
static const HomSampling cubic = { HOM_INTERPOLATION_CUBIC,
                                   HOM_BOUNDARY_CLAMP };

/* Counts when neither pixel is masked, and all of the kernel is inside. */
static gboolean
does_count (const Level *level, gint column, gint row)
{
  HomPoint p = { column + 0.5, row + 0.5 };
  HomPoint q;

  return hom_matrix_apply (&level->w, p, &q) && q.x >= 2.0 && q.y >= 2.0 &&
         q.x < level->moving.grey->width - 2.0 &&
         q.y < level->moving.grey->height - 2.0 &&
         *hom_image_pixel (level->reference.mask, column, row) == 1.0f &&
         *hom_image_pixel (level->moving.mask, q.x, q.y) == 1.0f;
}

/* A mask that is not 1 everywhere. */
static HomImage *
new_mask (gint width, gint height, gint hole_x, gint hole_y)
{
  HomImage *mask = test_image_new (width, height, 1);
  HomImage  hole = *mask;

  test_image_fill (mask, 1.0f);
  hole.data  = hom_image_pixel (mask, hole_x, hole_y);
  hole.width = hole.height = 9;
  test_image_fill (&hole, 0.5f);

  return mask;
}

static void
set_up (Level *level, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  HomBox box             = { 0.0, 0.0, WIDTH, HEIGHT };

  level->reference.grey = test_image_random (rand, WIDTH, HEIGHT, 1);
  level->reference.mask = new_mask (WIDTH, HEIGHT, 40, 12);
  level->moving.grey    = test_image_random (rand, WIDTH - 7, HEIGHT + 4, 1);
  level->moving.mask    = new_mask (WIDTH - 7, HEIGHT + 4, 20, 30);
  level->w              = test_matrix_random (rand, &box, 5.0);
  level->normalization  = (HomMatrix) { { 1 / 35.0, 0, -1.0, 0, 1 / 35.0,
                                          -5.0 / 7.0, 0, 0, 1 } };
  level->exposure       = (HomExposure) { 1.2, -0.1 };
  hom_normal_compute (&level->reference, &level->moving, &level->w,
                      &level->normalization, &level->exposure, &level->normal);

  level->y    = test_image_new (WIDTH, HEIGHT, 1);
  level->mask = test_image_new (WIDTH, HEIGHT, 1);
  g_assert_true (hom_warp (level->moving.grey, &level->w, &cubic, level->y,
                           NULL));
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    level->mask->data[i] = does_count (level, i % WIDTH, i / WIDTH);
}

static void
tear_down (Level *level, gconstpointer data)
{
  hom_image_free (level->reference.grey);
  hom_image_free (level->reference.mask);
  hom_image_free (level->moving.grey);
  hom_image_free (level->moving.mask);
  hom_image_free (level->y);
  hom_image_free (level->mask);
}

static void
test_loss (Level *level, gconstpointer data)
{
  gdouble n = 0.0;
  gdouble loss;

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    n += level->mask->data[i];
  g_assert_cmpfloat (n, >, WIDTH * HEIGHT / 2);
  g_assert_cmpfloat (n, <, WIDTH * HEIGHT);
  g_assert_cmpfloat (hom_normal_weight (&level->normal), ==, n);

  /* Y goes through a float here. */
  g_assert_true (hom_loss_evaluate (&squares, level->y, level->reference.grey,
                                    level->mask, &level->exposure, &loss, NULL,
                                    NULL));
  g_assert_cmpfloat_with_epsilon (hom_normal_loss (&level->normal), loss / n,
                                  1e-6);
}

/* Jᵀr, half the gradient of Σ r² for a step of the model, against the chain
 * rule: dL/dW, from there to M in W·N⁻¹·M·N, from there to the step.
 */
static void
test_gradient (Level *level, gconstpointer data)
{
  g_autoptr (HomImage) dl_dy = test_image_new (WIDTH, HEIGHT, 1);
  gdouble   projected[HOM_MAX_FREEDOMS];
  HomMatrix left, right, gradient;
  gdouble   loss;

  g_assert_true (hom_loss_evaluate (&squares, level->y, level->reference.grey,
                                    level->mask, &level->exposure, &loss, dl_dy,
                                    NULL));
  g_assert_true (hom_warp_gradient (level->moving.grey, &level->w, &cubic,
                                    dl_dy, &gradient, NULL));

  g_assert_true (hom_matrix_invert (&level->normalization, &left, NULL));
  left     = hom_matrix_multiply (&level->w, &left);
  left     = hom_matrix_transpose (&left);
  right    = hom_matrix_transpose (&level->normalization);
  gradient = hom_matrix_multiply (&left, &gradient);
  gradient = hom_matrix_multiply (&gradient, &right);
  hom_model_project (HOM_MODEL_HOMOGRAPHY, &gradient, projected);

  /* Thousands of terms of size 10 that partly cancel, from floats. */
  for (gint k = 0; k < HOM_MAX_FREEDOMS; k++)
    {
      gdouble half = level->normal.sums[k][HOM_NORMAL_RESIDUAL];

      g_test_message ("%g and %g", 2.0 * half, projected[k]);
      g_assert_cmpfloat (fabs (projected[k]), >, 1.0);
      g_assert_cmpfloat_with_epsilon (2.0 * half, projected[k],
                                      1e-5 * fabs (projected[k]) + 1e-4);
    }
}

/* The columns for gain and bias are the derivatives by these. */
static void
test_exposure (Level *level, gconstpointer data)
{
  gdouble gain = 0.0;
  gdouble bias = 0.0;

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    if (level->mask->data[i] == 1.0f)
      {
        gdouble y        = level->y->data[i];
        gdouble residual = level->exposure.gain * y + level->exposure.bias -
                           level->reference.grey->data[i];

        gain += y * residual;
        bias += residual;
      }

  g_assert_cmpfloat_with_epsilon (
      level->normal.sums[HOM_NORMAL_GAIN][HOM_NORMAL_RESIDUAL], gain, 1e-3);
  g_assert_cmpfloat_with_epsilon (
      level->normal.sums[HOM_NORMAL_BIAS][HOM_NORMAL_RESIDUAL], bias, 1e-3);
}

/* Against the textbook's formula, which knows no exposure. */
static void
test_correlation (Level *level, gconstpointer data)
{
  gdouble n = 0.0, y = 0.0, t = 0.0, yy = 0.0, tt = 0.0, yt = 0.0;

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    if (level->mask->data[i] == 1.0f)
      {
        gdouble a = level->y->data[i];
        gdouble b = level->reference.grey->data[i];

        n += 1.0;
        y += a;
        t += b;
        yy += a * a;
        tt += b * b;
        yt += a * b;
      }

  g_assert_cmpfloat_with_epsilon (
      hom_normal_correlation (&level->normal, &level->exposure),
      (yt - y * t / n) / sqrt ((yy - y * y / n) * (tt - t * t / n)), 1e-6);
}

#define ADD(name, func) \
  g_test_add ("/core/normal/" name, Level, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("loss", test_loss);
  ADD ("gradient", test_gradient);
  ADD ("exposure", test_exposure);
  ADD ("correlation", test_correlation);

  return g_test_run ();
}
