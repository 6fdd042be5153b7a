/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/controls/hom-widgets.h"

#define SPACING 6

/* A list asks for room for so many letters at most. */
#define LETTERS 22

/* This much of the screen is left to the frame of a window, in pixels. */
#define FRAME 48

/* Says what a screen reader calls a widget.
 *
 * @description: (nullable): what else it says.
 */
void
hom_widget_set_names (GtkWidget   *widget,
                      const gchar *name,
                      const gchar *description)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  atk_object_set_name (accessible, name);
  if (description)
    atk_object_set_description (accessible, description);
}

GtkWidget *
hom_label_new (const gchar *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);

  return label;
}

/* Creates a heading.
 *
 * @title: with an underscore before the letter that is pressed with Alt, where
 *   there is one.
 */
GtkWidget *
hom_heading_new (const gchar *title)
{
  GtkWidget     *label      = gtk_label_new_with_mnemonic (title);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes,
                          pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);

  return label;
}

/* Creates a box with a heading, and what stands beneath it. */
GtkWidget *
hom_section_new (const gchar *title, GtkWidget *content)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  gtk_container_add (GTK_CONTAINER (box), hom_heading_new (title));
  gtk_container_add (GTK_CONTAINER (box), content);

  return box;
}

/* Creates a button that a click gives no focus: Enter is for the default button
 * then.
 */
GtkWidget *
hom_icon_button_new (const gchar *icon, const gchar *name, const gchar *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon,
                                                     GTK_ICON_SIZE_BUTTON);

  hom_widget_set_names (button, name, NULL);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_focus_on_click (button, FALSE);

  return button;
}

/* Has a list cut its entries short rather than be as wide as the longest: a
 * window must fit the screen in each language. The whole entry is seen when the
 * list is open.
 */
void
hom_combo_limit (GtkWidget *combo)
{
  GList *cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (combo));

  for (GList *cell = cells; cell; cell = cell->next)
    if (GTK_IS_CELL_RENDERER_TEXT (cell->data))
      g_object_set (cell->data, "ellipsize", PANGO_ELLIPSIZE_END,
                    "max-width-chars", LETTERS, NULL);
  g_list_free (cells);
}

/* Sets the size that a window opens with, as far as the screen has it. */
void
hom_window_set_size (GtkWindow *window, gint width, gint height)
{
  GdkDisplay  *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkMonitor  *monitor = gdk_display_get_primary_monitor (display);
  GdkRectangle area    = { 0, 0, width + FRAME, height + FRAME };

  if (! monitor)
    monitor = gdk_display_get_monitor (display, 0);
  if (monitor)
    gdk_monitor_get_workarea (monitor, &area);
  gtk_window_set_default_size (window, MIN (width, area.width - FRAME),
                               MIN (height, area.height - FRAME));
}
