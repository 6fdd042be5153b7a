/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"

G_BEGIN_DECLS

/**
 * HomLoupeFunc:
 * @h: the matrix from the picture to the coordinates of @cr.
 *
 * Draws over the part of the picture that the loupe shows.
 */
typedef void (*HomLoupeFunc) (cairo_t         *cr,
                              const HomMatrix *h,
                              gpointer         data);

void hom_loupe_draw        (HomCanvas    *canvas,
                            cairo_t      *cr,
                            HomPoint      point,
                            HomPoint      away_from,
                            HomLoupeFunc  draw_over,
                            gpointer      data);
void hom_loupe_draw_source (HomCanvas    *canvas,
                            cairo_t      *cr,
                            HomSource    *source,
                            HomPoint      point,
                            HomPoint      beside,
                            HomPoint      away_from,
                            const gchar  *caption);

G_END_DECLS
