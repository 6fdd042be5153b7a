/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A module for GTK (GTK_MODULES) that tells, on the standard error, when the
 * plug-in's canvas was drawn and how long its main loop was away, each with the
 * monotonic time in milliseconds: time_dialogs reads it.
 */

#include "config.h"

#include <gmodule.h>
#include <gtk/gtk.h>

/* The loop is looked at so often, in milliseconds, … */
#define INTERVAL 2

/* … and was away when it comes back later than this. */
#define LEAST_GAP 16.0

/* It tells that it goes on so often. */
#define BEAT 500.0

static gdouble last;

static gdouble
now (void)
{
  return g_get_monotonic_time () / 1000.0;
}

static gboolean
drawn (GSignalInvocationHint *hint,
       guint                  n_values,
       const GValue          *values,
       gpointer               data)
{
  const gchar *name = G_OBJECT_TYPE_NAME (g_value_get_object (&values[0]));

  g_printerr ("drawn %.1f %s\n", now (), name);

  return TRUE;
}

/* As soon as there are canvases. (GTK's own signal “draw” is not emitted where
 * no handler is connected.)
 */
static void
watch_canvases (void)
{
  static gboolean is_watched = FALSE;
  GType           type       = g_type_from_name ("HomCanvas");

  if (is_watched || ! type || ! g_type_class_peek (type))
    return;

  g_signal_add_emission_hook (g_signal_lookup ("draw-overlay", type), 0, drawn,
                              NULL, NULL);
  is_watched = TRUE;
}

static gboolean
tick (gpointer data)
{
  static gdouble beat = 0.0;
  gdouble        time = now ();

  watch_canvases ();
  if (time > beat + BEAT)
    {
      g_printerr ("beat %.1f\n", time);
      beat = time;
    }
  if (time - last > LEAST_GAP)
    g_printerr ("gap %.1f %.1f\n", last, time - last);
  last = now ();

  return G_SOURCE_CONTINUE;
}

G_MODULE_EXPORT void gtk_module_init (gint *argc, gchar ***argv);

void
gtk_module_init (gint *argc, gchar ***argv)
{
  if (g_strcmp0 (g_get_prgname (), "homography") != 0)
    return;

  last = now ();
  g_printerr ("init %.1f\n", last);
  g_timeout_add_full (G_PRIORITY_HIGH, INTERVAL, tick, NULL, NULL);
}
