/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/hom-source.h"

G_BEGIN_DECLS

/**
 * HomTransformSolution:
 * @before: the corners of what is seen of the picture now.
 * @h: takes the picture to where it is shown.
 * @box: the box of the result.
 * @sampling: how the picture is sampled.
 *
 * A solution is what a matrix leads to, in the coordinates of the image.
 */
typedef struct
{
  HomPoint    before[4];
  HomMatrix   h;
  HomBox      box;
  HomSampling sampling;
} HomTransformSolution;

/**
 * HomTransformSolve:
 * @matrix: what was entered.
 * @solution: (out): what that leads to.
 *
 * Finds what a matrix leads to.
 *
 * Returns: FALSE with a message for the user when it leads to nothing that can
 *   be applied.
 */
typedef gboolean (*HomTransformSolve) (const HomMatrix      *matrix,
                                       HomTransformSolution *solution,
                                       gpointer              data,
                                       GError              **error);

/**
 * HomTransformPanel:
 *
 * The panel is all that the transform dialog holds: fields for the matrix, and
 * what it makes of the picture. The signal “updated” tells that the solution is
 * another.
 */
#define HOM_TYPE_TRANSFORM_PANEL (hom_transform_panel_get_type ())
G_DECLARE_FINAL_TYPE (HomTransformPanel, hom_transform_panel, HOM, TRANSFORM_PANEL, GtkBox)

GtkWidget *hom_transform_panel_new         (HomSource         *source,
                                            HomTransformSolve  solve,
                                            gpointer           data);
void       hom_transform_panel_set_matrix  (HomTransformPanel *panel,
                                            const HomMatrix   *matrix);
gboolean   hom_transform_panel_get_matrix  (HomTransformPanel *panel,
                                            HomMatrix         *matrix);
void       hom_transform_panel_add_options (HomTransformPanel *panel,
                                            GtkWidget         *grid);
void       hom_transform_panel_update      (HomTransformPanel *panel);
gboolean   hom_transform_panel_is_valid    (HomTransformPanel *panel);

G_END_DECLS
