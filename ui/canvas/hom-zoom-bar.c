/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-zoom-bar.h"
#include "ui/controls/hom-widgets.h"

static void
zoom_out (HomCanvas *canvas)
{
  hom_canvas_zoom_by (canvas, 1.0 / G_SQRT2);
}

static void
zoom_in (HomCanvas *canvas)
{
  hom_canvas_zoom_by (canvas, G_SQRT2);
}

static void
zoom_to_pixels (HomCanvas *canvas)
{
  hom_canvas_set_zoom (canvas, 1.0);
}

static GtkWidget *
add_button (GtkWidget   *bar,
            HomCanvas   *canvas,
            const gchar *label,
            const gchar *name,
            GCallback    clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, name);
  hom_widget_set_names (button, name, NULL);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_signal_connect_swapped (button, "clicked", clicked, canvas);
  gtk_container_add (GTK_CONTAINER (bar), button);

  return button;
}

static void
update_label (HomCanvas *canvas, GtkLabel *label)
{
  gdouble           percent = 100.0 * hom_canvas_get_zoom (canvas);
  g_autofree gchar *text    = g_strdup_printf (
         percent < 9.95 ? _ ("%.1f %%") : _ ("%.0f %%"), percent);

  gtk_label_set_text (label, text);
}

/* Creates a bar with buttons that zoom a canvas, and a label that tells how far
 * it is zoomed.
 */
GtkWidget *
hom_zoom_bar_new (HomCanvas *canvas)
{
  GtkWidget *bar   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *steps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_style_context_add_class (gtk_widget_get_style_context (steps),
                               GTK_STYLE_CLASS_LINKED);
  add_button (steps, canvas, "−", _ ("Zoom out (key −)"),
              G_CALLBACK (zoom_out));
  add_button (steps, canvas, "+", _ ("Zoom in (key +)"), G_CALLBACK (zoom_in));
  add_button (steps, canvas, "1:1",
              _ ("One pixel of the image is one of the "
                 "screen (key 1)"),
              G_CALLBACK (zoom_to_pixels));
  add_button (steps, canvas, _ ("Fit"), _ ("Fit into the window (key 0)"),
              G_CALLBACK (hom_canvas_zoom_to_fit));
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_container_add (GTK_CONTAINER (bar), steps);
  gtk_container_add (GTK_CONTAINER (bar), label);
  g_signal_connect_object (canvas, "view-changed", G_CALLBACK (update_label),
                           label, 0);
  update_label (canvas, GTK_LABEL (label));

  return bar;
}
