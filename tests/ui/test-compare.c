/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomCompareView and its bar, without GIMP.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"
#include "ui/compare/hom-compare-bar.h"
#include "ui/compare/hom-mismatch.h"

#define EPSILON 1e-6

static const HomExposure same = { 1.0, 0.0 };

/* One pixel of each, and what both are together. */
static void
assert_compared (HomCompareMode     mode,
                 gdouble            amount,
                 const HomExposure *exposure,
                 const gfloat       first[4],
                 const gfloat       second[4],
                 const gfloat       expected[4])
{
  HomImage *output = hom_image_new (1, 1, 4, NULL);
  HomImage *moving = hom_image_new (1, 1, 4, NULL);

  memcpy (output->data, first, 4 * sizeof (gfloat));
  memcpy (moving->data, second, 4 * sizeof (gfloat));
  hom_compare (mode, amount, exposure, moving, output);
  for (gint c = 0; c < 4; c++)
    g_assert_cmpfloat_with_epsilon (output->data[c], expected[c], EPSILON);

  hom_image_free (output);
  hom_image_free (moving);
}

static void
test_modes (void)
{
  const gfloat      a[]      = { 0.2f, 0.4f, 0.6f, 1.0f };
  const gfloat      b[]      = { 0.3f, 0.2f, 0.1f, 1.0f };
  const gfloat      half[]   = { 0.15f, 0.1f, 0.05f, 0.5f };
  const gfloat      none[]   = { 0.0f, 0.0f, 0.0f, 0.0f };
  const HomExposure inverted = { -1.0, 1.0 };

  assert_compared (HOM_COMPARE_OVERLAY, 0.25, &same, a, b,
                   (gfloat[4]) { 0.225f, 0.35f, 0.475f, 1.0f });
  assert_compared (HOM_COMPARE_OVERLAY, 1.0, &same, a, half,
                   (gfloat[4]) { 0.25f, 0.3f, 0.35f, 1.0f });
  assert_compared (HOM_COMPARE_OVERLAY, 1.0, &same, a, none, a);
  assert_compared (HOM_COMPARE_DIFFERENCE, 2.0, &same, a, b,
                   (gfloat[4]) { 0.2f, 0.4f, 1.0f, 1.0f });
  assert_compared (HOM_COMPARE_DIFFERENCE, 1.0, &same, b, half,
                   (gfloat[4]) { 0.0f, 0.0f, 0.0f, 0.5f });
  assert_compared (HOM_COMPARE_DIFFERENCE, 1.0, &same, a, none, none);
  assert_compared (HOM_COMPARE_DIFFERENCE, 4.0, &inverted, a,
                   (gfloat[4]) { 0.8f, 0.6f, 0.4f, 1.0f },
                   (gfloat[4]) { 0.0f, 0.0f, 0.0f, 1.0f });
  assert_compared (HOM_COMPARE_SPLIT, 0.0, &same, a, b, b);
  assert_compared (HOM_COMPARE_SPLIT, 1.0, &same, a, b, a);
  assert_compared (HOM_COMPARE_FLICKER, 0.0, &inverted, a, b, a);
  assert_compared (HOM_COMPARE_FLICKER, 1.0, &inverted, a, b, b);
  assert_compared (HOM_COMPARE_RED_CYAN, 0.0, &same,
                   (gfloat[4]) { 1.0f, 0.0f, 0.0f, 1.0f },
                   (gfloat[4]) { 0.0f, 0.5f, 0.0f, 0.5f },
                   (gfloat[4]) { 0.2126f, 0.3576f, 0.3576f, 1.0f });
  assert_compared (HOM_COMPARE_MISMATCH, 1.0, &same,
                   (gfloat[4]) { 0.5f, 0.5f, 0.5f, 1.0f }, b,
                   (gfloat[4]) { 0.3f, 0.3f, 0.3f, 1.0f });
}

/* A picture of noise, brighter and of more contrast on demand; one half of it
 * is other noise, and a strip is flat.
 */
static HomImage *
create_noise (gdouble gain, gdouble bias, gboolean is_other)
{
  HomImage *image          = hom_image_new (160, 96, 4, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (GRand) other  = g_rand_new_with_seed (6);

  for (gint y = 0; y < 96; y++)
    for (gint x = 0; x < 160; x++)
      {
        gfloat *pixel = hom_image_pixel (image, x, y);
        gdouble a     = g_rand_double (random);
        gdouble b     = g_rand_double (other);
        gdouble value = x < 80 || ! is_other ? a : b;

        if (y >= 64)
          value = 0.5;
        for (gint c = 0; c < 3; c++)
          pixel[c] = (gfloat) (gain * value + bias);
        pixel[3] = 1.0f;
      }

  return image;
}

static void
assert_color (const HomImage *map, gint x, gint y, gdouble mismatch)
{
  const gfloat *pixel = hom_image_pixel (map, x, y);
  gfloat        color[3];

  hom_mismatch_color (mismatch, color);
  g_assert_cmpfloat_with_epsilon (pixel[3], 1.0, EPSILON);
  for (gint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (pixel[c], color[c], 0.25);
}

/* Where the details are the same it is blue, whatever the exposure; where they
 * are others it is red; where there are none it has no color. A negative
 * matches only when it is known to be one.
 */
static void
test_mismatch_map (void)
{
  const struct
  {
    gdouble  gain, bias;
    gboolean is_negative;
    gdouble  left;
  } cases[]       = { { 1.0, 0.0, FALSE, 0.0 },
                      { 0.4, 0.3, FALSE, 0.0 },
                      { -1.0, 1.0, TRUE, 0.0 },
                      { -1.0, 1.0, FALSE, 1.0 } };
  HomImage *first = create_noise (1.0, 0.0, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HomImage *second = create_noise (cases[i].gain, cases[i].bias, TRUE);
      HomImage *map    = hom_mismatch_map (first, second, cases[i].is_negative);

      g_assert_cmpint (map->width, ==, 160 / HOM_MISMATCH_CELL);
      g_assert_cmpint (map->height, ==, 96 / HOM_MISMATCH_CELL);
      assert_color (map, 4, 4, cases[i].left);
      assert_color (map, 15, 4, 1.0);
      g_assert_cmpfloat (hom_image_pixel (map, 4, 11)[3], ==, 0.0);
      hom_image_free (map);
      hom_image_free (second);
    }
  hom_image_free (first);
}

/* What only one of the pictures shows has no color, and what is at an edge has.
 */
static void
test_mismatch_outside (void)
{
  HomImage *first  = create_noise (1.0, 0.0, FALSE);
  HomImage *second = create_noise (1.0, 0.0, FALSE);
  HomImage *map;

  for (gint y = 0; y < 96; y++)
    memset (hom_image_pixel (second, 0, y), 0, 80 * 4 * sizeof (gfloat));
  map = hom_mismatch_map (first, second, FALSE);
  g_assert_cmpfloat (hom_image_pixel (map, 4, 4)[3], ==, 0.0);
  assert_color (map, 19, 0, 0.0);
  hom_image_free (map);
  hom_image_free (first);
  hom_image_free (second);
}

typedef struct
{
  HomImage       *image, *part;
  HomSource      *reference, *moving;
  GtkWidget      *bar, *window;
  HomCompareView *view;
} Fixture;

/* A part of the reference, as if its left upper corner were at (0, 0): it lies
 * right when it is moved by (60, 40).
 */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  HomMatrix  start = HOM_MATRIX_IDENTITY;
  HomMatrix  right = hom_matrix_translation (60, 40);

  fixture->image = test_picture_new (400, 300);
  fixture->part  = hom_image_new (200, 150, 4, NULL);
  for (gint y = 0; y < 150; y++)
    memcpy (hom_image_pixel (fixture->part, 0, y),
            hom_image_pixel (fixture->image, 60, 40 + y),
            200 * 4 * sizeof (gfloat));
  fixture->reference = hom_source_new_for_image (fixture->image);
  fixture->moving    = hom_source_new_for_image (fixture->part);
  fixture->view      = HOM_COMPARE_VIEW (hom_compare_view_new ());
  fixture->bar       = hom_compare_bar_new (fixture->view);
  hom_compare_view_set_sources (fixture->view, fixture->reference,
                                fixture->moving);
  hom_compare_view_set_matrices (fixture->view, &start, &right, &same);
  gtk_box_pack_start (GTK_BOX (box), fixture->bar, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), GTK_WIDGET (fixture->view), TRUE, TRUE, 0);
  fixture->window = test_window_new (box, 600, 500);
  hom_canvas_set_zoom (HOM_CANVAS (fixture->view), 1.0);
  test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_object_unref (fixture->reference);
  g_object_unref (fixture->moving);
  hom_image_free (fixture->image);
  hom_image_free (fixture->part);
  test_settle ();
}

/* The color at a point of the picture, as 0xrrggbb. */
static guint32
color_at (Fixture *fixture, gdouble x, gdouble y)
{
  HomCanvas       *canvas = HOM_CANVAS (fixture->view);
  HomPoint         p = hom_canvas_from_picture (canvas, (HomPoint) { x, y });
  GtkWidget       *widget  = GTK_WIDGET (canvas);
  gint             sf      = gtk_widget_get_scale_factor (widget);
  cairo_surface_t *surface = test_draw (widget);
  guint32          color   = test_pixel (surface, (gint) floor (p.x * sf),
                                         (gint) floor (p.y * sf));

  cairo_surface_destroy (surface);

  return color;
}

/* The pixels of the reference tell where they are; one lies between two of the
 * screen.
 */
static void
assert_seen (Fixture *fixture, gint red, gint green)
{
  guint32 color = color_at (fixture, 150.5, 60.5);

  g_assert_cmpint (ABS ((gint) (color >> 16) - red), <=, 1);
  g_assert_cmpint (ABS ((gint) (color >> 8 & 0xff) - green), <=, 1);
}

static void
press_key (Fixture *fixture, guint key)
{
  g_assert_true (test_key (GTK_WIDGET (fixture->view), key, 0));
}

/* Where both coincide the difference is black; before, it is not. Zoomed in,
 * too.
 */
static void
test_before_and_after (Fixture *fixture, gconstpointer data)
{
  HomCanvas *canvas = HOM_CANVAS (fixture->view);

  press_key (fixture, GDK_KEY_d);
  for (gdouble zoom = 1.0; zoom <= 8.0; zoom *= 8.0)
    {
      hom_canvas_set_zoom (canvas, zoom);
      hom_canvas_center_on (canvas, (HomPoint) { 150.5, 120.5 });
      g_assert_cmphex (color_at (fixture, 150.5, 120.5), ==, 0);
      press_key (fixture, GDK_KEY_b);
      g_assert_true (hom_compare_view_get_before (fixture->view));
      g_assert_cmphex (color_at (fixture, 150.5, 120.5), !=, 0);
      press_key (fixture, GDK_KEY_B);
    }
}

/* Each key leads to its mode, and the button is pressed. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const guint keys[] = { GDK_KEY_o, GDK_KEY_d, GDK_KEY_s,
                         GDK_KEY_f, GDK_KEY_r, GDK_KEY_m };
  GList      *children, *buttons;

  children = gtk_container_get_children (GTK_CONTAINER (fixture->bar));
  buttons  = gtk_container_get_children (GTK_CONTAINER (children->data));
  g_list_free (children);
  for (gint mode = HOM_COMPARE_N_MODES - 1; mode >= 0; mode--)
    {
      GtkToggleButton *button = g_list_nth_data (buttons, mode);

      press_key (fixture, keys[mode]);
      g_assert_cmpint (hom_compare_view_get_mode (fixture->view), ==, mode);
      g_assert_true (gtk_toggle_button_get_active (button));
      for (gint i = 0; i < 200; i++)
        press_key (fixture, GDK_KEY_Right);
      g_assert_cmpfloat (hom_compare_view_get_amount (fixture->view), ==,
                         hom_compare_ranges[mode].most);
      gtk_button_clicked (g_list_nth_data (buttons,
                                           (mode + 1) % HOM_COMPARE_N_MODES));
      g_assert_cmpint (hom_compare_view_get_mode (fixture->view), ==,
                       (mode + 1) % HOM_COMPARE_N_MODES);
    }
  g_list_free (buttons);
}

/* On the left of the line the reference is seen; the line goes with the
 * pointer.
 */
static void
test_split (Fixture *fixture, gconstpointer data)
{
  HomCanvas *canvas = HOM_CANVAS (fixture->view);
  gint       width  = hom_canvas_get_view (canvas)->width;

  press_key (fixture, GDK_KEY_b);
  press_key (fixture, GDK_KEY_s);
  hom_canvas_center_on (canvas, (HomPoint) { 170, 100 });
  test_drag (GTK_WIDGET (canvas), 1, (HomPoint) { width / 2.0 + 3.0, 50 },
             (HomPoint) { 0.9 * width, 60 });
  g_assert_cmpfloat_with_epsilon (hom_compare_view_get_amount (fixture->view),
                                  0.9, 1e-6);
  assert_seen (fixture, 150, 60);
  test_drag (GTK_WIDGET (canvas), 1, (HomPoint) { 0.9 * width, 50 },
             (HomPoint) { 0.1 * width, 50 });
  assert_seen (fixture, 210, 100);
}

/* Waits until a point of the picture has a color in which one channel is more
 * than another.
 */
static void
wait_for_more (Fixture *fixture, gint more, gint less)
{
  gint64 end = g_get_monotonic_time () + 5000000;

  while (g_get_monotonic_time () < end)
    {
      guint32 color = color_at (fixture, 150.5, 100.5);

      if ((color >> more & 255) > (color >> less & 255) + 40)
        return;
      test_settle ();
    }
  g_assert_not_reached ();
}

/* Where the layer lies right the map is blue, where it was before it is red,
 * without being asked for again.
 */
static void
test_mismatch (Fixture *fixture, gconstpointer data)
{
  const gint red = 16, blue = 0;

  press_key (fixture, GDK_KEY_m);
  hom_compare_view_set_amount (fixture->view, 1.0);
  wait_for_more (fixture, blue, red);
  press_key (fixture, GDK_KEY_b);
  wait_for_more (fixture, red, blue);
  press_key (fixture, GDK_KEY_b);
  wait_for_more (fixture, blue, red);
}

/* The view may go while a thread compares. */
static void
test_mismatch_left (Fixture *fixture, gconstpointer data)
{
  press_key (fixture, GDK_KEY_m);
  test_settle ();
}

/* The slider is there for the modes that have an amount, and changes it. */
static void
test_amount (Fixture *fixture, gconstpointer data)
{
  GtkWidget *amount = hom_compare_amount_new (fixture->view);
  g_autoptr (GList)
      children     = gtk_container_get_children (GTK_CONTAINER (amount));
  GtkWidget *label = children->data;
  GtkWidget *scale = children->next->data;

  g_object_ref_sink (amount);
  press_key (fixture, GDK_KEY_d);
  g_assert_true (gtk_widget_get_visible (scale));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Amplification");
  gtk_range_set_value (GTK_RANGE (scale), 7.0);
  g_assert_cmpfloat (hom_compare_view_get_amount (fixture->view), ==, 7.0);
  press_key (fixture, GDK_KEY_r);
  g_assert_false (gtk_widget_get_visible (scale));
  g_assert_false (gtk_widget_get_visible (label));
  press_key (fixture, GDK_KEY_o);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (scale)), ==, 0.5);
  gtk_widget_destroy (amount);
  g_object_unref (amount);
}

/* Both are seen in turn. */
static void
test_flicker (Fixture *fixture, gconstpointer data)
{
  guint32 first;
  gint64  end;
  gint    n_changes = 0;

  press_key (fixture, GDK_KEY_b);
  press_key (fixture, GDK_KEY_f);
  hom_compare_view_set_amount (fixture->view, 6.0);
  first = color_at (fixture, 150.5, 60.5);
  end   = g_get_monotonic_time () + 5000000;
  while (n_changes < 2 && g_get_monotonic_time () < end)
    {
      guint32 color;

      test_settle ();
      color = color_at (fixture, 150.5, 60.5);
      n_changes += color != first;
      first = color;
    }
  g_assert_cmpint (n_changes, ==, 2);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  g_test_add_func ("/compare/modes", test_modes);
  ADD ("/compare/before-and-after", test_before_and_after);
  ADD ("/compare/keys", test_keys);
  ADD ("/compare/split", test_split);
  ADD ("/compare/flicker", test_flicker);
  ADD ("/compare/amount", test_amount);
  ADD ("/compare/mismatch", test_mismatch);
  ADD ("/compare/mismatch-left", test_mismatch_left);
  g_test_add_func ("/compare/mismatch-map", test_mismatch_map);
  g_test_add_func ("/compare/mismatch-outside", test_mismatch_outside);

  return g_test_run ();
}
