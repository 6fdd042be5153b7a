/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "homography/homography.h"

/* The box of points holds all of them, and each of its sides holds one. */
static void
test_of_points (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint n = 1; n <= 20; n++)
    {
      HomPoint points[20];
      HomBox   box;
      gint     on_side[4] = { 0 };

      for (gint i = 0; i < n; i++)
        points[i] = (HomPoint){ g_rand_double_range (rand, -9.0, 9.0),
                                g_rand_double_range (rand, -9.0, 9.0) };
      box = hom_box_of_points (points, n);
      for (gint i = 0; i < n; i++)
        {
          g_assert_true (points[i].x >= box.x0 && points[i].x <= box.x1);
          g_assert_true (points[i].y >= box.y0 && points[i].y <= box.y1);
          on_side[0] += points[i].x == box.x0;
          on_side[1] += points[i].y == box.y0;
          on_side[2] += points[i].x == box.x1;
          on_side[3] += points[i].y == box.y1;
        }
      for (gint i = 0; i < 4; i++)
        g_assert_cmpint (on_side[i], >=, 1);
    }
}

/* Uniting two boxes is finding that of all their corners. */
static void
test_unite (void)
{
  const HomBox boxes[] = { { 0, 0, 4, 3 },
                           { 1, 1, 2, 2 },
                           { -5, 2, -1, 9 },
                           { 3, -8, 7, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (boxes); j++)
      {
        HomBox   united = hom_box_unite (&boxes[i], &boxes[j]);
        HomBox   expected;
        HomPoint corners[8];

        hom_quad_from_box (&boxes[i], corners);
        hom_quad_from_box (&boxes[j], corners + 4);
        expected = hom_box_of_points (corners, 8);
        g_assert_cmpmem (&united, sizeof (united), &expected,
                         sizeof (expected));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/box/of-points", test_of_points);
  g_test_add_func ("/core/box/unite", test_unite);

  return g_test_run ();
}
