/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel: layers are aligned, which can be stopped; one is shown.
 */

#include "config.h"

#include "tests/ui/help/align-fixture.h"
#include "tests/ui/help/ui-test.h"

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
  test_align_drag (fixture, (HomPoint) { 100, 100 }, (HomPoint) { 120, 100 });
  hom_align_panel_set_reference (fixture->panel, fixture->sources[2]);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_NONE);
  hom_align_panel_set_reference (fixture->panel, NULL);
  g_assert_false (
      gtk_widget_get_sensitive (hom_align_panel_get_button (fixture->panel)));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  TEST_ALIGN_ADD ("/align-panel/align", NULL, test_align);
  TEST_ALIGN_ADD ("/align-panel/one-fails", "fails", test_one_fails);
  TEST_ALIGN_ADD ("/align-panel/selection", NULL, test_selection);
  TEST_ALIGN_ADD ("/align-panel/stop", NULL, test_stop);
  TEST_ALIGN_ADD ("/align-panel/close", NULL, test_close);
  TEST_ALIGN_ADD ("/align-panel/reference", NULL, test_reference);

  return g_test_run ();
}
