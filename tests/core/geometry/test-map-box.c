/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

/* Points sampled on each side: the extremes of an image lie on the sides of the
 * box or, where it is clipped, on those of what clips it.
 */
#define SAMPLES 20000

static void
add_point (HomBox *box, HomPoint p)
{
  box->x0 = MIN (box->x0, p.x);
  box->y0 = MIN (box->y0, p.y);
  box->x1 = MAX (box->x1, p.x);
  box->y1 = MAX (box->y1, p.y);
}

static gboolean
is_inside (HomPoint p, const HomBox *box)
{
  return p.x >= box->x0 && p.x <= box->x1 && p.y >= box->y0 && p.y <= box->y1;
}

static HomPoint
point_on_side (const HomBox *box, gint side, gint sample)
{
  HomPoint corners[4];
  gdouble  t = sample / (gdouble) SAMPLES;
  HomPoint p, q;

  hom_quad_from_box (box, corners);
  p = corners[side];
  q = corners[(side + 1) % 4];

  return (HomPoint){ p.x + t * (q.x - p.x), p.y + t * (q.y - p.y) };
}

/* All sampled points of the box's sides whose image is nearer to the viewer
 * than least_z, and all points of within's sides whose preimage is in the box.
 */
static HomBox
map_box_by_force (const HomMatrix *h,
                  const HomBox    *box,
                  const HomBox    *within,
                  gdouble          least_z)
{
  HomBox    image = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  HomMatrix w;

  g_assert_true (hom_matrix_invert (h, &w, NULL));
  for (gint side = 0; side < 4; side++)
    for (gint i = 0; i <= SAMPLES; i++)
      {
        HomPoint p = point_on_side (box, side, i);
        HomPoint q;

        if (h->m[6] * p.x + h->m[7] * p.y + h->m[8] >= least_z &&
            hom_matrix_apply (h, p, &q) && (! within || is_inside (q, within)))
          add_point (&image, q);

        if (within)
          {
            q = point_on_side (within, side, i);
            if (hom_matrix_apply (&w, q, &p) && is_inside (p, box))
              add_point (&image, q);
          }
      }

  return image;
}

static void
assert_box (const HomBox *a, const HomBox *b, gdouble epsilon)
{
  g_assert_cmpfloat_with_epsilon (a->x0, b->x0, epsilon);
  g_assert_cmpfloat_with_epsilon (a->y0, b->y0, epsilon);
  g_assert_cmpfloat_with_epsilon (a->x1, b->x1, epsilon);
  g_assert_cmpfloat_with_epsilon (a->y1, b->y1, epsilon);
}

/* No horizon and nothing clipped: the corners are samples too. */
static void
test_corners (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  HomBox box             = { 100.0, -200.0, 700.0, 200.0 };

  for (gint trial = 0; trial < 20; trial++)
    {
      HomMatrix h = test_matrix_random (rand, &box, 90.0);
      HomBox    image, expected = map_box_by_force (&h, &box, NULL, 0.0);

      g_assert_true (hom_matrix_map_box (&h, &box, NULL, &image));
      assert_box (&image, &expected, 1e-9);
    }
}

static void
test_within (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  HomBox box             = { 0.0, 0.0, 600.0, 400.0 };

  for (gint trial = 0; trial < 20; trial++)
    {
      HomBox    within = { g_rand_double_range (rand, -100.0, 250.0),
                           g_rand_double_range (rand, -100.0, 150.0),
                           g_rand_double_range (rand, 350.0, 700.0),
                           g_rand_double_range (rand, 250.0, 500.0) };
      HomMatrix h      = test_matrix_random (rand, &box, 90.0);
      HomBox    image, expected = map_box_by_force (&h, &box, &within, 0.0);

      /* Samples are 600 / 20000 px apart, stretched up to twofold. */
      g_assert_true (hom_matrix_map_box (&h, &box, &within, &image));
      assert_box (&image, &expected, 0.1);
    }
}

/* z = 1 − x / 300: the right half of the box is behind the horizon. */
static void
test_horizon_inside (void)
{
  HomBox    box    = { 0.0, 0.0, 600.0, 400.0 };
  HomBox    within = { -2000.0, -3000.0, 2000.0, 3000.0 };
  HomMatrix h      = { { 1.0, 0.1, 20.0, -0.2, 1.2, -50.0, -1.0 / 300.0, 0.0,
                         1.0 } };
  HomBox    image, expected;

  /* 6000 px of within's sides in 20000 samples. */
  expected = map_box_by_force (&h, &box, &within, 0.0);
  g_assert_true (hom_matrix_map_box (&h, &box, &within, &image));
  assert_box (&image, &expected, 0.5);
  g_assert_cmpfloat_with_epsilon (image.x1, within.x1, 1e-6);

  /* At z = 0.02 the image moves by 300 / 0.02 px while z falls by 0.02, and
   * there are 200 samples to that: the last one is up to 1 % short.
   */
  expected = map_box_by_force (&h, &box, NULL, 0.02);
  g_assert_true (hom_matrix_map_box (&h, &box, NULL, &image));
  assert_box (&image, &expected, 0.01 * (expected.x1 - expected.x0));
  g_assert_cmpfloat (image.x1, >=, expected.x1);
}

static void
assert_no_image (const HomMatrix *h, const HomBox *box, const HomBox *within)
{
  HomBox image = { 1.0, 2.0, 3.0, 4.0 };

  g_assert_false (hom_matrix_map_box (h, box, within, &image));
  g_assert_cmpfloat (image.x0, ==, 0.0);
  g_assert_cmpfloat (image.y0, ==, 0.0);
  g_assert_cmpfloat (image.x1, ==, 0.0);
  g_assert_cmpfloat (image.y1, ==, 0.0);
}

static void
test_no_image (void)
{
  HomBox    box      = { 0.0, 0.0, 600.0, 400.0 };
  HomBox    empty    = { 5.0, 0.0, 5.0, 400.0 };
  HomBox    apart    = { 700.0, 0.0, 900.0, 400.0 };
  HomBox    beside   = { 600.0, 0.0, 900.0, 400.0 };
  HomMatrix identity = HOM_MATRIX_IDENTITY;
  HomMatrix behind   = { { -1, 0, 0, 0, -1, 0, 0, 0, -1 } };
  HomMatrix line     = { { 1, 0, 0, 1, 0, 0, 0, 0, 1 } };
  HomMatrix nan      = HOM_MATRIX_IDENTITY;

  nan.m[0] = NAN;
  assert_no_image (&behind, &box, NULL);
  assert_no_image (&behind, &box, &box);
  assert_no_image (&identity, &empty, NULL);
  assert_no_image (&identity, &box, &empty);
  assert_no_image (&identity, &box, &apart);
  assert_no_image (&identity, &box, &beside);
  assert_no_image (&nan, &box, NULL);

  /* A diagonal line has a box of its own, a point has none. */
  g_assert_true (hom_matrix_map_box (&line, &box, NULL, &apart));
  line.m[0] = line.m[3] = 0.0;
  assert_no_image (&line, &box, NULL);
}

/* All of the box goes to one corner of a box of next to no size, so that all
 * sides are clipped by rounding alone. It must not fail, whatever it answers:
 * run it under a sanitizer.
 */
static void
test_rounding (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  gint n_images          = 0;

  for (gint trial = 0; trial < 100000; trial++)
    {
      gdouble   x   = g_rand_double_range (rand, -3.0, 3.0);
      gdouble   y   = g_rand_double_range (rand, -3.0, 3.0);
      gdouble   g   = g_rand_double_range (rand, -1.0, 1.0);
      gdouble   k   = g_rand_double_range (rand, -1.0, 1.0);
      HomBox    box = { 0.1, 0.2, g_rand_double_range (rand, 0.2, 3.0), 0.7 };
      HomMatrix h   = { { x * g, x * k, x * 3.3, y * g, y * k, y * 3.3, g, k,
                          3.3 } };
      HomBox    within = { x, y, x + 1e-15, y + 1e-15 };
      HomBox    image;

      if (hom_matrix_map_box (&h, &box, &within, &image))
        {
          n_images++;
          g_assert_cmpfloat_with_epsilon (image.x0, x, 1e-12);
          g_assert_cmpfloat_with_epsilon (image.y1, y, 1e-12);
        }
    }
  g_assert_cmpint (n_images, >, 0);
}

/* The farthest corner counts; behind the horizon there is no distance. */
static void
test_corner_distance (void)
{
  const HomBox    box      = { 10, 20, 110, 70 };
  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  const HomMatrix moved    = hom_matrix_translation (3.0, -4.0);
  const HomMatrix larger   = { { 2, 0, 0, 0, 2, 0, 0, 0, 1 } };
  const HomMatrix horizon  = { { 1, 0, 0, 0, 1, 0, -0.01, 0, 1 } };

  g_assert_cmpfloat (hom_matrix_corner_distance (&identity, &identity, &box),
                     ==, 0.0);
  g_assert_cmpfloat_with_epsilon (
      hom_matrix_corner_distance (&identity, &moved, &box), 5.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (hom_matrix_corner_distance (&larger,
                                                              &identity, &box),
                                  hypot (110.0, 70.0), 1e-12);
  g_assert_cmpfloat (hom_matrix_corner_distance (&horizon, &identity, &box), ==,
                     G_MAXDOUBLE);
  g_assert_cmpfloat (hom_matrix_corner_distance (&identity, &horizon, &box), ==,
                     G_MAXDOUBLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/map-box/corners", test_corners);
  g_test_add_func ("/core/map-box/within", test_within);
  g_test_add_func ("/core/map-box/horizon-inside", test_horizon_inside);
  g_test_add_func ("/core/map-box/no-image", test_no_image);
  g_test_add_func ("/core/map-box/rounding", test_rounding);
  g_test_add_func ("/core/map-box/corner-distance", test_corner_distance);

  return g_test_run ();
}
