/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "strips.h"

/* At least this many rows of the buffer are read at once: a row of GIMP's
 * tiles, which are 64 pixels high. Row by row takes half as long again.
 */
#define STRIP_HEIGHT 64

/* And no more columns: this takes a few milliseconds. */
#define STRIP_WIDTH 2048

/* What is made for the purpose is made in squares: the surroundings of what is
 * asked for often count, too.
 */
#define SQUARE 512

/* @buffer: (nullable): the source of
 * @get: gives the pixels.
 * @x, @y: where what was not read begins, in the area.
 * @width, @height: of a strip, but for the last ones.
 * @n_components: of a pixel.
 */
struct _Strips
{
  GeglBuffer   *buffer;
  AreaFunc      get;
  gpointer      get_data;
  const Babl   *format;
  GeglRectangle area;
  gint          shrink;
  RowFunc       take_row;
  gpointer      data;
  gint          x, y;
  gint          width, height;
  gint          n_components;
  gfloat       *strip;
  gfloat       *row;
};

/* Adds @shrink × @shrink pixels to each of @sums. Colour counts by its alpha,
 * where there is one: it is the last component.
 */
static void
add_blocks (const gfloat *strip,
            gint          width,
            gint          n_components,
            gboolean      has_alpha,
            gint          shrink,
            gfloat       *sums)
{
  gint n_colors = has_alpha ? n_components - 1 : n_components;

  for (gint y = 0; y < shrink; y++)
    for (gint x = 0; x < width; x++)
      {
        gfloat *sum    = sums + x / shrink * n_components;
        gfloat  weight = has_alpha ? strip[n_colors] : 1.0f;

        for (gint c = 0; c < n_colors; c++)
          sum[c] += weight * strip[c];
        if (has_alpha)
          sum[n_colors] += weight;
        strip += n_components;
      }
}

/* A row of averages of @shrink × @shrink pixels. */
static void
average_rows (const gfloat *strip,
              gint          width,
              const Babl   *format,
              gint          shrink,
              gfloat       *row)
{
  gint     n         = babl_format_get_n_components (format);
  gboolean has_alpha = babl_format_has_alpha (format);
  gint     n_colors  = has_alpha ? n - 1 : n;
  gfloat   area      = shrink * shrink;

  memset (row, 0, width / shrink * n * sizeof (gfloat));
  add_blocks (strip, width, n, has_alpha, shrink, row);

  for (gint x = 0; x < width / shrink; x++, row += n)
    {
      gfloat weight = has_alpha ? row[n_colors] : area;

      for (gint c = 0; c < n_colors && weight > 0.0f; c++)
        row[c] /= weight;
      if (has_alpha)
        row[n_colors] /= area;
    }
}

/* @width, @height: of a strip; rounded down to whole blocks. */
static Strips *
create (AreaFunc             get,
        gpointer             get_data,
        const Babl          *format,
        const GeglRectangle *area,
        gint                 shrink,
        gint                 width,
        gint                 height,
        RowFunc              take_row,
        gpointer             data)
{
  Strips *strips = g_new0 (Strips, 1);

  strips->get          = get;
  strips->get_data     = get_data;
  strips->format       = format;
  strips->area         = *area;
  strips->shrink       = shrink;
  strips->take_row     = take_row;
  strips->data         = data;
  strips->width        = MIN (MAX (1, width / shrink) * shrink, area->width);
  strips->height       = MAX (1, height / shrink) * shrink;
  strips->n_components = babl_format_get_n_components (format);
  strips->row          = g_new (gfloat, strips->width * strips->n_components);
  strips->strip        = g_new (gfloat, strips->width * strips->n_components *
                                            (gsize) strips->height);

  return strips;
}

static void
get_from_buffer (const GeglRectangle *area,
                 const Babl          *format,
                 gfloat              *pixels,
                 gpointer             data)
{
  gegl_buffer_get (data, area, 1.0, format, pixels, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
}

/* Makes ready to read an area, of which what lies outside of the buffer is
 * zero.
 *
 * @format: of floats; not premultiplied.
 * @area: its sides are multiples of @shrink.
 * @shrink: how many pixels of the buffer become one in each direction.
 */
Strips *
strips_new (GeglBuffer          *buffer,
            const Babl          *format,
            const GeglRectangle *area,
            gint                 shrink,
            RowFunc              take_row,
            gpointer             data)
{
  Strips *strips = create (get_from_buffer, buffer, format, area, shrink,
                           STRIP_WIDTH, STRIP_HEIGHT, take_row, data);

  strips->buffer = g_object_ref (buffer);

  return strips;
}

/* As strips_new(), of what is made while it is read. */
Strips *
strips_new_for_func (AreaFunc             get,
                     gpointer             get_data,
                     const Babl          *format,
                     const GeglRectangle *area,
                     gint                 shrink,
                     RowFunc              take_row,
                     gpointer             data)
{
  return create (get, get_data, format, area, shrink, SQUARE, SQUARE, take_row,
                 data);
}

static void
take_rows (Strips *strips, gint width, gint height)
{
  gint  shrink = strips->shrink;
  gsize stride = (gsize) width * strips->n_components;

  for (gint i = 0; i < height; i += shrink)
    {
      const gfloat *rows = strips->strip + stride * i;

      if (shrink > 1)
        {
          average_rows (rows, width, strips->format, shrink, strips->row);
          rows = strips->row;
        }
      strips->take_row (rows, strips->x / shrink, (strips->y + i) / shrink,
                        width / shrink, strips->data);
    }
}

/* Reads the next strip, or a part of it.
 *
 * Returns: FALSE when there is none.
 */
gboolean
strips_read (Strips *strips)
{
  const GeglRectangle *area   = &strips->area;
  gint                 width  = MIN (strips->width, area->width - strips->x);
  gint                 height = MIN (strips->height, area->height - strips->y);

  if (height <= 0)
    return FALSE;

  strips->get (GEGL_RECTANGLE (area->x + strips->x, area->y + strips->y, width,
                               height),
               strips->format, strips->strip, strips->get_data);
  take_rows (strips, width, height);
  strips->x += width;
  if (strips->x == area->width)
    {
      strips->x = 0;
      strips->y += height;
    }

  return TRUE;
}

void
strips_free (Strips *strips)
{
  g_clear_object (&strips->buffer);
  g_free (strips->strip);
  g_free (strips->row);
  g_free (strips);
}
