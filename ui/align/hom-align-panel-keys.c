/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel gets the keys of its window before the widget with the focus.
 */

#include "config.h"

#include "ui/align/hom-align-panel-private.h"
#include "ui/compare/hom-compare-view.h"

/* Returns: whether letters are of use to the widget itself. */
static gboolean
takes_letters (GtkWidget *widget)
{
  return GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget) ||
         (widget && gtk_widget_get_ancestor (widget, GTK_TYPE_COMBO_BOX));
}

/* Has Escape cancel the job before it ends the dialog, and the view get its
 * letters wherever the focus is.
 */
static gboolean
hom_align_panel_key (HomAlignPanel *panel,
                     GdkEventKey   *event,
                     GtkWindow     *window)
{
  if (event->keyval == GDK_KEY_Escape && panel->job)
    {
      hom_align_job_cancel (panel->job);
      return TRUE;
    }

  return ! takes_letters (gtk_window_get_focus (window)) &&
         hom_compare_view_letter (HOM_COMPARE_VIEW (panel->layout.view), event);
}

static void
hom_align_panel_hierarchy_changed (GtkWidget *widget, GtkWidget *previous)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);

  if (previous)
    g_signal_handlers_disconnect_by_data (previous, widget);
  if (GTK_IS_WINDOW (window))
    g_signal_connect_object (window, "key-press-event",
                             G_CALLBACK (hom_align_panel_key), widget,
                             G_CONNECT_SWAPPED);
}

/* Sets the handlers of the events. */
void
hom_align_panel_keys_class_init (GtkWidgetClass *klass)
{
  klass->hierarchy_changed = hom_align_panel_hierarchy_changed;
}
