/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define N_QUADS 60

static void
assert_box (const HomBox *box, gdouble x0, gdouble y0, gdouble x1, gdouble y1)
{
  g_assert_cmpfloat_with_epsilon (box->x0, x0, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->y0, y0, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->x1, x1, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->y1, y1, 1e-6);
}

static gdouble
area_of (const HomBox *box)
{
  return (box->x1 - box->x0) * (box->y1 - box->y0);
}

/* A convex quadrilateral of up to 2000 pixels, in either direction. */
static void
random_quad (GRand *random, HomPoint quad[4])
{
  gboolean mirror = g_rand_boolean (random);

  do
    for (gint i = 0; i < 4; i++)
      {
        gint corner = mirror ? 3 - i : i;

        quad[corner].x = g_rand_double_range (random, -1000, 1000);
        quad[corner].y = g_rand_double_range (random, -1000, 1000);
      }
  while (! hom_quad_check (quad, NULL));
}

/* The heights that the convex polygon has at @x. */
static gboolean
cut (const HomPoint *corners, gint n, gdouble x, gdouble *y0, gdouble *y1)
{
  *y0 = G_MAXDOUBLE;
  *y1 = -G_MAXDOUBLE;
  for (gint i = 0; i < n; i++)
    {
      HomPoint p = corners[i];
      HomPoint q = corners[(i + 1) % n];

      if ((p.x - x) * (q.x - x) <= 0.0 && p.x != q.x)
        {
          gdouble y = p.y + (q.y - p.y) * (x - p.x) / (q.x - p.x);

          *y0 = MIN (*y0, y);
          *y1 = MAX (*y1, y);
        }
    }

  return *y1 > *y0;
}

static void
assert_inside (const HomPoint *corners, gint n, const HomBox *box)
{
  gdouble y0, y1;

  for (gint i = 0; i < 2; i++)
    {
      gdouble x = i ? box->x1 - 1e-6 : box->x0 + 1e-6;

      g_assert_true (cut (corners, n, x, &y0, &y1));
      g_assert_cmpfloat (y0, <=, box->y0 + 1e-4);
      g_assert_cmpfloat (y1, >=, box->y1 - 1e-4);
    }
}

/* The largest rectangle whose sides are two of @n columns. */
static gdouble
brute_force (const HomPoint *corners, gdouble ratio, gint n)
{
  g_autofree gdouble *top    = g_new (gdouble, n);
  g_autofree gdouble *bottom = g_new (gdouble, n);
  gdouble             x0     = G_MAXDOUBLE;
  gdouble             x1     = -G_MAXDOUBLE;
  gdouble             best   = 0.0;

  for (gint i = 0; i < 4; i++)
    {
      x0 = MIN (x0, corners[i].x);
      x1 = MAX (x1, corners[i].x);
    }
  for (gint i = 0; i < n; i++)
    cut (corners, 4, x0 + (i + 0.5) * (x1 - x0) / n, &top[i], &bottom[i]);
  for (gint i = 0; i < n; i++)
    for (gint j = i + 1; j < n; j++)
      {
        gdouble width  = (j - i) * (x1 - x0) / n;
        gdouble height = MIN (bottom[i], bottom[j]) - MAX (top[i], top[j]);

        if (ratio > 0.0 && height * ratio >= width)
          best = MAX (best, width * width / ratio);
        else if (ratio == 0.0 && height > 0.0)
          best = MAX (best, width * height);
      }

  return best;
}

/* Half of a triangle's area, and of a diamond's: known in closed form. */
static void
test_known (void)
{
  HomPoint box[4]      = { { 3, 4 }, { 30, 4 }, { 30, 40 }, { 3, 40 } };
  HomPoint diamond[4]  = { { 0, -10 }, { 20, 0 }, { 0, 10 }, { -20, 0 } };
  HomPoint triangle[3] = { { 0, 0 }, { 12, 0 }, { 0, 8 } };
  HomBox   found;

  g_assert_true (hom_inner_rectangle (box, 4, 0.0, &found));
  assert_box (&found, 3, 4, 30, 40);
  g_assert_true (hom_inner_rectangle (diamond, 4, 0.0, &found));
  g_assert_cmpfloat_with_epsilon (area_of (&found), 200.0, 1e-9);
  g_assert_true (hom_inner_rectangle (triangle, 3, 0.0, &found));
  g_assert_cmpfloat_with_epsilon (area_of (&found), 24.0, 1e-9);
  g_assert_true (hom_inner_rectangle (diamond, 4, 1.0, &found));
  assert_box (&found, -20.0 / 3, -20.0 / 3, 20.0 / 3, 20.0 / 3);
}

static void
test_none (void)
{
  HomPoint line[4] = { { 0, 0 }, { 5, 5 }, { 10, 10 }, { 2, 2 } };
  HomBox   found;

  g_assert_false (hom_inner_rectangle (line, 4, 0.0, &found));
  g_assert_false (hom_inner_rectangle (line, 4, 1.5, &found));
}

/* Never smaller than the best of a grid, and no more than the grid can miss
 * larger; inside of the quadrilateral.
 */
static void
test_random (gconstpointer data)
{
  gdouble ratio  = *(const gdouble *) data;
  GRand  *random = g_rand_new_with_seed (5);

  for (gint i = 0; i < N_QUADS; i++)
    {
      HomPoint quad[4];
      HomBox   found;
      gdouble  best;

      random_quad (random, quad);
      g_assert_true (hom_inner_rectangle (quad, 4, ratio, &found));
      assert_inside (quad, 4, &found);
      best = brute_force (quad, ratio, 1000);
      g_assert_cmpfloat (area_of (&found), >=, best * (1.0 - 1e-9));
      if (ratio > 0.0)
        {
          /* The columns are up to 2 px apart, and so much is missed twice. */
          gdouble width = found.x1 - found.x0;

          g_assert_cmpfloat_with_epsilon (width / (found.y1 - found.y0), ratio,
                                          1e-6 * ratio);
          g_assert_cmpfloat (width - 4.0, <=, sqrt (best * ratio));
        }
      else
        {
          g_assert_cmpfloat (area_of (&found), <=, best * 1.01 + 1.0);
        }
    }
  g_rand_free (random);
}

/* A turn by 90° and a scale turn and scale the rectangle. */
static void
test_turned_and_scaled (void)
{
  GRand *random = g_rand_new_with_seed (6);

  for (gint i = 0; i < N_QUADS; i++)
    {
      HomPoint quad[4], other[4];
      HomBox   a, b;

      random_quad (random, quad);
      for (gint k = 0; k < 4; k++)
        other[k] = (HomPoint) { -3.0 * quad[k].y, 3.0 * quad[k].x };
      g_assert_true (hom_inner_rectangle (quad, 4, 0.0, &a));
      g_assert_true (hom_inner_rectangle (other, 4, 0.0, &b));
      g_assert_cmpfloat_with_epsilon (area_of (&b), 9.0 * area_of (&a),
                                      1e-9 * area_of (&b));
    }
  g_rand_free (random);
}

/* Whether all of the pixel shows what lies in the box, and its centre what lies
 * no nearer than the margin to its edge.
 */
static gboolean
is_full (const HomMatrix *inverse,
         const HomBox    *box,
         gdouble          margin,
         gdouble          x,
         gdouble          y)
{
  for (gint i = 0; i < 5; i++)
    {
      HomPoint p = { i < 4 ? x + i % 2 : x + 0.5, i < 4 ? y + i / 2 : y + 0.5 };
      gdouble  m = i < 4 ? -1e-6 : margin - 1e-6;
      HomPoint q;

      if (! hom_matrix_apply (inverse, p, &q) || q.x < box->x0 + m ||
          q.x > box->x1 - m || q.y < box->y0 + m || q.y > box->y1 - m)
        return FALSE;
    }

  return TRUE;
}

/* Whether the pixels in the corners are full; those between are then, too. */
static gboolean
is_filled (const HomMatrix *inverse, const HomBox *box, const HomBox *pixels)
{
  for (gint i = 0; i < 4; i++)
    if (! is_full (inverse, box, 0.5, i % 2 ? pixels->x1 - 1 : pixels->x0,
                   i / 2 ? pixels->y1 - 1 : pixels->y0))
      return FALSE;

  return TRUE;
}

static HomMatrix
random_matrix (GRand *random, const HomBox *box)
{
  HomMatrix matrix;
  HomPoint  before[4], after[4];

  hom_quad_from_box (box, before);
  do
    for (gint i = 0; i < 4; i++)
      {
        after[i].x = before[i].x + g_rand_double_range (random, -20, 20);
        after[i].y = before[i].y + g_rand_double_range (random, -20, 20);
      }
  while (! hom_quad_check (after, NULL) ||
         ! hom_matrix_from_corners (before, after, &matrix, NULL));

  return matrix;
}

/* Of all boxes of pixels. Those that round_freely() does not look at may be
 * larger by no more than one of its sides.
 */
static gdouble
brute_force_pixels (const HomMatrix *inverse, const HomBox *box)
{
  gdouble best = 0.0;

  for (gint x0 = -25; x0 < 85; x0++)
    for (gint x1 = x0 + 1; x1 < 85; x1++)
      {
        gint y0 = -25;
        gint y1 = 75;

        while (y0 < 75 && ! (is_full (inverse, box, 0.5, x0, y0) &&
                             is_full (inverse, box, 0.5, x1 - 1, y0)))
          y0++;
        while (y1 > y0 && ! (is_full (inverse, box, 0.5, x0, y1 - 1) &&
                             is_full (inverse, box, 0.5, x1 - 1, y1 - 1)))
          y1--;
        best = MAX (best, (x1 - x0) * (gdouble) (y1 - y0));
      }

  return best;
}

static void
test_pixels (void)
{
  const HomBox box    = { 0, 0, 60, 45 };
  GRand       *random = g_rand_new_with_seed (7);

  for (gint i = 0; i < 20; i++)
    {
      HomMatrix matrix = random_matrix (random, &box);
      HomMatrix inverse;
      HomBox    found;

      g_assert_true (hom_matrix_invert (&matrix, &inverse, NULL));
      g_assert_true (hom_inner_pixels (&matrix, &box, 0.5, 0.0, &found));
      g_assert_cmpfloat (found.x0, ==, round (found.x0));
      g_assert_cmpfloat (found.y1, ==, round (found.y1));
      g_assert_true (is_filled (&inverse, &box, &found));
      g_assert_cmpfloat (area_of (&found), >=,
                         0.98 * brute_force_pixels (&inverse, &box));
    }
  g_rand_free (random);
}

static void
test_pixels_in_ratio (void)
{
  const HomBox box    = { 0, 0, 60, 45 };
  GRand       *random = g_rand_new_with_seed (8);

  for (gint i = 0; i < 200; i++)
    {
      HomMatrix matrix = random_matrix (random, &box);
      HomMatrix inverse;
      HomBox    free, found;
      gdouble   width, height;

      g_assert_true (hom_matrix_invert (&matrix, &inverse, NULL));
      g_assert_true (hom_inner_pixels (&matrix, &box, 0.5, 0.0, &free));
      g_assert_true (hom_inner_pixels (&matrix, &box, 0.5, 60.0 / 45.0,
                                       &found));
      g_assert_true (is_filled (&inverse, &box, &found));
      g_assert_cmpfloat (area_of (&found), <=, area_of (&free));
      width  = found.x1 - found.x0;
      height = found.y1 - found.y0;
      g_assert_cmpfloat (fabs (width * 0.75 - height), <=, 0.5);
    }
  g_rand_free (random);
}

/* What is not moved between pixels is not cut; half a pixel costs one. */
static void
test_pixels_of_shifts (void)
{
  const HomBox box   = { 10, 20, 70, 60 };
  HomMatrix    shift = hom_matrix_translation (7.0, -3.0);
  HomBox       found;

  g_assert_true (hom_inner_pixels (&shift, &box, 0.5, 0.0, &found));
  assert_box (&found, 17, 17, 77, 57);
  g_assert_true (hom_inner_pixels (&shift, &box, 0.5, 1.5, &found));
  assert_box (&found, 17, 17, 77, 57);
  shift = hom_matrix_translation (0.5, 0.0);
  g_assert_true (hom_inner_pixels (&shift, &box, 0.5, 0.0, &found));
  assert_box (&found, 11, 20, 70, 60);
}

static void
test_pixels_none (void)
{
  const HomBox    box     = { 0, 0, 60, 40 };
  const HomMatrix horizon = { { 1, 0, 0, 0, 1, 0, -1.0 / 40, 0, 1 } };
  const HomMatrix tiny    = { { 0.02, 0.01, 0, -0.01, 0.02, 0, 0, 0, 1 } };
  HomBox          found;

  g_assert_false (hom_inner_pixels (&horizon, &box, 0.5, 0.0, &found));
  g_assert_false (hom_inner_pixels (&tiny, &box, 0.5, 0.0, &found));
  g_assert_false (hom_inner_pixels (&tiny, &box, 0.5, 1.5, &found));
}

/* Of several boxes: full in each of them; of one with itself, nothing else. Two
 * shifts have in common what the boxes do.
 */
static void
test_common_pixels (void)
{
  const HomBox box      = { 0.0, 0.0, 60.0, 45.0 };
  const HomBox boxes[]  = { box, box, box, { 5.0, 5.0, 50.0, 40.0 } };
  HomMatrix    shifts[] = { hom_matrix_translation (10.0, -5.0),
                            hom_matrix_translation (-20.0, 3.0) };
  GRand       *random   = g_rand_new_with_seed (7);
  HomMatrix    matrices[4];
  HomBox       found, one;

  g_assert_true (hom_common_pixels (shifts, boxes, 2, 0.5, 0.0, &found));
  assert_box (&found, 10.0, 3.0, 40.0, 40.0);
  shifts[1].m[2] = -50.0;
  g_assert_false (hom_common_pixels (shifts, boxes, 2, 0.5, 0.0, &found));
  g_assert_false (hom_common_pixels (shifts, boxes, 0, 0.5, 0.0, &found));

  for (gint trial = 0; trial < 20; trial++)
    {
      for (gint i = 0; i < 4; i++)
        matrices[i] = random_matrix (random, &boxes[i]);
      if (! hom_common_pixels (matrices, boxes, 4, 0.5, 0.0, &found))
        continue;
      for (gint i = 0; i < 4; i++)
        {
          HomMatrix inverse;

          g_assert_true (hom_matrix_invert (&matrices[i], &inverse, NULL));
          g_assert_true (is_filled (&inverse, &boxes[i], &found));
          g_assert_true (hom_inner_pixels (&matrices[i], &boxes[i], 0.5, 0.0,
                                           &one));
          g_assert_cmpfloat (area_of (&one), >=, area_of (&found));
        }
      matrices[1] = matrices[0];
      g_assert_true (hom_inner_pixels (&matrices[0], &box, 0.5, 0.0, &one));
      g_assert_true (hom_common_pixels (matrices, boxes, 2, 0.5, 0.0, &found));
      assert_box (&found, one.x0, one.y0, one.x1, one.y1);
    }
  g_rand_free (random);
}

int
main (int argc, char *argv[])
{
  static const gdouble ratios[] = { 0.0, 1.0, 1.5, 0.2 };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/inner-rectangle/known", test_known);
  g_test_add_func ("/core/inner-rectangle/none", test_none);
  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    {
      g_autofree gchar *path = g_strdup_printf (
          "/core/inner-rectangle/random/%g", ratios[i]);

      g_test_add_data_func (path, &ratios[i], test_random);
    }
  g_test_add_func ("/core/inner-rectangle/turned-and-scaled",
                   test_turned_and_scaled);
  g_test_add_func ("/core/inner-rectangle/pixels", test_pixels);
  g_test_add_func ("/core/inner-rectangle/pixels-in-ratio",
                   test_pixels_in_ratio);
  g_test_add_func ("/core/inner-rectangle/pixels-of-shifts",
                   test_pixels_of_shifts);
  g_test_add_func ("/core/inner-rectangle/pixels-none", test_pixels_none);
  g_test_add_func ("/core/inner-rectangle/common-pixels", test_common_pixels);

  return g_test_run ();
}
