/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-surface.h"
#include "ui/compare/hom-mismatch-layer.h"
#include "ui/compare/hom-mismatch.h"

/* The legend: its distance from the corner, that of its text from its edge, the
 * height of the scale of colors, the space between two texts, and that between
 * two lines, in pixels.
 */
#define MARGIN       8.0
#define PADDING      8.0
#define SCALE_HEIGHT 10.0
#define GAP          24.0
#define SPACING      4.0

/* @canvas: the canvas, which outlives the layer.
 * @cancellable: (nullable): belongs to the thread that compares a pair; one
 *   that was cancelled leaves nothing behind.
 * @waiting: (nullable): the pair that is compared next.
 * @last: (nullable): the pair that was handed over last.
 * @surface: (nullable): the map that was made last.
 * @w: takes a pixel of the pictures that it was made of to the canvas's.
 */
struct _HomMismatchLayer
{
  HomCanvas       *canvas;
  GCancellable    *cancellable;
  HomComparePair  *waiting;
  HomComparePair  *last;
  gboolean         is_negative;
  cairo_surface_t *surface;
  HomMatrix        w;
};

static void start (HomMismatchLayer *layer);

HomMismatchLayer *
hom_mismatch_layer_new (HomCanvas *canvas)
{
  HomMismatchLayer *layer = g_new0 (HomMismatchLayer, 1);

  layer->canvas = canvas;

  return layer;
}

/* Removes the map: it is of pictures that are no longer shown. */
void
hom_mismatch_layer_forget (HomMismatchLayer *layer)
{
  if (layer->cancellable)
    g_cancellable_cancel (layer->cancellable);
  g_clear_object (&layer->cancellable);
  g_clear_pointer (&layer->waiting, hom_compare_pair_unref);
  g_clear_pointer (&layer->last, hom_compare_pair_unref);
  g_clear_pointer (&layer->surface, cairo_surface_destroy);
}

void
hom_mismatch_layer_free (HomMismatchLayer *layer)
{
  hom_mismatch_layer_forget (layer);
  g_free (layer);
}

/* ---- The thread ---- */

typedef struct
{
  HomMismatchLayer *layer;
  HomComparePair   *pair;
  gboolean          is_negative;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  hom_compare_pair_unref (work->pair);
  g_free (work);
}

static void
free_map (gpointer data)
{
  hom_image_free (data);
}

static void
compare (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;

  g_task_return_pointer (task,
                         hom_mismatch_map (work->pair->first,
                                           work->pair->second,
                                           work->is_negative),
                         free_map);
}

/* Takes the map. The layer may be gone when the comparison was cancelled. */
static void
compared (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask            *task   = G_TASK (result);
  const Work       *work   = g_task_get_task_data (task);
  HomMismatchLayer *layer  = work->layer;
  g_autoptr (HomImage) map = g_task_propagate_pointer (task, NULL);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;

  g_clear_object (&layer->cancellable);
  if (map)
    {
      layer->surface = hom_surface_store (layer->surface, map, 1);
      layer->w       = work->pair->w;
      gtk_widget_queue_draw (GTK_WIDGET (layer->canvas));
    }
  if (layer->waiting)
    start (layer);
}

static void
start (HomMismatchLayer *layer)
{
  Work *work             = g_new0 (Work, 1);
  g_autoptr (GTask) task = NULL;

  work->layer        = layer;
  work->pair         = g_steal_pointer (&layer->waiting);
  work->is_negative  = layer->is_negative;
  layer->cancellable = g_cancellable_new ();
  task               = g_task_new (NULL, layer->cancellable, compared, NULL);
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, compare);
}

/* Compares a pair. Until it is compared the map of the one before is shown.
 *
 * @is_negative: whether what is light in one picture is dark in the other.
 */
void
hom_mismatch_layer_update (HomMismatchLayer *layer,
                           HomComparePair   *pair,
                           gboolean          is_negative)
{
  g_clear_pointer (&layer->waiting, hom_compare_pair_unref);
  g_clear_pointer (&layer->last, hom_compare_pair_unref);
  layer->waiting     = g_atomic_rc_box_acquire (pair);
  layer->last        = g_atomic_rc_box_acquire (pair);
  layer->is_negative = is_negative;
  if (! layer->cancellable)
    start (layer);
}

/* Returns: whether @pair is the one that was handed over last. */
gboolean
hom_mismatch_layer_has (HomMismatchLayer *layer, const HomComparePair *pair)
{
  return layer->last == pair;
}

/* ---- Drawing ---- */

/* Returns: where a point of the map is seen on the canvas. */
static HomPoint
on_widget (const HomMismatchLayer *layer, gdouble x, gdouble y)
{
  HomPoint p = { x * HOM_MISMATCH_CELL, y * HOM_MISMATCH_CELL };

  hom_matrix_apply (&layer->w, p, &p);

  return hom_canvas_from_picture (layer->canvas, p);
}

static void
draw_map (HomMismatchLayer *layer, cairo_t *cr, gdouble opacity)
{
  HomPoint from = on_widget (layer, 0.0, 0.0);
  HomPoint unit = on_widget (layer, 1.0, 1.0);

  cairo_save (cr);
  cairo_translate (cr, from.x, from.y);
  cairo_scale (cr, unit.x - from.x, unit.y - from.y);
  cairo_set_source_surface (cr, layer->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint_with_alpha (cr, opacity);
  cairo_restore (cr);
}

/* Draws the scale of colors. */
static void
draw_scale (cairo_t *cr, gdouble x, gdouble y, gdouble width)
{
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x, 0, x + width, 0);
  gfloat           rgb[3];

  for (gint i = 0; i <= 2; i++)
    {
      hom_mismatch_color (i / 2.0, rgb);
      cairo_pattern_add_color_stop_rgb (pattern, i / 2.0, rgb[0], rgb[1],
                                        rgb[2]);
    }
  cairo_rectangle (cr, x, y, width, SCALE_HEIGHT);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

/* Draws white text on what is dark already.
 *
 * @align: 0 for text that begins at @x, 1 for text that ends there.
 */
static void
draw_text (cairo_t *cr, PangoLayout *text, gdouble x, gdouble y, gdouble align)
{
  gint width;

  pango_layout_get_pixel_size (text, &width, NULL);
  cairo_move_to (cr, x - align * width, y);
  cairo_set_source_rgb (cr, 1, 1, 1);
  pango_cairo_show_layout (cr, text);
}

/* Draws what the colors mean. */
static void
draw_legend (HomMismatchLayer *layer, cairo_t *cr)
{
  GtkWidget   *widget = GTK_WIDGET (layer->canvas);
  PangoLayout *left   = gtk_widget_create_pango_layout (widget,
                                                        _ ("Details match"));
  PangoLayout *right  = gtk_widget_create_pango_layout (widget, _ ("Details do "
                                                                    "not match"));
  PangoLayout *below  = gtk_widget_create_pango_layout (
       widget, _ ("No color: too little detail to tell"));
  gint    widths[3], line;
  gdouble width, height, x, y;

  pango_layout_get_pixel_size (left, &widths[0], &line);
  pango_layout_get_pixel_size (right, &widths[1], NULL);
  pango_layout_get_pixel_size (below, &widths[2], NULL);
  width  = MAX (widths[0] + GAP + widths[1], widths[2]);
  height = 2.0 * line + SCALE_HEIGHT + 2.0 * SPACING;
  x      = MARGIN + PADDING;
  y      = hom_canvas_get_view (layer->canvas)->height - x - height;

  cairo_rectangle (cr, x - PADDING, y - PADDING, width + 2.0 * PADDING,
                   height + 2.0 * PADDING);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
  cairo_fill (cr);
  draw_scale (cr, x, y, width);
  y += SCALE_HEIGHT + SPACING;
  draw_text (cr, left, x, y, 0.0);
  draw_text (cr, right, x + width, y, 1.0);
  draw_text (cr, below, x, y + line + SPACING, 0.0);
  g_object_unref (left);
  g_object_unref (right);
  g_object_unref (below);
}

/* Draws the map, if there is one, and the legend. */
void
hom_mismatch_layer_draw (HomMismatchLayer *layer, cairo_t *cr, gdouble opacity)
{
  if (! layer->surface)
    return;

  draw_map (layer, cr, opacity);
  draw_legend (layer, cr);
}
