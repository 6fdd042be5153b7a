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

/**
 * StripsPlan:
 * @buffer: (nullable): what is read; what lies outside of it is zero.
 * @get: gives what is made while it is read, where there is no buffer, and
 * @get_data: what it is called with.
 * @own_format: of what is read.
 * @format: wanted: of floats; not premultiplied.
 * @area: its sides are multiples of @shrink.
 * @shrink: how many pixels become one in each direction.
 * @take_row: takes what is read, and
 * @data: what that is called with.
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
