/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long it takes from a key or a motion of the pointer, over two layers of 12
 * megapixels that are compared, until they are drawn again.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"
#include "ui/compare/hom-compare-view.h"

#define WIDTH    4000
#define HEIGHT   3000
#define N_ROUNDS 30

/* The view of a dialog of 1200 × 720 pixels. */
#define VIEW_WIDTH  780
#define VIEW_HEIGHT 560

static gdouble times[N_ROUNDS * 16];
static gint    n_times;

static int
compare (gconstpointer a, gconstpointer b)
{
  gdouble difference = *(const gdouble *) a - *(const gdouble *) b;

  return difference > 0.0 ? 1 : difference < 0.0 ? -1 : 0;
}

/* Draws what was asked for since @start. The wait for the next frame of the
 * screen is not in it.
 */
static void
note_drawn (GtkWidget *view, gint64 start)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gdk_window_process_updates (
      gtk_widget_get_window (gtk_widget_get_toplevel (view)), TRUE);
  G_GNUC_END_IGNORE_DEPRECATIONS
  times[n_times++] = (g_get_monotonic_time () - start) / 1000.0;
  while (gtk_events_pending ())
    gtk_main_iteration ();
}

static void
report (const gchar *what)
{
  qsort (times, n_times, sizeof (gdouble), compare);
  g_print ("%s to redrawn: median %.1f ms, maximum %.1f ms\n", what,
           times[n_times / 2], times[n_times - 1]);
  n_times = 0;
}

static void
press (GtkWidget *view, guint key)
{
  gint64 start = g_get_monotonic_time ();

  test_key (view, key, 0);
  note_drawn (view, start);
}

/* Each letter, at rest and, the next moment, an arrow key. */
static void
measure_keys (GtkWidget *view)
{
  const guint keys[] = { GDK_KEY_d, GDK_KEY_s, GDK_KEY_f, GDK_KEY_r,
                         GDK_KEY_m, GDK_KEY_o };

  for (gint i = 0; i < N_ROUNDS / 3; i++)
    for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
      {
        test_settle ();
        press (view, keys[k]);
        press (view, GDK_KEY_Right);
      }
  report ("key of a comparison, and of its amount");

  for (gint i = 0; i < N_ROUNDS; i++)
    {
      test_settle ();
      press (view, GDK_KEY_b);
    }
  report ("key of how it was before");
}

static void
measure_pointer (GtkWidget *view)
{
  HomPoint middle = { VIEW_WIDTH / 2.0, VIEW_HEIGHT / 2.0 };

  test_key (view, GDK_KEY_1, 0);
  test_settle ();
  test_press (view, 2, middle);
  for (gint i = 0; i < N_ROUNDS; i++)
    {
      HomPoint point = { middle.x + 4.0 * i, middle.y + 2.0 * i };
      gint64   start = g_get_monotonic_time ();

      test_move (view, point, GDK_BUTTON2_MASK);
      note_drawn (view, start);
    }
  test_release (view, 2, middle);
  report ("drag of the picture at 1:1");

  for (gint i = 0; i < N_ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      test_scroll (view, middle, i < N_ROUNDS / 2 ? 0.2 : -0.2);
      note_drawn (view, start);
    }
  report ("step of the wheel");
}

int
main (int argc, char *argv[])
{
  const HomMatrix   before = hom_matrix_translation (30.0, 20.0);
  const HomMatrix   after  = { { 1.01, 0.01, 6.0, -0.008, 1.0, -4.0, 1e-6, 0,
                                 1 } };
  const HomExposure same   = { 1.0, 0.0 };
  HomImage         *image;
  HomSource        *sources[2];
  GtkWidget        *view, *window;

  gtk_init (&argc, &argv);
  image = test_picture_new (WIDTH, HEIGHT);
  for (gint i = 0; i < 2; i++)
    sources[i] = hom_source_new_for_image (image);
  view = hom_compare_view_new ();
  hom_compare_view_set_sources (HOM_COMPARE_VIEW (view), sources[0],
                                sources[1]);
  hom_compare_view_set_matrices (HOM_COMPARE_VIEW (view), &before, &after,
                                 &same);
  window = test_window_new (view, VIEW_WIDTH, VIEW_HEIGHT);
  for (gint i = 0; i < 5; i++)
    test_settle ();

  g_print ("%d × %d pixels, view of %d × %d, scale %d\n", WIDTH, HEIGHT,
           VIEW_WIDTH, VIEW_HEIGHT, gtk_widget_get_scale_factor (view));
  measure_keys (view);
  measure_pointer (view);

  gtk_widget_destroy (window);
  for (gint i = 0; i < 2; i++)
    g_object_unref (sources[i]);
  hom_image_free (image);

  return 0;
}
