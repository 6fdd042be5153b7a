/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Private: the same work on all bands of rows, on all processors. */

/* Works on the rows first … last − 1, which are band number @band. */
typedef void (*HomBandFunc) (gint band, gint first, gint last, gpointer data);

gint hom_parallel_n_bands (gint n_rows, gint rows_per_band);
void hom_parallel_rows    (gint        n_rows,
                           gint        rows_per_band,
                           HomBandFunc func,
                           gpointer    data);
