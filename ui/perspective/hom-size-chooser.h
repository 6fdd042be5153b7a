/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/perspective/hom-perspective.h"

G_BEGIN_DECLS

/**
 * HomSizeChooser:
 *
 * Lets the user choose the size of the rectangle: as large as it was
 * photographed, in pixels, or that of a sheet of paper at a resolution.
 */
#define HOM_TYPE_SIZE_CHOOSER (hom_size_chooser_get_type ())
G_DECLARE_FINAL_TYPE (HomSizeChooser, hom_size_chooser, HOM, SIZE_CHOOSER, GtkGrid)

GtkWidget *hom_size_chooser_new          (GObject                *config);
void       hom_size_chooser_add_paper    (HomSizeChooser         *chooser,
                                          const gchar            *nick,
                                          const gchar            *label);
void       hom_size_chooser_set_solution (HomSizeChooser         *chooser,
                                          const HomPerspectiveSolution *solution);

G_END_DECLS
