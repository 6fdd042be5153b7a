/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel: a layer is put in place by hand, and refined from there.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/align-fixture.h"
#include "tests/ui/help/ui-test.h"
#include "ui/compare/hom-compare-view.h"

static HomPoint
where_goes (TestAlign *fixture, gdouble x, gdouble y)
{
  HomPoint p = { x, y };

  hom_matrix_apply (&test_align_outcome (fixture, 0)->h, p, &p);

  return p;
}

static void
test_corners (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *view = test_align_find (fixture, HOM_TYPE_COMPARE_VIEW, NULL);
  HomPoint   p;

  test_align_unfold (fixture);
  test_align_click (fixture, "Corners");
  test_align_drag (fixture, (HomPoint) { WIDTH, HEIGHT },
                   (HomPoint) { WIDTH - 20, HEIGHT - 10 });
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==,
                   HOM_OUTCOME_BY_HAND);
  p = where_goes (fixture, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (p.x, WIDTH - 20, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, HEIGHT - 10, 1e-6);

  g_assert_true (test_key (view, GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_true (test_key (view, GDK_KEY_Up, GDK_CONTROL_MASK));
  p = where_goes (fixture, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (p.x, WIDTH - 30, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, HEIGHT - 10.1, 1e-6);
  g_assert_true (test_key (view, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_true (test_key (view, GDK_KEY_z, GDK_CONTROL_MASK));
  p = where_goes (fixture, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (p.x, WIDTH, 1e-6);
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

/* A button is released a quarter of a second after its letter was pressed. */
static void
press_letter (TestAlign *fixture)
{
  test_key (fixture->window, GDK_KEY_p, GDK_MOD1_MASK);
  for (gint i = 0; i < 4; i++)
    test_settle ();
}

/* What is folded cannot be worked by its letters. */
static void
test_folded (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *button = test_align_find (fixture, GTK_TYPE_BUTTON, "_Points");

  g_assert_false (gtk_widget_get_mapped (button));
  press_letter (fixture);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  test_align_unfold (fixture);
  press_letter (fixture);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
}

/* What is dragged in the view goes where it is dragged to; Delete lets it go.
 */
static void
test_points (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *view = test_align_find (fixture, HOM_TYPE_COMPARE_VIEW, NULL);
  HomPoint   p;

  test_align_unfold (fixture);
  test_align_click (fixture, "_Points");
  test_align_drag (fixture, (HomPoint) { 80, 60 }, (HomPoint) { 100, 70 });
  p = where_goes (fixture, 80, 60);
  g_assert_cmpfloat_with_epsilon (p.x, 100, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, 70, 1e-6);
  p = where_goes (fixture, 200, 200);
  g_assert_cmpfloat_with_epsilon (p.x, 220, 1e-6);
  test_align_drag (fixture, (HomPoint) { 220, 210 }, (HomPoint) { 240, 190 });
  p = where_goes (fixture, 80, 60);
  g_assert_cmpfloat_with_epsilon (p.x, 100, 1e-6);
  p = where_goes (fixture, 200, 200);
  g_assert_cmpfloat_with_epsilon (p.x, 240, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, 190, 1e-6);
  g_assert_true (test_key (view, GDK_KEY_Delete, 0));
  p = where_goes (fixture, 200, 200);
  g_assert_cmpfloat_with_epsilon (p.x, 220, 1e-6);
}

/* Sets a point by hand, so far to the right of where it belongs. */
static void
set_point (TestAlign *fixture, gdouble off)
{
  HomPoint p;

  test_align_unfold (fixture);
  test_align_click (fixture, "_Points");
  hom_matrix_apply (&fixture->truths[0], (HomPoint) { 100, 100 }, &p);
  test_align_drag (fixture, (HomPoint) { 100, 100 },
                   (HomPoint) { round (p.x) + off, round (p.y) });
}

/* From where the layer was put, that one alone; its settings do not matter for
 * that.
 */
static void
test_refine (TestAlign *fixture, gconstpointer data)
{
  HomMatrix by_hand;

  set_point (fixture, 0.0);
  hom_align_panel_forget (fixture->panel);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==,
                   HOM_OUTCOME_BY_HAND);
  by_hand = test_align_outcome (fixture, 0)->h;
  g_assert_cmpfloat (test_align_error (fixture, 0), >, 0.5);

  test_align_click (fixture, "Re_fine from Here");
  test_align_wait (fixture);
  g_assert_true (fixture->has_start);
  g_assert_cmpmem (&fixture->start, sizeof (by_hand), &by_hand,
                   sizeof (by_hand));
  g_assert_cmpint (fixture->n_reads, ==, 3);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==,
                   HOM_OUTCOME_ALIGNED);
  g_assert_cmpfloat (test_align_error (fixture, 0), <, 0.05);
  g_assert_cmpint (test_align_outcome (fixture, 1)->kind, ==, HOM_OUTCOME_NONE);
}

/* A point that was set holds: a place that is not there is not taken. */
static void
test_refine_off_point (TestAlign *fixture, gconstpointer data)
{
  HomMatrix by_hand;

  set_point (fixture, 7.0);
  by_hand = test_align_outcome (fixture, 0)->h;

  test_align_click (fixture, "Re_fine from Here");
  test_align_wait (fixture);
  g_assert_true (fixture->has_start);
  g_assert_nonnull (strstr (test_align_advice (fixture), "a point that you "
                                                         "have set"));
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==,
                   HOM_OUTCOME_BY_HAND);
  g_assert_cmpmem (&test_align_outcome (fixture, 0)->h, sizeof (by_hand),
                   &by_hand, sizeof (by_hand));

  /* it binds that search only */
  test_align_all (fixture);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==,
                   HOM_OUTCOME_ALIGNED);
  g_assert_cmpfloat (test_align_error (fixture, 0), <, 0.05);
}

/* A layer that matches nowhere stays where it was put. */
static void
test_refine_in_vain (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *list = test_align_find (fixture, GTK_TYPE_LIST_BOX, NULL);
  HomMatrix  by_hand;

  test_align_select_row (list, 1);
  test_align_unfold (fixture);
  test_align_click (fixture, "_Points");
  test_align_drag (fixture, (HomPoint) { 100, 100 }, (HomPoint) { 110, 105 });
  by_hand = test_align_outcome (fixture, 1)->h;
  test_align_click (fixture, "Re_fine from Here");
  test_align_wait (fixture);
  g_assert_cmpint (fixture->n_reads, ==, 3);
  g_assert_cmpint (test_align_outcome (fixture, 1)->kind, ==,
                   HOM_OUTCOME_BY_HAND);
  g_assert_cmpmem (&test_align_outcome (fixture, 1)->h, sizeof (by_hand),
                   &by_hand, sizeof (by_hand));
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  TEST_ALIGN_ADD ("/align-hand/corners", NULL, test_corners);
  TEST_ALIGN_ADD ("/align-hand/folded", NULL, test_folded);
  TEST_ALIGN_ADD ("/align-hand/points", NULL, test_points);
  TEST_ALIGN_ADD ("/align-hand/refine", NULL, test_refine);
  TEST_ALIGN_ADD ("/align-hand/refine-off-point", NULL, test_refine_off_point);
  TEST_ALIGN_ADD ("/align-hand/refine-in-vain", "fails", test_refine_in_vain);

  return g_test_run ();
}
