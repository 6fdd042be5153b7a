/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomTransformPanel and what it reads and writes matrices by, without GIMP.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-tab.h"
#include "tests/ui/help/ui-test.h"
#include "ui/canvas/hom-canvas.h"
#include "ui/matrix/hom-matrix-entry.h"
#include "ui/matrix/hom-matrix-text.h"
#include "ui/transform/hom-transform-panel.h"

static const HomMatrix TILTED = { { 1.1, 0.1, 5, -0.05, 0.95, 8, 0.0004, 0.0007,
                                    1 } };

static void
assert_same (const HomMatrix *a, const HomMatrix *b)
{
  g_assert_cmpmem (a, sizeof (HomMatrix), b, sizeof (HomMatrix));
}

/* What is written is read as the very same numbers. */
static void
test_format (void)
{
  const HomMatrix   matrix = { { 0.1, 1.0 / 3.0, -1e-17, 1e22, 2, 0, G_PI,
                                 -0.0004, 1 } };
  g_autofree gchar *text   = hom_matrix_format (&matrix);
  g_autofree gchar *tilted = hom_matrix_format (&TILTED);
  HomMatrix         read;

  g_assert_true (hom_matrix_parse (text, &read, NULL));
  assert_same (&read, &matrix);
  g_assert_cmpstr (tilted, ==,
                   "1.1, 0.1, 5, -0.05, 0.95, 8, 0.0004, 0.0007, 1");
}

/* As Python, NumPy, Octave, CSV and people with a decimal comma write it. */
static void
test_parse (void)
{
  const gchar *const texts[] = {
    "1.1, 0.1, 5, -0.05, 0.95, 8, 0.0004, 0.0007, 1",
    "[[1.1, 0.1, 5],\n [-5e-2, 0.95, 8],\n [4e-4, 7e-4, 1]]",
    "[[ 1.1   0.1  5. ]\n [-0.05 0.95 8. ]\n [0.0004 0.0007 1. ]]",
    "1.1 0.1 5; -0.05 0.95 8; 0.0004 0.0007 1",
    "1,1;0,1;5\n-0,05;0,95;8\n0,0004;0,0007;1\n",
    "array([[ 1.1e+00,  1.0e-01,  5.0e+00],\n"
    "       [-5.0e-02,  9.5e-01,  8.0e+00],\n"
    "       [ 4.0e-04,  7.0e-04,  1.0e+00]], dtype=float32)",
    "H = np.array([[1.1, .1, 5.], [-.05, .95, 8.], [4e-4, 7e-4, 1.]],\n"
    "             dtype='<f8')",
    "[np.float64(1.1), np.float64(0.1), 5, -0.05, 0.95, 8, 0.0004, 0.0007, 1]",
    "M =\n\n   1.1   0.1   5\n  -0.05   0.95   8\n   0.0004   0.0007   1\n",
    "1,1 0,1 5\n−0,05 0,95 8\n0,0004 0,0007 1",
    "1.1\u2009.1\u00a05 \u2013.05\u202f.95\u20038 4e\u22124 7e−4 \ufeff1",
    "⎡ 1.1    0.1    5⎤\n⎢-0.05   0.95   8⎥\n⎣ 0.0004 0.0007 1⎦",
    "(1.1\t0.1\t5\r\n-.05\t.95\t8\r\n.0004\t.0007\t1)",
  };
  HomMatrix read;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      read = HOM_MATRIX_IDENTITY;
      g_test_message ("%s", texts[i]);
      g_assert_true (hom_matrix_parse (texts[i], &read, NULL));
      assert_same (&read, &TILTED);
    }
}

/* What is no matrix is told apart by how many numbers it has. */
static void
test_parse_wrong (void)
{
  const struct
  {
    const gchar *text;
    gint         n;
  } wrong[] = {
    { "", 0 },
    { "five", 0 },
    { "1,5", 1 },
    { "−1,5\n", 1 },
    { "1,5 0 0", 3 },
    { "1,2,3\n4,5,6", 6 },
    { "1 2 3 4 5 6 7 8", 8 },
    { "1 2 3 4 5 6 7 8 9 10", 10 },
    { "array([1., 2.], dtype=float32)", 2 },
    { "1 2 3 4 x 6 7 8 9", 8 },
    { "1 2 3 4 x 6 7 8 9 10", 9 },
    { "1 2 3 4 nan 6 7 8 9", 8 },
    { "1 2 3 4 inf 6 7 8 9", 8 },
  };
  HomMatrix read = TILTED;
  gint      n;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i].text);
      g_assert_false (hom_matrix_parse (wrong[i].text, &read, &n));
      g_assert_cmpint (n, ==, wrong[i].n);
      assert_same (&read, &TILTED);
    }
}

typedef struct
{
  HomImage  *image;
  HomSource *source;
  GtkWidget *window;
  GtkWidget *panel;
} Fixture;

/* Refuses what moves the layer far away. */
static gboolean
solve (const HomMatrix      *matrix,
       HomTransformSolution *solution,
       gpointer              data,
       GError              **error)
{
  Fixture *fixture = data;

  if (fabs (matrix->m[2]) > 1000.0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Too far.");
      return FALSE;
    }

  hom_quad_from_box (hom_source_get_box (fixture->source), solution->before);
  solution->sampling = (HomSampling){ HOM_INTERPOLATION_CUBIC };
  solution->h        = *matrix;

  return hom_matrix_map_box (matrix, hom_source_get_box (fixture->source), NULL,
                             &solution->box);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->image  = test_picture_new (400, 300);
  fixture->source = hom_source_new_for_image (fixture->image);
  fixture->panel  = hom_transform_panel_new (fixture->source, solve, fixture);
  fixture->window = test_window_new (fixture->panel, 800, 500);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_object_unref (fixture->source);
  hom_image_free (fixture->image);
  test_settle ();
}

static GtkWidget *
find (Fixture *fixture, AtkRole role, const gchar *name)
{
  GtkWidget *widget = test_find_widget (fixture->panel, role, name);

  if (! widget)
    g_error ("There is no “%s”.", name);

  return widget;
}

static HomTransformPanel *
get_panel (Fixture *fixture)
{
  return HOM_TRANSFORM_PANEL (fixture->panel);
}

static void
assert_matrix (Fixture *fixture, const HomMatrix *expected)
{
  HomMatrix matrix;

  g_assert_true (hom_transform_panel_get_matrix (get_panel (fixture), &matrix));
  for (gint i = 0; i < 9; i++)
    g_assert_cmpfloat_with_epsilon (matrix.m[i], expected->m[i], 1e-12);
}

/* Pastes a text in place of what is in a field. */
static void
paste (GtkWidget *field, const gchar *text)
{
  gtk_clipboard_set_text (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), text,
                          -1);
  gtk_editable_select_region (GTK_EDITABLE (field), 0, -1);
  g_signal_emit_by_name (field, "paste-clipboard");
  test_settle ();
}

/* Nine numbers fill nine fields, and what is seen follows. */
static void
test_paste (Fixture *fixture, gconstpointer data)
{
  GtkWidget *field = find (fixture, ATK_ROLE_TEXT, "Row 2, column 2");
  GtkWidget *view  = find (fixture, ATK_ROLE_CANVAS, "Result");

  hom_matrix_copy_text (fixture->panel, &TILTED);
  gtk_widget_grab_focus (field);
  g_signal_emit_by_name (field, "paste-clipboard");
  assert_matrix (fixture, &TILTED);
  assert_same (hom_canvas_get_matrix (HOM_CANVAS (view)), &TILTED);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (field)), ==, "0.95");

  /* else a text is pasted as into any field */
  paste (field, "0.5");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (field)), ==, "0.5");
}

static void
find_popover (GtkWidget *widget, gpointer data)
{
  GtkWidget **found = data;

  if (GTK_IS_POPOVER (widget) && gtk_widget_get_visible (widget))
    *found = gtk_bin_get_child (GTK_BIN (widget));
}

/* Returns: (nullable): what is said below the fields. */
static const gchar *
get_refusal (Fixture *fixture)
{
  GtkWidget *label = NULL;

  gtk_container_forall (GTK_CONTAINER (fixture->window), find_popover, &label);

  return label ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

/* Several numbers that are no matrix leave all fields as they are. */
static void
test_refuse (Fixture *fixture, gconstpointer data)
{
  GtkWidget *field = find (fixture, ATK_ROLE_TEXT, "Row 2, column 2");

  hom_transform_panel_set_matrix (get_panel (fixture), &TILTED);
  g_assert_null (get_refusal (fixture));
  paste (field, "1 2 3\n4 5 6\n7 8");
  g_assert_cmpstr (get_refusal (fixture), ==,
                   "8 numbers were pasted; a matrix has nine.");
  assert_matrix (fixture, &TILTED);
  g_assert_true (hom_transform_panel_is_valid (get_panel (fixture)));

  paste (field, "1 2 3\n4 5 6\n7 8 9 and more");
  g_assert_cmpstr (get_refusal (fixture), ==,
                   "The pasted text is not only numbers.");
  assert_matrix (fixture, &TILTED);

  /* it goes with the next edit */
  paste (field, "−0,5\n");
  g_assert_null (get_refusal (fixture));
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (field)), ==, "−0,5");
  g_assert_true (hom_transform_panel_is_valid (get_panel (fixture)));
}

static void
test_invert (Fixture *fixture, gconstpointer data)
{
  GtkWidget *invert = find (fixture, ATK_ROLE_PUSH_BUTTON, "Invert");
  HomMatrix  inverse, singular = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };

  hom_transform_panel_set_matrix (get_panel (fixture), &TILTED);
  g_assert_true (hom_matrix_invert (&TILTED, &inverse, NULL));
  inverse = hom_matrix_normalize (&inverse);
  gtk_button_clicked (GTK_BUTTON (invert));
  assert_matrix (fixture, &inverse);
  gtk_button_clicked (GTK_BUTTON (invert));
  assert_matrix (fixture, &TILTED);

  hom_transform_panel_set_matrix (get_panel (fixture), &singular);
  g_assert_false (gtk_widget_is_sensitive (invert));
}

/* What cannot be applied is said to be, and cannot. */
static void
test_guard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *field   = find (fixture, ATK_ROLE_TEXT, "Row 1, column 3");
  GtkWidget *warning = find (fixture, ATK_ROLE_ICON, "Warning");
  HomMatrix  matrix;

  g_assert_true (hom_transform_panel_is_valid (get_panel (fixture)));
  g_assert_false (gtk_widget_get_visible (warning));
  gtk_entry_set_text (GTK_ENTRY (field), "five");
  g_assert_false (hom_transform_panel_is_valid (get_panel (fixture)));
  g_assert_false (hom_transform_panel_get_matrix (get_panel (fixture),
                                                  &matrix));
  find (fixture, ATK_ROLE_LABEL, "“five” in row 1, column 3 is no number.");
  g_assert_true (gtk_widget_get_visible (warning));

  gtk_entry_set_text (GTK_ENTRY (field), "5000");
  g_assert_false (hom_transform_panel_is_valid (get_panel (fixture)));
  find (fixture, ATK_ROLE_LABEL, "Too far.");
  gtk_entry_set_text (GTK_ENTRY (field), "5,5");
  g_assert_true (hom_transform_panel_is_valid (get_panel (fixture)));
  g_assert_true (hom_transform_panel_get_matrix (get_panel (fixture), &matrix));
  g_assert_cmpfloat (matrix.m[2], ==, 5.5);
}

/* All can be worked by the keyboard alone, and has a name. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  test_check_names (fixture->window);
  test_check_tab (fixture->window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  g_test_add_func ("/matrix/format", test_format);
  g_test_add_func ("/matrix/parse", test_parse);
  g_test_add_func ("/matrix/parse/wrong", test_parse_wrong);
  ADD ("/transform/paste", test_paste);
  ADD ("/transform/refuse", test_refuse);
  ADD ("/transform/invert", test_invert);
  ADD ("/transform/guard", test_guard);
  ADD ("/transform/keyboard", test_keyboard);

  return g_test_run ();
}
