/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/align/hom-align-way.h"
#include "ui/align/hom-loss-plot.h"
#include "ui/canvas/hom-draw.h"

/* How often it is looked at, in milliseconds. */
#define INTERVAL 50

/* @layout: outlives it, as do
 * @names: of the layers, and
 * @sources: their pictures.
 * @run: (nullable): what is followed.
 * @tick: of the timeout while it is; 0 when there is none.
 * @layer: the one at work; -1 without a run.
 * @shown: the one that the view shows.
 * @steps: of #HomAlignStep: those that were taken last.
 * @h: where the layer at work has come to; void unless @is_known.
 */
struct _HomAlignWay
{
  GObject parent_instance;

  const HomAlignLayout *layout;
  const gchar *const   *names;
  HomSource *const     *sources;
  HomAlignRun          *run;
  guint                 tick;
  gint                  layer;
  gint                  shown;
  GArray               *steps;
  HomMatrix             h;
  gboolean              is_known;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomAlignWay, hom_align_way, G_TYPE_OBJECT)

static void
draw (HomAlignWay *way, cairo_t *cr)
{
  const GdkRGBA white = { 1.0, 1.0, 1.0, 1.0 };
  HomPoint      quad[4];

  if (! way->is_known || way->layer != way->shown)
    return;

  hom_quad_from_box (hom_source_get_box (way->sources[way->layer]), quad);
  for (gint i = 0; i < 4; i++)
    {
      if (! hom_matrix_apply (&way->h, quad[i], &quad[i]))
        return;
      quad[i] = hom_canvas_from_picture (HOM_CANVAS (way->layout->view),
                                         quad[i]);
    }
  hom_draw_quad (cr, quad, &white);
}

static void
set_layer (HomAlignWay *way, gint layer)
{
  way->layer    = layer;
  way->is_known = FALSE;
  hom_loss_plot_clear (HOM_LOSS_PLOT (way->layout->plot));
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (way->layout->progress),
                             way->names[layer]);
  g_signal_emit (way, signals[CHANGED], 0);
}

/* Shows what has become known since the last call. */
static gboolean
follow (gpointer data)
{
  HomAlignWay *way   = data;
  gint         layer = hom_align_run_get_layer (way->run);
  gboolean     was_known;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (way->layout->progress),
                                 hom_align_run_get_progress (way->run));
  if (layer != way->layer)
    set_layer (way, layer);

  was_known = way->is_known;
  g_array_set_size (way->steps, 0);
  hom_align_run_take_steps (way->run, way->steps);
  for (guint i = 0; i < way->steps->len; i++)
    {
      const HomAlignStep *step = &g_array_index (way->steps, HomAlignStep, i);

      hom_loss_plot_add (HOM_LOSS_PLOT (way->layout->plot), step);
      way->h        = step->h;
      way->is_known = TRUE;
    }
  if (way->steps->len > 0 && way->layer == way->shown)
    gtk_widget_queue_draw (way->layout->view);
  if (way->is_known != was_known)
    g_signal_emit (way, signals[CHANGED], 0);

  return G_SOURCE_CONTINUE;
}

static void
hom_align_way_finalize (GObject *object)
{
  HomAlignWay *way = HOM_ALIGN_WAY (object);

  g_clear_handle_id (&way->tick, g_source_remove);
  g_array_unref (way->steps);

  G_OBJECT_CLASS (hom_align_way_parent_class)->finalize (object);
}

static void
hom_align_way_class_init (HomAlignWayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_align_way_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_align_way_init (HomAlignWay *way)
{
  way->layer = -1;
  way->steps = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
}

/* All of them outlive what is returned.
 *
 * @names: of the layers.
 * @sources: their pictures.
 */
HomAlignWay *
hom_align_way_new (const HomAlignLayout *layout,
                   const gchar *const   *names,
                   HomSource *const     *sources)
{
  HomAlignWay *way = g_object_new (HOM_TYPE_ALIGN_WAY, NULL);

  way->layout  = layout;
  way->names   = names;
  way->sources = sources;
  g_signal_connect_object (layout->view, "draw-overlay", G_CALLBACK (draw), way,
                           G_CONNECT_SWAPPED);

  return way;
}

/* @run: is followed until hom_align_way_end(). */
void
hom_align_way_start (HomAlignWay *way, HomAlignRun *run)
{
  way->run  = run;
  way->tick = g_timeout_add (INTERVAL, follow, way);
  follow (way);
}

/* @layer: which one the view shows. */
void
hom_align_way_set_shown (HomAlignWay *way, gint layer)
{
  way->shown = layer;
}

/* Returns: the layer at work; -1 when there is none. */
gint
hom_align_way_get_layer (HomAlignWay *way)
{
  return way->layer;
}

/* Returns: whether that layer has come anywhere yet. */
gboolean
hom_align_way_is_known (HomAlignWay *way)
{
  return way->is_known;
}

void
hom_align_way_end (HomAlignWay *way)
{
  g_clear_handle_id (&way->tick, g_source_remove);
  way->run      = NULL;
  way->layer    = -1;
  way->is_known = FALSE;
}
