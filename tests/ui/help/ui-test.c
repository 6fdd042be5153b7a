/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"

/* A picture in which each pixel tells where it is: red by its column, green by
 * its row, blue in squares of 16 pixels; the last 32 columns are transparent.
 */
HomImage *
test_picture_new (gint width, gint height)
{
  HomImage *image = hom_image_new (width, height, 4, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gfloat *pixel = hom_image_pixel (image, x, y);
        gfloat  alpha = x < width - 32 ? 1.0f : 0.0f;

        pixel[0] = alpha * (x % 256) / 255.0f;
        pixel[1] = alpha * (y % 256) / 255.0f;
        pixel[2] = alpha * ((x / 16 + y / 16) % 2);
        pixel[3] = alpha;
      }

  return image;
}

/* Shows a widget at the given size. */
GtkWidget *
test_window_new (GtkWidget *child, gint width, gint height)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_container_add (GTK_CONTAINER (window), child);
  gtk_widget_show_all (window);
  test_settle ();

  return window;
}

/* Until nothing is left to be done. */
void
test_settle (void)
{
  gint64 end = g_get_monotonic_time () + 100000;

  do
    while (gtk_events_pending ())
      gtk_main_iteration ();
  while (g_get_monotonic_time () < end);
}

/* Whether a label says so, or the widget itself. */
static gboolean
is_named (GtkWidget *widget, const gchar *name)
{
  AtkObject *accessible    = gtk_widget_get_accessible (widget);
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (widget);

  if (g_strcmp0 (atk_object_get_name (accessible), name) == 0)
    return TRUE;
  for (GList *label = labels; label; label = label->next)
    if (GTK_IS_LABEL (label->data) &&
        g_strcmp0 (gtk_label_get_text (label->data), name) == 0)
      return TRUE;

  return FALSE;
}

static void
check_name (GtkWidget *widget, gpointer data)
{
  gpointer  *wanted     = data;
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  if (atk_object_get_role (accessible) ==
          (AtkRole) GPOINTER_TO_INT (wanted[2]) &&
      is_named (widget, wanted[0]))
    wanted[1] = widget;
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_name, data);
}

/* Finds a widget by what a screen reader says.
 *
 * @widget: is looked for in this one.
 *
 * Returns: (nullable): the last one of that name.
 */
GtkWidget *
test_find_widget (GtkWidget *widget, AtkRole role, const gchar *name)
{
  gpointer wanted[] = { (gpointer) name, NULL, GINT_TO_POINTER (role) };

  check_name (widget, wanted);

  return wanted[1];
}

/* Returns: (transfer full): what the widget looks like. */
cairo_surface_t *
test_draw (GtkWidget *widget)
{
  gint             sf      = gtk_widget_get_scale_factor (widget);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, sf * gtk_widget_get_allocated_width (widget),
      sf * gtk_widget_get_allocated_height (widget));
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, sf, sf);
  cr = cairo_create (surface);
  gtk_widget_draw (widget, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* Returns: the pixel at (x, y) as 0xrrggbb. */
guint32
test_pixel (cairo_surface_t *surface, gint x, gint y)
{
  const guchar *row = cairo_image_surface_get_data (surface) +
                      y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] & 0xffffff;
}

static GdkEvent *
new_event (GtkWidget *widget, GdkEventType type)
{
  GdkEvent   *event   = gdk_event_new (type);
  GdkDisplay *display = gtk_widget_get_display (widget);
  GdkSeat    *seat    = gdk_display_get_default_seat (display);

  event->any.window     = g_object_ref (gtk_widget_get_window (widget));
  event->any.send_event = TRUE;
  gdk_event_set_device (event,
                        type == GDK_KEY_PRESS || type == GDK_KEY_RELEASE ?
                            gdk_seat_get_keyboard (seat) :
                            gdk_seat_get_pointer (seat));

  return event;
}

static gboolean
send (GtkWidget *widget, GdkEvent *event)
{
  gboolean handled = gtk_widget_event (widget, event);

  gdk_event_free (event);

  return handled;
}

static void
send_button (GtkWidget *widget, GdkEventType type, gint button, HomPoint point)
{
  GdkEvent *event = new_event (widget, type);

  event->button.button = button;
  event->button.x      = point.x;
  event->button.y      = point.y;
  send (widget, event);
}

void
test_press (GtkWidget *widget, gint button, HomPoint point)
{
  send_button (widget, GDK_BUTTON_PRESS, button, point);
}

void
test_release (GtkWidget *widget, gint button, HomPoint point)
{
  send_button (widget, GDK_BUTTON_RELEASE, button, point);
}

void
test_move (GtkWidget *widget, HomPoint point, GdkModifierType state)
{
  GdkEvent *event = new_event (widget, GDK_MOTION_NOTIFY);

  event->motion.x     = point.x;
  event->motion.y     = point.y;
  event->motion.state = state;
  send (widget, event);
}

/* In a few steps, as a hand would. */
void
test_drag (GtkWidget *widget, gint button, HomPoint from, HomPoint to)
{
  test_press (widget, button, from);
  for (gint i = 1; i <= 4; i++)
    test_move (widget,
               (HomPoint){ from.x + (to.x - from.x) * i / 4.0,
                           from.y + (to.y - from.y) * i / 4.0 },
               button == 1 ? GDK_BUTTON1_MASK : GDK_BUTTON2_MASK);
  test_release (widget, button, to);
}

void
test_scroll (GtkWidget *widget, HomPoint point, gdouble dy)
{
  GdkEvent *event = new_event (widget, GDK_SCROLL);

  event->scroll.direction = GDK_SCROLL_SMOOTH;
  event->scroll.x         = point.x;
  event->scroll.y         = point.y;
  event->scroll.delta_y   = dy;
  send (widget, event);
}

/* Key bindings go by the key, and not by its meaning. */
static void
set_keycode (GtkWidget *widget, GdkEventKey *event)
{
  GdkKeymap *keymap = gdk_keymap_get_for_display (
      gtk_widget_get_display (widget));
  GdkKeymapKey *keys = NULL;
  gint          n    = 0;

  if (gdk_keymap_get_entries_for_keyval (keymap, event->keyval, &keys, &n))
    {
      event->hardware_keycode = keys[0].keycode;
      event->group            = keys[0].group;
    }
  g_free (keys);
}

static gboolean
send_key (GtkWidget      *widget,
          GdkEventType    type,
          guint           keyval,
          GdkModifierType state)
{
  GdkEvent *event = new_event (widget, type);

  event->key.keyval = keyval;
  event->key.state  = state;
  set_keycode (widget, &event->key);

  return send (widget, event);
}

/* Returns: whether the widget took the key. */
gboolean
test_key (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  return send_key (widget, GDK_KEY_PRESS, keyval, state);
}

gboolean
test_key_release (GtkWidget *widget, guint keyval)
{
  return send_key (widget, GDK_KEY_RELEASE, keyval, 0);
}
