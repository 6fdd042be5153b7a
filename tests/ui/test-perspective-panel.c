/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomPerspectivePanel and its parts, without GIMP.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/perspective-config.h"
#include "tests/ui/help/ui-test.h"
#include "ui/canvas/hom-formats.h"
#include "ui/perspective/hom-perspective-panel.h"
#include "ui/perspective/hom-result-view.h"
#include "ui/quad/hom-quad-editor.h"

#define EPSILON 1e-9

static void
test_formats (void)
{
  g_autofree gchar *a4     = hom_format_describe (1.42);
  g_autofree gchar *letter = hom_format_describe (8.5 / 11.0);
  g_autofree gchar *none   = hom_format_describe (2.7);
  g_autofree gchar *square = hom_format_describe (0.995);

  g_assert_cmpstr (a4, ==, "1.420, A4 landscape");
  g_assert_cmpstr (letter, ==, "0.773, Letter portrait");
  g_assert_cmpstr (none, ==, "2.700");
  g_assert_cmpstr (square, ==, "0.995, square");
  for (gint i = 0; i < hom_n_formats; i++)
    g_assert_cmpint (hom_format_find (1.0 / hom_formats[i].ratio, 1e-9), ==, i);
}

typedef struct
{
  HomImage            *image;
  HomSource           *source;
  TestConfig          *config;
  HomPerspectivePanel *panel;
  GtkWidget           *window;
  gint                 n_updates;
} Fixture;

static void
count_update (HomPerspectivePanel *panel, Fixture *fixture)
{
  fixture->n_updates++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  HomBox box = { 0, 0, 400, 300 };

  fixture->image  = test_picture_new (400, 300);
  fixture->source = hom_source_new_for_image (fixture->image);
  fixture->config = test_config_new (&box);
  fixture->panel  = HOM_PERSPECTIVE_PANEL (
       hom_perspective_panel_new (fixture->source, G_OBJECT (fixture->config),
                                  test_config_solve, fixture->config));
  fixture->window = test_window_new (GTK_WIDGET (fixture->panel), 1100, 650);
  g_signal_connect (fixture->panel, "updated", G_CALLBACK (count_update),
                    fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_object_unref (fixture->config);
  g_object_unref (fixture->source);
  hom_image_free (fixture->image);
  test_settle ();
}

/* Whether a label says so, or the widget itself. */
static gboolean
is_named (GtkWidget *widget, const gchar *name)
{
  AtkObject *accessible    = gtk_widget_get_accessible (widget);
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (widget);

  if (g_strcmp0 (atk_object_get_name (accessible), name) == 0)
    return TRUE;
  for (GList *label = labels; label; label = label->next)
    if (GTK_IS_LABEL (label->data) &&
        g_strcmp0 (gtk_label_get_text (label->data), name) == 0)
      return TRUE;

  return FALSE;
}

static void
check_name (GtkWidget *widget, gpointer data)
{
  gpointer  *wanted     = data;
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  if (atk_object_get_role (accessible) ==
          (AtkRole) GPOINTER_TO_INT (wanted[2]) &&
      is_named (widget, wanted[0]))
    wanted[1] = widget;
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_name, data);
}

/* By what a screen reader says. */
static GtkWidget *
find (Fixture *fixture, AtkRole role, const gchar *name)
{
  gpointer wanted[] = { (gpointer) name, NULL, GINT_TO_POINTER (role) };

  check_name (GTK_WIDGET (fixture->panel), wanted);
  if (! wanted[1])
    g_error ("There is no “%s”.", name);

  return wanted[1];
}

static gdouble
get_number (Fixture *fixture, const gchar *property)
{
  gdouble value;

  g_object_get (fixture->config, property, &value, NULL);

  return value;
}

static HomQuadEditor *
get_editor (Fixture *fixture)
{
  return HOM_QUAD_EDITOR (find (fixture, ATK_ROLE_CANVAS,
                                "Picture with corners"));
}

static void
drag (Fixture *fixture, gdouble x0, gdouble y0, gdouble x1, gdouble y1)
{
  HomCanvas *canvas = HOM_CANVAS (get_editor (fixture));
  HomPoint   from   = hom_canvas_from_picture (canvas, (HomPoint){ x0, y0 });
  HomPoint   to     = hom_canvas_from_picture (canvas, (HomPoint){ x1, y1 });

  test_drag (GTK_WIDGET (canvas), 1, from, to);
}

/* Handles, numbers and settings say the same, whichever was changed. */
static void
test_in_step (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin = find (fixture, ATK_ROLE_SPIN_BUTTON, "Top right y");

  drag (fixture, 400, 0, 350, 40);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "x2"), 350, EPSILON);
  g_assert_cmpfloat_with_epsilon (
      gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), 40, 0.005);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 33.25);
  g_assert_cmpfloat (get_number (fixture, "y2"), ==, 33.25);
  g_assert_cmpfloat_with_epsilon (
      hom_quad_editor_get_quad (get_editor (fixture))[1].x, 350, EPSILON);
  g_assert_cmpfloat (hom_quad_editor_get_quad (get_editor (fixture))[1].y, ==,
                     33.25);

  g_object_set (fixture->config, "x1", 12.0, NULL);
  test_settle ();
  g_assert_cmpfloat (hom_quad_editor_get_quad (get_editor (fixture))[0].x, ==,
                     12.0);
}

/* A rounded number does not move the corner that it was rounded from. */
static void
test_rounding (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin    = find (fixture, ATK_ROLE_SPIN_BUTTON, "Top left x");
  HomPoint   quad[4] = { { 10.12345, 20 },
                         { 300, 20 },
                         { 300, 200 },
                         { 5, 190 } };

  hom_quad_editor_set_quad (get_editor (fixture), quad);
  gtk_widget_grab_focus (spin);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  gtk_widget_grab_focus (GTK_WIDGET (get_editor (fixture)));
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, 10.12345);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  GtkButton *undo = GTK_BUTTON (find (fixture, ATK_ROLE_PUSH_BUTTON, "Undo"));
  GtkButton *redo = GTK_BUTTON (find (fixture, ATK_ROLE_PUSH_BUTTON, "Redo"));

  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (undo)));
  drag (fixture, 0, 0, 30, 20);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (undo)));
  gtk_button_clicked (undo);
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, 0.0);
  gtk_button_clicked (redo);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "x1"), 30.0, EPSILON);
}

/* Crossed corners are said to be; the reason goes when they are mended. */
static void
test_guard (Fixture *fixture, gconstpointer data)
{
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  drag (fixture, 0, 0, 350, 280);
  g_assert_false (hom_perspective_panel_is_valid (fixture->panel));
  find (fixture, ATK_ROLE_LABEL, "The quadrilateral has an inward corner.");

  hom_quad_editor_undo (get_editor (fixture));
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  find (fixture, ATK_ROLE_LABEL, "Sheet: 400 × 300 px");
}

/* A reset, which changes all settings one by one, leads to the corners at the
 * start, and can be undone.
 */
static void
test_reset (Fixture *fixture, gconstpointer data)
{
  HomPoint quad[4] = { { 10, 10 }, { 300, 20 }, { 310, 200 }, { 5, 190 } };

  hom_perspective_panel_start (fixture->panel, quad);
  drag (fixture, 300, 20, 350, 40);
  fixture->n_updates = 0;
  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpint (fixture->n_updates, ==, 1);
  g_assert_cmpfloat (get_number (fixture, "x2"), ==, 300.0);

  /* Also when they have not been moved. */
  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpfloat (get_number (fixture, "x2"), ==, 300.0);
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));

  hom_quad_editor_undo (get_editor (fixture));
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "x2"), 350.0, EPSILON);
}

static void
assert_aspect (Fixture *fixture, const gchar *aspect, gdouble ratio)
{
  g_autofree gchar *present = NULL;

  g_object_get (fixture->config, "aspect", &present, NULL);
  g_assert_cmpstr (present, ==, aspect);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "aspect-ratio"), ratio,
                                  1e-6);
}

static void
test_ratio (Fixture *fixture, gconstpointer data)
{
  GtkComboBox *combo = GTK_COMBO_BOX (find (fixture, ATK_ROLE_COMBO_BOX,
                                            "Side ratio"));
  GtkWidget   *swap  = find (fixture, ATK_ROLE_PUSH_BUTTON, "Swap");

  assert_aspect (fixture, "auto", 1.0);
  gtk_combo_box_set_active (combo, 1);
  assert_aspect (fixture, "keep", 1.0);
  test_settle ();

  /* a format, laid as the rectangle lies; turned; as a number */
  gtk_combo_box_set_active (combo, 3);
  assert_aspect (fixture, "custom", G_SQRT2);
  test_settle ();
  gtk_button_clicked (GTK_BUTTON (swap));
  assert_aspect (fixture, "custom", 1.0 / G_SQRT2);
  test_settle ();
  find (fixture, ATK_ROLE_LABEL, "0.707, A4 portrait");
  gtk_combo_box_set_active (combo, 2);
  test_settle ();
  g_assert_cmpint (gtk_combo_box_get_active (combo), ==, 2);
  assert_aspect (fixture, "custom", 1.0 / G_SQRT2);

  /* the other direction has no rectangle */
  g_object_set (fixture->config, "direction", "distort", NULL);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (combo)));
}

/* What the result view shows at a point is the pixel that the matrix takes
 * there.
 */
static void
test_result (Fixture *fixture, gconstpointer data)
{
  HomCanvas *view    = HOM_CANVAS (find (fixture, ATK_ROLE_CANVAS, "Result"));
  HomPoint   quad[4] = { { 50, 40 }, { 330, 60 }, { 340, 260 }, { 40, 250 } };
  HomPoint   in      = { 105.5, 140.5 };
  gint       sf      = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  cairo_surface_t *surface;
  guint32          value;
  HomPoint         out;

  hom_quad_editor_set_quad (get_editor (fixture), quad);
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
test_in_place (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toggle = find (fixture, ATK_ROLE_TOGGLE_BUTTON, "Show Result");
  GtkWidget *editor = GTK_WIDGET (get_editor (fixture));
  GtkWidget *result = find (fixture, ATK_ROLE_CANVAS, "Result");
  gint       width  = gtk_widget_get_allocated_width (result);

  drag (fixture, 0, 0, 30, 20);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  test_settle ();
  g_assert_false (gtk_widget_get_mapped (editor));
  g_assert_cmpint (gtk_widget_get_allocated_width (result), >, 3 * width / 2);
  test_key (fixture->window, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, 0.0);
  test_key (fixture->window, GDK_KEY_p, 0);
  test_settle ();
  g_assert_true (gtk_widget_get_mapped (editor));
  g_assert_cmpint (gtk_widget_get_allocated_width (result), ==, width);
}

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
click_find (Fixture *fixture)
{
  GtkWidget *button = find (fixture, ATK_ROLE_PUSH_BUTTON, "Find Corners");

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
test_find (Fixture *fixture, gconstpointer data)
{
  HomPoint quad[4] = { { 80, 60 }, { 320, 80 }, { 300, 240 }, { 90, 250 } };

  draw_sheet (fixture->image, quad, TRUE);
  click_find (fixture);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint found = hom_quad_editor_get_quad (get_editor (fixture))[i];

      g_assert_cmpfloat (hypot (found.x - quad[i].x, found.y - quad[i].y), <,
                         1.0);
    }

  for (gsize i = 0; i < fixture->image->stride * 300; i++)
    fixture->image->data[i] = 1.0f;
  memcpy (quad, hom_quad_editor_get_quad (get_editor (fixture)), sizeof (quad));
  click_find (fixture);
  g_assert_cmpmem (hom_quad_editor_get_quad (get_editor (fixture)),
                   sizeof (quad), quad, sizeof (quad));
  g_assert_true (
      gtk_widget_get_visible (find (fixture, ATK_ROLE_ICON, "Warning")));
}

static void
wait_for_search (Fixture *fixture)
{
  GtkWidget *button = find (fixture, ATK_ROLE_PUSH_BUTTON, "Find Corners");

  for (gint i = 0; i < 100 && ! gtk_widget_is_sensitive (button); i++)
    test_settle ();
  g_assert_true (gtk_widget_is_sensitive (button));
}

/* At the opening the corners are found without a word, and are what is started
 * from; until then nothing can be applied. A reset leads back to them.
 */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  const HomPoint quad[4] = { { 80, 60 },
                             { 320, 80 },
                             { 300, 240 },
                             { 90, 250 } };
  HomPoint       found;

  draw_sheet (fixture->image, quad, TRUE);
  hom_perspective_panel_find (fixture->panel);
  g_assert_false (hom_perspective_panel_is_valid (fixture->panel));
  find (fixture, ATK_ROLE_LABEL, "Looking for corners…");
  wait_for_search (fixture);
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  g_assert_false (hom_quad_editor_can_undo (get_editor (fixture)));
  found = hom_quad_editor_get_quad (get_editor (fixture))[0];
  g_assert_cmpfloat (hypot (found.x - 80, found.y - 60), <, 1.0);

  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, found.x);

  /* a distortion starts from the layer's own corners */
  g_object_set (fixture->config, "direction", "distort", NULL);
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, 0.0);
  g_object_set (fixture->config, "direction", "correct", NULL);
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, found.x);
}

/* After a sheet is dealt with, what overlaps it is not offered any more. */
static void
test_go_on (Fixture *fixture, gconstpointer data)
{
  const HomPoint left[4]  = { { 30, 60 },
                              { 170, 70 },
                              { 165, 240 },
                              { 35, 250 } };
  const HomPoint right[4] = { { 230, 60 },
                              { 370, 70 },
                              { 365, 240 },
                              { 235, 250 } };
  HomPoint       both[2];

  draw_sheet (fixture->image, left, TRUE);
  draw_sheet (fixture->image, right, FALSE);
  hom_perspective_panel_find (fixture->panel);
  wait_for_search (fixture);
  both[0] = hom_quad_editor_get_quad (get_editor (fixture))[0];
  g_assert_true (hom_perspective_panel_go_on (fixture->panel));
  hom_perspective_panel_say (fixture->panel, "Done.");
  find (fixture, ATK_ROLE_LABEL, "Done.");
  both[1] = hom_quad_editor_get_quad (get_editor (fixture))[0];
  g_assert_cmpfloat (fabs (both[0].x - both[1].x), >, 100.0);
  g_assert_false (hom_perspective_panel_go_on (fixture->panel));
}

/* A double-click looks for the sheet around it. */
static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  const HomPoint  left[4]  = { { 30, 60 },
                               { 170, 70 },
                               { 165, 240 },
                               { 35, 250 } };
  const HomPoint  right[4] = { { 230, 60 },
                               { 370, 70 },
                               { 365, 240 },
                               { 235, 250 } };
  const HomPoint *wanted[] = { left, right };

  draw_sheet (fixture->image, left, TRUE);
  draw_sheet (fixture->image, right, FALSE);
  for (gint i = 0; i < 2; i++)
    {
      HomPoint point = { wanted[i][0].x + 70, 150 };

      g_signal_emit_by_name (get_editor (fixture), "asked", &point);
      wait_for_search (fixture);
      point = hom_quad_editor_get_quad (get_editor (fixture))[0];
      g_assert_cmpfloat (
          hypot (point.x - wanted[i][0].x, point.y - wanted[i][0].y), <, 2.0);
    }
}

/* Where no sheet is, that is said quietly, and the layer's corners stay. */
static void
test_first_none (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < fixture->image->stride * 300; i++)
    fixture->image->data[i] = 1.0f;
  hom_perspective_panel_find (fixture->panel);
  wait_for_search (fixture);
  g_assert_true (hom_perspective_panel_is_valid (fixture->panel));
  g_assert_cmpfloat (get_number (fixture, "x1"), ==, 0.0);
  find (fixture, ATK_ROLE_LABEL,
        "No sheet found: drag the corners onto those of the sheet or frame, or "
        "double-click inside it.");
  g_assert_false (
      gtk_widget_get_visible (find (fixture, ATK_ROLE_ICON, "Warning")));
}

/* Checks a setting that is a word, and the size that was asked for. */
static void
assert_settings (Fixture     *fixture,
                 const gchar *name,
                 const gchar *value,
                 gint         width,
                 gint         height)
{
  g_autofree gchar *present = NULL;
  gint              w, h;

  g_object_get (fixture->config, name, &present, "width", &w, "height", &h,
                NULL);
  g_assert_cmpstr (present, ==, value);
  g_assert_cmpint (w, ==, width);
  g_assert_cmpint (h, ==, height);
}

/* What is seen is turned, in the mirror, too; a size that was asked for lies
 * down with it.
 */
static void
test_turn (Fixture *fixture, gconstpointer data)
{
  GtkWidget *right  = find (fixture, ATK_ROLE_PUSH_BUTTON, "Turn clockwise");
  GtkWidget *left   = find (fixture, ATK_ROLE_PUSH_BUTTON,
                            "Turn counterclockwise");
  GtkWidget *mirror = find (fixture, ATK_ROLE_TOGGLE_BUTTON, "Mirror");
  gboolean   value;

  g_object_set (fixture->config, "width", 200, NULL);
  gtk_button_clicked (GTK_BUTTON (right));
  assert_settings (fixture, "turn", "clockwise", 0, 200);
  gtk_button_clicked (GTK_BUTTON (right));
  assert_settings (fixture, "turn", "half", 200, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (mirror), TRUE);
  g_object_get (fixture->config, "mirror", &value, NULL);
  g_assert_true (value);
  gtk_button_clicked (GTK_BUTTON (right));
  assert_settings (fixture, "turn", "clockwise", 0, 200);
  gtk_button_clicked (GTK_BUTTON (left));
  assert_settings (fixture, "turn", "half", 200, 0);

  test_key (fixture->window, GDK_KEY_m, 0);
  test_key (fixture->window, GDK_KEY_r, 0);
  assert_settings (fixture, "turn", "counterclockwise", 0, 200);
  test_key (fixture->window, GDK_KEY_R, GDK_SHIFT_MASK);
  assert_settings (fixture, "turn", "half", 200, 0);

  g_object_set (fixture->config, "direction", "distort", NULL);
  g_assert_false (gtk_widget_is_sensitive (right));
}

/* A size in pixels starts from the present one; only the fields of what was
 * chosen are shown.
 */
static void
test_size (Fixture *fixture, gconstpointer data)
{
  GtkComboBox *combo  = GTK_COMBO_BOX (find (fixture, ATK_ROLE_COMBO_BOX,
                                             "Size"));
  GtkWidget   *width  = find (fixture, ATK_ROLE_SPIN_BUTTON, "Width");
  GtkWidget   *height = find (fixture, ATK_ROLE_SPIN_BUTTON, "Height");
  GtkWidget   *ppi    = find (fixture, ATK_ROLE_SPIN_BUTTON, "Resolution");

  hom_perspective_panel_add_paper (fixture->panel, "a4", "A4");
  g_assert_cmpstr (gtk_combo_box_get_active_id (combo), ==, "none");
  g_assert_false (gtk_widget_get_mapped (width));
  gtk_combo_box_set_active_id (combo, "pixels");
  test_settle ();
  assert_settings (fixture, "paper", "none", 400, 0);
  g_assert_true (gtk_widget_get_mapped (width));
  g_assert_false (gtk_widget_get_mapped (ppi));
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (height)), ==, "auto");

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (height), 90);
  gtk_entry_set_text (GTK_ENTRY (width), "auto");
  gtk_spin_button_update (GTK_SPIN_BUTTON (width));
  assert_settings (fixture, "paper", "none", 0, 90);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (height), 0);
  g_assert_cmpstr (gtk_combo_box_get_active_id (combo), ==, "pixels");

  gtk_combo_box_set_active_id (combo, "a4");
  test_settle ();
  assert_settings (fixture, "paper", "a4", 0, 0);
  g_assert_true (gtk_widget_get_mapped (ppi));
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (ppi)), ==,
                     300.0);
  test_config_reset (fixture->config);
  test_settle ();
  g_assert_cmpstr (gtk_combo_box_get_active_id (combo), ==, "none");
  g_assert_false (gtk_widget_get_mapped (ppi));
}

/* What the user does meanwhile is not undone by what is found then. */
static void
test_find_and_move (Fixture *fixture, gconstpointer data)
{
  const HomPoint quad[4] = { { 80, 60 },
                             { 320, 80 },
                             { 300, 240 },
                             { 90, 250 } };
  GtkWidget     *button  = find (fixture, ATK_ROLE_PUSH_BUTTON, "Find Corners");
  HomPoint       corner;

  draw_sheet (fixture->image, quad, TRUE);
  gtk_button_clicked (GTK_BUTTON (button));
  hom_quad_editor_set_corner (get_editor (fixture), 0, (HomPoint){ 20, 10 });
  g_assert_true (gtk_widget_is_sensitive (button));
  for (gint i = 0; i < 5; i++)
    test_settle ();
  corner = hom_quad_editor_get_quad (get_editor (fixture))[0];
  g_assert_cmpfloat (corner.x, ==, 20.0);
  g_assert_cmpfloat (corner.y, ==, 10.0);
}

/* One that is closed while it searches. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  gtk_button_clicked (
      GTK_BUTTON (find (fixture, ATK_ROLE_PUSH_BUTTON, "Find Corners")));
  g_object_set (fixture->config, "x1", 12.0, NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  g_test_add_func ("/formats", test_formats);
  ADD ("/perspective/in-step", test_in_step);
  ADD ("/perspective/rounding", test_rounding);
  ADD ("/perspective/undo", test_undo);
  ADD ("/perspective/guard", test_guard);
  ADD ("/perspective/reset", test_reset);
  ADD ("/perspective/ratio", test_ratio);
  ADD ("/perspective/result", test_result);
  ADD ("/perspective/in-place", test_in_place);
  ADD ("/perspective/find", test_find);
  ADD ("/perspective/find-and-move", test_find_and_move);
  ADD ("/perspective/first", test_first);
  ADD ("/perspective/first-none", test_first_none);
  ADD ("/perspective/go-on", test_go_on);
  ADD ("/perspective/double-click", test_double_click);
  ADD ("/perspective/turn", test_turn);
  ADD ("/perspective/size", test_size);
  ADD ("/perspective/close", test_close);

  return g_test_run ();
}
