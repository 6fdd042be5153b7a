/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the controls have in common: pressed buttons, numbers, folds.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"
#include "ui/controls/hom-fold.h"
#include "ui/controls/hom-number.h"
#include "ui/controls/hom-toggle.h"

/* Two grounds can be told apart where their contrast is this, as in WCAG 2.1,
 * 1.4.11; letters can be read where it is the other.
 */
#define TOLD 3.0
#define READ 4.5

/* These are the colors of letters, grounds, and pressed buttons of the themes
 * of GIMP 3.0, Default.
 */
static const gchar *const themes[][3] = {
  { "rgb(220,220,220)", "rgb(42,42,42)", "rgb(30,30,30)" },
  { "black", "rgb(100,100,100)", "#898989" },
  { "black", "rgb(220,220,220)", "rgb(250,250,250)" },
};

static gdouble
linear (guint32 pixel, gint shift)
{
  gdouble value = (pixel >> shift & 0xff) / 255.0;

  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static gdouble
luminance (guint32 pixel)
{
  return 0.2126 * linear (pixel, 16) + 0.7152 * linear (pixel, 8) +
         0.0722 * linear (pixel, 0);
}

static gdouble
contrast (gdouble a, gdouble b)
{
  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/* Finds the ground of a button and what is farthest from it: its letters. */
static void
look (GtkWidget *button, gdouble *ground, gdouble *letters)
{
  cairo_surface_t *surface = test_draw (button);
  gint             width   = cairo_image_surface_get_width (surface);
  gint             height  = cairo_image_surface_get_height (surface);
  gint             edge    = 5 * gtk_widget_get_scale_factor (button);

  *ground  = luminance (test_pixel (surface, edge, edge));
  *letters = *ground;
  for (gint y = edge; y < height - edge; y++)
    for (gint x = edge; x < width - edge; x++)
      {
        gdouble l = luminance (test_pixel (surface, x, y));

        if (contrast (l, *ground) > contrast (*letters, *ground))
          *letters = l;
      }
  cairo_surface_destroy (surface);
}

static GtkCssProvider *
use_theme (const gchar *const colors[3])
{
  GtkCssProvider   *provider = gtk_css_provider_new ();
  g_autofree gchar *css      = NULL;

  css = g_strdup_printf ("button { color: %s; background: %s; transition: none;"
                         " text-shadow: none; }"
                         "button:checked { background: %s; }",
                         colors[0], colors[1], colors[2]);
  g_assert_true (gtk_css_provider_load_from_data (provider, css, -1, NULL));
  gtk_style_context_add_provider_for_screen (
      gdk_screen_get_default (), GTK_STYLE_PROVIDER (provider),
      GTK_STYLE_PROVIDER_PRIORITY_SETTINGS);

  return provider;
}

/* A pressed button is told from one that is not, and both can be read, in all
 * themes of GIMP, also when the theme changes.
 */
static void
test_pressed (void)
{
  GtkWidget *button = gtk_toggle_button_new_with_label ("HIM");
  GtkWidget *window;

  hom_toggle_style (button);
  window = test_window_new (button, 200, 60);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      GtkCssProvider *provider = use_theme (themes[i]);
      gdouble         ground[2], letters[2];

      for (gint pressed = 0; pressed < 2; pressed++)
        {
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), pressed);
          test_settle ();
          look (button, &ground[pressed], &letters[pressed]);
        }
      g_test_message ("theme %u: %.1f", i, contrast (ground[0], ground[1]));
      g_assert_cmpfloat (contrast (ground[0], ground[1]), >=, TOLD);
      g_assert_cmpfloat (contrast (ground[1], letters[1]), >=, READ);
      gtk_style_context_remove_provider_for_screen (
          gdk_screen_get_default (), GTK_STYLE_PROVIDER (provider));
      g_object_unref (provider);
    }
  gtk_widget_destroy (window);
}

/* A number has as many digits as were asked for, once it is rounded, and none
 * is missing before the point.
 */
static void
test_numbers (void)
{
  const struct
  {
    gdouble      number;
    gint         digits;
    const gchar *text;
  } cases[] = {
    { 1364.89, 3, "1365" },    { 948.68, 3, "949" },
    { 99.96, 3, "100" },       { 99.94, 3, "99.9" },
    { 9.996, 3, "10.0" },      { 9.994, 3, "9.99" },
    { 6.708, 3, "6.71" },      { 0.0123, 3, "0.01" },
    { 0.0, 3, "0.00" },        { -12.34, 3, "-12.3" },
    { 0.00321, 5, "0.0032" },  { 12.3456, 5, "12.346" },
    { 123456.7, 1, "123457" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint decimals = hom_number_decimals (cases[i].number, cases[i].digits);
      g_autofree gchar *text = g_strdup_printf ("%.*f", decimals,
                                                cases[i].number);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* What is folded is hidden, so that its letters do not work; unfolded, it is
 * scrolled into sight, also where it is so from the beginning.
 */
static void
test_fold (void)
{
  for (gint is_late = 0; is_late < 2; is_late++)
    {
      GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
      GtkWidget *box      = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *above    = gtk_drawing_area_new ();
      GtkWidget *content  = gtk_drawing_area_new ();
      GtkWidget *fold     = hom_fold_new ("_More");
      GtkWidget *window;
      gint       y;

      gtk_widget_set_size_request (above, 100, 300);
      gtk_widget_set_size_request (content, 100, 100);
      gtk_container_add (GTK_CONTAINER (box), above);
      gtk_container_add (GTK_CONTAINER (box), fold);
      gtk_container_add (GTK_CONTAINER (scrolled), box);
      hom_fold_fill (fold, content);
      g_assert_false (gtk_widget_get_visible (content));
      gtk_widget_set_no_show_all (content, TRUE);
      if (! is_late)
        gtk_expander_set_expanded (GTK_EXPANDER (fold), TRUE);
      window = test_window_new (scrolled, 200, 200);
      if (is_late)
        gtk_expander_set_expanded (GTK_EXPANDER (fold), TRUE);
      test_settle ();
      g_assert_true (gtk_widget_get_mapped (content));
      g_assert_true (gtk_widget_translate_coordinates (content, scrolled, 0, 0,
                                                       NULL, &y));
      g_assert_cmpint (y, >=, 0);
      g_assert_cmpint (y, <=, 100);
      gtk_widget_destroy (window);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/controls/pressed", test_pressed);
  g_test_add_func ("/controls/numbers", test_numbers);
  g_test_add_func ("/controls/fold", test_fold);

  return g_test_run ();
}
