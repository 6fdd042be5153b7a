/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define WIDTH  4000.0
#define HEIGHT 3000.0

static void
test_check_fine (void)
{
  HomPoint box[4]      = { { 0, 0 }, { 9, 0 }, { 9, 7 }, { 0, 7 } };
  HomPoint mirrored[4] = { { 9, 0 }, { 0, 0 }, { 0, 7 }, { 9, 7 } };
  HomPoint turned[4]   = { { 9, 7 }, { 0, 7 }, { 0, 0 }, { 9, 0 } };
  HomPoint slim[4]     = { { 0, 0 }, { 4000, 0 }, { 4000, 1 }, { 0, 1 } };
  GError  *error       = NULL;

  g_assert_true (hom_quad_check (box, &error));
  g_assert_true (hom_quad_check (mirrored, &error));
  g_assert_true (hom_quad_check (turned, &error));
  g_assert_true (hom_quad_check (slim, &error));
  g_assert_no_error (error);
}

static void
assert_degenerate (const HomPoint quad[4])
{
  GError *error = NULL;

  g_assert_false (hom_quad_check (quad, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
}

/* Each corner in turn is put on the line of its neighbours, on it exactly or by
 * a rounding, and then on each of the others.
 */
static void
test_check_collinear (void)
{
  for (gint i = 0; i < 4; i++)
    for (gint j = 0; j < 5; j++)
      {
        HomPoint quad[4] = { { 101, 99 },
                             { 911, 7 },
                             { 920, 707 },
                             { 3, 733 } };
        HomPoint before  = quad[(i + 3) % 4];
        HomPoint after   = quad[(i + 1) % 4];
        gdouble  t       = 0.25 * j;

        quad[i].x = before.x + t * (after.x - before.x);
        quad[i].y = before.y + t * (after.y - before.y) + (j == 2 ? 1e-9 : 0.0);
        assert_degenerate (quad);
      }
}

static void
test_check_shapes (void)
{
  HomPoint crossed[4]     = { { 0, 0 }, { 9, 7 }, { 9, 0 }, { 0, 7 } };
  HomPoint crossed_too[4] = { { 0, 0 }, { 9, 0 }, { 0, 7 }, { 9, 7 } };
  HomPoint point[4]       = { { 5, 5 }, { 5, 5 }, { 5, 5 }, { 5, 5 } };

  assert_degenerate (crossed);
  assert_degenerate (crossed_too);
  assert_degenerate (point);

  for (gint i = 0; i < 4; i++)
    {
      HomPoint inward[4] = { { 0, 0 }, { 9, 0 }, { 9, 7 }, { 0, 7 } };

      /* Beyond the diagonal of its neighbours. */
      inward[i].x += 0.6 * (inward[(i + 2) % 4].x - inward[i].x);
      inward[i].y += 0.6 * (inward[(i + 2) % 4].y - inward[i].y);
      assert_degenerate (inward);
    }
}

static void
test_check_not_finite (void)
{
  for (gint i = 0; i < 8; i++)
    {
      HomPoint quad[4]    = { { 0, 0 }, { 9, 0 }, { 9, 7 }, { 0, 7 } };
      gdouble *coordinate = i % 2 ? &quad[i / 2].y : &quad[i / 2].x;
      GError  *error      = NULL;

      *coordinate = i < 4 ? NAN : -INFINITY;
      g_assert_false (hom_quad_check (quad, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
}

static void
test_sides (void)
{
  HomBox   box = { 1, 2, 5, 9 };
  HomPoint quad[4];
  HomPoint trapezium[4] = { { 1, 0 }, { 4, 0 }, { 5, 4 }, { 0, 4 } };
  gdouble  width, height;

  hom_quad_from_box (&box, quad);
  g_assert_cmpfloat (quad[0].x, ==, 1);
  g_assert_cmpfloat (quad[1].x, ==, 5);
  g_assert_cmpfloat (quad[1].y, ==, 2);
  g_assert_cmpfloat (quad[2].y, ==, 9);
  g_assert_cmpfloat (quad[3].x, ==, 1);

  hom_quad_mean_sides (quad, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (height, 7.0, 1e-12);
  hom_quad_mean_sides (trapezium, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (height, sqrt (17.0), 1e-12);
}

/* The box itself where all of it is well in front, else a part of it that is,
 * of the same shape, in the corner farthest from the horizon.
 */
static void
test_in_front (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  HomBox box             = { -100.0, 50.0, 500.0, 450.0 };
  gint   n_smaller       = 0;

  for (gint trial = 0; trial < 200; trial++)
    {
      HomMatrix h = HOM_MATRIX_IDENTITY;
      HomPoint  whole[4], quad[4], image[4];
      gint      n_kept = 0;

      h.m[6] = g_rand_double_range (rand, -0.01, 0.01);
      h.m[7] = g_rand_double_range (rand, -0.01, 0.01);
      hom_quad_from_box (&box, whole);
      hom_quad_in_front (&h, &box, quad);
      g_assert_true (hom_quad_check (quad, NULL));
      g_assert_cmpfloat_with_epsilon ((quad[1].x - quad[0].x) * 400.0,
                                      (quad[3].y - quad[0].y) * 600.0, 1e-6);
      for (gint i = 0; i < 4; i++)
        {
          g_assert_true (hom_matrix_apply (&h, quad[i], &image[i]));
          if (quad[i].x == whole[i].x && quad[i].y == whole[i].y)
            n_kept++;
        }
      g_assert_true (hom_quad_check (image, NULL));
      g_assert_true (n_kept == 4 || n_kept == 1);
      n_smaller += n_kept == 1;
      if (hom_matrix_has_horizon (&h, &box))
        g_assert_cmpint (n_kept, ==, 1);
    }
  g_assert_cmpint (n_smaller, >, 50);
  g_assert_cmpint (n_smaller, <, 200);
}

/* A pinhole camera and the rectangle before it, of height 1. */
typedef struct
{
  gdouble aspect_ratio;
  gdouble focal_length;
  gdouble pitch, yaw, roll; /* of the rectangle, about its centre */
  gdouble x, y, depth;      /* of its centre, from the camera */
} Shot;

/* Where the corners appear, and how far from the camera they are. */
static void
take (const Shot *shot, HomPoint quad[4], gdouble depths[4])
{
  HomBox rectangle = { -shot->aspect_ratio / 2.0, -0.5,
                       shot->aspect_ratio / 2.0, 0.5 };

  hom_quad_from_box (&rectangle, quad);
  for (gint i = 0; i < 4; i++)
    {
      gdouble x = cos (shot->roll) * quad[i].x - sin (shot->roll) * quad[i].y;
      gdouble y = sin (shot->roll) * quad[i].x + cos (shot->roll) * quad[i].y;
      gdouble z = sin (shot->pitch) * y;
      gdouble x_turned = cos (shot->yaw) * x + sin (shot->yaw) * z;

      depths[i] = shot->depth + cos (shot->yaw) * z - sin (shot->yaw) * x;
      quad[i].x = WIDTH / 2.0 +
                  shot->focal_length * (shot->x + x_turned) / depths[i];
      quad[i].y = HEIGHT / 2.0 + shot->focal_length *
                                     (shot->y + cos (shot->pitch) * y) /
                                     depths[i];
    }
}

static gboolean
recover (const HomPoint quad[4], gdouble *aspect_ratio, gdouble *focal_length)
{
  HomPoint centre = { WIDTH / 2.0, HEIGHT / 2.0 };

  return hom_quad_aspect_ratio (quad, centre, hypot (WIDTH, HEIGHT),
                                aspect_ratio, focal_length);
}

static Shot
random_shot (GRand *rand)
{
  Shot shot;

  shot.aspect_ratio = 0.3 * pow (10.0, g_rand_double (rand));
  shot.focal_length = hypot (WIDTH, HEIGHT) *
                      g_rand_double_range (rand, 0.5, 3.0);
  shot.pitch = g_rand_double_range (rand, -1.0, 1.0);
  shot.yaw   = g_rand_double_range (rand, -1.0, 1.0);
  shot.roll  = g_rand_double_range (rand, -G_PI, G_PI);
  shot.x     = g_rand_double_range (rand, -0.5, 0.5);
  shot.y     = g_rand_double_range (rand, -0.5, 0.5);
  shot.depth = g_rand_double_range (rand, 3.0, 8.0);

  return shot;
}

/* The convergence that tells the focal length is the share by which two corners
 * differ in depth; 0.02 of it is needed along both sides. Left out are the
 * cases within a tenth of that bound.
 */
static void
test_aspect_ratio (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint n_recovered       = 0;
  gint n_refused         = 0;

  for (gint trial = 0; trial < 2000; trial++)
    {
      Shot     shot = random_shot (rand);
      HomPoint quad[4];
      gdouble  depths[4], aspect_ratio, focal_length;
      gdouble  across, down;

      take (&shot, quad, depths);
      across = fabs (depths[1] / depths[0] - 1.0);
      down   = fabs (depths[3] / depths[0] - 1.0);
      if (across > 0.022 && down > 0.022)
        {
          /* Roundings of 1e-16, magnified by up to 1 / 0.022², and more where
           * the corner angles are small.
           */
          g_assert_true (recover (quad, &aspect_ratio, &focal_length));
          g_assert_cmpfloat_with_epsilon (aspect_ratio / shot.aspect_ratio, 1.0,
                                          1e-9);
          g_assert_cmpfloat_with_epsilon (focal_length / shot.focal_length, 1.0,
                                          1e-9);
          n_recovered++;
        }
      else if (MAX (across, down) > 0.022 && MIN (across, down) < 0.018)
        {
          g_assert_false (recover (quad, &aspect_ratio, &focal_length));
          n_refused++;
        }
    }

  g_assert_cmpint (n_recovered, >, 1000);
  g_assert_cmpint (n_refused, >, 50);
}

/* Nothing converges: the sides are as they are seen, and no focal length. */
static void
test_aspect_ratio_frontal (void)
{
  Shot     shot = { 1.7, 3000.0, 0.0, 0.0, 0.3, 0.2, -0.1, 5.0 };
  HomPoint quad[4];
  gdouble  depths[4], aspect_ratio, focal_length;

  take (&shot, quad, depths);
  g_assert_true (recover (quad, &aspect_ratio, &focal_length));
  g_assert_cmpfloat_with_epsilon (aspect_ratio, 1.7, 1e-12);
  g_assert_cmpfloat (focal_length, ==, 0.0);

  /* The focal length need not be asked for. */
  g_assert_true (recover (quad, &aspect_ratio, NULL));
  g_assert_cmpfloat_with_epsilon (aspect_ratio, 1.7, 1e-12);
}

/* A façade from its foot: the sides converge upwards only, and every focal
 * length shows some rectangle like this.
 */
static void
test_aspect_ratio_one_sided (void)
{
  Shot     shot = { 0.8, 3000.0, 0.6, 0.0, 0.0, 0.1, 0.0, 3.0 };
  HomPoint quad[4];
  gdouble  depths[4], aspect_ratio, focal_length;

  take (&shot, quad, depths);
  g_assert_false (recover (quad, &aspect_ratio, &focal_length));

  shot.pitch = 0.0;
  shot.yaw   = 0.6;
  take (&shot, quad, depths);
  g_assert_false (recover (quad, &aspect_ratio, &focal_length));
}

/* Both pairs of sides meet on the same side of the centre, at an angle that no
 * lens makes right: f² < 0.
 */
static void
test_aspect_ratio_no_lens (void)
{
  HomPoint quad[4] = { { 2500, 2000 },
                       { 3500, 2050 },
                       { 3300, 2600 },
                       { 2550, 2800 } };
  gdouble  aspect_ratio, focal_length;

  g_assert_true (hom_quad_check (quad, NULL));
  g_assert_false (recover (quad, &aspect_ratio, &focal_length));
}

/* The corners of a box go round clockwise, from whichever one they begin, and
 * the other way in reverse, wherever a homography that shows all of it takes
 * them.
 */
static void
test_is_clockwise (void)
{
  const HomBox    box = { 10.0, 20.0, 130.0, 90.0 };
  const HomMatrix h   = { { 0.9, -0.3, 4.0, 0.2, 1.1, -7.0, 1e-3, 2e-3, 1.0 } };
  HomPoint        quad[4], turned[4], reversed[4];

  hom_quad_from_box (&box, quad);
  for (gint first = 0; first < 4; first++)
    {
      for (gint i = 0; i < 4; i++)
        {
          g_assert_true (hom_matrix_apply (&h, quad[(first + i) % 4],
                                           &turned[i]));
          g_assert_true (hom_matrix_apply (&h, quad[(first + 4 - i) % 4],
                                           &reversed[i]));
        }
      g_assert_true (hom_quad_is_clockwise (turned));
      g_assert_false (hom_quad_is_clockwise (reversed));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/quad/check-fine", test_check_fine);
  g_test_add_func ("/core/quad/check-collinear", test_check_collinear);
  g_test_add_func ("/core/quad/check-shapes", test_check_shapes);
  g_test_add_func ("/core/quad/check-not-finite", test_check_not_finite);
  g_test_add_func ("/core/quad/is-clockwise", test_is_clockwise);
  g_test_add_func ("/core/quad/sides", test_sides);
  g_test_add_func ("/core/quad/in-front", test_in_front);
  g_test_add_func ("/core/quad/aspect-ratio", test_aspect_ratio);
  g_test_add_func ("/core/quad/aspect-ratio-frontal",
                   test_aspect_ratio_frontal);
  g_test_add_func ("/core/quad/aspect-ratio-one-sided",
                   test_aspect_ratio_one_sided);
  g_test_add_func ("/core/quad/aspect-ratio-no-lens",
                   test_aspect_ratio_no_lens);

  return g_test_run ();
}
