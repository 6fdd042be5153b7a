/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "hom-align-way.h"
#include "hom-draw.h"

/* @view, @plot: outlive it.
 * @box: of the layer.
 * @steps: of #HomAlignStep: those that were taken last.
 * @h: where the layer has come to; void unless @is_known.
 */
struct _HomAlignWay
{
  GObject parent_instance;

  HomCompareView *view;
  HomLossPlot    *plot;
  HomBox          box;
  GArray         *steps;
  HomMatrix       h;
  gboolean        is_known;
};

G_DEFINE_FINAL_TYPE (HomAlignWay, hom_align_way, G_TYPE_OBJECT)

static void
draw (HomAlignWay *way, cairo_t *cr)
{
  const GdkRGBA white = { 1.0, 1.0, 1.0, 1.0 };
  HomPoint      quad[4];

  if (! way->is_known)
    return;

  hom_quad_from_box (&way->box, quad);
  for (gint i = 0; i < 4; i++)
    {
      if (! hom_matrix_apply (&way->h, quad[i], &quad[i]))
        return;
      quad[i] = hom_canvas_from_picture (HOM_CANVAS (way->view), quad[i]);
    }
  hom_draw_quad (cr, quad, &white);
}

static void
hom_align_way_finalize (GObject *object)
{
  g_array_unref (HOM_ALIGN_WAY (object)->steps);

  G_OBJECT_CLASS (hom_align_way_parent_class)->finalize (object);
}

static void
hom_align_way_class_init (HomAlignWayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_align_way_finalize;
}

static void
hom_align_way_init (HomAlignWay *way)
{
  way->steps = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
}

HomAlignWay *
hom_align_way_new (HomCompareView *view, HomLossPlot *plot)
{
  HomAlignWay *way = g_object_new (HOM_TYPE_ALIGN_WAY, NULL);

  way->view = view;
  way->plot = plot;
  g_signal_connect_object (view, "draw-overlay", G_CALLBACK (draw), way,
                           G_CONNECT_SWAPPED);

  return way;
}

/* @box: of the layer that is aligned. */
void
hom_align_way_start (HomAlignWay *way, const HomBox *box)
{
  way->box      = *box;
  way->is_known = FALSE;
  hom_loss_plot_clear (way->plot);
}

/* Shows what has become known since the last call. */
void
hom_align_way_follow (HomAlignWay *way, HomAlignRun *run)
{
  g_array_set_size (way->steps, 0);
  hom_align_run_take_steps (run, way->steps);
  for (guint i = 0; i < way->steps->len; i++)
    {
      const HomAlignStep *step = &g_array_index (way->steps, HomAlignStep, i);

      hom_loss_plot_add (way->plot, step);
      way->h        = step->h;
      way->is_known = TRUE;
    }
  if (way->steps->len > 0)
    gtk_widget_queue_draw (GTK_WIDGET (way->view));
}

void
hom_align_way_end (HomAlignWay *way)
{
  way->is_known = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (way->view));
}
