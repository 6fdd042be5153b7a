/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

/* ISO 216: each size is the half of the one before, its sides cut to whole
 * millimetres, and has the ratio √2 to a millimetre.
 */
static void
test_halves (void)
{
  for (gint i = 0; i < 7; i++)
    {
      g_autofree gchar *name      = g_strdup_printf ("A%d", i);
      g_autofree gchar *next_name = g_strdup_printf ("a%d", i + 1);
      const HomPaper   *paper     = hom_paper_find (name);
      const HomPaper   *next      = hom_paper_find (next_name);

      g_assert_nonnull (paper);
      g_assert_nonnull (next);
      g_assert_cmpfloat (next->long_side, ==, paper->short_side);
      g_assert_cmpfloat (next->short_side, ==, floor (paper->long_side / 2.0));
      g_assert_cmpfloat_with_epsilon (paper->long_side,
                                      G_SQRT2 * paper->short_side, 1.0);
    }
}

static void
test_names (void)
{
  const gchar *known[] = { "letter", "Legal", "TABLOID", "card", "B4", "b5" };
  const gchar *none[]  = { "", "A", "A8", "A44", "none", "210x297" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const HomPaper *paper = hom_paper_find (known[i]);

      g_assert_nonnull (paper);
      g_assert_cmpfloat (paper->short_side, <, paper->long_side);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (hom_paper_find (none[i]));
}

/* A sheet lies as it was seen, whatever its exact ratio was. */
static void
test_pixels (void)
{
  const HomPaper *letter = hom_paper_find ("letter");
  gdouble         width, height;

  hom_paper_pixels (letter, 0.8, 100.0, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 850.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (height, 1100.0, 1e-9);
  hom_paper_pixels (letter, 1.2, 200.0, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 2200.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (height, 1700.0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/paper/halves", test_halves);
  g_test_add_func ("/paper/names", test_names);
  g_test_add_func ("/paper/pixels", test_pixels);

  return g_test_run ();
}
