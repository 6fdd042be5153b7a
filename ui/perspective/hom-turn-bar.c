/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/controls/hom-toggle.h"
#include "ui/controls/hom-widgets.h"
#include "ui/perspective/hom-turn-bar.h"

/* @config: has “turn”, “mirror”, “aspect-ratio”, “width” and “height”. */
struct _HomTurnBar
{
  GtkBox parent_instance;

  GObject   *config;
  GtkWidget *mirror;
};

G_DEFINE_FINAL_TYPE (HomTurnBar, hom_turn_bar, GTK_TYPE_BOX)

/* These are the words for as many quarters of a turn clockwise. */
static const gchar *const turns[] = { "none", "clockwise", "half",
                                      "counterclockwise" };

/* A size or ratio that was asked for lies down with the rectangle. */
static void
turn_size (GObject *config)
{
  gdouble ratio;
  gint    width, height;

  g_object_get (config, "aspect-ratio", &ratio, "width", &width, "height",
                &height, NULL);
  g_object_set (config, "aspect-ratio", 1.0 / ratio, "width", height, "height",
                width, NULL);
}

/* Turns what is seen. The rectangle is turned first and mirrored then: in the
 * mirror it goes round the other way.
 */
static void
turn (HomTurnBar *bar, gint quarters)
{
  g_autofree gchar *present = NULL;
  gboolean          mirror;
  gint              n = 0;

  g_object_get (bar->config, "turn", &present, "mirror", &mirror, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    if (g_strcmp0 (present, turns[i]) == 0)
      n = i;
  turn_size (bar->config);
  g_object_set (bar->config, "turn",
                turns[(n + 4 + (mirror ? -quarters : quarters)) % 4], NULL);
}

static void
turn_left (HomTurnBar *bar)
{
  turn (bar, -1);
}

static void
turn_right (HomTurnBar *bar)
{
  turn (bar, 1);
}

/* Answers a key.
 *
 * Returns: whether it is one of the bar's.
 */
gboolean
hom_turn_bar_key (HomTurnBar *bar, const GdkEventKey *event)
{
  gboolean mirror;

  if ((event->state & gtk_accelerator_get_default_mod_mask () &
       ~GDK_SHIFT_MASK) ||
      ! gtk_widget_is_sensitive (GTK_WIDGET (bar)))
    return FALSE;

  switch (event->keyval)
    {
    case GDK_KEY_r:
      turn_right (bar);
      return TRUE;
    case GDK_KEY_R:
      turn_left (bar);
      return TRUE;
    case GDK_KEY_m:
      g_object_get (bar->config, "mirror", &mirror, NULL);
      g_object_set (bar->config, "mirror", ! mirror, NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
hom_turn_bar_dispose (GObject *object)
{
  g_clear_object (&HOM_TURN_BAR (object)->config);

  G_OBJECT_CLASS (hom_turn_bar_parent_class)->dispose (object);
}

static void
hom_turn_bar_class_init (HomTurnBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_turn_bar_dispose;
}

static void
add_button (HomTurnBar  *bar,
            GtkWidget   *button,
            const gchar *icon,
            const gchar *name,
            const gchar *tooltip)
{
  gtk_button_set_image (GTK_BUTTON (button), gtk_image_new_from_icon_name (
                                                 icon, GTK_ICON_SIZE_BUTTON));
  gtk_widget_set_tooltip_text (button, tooltip);
  hom_widget_set_names (button, name, NULL);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_container_add (GTK_CONTAINER (bar), button);
}

static void
hom_turn_bar_init (HomTurnBar *bar)
{
  GtkWidget *left  = gtk_button_new ();
  GtkWidget *right = gtk_button_new ();

  bar->mirror = gtk_toggle_button_new ();
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (bar)),
                               GTK_STYLE_CLASS_LINKED);
  add_button (bar, left, "object-rotate-left-symbolic",
              _ ("Turn counterclockwise"),
              _ ("Turn the result counterclockwise by a quarter (Shift+R)"));
  add_button (bar, right, "object-rotate-right-symbolic", _ ("Turn clockwise"),
              _ ("Turn the result clockwise by a quarter (R)"));
  add_button (bar, bar->mirror, "object-flip-horizontal-symbolic", _ ("Mirror"),
              _ ("Make the result a mirror image (M)"));
  hom_toggle_style (bar->mirror);
  g_signal_connect_swapped (left, "clicked", G_CALLBACK (turn_left), bar);
  g_signal_connect_swapped (right, "clicked", G_CALLBACK (turn_right), bar);
}

/* Creates a bar.
 *
 * @config: has “turn” (“none”, “clockwise”, “half” or “counterclockwise”),
 *   “mirror”, “aspect-ratio”, “width” and “height”.
 */
GtkWidget *
hom_turn_bar_new (GObject *config)
{
  HomTurnBar *bar = g_object_new (HOM_TYPE_TURN_BAR, NULL);

  bar->config = g_object_ref (config);
  g_object_bind_property (config, "mirror", bar->mirror, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return GTK_WIDGET (bar);
}
