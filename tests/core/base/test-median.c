/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/hom-order-statistics.h"

/* What values may be out of order by, as a part of them. */
#define PART (1.0f / 8192)

static gint
compare (gconstpointer a, gconstpointer b)
{
  const gfloat *x = a;
  const gfloat *y = b;

  return (*x > *y) - (*x < *y);
}

/* Of all magnitudes and both signs: each is where qsort() has one that hardly
 * differs, and none is lost.
 */
static void
test_sorted (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint n = 0; n < 3000; n = 2 * n + 1)
    {
      g_autofree gfloat *values   = g_new (gfloat, n);
      g_autofree gfloat *other    = g_new (gfloat, n);
      g_autofree gfloat *expected = NULL;
      gdouble            sum = 0.0, sum_expected = 0.0;

      for (gint i = 0; i < n; i++)
        values[i] = g_rand_double_range (rand, -1.0, 1.0) *
                    exp2 (g_rand_double_range (rand, -40.0, 40.0));
      expected = g_memdup2 (values, n * sizeof (gfloat));
      if (n > 0)
        qsort (expected, n, sizeof (gfloat), compare);
      hom_sort_floats (values, n, other);

      for (gint i = 0; i < n; i++)
        {
          g_assert_cmpfloat (fabsf (values[i] - expected[i]), <=,
                             PART * fabsf (expected[i]));
          sum += values[i];
          sum_expected += expected[i];
        }
      g_assert_cmpfloat_with_epsilon (sum, sum_expected,
                                      1e-9 * fabs (sum_expected) + 1e-9);
    }
}

/* What is not a number is at an end, and the rest in order. */
static void
test_not_a_number (void)
{
  gfloat values[] = { 3.0f, NAN, -1.0f, INFINITY, 0.0f, -INFINITY };
  gfloat other[G_N_ELEMENTS (values)];

  hom_sort_floats (values, G_N_ELEMENTS (values), other);
  g_assert_true (isnan (values[0]) || isnan (values[5]));
  for (gint i = isnan (values[0]); i < 4; i++)
    g_assert_true (! (values[i] > values[i + 1]));
}

static void
test_median (void)
{
  gfloat one[]   = { 7.0f };
  gfloat three[] = { 5.0f, -2.0f, 3.0f };
  gfloat four[]  = { 4.0f, 1.0f, 3.0f, 2.0f };
  gfloat other[4];

  g_assert_cmpfloat (hom_median (one, 1, other), ==, 7.0f);
  g_assert_cmpfloat (hom_median (three, 3, other), ==, 3.0f);
  g_assert_cmpfloat (hom_median (four, 4, other), ==, 3.0f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/median/sorted", test_sorted);
  g_test_add_func ("/core/median/not-a-number", test_not_a_number);
  g_test_add_func ("/core/median/median", test_median);

  return g_test_run ();
}
