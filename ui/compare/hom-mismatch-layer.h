/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"
#include "ui/compare/hom-compare-pair.h"

G_BEGIN_DECLS

/**
 * HomMismatchLayer:
 *
 * The layer shows on a canvas, in color, where two pictures disagree, with a
 * legend. It finds that out in a thread, and has the canvas drawn again then.
 */
typedef struct _HomMismatchLayer HomMismatchLayer;

HomMismatchLayer *hom_mismatch_layer_new    (HomCanvas        *canvas);
void              hom_mismatch_layer_free   (HomMismatchLayer *layer);
void              hom_mismatch_layer_forget (HomMismatchLayer *layer);
void              hom_mismatch_layer_update (HomMismatchLayer *layer,
                                             HomComparePair   *pair,
                                             gboolean          is_negative);
gboolean          hom_mismatch_layer_has    (HomMismatchLayer *layer,
                                             const HomComparePair *pair);
void              hom_mismatch_layer_draw   (HomMismatchLayer *layer,
                                             cairo_t          *cr,
                                             gdouble           opacity);

G_END_DECLS
