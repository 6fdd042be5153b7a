/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/controls/hom-toggle.h"

/* The class of the buttons, whose provider is stored by it, too. */
#define CLASS "homography-toggle"

/* A pressed button has the color of letters for its ground, and these are black
 * or white, whichever is farther from that. One that is insensitive is paler.
 */
#define CSS                                                     \
  "." CLASS ":checked { background: %s; border-color: %s; }"    \
  "." CLASS ":checked:disabled { background: alpha(%s, 0.4); }" \
  "." CLASS ":checked, ." CLASS ":checked label,"               \
  "." CLASS ":checked image { color: %s; text-shadow: none; }"

/* Colors of more than this luma are light. */
#define LIGHT 0.5

static gboolean
is_light (const GdkRGBA *color)
{
  return 0.299 * color->red + 0.587 * color->green + 0.114 * color->blue >
         LIGHT;
}

/* Returns: the color of the letters of a button that is not pressed. */
static GdkRGBA
find_color (GtkStyleContext *context)
{
  GdkRGBA color;

  gtk_style_context_save (context);
  gtk_style_context_set_state (context, GTK_STATE_FLAG_NORMAL);
  gtk_style_context_get_color (context, GTK_STATE_FLAG_NORMAL, &color);
  gtk_style_context_restore (context);

  return color;
}

/* Follows the theme. A change of the style of our own leads here, too. */
static void
style_updated (GtkWidget *button, gpointer data)
{
  GtkStyleContext  *context  = gtk_widget_get_style_context (button);
  GtkCssProvider   *provider = g_object_get_data (G_OBJECT (button), CLASS);
  GdkRGBA           color    = find_color (context);
  g_autofree gchar *ground   = gdk_rgba_to_string (&color);
  const gchar      *letters  = is_light (&color) ? "black" : "white";
  g_autofree gchar *css      = g_strdup_printf (CSS, ground, ground, ground,
                                                letters);
  const gchar      *present  = g_object_get_data (G_OBJECT (provider), CLASS);

  if (g_strcmp0 (present, css) == 0)
    return;

  g_object_set_data_full (G_OBJECT (provider), CLASS, g_strdup (css), g_free);
  gtk_css_provider_load_from_data (provider, css, -1, NULL);
}

static void
add_provider (GtkWidget *widget, gpointer provider)
{
  gtk_style_context_add_provider (gtk_widget_get_style_context (widget),
                                  GTK_STYLE_PROVIDER (provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), add_provider, provider);
}

/* Has a toggle button show clearly that it is pressed, in any theme: GIMP's
 * dark one makes the ground a little darker.
 *
 * @button: has its label or its icon.
 */
void
hom_toggle_style (GtkWidget *button)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_style_context_add_class (gtk_widget_get_style_context (button), CLASS);
  g_object_set_data_full (G_OBJECT (button), CLASS, provider, g_object_unref);
  add_provider (button, provider);
  g_signal_connect (button, "style-updated", G_CALLBACK (style_updated), NULL);
  style_updated (button, NULL);
}
