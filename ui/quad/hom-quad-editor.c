/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-keys.h"
#include "ui/canvas/hom-loupe.h"
#include "ui/quad/hom-quad-draw.h"
#include "ui/quad/hom-quad-editor.h"
#include "ui/quad/hom-quad-history.h"

/* A series of changes is one step of the history: see hom_quad_history_set().
 * Those by the keys and by the numbers follow, one for each part.
 */
#define SERIES_DRAG    1
#define SERIES_KEYS    2
#define SERIES_NUMBERS (SERIES_KEYS + HOM_QUAD_INSIDE + 1)

/* @part: the part that was taken last.
 * @hover: the part that is under the pointer.
 * @is_dragged: whether @part follows the pointer.
 * @by_keys: whether the keys were used last, so that the loupe stays at the
 *   corner.
 * @grab: the pointer at the start of the drag, in the picture.
 * @start: the corners at the start of the drag.
 */
struct _HomQuadEditor
{
  HomCanvas parent_instance;

  HomQuadHistory *history;
  HomQuadPart     part;
  HomQuadPart     hover;
  gboolean        is_dragged;
  gboolean        by_keys;
  HomPoint        grab;
  HomPoint        start[4];
};

enum
{
  CHANGED,
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomQuadEditor, hom_quad_editor, HOM_TYPE_CANVAS)

static void
describe (HomQuadEditor *editor)
{
  const gchar *const formats[] = {
    N_ ("Top left corner at %.2f, %.2f"),
    N_ ("Top right corner at %.2f, %.2f"),
    N_ ("Bottom right corner at %.2f, %.2f"),
    N_ ("Bottom left corner at %.2f, %.2f"),
  };

  AtkObject      *accessible = gtk_widget_get_accessible (GTK_WIDGET (editor));
  const HomPoint *quad       = hom_quad_editor_get_quad (editor);
  g_autofree gchar *text     = NULL;

  if (hom_quad_part_is_corner (editor->part))
    text = g_strdup_printf (_ (formats[editor->part]), quad[editor->part].x,
                            quad[editor->part].y);
  else
    text = g_strdup (_ ("No corner is selected"));
  atk_object_set_description (accessible, text);
}

static void
set_quad (HomQuadEditor *editor, const HomPoint quad[4], gint series)
{
  hom_quad_history_set (editor->history, quad, series);
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[CHANGED], 0);
}

static void
quad_on_widget (HomQuadEditor *editor, HomPoint quad[4])
{
  const HomPoint *corners = hom_quad_editor_get_quad (editor);

  for (gint i = 0; i < 4; i++)
    quad[i] = hom_canvas_from_picture (HOM_CANVAS (editor), corners[i]);
}

static void
draw_edges (cairo_t *cr, const HomMatrix *h, gpointer data)
{
  HomQuadEditor *editor = data;
  const GdkRGBA  white  = { 1.0, 1.0, 1.0, 0.6 };
  HomPoint       quad[4];

  for (gint i = 0; i < 4; i++)
    hom_matrix_apply (h, hom_quad_editor_get_quad (editor)[i], &quad[i]);
  hom_draw_quad (cr, quad, &white);
}

static void
draw_loupe (HomQuadEditor *editor, cairo_t *cr)
{
  const HomPoint *quad   = hom_quad_editor_get_quad (editor);
  HomPoint        middle = { 0.0, 0.0 };

  for (gint i = 0; i < 4; i++)
    {
      middle.x += quad[i].x / 4.0;
      middle.y += quad[i].y / 4.0;
    }
  hom_loupe_draw (HOM_CANVAS (editor), cr, quad[editor->part], middle,
                  draw_edges, editor);
}

static void
hom_quad_editor_draw_overlay (HomCanvas *canvas, cairo_t *cr)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (canvas);
  HomPoint       quad[4];

  quad_on_widget (editor, quad);
  hom_quad_draw (GTK_WIDGET (editor), cr, quad, editor->part, editor->hover);
  if (hom_quad_part_is_corner (editor->part) &&
      (editor->is_dragged ||
       (editor->by_keys && gtk_widget_has_focus (GTK_WIDGET (editor)))))
    draw_loupe (editor, cr);
}

static void
set_hover (HomQuadEditor *editor, HomQuadPart hover)
{
  const gchar *cursor = NULL;

  if (hover == editor->hover)
    return;

  editor->hover = hover;
  if (hom_quad_part_is_corner (hover))
    cursor = "crosshair";
  else if (hover != HOM_QUAD_NONE)
    cursor = "move";
  hom_canvas_set_cursor (HOM_CANVAS (editor), cursor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
}

static HomQuadPart
part_at (HomQuadEditor *editor, gdouble x, gdouble y)
{
  HomPoint quad[4];

  quad_on_widget (editor, quad);

  return hom_quad_part_at (quad, (HomPoint) { x, y });
}

static gboolean
hom_quad_editor_button_press (GtkWidget *widget, GdkEventButton *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);

  if (GTK_WIDGET_CLASS (hom_quad_editor_parent_class)
          ->button_press_event (widget, event))
    return TRUE;
  if (event->button != GDK_BUTTON_PRIMARY || event->type != GDK_BUTTON_PRESS)
    return FALSE;

  editor->by_keys = FALSE;
  hom_quad_editor_select (editor, part_at (editor, event->x, event->y));
  if (editor->part == HOM_QUAD_NONE)
    return TRUE;

  editor->is_dragged = TRUE;
  editor->grab       = hom_canvas_to_picture (HOM_CANVAS (editor),
                                              (HomPoint) { event->x, event->y });
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

  if (GTK_WIDGET_CLASS (hom_quad_editor_parent_class)
          ->motion_notify_event (widget, event) ||
      hom_canvas_is_panning (HOM_CANVAS (editor)))
    return TRUE;

  if (! editor->is_dragged)
    {
      set_hover (editor, part_at (editor, event->x, event->y));
      return TRUE;
    }

  at = hom_canvas_to_picture (HOM_CANVAS (editor),
                              (HomPoint) { event->x, event->y });
  memcpy (quad, editor->start, sizeof (quad));
  hom_quad_part_move (editor->part, at.x - editor->grab.x,
                      at.y - editor->grab.y, quad);
  set_quad (editor, quad, SERIES_DRAG);

  return TRUE;
}

static gboolean
hom_quad_editor_button_release (GtkWidget *widget, GdkEventButton *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);

  if (GTK_WIDGET_CLASS (hom_quad_editor_parent_class)
          ->button_release_event (widget, event))
    return TRUE;
  if (event->button != GDK_BUTTON_PRIMARY || ! editor->is_dragged)
    return FALSE;

  editor->is_dragged = FALSE;
  hom_quad_history_end (editor->history);
  gtk_widget_queue_draw (widget);

  return TRUE;
}

static gboolean
hom_quad_editor_leave_notify (GtkWidget *widget, GdkEventCrossing *event)
{
  set_hover (HOM_QUAD_EDITOR (widget), HOM_QUAD_NONE);

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
  set_quad (editor, quad, SERIES_KEYS + editor->part);
}

static gboolean
handle_history_key (HomQuadEditor *editor, GdkEventKey *event)
{
  guint key = gdk_keyval_to_lower (event->keyval);

  if (! (event->state & GDK_CONTROL_MASK))
    return FALSE;
  if (key == GDK_KEY_y || (key == GDK_KEY_z && (event->state & GDK_SHIFT_MASK)))
    hom_quad_editor_redo (editor);
  else if (key == GDK_KEY_z)
    hom_quad_editor_undo (editor);
  else
    return FALSE;

  return TRUE;
}

static gboolean
hom_quad_editor_key_press (GtkWidget *widget, GdkEventKey *event)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (widget);
  gdouble        dx, dy;

  if (handle_history_key (editor, event))
    return TRUE;
  if (editor->part != HOM_QUAD_NONE && hom_keys_read_arrow (event, &dx, &dy))
    {
      move_by_keys (editor, dx, dy);
      return TRUE;
    }

  return GTK_WIDGET_CLASS (hom_quad_editor_parent_class)
      ->key_press_event (widget, event);
}

/* Has Tab go through the corners. */
static gboolean
hom_quad_editor_focus (GtkWidget *widget, GtkDirectionType direction)
{
  HomQuadEditor *editor   = HOM_QUAD_EDITOR (widget);
  gboolean       has_one  = hom_quad_part_is_corner (editor->part);
  gint           selected = has_one ? (gint) editor->part : -1;
  gint           next     = hom_keys_tab (widget, direction, selected, 4);

  if (next < 0)
    return FALSE;

  editor->by_keys = TRUE;
  hom_quad_editor_select (editor, HOM_QUAD_CORNER + next);

  return TRUE;
}

static void
hom_quad_editor_finalize (GObject *object)
{
  hom_quad_history_free (HOM_QUAD_EDITOR (object)->history);

  G_OBJECT_CLASS (hom_quad_editor_parent_class)->finalize (object);
}

static void
hom_quad_editor_class_init (HomQuadEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize       = hom_quad_editor_finalize;
  widget_class->button_press_event       = hom_quad_editor_button_press;
  widget_class->button_release_event     = hom_quad_editor_button_release;
  widget_class->motion_notify_event      = hom_quad_editor_motion_notify;
  widget_class->leave_notify_event       = hom_quad_editor_leave_notify;
  widget_class->key_press_event          = hom_quad_editor_key_press;
  widget_class->focus                    = hom_quad_editor_focus;
  HOM_CANVAS_CLASS (klass)->draw_overlay = hom_quad_editor_draw_overlay;

  signals[CHANGED]  = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
hom_quad_editor_init (HomQuadEditor *editor)
{
  const HomPoint none[4] = { { 0.0, 0.0 } };

  editor->history = hom_quad_history_new (none);
  editor->part    = HOM_QUAD_NONE;
  editor->hover   = HOM_QUAD_NONE;
  gtk_widget_add_events (GTK_WIDGET (editor), GDK_LEAVE_NOTIFY_MASK);
}

/* Creates an editor.
 *
 * @source: the picture; the corners are those of its box at first.
 */
GtkWidget *
hom_quad_editor_new (HomSource *source)
{
  GtkWidget *widget = g_object_new (HOM_TYPE_QUAD_EDITOR, NULL);
  HomPoint   quad[4];

  hom_canvas_set_source (HOM_CANVAS (widget), source);
  hom_quad_from_box (hom_source_get_box (source), quad);
  hom_quad_editor_start (HOM_QUAD_EDITOR (widget), quad);

  return widget;
}

/* Starts from corners, with nothing to undo. */
void
hom_quad_editor_start (HomQuadEditor *editor, const HomPoint quad[4])
{
  g_clear_pointer (&editor->history, hom_quad_history_free);
  editor->history = hom_quad_history_new (quad);
  editor->part    = HOM_QUAD_NONE;
  editor->by_keys = FALSE;
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[CHANGED], 0);
}

/* Takes other corners, in one step. */
void
hom_quad_editor_set_quad (HomQuadEditor *editor, const HomPoint quad[4])
{
  set_quad (editor, quad, 0);
}

/* Moves one corner; to move the same again and again is one step. */
void
hom_quad_editor_set_corner (HomQuadEditor *editor, gint corner, HomPoint point)
{
  HomPoint quad[4];

  memcpy (quad, hom_quad_editor_get_quad (editor), sizeof (quad));
  quad[corner] = point;
  set_quad (editor, quad, SERIES_NUMBERS + corner);
}

/* Returns: the four corners, in pixels of the picture. */
const HomPoint *
hom_quad_editor_get_quad (HomQuadEditor *editor)
{
  return hom_quad_history_get (editor->history);
}

/* Takes a part, for the arrow keys. */
void
hom_quad_editor_select (HomQuadEditor *editor, HomQuadPart part)
{
  editor->part = part;
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[SELECTED], 0);
}

/* Returns: the part that was taken last. */
HomQuadPart
hom_quad_editor_get_part (HomQuadEditor *editor)
{
  return editor->part;
}

gboolean
hom_quad_editor_can_undo (HomQuadEditor *editor)
{
  return hom_quad_history_can_undo (editor->history);
}

gboolean
hom_quad_editor_can_redo (HomQuadEditor *editor)
{
  return hom_quad_history_can_redo (editor->history);
}

static void
restored (HomQuadEditor *editor)
{
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[CHANGED], 0);
}

void
hom_quad_editor_undo (HomQuadEditor *editor)
{
  if (! editor->is_dragged && hom_quad_history_undo (editor->history))
    restored (editor);
}

void
hom_quad_editor_redo (HomQuadEditor *editor)
{
  if (! editor->is_dragged && hom_quad_history_redo (editor->history))
    restored (editor);
}
