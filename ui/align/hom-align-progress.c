/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/align/hom-align-progress.h"
#include "ui/align/hom-loss-plot.h"
#include "ui/canvas/hom-draw.h"

/* The job is looked at after this many milliseconds. */
#define INTERVAL 50

/* @layout: the widgets of the panel, which outlive this object, as do
 * @names: the names of the layers, and
 * @sources: the pictures of the layers.
 * @job: (nullable): the job that is followed.
 * @tick: the timeout that follows it; 0 without a job.
 * @layer: the layer that is being aligned; -1 without a job.
 * @shown: the layer that the view shows.
 * @steps: an array of #HomAlignStep, which were taken last.
 * @h: where the layer has come to; void unless @is_known.
 */
struct _HomAlignProgress
{
  GObject parent_instance;

  const HomAlignLayout *layout;
  const gchar *const   *names;
  HomSource *const     *sources;
  HomAlignJob          *job;
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

G_DEFINE_FINAL_TYPE (HomAlignProgress, hom_align_progress, G_TYPE_OBJECT)

static void
draw (HomAlignProgress *progress, cairo_t *cr)
{
  const GdkRGBA white = { 1.0, 1.0, 1.0, 1.0 };
  HomPoint      quad[4];

  if (! progress->is_known || progress->layer != progress->shown)
    return;

  hom_quad_from_box (hom_source_get_box (progress->sources[progress->layer]),
                     quad);
  for (gint i = 0; i < 4; i++)
    {
      if (! hom_matrix_apply (&progress->h, quad[i], &quad[i]))
        return;
      quad[i] = hom_canvas_from_picture (HOM_CANVAS (progress->layout->view),
                                         quad[i]);
    }
  hom_draw_quad (cr, quad, &white);
}

static void
set_layer (HomAlignProgress *progress, gint layer)
{
  progress->layer    = layer;
  progress->is_known = FALSE;
  hom_loss_plot_clear (HOM_LOSS_PLOT (progress->layout->plot));
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (progress->layout->progress_bar),
                             progress->names[layer]);
  g_signal_emit (progress, signals[CHANGED], 0);
}

/* Shows the steps that were done since the last call. */
static gboolean
follow (gpointer data)
{
  HomAlignProgress *progress = data;
  gint              layer    = hom_align_job_get_layer (progress->job);
  gboolean          was_known;

  gtk_progress_bar_set_fraction (
      GTK_PROGRESS_BAR (progress->layout->progress_bar),
      hom_align_job_get_progress (progress->job));
  if (layer != progress->layer)
    set_layer (progress, layer);

  was_known = progress->is_known;
  g_array_set_size (progress->steps, 0);
  hom_align_job_take_steps (progress->job, progress->steps);
  for (guint i = 0; i < progress->steps->len; i++)
    {
      const HomAlignStep *step = &g_array_index (progress->steps, HomAlignStep,
                                                 i);

      hom_loss_plot_add (HOM_LOSS_PLOT (progress->layout->plot), step);
      progress->h        = step->h;
      progress->is_known = TRUE;
    }
  if (progress->steps->len > 0 && progress->layer == progress->shown)
    gtk_widget_queue_draw (progress->layout->view);
  if (progress->is_known != was_known)
    g_signal_emit (progress, signals[CHANGED], 0);

  return G_SOURCE_CONTINUE;
}

static void
hom_align_progress_finalize (GObject *object)
{
  HomAlignProgress *progress = HOM_ALIGN_PROGRESS (object);

  g_clear_handle_id (&progress->tick, g_source_remove);
  g_array_unref (progress->steps);

  G_OBJECT_CLASS (hom_align_progress_parent_class)->finalize (object);
}

static void
hom_align_progress_class_init (HomAlignProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_align_progress_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_align_progress_init (HomAlignProgress *progress)
{
  progress->layer = -1;
  progress->steps = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
}

/* Creates an object that can follow jobs. The arguments outlive it.
 *
 * @layout: the widgets of the panel.
 * @names: the names of the layers.
 * @sources: the pictures of the layers.
 */
HomAlignProgress *
hom_align_progress_new (const HomAlignLayout *layout,
                        const gchar *const   *names,
                        HomSource *const     *sources)
{
  HomAlignProgress *progress = g_object_new (HOM_TYPE_ALIGN_PROGRESS, NULL);

  progress->layout  = layout;
  progress->names   = names;
  progress->sources = sources;
  g_signal_connect_object (layout->view, "draw-overlay", G_CALLBACK (draw),
                           progress, G_CONNECT_SWAPPED);

  return progress;
}

/* Follows a job until hom_align_progress_end() is called. */
void
hom_align_progress_start (HomAlignProgress *progress, HomAlignJob *job)
{
  progress->job  = job;
  progress->tick = g_timeout_add (INTERVAL, follow, progress);
  follow (progress);
}

/* Tells which layer the view shows. */
void
hom_align_progress_set_shown (HomAlignProgress *progress, gint layer)
{
  progress->shown = layer;
}

/* Returns: the layer that is being aligned; -1 when none is. */
gint
hom_align_progress_get_layer (HomAlignProgress *progress)
{
  return progress->layer;
}

/* Returns: whether it is known where that layer has come to. */
gboolean
hom_align_progress_is_known (HomAlignProgress *progress)
{
  return progress->is_known;
}

/* Ends following the job. */
void
hom_align_progress_end (HomAlignProgress *progress)
{
  g_clear_handle_id (&progress->tick, g_source_remove);
  progress->job      = NULL;
  progress->layer    = -1;
  progress->is_known = FALSE;
}
