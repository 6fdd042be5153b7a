/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomPerspectivePanel: the corners and the result, without GIMP.
 */

#include "config.h"

#include "tests/ui/help/perspective-fixture.h"
#include "tests/ui/help/ui-tab.h"
#include "tests/ui/help/ui-test.h"
#include "ui/perspective/hom-result-view.h"

#define EPSILON 1e-9

/* Handles, numbers and settings say the same, whichever was changed. */
static void
test_in_step (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *spin = test_perspective_find (fixture, ATK_ROLE_SPIN_BUTTON,
                                           "Top right y");

  test_perspective_drag (fixture, 400, 0, 350, 40);
  g_assert_cmpfloat_with_epsilon (test_perspective_number (fixture, "x2"), 350,
                                  EPSILON);
  g_assert_cmpfloat_with_epsilon (
      gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), 40, 0.005);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 33.25);
  g_assert_cmpfloat (test_perspective_number (fixture, "y2"), ==, 33.25);
  g_assert_cmpfloat_with_epsilon (
      hom_quad_editor_get_quad (test_perspective_editor (fixture))[1].x, 350,
      EPSILON);
  g_assert_cmpfloat (
      hom_quad_editor_get_quad (test_perspective_editor (fixture))[1].y, ==,
      33.25);

  g_object_set (fixture->config, "x1", 12.0, NULL);
  test_settle ();
  g_assert_cmpfloat (
      hom_quad_editor_get_quad (test_perspective_editor (fixture))[0].x, ==,
      12.0);
}

/* A rounded number does not move the corner that it was rounded from. */
static void
test_rounding (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *spin    = test_perspective_find (fixture, ATK_ROLE_SPIN_BUTTON,
                                              "Top left x");
  HomPoint   quad[4] = { { 10.12345, 20 },
                         { 300, 20 },
                         { 300, 200 },
                         { 5, 190 } };

  hom_quad_editor_set_quad (test_perspective_editor (fixture), quad);
  gtk_widget_grab_focus (spin);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  gtk_widget_grab_focus (GTK_WIDGET (test_perspective_editor (fixture)));
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, 10.12345);
}

static void
test_undo (TestPerspective *fixture, gconstpointer data)
{
  GtkButton *undo = GTK_BUTTON (
      test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON, "Undo"));
  GtkButton *redo = GTK_BUTTON (
      test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON, "Redo"));

  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (undo)));
  test_perspective_drag (fixture, 0, 0, 30, 20);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (undo)));
  gtk_button_clicked (undo);
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, 0.0);
  gtk_button_clicked (redo);
  g_assert_cmpfloat_with_epsilon (test_perspective_number (fixture, "x1"), 30.0,
                                  EPSILON);
}

/* Crossed corners are said to be; the reason goes when they are mended. */
static void
test_guard (TestPerspective *fixture, gconstpointer data)
{
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  test_perspective_drag (fixture, 0, 0, 350, 280);
  g_assert_false (hom_perspective_panel_is_valid (fixture->panel));
  test_perspective_find (fixture, ATK_ROLE_LABEL,
                         "The quadrilateral has an inward corner.");

  hom_quad_editor_undo (test_perspective_editor (fixture));
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  test_perspective_find (fixture, ATK_ROLE_LABEL, "Sheet: 400 × 300 px");
}

/* A reset, which changes all settings one by one, leads to the corners at the
 * start, and can be undone.
 */
static void
test_reset (TestPerspective *fixture, gconstpointer data)
{
  HomPoint quad[4] = { { 10, 10 }, { 300, 20 }, { 310, 200 }, { 5, 190 } };

  hom_perspective_panel_start (fixture->panel, quad);
  test_perspective_drag (fixture, 300, 20, 350, 40);
  fixture->n_updates = 0;
  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpint (fixture->n_updates, ==, 1);
  g_assert_cmpfloat (test_perspective_number (fixture, "x2"), ==, 300.0);

  /* Also when they have not been moved. */
  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpfloat (test_perspective_number (fixture, "x2"), ==, 300.0);
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));

  hom_quad_editor_undo (test_perspective_editor (fixture));
  g_assert_cmpfloat_with_epsilon (test_perspective_number (fixture, "x2"),
                                  350.0, EPSILON);
}

/* What the result view shows at a point is the pixel that the matrix takes
 * there.
 */
static void
test_result (TestPerspective *fixture, gconstpointer data)
{
  HomCanvas *view = HOM_CANVAS (test_perspective_find (fixture, ATK_ROLE_CANVAS,
                                                       "Result"));
  HomPoint   quad[4] = { { 50, 40 }, { 330, 60 }, { 340, 260 }, { 40, 250 } };
  HomPoint   in      = { 105.5, 140.5 };
  gint       sf      = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  cairo_surface_t *surface;
  guint32          value;
  HomPoint         out;

  hom_quad_editor_set_quad (test_perspective_editor (fixture), quad);
  g_assert_true (hom_matrix_apply (hom_canvas_get_matrix (view), in, &out));
  hom_canvas_center_on (view, out);
  hom_canvas_set_zoom (view, 2.0);
  surface = test_draw (GTK_WIDGET (view));
  out     = hom_canvas_from_picture (view, out);
  value   = test_pixel (surface, (gint) (out.x * sf), (gint) (out.y * sf));
  g_assert_cmpint (ABS ((gint) (value >> 16) - 105), <=, 1);
  g_assert_cmpint (ABS ((gint) (value >> 8 & 0xff) - 140), <=, 1);
  cairo_surface_destroy (surface);
}

/* Beside the picture the result is small; it can take its place, also by a
 * key, and undo works there, too.
 */
static void
test_in_place (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *toggle = test_perspective_find (fixture, ATK_ROLE_TOGGLE_BUTTON,
                                             "Show Result");
  GtkWidget *editor = GTK_WIDGET (test_perspective_editor (fixture));
  GtkWidget *result = test_perspective_find (fixture, ATK_ROLE_CANVAS,
                                             "Result");
  gint       width  = gtk_widget_get_allocated_width (result);

  test_perspective_drag (fixture, 0, 0, 30, 20);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  test_settle ();
  g_assert_false (gtk_widget_get_mapped (editor));
  g_assert_cmpint (gtk_widget_get_allocated_width (result), >, 4 * width / 3);
  test_key (fixture->window, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, 0.0);
  test_key (fixture->window, GDK_KEY_p, 0);
  test_settle ();
  g_assert_true (gtk_widget_get_mapped (editor));
  g_assert_cmpint (gtk_widget_get_allocated_width (result), ==, width);
}

/* Finds a label that begins so. */
static void
find_beginning (GtkWidget *widget, gpointer data)
{
  gpointer *wanted = data;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), wanted[0]))
    wanted[1] = widget;
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_beginning, data);
}

static gboolean
says (TestPerspective *fixture, const gchar *beginning)
{
  gpointer wanted[] = { (gpointer) beginning, NULL };

  find_beginning (GTK_WIDGET (fixture->panel), wanted);

  return wanted[1] != NULL;
}

/* The hint is about what is seen. A note is said until the corners are moved or
 * the result is looked at.
 */
static void
test_hints (TestPerspective *fixture, gconstpointer data)
{
  g_assert_true (says (fixture, "Drag the corners onto those of the sheet"));
  g_object_set (fixture->config, "direction", "distort", NULL);
  test_settle ();
  g_assert_true (says (fixture, "Drag the corners to where those of the "
                                "layer"));
  test_key (fixture->window, GDK_KEY_p, 0);
  g_assert_true (says (fixture, "This is the result."));
  test_key (fixture->window, GDK_KEY_p, 0);
  g_object_set (fixture->config, "direction", "correct", NULL);
  test_settle ();
  hom_perspective_panel_say (fixture->panel, "A note.");
  g_assert_true (says (fixture, "A note."));
  test_key (fixture->window, GDK_KEY_p, 0);
  g_assert_true (says (fixture, "This is the result."));
}

/* The picture keeps its place when more settings are unfolded. */
static void
test_unfold (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *editor = GTK_WIDGET (test_perspective_editor (fixture));
  gint       width  = gtk_widget_get_allocated_width (editor);

  hom_perspective_panel_unfold (fixture->panel);
  test_settle ();
  g_assert_true (gtk_widget_get_mapped (
      test_perspective_find (fixture, ATK_ROLE_SPIN_BUTTON, "Bottom left y")));
  g_assert_cmpint (gtk_widget_get_allocated_width (editor), ==, width);
  g_assert_true (says (fixture, "x") && says (fixture, "y"));
}

/* Where the sides are parallel, nothing is said to come from a perspective. */
static void
test_parallel (TestPerspective *fixture, gconstpointer data)
{
  const HomPoint tilted[4] = { { 50, 40 },
                               { 330, 60 },
                               { 340, 260 },
                               { 40, 250 } };
  const HomPoint turned[4] = { { 100, 50 },
                               { 300, 90 },
                               { 280, 190 },
                               { 80, 150 } };

  g_object_set (fixture->config, "aspect", "auto", NULL);
  test_settle ();
  g_assert_true (says (fixture, "1.333, 4:3 landscape, by the sides"));
  hom_quad_editor_set_quad (test_perspective_editor (fixture), tilted);
  test_settle ();
  g_assert_false (says (fixture, "1.333, 4:3 landscape, by the sides"));
  hom_quad_editor_set_quad (test_perspective_editor (fixture), turned);
  test_settle ();
  g_assert_true (says (fixture, "2.000, 2:1 landscape, by the sides"));
}

/* What is shown elsewhere is searched as it is, and what is found is shown
 * where that is seen: a quarter turn leaves the top left at the top left.
 */
static void
test_shown (TestPerspective *fixture, gconstpointer data)
{
  const HomMatrix shown  = { { 0, -1, 350, 1, 0, 10, 0, 0, 1 } };
  const HomPoint  own[4] = { { 350, 10 },
                             { 350, 410 },
                             { 50, 410 },
                             { 50, 10 } };
  const HomPoint *quad;
  HomPoint        start[4];

  for (gsize i = 0; i < fixture->image->stride * 300; i++)
    fixture->image->data[i] = 0.1f;
  for (gint y = 60; y < 240; y++)
    for (gint x = 80; x < 320; x++)
      for (gint c = 0; c < 4; c++)
        fixture->image->data[y * fixture->image->stride + 4 * x + c] = 0.9f;
  hom_perspective_panel_set_shown (fixture->panel, fixture->source, &shown,
                                   own);
  hom_perspective_panel_find (fixture->panel);
  hom_perspective_panel_say (fixture->panel, "Shown elsewhere.");
  for (gint i = 0; i < 50 && ! hom_perspective_panel_is_seen (fixture->panel);
       i++)
    test_settle ();
  g_assert_true (says (fixture, "Shown elsewhere."));
  quad = hom_quad_editor_get_quad (test_perspective_editor (fixture));
  hom_quad_from_box (&(HomBox){ 350 - 240, 10 + 80, 350 - 60, 10 + 320 },
                     start);
  for (gint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (quad[i].x, start[i].x, 1.5);
      g_assert_cmpfloat_with_epsilon (quad[i].y, start[i].y, 1.5);
    }
  g_object_set (fixture->config, "direction", "distort", NULL);
  quad = hom_quad_editor_get_quad (test_perspective_editor (fixture));
  g_assert_cmpmem (quad, sizeof (own), own, sizeof (own));
}

/* All can be worked by the keyboard alone, and has a name: at first, with more
 * unfolded, and with the result in place of the picture.
 */
static void
test_keyboard (TestPerspective *fixture, gconstpointer data)
{
  test_check_names (fixture->window);
  test_check_tab (fixture->window);
  hom_perspective_panel_unfold (fixture->panel);
  test_settle ();
  test_check_tab (fixture->window);
  test_key (fixture->window, GDK_KEY_p, 0);
  test_settle ();
  test_check_tab (fixture->window);
}

/* The picture keeps its size while a corner is dragged, whatever is said
 * meanwhile, and in a narrow window. What is not shown of it is in the tooltip.
 */
static void
test_message (TestPerspective *fixture, gconstpointer data)
{
  const gchar *message =
      "Ziehen Sie die Ecken auf die des Blatts oder Rahmens; mit Umschalt "
      "rasten sie an Kanten ein. Tabulator und Pfeiltasten bewegen sie genau.";
  GtkWidget        *canvas  = GTK_WIDGET (test_perspective_editor (fixture));
  g_autofree gchar *tooltip = NULL;
  gint              height;

  hom_perspective_panel_say (fixture->panel, "Short.");
  test_settle ();
  height = gtk_widget_get_allocated_height (canvas);
  hom_perspective_panel_say (fixture->panel, message);
  test_settle ();
  g_assert_cmpint (gtk_widget_get_allocated_height (canvas), ==, height);
  tooltip = gtk_widget_get_tooltip_text (
      test_perspective_find (fixture, ATK_ROLE_LABEL, message));
  g_assert_cmpstr (tooltip, ==, message);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  test_perspective_add ("/perspective/in-step", test_in_step);
  test_perspective_add ("/perspective/rounding", test_rounding);
  test_perspective_add ("/perspective/undo", test_undo);
  test_perspective_add ("/perspective/guard", test_guard);
  test_perspective_add ("/perspective/reset", test_reset);
  test_perspective_add ("/perspective/result", test_result);
  test_perspective_add ("/perspective/in-place", test_in_place);
  test_perspective_add ("/perspective/hints", test_hints);
  test_perspective_add ("/perspective/unfold", test_unfold);
  test_perspective_add ("/perspective/parallel", test_parallel);
  test_perspective_add ("/perspective/shown", test_shown);
  test_perspective_add ("/perspective/keyboard", test_keyboard);
  test_perspective_add ("/perspective/message", test_message);

  return g_test_run ();
}
