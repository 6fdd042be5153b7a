/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomMatrixEntry:
 *
 * The entry has a field for each number of a matrix. Nine numbers that are
 * pasted into one of them fill all. The signal “changed” tells that one was
 * edited.
 */
#define HOM_TYPE_MATRIX_ENTRY (hom_matrix_entry_get_type ())
G_DECLARE_FINAL_TYPE (HomMatrixEntry, hom_matrix_entry, HOM, MATRIX_ENTRY, GtkGrid)

GtkWidget *hom_matrix_entry_new (void);
gboolean   hom_matrix_entry_get (HomMatrixEntry   *entry,
                                 HomMatrix        *matrix,
                                 GError          **error);
void       hom_matrix_entry_set (HomMatrixEntry   *entry,
                                 const HomMatrix  *matrix);

G_END_DECLS
