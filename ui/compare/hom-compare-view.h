/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"
#include "ui/compare/hom-compare.h"

G_BEGIN_DECLS

/**
 * HomCompareView:
 *
 * The view shows two pictures together, one of them moved. A key chooses how
 * they are seen (O, D, S, F, R, M); the left and right arrow keys change the
 * amount of that, and B shows where the picture was before. The line of the
 * split can be dragged.
 *
 * The signal “changed” tells that the mode has changed, an amount, or whether
 * the picture is seen as it was before.
 */
#define HOM_TYPE_COMPARE_VIEW (hom_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (HomCompareView, hom_compare_view, HOM, COMPARE_VIEW, HomCanvas)

/**
 * HomCompareRange:
 *
 * A range tells what the amount of a mode can be, and how far an arrow key
 * changes it.
 */
typedef struct
{
  gdouble least, most, start, step;
} HomCompareRange;

extern const HomCompareRange hom_compare_ranges[HOM_COMPARE_N_MODES];

GtkWidget     *hom_compare_view_new          (void);
void           hom_compare_view_set_sources  (HomCompareView    *view,
                                              HomSource         *reference,
                                              HomSource         *moving);
HomSource     *hom_compare_view_get_moving   (HomCompareView    *view);
void           hom_compare_view_set_matrices (HomCompareView    *view,
                                              const HomMatrix   *before,
                                              const HomMatrix   *after,
                                              const HomExposure *exposure);
void           hom_compare_view_set_before   (HomCompareView    *view,
                                              gboolean           before);
gboolean       hom_compare_view_get_before   (HomCompareView    *view);
void           hom_compare_view_set_mode     (HomCompareView    *view,
                                              HomCompareMode     mode);
HomCompareMode hom_compare_view_get_mode     (HomCompareView    *view);
void           hom_compare_view_set_amount   (HomCompareView    *view,
                                              gdouble            amount);
gdouble        hom_compare_view_get_amount   (HomCompareView    *view);
gboolean       hom_compare_view_letter       (HomCompareView    *view,
                                              const GdkEventKey *event);
gboolean       hom_compare_view_is_on_line   (HomCompareView    *view,
                                              gdouble            x);

G_END_DECLS
