/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomPerspectivePanel: corners that are found.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/perspective-fixture.h"
#include "tests/ui/help/ui-test.h"

/* @is_first: whether the ground is drawn, too. */
static void
draw_sheet (HomImage *image, const HomPoint corners[4], gboolean is_first)
{
  HomBox    unit = { 0, 0, 1, 1 };
  HomPoint  square[4];
  HomMatrix w;

  hom_quad_from_box (&unit, square);
  hom_matrix_from_corners (corners, square, &w, NULL);
  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        gfloat  *pixel = hom_image_pixel (image, x, y);
        HomPoint p;
        gboolean in;

        hom_matrix_apply (&w, (HomPoint){ x + 0.5, y + 0.5 }, &p);
        in = p.x > 0 && p.x < 1 && p.y > 0 && p.y < 1;
        if (in || is_first)
          pixel[0] = pixel[1] = pixel[2] = in ? 0.8f : 0.2f;
        pixel[3] = 1.0f;
      }
}

static void
click_find (TestPerspective *fixture)
{
  GtkWidget *button = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                             "Find Corners");

  gtk_button_clicked (GTK_BUTTON (button));
  g_assert_false (gtk_widget_is_sensitive (button));
  for (gint i = 0; i < 100 && ! gtk_widget_is_sensitive (button); i++)
    test_settle ();
  g_assert_true (gtk_widget_is_sensitive (button));
}

/* A grey sheet on a dark ground is found; where there is none that is said, and
 * the corners stay.
 */
static void
test_find (TestPerspective *fixture, gconstpointer data)
{
  HomPoint quad[4] = { { 80, 60 }, { 320, 80 }, { 300, 240 }, { 90, 250 } };

  draw_sheet (fixture->image, quad, TRUE);
  click_find (fixture);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint found = hom_quad_editor_get_quad (
          test_perspective_editor (fixture))[i];

      g_assert_cmpfloat (hypot (found.x - quad[i].x, found.y - quad[i].y), <,
                         1.0);
    }

  for (gsize i = 0; i < fixture->image->stride * 300; i++)
    fixture->image->data[i] = 1.0f;
  memcpy (quad, hom_quad_editor_get_quad (test_perspective_editor (fixture)),
          sizeof (quad));
  click_find (fixture);
  g_assert_cmpmem (hom_quad_editor_get_quad (test_perspective_editor (fixture)),
                   sizeof (quad), quad, sizeof (quad));
  g_assert_true (gtk_widget_get_visible (
      test_perspective_find (fixture, ATK_ROLE_ICON, "Warning")));
}

static void
wait_for_search (TestPerspective *fixture)
{
  GtkWidget *button = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                             "Find Corners");

  for (gint i = 0; i < 100 && ! gtk_widget_is_sensitive (button); i++)
    test_settle ();
  g_assert_true (gtk_widget_is_sensitive (button));
}

/* At the opening the corners are found without a word, and are what is started
 * from; until then nothing can be applied. A reset leads back to them.
 */
static void
test_first (TestPerspective *fixture, gconstpointer data)
{
  const HomPoint quad[4] = { { 80, 60 },
                             { 320, 80 },
                             { 300, 240 },
                             { 90, 250 } };
  HomPoint       found;

  draw_sheet (fixture->image, quad, TRUE);
  hom_perspective_panel_find (fixture->panel);
  g_assert_false (hom_perspective_panel_is_valid (fixture->panel));
  test_perspective_find (fixture, ATK_ROLE_LABEL, "Looking for corners…");
  wait_for_search (fixture);
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  g_assert_false (hom_quad_editor_can_undo (test_perspective_editor (fixture)));
  found = hom_quad_editor_get_quad (test_perspective_editor (fixture))[0];
  g_assert_cmpfloat (hypot (found.x - 80, found.y - 60), <, 1.0);

  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, found.x);

  /* a distortion starts from the layer's own corners */
  g_object_set (fixture->config, "direction", "distort", NULL);
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, 0.0);
  g_object_set (fixture->config, "direction", "correct", NULL);
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, found.x);
}

/* Two sheets, side by side. */
static const HomPoint left[4]  = { { 30, 60 },
                                   { 170, 70 },
                                   { 165, 240 },
                                   { 35, 250 } };
static const HomPoint right[4] = { { 230, 60 },
                                   { 370, 70 },
                                   { 365, 240 },
                                   { 235, 250 } };

/* A distortion has no use for sheets: they are neither outlined, nor spoken of,
 * nor gone to. They are there again when something is straightened.
 */
static void
test_distortion (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *find = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                           "Find Corners");
  HomPoint   own[4];

  draw_sheet (fixture->image, left, TRUE);
  draw_sheet (fixture->image, right, FALSE);
  hom_perspective_panel_find (fixture->panel);
  wait_for_search (fixture);
  g_object_set (fixture->config, "direction", "distort", NULL);
  test_settle ();
  memcpy (own, hom_quad_editor_get_quad (test_perspective_editor (fixture)),
          sizeof (own));
  g_assert_cmpint (
      hom_quad_editor_get_choice (test_perspective_editor (fixture)), ==, -1);
  hom_quad_editor_choose_next (test_perspective_editor (fixture), 1);
  g_assert_cmpmem (hom_quad_editor_get_quad (test_perspective_editor (fixture)),
                   sizeof (own), own, sizeof (own));
  g_assert_false (gtk_widget_is_sensitive (find));
  test_perspective_find (fixture, ATK_ROLE_LABEL,
                         "Drag the corners to where those of the layer are to "
                         "go. Tab and the arrow keys move them exactly.");

  g_object_set (fixture->config, "direction", "correct", NULL);
  test_settle ();
  g_assert_true (gtk_widget_is_sensitive (find));
  test_perspective_find (fixture, ATK_ROLE_LABEL, "1 of 2");
}

/* After a sheet is dealt with, what overlaps it is not offered any more. */
static void
test_go_on (TestPerspective *fixture, gconstpointer data)
{
  HomPoint both[2];

  draw_sheet (fixture->image, left, TRUE);
  draw_sheet (fixture->image, right, FALSE);
  hom_perspective_panel_find (fixture->panel);
  wait_for_search (fixture);
  both[0] = hom_quad_editor_get_quad (test_perspective_editor (fixture))[0];
  g_assert_true (hom_perspective_panel_go_on (fixture->panel));
  hom_perspective_panel_say (fixture->panel, "Done.");
  test_perspective_find (fixture, ATK_ROLE_LABEL, "Done.");
  both[1] = hom_quad_editor_get_quad (test_perspective_editor (fixture))[0];
  g_assert_cmpfloat (fabs (both[0].x - both[1].x), >, 100.0);
  g_assert_false (hom_perspective_panel_go_on (fixture->panel));
}

/* A double-click looks for the sheet around it. */
static void
test_double_click (TestPerspective *fixture, gconstpointer data)
{
  const HomPoint *wanted[] = { left, right };

  draw_sheet (fixture->image, left, TRUE);
  draw_sheet (fixture->image, right, FALSE);
  for (gint i = 0; i < 2; i++)
    {
      HomPoint point = { wanted[i][0].x + 70, 150 };

      g_signal_emit_by_name (test_perspective_editor (fixture), "asked",
                             &point);
      wait_for_search (fixture);
      point = hom_quad_editor_get_quad (test_perspective_editor (fixture))[0];
      g_assert_cmpfloat (
          hypot (point.x - wanted[i][0].x, point.y - wanted[i][0].y), <, 2.0);
    }
}

/* Where no sheet is, that is said quietly, and the layer's corners stay. */
static void
test_first_none (TestPerspective *fixture, gconstpointer data)
{
  for (gsize i = 0; i < fixture->image->stride * 300; i++)
    fixture->image->data[i] = 1.0f;
  hom_perspective_panel_find (fixture->panel);
  wait_for_search (fixture);
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  g_assert_cmpfloat (test_perspective_number (fixture, "x1"), ==, 0.0);
  test_perspective_find (fixture, ATK_ROLE_LABEL,
                         "No sheet found: drag the corners onto those of the "
                         "sheet or frame, or "
                         "double-click inside it.");
  g_assert_false (gtk_widget_get_visible (
      test_perspective_find (fixture, ATK_ROLE_ICON, "Warning")));
}

/* What the user does meanwhile is not undone by what is found then. */
static void
test_find_and_move (TestPerspective *fixture, gconstpointer data)
{
  const HomPoint quad[4] = { { 80, 60 },
                             { 320, 80 },
                             { 300, 240 },
                             { 90, 250 } };
  GtkWidget     *button  = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                                  "Find Corners");
  HomPoint       corner;

  draw_sheet (fixture->image, quad, TRUE);
  gtk_button_clicked (GTK_BUTTON (button));
  hom_quad_editor_set_corner (test_perspective_editor (fixture), 0,
                              (HomPoint){ 20, 10 });
  g_assert_true (gtk_widget_is_sensitive (button));
  for (gint i = 0; i < 5; i++)
    test_settle ();
  corner = hom_quad_editor_get_quad (test_perspective_editor (fixture))[0];
  g_assert_cmpfloat (corner.x, ==, 20.0);
  g_assert_cmpfloat (corner.y, ==, 10.0);
}

/* One that is closed while it searches. */
static void
test_close (TestPerspective *fixture, gconstpointer data)
{
  gtk_button_clicked (GTK_BUTTON (
      test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON, "Find Corners")));
  g_object_set (fixture->config, "x1", 12.0, NULL);
}

/* With Shift, a corner that is dragged near that of the sheet goes onto it;
 * else it is where the pointer has it.
 */
static void
test_snap (TestPerspective *fixture, gconstpointer data)
{
  const HomPoint  quad[4]      = { { 80, 60 },
                                   { 320, 60 },
                                   { 320, 240 },
                                   { 80, 240 } };
  const HomPoint  near         = { 85, 63 };
  HomCanvas      *canvas       = HOM_CANVAS (test_perspective_editor (fixture));
  GtkWidget      *widget       = GTK_WIDGET (canvas);
  GdkModifierType states[]     = { GDK_BUTTON1_MASK | GDK_SHIFT_MASK,
                                   GDK_BUTTON1_MASK };
  const HomPoint *expected[]   = { &quad[0], &near };
  g_autoptr (HomSource) source = NULL;

  draw_sheet (fixture->image, quad, TRUE);
  source = hom_source_new_for_image (fixture->image);
  hom_canvas_set_source (canvas, source);
  test_press (widget, 1, hom_canvas_from_picture (canvas, (HomPoint){ 0, 0 }));
  for (gint i = 0; i < 2; i++)
    {
      HomPoint corner;

      test_move (widget, hom_canvas_from_picture (canvas, near), states[i]);
      corner = hom_quad_editor_get_quad (HOM_QUAD_EDITOR (canvas))[0];
      g_assert_cmpfloat (hypot (corner.x - expected[i]->x,
                                corner.y - expected[i]->y),
                         <, i ? 1e-9 : 0.2);
    }
  test_release (widget, 1, hom_canvas_from_picture (canvas, near));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  test_perspective_add ("/perspective/find", test_find);
  test_perspective_add ("/perspective/find-and-move", test_find_and_move);
  test_perspective_add ("/perspective/first", test_first);
  test_perspective_add ("/perspective/first-none", test_first_none);
  test_perspective_add ("/perspective/distortion", test_distortion);
  test_perspective_add ("/perspective/go-on", test_go_on);
  test_perspective_add ("/perspective/double-click", test_double_click);
  test_perspective_add ("/perspective/close", test_close);
  test_perspective_add ("/perspective/snap", test_snap);

  return g_test_run ();
}
