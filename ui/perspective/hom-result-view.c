/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "homography.h"
#include "ui/canvas/hom-draw.h"
#include "ui/perspective/hom-result-view.h"

/* The surroundings are seen to this share of the rectangle. */
#define SURROUNDINGS 0.1

struct _HomResultView
{
  HomCanvas parent_instance;

  HomPerspectiveSolution solution;
  gboolean               is_valid;
};

G_DEFINE_FINAL_TYPE (HomResultView, hom_result_view, HOM_TYPE_CANVAS)

static gboolean
is_cut (const HomPerspectiveSolution *solution)
{
  return memcmp (&solution->full, &solution->box, sizeof (HomBox)) != 0;
}

/* Chooses the part that is zoomed to: the rectangle with something around it,
 * or the part that is cut out; of both no more than there is.
 */
static HomBox
choose_fit (const HomPerspectiveSolution *solution)
{
  HomBox  box = hom_box_of_points (solution->rectangle, 4);
  gdouble dx  = SURROUNDINGS * (box.x1 - box.x0);
  gdouble dy  = SURROUNDINGS * (box.y1 - box.y0);

  if (is_cut (solution))
    return solution->box;

  return (HomBox){ MAX (box.x0 - dx, MIN (box.x0, solution->box.x0)),
                   MAX (box.y0 - dy, MIN (box.y0, solution->box.y0)),
                   MIN (box.x1 + dx, MAX (box.x1, solution->box.x1)),
                   MIN (box.y1 + dy, MAX (box.y1, solution->box.y1)) };
}

static HomBox
on_widget (HomCanvas *canvas, const HomBox *box)
{
  HomPoint p = hom_canvas_from_picture (canvas, (HomPoint){ box->x0, box->y0 });
  HomPoint q = hom_canvas_from_picture (canvas, (HomPoint){ box->x1, box->y1 });

  return (HomBox){ p.x, p.y, q.x, q.y };
}

/* Darkens the part that is cut off. */
static void
draw_cut (HomCanvas                    *canvas,
          cairo_t                      *cr,
          const HomPerspectiveSolution *solution)
{
  const GdkRGBA  white = { 1.0, 1.0, 1.0, 1.0 };
  const HomView *view  = hom_canvas_get_view (canvas);
  HomBox         box   = on_widget (canvas, &solution->box);

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, 0, 0, view->width, view->height);
  cairo_rectangle (cr, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.5);
  cairo_fill (cr);
  cairo_rectangle (cr, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  hom_draw_stroke (cr, &white, 1.0);
}

static void
hom_result_view_draw_overlay (HomCanvas *canvas, cairo_t *cr)
{
  HomResultView                *view     = HOM_RESULT_VIEW (canvas);
  const HomPerspectiveSolution *solution = &view->solution;
  HomPoint                      corners[4];

  for (gint i = 0; i < 4; i++)
    corners[i] = hom_canvas_from_picture (canvas, solution->rectangle[i]);

  cairo_save (cr);
  if (is_cut (solution))
    draw_cut (canvas, cr, solution);
  cairo_restore (cr);
  hom_draw_result (cr, corners, view->is_valid);
}

static void
hom_result_view_class_init (HomResultViewClass *klass)
{
  HOM_CANVAS_CLASS (klass)->draw_overlay = hom_result_view_draw_overlay;
}

static void
hom_result_view_init (HomResultView *view)
{
}

GtkWidget *
hom_result_view_new (HomSource *source)
{
  GtkWidget *widget = g_object_new (HOM_TYPE_RESULT_VIEW, NULL);

  hom_canvas_set_source (HOM_CANVAS (widget), source);

  return widget;
}

/* Shows a solution.
 *
 * @solution: (nullable): while there is none, the last one is shown, greyed
 *   out.
 */
void
hom_result_view_set_solution (HomResultView                *view,
                              const HomPerspectiveSolution *solution)
{
  HomCanvas *canvas = HOM_CANVAS (view);
  HomBox     box;

  view->is_valid = solution != NULL;
  gtk_widget_queue_draw (GTK_WIDGET (view));
  if (! solution)
    return;

  view->solution = *solution;
  box            = hom_box_unite (&solution->full, &solution->box);
  hom_canvas_set_box (canvas, &box);
  box = choose_fit (solution);
  hom_canvas_set_fit_box (canvas, &box);
  hom_canvas_set_matrix (canvas, &solution->h);
  hom_canvas_set_sampling (canvas, &solution->sampling);
}
