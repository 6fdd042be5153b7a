/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

/* Private: the same work on all bands of rows, on all processors.
 *
 * The work stops between two bands when the thread's current cancellable, see
 * g_cancellable_push_current(), is cancelled. The bands that are left are then
 * not done: the caller is to ask hom_parallel_set_error() before it uses any.
 */

/* Works on the rows first … last − 1, which are band number @band. */
typedef void (*HomBandFunc) (gint band, gint first, gint last, gpointer data);

GCancellable *hom_parallel_begin     (GCancellable  *cancellable);
void          hom_parallel_end       (GCancellable  *cancellable);
gboolean      hom_parallel_cancelled (void);
gboolean      hom_parallel_set_error (GError       **error);
gint          hom_parallel_n_bands   (gint           n_rows,
                                      gint           rows_per_band);
void          hom_parallel_rows      (gint           n_rows,
                                      gint           rows_per_band,
                                      HomBandFunc    func,
                                      gpointer       data);
