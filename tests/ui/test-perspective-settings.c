/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomPerspectivePanel: ratio, size and turn of the rectangle.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/perspective-fixture.h"
#include "tests/ui/help/ui-test.h"
#include "ui/canvas/hom-formats.h"

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

static void
assert_aspect (TestPerspective *fixture, const gchar *aspect, gdouble ratio)
{
  g_autofree gchar *present = NULL;

  g_object_get (fixture->config, "aspect", &present, NULL);
  g_assert_cmpstr (present, ==, aspect);
  g_assert_cmpfloat_with_epsilon (
      test_perspective_number (fixture, "aspect-ratio"), ratio, 1e-6);
}

static void
test_ratio (TestPerspective *fixture, gconstpointer data)
{
  GtkComboBox *combo = GTK_COMBO_BOX (
      test_perspective_find (fixture, ATK_ROLE_COMBO_BOX, "Side ratio"));
  GtkWidget *swap = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                           "Swap");

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
  test_perspective_find (fixture, ATK_ROLE_LABEL, "0.707, A4 portrait");
  gtk_combo_box_set_active (combo, 2);
  test_settle ();
  g_assert_cmpint (gtk_combo_box_get_active (combo), ==, 2);
  assert_aspect (fixture, "custom", 1.0 / G_SQRT2);

  /* the other direction has no rectangle */
  g_object_set (fixture->config, "direction", "distort", NULL);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (combo)));
}

/* Checks a setting that is a word, and the size that was asked for. */
static void
assert_settings (TestPerspective *fixture,
                 const gchar     *name,
                 const gchar     *value,
                 gint             width,
                 gint             height)
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
test_turn (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *right  = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                             "Turn clockwise");
  GtkWidget *left   = test_perspective_find (fixture, ATK_ROLE_PUSH_BUTTON,
                                             "Turn counterclockwise");
  GtkWidget *mirror = test_perspective_find (fixture, ATK_ROLE_TOGGLE_BUTTON,
                                             "Mirror");
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
test_size (TestPerspective *fixture, gconstpointer data)
{
  GtkComboBox *combo = GTK_COMBO_BOX (
      test_perspective_find (fixture, ATK_ROLE_COMBO_BOX, "Size"));
  GtkWidget *width  = test_perspective_find (fixture, ATK_ROLE_SPIN_BUTTON,
                                             "Width");
  GtkWidget *height = test_perspective_find (fixture, ATK_ROLE_SPIN_BUTTON,
                                             "Height");
  GtkWidget *ppi    = test_perspective_find (fixture, ATK_ROLE_SPIN_BUTTON,
                                             "Resolution");

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

/* By WCAG 2. */
static gdouble
luminance (const GdkRGBA *color)
{
  const gdouble values[]  = { color->red, color->green, color->blue };
  const gdouble weights[] = { 0.2126, 0.7152, 0.0722 };
  gdouble       sum       = 0.0;

  for (gint i = 0; i < 3; i++)
    sum += weights[i] * (values[i] <= 0.04045 ?
                             values[i] / 12.92 :
                             pow ((values[i] + 0.055) / 1.055, 2.4));

  return sum;
}

static gdouble
contrast (GtkWidget *label)
{
  GtkStyleContext *context = gtk_widget_get_style_context (label);
  GdkRGBA          text, ground;
  gdouble          a, b;

  gtk_style_context_get_color (context, gtk_style_context_get_state (context),
                               &text);
  g_assert_true (gtk_style_context_lookup_color (context, "theme_bg_color",
                                                 &ground));
  for (gint i = 0; i < 3; i++)
    {
      gdouble *value = i == 0 ? &text.red : i == 1 ? &text.green : &text.blue;
      gdouble under = i == 0 ? ground.red : i == 1 ? ground.green : ground.blue;

      *value = text.alpha * *value + (1.0 - text.alpha) * under;
    }
  a = luminance (&text);
  b = luminance (&ground);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/* What tells of the ratio is as well to be read as any other text, in a light
 * and in a dark theme.
 */
static void
test_contrast (TestPerspective *fixture, gconstpointer data)
{
  GtkWidget *label = test_perspective_find (fixture, ATK_ROLE_LABEL,
                                            "1.333, 4:3 landscape, by the "
                                            "sides, which show no perspective");

  for (gint dark = 0; dark < 2; dark++)
    {
      g_object_set (gtk_settings_get_default (),
                    "gtk-application-prefer-dark-theme", dark, NULL);
      test_settle ();
      g_assert_cmpfloat (contrast (label), >=, 4.5);
      g_assert_false (gtk_style_context_has_class (
          gtk_widget_get_style_context (label), GTK_STYLE_CLASS_DIM_LABEL));
    }
  g_object_set (gtk_settings_get_default (),
                "gtk-application-prefer-dark-theme", FALSE, NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/formats", test_formats);
  test_perspective_add ("/perspective/ratio", test_ratio);
  test_perspective_add ("/perspective/turn", test_turn);
  test_perspective_add ("/perspective/size", test_size);
  test_perspective_add ("/perspective/contrast", test_contrast);

  return g_test_run ();
}
