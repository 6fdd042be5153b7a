/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-keys.h"

/* Tells how far an arrow key moves a point: 1 pixel, with Shift 10, with Ctrl
 * 0.1.
 *
 * @dx: (out): the way to the right, if it is an arrow.
 * @dy: (out): the way downwards.
 *
 * Returns: whether it is an arrow.
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

/* Moves the focus from point to point, for the signal “focus” of a widget: Tab
 * goes through the points of the widget before it leaves it.
 *
 * @selected: one of the @n points, or -1 for none.
 *
 * Returns: the point that the focus comes to, while the widget has it; -1 when
 *   the focus goes elsewhere.
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
