/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-keys.h"

/* Returns: whether it is an arrow; @dx and @dy are how far it moves then: 1
 * pixel, with Shift 10, with Ctrl 0.1.
 */
gboolean
hom_keys_read_arrow (const GdkEventKey *event, gdouble *dx, gdouble *dy)
{
  gdouble step = event->state & GDK_SHIFT_MASK   ? 10.0 :
                 event->state & GDK_CONTROL_MASK ? 0.1 :
                                                   1.0;

  *dx = *dy = 0.0;
  switch (event->keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *dx = -step;
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *dx = step;
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      *dy = -step;
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      *dy = step;
      return TRUE;
    default:
      return FALSE;
    }
}

/* For the signal “focus” of a widget: Tab goes through its points before it
 * leaves it.
 *
 * @selected: one of the @n points, or -1 for none.
 *
 * Returns: the point that it comes to, and the widget has the focus; -1 when it
 *   goes elsewhere.
 */
gint
hom_keys_tab (GtkWidget       *widget,
              GtkDirectionType direction,
              gint             selected,
              gint             n)
{
  gint step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  gint next = selected + step;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return -1;
  if (! gtk_widget_is_focus (widget) || selected < 0)
    next = step > 0 ? 0 : n - 1;
  if (next < 0 || next >= n)
    return -1;

  gtk_widget_grab_focus (widget);

  return next;
}
