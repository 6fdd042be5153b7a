/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long it takes from a motion of the pointer, with a corner of a layer of
 * 12 megapixels in hand, until the result is drawn again.
 */

#include "config.h"

#include <math.h>
#include <time.h>

#include "tests/ui/help/perspective-config.h"
#include "tests/ui/help/ui-test.h"
#include "ui/perspective/hom-perspective-panel.h"
#include "ui/perspective/hom-result-view.h"
#include "ui/quad/hom-quad-editor.h"

#define WIDTH     4000
#define HEIGHT    3000
#define N_MOTIONS 200

static void
find_editor (GtkWidget *widget, gpointer data)
{
  GtkWidget **editor = data;

  if (HOM_IS_QUAD_EDITOR (widget))
    *editor = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_editor, data);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gdouble difference = *(const gdouble *) a - *(const gdouble *) b;

  return difference > 0.0 ? 1 : difference < 0.0 ? -1 : 0;
}

/* Twice around a circle, in milliseconds. The wait for the next frame of the
 * screen is not in it.
 *
 * Returns: the mean processor time of a motion, of all threads: what is left of
 *   the figure on a machine that does other things, too.
 */
static gdouble
measure (GtkWidget *window, GtkWidget *editor, gdouble times[N_MOTIONS])
{
  gdouble  busy   = 0.0;
  HomPoint corner = hom_canvas_from_picture (HOM_CANVAS (editor),
                                             (HomPoint) { 800, 600 });

  test_press (editor, 1, corner);
  for (gint i = 0; i < N_MOTIONS; i++)
    {
      gdouble  turn  = 4.0 * G_PI * i / N_MOTIONS;
      HomPoint point = { corner.x + 30.0 * cos (turn),
                         corner.y + 30.0 * sin (turn) };
      clock_t  used  = clock ();
      gint64   start = g_get_monotonic_time ();

      test_move (editor, point, GDK_BUTTON1_MASK);
      G_GNUC_BEGIN_IGNORE_DEPRECATIONS
      gdk_window_process_updates (gtk_widget_get_window (window), TRUE);
      G_GNUC_END_IGNORE_DEPRECATIONS
      times[i] = (g_get_monotonic_time () - start) / 1000.0;
      busy += 1000.0 * (clock () - used) / CLOCKS_PER_SEC;
      while (gtk_events_pending ())
        gtk_main_iteration ();
    }
  test_release (editor, 1, corner);

  return busy / N_MOTIONS;
}

/* The mean processor time of copying the pixels of a view, to compare it with.
 */
static gdouble
measure_copy (GtkWidget *view)
{
  gint  scale = gtk_widget_get_scale_factor (view);
  gsize n     = 4 * (gsize) gtk_widget_get_allocated_width (view) * scale *
            gtk_widget_get_allocated_height (view) * scale;
  gfloat *from = g_new (gfloat, n);
  gfloat *to   = g_new (gfloat, n);
  clock_t used;

  for (gsize i = 0; i < n; i++) /* else all of it is one page of zeros */
    from[i] = to[i] = i;
  used = clock ();
  for (gint i = 0; i < N_MOTIONS; i++)
    {
      from[i] = i;
      memcpy (to, from, n * sizeof (gfloat));
    }
  used = clock () - used;
  g_assert_cmpfloat (to[N_MOTIONS - 1], ==, N_MOTIONS - 1);
  g_free (from);
  g_free (to);

  return 1000.0 * used / CLOCKS_PER_SEC / N_MOTIONS;
}

int
main (int argc, char *argv[])
{
  const HomBox   box     = { 0, 0, WIDTH, HEIGHT };
  const HomPoint quad[4] = { { 800, 600 },
                             { 3300, 500 },
                             { 3500, 2600 },
                             { 600, 2500 } };
  HomImage      *image;
  HomSource     *source;
  TestConfig    *config;
  GtkWidget     *panel, *window;
  GtkWidget     *editor = NULL;
  gdouble        times[N_MOTIONS];
  gdouble        busy;

  gtk_init (&argc, &argv);
  image  = test_picture_new (WIDTH, HEIGHT);
  source = hom_source_new_for_image (image);
  config = test_config_new (&box);
  panel  = hom_perspective_panel_new (source, G_OBJECT (config),
                                      test_config_solve, config);
  window = test_window_new (panel, 1200, 700);
  hom_perspective_panel_start (HOM_PERSPECTIVE_PANEL (panel), quad);
  find_editor (panel, &editor);
  test_settle ();

  busy = measure (window, editor, times);
  qsort (times, N_MOTIONS, sizeof (gdouble), compare);
  g_print ("motion to redrawn preview, %d × %d pixels, view of %d × %d, scale "
           "%d: median %.1f ms, maximum %.1f ms, mean processor time %.1f ms, "
           "%.1f times a copy of the view's pixels\n",
           WIDTH, HEIGHT, gtk_widget_get_allocated_width (editor),
           gtk_widget_get_allocated_height (editor),
           gtk_widget_get_scale_factor (window), times[N_MOTIONS / 2],
           times[N_MOTIONS - 1], busy, busy / measure_copy (editor));

  gtk_widget_destroy (window);
  g_object_unref (config);
  g_object_unref (source);
  hom_image_free (image);

  return 0;
}
