/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-keys.h"
#include "ui/placement/hom-placement-draw.h"
#include "ui/placement/hom-placement-editor.h"
#include "ui/quad/hom-quad-part.h"

/* A pin can be taken from this far, in pixels of the widget. */
#define REACH 16.0

/* @view: shows the layer.
 * @placement: holds the pins.
 * @grip: the grip that was taken last, as hom_placement_move() has it; -1 for
 *   none.
 * @hover: the grip that is under the pointer; -1 for none.
 * @is_saved: whether the drag has changed something yet, which can be undone.
 * @by_keys: whether the keys were used last, so that the loupe stays.
 * @at: where the pointer was last, in the picture, while it drags.
 * @edited: the grip that keys or numbers changed last, in one step of undoing.
 */
struct _HomPlacementEditor
{
  GObject parent_instance;

  HomCompareView *view;
  HomPlacement   *placement;
  gint            grip;
  gint            hover;
  gboolean        is_dragging;
  gboolean        is_saved;
  gboolean        by_keys;
  HomPoint        at;
  gint            edited;
};

enum
{
  MOVED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomPlacementEditor, hom_placement_editor, G_TYPE_OBJECT)

static gboolean
has_corners (HomPlacementEditor *editor)
{
  return hom_placement_get_mode (editor->placement) == HOM_PLACEMENT_CORNERS;
}

static gboolean
is_idle (HomPlacementEditor *editor)
{
  return hom_placement_get_mode (editor->placement) == HOM_PLACEMENT_NONE;
}

static void
describe (HomPlacementEditor *editor)
{
  GtkWidget        *widget = GTK_WIDGET (editor->view);
  gint              pin    = hom_placement_editor_get_pin (editor);
  g_autofree gchar *text   = NULL;

  if (pin >= 0)
    {
      HomPoint p = hom_placement_get_pin (editor->placement, pin)->target;

      text = g_strdup_printf (_ ("Point %d at %.2f, %.2f"), pin + 1, p.x, p.y);
    }
  atk_object_set_description (gtk_widget_get_accessible (widget),
                              text ? text : "");
}

static void
changed (HomPlacementEditor *editor)
{
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor->view));
  g_signal_emit (editor, signals[CHANGED], 0);
}

static void
moved (HomPlacementEditor *editor)
{
  g_signal_emit (editor, signals[MOVED], 0);
  changed (editor);
}

static void
take (HomPlacementEditor *editor, gint grip)
{
  editor->grip   = grip;
  editor->edited = -1;
  changed (editor);
}

/* Moves the grip that was taken. */
static void
move_by (HomPlacementEditor *editor, gdouble dx, gdouble dy)
{
  hom_placement_move (editor->placement, editor->grip, dx, dy);
  moved (editor);
}

/* Saves the state before the first of a series of changes to one grip: undoing
 * leads back to it.
 */
static void
save_series (HomPlacementEditor *editor)
{
  if (editor->edited != editor->grip)
    hom_placement_save (editor->placement);
  editor->edited = editor->grip;
}

/* ---- The pointer ---- */

static gint
find_corner_part (HomPlacementEditor *editor, HomPoint point)
{
  HomPoint quad[4];

  for (gint i = 0; i < 4; i++)
    quad[i] = hom_canvas_from_picture (
        HOM_CANVAS (editor->view),
        hom_placement_get_pin (editor->placement, i)->target);

  return hom_quad_part_at (quad, point);
}

static gint
find_grip (HomPlacementEditor *editor, HomPoint point)
{
  gint    grip    = -1;
  gdouble nearest = REACH;

  if (has_corners (editor))
    return find_corner_part (editor, point);

  for (gint i = 0; i < hom_placement_get_n_pins (editor->placement); i++)
    {
      HomPoint p = hom_canvas_from_picture (
          HOM_CANVAS (editor->view),
          hom_placement_get_pin (editor->placement, i)->target);
      gdouble distance = hypot (p.x - point.x, p.y - point.y);

      if (distance <= nearest)
        {
          nearest = distance;
          grip    = i;
        }
    }

  return grip;
}

/* Returns: whether the pointer is the editor's: it may pan, or drag the line of
 *   the split.
 */
static gboolean
is_ours (HomPlacementEditor *editor, gdouble x)
{
  return ! is_idle (editor) &&
         ! hom_canvas_is_panning (HOM_CANVAS (editor->view)) &&
         ! hom_compare_view_is_on_line (editor->view, x);
}

static gboolean
button_press (HomPlacementEditor *editor, GdkEventButton *event)
{
  HomPoint point = { event->x, event->y };
  HomPoint at    = hom_canvas_to_picture (HOM_CANVAS (editor->view), point);
  gint     grip;

  if (event->button != GDK_BUTTON_PRIMARY || ! is_ours (editor, event->x))
    return FALSE;
  if (event->type != GDK_BUTTON_PRESS)
    return TRUE;

  gtk_widget_grab_focus (GTK_WIDGET (editor->view));
  hom_compare_view_set_before (editor->view, FALSE);
  grip             = find_grip (editor, point);
  editor->is_saved = grip < 0 && ! has_corners (editor);
  if (editor->is_saved)
    {
      hom_placement_save (editor->placement);
      grip = hom_placement_add_pin (editor->placement, at);
    }
  editor->by_keys     = FALSE;
  editor->at          = at;
  editor->is_dragging = grip >= 0;
  take (editor, grip);

  return TRUE;
}

static gboolean
motion (HomPlacementEditor *editor, GdkEventMotion *event)
{
  HomPoint point = { event->x, event->y };
  HomPoint at    = hom_canvas_to_picture (HOM_CANVAS (editor->view), point);
  gint     hover;

  if (editor->is_dragging)
    {
      HomPoint last = editor->at;

      if (! editor->is_saved)
        hom_placement_save (editor->placement);
      editor->is_saved = TRUE;
      editor->at       = at;
      move_by (editor, at.x - last.x, at.y - last.y);
      return TRUE;
    }

  hover = is_ours (editor, event->x) ? find_grip (editor, point) : -1;
  if (hover != editor->hover)
    {
      editor->hover = hover;
      gtk_widget_queue_draw (GTK_WIDGET (editor->view));
    }

  return FALSE;
}

static gboolean
button_release (HomPlacementEditor *editor, GdkEventButton *event)
{
  if (! editor->is_dragging || event->button != GDK_BUTTON_PRIMARY)
    return FALSE;

  editor->is_dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (editor->view));

  return TRUE;
}

/* ---- Keys ---- */

static void
undo (HomPlacementEditor *editor)
{
  if (editor->is_dragging || ! hom_placement_undo (editor->placement))
    return;

  if (editor->grip >= hom_placement_get_n_pins (editor->placement) &&
      ! has_corners (editor))
    editor->grip = -1;
  editor->edited = -1;
  moved (editor);
}

static void
move_by_keys (HomPlacementEditor *editor, gdouble dx, gdouble dy)
{
  save_series (editor);
  editor->by_keys = TRUE;
  hom_compare_view_set_before (editor->view, FALSE);
  move_by (editor, dx, dy);
}

static gboolean
key_press (HomPlacementEditor *editor, GdkEventKey *event)
{
  gdouble dx, dy;

  if (is_idle (editor))
    return FALSE;
  if (event->state & GDK_CONTROL_MASK &&
      gdk_keyval_to_lower (event->keyval) == GDK_KEY_z)
    {
      undo (editor);
      return TRUE;
    }
  if (editor->grip < 0)
    return FALSE;

  if (hom_keys_read_arrow (event, &dx, &dy))
    {
      move_by_keys (editor, dx, dy);
      return TRUE;
    }

  switch (event->keyval)
    {
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace:
      hom_placement_editor_remove_pin (editor);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Has Tab go through the pins. */
static gboolean
focus (HomPlacementEditor *editor, GtkDirectionType direction)
{
  gint next = -1;

  if (! is_idle (editor))
    next = hom_keys_tab (GTK_WIDGET (editor->view), direction,
                         hom_placement_editor_get_pin (editor),
                         hom_placement_get_n_pins (editor->placement));
  if (next < 0)
    return FALSE;

  editor->by_keys = TRUE;
  take (editor, next);

  return TRUE;
}

/* ---- Drawing ---- */

static void
draw (HomPlacementEditor *editor, cairo_t *cr)
{
  gint     pin   = hom_placement_editor_get_pin (editor);
  gboolean shows = pin >= 0 &&
                   (editor->is_dragging ||
                    (editor->by_keys &&
                     gtk_widget_has_focus (GTK_WIDGET (editor->view))));

  if (is_idle (editor) || hom_compare_view_get_before (editor->view))
    return;

  hom_placement_draw (editor->view, cr, editor->placement, editor->grip,
                      editor->hover);
  if (shows)
    hom_placement_draw_loupes (editor->view, cr, editor->placement, pin);
}

/* ---- The object ---- */

static void
hom_placement_editor_finalize (GObject *object)
{
  hom_placement_free (HOM_PLACEMENT_EDITOR (object)->placement);

  G_OBJECT_CLASS (hom_placement_editor_parent_class)->finalize (object);
}

static void
hom_placement_editor_class_init (HomPlacementEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_placement_editor_finalize;

  signals[MOVED]   = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_placement_editor_init (HomPlacementEditor *editor)
{
  editor->placement = hom_placement_new ();
  editor->grip      = -1;
  editor->hover     = -1;
  editor->edited    = -1;
}

/* Creates an editor.
 *
 * @view: shows the layer, and outlives the editor.
 */
HomPlacementEditor *
hom_placement_editor_new (HomCompareView *view)
{
  HomPlacementEditor *editor = g_object_new (HOM_TYPE_PLACEMENT_EDITOR, NULL);

  editor->view = view;
  g_signal_connect_object (view, "button-press-event",
                           G_CALLBACK (button_press), editor,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "motion-notify-event", G_CALLBACK (motion),
                           editor, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "button-release-event",
                           G_CALLBACK (button_release), editor,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "key-press-event", G_CALLBACK (key_press),
                           editor, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "focus", G_CALLBACK (focus), editor,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "draw-overlay", G_CALLBACK (draw), editor,
                           G_CONNECT_SWAPPED);

  return editor;
}

/* Starts anew, without pins of the user's.
 *
 * @box: the box of the layer.
 * @h: takes the layer to where it is.
 */
void
hom_placement_editor_start (HomPlacementEditor *editor,
                            const HomBox       *box,
                            const HomMatrix    *h)
{
  editor->is_dragging = FALSE;
  hom_placement_start (editor->placement, box, h);
  take (editor, -1);
}

/* Sets how the layer is put in place. */
void
hom_placement_editor_set_mode (HomPlacementEditor *editor,
                               HomPlacementMode    mode)
{
  editor->is_dragging = FALSE;
  hom_placement_set_mode (editor->placement, mode);
  take (editor, -1);
}

/* Sets the model of the matrix that pins lead to. */
void
hom_placement_editor_set_model (HomPlacementEditor *editor, HomModel model)
{
  hom_placement_set_model (editor->placement, model);
}

const HomPlacement *
hom_placement_editor_get_placement (HomPlacementEditor *editor)
{
  return editor->placement;
}

/* Returns: the pin that is selected, or -1. */
gint
hom_placement_editor_get_pin (HomPlacementEditor *editor)
{
  gboolean is_pin = has_corners (editor) ?
                        hom_quad_part_is_corner (editor->grip) :
                        editor->grip >= 0;

  return is_pin && ! is_idle (editor) ? editor->grip : -1;
}

/* Moves the pin that is selected, or sets it on another point of the layer. */
void
hom_placement_editor_set_pin (HomPlacementEditor *editor, const HomPin *where)
{
  gint pin = hom_placement_editor_get_pin (editor);

  if (pin < 0)
    return;

  save_series (editor);
  hom_placement_set_pin (editor->placement, pin, where);
  moved (editor);
}

/* Sets another pin, in the middle of the view, and selects it. */
void
hom_placement_editor_add_pin (HomPlacementEditor *editor)
{
  HomPoint middle = hom_canvas_get_view (HOM_CANVAS (editor->view))->centre;

  hom_placement_save (editor->placement);
  take (editor, hom_placement_add_pin (editor->placement, middle));
}

/* Removes the pin that is selected. */
void
hom_placement_editor_remove_pin (HomPlacementEditor *editor)
{
  gint pin = hom_placement_editor_get_pin (editor);

  if (pin < 0 || has_corners (editor))
    return;

  hom_placement_save (editor->placement);
  hom_placement_remove_pin (editor->placement, pin);
  editor->grip   = MIN (pin, hom_placement_get_n_pins (editor->placement) - 1);
  editor->edited = -1;
  moved (editor);
}
