/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private: what the files of HomCanvas share.
 */

#pragma once

#include "ui/canvas/hom-canvas.h"

G_BEGIN_DECLS

/* @shows_pixels: whether they are squares when it is enlarged.
 * @box: what is seen of the picture.
 * @fit_box: what is to fit.
 * @fits: whether it is to fit whatever the size of the widget.
 * @pixels: what was rendered, to be rendered into again.
 * @surface: the same, as it is drawn.
 * @is_stale: whether it is out of date.
 * @rest: of the timeout after which it is drawn finely; 0 when it is.
 * @space: whether the space bar is held: a drag pans.
 * @pan: where the pointer was last, while it pans.
 */
typedef struct
{
  HomSource       *source;
  HomMatrix        h;
  HomSampling      sampling;
  gboolean         shows_pixels;
  HomBox           box;
  HomBox           fit_box;
  HomView          view;
  gboolean         fits;
  HomImage        *pixels;
  cairo_surface_t *surface;
  gboolean         is_stale;
  guint            rest;
  gboolean         space;
  gboolean         is_panning;
  HomPoint         pan;
} HomCanvasPrivate;

HomCanvasPrivate *hom_canvas_get_private      (HomCanvas      *canvas);
void              hom_canvas_view_changed     (HomCanvas      *canvas);
void              hom_canvas_zoom_at          (HomCanvas      *canvas,
                                               gdouble         factor,
                                               HomPoint        anchor);
void              hom_canvas_input_class_init (GtkWidgetClass *widget_class);

G_END_DECLS
