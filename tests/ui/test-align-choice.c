/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel: which layers are aligned, and which are left out.
 */

#include "config.h"

#include "tests/ui/help/align-fixture.h"
#include "tests/ui/help/ui-test.h"
#include "ui/compare/hom-compare-view.h"

static GtkWidget *
get_list (TestAlign *fixture)
{
  return test_align_find (fixture, GTK_TYPE_LIST_BOX, NULL);
}

static GtkWidget *
get_row (TestAlign *fixture, gint layer)
{
  return GTK_WIDGET (
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (get_list (fixture)), layer));
}

static GtkWidget *
get_check (TestAlign *fixture, gint layer)
{
  GtkWidget *box = gtk_bin_get_child (GTK_BIN (get_row (fixture, layer)));
  g_autoptr (GList) parts = gtk_container_get_children (GTK_CONTAINER (box));

  return parts->data;
}

static void
check (TestAlign *fixture, gint layer, gboolean is_checked)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_check (fixture, layer)),
                                is_checked);
  test_settle ();
}

static gboolean
can_align (TestAlign *fixture)
{
  return gtk_widget_get_sensitive (hom_align_panel_get_button (fixture->panel));
}

/* It is not read, says so, and nothing of it can be applied. */
static void
test_left_out (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *list = get_list (fixture);

  g_assert_cmpstr (
      atk_object_get_name (gtk_widget_get_accessible (get_check (fixture, 0))),
      ==, "Align “first”");
  check (fixture, 0, FALSE);
  g_assert_cmpstr (test_align_row_text (list, 0), ==, "Left out");
  g_assert_nonnull (strstr (test_align_advice (fixture), "left out"));
  test_align_all (fixture);
  g_assert_cmpint (fixture->n_reads, ==, 3);
  g_assert_cmpint (fixture->layer, ==, 1);
  g_assert_cmpstr (test_align_row_text (list, 0), ==, "Left out");
  g_assert_cmpstr (test_align_row_text (list, 1), ==, "Aligned");
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_NONE);
  g_assert_cmpfloat (test_align_error (fixture, 1), <, 0.05);
  g_assert_false (hom_align_panel_moves (fixture->panel, 0));
  g_assert_true (hom_align_panel_moves (fixture->panel, 1));
}

/* What was found of a layer is there again when it is checked again, of another
 * it is never gone.
 */
static void
test_results (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *list = get_list (fixture);

  test_align_all (fixture);
  check (fixture, 1, FALSE);
  g_assert_cmpstr (test_align_row_text (list, 0), ==, "Aligned");
  g_assert_true (hom_align_panel_moves (fixture->panel, 0));
  g_assert_false (hom_align_panel_moves (fixture->panel, 1));
  test_align_all (fixture);
  g_assert_cmpint (fixture->n_reads, ==, 9);
  check (fixture, 1, TRUE);
  g_assert_cmpstr (test_align_row_text (list, 1), ==, "Aligned");
  g_assert_true (hom_align_panel_moves (fixture->panel, 1));
}

/* Without any there is nothing to align, nor to apply. */
static void
test_none (TestAlign *fixture, gconstpointer data)
{
  test_align_all (fixture);
  check (fixture, 0, FALSE);
  g_assert_true (can_align (fixture));
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
  check (fixture, 1, FALSE);
  g_assert_false (can_align (fixture));
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
  check (fixture, 0, TRUE);
  g_assert_true (can_align (fixture));
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

static guint32
middle_pixel (GtkWidget *view)
{
  cairo_surface_t *surface = test_draw (view);
  gint             width   = cairo_image_surface_get_width (surface);
  gint             height  = cairo_image_surface_get_height (surface);
  guint32          pixel   = test_pixel (surface, width / 2, height / 2);

  cairo_surface_destroy (surface);

  return pixel;
}

/* It is seen where it lies, and cannot be put elsewhere. */
static void
test_view (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *view   = test_align_find (fixture, HOM_TYPE_COMPARE_VIEW, NULL);
  GtkWidget *button = test_align_find (fixture, GTK_TYPE_BUTTON, "Corners");
  guint32    before, after;

  hom_compare_view_set_mode (HOM_COMPARE_VIEW (view), HOM_COMPARE_DIFFERENCE);
  test_settle ();
  before = middle_pixel (view);
  test_align_unfold (fixture);
  test_align_click (fixture, "Corners");
  test_align_drag (fixture, (HomPoint) { WIDTH, HEIGHT },
                   (HomPoint) { WIDTH - 60, HEIGHT - 40 });
  test_settle ();
  after = middle_pixel (view);
  g_assert_cmpint (after, !=, before);
  g_assert_true (hom_align_panel_moves (fixture->panel, 0));

  check (fixture, 0, FALSE);
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_cmpint (middle_pixel (view), ==, before);
  g_assert_false (hom_align_panel_moves (fixture->panel, 0));
  check (fixture, 0, TRUE);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_cmpint (middle_pixel (view), ==, after);
  g_assert_cmpint (test_align_outcome (fixture, 0)->kind, ==,
                   HOM_OUTCOME_BY_HAND);
}

static void
press_space (TestAlign *fixture, GtkWidget *focused)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_widget_grab_focus (focused);
  test_settle ();
  test_key (fixture->window, GDK_KEY_space, 0);
  test_key_release (fixture->window, GDK_KEY_space);
  test_settle ();
}

/* In the row as on its check button; not while layers are aligned. */
static void
test_keys (TestAlign *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, 1);

  press_space (fixture, row);
  g_assert_cmpstr (test_align_row_text (get_list (fixture), 1), ==, "Left out");
  press_space (fixture, get_check (fixture, 1));
  g_assert_cmpstr (test_align_row_text (get_list (fixture), 1), ==, "");

  fixture->waits = TRUE;
  test_align_click (fixture, "Ali_gn");
  test_settle ();
  g_assert_false (gtk_widget_is_sensitive (get_check (fixture, 1)));
  press_space (fixture, row);
  g_assert_cmpstr (test_align_row_text (get_list (fixture), 1), ==, "");
  fixture->waits = FALSE;
  test_align_wait (fixture);
  g_assert_true (gtk_widget_is_sensitive (get_check (fixture, 1)));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  TEST_ALIGN_ADD ("/align-choice/left-out", NULL, test_left_out);
  TEST_ALIGN_ADD ("/align-choice/results", NULL, test_results);
  TEST_ALIGN_ADD ("/align-choice/none", NULL, test_none);
  TEST_ALIGN_ADD ("/align-choice/view", NULL, test_view);
  TEST_ALIGN_ADD ("/align-choice/keys", NULL, test_keys);

  return g_test_run ();
}
