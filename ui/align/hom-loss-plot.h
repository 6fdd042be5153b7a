/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomLossPlot:
 *
 * Plots the loss of an alignment, step by step. The coarsest level is on the
 * left, and each level has its steps from left to right; the scale is
 * logarithmic.
 */
#define HOM_TYPE_LOSS_PLOT (hom_loss_plot_get_type ())
G_DECLARE_FINAL_TYPE (HomLossPlot, hom_loss_plot, HOM, LOSS_PLOT, GtkDrawingArea)

GtkWidget *hom_loss_plot_new   (void);
void       hom_loss_plot_clear (HomLossPlot        *plot);
void       hom_loss_plot_add   (HomLossPlot        *plot,
                                const HomAlignStep *step);

G_END_DECLS
