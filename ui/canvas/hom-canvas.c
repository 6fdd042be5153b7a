/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <cairo-gobject.h>

#include "ui/canvas/hom-canvas-private.h"
#include "ui/canvas/hom-surface.h"

/* This margin, in pixels of the widget, is around a picture that fits: handles
 * at its corners can be taken from all sides.
 */
#define MARGIN 24.0

/* Beside the picture it is darker than the window by this share. */
#define SHADE 0.15

/* All is drawn finely this many milliseconds after the last change. */
#define REST 120

enum
{
  DRAW_OVERLAY,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (HomCanvas, hom_canvas, GTK_TYPE_DRAWING_AREA)

HomCanvasPrivate *
hom_canvas_get_private (HomCanvas *canvas)
{
  return hom_canvas_get_instance_private (canvas);
}

/* Tells all that another part is seen. */
void
hom_canvas_view_changed (HomCanvas *canvas)
{
  hom_canvas_invalidate (canvas);
  g_signal_emit (canvas, signals[VIEW_CHANGED], 0);
}

static void
fit (HomCanvas *canvas)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  hom_view_fit (&priv->view, &priv->fit_box, MARGIN);
}

static gboolean
hom_canvas_render (HomCanvas *canvas, const HomMatrix *w, HomImage *output)
{
  HomCanvasPrivate *priv     = hom_canvas_get_private (canvas);
  HomSampling       sampling = priv->sampling;
  HomMatrix         inverse;

  if (! priv->source || ! hom_matrix_invert (&priv->h, &inverse, NULL))
    return FALSE;

  if (priv->rest)
    sampling.antialias = FALSE;
  if (priv->shows_pixels && hom_canvas_get_zoom (canvas) >= 2.0)
    sampling.interpolation = HOM_INTERPOLATION_NEAREST;
  inverse = hom_matrix_multiply (&inverse, w);

  return hom_source_render (priv->source, &inverse, &sampling, output);
}

/* Provides an image of the widget's size. Its memory is that of the last time:
 * to get it anew, and have it cleared, would take longer than to fill it.
 */
static HomImage *
provide_pixels (HomCanvasPrivate *priv, gint scale_factor)
{
  gint width  = priv->view.width * scale_factor;
  gint height = priv->view.height * scale_factor;

  if (! priv->pixels || priv->pixels->width != width ||
      priv->pixels->height != height)
    {
      hom_image_free (priv->pixels);
      priv->pixels = hom_image_new (width, height, 4, NULL);
    }

  return priv->pixels;
}

static void
update_surface (HomCanvas *canvas)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);
  gint              sf   = gtk_widget_get_scale_factor (GTK_WIDGET (canvas));
  HomMatrix         w    = hom_view_matrix (&priv->view, sf);
  HomImage         *pixels;

  if (! priv->is_stale)
    return;

  pixels = provide_pixels (priv, sf);
  if (pixels && HOM_CANVAS_GET_CLASS (canvas)->render (canvas, &w, pixels))
    priv->surface = hom_surface_store (priv->surface, pixels, sf);
  else
    g_clear_pointer (&priv->surface, cairo_surface_destroy);
  priv->is_stale = FALSE;
}

static HomBox
box_on_widget (HomCanvas *canvas)
{
  const HomBox *box = hom_canvas_get_box (canvas);
  HomPoint      p   = { box->x0, box->y0 };
  HomPoint      q   = { box->x1, box->y1 };

  p = hom_canvas_from_picture (canvas, p);
  q = hom_canvas_from_picture (canvas, q);

  return (HomBox) { round (p.x), round (p.y), round (q.x), round (q.y) };
}

static gboolean
hom_canvas_draw (GtkWidget *widget, cairo_t *cr)
{
  HomCanvas        *canvas  = HOM_CANVAS (widget);
  HomCanvasPrivate *priv    = hom_canvas_get_private (canvas);
  GtkStyleContext  *context = gtk_widget_get_style_context (widget);
  HomBox            box     = box_on_widget (canvas);

  gtk_render_background (context, cr, 0, 0, priv->view.width,
                         priv->view.height);
  cairo_set_source_rgba (cr, 0, 0, 0, SHADE);
  cairo_paint (cr);
  update_surface (canvas);
  if (priv->surface)
    {
      cairo_save (cr);
      cairo_rectangle (cr, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
      cairo_clip (cr);
      hom_surface_checker (cr, &box);
      cairo_set_source_surface (cr, priv->surface, 0, 0);
      cairo_paint (cr);
      cairo_restore (cr);
    }
  g_signal_emit (canvas, signals[DRAW_OVERLAY], 0, cr);
  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 1, 1, priv->view.width - 2,
                      priv->view.height - 2);

  return FALSE;
}

static void
hom_canvas_size_allocate (GtkWidget *widget, GtkAllocation *allocation)
{
  HomCanvas        *canvas = HOM_CANVAS (widget);
  HomCanvasPrivate *priv   = hom_canvas_get_private (canvas);

  GTK_WIDGET_CLASS (hom_canvas_parent_class)
      ->size_allocate (widget, allocation);
  if (priv->view.width == allocation->width &&
      priv->view.height == allocation->height)
    return;

  priv->view.width  = allocation->width;
  priv->view.height = allocation->height;
  if (priv->fits)
    fit (canvas);
  hom_canvas_view_changed (canvas);
}

static void
scale_factor_changed (HomCanvas *canvas)
{
  hom_canvas_invalidate (canvas);
}

static void
hom_canvas_dispose (GObject *object)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (HOM_CANVAS (object));

  g_clear_handle_id (&priv->rest, g_source_remove);
  g_clear_object (&priv->source);
  g_clear_pointer (&priv->pixels, hom_image_free);
  g_clear_pointer (&priv->surface, cairo_surface_destroy);

  G_OBJECT_CLASS (hom_canvas_parent_class)->dispose (object);
}

static void
hom_canvas_class_init (HomCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose       = hom_canvas_dispose;
  widget_class->draw          = hom_canvas_draw;
  widget_class->size_allocate = hom_canvas_size_allocate;
  klass->render               = hom_canvas_render;

  hom_canvas_input_class_init (widget_class);
  gtk_widget_class_set_css_name (widget_class, "homcanvas");

  signals[DRAW_OVERLAY] = g_signal_new (
      "draw-overlay", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_FIRST,
      G_STRUCT_OFFSET (HomCanvasClass, draw_overlay), NULL, NULL, NULL,
      G_TYPE_NONE, 1, CAIRO_GOBJECT_TYPE_CONTEXT);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
hom_canvas_init (HomCanvas *canvas)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  priv->h                      = HOM_MATRIX_IDENTITY;
  priv->fits                   = TRUE;
  priv->is_stale               = TRUE;
  priv->view.scale             = 1.0;
  priv->sampling.interpolation = HOM_INTERPOLATION_LINEAR;
  priv->sampling.boundary      = HOM_BOUNDARY_CLAMP;
  priv->sampling.antialias     = TRUE;
  priv->shows_pixels           = TRUE;

  gtk_widget_set_can_focus (GTK_WIDGET (canvas), TRUE);
  gtk_widget_add_events (GTK_WIDGET (canvas),
                         GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK |
                             GDK_POINTER_MOTION_MASK | GDK_SCROLL_MASK |
                             GDK_SMOOTH_SCROLL_MASK | GDK_KEY_PRESS_MASK |
                             GDK_KEY_RELEASE_MASK | GDK_FOCUS_CHANGE_MASK);
  g_signal_connect (canvas, "notify::scale-factor",
                    G_CALLBACK (scale_factor_changed), NULL);
  atk_object_set_role (gtk_widget_get_accessible (GTK_WIDGET (canvas)),
                       ATK_ROLE_CANVAS);
}

/* Creates a canvas.
 *
 * @source: (nullable): the picture.
 */
GtkWidget *
hom_canvas_new (HomSource *source)
{
  GtkWidget *widget = g_object_new (HOM_TYPE_CANVAS, NULL);

  hom_canvas_set_source (HOM_CANVAS (widget), source);

  return widget;
}

/* Shows another picture, and all of it.
 *
 * @source: (nullable): the picture.
 */
void
hom_canvas_set_source (HomCanvas *canvas, HomSource *source)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  if (priv->source)
    g_signal_handlers_disconnect_by_data (priv->source, canvas);
  g_set_object (&priv->source, source);
  if (source)
    {
      hom_canvas_set_box (canvas, hom_source_get_box (source));
      g_signal_connect_object (source, "changed",
                               G_CALLBACK (hom_canvas_invalidate), canvas,
                               G_CONNECT_SWAPPED);
    }
  hom_canvas_invalidate (canvas);
}

/* Returns: (nullable): the picture. */
HomSource *
hom_canvas_get_source (HomCanvas *canvas)
{
  return hom_canvas_get_private (canvas)->source;
}

/* Shows the source through a matrix.
 *
 * @h: takes a point of the source to where it is shown. It is the identity at
 *   first; while it is singular nothing is shown.
 */
void
hom_canvas_set_matrix (HomCanvas *canvas, const HomMatrix *h)
{
  hom_canvas_get_private (canvas)->h = *h;
  hom_canvas_invalidate (canvas);
}

/* Returns: the matrix from the source to what is shown. */
const HomMatrix *
hom_canvas_get_matrix (HomCanvas *canvas)
{
  return &hom_canvas_get_private (canvas)->h;
}

/* Sets how the source is sampled. At first it is sampled linearly, with edges
 * as sharp as those of the box, and pixels are seen as squares when it is
 * enlarged.
 */
void
hom_canvas_set_sampling (HomCanvas *canvas, const HomSampling *sampling)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  priv->sampling           = *sampling;
  priv->sampling.antialias = TRUE;
  priv->shows_pixels       = FALSE;
  hom_canvas_invalidate (canvas);
}

/* Sets the part of the picture that is seen. At first it is the box of the
 * source. Where the picture is transparent in it, it is checkered.
 *
 * @box: that part, in the coordinates of the picture.
 */
void
hom_canvas_set_box (HomCanvas *canvas, const HomBox *box)
{
  hom_canvas_get_private (canvas)->box = *box;
  hom_canvas_set_fit_box (canvas, box);
}

/* Returns: the part of the picture that is seen. */
const HomBox *
hom_canvas_get_box (HomCanvas *canvas)
{
  return &hom_canvas_get_private (canvas)->box;
}

/* Sets the part that is zoomed to, to fit, if it is not all that is seen. */
void
hom_canvas_set_fit_box (HomCanvas *canvas, const HomBox *box)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  priv->fit_box = *box;
  if (priv->fits)
    fit (canvas);
  hom_canvas_view_changed (canvas);
}

static gboolean
draw_finely (gpointer data)
{
  HomCanvas        *canvas = data;
  HomCanvasPrivate *priv   = hom_canvas_get_private (canvas);

  priv->rest     = 0;
  priv->is_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));

  return G_SOURCE_REMOVE;
}

/* Has the picture rendered anew. */
void
hom_canvas_invalidate (HomCanvas *canvas)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  if (priv->rest)
    g_source_remove (priv->rest);
  priv->rest     = g_timeout_add (REST, draw_finely, canvas);
  priv->is_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* Returns: whether the picture changes: @render is to be quick then, and is
 * called once more when it has come to rest.
 */
gboolean
hom_canvas_is_moving (HomCanvas *canvas)
{
  return hom_canvas_get_private (canvas)->rest != 0;
}

/* Returns: the part that is shown, and how large it is. */
const HomView *
hom_canvas_get_view (HomCanvas *canvas)
{
  return &hom_canvas_get_private (canvas)->view;
}

/* @point: a point of the widget.
 *
 * Returns: the point of the picture that is seen there.
 */
HomPoint
hom_canvas_to_picture (HomCanvas *canvas, HomPoint point)
{
  return hom_view_to_picture (hom_canvas_get_view (canvas), point);
}

/* @point: a point of the picture.
 *
 * Returns: the point of the widget where it is seen.
 */
HomPoint
hom_canvas_from_picture (HomCanvas *canvas, HomPoint point)
{
  return hom_view_from_picture (hom_canvas_get_view (canvas), point);
}

/* Returns: pixels of the screen per pixel of the picture. */
gdouble
hom_canvas_get_zoom (HomCanvas *canvas)
{
  return hom_canvas_get_view (canvas)->scale *
         gtk_widget_get_scale_factor (GTK_WIDGET (canvas));
}

/* Zooms; the middle stays.
 *
 * @zoom: pixels of the screen per pixel of the picture.
 */
void
hom_canvas_set_zoom (HomCanvas *canvas, gdouble zoom)
{
  hom_canvas_zoom_by (canvas, zoom / hom_canvas_get_zoom (canvas));
}

/* Enlarges by @factor; what is seen at @anchor stays there. */
void
hom_canvas_zoom_at (HomCanvas *canvas, gdouble factor, HomPoint anchor)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  hom_view_zoom (&priv->view, priv->view.scale * factor, anchor);
  priv->fits = FALSE;
  hom_canvas_view_changed (canvas);
}

/* Enlarges by @factor; the middle stays. */
void
hom_canvas_zoom_by (HomCanvas *canvas, gdouble factor)
{
  const HomView *view = hom_canvas_get_view (canvas);

  hom_canvas_zoom_at (canvas, factor,
                      (HomPoint) { view->width / 2.0, view->height / 2.0 });
}

/* Shows all of the box, and goes on doing so when the size changes. */
void
hom_canvas_zoom_to_fit (HomCanvas *canvas)
{
  hom_canvas_get_private (canvas)->fits = TRUE;
  fit (canvas);
  hom_canvas_view_changed (canvas);
}

/* Moves a point of the picture to the middle. */
void
hom_canvas_center_on (HomCanvas *canvas, HomPoint point)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  priv->view.centre = point;
  priv->fits        = FALSE;
  hom_canvas_view_changed (canvas);
}

/* Returns: whether a drag would move the picture, or does. */
gboolean
hom_canvas_is_panning (HomCanvas *canvas)
{
  HomCanvasPrivate *priv = hom_canvas_get_private (canvas);

  return priv->space || priv->is_panning;
}

/* Sets the cursor over the canvas.
 *
 * @name: (nullable): the name of a cursor; NULL for that of the window.
 */
void
hom_canvas_set_cursor (HomCanvas *canvas, const gchar *name)
{
  GdkWindow *window = gtk_widget_get_window (GTK_WIDGET (canvas));
  GdkCursor *cursor = NULL;

  if (name)
    cursor = gdk_cursor_new_from_name (gdk_window_get_display (window), name);
  gdk_window_set_cursor (window, cursor);
  g_clear_object (&cursor);
}
