/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Reading the pixels of a buffer, as they are or averaged, bit by bit: libgimp may
 * be called in the main thread only, which is to do other things meanwhile.
 */

/**
 * RowFunc:
 * @row: @width pixels, the components of each side by side.
 * @x: of the first one, counted from the first column that is read.
 * @y: counted from the first row that is read.
 *
 * Takes one part of a row after another.
 */
typedef void (*RowFunc) (const gfloat *row,
                         gint          x,
                         gint          y,
                         gint          width,
                         gpointer      data);

/**
 * AreaFunc:
 * @pixels: (out): those of @area, row by row.
 *
 * Gives the pixels of a part of a picture; zero where there is none.
 */
typedef void (*AreaFunc) (const GeglRectangle *area,
                          const Babl          *format,
                          gfloat              *pixels,
                          gpointer             data);

typedef struct _Strips Strips;

Strips   *strips_new          (GeglBuffer          *buffer,
                               const Babl          *format,
                               const GeglRectangle *area,
                               gint                 shrink,
                               RowFunc              take_row,
                               gpointer             data);
Strips   *strips_new_for_func (AreaFunc             get,
                               gpointer             get_data,
                               const Babl          *format,
                               const GeglRectangle *area,
                               gint                 shrink,
                               RowFunc              take_row,
                               gpointer             data);
gboolean  strips_read         (Strips              *strips);
void      strips_free         (Strips              *strips);

G_END_DECLS
