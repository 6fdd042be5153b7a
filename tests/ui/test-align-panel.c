/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel: layers are aligned, which can be stopped; one is shown.
 */

#include "config.h"

#include "tests/ui/help/align-fixture.h"
#include "tests/ui/help/ui-tab.h"
#include "tests/ui/help/ui-test.h"
#include "ui/compare/hom-compare-view.h"

/* Longer than it takes to end, in microseconds. */
#define PATIENCE 20000000

/* All layers, in parts; where they belong is told, and can be applied. */
static void
test_align (TestAlign *fixture, gconstpointer data)
{
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
  test_align_all (fixture);
  g_assert_cmpint (fixture->n_reads, ==, 3 * N_LAYERS);
  g_assert_false (fixture->has_start);
  for (gint i = 0; i < N_LAYERS; i++)
    {
      g_assert_cmpint (
          hom_align_outcome_judge (test_align_outcome (fixture, i)), ==,
          HOM_VERDICT_GOOD);
      g_assert_cmpfloat (test_align_error (fixture, i), <, 0.05);
    }
  g_assert_true (hom_align_panel_is_valid (fixture->panel));

  hom_align_panel_forget (fixture->panel);
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
}

static void
test_one_fails (TestAlign *fixture, gconstpointer data)
{
  test_align_all (fixture);
  g_assert_cmpint (hom_align_outcome_judge (test_align_outcome (fixture, 0)),
                   ==, HOM_VERDICT_GOOD);
  g_assert_cmpint (hom_align_outcome_judge (test_align_outcome (fixture, 1)),
                   ==, HOM_VERDICT_FAILED);
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

/* Which layer is seen is the user's choice, whichever is at work. */
static void
test_selection (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *list = test_align_find (fixture, GTK_TYPE_LIST_BOX, NULL);

  g_assert_cmpint (test_align_selected_row (list), ==, 0);
  test_align_all (fixture);
  g_assert_cmpint (test_align_selected_row (list), ==, 0);
  g_assert_cmpstr (test_align_row_text (list, 0), ==, "Aligned");
  g_assert_cmpstr (test_align_row_text (list, 1), ==, "Aligned");

  hom_align_panel_forget (fixture->panel);
  fixture->waits = TRUE;
  test_align_click (fixture, "Ali_gn");
  test_settle ();
  g_assert_cmpstr (test_align_row_text (list, 0), ==, "Aligning…");
  g_assert_cmpstr (test_align_row_text (list, 1), ==, "");
  test_align_select_row (list, 1);
  test_settle ();
  fixture->waits = FALSE;
  test_align_wait (fixture);
  g_assert_cmpint (test_align_selected_row (list), ==, 1);
}

/* While all are aligned the view follows; it ends at the layer that failed, and
 * it is said what becomes of the others.
 */
static void
test_follow (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *list = test_align_find (fixture, GTK_TYPE_LIST_BOX, NULL);
  GtkWidget *frame;
  g_autoptr (GList) parts = NULL;

  test_align_all (fixture);
  g_assert_cmpint (test_align_selected_row (list), ==, 1);
  g_assert_cmpstr (test_align_row_text (list, 1), ==, "Failed");
  g_assert_nonnull (strstr (test_align_advice (fixture), "do not match"));
  frame = gtk_widget_get_ancestor (list, GTK_TYPE_FRAME);
  parts = gtk_container_get_children (
      GTK_CONTAINER (gtk_widget_get_parent (frame)));
  g_assert_cmpstr (gtk_label_get_text (g_list_last (parts)->data), ==,
                   "Apply moves 1 layer; the others stay as they are.");
}

static GtkWidget *
get_view (TestAlign *fixture)
{
  return test_align_find (fixture, HOM_TYPE_COMPARE_VIEW, NULL);
}

/* As soon as all is done the view has the focus, and its letters work; they do
 * so from any other widget that has no use for them, too.
 */
static void
test_letters (TestAlign *fixture, gconstpointer data)
{
  GtkWidget      *button = hom_align_panel_get_button (fixture->panel);
  HomCompareView *view   = HOM_COMPARE_VIEW (get_view (fixture));

  gtk_widget_grab_focus (button);
  test_align_all (fixture);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (view)));
  gtk_widget_grab_focus (button);
  test_key (fixture->window, GDK_KEY_d, 0);
  g_assert_cmpint (hom_compare_view_get_mode (view), ==,
                   HOM_COMPARE_DIFFERENCE);
  test_key (fixture->window, GDK_KEY_b, 0);
  g_assert_true (hom_compare_view_get_before (view));
}

/* In a number they are not taken for those of the view. */
static void
test_letters_in_number (TestAlign *fixture, gconstpointer data)
{
  HomCompareView *view = HOM_COMPARE_VIEW (get_view (fixture));
  GtkWidget      *entry;

  test_align_unfold (fixture);
  test_align_click (fixture, "_Points");
  test_align_drag (fixture, (HomPoint){ 100, 100 }, (HomPoint){ 120, 100 });
  entry = test_align_find (fixture, GTK_TYPE_SPIN_BUTTON, NULL);
  gtk_widget_grab_focus (entry);
  test_key (fixture->window, GDK_KEY_d, 0);
  g_assert_cmpint (hom_compare_view_get_mode (view), ==, HOM_COMPARE_OVERLAY);
}

/* The report leads to what it advises. */
static void
test_report (TestAlign *fixture, gconstpointer data)
{
  HomCompareView *view = HOM_COMPARE_VIEW (get_view (fixture));
  GtkWidget      *list = test_align_find (fixture, GTK_TYPE_LIST_BOX, NULL);
  GtkWidget      *by_hand;

  test_align_all (fixture);
  test_align_select_row (list, 0);
  test_settle ();
  hom_compare_view_set_before (view, TRUE);
  test_align_click (fixture, "Look at the Difference");
  g_assert_cmpint (hom_compare_view_get_mode (view), ==,
                   HOM_COMPARE_DIFFERENCE);
  g_assert_false (hom_compare_view_get_before (view));
  g_assert_false (gtk_widget_get_visible (
      test_align_find (fixture, GTK_TYPE_BUTTON, "Put It in Place by Hand")));

  test_align_select_row (list, 1);
  test_settle ();
  by_hand = test_align_find (fixture, GTK_TYPE_BUTTON,
                             "Put It in Place by Hand");
  g_assert_true (gtk_widget_get_visible (by_hand));
  gtk_button_clicked (GTK_BUTTON (by_hand));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (
      test_align_find (fixture, GTK_TYPE_BUTTON, "_Points"))));
}

/* When it is aligned, what both pictures show is seen. */
static void
test_overlap (TestAlign *fixture, gconstpointer data)
{
  HomCanvas *canvas = HOM_CANVAS (get_view (fixture));
  HomPoint   corner;

  test_align_all (fixture);
  corner = hom_canvas_to_picture (canvas, (HomPoint){ 0.0, 0.0 });
  g_assert_cmpfloat (corner.x, <, 6.0);
  g_assert_cmpfloat (hom_canvas_get_view (canvas)->centre.x, >, WIDTH / 2.0);
}

/* Stopped, all is as before: nothing at first, and what was found later. */
static void
test_stop (TestAlign *fixture, gconstpointer data)
{
  HomMatrix before;

  fixture->waits = TRUE;
  test_align_click (fixture, "Ali_gn");
  test_settle ();
  g_assert_cmpint (fixture->n_begun, ==, 1);
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
  g_assert_nonnull (strstr (test_align_advice (fixture), "is looked for"));
  test_align_click (fixture, "S_top");
  test_align_wait (fixture);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_NONE);

  fixture->waits = FALSE;
  test_align_all (fixture);
  before         = test_align_outcome (fixture, 0)->h;
  fixture->waits = TRUE;
  test_align_click (fixture, "Ali_gn");
  test_settle ();
  hom_align_panel_stop (fixture->panel);
  g_assert_cmpmem (&test_align_outcome (fixture, 0)->h, sizeof (before),
                   &before, sizeof (before));
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

/* Closed in mid-run, it ends. */
static void
test_close (TestAlign *fixture, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  fixture->waits = TRUE;
  test_align_click (fixture, "Ali_gn");
  test_settle ();
  g_assert_cmpint (fixture->n_begun, ==, 1);
  gtk_widget_destroy (fixture->widget);
  while (fixture->n_begun > 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture->n_begun, ==, 0);
  fixture->panel = NULL;
}

/* Another reference voids all; none leaves nothing to be done. */
static void
test_reference (TestAlign *fixture, gconstpointer data)
{
  test_align_unfold (fixture);
  test_align_click (fixture, "_Points");
  test_align_drag (fixture, (HomPoint){ 100, 100 }, (HomPoint){ 120, 100 });
  hom_align_panel_set_reference (fixture->panel, fixture->sources[2]);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_NONE);
  hom_align_panel_set_reference (fixture->panel, NULL);
  g_assert_false (
      gtk_widget_get_sensitive (hom_align_panel_get_button (fixture->panel)));
}

/* Without a reference all of the layer is seen, and there is nothing to
 * compare: neither buttons nor letters do.
 */
static void
test_alone (TestAlign *fixture, gconstpointer data)
{
  HomCompareView *view   = HOM_COMPARE_VIEW (get_view (fixture));
  GtkWidget      *split  = test_align_find (fixture, GTK_TYPE_BUTTON, "Split");
  GtkWidget      *before = test_align_find (fixture, GTK_TYPE_BUTTON, "Before");

  g_assert_true (gtk_widget_is_sensitive (split));
  hom_align_panel_set_reference (fixture->panel, NULL);
  test_settle ();
  g_assert_true (hom_canvas_get_source (HOM_CANVAS (view)) ==
                 fixture->sources[1]);
  g_assert_cmpfloat (hom_canvas_get_zoom (HOM_CANVAS (view)), <, 8.0);
  g_assert_false (gtk_widget_is_sensitive (split));
  g_assert_false (gtk_widget_is_sensitive (before));
  test_key (fixture->window, GDK_KEY_s, 0);
  test_key (fixture->window, GDK_KEY_b, 0);
  g_assert_cmpint (hom_compare_view_get_mode (view), ==, HOM_COMPARE_OVERLAY);
  g_assert_false (hom_compare_view_get_before (view));
  g_assert_nonnull (strstr (test_align_advice (fixture), "Open as Layers"));

  hom_align_panel_set_reference (fixture->panel, fixture->sources[0]);
  test_settle ();
  g_assert_true (gtk_widget_is_sensitive (split));
  test_key (fixture->window, GDK_KEY_s, 0);
  g_assert_cmpint (hom_compare_view_get_mode (view), ==, HOM_COMPARE_SPLIT);
}

/* All can be worked by the keyboard alone, and has a name: at first, aligned,
 * and by hand.
 */
static void
test_keyboard (TestAlign *fixture, gconstpointer data)
{
  test_check_names (fixture->window);
  test_check_tab (fixture->window);
  test_align_all (fixture);
  test_check_tab (fixture->window);
  test_align_unfold (fixture);
  test_align_click (fixture, "_Points");
  test_settle ();
  test_check_tab (fixture->window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  TEST_ALIGN_ADD ("/align-panel/align", NULL, test_align);
  TEST_ALIGN_ADD ("/align-panel/one-fails", "fails", test_one_fails);
  TEST_ALIGN_ADD ("/align-panel/selection", NULL, test_selection);
  TEST_ALIGN_ADD ("/align-panel/follow", "fails", test_follow);
  TEST_ALIGN_ADD ("/align-panel/letters", NULL, test_letters);
  TEST_ALIGN_ADD ("/align-panel/letters-in-number", NULL,
                  test_letters_in_number);
  TEST_ALIGN_ADD ("/align-panel/report", "fails", test_report);
  TEST_ALIGN_ADD ("/align-panel/overlap", NULL, test_overlap);
  TEST_ALIGN_ADD ("/align-panel/stop", NULL, test_stop);
  TEST_ALIGN_ADD ("/align-panel/close", NULL, test_close);
  TEST_ALIGN_ADD ("/align-panel/reference", NULL, test_reference);
  TEST_ALIGN_ADD ("/align-panel/alone", NULL, test_alone);
  TEST_ALIGN_ADD ("/align-panel/keyboard", NULL, test_keyboard);

  return g_test_run ();
}
