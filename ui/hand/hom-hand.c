/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-keys.h"
#include "ui/hand/hom-hand-draw.h"
#include "ui/hand/hom-hand.h"
#include "ui/quad/hom-quad-part.h"

/* How far from a pin it can be taken, in pixels of the widget. */
#define REACH 16.0

/* @grip: what was taken last, as hom_placement_move() has it; -1 for nothing.
 * @hover: the same, of what is under the pointer.
 * @is_saved: whether the drag has changed something yet, which can be undone.
 * @by_keys: whether the keys were used last: the loupe stays.
 * @at: where the pointer was last, in the picture, while it drags.
 * @edited: the grip that keys or numbers changed last: one step of undoing.
 */
struct _HomHand
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

G_DEFINE_FINAL_TYPE (HomHand, hom_hand, G_TYPE_OBJECT)

static gboolean
has_corners (HomHand *hand)
{
  return hom_placement_get_mode (hand->placement) == HOM_PLACEMENT_CORNERS;
}

static gboolean
is_idle (HomHand *hand)
{
  return hom_placement_get_mode (hand->placement) == HOM_PLACEMENT_NONE;
}

static void
describe (HomHand *hand)
{
  GtkWidget        *widget = GTK_WIDGET (hand->view);
  gint              pin    = hom_hand_get_pin (hand);
  g_autofree gchar *text   = NULL;

  if (pin >= 0)
    {
      HomPoint p = hom_placement_get_pin (hand->placement, pin)->target;

      text = g_strdup_printf (_ ("Point %d at %.2f, %.2f"), pin + 1, p.x, p.y);
    }
  atk_object_set_description (gtk_widget_get_accessible (widget),
                              text ? text : "");
}

static void
changed (HomHand *hand)
{
  describe (hand);
  gtk_widget_queue_draw (GTK_WIDGET (hand->view));
  g_signal_emit (hand, signals[CHANGED], 0);
}

static void
moved (HomHand *hand)
{
  g_signal_emit (hand, signals[MOVED], 0);
  changed (hand);
}

static void
take (HomHand *hand, gint grip)
{
  hand->grip   = grip;
  hand->edited = -1;
  changed (hand);
}

/* Moves what was taken. */
static void
move_by (HomHand *hand, gdouble dx, gdouble dy)
{
  hom_placement_move (hand->placement, hand->grip, dx, dy);
  moved (hand);
}

/* Of a series of changes to one thing, only the first can be undone to. */
static void
save_series (HomHand *hand)
{
  if (hand->edited != hand->grip)
    hom_placement_save (hand->placement);
  hand->edited = hand->grip;
}

/* ---- The pointer ---- */

static gint
find_corner_part (HomHand *hand, HomPoint point)
{
  HomPoint quad[4];

  for (gint i = 0; i < 4; i++)
    quad[i] = hom_canvas_from_picture (
        HOM_CANVAS (hand->view),
        hom_placement_get_pin (hand->placement, i)->target);

  return hom_quad_part_at (quad, point);
}

static gint
find_grip (HomHand *hand, HomPoint point)
{
  gint    grip    = -1;
  gdouble nearest = REACH;

  if (has_corners (hand))
    return find_corner_part (hand, point);

  for (gint i = 0; i < hom_placement_get_n_pins (hand->placement); i++)
    {
      HomPoint p = hom_canvas_from_picture (
          HOM_CANVAS (hand->view),
          hom_placement_get_pin (hand->placement, i)->target);
      gdouble distance = hypot (p.x - point.x, p.y - point.y);

      if (distance <= nearest)
        {
          nearest = distance;
          grip    = i;
        }
    }

  return grip;
}

/* Whether the pointer is the hand's: it may pan, or drag the line of the split.
 */
static gboolean
is_ours (HomHand *hand, gdouble x)
{
  return ! is_idle (hand) &&
         ! hom_canvas_is_panning (HOM_CANVAS (hand->view)) &&
         ! hom_compare_view_is_on_line (hand->view, x);
}

static gboolean
button_press (HomHand *hand, GdkEventButton *event)
{
  HomPoint point = { event->x, event->y };
  HomPoint at    = hom_canvas_to_picture (HOM_CANVAS (hand->view), point);
  gint     grip;

  if (event->button != GDK_BUTTON_PRIMARY || ! is_ours (hand, event->x))
    return FALSE;
  if (event->type != GDK_BUTTON_PRESS)
    return TRUE;

  gtk_widget_grab_focus (GTK_WIDGET (hand->view));
  hom_compare_view_set_before (hand->view, FALSE);
  grip           = find_grip (hand, point);
  hand->is_saved = grip < 0 && ! has_corners (hand);
  if (hand->is_saved)
    {
      hom_placement_save (hand->placement);
      grip = hom_placement_add_pin (hand->placement, at);
    }
  hand->by_keys     = FALSE;
  hand->at          = at;
  hand->is_dragging = grip >= 0;
  take (hand, grip);

  return TRUE;
}

static gboolean
motion (HomHand *hand, GdkEventMotion *event)
{
  HomPoint point = { event->x, event->y };
  HomPoint at    = hom_canvas_to_picture (HOM_CANVAS (hand->view), point);
  gint     hover;

  if (hand->is_dragging)
    {
      HomPoint last = hand->at;

      if (! hand->is_saved)
        hom_placement_save (hand->placement);
      hand->is_saved = TRUE;
      hand->at       = at;
      move_by (hand, at.x - last.x, at.y - last.y);
      return TRUE;
    }

  hover = is_ours (hand, event->x) ? find_grip (hand, point) : -1;
  if (hover != hand->hover)
    {
      hand->hover = hover;
      gtk_widget_queue_draw (GTK_WIDGET (hand->view));
    }

  return FALSE;
}

static gboolean
button_release (HomHand *hand, GdkEventButton *event)
{
  if (! hand->is_dragging || event->button != GDK_BUTTON_PRIMARY)
    return FALSE;

  hand->is_dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (hand->view));

  return TRUE;
}

/* ---- Keys ---- */

static void
undo (HomHand *hand)
{
  if (hand->is_dragging || ! hom_placement_undo (hand->placement))
    return;

  if (hand->grip >= hom_placement_get_n_pins (hand->placement) &&
      ! has_corners (hand))
    hand->grip = -1;
  hand->edited = -1;
  moved (hand);
}

static void
move_by_keys (HomHand *hand, gdouble dx, gdouble dy)
{
  save_series (hand);
  hand->by_keys = TRUE;
  hom_compare_view_set_before (hand->view, FALSE);
  move_by (hand, dx, dy);
}

static gboolean
key_press (HomHand *hand, GdkEventKey *event)
{
  gdouble dx, dy;

  if (is_idle (hand))
    return FALSE;
  if (event->state & GDK_CONTROL_MASK &&
      gdk_keyval_to_lower (event->keyval) == GDK_KEY_z)
    {
      undo (hand);
      return TRUE;
    }
  if (hand->grip < 0)
    return FALSE;

  if (hom_keys_read_arrow (event, &dx, &dy))
    {
      move_by_keys (hand, dx, dy);
      return TRUE;
    }

  switch (event->keyval)
    {
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace:
      hom_hand_remove_pin (hand);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Tab goes through the pins. */
static gboolean
focus (HomHand *hand, GtkDirectionType direction)
{
  gint next = -1;

  if (! is_idle (hand))
    next = hom_keys_tab (GTK_WIDGET (hand->view), direction,
                         hom_hand_get_pin (hand),
                         hom_placement_get_n_pins (hand->placement));
  if (next < 0)
    return FALSE;

  hand->by_keys = TRUE;
  take (hand, next);

  return TRUE;
}

/* ---- Drawing ---- */

static void
draw (HomHand *hand, cairo_t *cr)
{
  gint     pin   = hom_hand_get_pin (hand);
  gboolean shows = pin >= 0 &&
                   (hand->is_dragging ||
                    (hand->by_keys &&
                     gtk_widget_has_focus (GTK_WIDGET (hand->view))));

  if (is_idle (hand) || hom_compare_view_get_before (hand->view))
    return;

  hom_hand_draw (hand->view, cr, hand->placement, hand->grip, hand->hover);
  if (shows)
    hom_hand_draw_loupes (hand->view, cr, hand->placement, pin);
}

/* ---- The object ---- */

static void
hom_hand_finalize (GObject *object)
{
  hom_placement_free (HOM_HAND (object)->placement);

  G_OBJECT_CLASS (hom_hand_parent_class)->finalize (object);
}

static void
hom_hand_class_init (HomHandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_hand_finalize;

  signals[MOVED]   = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_hand_init (HomHand *hand)
{
  hand->placement = hom_placement_new ();
  hand->grip      = -1;
  hand->hover     = -1;
  hand->edited    = -1;
}

/* @view: outlives the hand. */
HomHand *
hom_hand_new (HomCompareView *view)
{
  HomHand *hand = g_object_new (HOM_TYPE_HAND, NULL);

  hand->view = view;
  g_signal_connect_object (view, "button-press-event",
                           G_CALLBACK (button_press), hand, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "motion-notify-event", G_CALLBACK (motion),
                           hand, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "button-release-event",
                           G_CALLBACK (button_release), hand,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "key-press-event", G_CALLBACK (key_press),
                           hand, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "focus", G_CALLBACK (focus), hand,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "draw-overlay", G_CALLBACK (draw), hand,
                           G_CONNECT_SWAPPED);

  return hand;
}

/* Starts anew, without pins of the user's.
 *
 * @box: of the layer.
 * @h: takes it to where it is.
 */
void
hom_hand_start (HomHand *hand, const HomBox *box, const HomMatrix *h)
{
  hand->is_dragging = FALSE;
  hom_placement_start (hand->placement, box, h);
  take (hand, -1);
}

void
hom_hand_set_mode (HomHand *hand, HomPlacementMode mode)
{
  hand->is_dragging = FALSE;
  hom_placement_set_mode (hand->placement, mode);
  take (hand, -1);
}

/* @model: of what pins lead to. */
void
hom_hand_set_model (HomHand *hand, HomModel model)
{
  hom_placement_set_model (hand->placement, model);
}

const HomPlacement *
hom_hand_get_placement (HomHand *hand)
{
  return hand->placement;
}

/* Returns: the pin that is selected, or -1. */
gint
hom_hand_get_pin (HomHand *hand)
{
  gboolean is_pin = has_corners (hand) ? hom_quad_part_is_corner (hand->grip) :
                                         hand->grip >= 0;

  return is_pin && ! is_idle (hand) ? hand->grip : -1;
}

/* Moves the pin that is selected, or sets it on another point of the layer. */
void
hom_hand_set_pin (HomHand *hand, const HomPin *where)
{
  gint pin = hom_hand_get_pin (hand);

  if (pin < 0)
    return;

  save_series (hand);
  hom_placement_set_pin (hand->placement, pin, where);
  moved (hand);
}

/* Sets another pin, in the middle of what is seen, and selects it. */
void
hom_hand_add_pin (HomHand *hand)
{
  HomPoint middle = hom_canvas_get_view (HOM_CANVAS (hand->view))->centre;

  hom_placement_save (hand->placement);
  take (hand, hom_placement_add_pin (hand->placement, middle));
}

/* Removes the pin that is selected. */
void
hom_hand_remove_pin (HomHand *hand)
{
  gint pin = hom_hand_get_pin (hand);

  if (pin < 0 || has_corners (hand))
    return;

  hom_placement_save (hand->placement);
  hom_placement_remove_pin (hand->placement, pin);
  hand->grip   = MIN (pin, hom_placement_get_n_pins (hand->placement) - 1);
  hand->edited = -1;
  moved (hand);
}
