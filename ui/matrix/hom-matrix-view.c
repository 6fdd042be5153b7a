/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/matrix/hom-matrix-text.h"
#include "ui/matrix/hom-matrix-view.h"

struct _HomMatrixView
{
  GtkExpander parent_instance;

  GtkWidget *numbers[9];
  GtkWidget *button;
  HomMatrix  matrix;
};

G_DEFINE_FINAL_TYPE (HomMatrixView, hom_matrix_view, GTK_TYPE_EXPANDER)

static void
hom_matrix_view_class_init (HomMatrixViewClass *klass)
{
}

static void
copy (GtkWidget *button, HomMatrixView *view)
{
  hom_matrix_copy_text (button, &view->matrix);
}

static void
hom_matrix_view_init (HomMatrixView *view)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_widget_set_margin_top (grid, 4);
  for (gint i = 0; i < 9; i++)
    {
      view->numbers[i] = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (view->numbers[i]), 1.0);
      gtk_label_set_selectable (GTK_LABEL (view->numbers[i]), TRUE);
      gtk_widget_set_can_focus (view->numbers[i], FALSE);
      gtk_grid_attach (GTK_GRID (grid), view->numbers[i], i % 3, i / 3, 1, 1);
    }

  view->button = gtk_button_new_with_label (_ ("Copy"));
  gtk_widget_set_tooltip_text (view->button,
                               _ ("Copy the nine numbers, row by row, for "
                                  "Transform by Matrix or a script"));
  gtk_widget_set_halign (view->button, GTK_ALIGN_END);
  gtk_grid_attach (GTK_GRID (grid), view->button, 0, 3, 3, 1);
  g_signal_connect (view->button, "clicked", G_CALLBACK (copy), view);
  gtk_container_add (GTK_CONTAINER (view), grid);
}

GtkWidget *
hom_matrix_view_new (void)
{
  return g_object_new (HOM_TYPE_MATRIX_VIEW, "label", _ ("Matri_x"),
                       "use-underline", TRUE, NULL);
}

/* Shows a matrix.
 *
 * @matrix: (nullable): NULL while there is none.
 */
void
hom_matrix_view_set_matrix (HomMatrixView *view, const HomMatrix *matrix)
{
  for (gint i = 0; i < 9; i++)
    {
      gchar text[32] = "–";

      if (matrix)
        g_snprintf (text, sizeof (text), "%.6g", matrix->m[i]);
      gtk_label_set_text (GTK_LABEL (view->numbers[i]), text);
    }
  gtk_widget_set_sensitive (view->button, matrix != NULL);
  if (matrix)
    view->matrix = *matrix;
}
