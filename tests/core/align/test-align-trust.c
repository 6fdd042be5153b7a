/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pair.h"

/* What is easily taken for aligned, and is not. */

#define WIDTH  360
#define HEIGHT 270
#define SEEDS  6

typedef struct
{
  HomImage    *still, *moved;
  HomAlignment found;
} Case;

static void
case_init (Case *pair)
{
  pair->still = test_image_new (WIDTH, HEIGHT, 1);
  pair->moved = test_image_new (WIDTH, HEIGHT, 1);
}

static gboolean
case_align (Case *pair, GError **error)
{
  const HomPicture reference = { pair->still, NULL };
  const HomPicture moving    = { pair->moved, NULL };
  HomAlignOptions  options   = { .model = HOM_MODEL_HOMOGRAPHY };

  return hom_align (&reference, &moving, &options, NULL, &pair->found, error);
}

static void
case_clear (Case *pair)
{
  hom_image_free (pair->still);
  hom_image_free (pair->moved);
}

/* How far corners are off from a shift. */
static gdouble
error_of (const Case *pair, gdouble x, gdouble y)
{
  const HomMatrix truth = { { 1, 0, x, 0, 1, y, 0, 0, 1 } };
  HomBox          box   = hom_image_box (pair->still);

  return test_corner_error (&pair->found.h, &truth, &box);
}

/* The inside of a disc, or of a border, is the scene. */
static gboolean
is_scene (gint x, gint y, gboolean is_disc)
{
  return is_disc ? hypot (x - WIDTH / 2, y - HEIGHT / 2) < 0.46 * HEIGHT :
                   MIN (MIN (x, y), MIN (WIDTH - 1 - x, HEIGHT - 1 - y)) >= 25;
}

static void
surround (HomImage *image, gboolean is_disc, gfloat value)
{
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      if (! is_scene (x, y, is_disc))
        *hom_image_pixel (image, x, y) = value;
}

/* The same surround in both pictures, and the scene moved under it. */
static void
test_surround (void)
{
  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      gdouble         angle = seed * 1.1;
      gdouble         x = 45 * cos (angle), y = 45 * sin (angle);
      const HomMatrix view = { { 1, 0, x, 0, 1, y, 0, 0, 1 } };
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      TestScene scene;
      Case      pair;
      GError   *error = NULL;

      case_init (&pair);
      test_scene_init (&scene, seed);
      test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, pair.still);
      test_scene_draw (&scene, &view, pair.moved);
      test_image_expose (pair.moved, 0.8, 0.1);
      surround (pair.still, seed % 2, seed % 3 == 0);
      surround (pair.moved, seed % 2, seed % 3 == 0);
      test_image_add_noise (rand, pair.still, 2 / 255.0);
      test_image_add_noise (rand, pair.moved, 2 / 255.0);
      g_assert_true (case_align (&pair, &error));
      g_assert_no_error (error);
      g_test_message ("seed %u: off by %g px", seed, error_of (&pair, x, y));
      g_assert_cmpfloat (error_of (&pair, x, y), <, 0.1);
      case_clear (&pair);
    }
}

/* A rectangle with sharp corners on a ground of its own. */
static void
draw_thing (GRand *rand, HomImage *image, gint x0, gint y0)
{
  g_autoptr (HomImage) rough = test_image_random (rand, WIDTH, HEIGHT, 1);

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      *hom_image_pixel (image, x, y) =
          x >= x0 && x < x0 + 60 && y >= y0 && y < y0 + 42 ?
              0.95f :
              0.4f + 0.08f * *hom_image_pixel (rough, x, y);
}

/* One thing in common does not tell eight freedoms: it has moved. */
static void
test_one_thing (void)
{
  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      gint    x              = g_rand_int_range (rand, -45, 45);
      gint    y              = g_rand_int_range (rand, -45, 45);
      GError *error          = NULL;
      Case    pair;

      case_init (&pair);
      draw_thing (rand, pair.still, 140, 110);
      draw_thing (rand, pair.moved, 140 - x, 110 - y);
      if (case_align (&pair, &error))
        {
          g_test_message ("seed %u: off by %g px, model %d", seed,
                          error_of (&pair, x, y), pair.found.model);
          g_assert_cmpfloat (error_of (&pair, x, y), <, 0.9);
        }
      else
        {
          g_test_message ("seed %u: %s", seed, error->message);
          test_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
        }
      case_clear (&pair);
    }
}

gint
main (gint argc, gchar *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/align-trust/surround", test_surround);
  g_test_add_func ("/align-trust/one-thing", test_one_thing);

  return g_test_run ();
}
