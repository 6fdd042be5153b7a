/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-keys.h"
#include "ui/quad/hom-quad-editor-private.h"
#include "ui/quad/hom-quad-snap.h"

/* A press whose release is no farther away than this is a click, in pixels of
 * the widget.
 */
#define CLICK_REACH 4.0

static GtkWidgetClass *parent_class;

static HomQuadPart
part_at (HomQuadEditor *editor, gdouble x, gdouble y)
{
  HomPoint quad[4];

  hom_quad_editor_on_widget (editor, quad);

  return hom_quad_part_at (quad, (HomPoint){ x, y });
}

/* Returns: the quadrilateral that a click goes to, or -1. */
static gint
choice_at (HomQuadEditor *editor, HomQuadPart part, gdouble x, gdouble y)
{
  if (part != HOM_QUAD_NONE && part != HOM_QUAD_INSIDE)
    return -1;

  return hom_quad_choices_at (
      &editor->choices, hom_quad_editor_get_quad (editor),
      hom_canvas_to_picture (HOM_CANVAS (editor), (HomPoint){ x, y }));
}

static void
set_hover (HomQuadEditor *editor, HomQuadPart hover, gint choice)
{
  const gchar *cursor = NULL;

  if (hover == editor->hover && choice == editor->hovered_choice)
    return;

  editor->hover          = hover;
  editor->hovered_choice = choice;
  if (choice >= 0)
    cursor = "pointer";
  else if (hom_quad_part_is_corner (hover))
    cursor = "crosshair";
  else if (hover != HOM_QUAD_NONE)
    cursor = "move";
  hom_canvas_set_cursor (HOM_CANVAS (editor), cursor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
}

/* Tells that a sheet is wanted here; the second press drags nothing. */
static void
double_click (HomQuadEditor *editor, const GdkEventButton *event)
{
  HomPoint point = hom_canvas_to_picture (HOM_CANVAS (editor),
                                          (HomPoint){ event->x, event->y });

  editor->is_dragged = FALSE;
  editor->is_click   = FALSE;
  hom_quad_editor_ask (editor, point);
}

static gboolean
hom_quad_editor_button_press (GtkWidget *widget, GdkEventButton *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);

  if (parent_class->button_press_event (widget, event))
    return TRUE;
  if (event->button == GDK_BUTTON_PRIMARY && event->type == GDK_2BUTTON_PRESS)
    {
      double_click (editor, event);
      return TRUE;
    }
  if (event->button != GDK_BUTTON_PRIMARY || event->type != GDK_BUTTON_PRESS)
    return FALSE;

  editor->by_keys  = FALSE;
  editor->is_click = TRUE;
  editor->press    = (HomPoint){ event->x, event->y };
  hom_quad_editor_select (editor, part_at (editor, event->x, event->y));
  if (editor->part == HOM_QUAD_NONE)
    return TRUE;

  editor->is_dragged = TRUE;
  editor->grab = hom_canvas_to_picture (HOM_CANVAS (editor), editor->press);
  memcpy (editor->start, hom_quad_editor_get_quad (editor),
          sizeof (editor->start));
  hom_quad_history_end (editor->history);
  gtk_widget_queue_draw (widget);

  return TRUE;
}

static gboolean
hom_quad_editor_motion_notify (GtkWidget *widget, GdkEventMotion *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);
  HomPoint       at;
  HomPoint       quad[4];

  if (parent_class->motion_notify_event (widget, event) ||
      hom_canvas_is_panning (HOM_CANVAS (editor)))
    return TRUE;

  if (hypot (event->x - editor->press.x, event->y - editor->press.y) >
      CLICK_REACH)
    editor->is_click = FALSE;
  if (! editor->is_dragged)
    {
      HomQuadPart part = part_at (editor, event->x, event->y);

      set_hover (editor, part, choice_at (editor, part, event->x, event->y));
      return TRUE;
    }
  /* a click inside may mean another quadrilateral: the hand is not so steady */
  if (editor->is_click && editor->part == HOM_QUAD_INSIDE)
    return TRUE;

  at = hom_canvas_to_picture (HOM_CANVAS (editor),
                              (HomPoint){ event->x, event->y });
  memcpy (quad, editor->start, sizeof (quad));
  hom_quad_part_move (editor->part, at.x - editor->grab.x,
                      at.y - editor->grab.y, quad);
  if ((event->state & GDK_SHIFT_MASK) && hom_quad_part_is_corner (editor->part))
    hom_quad_snap (HOM_CANVAS (editor), quad[editor->part],
                   &quad[editor->part]);
  hom_quad_editor_change (editor, quad, SERIES_DRAG);

  return TRUE;
}

/* Goes to the quadrilateral that was clicked in. */
static void
click (HomQuadEditor *editor)
{
  gint choice = choice_at (editor, editor->part, editor->press.x,
                           editor->press.y);

  if (choice < 0)
    return;

  hom_quad_editor_select (editor, HOM_QUAD_NONE);
  hom_quad_editor_choose (editor, choice);
}

static gboolean
hom_quad_editor_button_release (GtkWidget *widget, GdkEventButton *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);

  if (parent_class->button_release_event (widget, event))
    return TRUE;
  if (event->button != GDK_BUTTON_PRIMARY ||
      ! (editor->is_dragged || editor->is_click))
    return FALSE;

  editor->is_dragged = FALSE;
  hom_quad_history_end (editor->history);
  hom_quad_editor_fit (editor);
  if (editor->is_click)
    click (editor);
  editor->is_click = FALSE;
  gtk_widget_queue_draw (widget);

  return TRUE;
}

static gboolean
hom_quad_editor_leave_notify (GtkWidget *widget, GdkEventCrossing *event)
{
  set_hover (HOM_QUAD_EDITOR (widget), HOM_QUAD_NONE, -1);

  return FALSE;
}

/* Adds a step; tenths stay tenths, however often they are added. */
static gdouble
step_by (gdouble value, gdouble step)
{
  return round ((value + step) * 1e6) / 1e6;
}

static void
move_by_keys (HomQuadEditor *editor, gdouble dx, gdouble dy)
{
  HomPoint quad[4];

  memcpy (quad, hom_quad_editor_get_quad (editor), sizeof (quad));
  for (gint i = 0; i < 4; i++)
    if (hom_quad_part_moves (editor->part, i))
      {
        quad[i].x = step_by (quad[i].x, dx);
        quad[i].y = step_by (quad[i].y, dy);
      }
  editor->by_keys = TRUE;
  hom_quad_editor_change (editor, quad, SERIES_KEYS + editor->part);
}

static gboolean
handle_history_key (HomQuadEditor *editor, const GdkEventKey *event)
{
  guint key = gdk_keyval_to_lower (event->keyval);

  if (key == GDK_KEY_y || (key == GDK_KEY_z && (event->state & GDK_SHIFT_MASK)))
    hom_quad_editor_redo (editor);
  else if (key == GDK_KEY_z)
    hom_quad_editor_undo (editor);
  else
    return FALSE;

  return TRUE;
}

/* Answers a key for undo and redo, or for the next sheet. These work wherever
 * the focus is.
 *
 * Returns: whether it is one of them.
 */
gboolean
hom_quad_editor_key (HomQuadEditor *editor, const GdkEventKey *event)
{
  if (event->state & GDK_CONTROL_MASK)
    return handle_history_key (editor, event);
  if (event->keyval != GDK_KEY_Page_Down && event->keyval != GDK_KEY_Page_Up)
    return FALSE;

  hom_quad_editor_choose_next (editor,
                               event->keyval == GDK_KEY_Page_Down ? 1 : -1);

  return TRUE;
}

static gboolean
hom_quad_editor_key_press (GtkWidget *widget, GdkEventKey *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);
  gdouble        dx, dy;

  if (hom_quad_editor_key (editor, event))
    return TRUE;
  if (editor->part != HOM_QUAD_NONE && hom_keys_read_arrow (event, &dx, &dy))
    {
      move_by_keys (editor, dx, dy);
      return TRUE;
    }

  return parent_class->key_press_event (widget, event);
}

/* Has Tab go through the corners. Before that, while none is selected, it goes
 * through what else was found.
 */
static gboolean
hom_quad_editor_focus (GtkWidget *widget, GtkDirectionType direction)
{
  HomQuadEditor *editor   = HOM_QUAD_EDITOR (widget);
  gboolean       has_one  = hom_quad_part_is_corner (editor->part);
  gint           selected = has_one ? (gint) editor->part : -1;
  gint           next;

  if (direction == GTK_DIR_TAB_FORWARD && editor->part == HOM_QUAD_NONE &&
      gtk_widget_is_focus (widget) &&
      hom_quad_choices_tab (&editor->choices, &next))
    {
      hom_quad_editor_choose (editor, next);
      return TRUE;
    }

  next = hom_keys_tab (widget, direction, selected, 4);
  if (next < 0)
    return FALSE;

  editor->by_keys = TRUE;
  hom_quad_editor_select (editor, HOM_QUAD_CORNER + next);

  return TRUE;
}

/* Has the editor answer the pointer and the keys. */
void
hom_quad_editor_class_init_input (GtkWidgetClass *klass)
{
  parent_class = g_type_class_peek_parent (klass);

  klass->button_press_event   = hom_quad_editor_button_press;
  klass->button_release_event = hom_quad_editor_button_release;
  klass->motion_notify_event  = hom_quad_editor_motion_notify;
  klass->leave_notify_event   = hom_quad_editor_leave_notify;
  klass->key_press_event      = hom_quad_editor_key_press;
  klass->focus                = hom_quad_editor_focus;
}
