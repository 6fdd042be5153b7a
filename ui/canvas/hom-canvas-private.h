/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This header is private: it declares what the files of HomCanvas share.
 */

#pragma once

#include "ui/canvas/hom-canvas.h"

G_BEGIN_DECLS

/* @h: the matrix from the source to where it is shown.
 * @shows_pixels: whether pixels are seen as squares when the picture is
 *   enlarged.
 * @box: the part of the picture that is seen.
 * @fit_box: the part of the picture that fits into the widget, if @fits.
 * @fits: whether the picture is zoomed to fit whatever the size of the widget.
 * @pixels: the image that was rendered; it is rendered into again.
 * @surface: the same image as cairo draws it.
 * @is_stale: whether @surface is out of date.
 * @rest: the timeout after which the picture is drawn finely; 0 when it is.
 * @space: whether the space bar is held down, so that a drag pans.
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
