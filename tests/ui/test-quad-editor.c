/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomQuadPart, HomQuadHistory and HomQuadEditor, without GIMP.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"
#include "ui/canvas/hom-draw.h"
#include "ui/quad/hom-quad-editor.h"
#include "ui/quad/hom-quad-history.h"

#define EPSILON 1e-6

static const HomPoint square[4] = { { 100, 100 },
                                    { 300, 100 },
                                    { 300, 200 },
                                    { 100, 200 } };

static void
assert_quad (const HomPoint *quad,
             gdouble         x1,
             gdouble         y1,
             gdouble         x2,
             gdouble         y2,
             gdouble         x3,
             gdouble         y3,
             gdouble         x4,
             gdouble         y4)
{
  const gdouble expected[] = { x1, y1, x2, y2, x3, y3, x4, y4 };

  for (gint i = 0; i < 8; i++)
    g_assert_cmpfloat_with_epsilon (i % 2 ? quad[i / 2].y : quad[i / 2].x,
                                    expected[i], EPSILON);
}

static void
test_part_at (void)
{
  const HomPoint crossed[4] = { { 0, 0 },
                                { 100, 100 },
                                { 100, 0 },
                                { 0, 100 } };

#define AT(x, y) hom_quad_part_at (square, (HomPoint){ x, y })
  g_assert_cmpint (AT (88, 90), ==, HOM_QUAD_CORNER);
  g_assert_cmpint (AT (310, 90), ==, HOM_QUAD_CORNER + 1);
  g_assert_cmpint (AT (200, 106), ==, HOM_QUAD_EDGE);
  g_assert_cmpint (AT (306, 150), ==, HOM_QUAD_EDGE + 1);
  g_assert_cmpint (AT (200, 193), ==, HOM_QUAD_EDGE + 2);
  g_assert_cmpint (AT (93, 150), ==, HOM_QUAD_EDGE + 3);
  g_assert_cmpint (AT (200, 150), ==, HOM_QUAD_INSIDE);
  g_assert_cmpint (AT (200, 80), ==, HOM_QUAD_NONE);
  g_assert_cmpint (AT (400, 150), ==, HOM_QUAD_NONE);
#undef AT
  g_assert_cmpint (hom_quad_part_at (crossed, (HomPoint){ 20, 50 }), ==,
                   HOM_QUAD_INSIDE);
}

static void
test_part_move (void)
{
  HomPoint quad[4];

  memcpy (quad, square, sizeof (quad));
  hom_quad_part_move (HOM_QUAD_EDGE + 3, 5, -7, quad);
  assert_quad (quad, 105, 93, 300, 100, 300, 200, 105, 193);
  hom_quad_part_move (HOM_QUAD_INSIDE, -5, 7, quad);
  assert_quad (quad, 100, 100, 295, 107, 295, 207, 100, 200);
  hom_quad_part_move (HOM_QUAD_NONE, 50, 50, quad);
  assert_quad (quad, 100, 100, 295, 107, 295, 207, 100, 200);
}

static void
test_history (void)
{
  g_autoptr (HomQuadHistory) history = hom_quad_history_new (square);
  HomPoint quad[4];

  memcpy (quad, square, sizeof (quad));
  g_assert_false (hom_quad_history_undo (history));

  /* nothing new is no step; a series is one */
  hom_quad_history_set (history, quad, 0);
  g_assert_false (hom_quad_history_can_undo (history));
  for (gint i = 1; i <= 5; i++)
    {
      quad[0].x = 100 + i;
      hom_quad_history_set (history, quad, 3);
    }
  quad[0].y = 7;
  hom_quad_history_set (history, quad, 4);
  g_assert_cmpfloat (hom_quad_history_get (history)[0].y, ==, 7);
  g_assert_true (hom_quad_history_undo (history));
  g_assert_cmpfloat (hom_quad_history_get (history)[0].x, ==, 105);
  g_assert_true (hom_quad_history_undo (history));
  g_assert_cmpfloat (hom_quad_history_get (history)[0].x, ==, 100);
  g_assert_false (hom_quad_history_undo (history));
  g_assert_true (hom_quad_history_redo (history));

  /* something else in place of what was undone */
  quad[0].y = 9;
  hom_quad_history_set (history, quad, 3);
  g_assert_false (hom_quad_history_can_redo (history));
  g_assert_true (hom_quad_history_undo (history));
  g_assert_cmpfloat (hom_quad_history_get (history)[0].y, ==, 100);
}

typedef struct
{
  HomImage      *image;
  HomSource     *source;
  GtkWidget     *widget;
  HomQuadEditor *editor;
  GtkWidget     *window;
  gint           n_changes;
} Fixture;

static void
count_change (HomQuadEditor *editor, Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->image  = test_picture_new (400, 300);
  fixture->source = hom_source_new_for_image (fixture->image);
  fixture->widget = hom_quad_editor_new (fixture->source);
  fixture->editor = HOM_QUAD_EDITOR (fixture->widget);
  fixture->window = test_window_new (fixture->widget, 700, 600);
  hom_quad_editor_start (fixture->editor, square);
  g_signal_connect (fixture->editor, "changed", G_CALLBACK (count_change),
                    fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_object_unref (fixture->source);
  hom_image_free (fixture->image);
  test_settle ();
}

static HomPoint
place (Fixture *fixture, gdouble x, gdouble y)
{
  return hom_canvas_from_picture (HOM_CANVAS (fixture->widget),
                                  (HomPoint){ x, y });
}

static void
drag (Fixture *fixture, gdouble x0, gdouble y0, gdouble x1, gdouble y1)
{
  test_drag (fixture->widget, 1, place (fixture, x0, y0),
             place (fixture, x1, y1));
}

/* A corner is taken where it is not quite hit, and does not jump there. */
static void
test_drag_parts (Fixture *fixture, gconstpointer data)
{
  const HomPoint *(*get) (HomQuadEditor *) = hom_quad_editor_get_quad;

  drag (fixture, 297, 102, 327, 82);
  assert_quad (get (fixture->editor), 100, 100, 330, 80, 300, 200, 100, 200);
  g_assert_cmpint (fixture->n_changes, ==, 4);
  drag (fixture, 200, 200, 200, 230);
  assert_quad (get (fixture->editor), 100, 100, 330, 80, 300, 230, 100, 230);
  drag (fixture, 200, 150, 190, 151);
  assert_quad (get (fixture->editor), 90, 101, 320, 81, 290, 231, 90, 231);

  /* beside it: nothing moves; a corner may lie outside of the picture */
  drag (fixture, 50, 50, 60, 60);
  assert_quad (get (fixture->editor), 90, 101, 320, 81, 290, 231, 90, 231);
  drag (fixture, 90, 101, -35, -20);
  assert_quad (get (fixture->editor), -35, -20, 320, 81, 290, 231, 90, 231);

  for (gint i = 0; i < 4; i++)
    hom_quad_editor_undo (fixture->editor);
  assert_quad (get (fixture->editor), 100, 100, 300, 100, 300, 200, 100, 200);
  g_assert_false (hom_quad_editor_can_undo (fixture->editor));
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const HomPoint *(*get) (HomQuadEditor *) = hom_quad_editor_get_quad;

  gtk_widget_child_focus (fixture->widget, GTK_DIR_TAB_FORWARD);
  g_assert_cmpint (hom_quad_editor_get_part (fixture->editor), ==,
                   HOM_QUAD_CORNER);
  test_key (fixture->widget, GDK_KEY_Right, 0);
  test_key (fixture->widget, GDK_KEY_Down, GDK_SHIFT_MASK);
  test_key (fixture->widget, GDK_KEY_Left, GDK_CONTROL_MASK);
  assert_quad (get (fixture->editor), 100.9, 110, 300, 100, 300, 200, 100, 200);

  gtk_widget_child_focus (fixture->widget, GTK_DIR_TAB_FORWARD);
  test_key (fixture->widget, GDK_KEY_Up, 0);
  assert_quad (get (fixture->editor), 100.9, 110, 300, 99, 300, 200, 100, 200);

  test_key (fixture->widget, GDK_KEY_z, GDK_CONTROL_MASK);
  test_key (fixture->widget, GDK_KEY_z, GDK_CONTROL_MASK);
  assert_quad (get (fixture->editor), 100, 100, 300, 100, 300, 200, 100, 200);
  test_key (fixture->widget, GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  test_key (fixture->widget, GDK_KEY_y, GDK_CONTROL_MASK);
  assert_quad (get (fixture->editor), 100.9, 110, 300, 99, 300, 200, 100, 200);
}

/* Ten times a tenth is one. */
static void
test_tenths (Fixture *fixture, gconstpointer data)
{
  gtk_widget_child_focus (fixture->widget, GTK_DIR_TAB_FORWARD);
  for (gint i = 0; i < 10; i++)
    test_key (fixture->widget, GDK_KEY_Left, GDK_CONTROL_MASK);
  g_assert_cmpfloat (hom_quad_editor_get_quad (fixture->editor)[0].x, ==, 99);
}

static void
test_tab (Fixture *fixture, gconstpointer data)
{
  for (gint i = 0; i < 4; i++)
    {
      g_assert_true (gtk_widget_child_focus (fixture->widget,
                                             GTK_DIR_TAB_FORWARD));
      g_assert_cmpint (hom_quad_editor_get_part (fixture->editor), ==,
                       HOM_QUAD_CORNER + i);
    }
  g_assert_false (gtk_widget_child_focus (fixture->widget,
                                          GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (fixture->widget,
                                         GTK_DIR_TAB_BACKWARD));
  g_assert_cmpint (hom_quad_editor_get_part (fixture->editor), ==,
                   HOM_QUAD_CORNER + 2);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  AtkObject *accessible = gtk_widget_get_accessible (fixture->widget);

  g_assert_cmpint (atk_object_get_role (accessible), ==, ATK_ROLE_CANVAS);
  g_assert_cmpstr (atk_object_get_description (accessible), ==,
                   "No corner is selected");
  hom_quad_editor_select (fixture->editor, HOM_QUAD_CORNER + 2);
  test_key (fixture->widget, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_cmpstr (atk_object_get_description (accessible), ==,
                   "Bottom right corner at 300.10, 200.00");
}

/* How many pixels of the widget have the color of a warning. */
static gint
count_red (GtkWidget *widget)
{
  const GdkRGBA    red     = HOM_DRAW_WARNING;
  cairo_surface_t *surface = test_draw (widget);
  guint32          value   = (guint32) round (red.red * 255) << 16 |
                  (guint32) round (red.green * 255) << 8 |
                  (guint32) round (red.blue * 255);
  gint n = 0;

  for (gint y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (gint x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += test_pixel (surface, x, y) == value;
  cairo_surface_destroy (surface);

  return n;
}

static void
test_warning (Fixture *fixture, gconstpointer data)
{
  const HomPoint bad[][4] = {
    { { 100, 100 }, { 300, 200 }, { 300, 100 }, { 100, 200 } },
    { { 100, 100 }, { 200, 150 }, { 300, 200 }, { 100, 200 } },
    { { 100, 100 }, { 300, 100 }, { 300, 100 }, { 100, 100 } },
  };

  gint own = count_red (fixture->widget); /* of the picture */

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      hom_quad_editor_set_quad (fixture->editor, bad[i]);
      g_assert_cmpint (count_red (fixture->widget), >, own + 20);
    }
}

/* The share of the widget's pixels that two drawings do not have in common. */
static gdouble
compare (cairo_surface_t *a, cairo_surface_t *b)
{
  gint width  = cairo_image_surface_get_width (a);
  gint height = cairo_image_surface_get_height (a);
  gint n      = 0;

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      n += test_pixel (a, x, y) != test_pixel (b, x, y);

  return n / (gdouble) (width * height);
}

/* The loupe, a disc of 144 pixels, is there while a corner is dragged, and in
 * its middle is the pixel under the corner.
 */
static void
test_loupe (Fixture *fixture, gconstpointer data)
{
  HomPoint         corner = place (fixture, 300, 100);
  cairo_surface_t *before, *during, *after;

  hom_quad_editor_select (fixture->editor, HOM_QUAD_CORNER + 1);
  before = test_draw (fixture->widget);
  test_press (fixture->widget, 1, corner);
  during = test_draw (fixture->widget);
  test_release (fixture->widget, 1, corner);
  after = test_draw (fixture->widget);

  g_assert_cmpfloat (compare (before, during), >, 0.02);
  g_assert_cmpfloat (compare (before, during), <, 0.08);
  g_assert_cmpfloat (compare (before, after), ==, 0.0);

  cairo_surface_destroy (before);
  cairo_surface_destroy (during);
  cairo_surface_destroy (after);
}

static void
click (Fixture *fixture, gdouble x, gdouble y)
{
  HomPoint point = place (fixture, x, y);
  HomPoint near  = { point.x + 2, point.y + 1 };

  test_press (fixture->widget, 1, point);
  test_move (fixture->widget, near, GDK_BUTTON1_MASK);
  test_release (fixture->widget, 1, near);
}

static void
assert_choice (Fixture *fixture, gint choice, gdouble left)
{
  g_assert_cmpint (hom_quad_editor_get_choice (fixture->editor), ==, choice);
  g_assert_cmpfloat (hom_quad_editor_get_quad (fixture->editor)[0].x, ==, left);
}

/* An outer frame, its inner one, and a sheet beside them. */
static void
offer (Fixture *fixture)
{
  const HomFoundQuad found[] = {
    { { { 100, 100 }, { 300, 100 }, { 300, 200 }, { 100, 200 } }, 0.9 },
    { { { 140, 120 }, { 260, 120 }, { 260, 180 }, { 140, 180 } }, 0.8 },
    { { { 320, 20 }, { 390, 20 }, { 390, 80 }, { 320, 80 } }, 0.7 },
  };

  hom_quad_editor_set_choices (fixture->editor, found, G_N_ELEMENTS (found));
  hom_quad_editor_choose (fixture->editor, 0);
}

/* A click goes to the smallest around it: beside the corners, or smaller than
 * they are. A drag does not, nor does a click where there is none.
 */
static void
test_click (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  assert_choice (fixture, 0, 100);
  click (fixture, 200, 150);
  assert_choice (fixture, 1, 140);
  click (fixture, 200, 150);
  assert_choice (fixture, 1, 140);
  click (fixture, 200, 110);
  assert_choice (fixture, 0, 100);
  click (fixture, 350, 50);
  assert_choice (fixture, 2, 320);
  click (fixture, 50, 250);
  assert_choice (fixture, 2, 320);
  drag (fixture, 350, 50, 340, 50);
  assert_choice (fixture, 2, 310);
  drag (fixture, 200, 150, 240, 150);
  assert_choice (fixture, 2, 310);

  /* each is one step */
  hom_quad_editor_undo (fixture->editor);
  hom_quad_editor_undo (fixture->editor);
  assert_choice (fixture, 0, 100);
}

/* Tab goes round them once, and then to the corners; Page Down any time. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  const gdouble lefts[] = { 100, 140, 320 };

  offer (fixture);
  gtk_widget_grab_focus (fixture->widget);
  for (gint i = 1; i <= 3; i++)
    {
      gtk_widget_child_focus (fixture->widget, GTK_DIR_TAB_FORWARD);
      assert_choice (fixture, i % 3, lefts[i % 3]);
      g_assert_cmpint (hom_quad_editor_get_part (fixture->editor), ==,
                       HOM_QUAD_NONE);
    }
  gtk_widget_child_focus (fixture->widget, GTK_DIR_TAB_FORWARD);
  g_assert_cmpint (hom_quad_editor_get_part (fixture->editor), ==,
                   HOM_QUAD_CORNER);
  assert_choice (fixture, 0, 100);

  test_key (fixture->widget, GDK_KEY_Page_Up, 0);
  assert_choice (fixture, 2, 320);
  test_key (fixture->widget, GDK_KEY_Page_Down, 0);
  assert_choice (fixture, 0, 100);
  hom_quad_editor_set_choices (fixture->editor, NULL, 0);
  test_key (fixture->widget, GDK_KEY_Page_Down, 0);
  assert_choice (fixture, -1, 100);
}

/* Corners outside of the picture are seen, as long as they are not dragged. */
static void
test_outside (Fixture *fixture, gconstpointer data)
{
  HomCanvas     *canvas  = HOM_CANVAS (fixture->widget);
  const HomPoint quad[4] = { { -150, 20 },
                             { 300, 20 },
                             { 300, 500 },
                             { 5, 190 } };
  const gdouble  zoom    = hom_canvas_get_zoom (canvas);
  gint           width   = gtk_widget_get_allocated_width (fixture->widget);
  gint           height  = gtk_widget_get_allocated_height (fixture->widget);
  HomPoint       corner;

  hom_quad_editor_set_quad (HOM_QUAD_EDITOR (canvas), quad);
  for (gint i = 0; i < 4; i++)
    {
      corner = hom_canvas_from_picture (canvas, quad[i]);
      g_assert_true (corner.x >= 0 && corner.x <= width);
      g_assert_true (corner.y >= 0 && corner.y <= height);
    }
  g_assert_cmpfloat (hom_canvas_get_zoom (canvas), <, zoom);

  hom_quad_editor_undo (HOM_QUAD_EDITOR (canvas));
  g_assert_cmpfloat (hom_canvas_get_zoom (canvas), ==, zoom);
  corner = hom_canvas_from_picture (
      canvas, hom_quad_editor_get_quad (HOM_QUAD_EDITOR (canvas))[0]);
  test_press (fixture->widget, 1, corner);
  test_move (fixture->widget, (HomPoint){ -30, -20 }, GDK_BUTTON1_MASK);
  g_assert_cmpfloat (hom_canvas_get_zoom (canvas), ==, zoom);
  test_release (fixture->widget, 1, (HomPoint){ -30, -20 });
  corner = hom_canvas_from_picture (
      canvas, hom_quad_editor_get_quad (HOM_QUAD_EDITOR (canvas))[0]);
  g_assert_true (corner.x >= 0 && corner.y >= 0);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  g_test_add_func ("/quad-part/at", test_part_at);
  g_test_add_func ("/quad-part/move", test_part_move);
  g_test_add_func ("/quad-history/steps", test_history);
  ADD ("/quad-editor/drag", test_drag_parts);
  ADD ("/quad-editor/keys", test_keys);
  ADD ("/quad-editor/tenths", test_tenths);
  ADD ("/quad-editor/tab", test_tab);
  ADD ("/quad-editor/accessible", test_accessible);
  ADD ("/quad-editor/warning", test_warning);
  ADD ("/quad-editor/loupe", test_loupe);
  ADD ("/quad-editor/click", test_click);
  ADD ("/quad-editor/next", test_next);
  ADD ("/quad-editor/outside", test_outside);

  return g_test_run ();
}
