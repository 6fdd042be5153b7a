/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A canvas is zoomed and moved by the pointer and by keys.
 */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-canvas-private.h"

/* A step of the wheel enlarges by this factor: two steps double. */
#define ZOOM_STEP G_SQRT2

static GtkWidgetClass *
parent_class (void)
{
  return g_type_class_peek (GTK_TYPE_DRAWING_AREA);
}

static gboolean
hom_canvas_scroll (GtkWidget *widget, GdkEventScroll *event)
{
  gdouble dx = 0.0;
  gdouble dy = 0.0;

  if (! gdk_event_get_scroll_deltas ((GdkEvent *) event, &dx, &dy))
    dy = event->direction == GDK_SCROLL_UP   ? -1.0 :
         event->direction == GDK_SCROLL_DOWN ? 1.0 :
                                               0.0;
  if (dy != 0.0)
    hom_canvas_zoom_at (HOM_CANVAS (widget), pow (ZOOM_STEP, -dy),
                        (HomPoint) { event->x, event->y });

  return TRUE;
}

static gboolean
hom_canvas_button_press (GtkWidget *widget, GdkEventButton *event)
{
  HomCanvas        *canvas = HOM_CANVAS (widget);
  HomCanvasPrivate *priv   = hom_canvas_get_private (canvas);

  gtk_widget_grab_focus (widget);
  if (event->button != GDK_BUTTON_MIDDLE &&
      ! (event->button == GDK_BUTTON_PRIMARY && priv->space))
    return FALSE;

  priv->is_panning = TRUE;
  priv->pan        = (HomPoint) { event->x, event->y };
  hom_canvas_set_cursor (canvas, "grabbing");

  return TRUE;
}

static gboolean
hom_canvas_motion_notify (GtkWidget *widget, GdkEventMotion *event)
{
  HomCanvas        *canvas = HOM_CANVAS (widget);
  HomCanvasPrivate *priv   = hom_canvas_get_private (canvas);

  if (! priv->is_panning)
    return FALSE;

  hom_view_pan (&priv->view, event->x - priv->pan.x, event->y - priv->pan.y,
                &priv->box);
  priv->pan  = (HomPoint) { event->x, event->y };
  priv->fits = FALSE;
  hom_canvas_view_changed (canvas);

  return TRUE;
}

static gboolean
hom_canvas_button_release (GtkWidget *widget, GdkEventButton *event)
{
  HomCanvas        *canvas = HOM_CANVAS (widget);
  HomCanvasPrivate *priv   = hom_canvas_get_private (canvas);

  if (! priv->is_panning)
    return FALSE;

  priv->is_panning = FALSE;
  hom_canvas_set_cursor (canvas, priv->space ? "grab" : NULL);

  return TRUE;
}

static void
set_space (HomCanvas *canvas, gboolean space)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  if (priv->space == space)
    return;

  priv->space = space;
  if (! priv->is_panning)
    hom_canvas_set_cursor (canvas, space ? "grab" : NULL);
}

static gboolean
hom_canvas_key_press (GtkWidget *widget, GdkEventKey *event)
{
  HomCanvas *canvas = HOM_CANVAS (widget);

  if (event->state & (GDK_CONTROL_MASK | GDK_MOD1_MASK))
    return parent_class ()->key_press_event (widget, event);

  switch (event->keyval)
    {
    case GDK_KEY_space:
      set_space (canvas, TRUE);
      return TRUE;

    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      hom_canvas_zoom_by (canvas, ZOOM_STEP);
      return TRUE;

    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      hom_canvas_zoom_by (canvas, 1.0 / ZOOM_STEP);
      return TRUE;

    case GDK_KEY_1:
    case GDK_KEY_KP_1:
      hom_canvas_set_zoom (canvas, 1.0);
      return TRUE;

    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      hom_canvas_zoom_to_fit (canvas);
      return TRUE;
    }

  return parent_class ()->key_press_event (widget, event);
}

static gboolean
hom_canvas_key_release (GtkWidget *widget, GdkEventKey *event)
{
  if (event->keyval == GDK_KEY_space)
    set_space (HOM_CANVAS (widget), FALSE);

  return parent_class ()->key_release_event (widget, event);
}

static gboolean
hom_canvas_focus_out (GtkWidget *widget, GdkEventFocus *event)
{
  set_space (HOM_CANVAS (widget), FALSE);

  return parent_class ()->focus_out_event (widget, event);
}

/* Sets the handlers of the events. */
void
hom_canvas_input_class_init (GtkWidgetClass *widget_class)
{
  widget_class->scroll_event         = hom_canvas_scroll;
  widget_class->button_press_event   = hom_canvas_button_press;
  widget_class->button_release_event = hom_canvas_button_release;
  widget_class->motion_notify_event  = hom_canvas_motion_notify;
  widget_class->key_press_event      = hom_canvas_key_press;
  widget_class->key_release_event    = hom_canvas_key_release;
  widget_class->focus_out_event      = hom_canvas_focus_out;
}
