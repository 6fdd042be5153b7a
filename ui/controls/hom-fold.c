/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/controls/hom-fold.h"
#include "ui/controls/hom-widgets.h"

#define SPACING 6

/* Creates an expander, which is folded at first.
 *
 * @title: with an underscore before the letter that is pressed with Alt.
 */
GtkWidget *
hom_fold_new (const gchar *title)
{
  GtkWidget *fold    = gtk_expander_new (NULL);
  GtkWidget *heading = hom_heading_new (title);

  gtk_expander_set_label_widget (GTK_EXPANDER (fold), heading);
  gtk_label_set_mnemonic_widget (GTK_LABEL (heading), fold);

  return fold;
}

/* Scrolls so far that what was unfolded is seen. */
static void
scroll_to (GtkWidget *content)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (content, GTK_TYPE_VIEWPORT);
  GtkWidget *sidebar = viewport ? gtk_bin_get_child (GTK_BIN (viewport)) : NULL;
  gint       top, height = gtk_widget_get_allocated_height (content);

  if (sidebar &&
      gtk_widget_translate_coordinates (content, sidebar, 0, 0, NULL, &top))
    gtk_adjustment_clamp_page (
        gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), top,
        top + height);
}

static gboolean
scroll_when_placed (GtkWidget *content, GdkFrameClock *clock, gpointer data)
{
  if (gtk_widget_get_allocated_height (content) <= 1)
    return G_SOURCE_CONTINUE;

  scroll_to (content);

  return G_SOURCE_REMOVE;
}

/* The place of what was unfolded is known in a later frame. */
static void
unfolded (GtkExpander *fold, GParamSpec *spec, GtkWidget *content)
{
  if (gtk_expander_get_expanded (fold))
    gtk_widget_add_tick_callback (content, scroll_when_placed, NULL, NULL);
}

/* Puts what an expander unfolds into it. What is folded is hidden, too: else it
 * is mapped all the same, and its letters work.
 */
void
hom_fold_fill (GtkWidget *fold, GtkWidget *content)
{
  gtk_widget_set_margin_top (content, SPACING);
  gtk_container_add (GTK_CONTAINER (fold), content);
  g_object_bind_property (fold, "expanded", content, "visible",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (fold, "notify::expanded", G_CALLBACK (unfolded),
                           content, 0);
}
