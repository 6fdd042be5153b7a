/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Reading the pixels of a buffer, as they are or averaged. */

/**
 * RowFunc:
 * @row: all of its pixels, the components of each side by side.
 * @y: counted from the first row that is read.
 *
 * Takes one row after another.
 */
typedef void (*RowFunc) (const gfloat *row, gint y, gpointer data);

void strips_read (GeglBuffer          *buffer,
                  const Babl          *format,
                  const GeglRectangle *area,
                  gint                 shrink,
                  RowFunc              take_row,
                  gpointer             data);

G_END_DECLS
