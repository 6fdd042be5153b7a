/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Reads the pixels of a buffer, as they are or averaged, bit by bit: libgimp
 * may be called in the main thread only, which is to do other things meanwhile.
 */

/**
 * RowFunc:
 * @row: @width pixels, the components of each side by side.
 * @x: the column of the first pixel, counted from the first that is read.
 * @y: the row, counted from the first that is read.
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
 * @pixels: (out): the pixels of @area, row by row.
 *
 * Gives the pixels of a part of a picture; zero where there is none.
 */
typedef void (*AreaFunc) (const GeglRectangle *area,
                          const Babl          *format,
                          gfloat              *pixels,
                          gpointer             data);

/**
 * StripsPlan:
 * @buffer: (nullable): the buffer that is read; what lies outside of it is
 *   zero.
 * @get: makes the pixels while they are read, where there is no buffer.
 * @get_data: is handed to @get.
 * @own_format: the format of the pixels that are read.
 * @format: the format that is wanted, of floats; not premultiplied.
 * @area: the part that is read. Its sides are multiples of @shrink.
 * @shrink: how many pixels become one in each direction.
 * @take_row: takes the pixels that were read.
 * @data: is handed to @take_row.
 *
 * The plan tells what is read, and as what.
 */
typedef struct
{
  GeglBuffer   *buffer;
  AreaFunc      get;
  gpointer      get_data;
  const Babl   *own_format;
  const Babl   *format;
  GeglRectangle area;
  gint          shrink;
  RowFunc       take_row;
  gpointer      data;
} StripsPlan;

typedef struct _Strips Strips;

Strips   *strips_new  (const StripsPlan *plan);
gboolean  strips_read (Strips           *strips);
void      strips_free (Strips           *strips);

G_END_DECLS
