/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomLossPlot:
 *
 * The loss of an alignment that goes on, falling level by level: on the left the
 * coarsest, each with its steps from left to right; the scale is logarithmic.
 */
#define HOM_TYPE_LOSS_PLOT (hom_loss_plot_get_type ())
G_DECLARE_FINAL_TYPE (HomLossPlot, hom_loss_plot, HOM, LOSS_PLOT, GtkDrawingArea)

GtkWidget *hom_loss_plot_new   (void);
void       hom_loss_plot_clear (HomLossPlot        *plot);
void       hom_loss_plot_add   (HomLossPlot        *plot,
                                const HomAlignStep *step);

G_END_DECLS
