/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/hom-source.h"
#include "ui/canvas/hom-view.h"

G_BEGIN_DECLS

/**
 * HomCanvas:
 *
 * The canvas shows a picture that can be zoomed (wheel, +, −, 1 for 1:1, 0 to
 * fit) and moved (by a drag with the middle button, or with the space bar
 * held). Points are in the coordinates of the widget, in its own pixels, or in
 * those of the picture. At scale 1 a pixel of the picture is one of the screen.
 *
 * The signal “view-changed” tells that another part is seen.
 */
#define HOM_TYPE_CANVAS (hom_canvas_get_type ())
G_DECLARE_DERIVABLE_TYPE (HomCanvas, hom_canvas, HOM, CANVAS, GtkDrawingArea)

/**
 * HomCanvasClass:
 * @render: fills @output with the pixels of the screen; @w is the matrix from
 *   those to the picture. The default shows the source through the canvas's
 *   matrix. Where it returns FALSE, no picture is drawn.
 * @draw_overlay: draws on top, in the coordinates of the widget; handlers of
 *   the signal of that name draw after it.
 *
 * The class can be derived from, to draw something else than the source.
 */
struct _HomCanvasClass
{
  GtkDrawingAreaClass parent_class;

  gboolean (*render)       (HomCanvas       *canvas,
                            const HomMatrix *w,
                            HomImage        *output);
  void     (*draw_overlay) (HomCanvas       *canvas,
                            cairo_t         *cr);
};

GtkWidget       *hom_canvas_new          (HomSource         *source);
void             hom_canvas_set_source   (HomCanvas         *canvas,
                                          HomSource         *source);
HomSource       *hom_canvas_get_source   (HomCanvas         *canvas);
void             hom_canvas_set_matrix   (HomCanvas         *canvas,
                                          const HomMatrix   *h);
const HomMatrix *hom_canvas_get_matrix   (HomCanvas         *canvas);
void             hom_canvas_set_sampling (HomCanvas         *canvas,
                                          const HomSampling *sampling);
void             hom_canvas_set_box      (HomCanvas         *canvas,
                                          const HomBox      *box);
const HomBox    *hom_canvas_get_box      (HomCanvas         *canvas);
void             hom_canvas_set_fit_box  (HomCanvas         *canvas,
                                          const HomBox      *box);
void             hom_canvas_invalidate   (HomCanvas         *canvas);
gboolean         hom_canvas_is_moving    (HomCanvas         *canvas);

const HomView   *hom_canvas_get_view     (HomCanvas         *canvas);
HomPoint         hom_canvas_to_picture   (HomCanvas         *canvas,
                                          HomPoint           point);
HomPoint         hom_canvas_from_picture (HomCanvas         *canvas,
                                          HomPoint           point);
gdouble          hom_canvas_get_zoom     (HomCanvas         *canvas);
void             hom_canvas_set_zoom     (HomCanvas         *canvas,
                                          gdouble            zoom);
void             hom_canvas_zoom_by      (HomCanvas         *canvas,
                                          gdouble            factor);
void             hom_canvas_zoom_to_fit  (HomCanvas         *canvas);
void             hom_canvas_center_on    (HomCanvas         *canvas,
                                          HomPoint           point);
gboolean         hom_canvas_is_panning   (HomCanvas         *canvas);
void             hom_canvas_set_cursor   (HomCanvas         *canvas,
                                          const gchar       *name);

G_END_DECLS
