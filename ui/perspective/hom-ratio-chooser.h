/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/perspective/hom-perspective.h"

G_BEGIN_DECLS

/**
 * HomRatioChooser:
 *
 * Lets the user choose the ratio of the rectangle's sides: the one recovered,
 * the layer's, that of a format, or a number.
 */
#define HOM_TYPE_RATIO_CHOOSER (hom_ratio_chooser_get_type ())
G_DECLARE_FINAL_TYPE (HomRatioChooser, hom_ratio_chooser, HOM, RATIO_CHOOSER, GtkGrid)

GtkWidget *hom_ratio_chooser_new          (GObject                *config);
void       hom_ratio_chooser_set_solution (HomRatioChooser        *chooser,
                                           const HomPerspectiveSolution *solution);

G_END_DECLS
