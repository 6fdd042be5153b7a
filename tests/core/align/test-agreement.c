/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-local-correlation.h"
#include "test-pictures.h"

/* Windows of 8 × 8 pixels: 20 × 15, and some at the right and
 * the bottom that are not whole. */
#define WINDOW 8
#define WIDTH  165
#define HEIGHT 125

static HomLevel
new_level (guint32 seed)
{
  HomLevel  level = { WIDTH, HEIGHT, test_image_new (WIDTH, HEIGHT, 1), NULL };
  TestScene scene;

  test_scene_init (&scene, seed);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, level.grey);

  return level;
}

static HomLevel
new_rough_level (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  return (HomLevel){ WIDTH, HEIGHT, test_image_random (rand, WIDTH, HEIGHT, 1),
                     NULL };
}

static HomLocalCorrelation
measure_at (const HomLevel *a, const HomLevel *b, const HomMatrix *w)
{
  HomLocalCorrelation agreement;
  GError             *error = NULL;

  g_assert_true (hom_local_correlation_measure (a, b, w, &agreement, &error));
  g_assert_no_error (error);

  return agreement;
}

static HomLocalCorrelation
measure (const HomLevel *a, const HomLevel *b)
{
  HomLocalCorrelation agreement = measure_at (a, b, &HOM_MATRIX_IDENTITY);

  g_test_message ("details %.6f, overall %.6f, %.0f windows", agreement.details,
                  agreement.overall, agreement.n_windows);

  return agreement;
}

/* The same whatever the light is: exactly, but for the rounding of floats,
 * 6e-8 of their size, beside a contrast of a tenth.
 */
static void
test_equal (void)
{
  const HomExposure exposures[] = { { 1.0, 0.0 },
                                    { 0.4, 0.5 },
                                    { 3.0, -1.0 },
                                    { -1.0, 1.0 },
                                    { -0.3, 0.2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (exposures); i++)
    {
      HomLevel            a    = new_level (1);
      HomLevel            b    = new_level (1);
      gdouble             sign = copysign (1.0, exposures[i].gain);
      HomLocalCorrelation agreement;

      test_image_expose (b.grey, exposures[i].gain, exposures[i].bias);
      agreement = measure (&a, &b);
      g_assert_cmpfloat_with_epsilon (agreement.details, sign, 1e-6);
      g_assert_cmpfloat_with_epsilon (agreement.overall, sign, 1e-6);
      hom_level_clear (&a);
      hom_level_clear (&b);
    }
}

/* What has nothing in common: 300 windows, each of a correlation of up to 1 in
 * waves, 1/8 in noise. Shading that both have in common says much over all, and
 * hardly anything in the details.
 */
static void
test_unrelated (void)
{
  for (guint32 seed = 1; seed <= 5; seed++)
    {
      HomLevel a = new_level (2 * seed);
      HomLevel b = new_level (2 * seed + 1);
      HomLevel c = new_rough_level (2 * seed);
      HomLevel d = new_rough_level (2 * seed + 1);

      g_assert_cmpfloat (fabs (measure (&a, &b).details), <, 0.15);
      g_assert_cmpfloat (fabs (measure (&c, &d).details), <, 0.03);
      for (gint i = 0; i < WIDTH * HEIGHT; i++)
        {
          c.grey->data[i] += 0.02 * (i % WIDTH);
          d.grey->data[i] += 0.02 * (i % WIDTH);
        }
      g_assert_cmpfloat (measure (&c, &d).overall, >, 0.8);
      g_assert_cmpfloat (fabs (measure (&c, &d).details), <, 0.05);

      hom_level_clear (&a);
      hom_level_clear (&b);
      hom_level_clear (&c);
      hom_level_clear (&d);
    }
}

/* Half the brightness on one side, and twice that on the other. */
static void
test_shaded (void)
{
  HomLevel            a = new_level (3);
  HomLevel            b = new_level (3);
  HomLocalCorrelation agreement;

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    b.grey->data[i] *= 0.5 + 0.5 * (i % WIDTH) / WIDTH;
  agreement = measure (&a, &b);
  g_assert_cmpfloat (agreement.details, >, 0.95);
  g_assert_cmpfloat (agreement.overall, <, 0.9);
  hom_level_clear (&a);
  hom_level_clear (&b);
}

/* A linear sample in place of the picture itself. */
static void
test_moved (void)
{
  const HomMatrix truth = hom_matrix_translation (3.3, -2.6);
  const HomMatrix wrong = hom_matrix_translation (8.3, -2.6);
  HomLevel        a     = new_level (4);
  HomLevel  b = { WIDTH, HEIGHT, test_image_new (WIDTH, HEIGHT, 1), NULL };
  HomMatrix back;
  TestScene scene;

  test_scene_init (&scene, 4);
  g_assert_true (hom_matrix_invert (&truth, &back, NULL));
  test_scene_draw (&scene, &back, b.grey);
  g_assert_cmpfloat (measure_at (&a, &b, &truth).details, >, 0.99);
  g_assert_cmpfloat (measure_at (&a, &b, &wrong).details, <, 0.7);
  hom_level_clear (&a);
  hom_level_clear (&b);
}

/* White noise has about the same contrast in each of 21 × 16 windows; in half
 * of the picture there are half of them. Beside a few of strong contrast, the
 * others hardly count.
 */
static void
test_windows (void)
{
  const HomMatrix away = hom_matrix_translation (1000.0, 0.0);
  const HomMatrix half = hom_matrix_translation (-80.0, 0.0);
  HomLevel        a    = new_level (5);
  HomLevel        b    = new_level (5);

  HomLevel n   = new_rough_level (1);
  gdouble  all = measure (&n, &n).n_windows;

  g_assert_cmpfloat (all, >, 0.8 * 21 * 16);
  g_assert_cmpfloat (all, <=, 21 * 16);
  g_assert_cmpfloat_with_epsilon (measure_at (&n, &n, &half).n_windows,
                                  all / 2.0, 0.1 * all);
  g_assert_cmpfloat (measure_at (&a, &b, &away).n_windows, ==, 0.0);
  g_assert_cmpfloat (measure_at (&a, &b, &away).details, ==, 0.0);
  for (gint i = 0; i < 4 * WIDTH; i++)
    n.grey->data[i] *= 100.0f;
  g_assert_cmpfloat (measure (&n, &n).n_windows, <, 22.0);
  hom_level_clear (&n);
  hom_level_clear (&a);
  hom_level_clear (&b);
}

/* Noise that is masked, in either picture, and windows of which less than half
 * is left.
 */
static void
test_masks (void)
{
  for (gint which = 0; which < 2; which++)
    {
      gdouble n_windows;
      g_autoptr (GRand) rand = g_rand_new_with_seed (6);
      HomLevel  levels[2]    = { new_level (6), new_level (6) };
      HomLevel *masked       = &levels[which];

      masked->mask = test_image_new (WIDTH, HEIGHT, 1);
      test_image_fill (masked->mask, 1.0f);
      for (gint y = 0; y < HEIGHT; y++)
        for (gint x = 0; x < WIDTH; x++)
          if (x < 8 * WINDOW + 5)
            {
              *hom_image_pixel (masked->mask, x, y) = 0.0f;
              *hom_image_pixel (masked->grey, x, y) = g_rand_double (rand);
            }

      g_assert_cmpfloat_with_epsilon (measure (&levels[0], &levels[1]).details,
                                      1.0, 1e-6);
      n_windows = measure (&levels[0], &levels[1]).n_windows;
      g_assert_cmpfloat (n_windows, <=, 12 * 16 - 1);
      g_assert_cmpfloat (n_windows, >, 0.0);
      hom_image_free (g_steal_pointer (&masked->mask));
      g_assert_cmpfloat (measure (&levels[0], &levels[1]).details, <, 0.6);
      hom_level_clear (&levels[0]);
      hom_level_clear (&levels[1]);
    }
}

/* The outline of something black and white in front of the scene: its contrast
 * is ten times that of the scene, and hardly counts.
 */
static void
test_outline (void)
{
  HomLevel a = new_level (8);
  HomLevel b = new_level (8);

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 3 * WINDOW; x < 6 * WINDOW; x++)
      *hom_image_pixel (b.grey, x, y) = x / 2 % 2 ? -5.0f : 5.0f;
  g_assert_cmpfloat (measure (&a, &b).details, >, 0.8);
  g_assert_cmpfloat (measure (&b, &a).details, >, 0.8);
  hom_level_clear (&a);
  hom_level_clear (&b);
}

/* Slopes agree wherever they are; textures only where they are the same. Two
 * bowls, each with noise of its own, and each with the same.
 */
static void
test_texture (void)
{
  const gdouble noise = 0.005;

  for (gint same = 0; same < 2; same++)
    {
      HomLevel            levels[2];
      HomLocalCorrelation agreement;

      for (gint k = 0; k < 2; k++)
        {
          levels[k] = new_rough_level (same ? 9 : 9 + k);
          for (gint y = 0; y < HEIGHT; y++)
            for (gint x = 0; x < WIDTH; x++)
              {
                gfloat *pixel = hom_image_pixel (levels[k].grey, x, y);
                gdouble u     = x - 80.0 - 5.0 * k;
                gdouble v     = y - 60.0;

                *pixel = noise * *pixel + 1e-4 * (u * u + v * v);
              }
        }
      agreement = measure (&levels[0], &levels[1]);
      g_test_message ("texture %.3f of %.0f", agreement.texture,
                      agreement.n_textures);
      g_assert_cmpfloat (agreement.details, >, 0.95);
      if (same)
        g_assert_cmpfloat (agreement.texture, >, 0.99);
      else
        g_assert_cmpfloat (agreement.texture, <, 0.2);
      g_assert_cmpfloat (agreement.n_textures, <=, 20 * 15);
      g_assert_cmpfloat (agreement.n_textures, >, 0.8 * 20 * 15);
      hom_level_clear (&levels[0]);
      hom_level_clear (&levels[1]);
    }
}

/* A flat picture agrees with nothing. */
static void
test_flat (void)
{
  HomLevel            a = new_level (7);
  HomLevel            b = new_level (7);
  HomLocalCorrelation agreement;

  test_image_fill (b.grey, 1.0f / 3.0f);
  agreement = measure (&a, &b);
  g_assert_cmpfloat (agreement.details, ==, 0.0);
  g_assert_cmpfloat (agreement.overall, ==, 0.0);
  hom_level_clear (&a);
  hom_level_clear (&b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/agreement/equal", test_equal);
  g_test_add_func ("/core/agreement/unrelated", test_unrelated);
  g_test_add_func ("/core/agreement/shaded", test_shaded);
  g_test_add_func ("/core/agreement/moved", test_moved);
  g_test_add_func ("/core/agreement/windows", test_windows);
  g_test_add_func ("/core/agreement/masks", test_masks);
  g_test_add_func ("/core/agreement/outline", test_outline);
  g_test_add_func ("/core/agreement/texture", test_texture);
  g_test_add_func ("/core/agreement/flat", test_flat);

  return g_test_run ();
}
