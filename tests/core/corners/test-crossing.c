/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"
#include "test-sheets.h"

#define WIDTH  320
#define HEIGHT 240

static const HomPoint corners[4] = { { 71.3, 47.8 },
                                     { 248.2, 31.4 },
                                     { 271.7, 191.6 },
                                     { 43.9, 207.1 } };

static HomImage *
new_sheet (gint channels, gdouble ground, gdouble sheet)
{
  HomImage *image = test_image_new (WIDTH, HEIGHT, channels);

  test_image_fill (image, ground);
  test_sheet_draw (image, corners, sheet);

  return image;
}

static void
assert_found (const HomImage *image,
              HomPoint        point,
              gdouble         reach,
              HomPoint        expected,
              gdouble         epsilon)
{
  HomPoint found;

  g_assert_true (hom_find_crossing (image, point, reach, &found));
  g_assert_cmpfloat (hypot (found.x - expected.x, found.y - expected.y), <,
                     epsilon);
}

/* Each corner, from all sides, light and dark, grey and in colour, wherever the
 * image lies in the plane.
 */
static void
test_corners (void)
{
  for (gint kind = 0; kind < 4; kind++)
    {
      g_autoptr (HomImage)
          image = new_sheet (kind % 2 ? 3 : 1, kind < 2 ? 0.2 : 0.8,
                             kind < 2 ? 0.9 : 0.6);

      image->x = 100 * kind;
      image->y = -50 * kind;
      for (gint i = 0; i < 4; i++)
        for (gint k = 0; k < 8; k++)
          {
            HomPoint corner = { corners[i].x + image->x,
                                corners[i].y + image->y };
            HomPoint from   = { corner.x + 9.0 * cos (k * G_PI_4),
                                corner.y + 9.0 * sin (k * G_PI_4) };

            assert_found (image, from, 12.0, corner, 0.15);
          }
    }
}

/* Along an edge, on what is even, and on noise, there is none. */
static void
test_none (void)
{
  g_autoptr (HomImage) image = new_sheet (1, 0.2, 0.9);
  g_autoptr (GRand) random   = g_rand_new_with_seed (5);
  const HomPoint edge        = { 160.0, 39.0 };
  const HomPoint ground      = { 20.0, 120.0 };
  HomPoint       found       = { -1.0, -1.0 };

  g_assert_false (hom_find_crossing (image, edge, 12.0, &found));
  g_assert_false (hom_find_crossing (image, ground, 12.0, &found));
  for (gsize i = 0; i < image->stride * HEIGHT; i++)
    image->data[i] += (gfloat) g_rand_double_range (random, -0.01, 0.01);
  g_assert_false (hom_find_crossing (image, edge, 12.0, &found));
  g_assert_false (hom_find_crossing (image, ground, 12.0, &found));
  image->width = 0;
  g_assert_false (hom_find_crossing (image, ground, 12.0, &found));
  g_assert_cmpfloat (found.x, ==, -1.0);
}

/* What is out of reach, or outside, is not found; nor is anything by a point
 * that is none.
 */
static void
test_reach (void)
{
  g_autoptr (HomImage) image = new_sheet (1, 0.2, 0.9);
  const HomPoint points[]    = { { corners[0].x - 20.0, corners[0].y },
                                 { -100.0, 20.0 },
                                 { 1e300, 20.0 },
                                 { NAN, 20.0 } };
  HomPoint       found;

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    g_assert_false (hom_find_crossing (image, points[i], 15.0, &found));
  g_assert_false (hom_find_crossing (image, corners[0], NAN, &found));
  g_assert_false (hom_find_crossing (image, corners[0], -1.0, &found));
  assert_found (image, points[0], 25.0, corners[0], 0.15);
}

/* Of two, the nearest one. */
static void
test_nearest (void)
{
  g_autoptr (HomImage) image = test_image_new (WIDTH, HEIGHT, 1);
  const HomBox boxes[]       = { { 40, 40, 150, 180 }, { 170, 40, 290, 180 } };
  HomPoint     quad[4];

  test_image_fill (image, 0.1);
  for (gint i = 0; i < 2; i++)
    {
      hom_quad_from_box (&boxes[i], quad);
      test_sheet_draw (image, quad, i ? 0.9 : 0.5);
    }
  assert_found (image, (HomPoint){ 157.0, 42.0 }, 20.0,
                (HomPoint){ 150.0, 40.0 }, 0.15);
  assert_found (image, (HomPoint){ 163.0, 42.0 }, 20.0,
                (HomPoint){ 170.0, 40.0 }, 0.15);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crossing/corners", test_corners);
  g_test_add_func ("/crossing/none", test_none);
  g_test_add_func ("/crossing/reach", test_reach);
  g_test_add_func ("/crossing/nearest", test_nearest);

  return g_test_run ();
}
