/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-draw.h"
#include "ui/compare/hom-compare-pair.h"
#include "ui/compare/hom-compare-view.h"
#include "ui/compare/hom-mismatch-layer.h"

/* The line of the split can be taken from this far, in pixels of the widget. */
#define REACH 8.0

#define HANDLE 6.0

/* Flickering faster than three times a second can cause seizures (WCAG 2.3.1):
 * six pictures are three flashes.
 */
const HomCompareRange hom_compare_ranges[] = {
  [HOM_COMPARE_OVERLAY]    = { 0.0, 1.0, 0.5, 0.05 },
  [HOM_COMPARE_DIFFERENCE] = { 1.0, 32.0, 4.0, 1.0 },
  [HOM_COMPARE_SPLIT]      = { 0.0, 1.0, 0.5, 0.01 },
  [HOM_COMPARE_FLICKER]    = { 0.5, 6.0, 2.0, 0.5 },
  [HOM_COMPARE_RED_CYAN]   = { 0.0, 0.0, 0.0, 0.0 },
  [HOM_COMPARE_MISMATCH]   = { 0.0, 1.0, 0.7, 0.05 },
};

static const guint mode_keys[] = { GDK_KEY_o, GDK_KEY_d, GDK_KEY_s,
                                   GDK_KEY_f, GDK_KEY_r, GDK_KEY_m };

/* @moving: (nullable): the second source; the canvas has the first.
 * @pair: both pictures, as they were rendered last; NULL when they are out of
 *   date.
 * @mismatch: shows where they disagree.
 * @flicker: the timeout of the flicker; 0 while there is none.
 * @shows_second: which half of the flicker is seen.
 */
struct _HomCompareView
{
  HomCanvas parent_instance;

  HomSource        *moving;
  HomMatrix         before, after;
  HomExposure       exposure;
  gboolean          is_before;
  HomCompareMode    mode;
  gdouble           amounts[HOM_COMPARE_N_MODES];
  HomComparePair   *pair;
  HomMismatchLayer *mismatch;
  guint             flicker;
  gboolean          shows_second;
  gboolean          is_dragging;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomCompareView, hom_compare_view, HOM_TYPE_CANVAS)

/* Forgets the pictures, and what was found out about them: others are shown. */
static void
forget_pictures (HomCompareView *view)
{
  g_clear_pointer (&view->pair, hom_compare_pair_unref);
  hom_mismatch_layer_forget (view->mismatch);
}

/* Tells whether the pictures are there as they are to be rendered. */
static gboolean
is_rendered (HomCompareView  *view,
             const HomMatrix *w,
             const HomImage  *like,
             gboolean         is_fine)
{
  const HomComparePair *pair = view->pair;

  return pair && pair->is_fine >= is_fine &&
         pair->second->width == like->width &&
         pair->second->height == like->height &&
         memcmp (&pair->w, w, sizeof (*w)) == 0;
}

/* Renders both pictures, so that another mode or amount needs neither anew. */
static gboolean
render_pictures (HomCompareView *view, const HomMatrix *w, const HomImage *like)
{
  HomCanvasClass *parent   = HOM_CANVAS_CLASS (hom_compare_view_parent_class);
  HomCanvas      *canvas   = HOM_CANVAS (view);
  gboolean        is_fine  = ! hom_canvas_is_moving (canvas);
  HomSampling     sampling = { .interpolation = HOM_INTERPOLATION_LINEAR,
                               .antialias     = is_fine };
  g_autoptr (HomComparePair) pair = NULL;
  HomMatrix inverse;

  if (is_rendered (view, w, like, is_fine))
    return TRUE;

  g_clear_pointer (&view->pair, hom_compare_pair_unref);
  if (! hom_matrix_invert (view->is_before ? &view->before : &view->after,
                           &inverse, NULL))
    return FALSE;
  inverse = hom_matrix_multiply (&inverse, w);
  pair    = hom_compare_pair_new (like->width, like->height, w, is_fine);
  if (! pair || ! parent->render (canvas, w, pair->first) ||
      ! hom_source_render (view->moving, &inverse, &sampling, pair->second))
    return FALSE;

  view->pair = g_steal_pointer (&pair);

  return TRUE;
}

/* Compares the pictures when they have come to rest. */
static void
update_mismatch (HomCompareView *view)
{
  if (view->mode == HOM_COMPARE_MISMATCH && view->pair->is_fine &&
      ! hom_mismatch_layer_has (view->mismatch, view->pair))
    hom_mismatch_layer_update (view->mismatch, view->pair,
                               view->exposure.gain < 0.0);
}

static gboolean
hom_compare_view_render (HomCanvas       *canvas,
                         const HomMatrix *w,
                         HomImage        *output)
{
  HomCompareView *view   = HOM_COMPARE_VIEW (canvas);
  gdouble         amount = hom_compare_view_get_amount (view);

  if (! view->moving)
    return HOM_CANVAS_CLASS (hom_compare_view_parent_class)
        ->render (canvas, w, output);
  if (! render_pictures (view, w, output))
    return FALSE;

  update_mismatch (view);
  for (gint y = 0; y < output->height; y++)
    memcpy (hom_image_pixel (output, 0, y),
            hom_image_pixel (view->pair->first, 0, y),
            4 * output->width * sizeof (gfloat));
  if (view->mode == HOM_COMPARE_FLICKER)
    amount = view->shows_second ? 1.0 : 0.0;
  hom_compare (view->mode, amount, &view->exposure, view->pair->second, output);

  return TRUE;
}

static gdouble
split_place (HomCompareView *view)
{
  return view->amounts[HOM_COMPARE_SPLIT] *
         hom_canvas_get_view (HOM_CANVAS (view))->width;
}

static void
hom_compare_view_draw_overlay (HomCanvas *canvas, cairo_t *cr)
{
  HomCompareView *view   = HOM_COMPARE_VIEW (canvas);
  gdouble         x      = split_place (view);
  gint            height = hom_canvas_get_view (canvas)->height;
  const GdkRGBA   white  = { 1.0, 1.0, 1.0, 1.0 };
  const GdkRGBA   dark   = { 0.0, 0.0, 0.0, 0.6 };

  if (view->moving && view->mode == HOM_COMPARE_MISMATCH)
    hom_mismatch_layer_draw (view->mismatch, cr,
                             view->amounts[HOM_COMPARE_MISMATCH]);
  if (! view->moving || view->mode != HOM_COMPARE_SPLIT)
    return;

  cairo_move_to (cr, x, 0);
  cairo_line_to (cr, x, height);
  hom_draw_stroke (cr, &white, 1.0);
  hom_draw_handle (cr, (HomPoint){ x, height / 2.0 }, HANDLE, &white, &dark);
}

/* @x: a column of the widget.
 *
 * Returns: whether the line of the split can be taken there.
 */
gboolean
hom_compare_view_is_on_line (HomCompareView *view, gdouble x)
{
  return view->moving && view->mode == HOM_COMPARE_SPLIT &&
         ! hom_canvas_is_panning (HOM_CANVAS (view)) &&
         fabs (x - split_place (view)) <= REACH;
}

static gboolean
hom_compare_view_button_press (GtkWidget *widget, GdkEventButton *event)
{
  HomCompareView *view = HOM_COMPARE_VIEW (widget);

  if (event->button != GDK_BUTTON_PRIMARY ||
      ! hom_compare_view_is_on_line (view, event->x))
    return GTK_WIDGET_CLASS (hom_compare_view_parent_class)
        ->button_press_event (widget, event);

  gtk_widget_grab_focus (widget);
  view->is_dragging = TRUE;

  return TRUE;
}

static gboolean
hom_compare_view_motion_notify (GtkWidget *widget, GdkEventMotion *event)
{
  HomCompareView *view   = HOM_COMPARE_VIEW (widget);
  HomCanvas      *canvas = HOM_CANVAS (widget);
  gint            width  = hom_canvas_get_view (canvas)->width;

  if (view->is_dragging)
    {
      hom_compare_view_set_amount (view, event->x / MAX (1, width));
      return TRUE;
    }
  if (! hom_canvas_is_panning (canvas))
    hom_canvas_set_cursor (
        canvas,
        hom_compare_view_is_on_line (view, event->x) ? "col-resize" : NULL);

  return GTK_WIDGET_CLASS (hom_compare_view_parent_class)
      ->motion_notify_event (widget, event);
}

static gboolean
hom_compare_view_button_release (GtkWidget *widget, GdkEventButton *event)
{
  HomCompareView *view = HOM_COMPARE_VIEW (widget);

  if (! view->is_dragging || event->button != GDK_BUTTON_PRIMARY)
    return GTK_WIDGET_CLASS (hom_compare_view_parent_class)
        ->button_release_event (widget, event);

  view->is_dragging = FALSE;

  return TRUE;
}

/* Does what the letter of a key says: to compare in another way, or to show how
 * it was before. The window may hand the view such keys, too.
 *
 * Returns: whether it is such a key.
 */
gboolean
hom_compare_view_letter (HomCompareView *view, const GdkEventKey *event)
{
  guint key = gdk_keyval_to_lower (event->keyval);

  if (! view->moving || event->state & (GDK_CONTROL_MASK | GDK_MOD1_MASK))
    return FALSE;

  for (gint mode = 0; mode < HOM_COMPARE_N_MODES; mode++)
    if (key == mode_keys[mode])
      {
        hom_compare_view_set_mode (view, mode);
        return TRUE;
      }
  if (key != GDK_KEY_b)
    return FALSE;

  hom_compare_view_set_before (view, ! view->is_before);

  return TRUE;
}

static gboolean
hom_compare_view_key_press (GtkWidget *widget, GdkEventKey *event)
{
  HomCompareView *view = HOM_COMPARE_VIEW (widget);
  gdouble         step = hom_compare_ranges[view->mode].step;

  if (hom_compare_view_letter (view, event))
    return TRUE;
  if (event->state & (GDK_CONTROL_MASK | GDK_MOD1_MASK) ||
      (event->keyval != GDK_KEY_Left && event->keyval != GDK_KEY_Right))
    return GTK_WIDGET_CLASS (hom_compare_view_parent_class)
        ->key_press_event (widget, event);

  hom_compare_view_set_amount (
      view, hom_compare_view_get_amount (view) +
                (event->keyval == GDK_KEY_Left ? -step : step));

  return TRUE;
}

static gboolean
flicker (gpointer data)
{
  HomCompareView *view = data;

  view->shows_second = ! view->shows_second;
  hom_canvas_invalidate (HOM_CANVAS (view));

  return G_SOURCE_CONTINUE;
}

/* Has the pictures flicker only while they are seen. */
static void
update_flicker (HomCompareView *view)
{
  gdouble rate = view->amounts[HOM_COMPARE_FLICKER];

  g_clear_handle_id (&view->flicker, g_source_remove);
  if (view->moving && view->mode == HOM_COMPARE_FLICKER &&
      gtk_widget_get_mapped (GTK_WIDGET (view)))
    view->flicker = g_timeout_add ((guint) round (1000.0 / rate), flicker,
                                   view);
}

static void
changed (HomCompareView *view)
{
  update_flicker (view);
  hom_canvas_invalidate (HOM_CANVAS (view));
  g_signal_emit (view, signals[CHANGED], 0);
}

static void
hom_compare_view_dispose (GObject *object)
{
  HomCompareView *view = HOM_COMPARE_VIEW (object);

  g_clear_handle_id (&view->flicker, g_source_remove);
  g_clear_object (&view->moving);
  g_clear_pointer (&view->pair, hom_compare_pair_unref);
  g_clear_pointer (&view->mismatch, hom_mismatch_layer_free);

  G_OBJECT_CLASS (hom_compare_view_parent_class)->dispose (object);
}

static void
hom_compare_view_class_init (HomCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HomCanvasClass *canvas_class = HOM_CANVAS_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose    = hom_compare_view_dispose;
  widget_class->button_press_event   = hom_compare_view_button_press;
  widget_class->button_release_event = hom_compare_view_button_release;
  widget_class->motion_notify_event  = hom_compare_view_motion_notify;
  widget_class->key_press_event      = hom_compare_view_key_press;
  canvas_class->render               = hom_compare_view_render;
  canvas_class->draw_overlay         = hom_compare_view_draw_overlay;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

/* Pixels are smooth also when enlarged: squares of two pictures that are a
 * fraction of a pixel apart would differ at all their edges.
 */
static void
hom_compare_view_init (HomCompareView *view)
{
  const HomSampling sampling = { .interpolation = HOM_INTERPOLATION_LINEAR,
                                 .antialias     = TRUE };

  view->before   = HOM_MATRIX_IDENTITY;
  view->after    = HOM_MATRIX_IDENTITY;
  view->exposure = (HomExposure){ 1.0, 0.0 };
  view->mismatch = hom_mismatch_layer_new (HOM_CANVAS (view));
  for (gint mode = 0; mode < HOM_COMPARE_N_MODES; mode++)
    view->amounts[mode] = hom_compare_ranges[mode].start;
  hom_canvas_set_sampling (HOM_CANVAS (view), &sampling);
  g_signal_connect (view, "map", G_CALLBACK (update_flicker), NULL);
  g_signal_connect_after (view, "unmap", G_CALLBACK (update_flicker), NULL);
}

GtkWidget *
hom_compare_view_new (void)
{
  return g_object_new (HOM_TYPE_COMPARE_VIEW, NULL);
}

static void
pictures_changed (HomCompareView *view)
{
  forget_pictures (view);
  hom_canvas_invalidate (HOM_CANVAS (view));
}

/* Shows other pictures.
 *
 * @reference: the picture that stays in place.
 * @moving: (nullable): the picture that is moved over it.
 */
void
hom_compare_view_set_sources (HomCompareView *view,
                              HomSource      *reference,
                              HomSource      *moving)
{
  HomSource *sources[] = { reference, moving };

  forget_pictures (view);
  if (view->moving)
    g_signal_handlers_disconnect_by_data (view->moving, view);
  g_set_object (&view->moving, moving);
  hom_canvas_set_source (HOM_CANVAS (view), reference);
  for (gint i = 0; i < 2; i++)
    if (sources[i])
      g_signal_connect_object (sources[i], "changed",
                               G_CALLBACK (pictures_changed), view,
                               G_CONNECT_SWAPPED);
  changed (view);
}

/* Returns: (nullable): the picture that is moved over the reference. */
HomSource *
hom_compare_view_get_moving (HomCompareView *view)
{
  return view->moving;
}

/* Sets where the second picture is shown.
 *
 * @before: takes a point of the second picture to where it was.
 * @after: takes it to where it is now.
 * @exposure: brings its brightness to that of the first one.
 */
void
hom_compare_view_set_matrices (HomCompareView    *view,
                               const HomMatrix   *before,
                               const HomMatrix   *after,
                               const HomExposure *exposure)
{
  forget_pictures (view);
  view->before   = *before;
  view->after    = *after;
  view->exposure = *exposure;
  changed (view);
}

/* Sets whether the second picture is seen where it was before. */
void
hom_compare_view_set_before (HomCompareView *view, gboolean before)
{
  if (view->is_before == before)
    return;

  forget_pictures (view);
  view->is_before = before;
  changed (view);
}

gboolean
hom_compare_view_get_before (HomCompareView *view)
{
  return view->is_before;
}

void
hom_compare_view_set_mode (HomCompareView *view, HomCompareMode mode)
{
  if (view->mode == mode)
    return;

  view->mode = mode;
  changed (view);
}

HomCompareMode
hom_compare_view_get_mode (HomCompareView *view)
{
  return view->mode;
}

/* Sets the amount of the present mode, within its range. */
void
hom_compare_view_set_amount (HomCompareView *view, gdouble amount)
{
  const HomCompareRange *range = &hom_compare_ranges[view->mode];

  amount = CLAMP (amount, range->least, range->most);
  if (view->amounts[view->mode] == amount)
    return;

  view->amounts[view->mode] = amount;
  changed (view);
}

gdouble
hom_compare_view_get_amount (HomCompareView *view)
{
  return view->amounts[view->mode];
}
