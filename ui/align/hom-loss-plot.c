/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/align/hom-loss-plot.h"
#include "ui/canvas/hom-draw.h"

/* The height of the plot, its margin, and the radius of a dot, in pixels. */
#define HEIGHT 72
#define MARGIN 4.0
#define DOT    2.0

/* A loss that is less than this does not fall any lower in the plot. */
#define LEAST_LOSS 1e-4

/* @steps: an array of #HomAlignStep: those of the start that is tried last. */
struct _HomLossPlot
{
  GtkDrawingArea parent_instance;

  GArray *steps;
};

G_DEFINE_FINAL_TYPE (HomLossPlot, hom_loss_plot, GTK_TYPE_DRAWING_AREA)

static const HomAlignStep *
get_step (HomLossPlot *plot, guint i)
{
  return &g_array_index (plot->steps, HomAlignStep, i);
}

/* Places the steps in the plot.
 *
 * Returns: (transfer full): where each step is seen. Each level takes an equal
 * part of the width, from the first one on, and its steps share that.
 */
static HomPoint *
place_steps (HomLossPlot *plot, gdouble width, gdouble height)
{
  HomPoint *points = g_new (HomPoint, plot->steps->len);
  gint      top    = get_step (plot, 0)->level;
  gdouble   part   = width / (top + 1);
  guint     end;

  for (guint first = 0; first < plot->steps->len; first = end)
    {
      gint level = get_step (plot, first)->level;

      for (end = first + 1; end < plot->steps->len; end++)
        if (get_step (plot, end)->level != level)
          break;
      for (guint i = first; i < end; i++)
        {
          gdouble loss = CLAMP (get_step (plot, i)->loss, LEAST_LOSS, 1.0);
          gdouble x    = top - level + (i - first + 0.5) / (end - first);
          gdouble y    = log (loss) / log (LEAST_LOSS);

          points[i].x = MARGIN + part * x;
          points[i].y = MARGIN + (height - 2.0 * MARGIN) * y;
        }
    }

  return points;
}

static void
draw_levels (HomLossPlot *plot, cairo_t *cr, gdouble width, gdouble height)
{
  gint n = get_step (plot, 0)->level + 1;

  for (gint i = 1; i < n; i++)
    {
      gdouble x = floor (MARGIN + width * i / n) + 0.5;

      cairo_move_to (cr, x, 0.0);
      cairo_line_to (cr, x, height);
    }
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

static void
draw_curve (HomLossPlot *plot, cairo_t *cr, gdouble width, gdouble height)
{
  g_autofree HomPoint *points = place_steps (plot, width, height);

  for (guint i = 0; i < plot->steps->len; i++)
    if (i > 0 && get_step (plot, i)->level == get_step (plot, i - 1)->level)
      cairo_line_to (cr, points[i].x, points[i].y);
    else
      cairo_move_to (cr, points[i].x, points[i].y);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);

  for (guint i = 0; i < plot->steps->len; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, points[i].x, points[i].y, DOT, 0.0, 2.0 * G_PI);
    }
  cairo_fill (cr);
}

static gboolean
hom_loss_plot_draw (GtkWidget *widget, cairo_t *cr)
{
  HomLossPlot     *plot    = HOM_LOSS_PLOT (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  gdouble          width   = gtk_widget_get_allocated_width (widget);
  gdouble          height  = gtk_widget_get_allocated_height (widget);
  GdkRGBA          color;

  gtk_render_background (context, cr, 0.0, 0.0, width, height);
  gtk_render_frame (context, cr, 0.0, 0.0, width, height);
  if (plot->steps->len == 0)
    return FALSE;

  gtk_style_context_get_color (context, gtk_style_context_get_state (context),
                               &color);
  color.alpha *= 0.25;
  gdk_cairo_set_source_rgba (cr, &color);
  draw_levels (plot, cr, width - 2.0 * MARGIN, height);
  color.alpha *= 4.0;
  gdk_cairo_set_source_rgba (cr, &color);
  draw_curve (plot, cr, width - 2.0 * MARGIN, height);

  return FALSE;
}

static void
hom_loss_plot_finalize (GObject *object)
{
  g_array_unref (HOM_LOSS_PLOT (object)->steps);

  G_OBJECT_CLASS (hom_loss_plot_parent_class)->finalize (object);
}

static void
hom_loss_plot_class_init (HomLossPlotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_loss_plot_finalize;
  GTK_WIDGET_CLASS (klass)->draw   = hom_loss_plot_draw;
}

static void
hom_loss_plot_init (HomLossPlot *plot)
{
  GtkWidget *widget = GTK_WIDGET (plot);

  plot->steps = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
  gtk_widget_set_size_request (widget, -1, HEIGHT);
  gtk_style_context_add_class (gtk_widget_get_style_context (widget),
                               GTK_STYLE_CLASS_FRAME);
  gtk_widget_set_tooltip_text (widget, _ ("How much the pictures differ, step "
                                          "by step, from the coarsest "
                                          "level on the left to the finest on "
                                          "the right"));
}

GtkWidget *
hom_loss_plot_new (void)
{
  return g_object_new (HOM_TYPE_LOSS_PLOT, NULL);
}

void
hom_loss_plot_clear (HomLossPlot *plot)
{
  g_array_set_size (plot->steps, 0);
  gtk_widget_queue_draw (GTK_WIDGET (plot));
}

/* Adds a step. If its level is coarser than the last one, it is of another
 * start, and the plot begins anew.
 */
void
hom_loss_plot_add (HomLossPlot *plot, const HomAlignStep *step)
{
  guint             n    = plot->steps->len;
  g_autofree gchar *text = NULL;

  if (n > 0 && step->level > get_step (plot, n - 1)->level)
    g_array_set_size (plot->steps, 0);
  g_array_append_vals (plot->steps, step, 1);
  text = g_strdup_printf (_ ("Level %d of %d, difference %.4f"),
                          step->n_levels - step->level, step->n_levels,
                          step->loss);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (plot)),
                              text);
  gtk_widget_queue_draw (GTK_WIDGET (plot));
}
