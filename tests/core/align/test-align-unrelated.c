/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pair.h"

#define SEEDS  10
#define LEAVES 1500

/* Rectangles and discs of 4 to 120 px one over another, of any grey and all as
 * likely per octave of their area: the statistics of photographs (Lee, Mumford
 * & Huang 2001, doi:10.1023/A:1011109015675).
 */
static void
draw_leaves (guint32 seed, HomImage *image)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (gint i = 0; i < LEAVES; i++)
    {
      gdouble  radius  = 2.0 / sqrt (1.0 - g_rand_double (rand) * 0.99889);
      gdouble  x       = g_rand_double_range (rand, 0, image->width);
      gdouble  y       = g_rand_double_range (rand, 0, image->height);
      gfloat   grey    = g_rand_double (rand);
      gboolean is_disc = g_rand_boolean (rand);

      for (gint row = MAX (y - radius, 0);
           row < MIN (y + radius, image->height); row++)
        for (gint column = MAX (x - radius, 0);
             column < MIN (x + radius, image->width); column++)
          if (! is_disc || hypot (column - x, row - y) < radius)
            *hom_image_pixel (image, column, row) = grey;
    }
}

static void
draw_waves (guint32 seed, HomImage *image)
{
  TestScene scene;

  test_scene_init (&scene, seed);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, image);
}

/* Returns: how many pairs of pictures that have nothing in common pass for a
 * match.
 */
static gint
count_matches (void (*draw) (guint32 seed, HomImage *image))
{
  HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY };
  gint            n       = 0;

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (HomImage) still = test_image_new (320, 240, 1);
      g_autoptr (HomImage) moved = test_image_new (320, 240, 1);
      const HomPicture reference = { still, NULL };
      const HomPicture moving    = { moved, NULL };
      HomAlignment     found;

      draw (seed, still);
      draw (100 + seed, moved);
      if (hom_align (&reference, &moving, &options, NULL, &found, NULL))
        {
          n++;
          g_test_message ("seed %u: agreement %.3f, correlation %.3f, overlap "
                          "%.2f, loss %d, start %d, model %d",
                          seed, found.agreement, found.correlation,
                          found.overlap, found.loss, found.start, found.model);
        }
    }

  return n;
}

static void
test_leaves (void)
{
  g_assert_cmpint (count_matches (draw_leaves), ==, 0);
}

static void
test_waves (void)
{
  g_assert_cmpint (count_matches (draw_waves), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-unrelated/leaves", test_leaves);
  g_test_add_func ("/core/align-unrelated/waves", test_waves);

  return g_test_run ();
}
