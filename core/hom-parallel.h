/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

/* Private: the same work on all bands of rows, on all processors.
 *
 * Between hom_parallel_begin() and hom_parallel_end(), in the same thread, the
 * work stops between two bands when it is cancelled. What it leaves undone is then
 * undone: the caller is to ask the cancellable before it uses any of it.
 */

/* Works on the rows first … last − 1, which are band number @band. */
typedef void (*HomBandFunc) (gint band, gint first, gint last, gpointer data);

void hom_parallel_begin   (GCancellable *cancellable);
void hom_parallel_end     (void);
gint hom_parallel_n_bands (gint n_rows, gint rows_per_band);
void hom_parallel_rows    (gint        n_rows,
                           gint        rows_per_band,
                           HomBandFunc func,
                           gpointer    data);
