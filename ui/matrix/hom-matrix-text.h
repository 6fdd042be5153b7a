/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/* Writes and reads matrices as nine numbers, row by row. */

gchar   *hom_number_format    (gdouble          number);
gboolean hom_number_parse     (const gchar     *text,
                               gdouble         *number);
gchar   *hom_matrix_format    (const HomMatrix *matrix);
gboolean hom_matrix_parse     (const gchar     *text,
                               HomMatrix       *matrix,
                               gint            *n);
void     hom_matrix_copy_text (GtkWidget       *widget,
                               const HomMatrix *matrix);

G_END_DECLS
