/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/layers/conversion.h"
#include "plugin/layers/strips.h"

/* At least this many rows of the buffer are read at once: a row of GIMP's
 * tiles, which are 64 pixels high. Row by row takes half as long again.
 */
#define STRIP_HEIGHT 64

/* At most this many columns are read at once: that takes a few milliseconds. */
#define STRIP_WIDTH 2048

/* Pixels that are made while they are read are made in squares of this size:
 * their surroundings often count, too.
 */
#define SQUARE 512

/* A call waits this many microseconds for the conversion of its pixels. */
#define WAIT 5000

/* @conversion: the conversion to the format that is wanted.
 * @x, @y: where the next strip begins, in the area.
 * @width, @height: the size of a strip, but for the last ones.
 * @n_components: the number of components of a pixel.
 */
struct _Strips
{
  StripsPlan  plan;
  Conversion *conversion;
  gint        x, y;
  gint        width, height;
  gint        n_components;
  gfloat     *strip;
  gfloat     *row;
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

/* Averages @shrink × @shrink pixels, for a row of such. */
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

/* Makes ready to read what @plan says. */
Strips *
strips_new (const StripsPlan *plan)
{
  Strips *strips = g_new0 (Strips, 1);
  gint    shrink = plan->shrink;
  gint    width  = plan->buffer ? STRIP_WIDTH : SQUARE;
  gint    height = plan->buffer ? STRIP_HEIGHT : SQUARE;

  strips->plan       = *plan;
  strips->conversion = conversion_prepare (plan->own_format, plan->format);
  strips->width      = MIN (MAX (1, width / shrink) * shrink, plan->area.width);
  strips->height     = MAX (1, height / shrink) * shrink;
  strips->n_components = babl_format_get_n_components (plan->format);
  strips->row          = g_new (gfloat, strips->width * strips->n_components);
  strips->strip        = g_new (gfloat, strips->width * strips->n_components *
                                            (gsize) strips->height);
  if (plan->buffer)
    g_object_ref (plan->buffer);

  return strips;
}

static void
take_rows (Strips *strips, gint width, gint height)
{
  const StripsPlan *plan   = &strips->plan;
  gint              shrink = plan->shrink;
  gsize             stride = (gsize) width * strips->n_components;

  for (gint i = 0; i < height; i += shrink)
    {
      const gfloat *rows = strips->strip + stride * i;

      if (shrink > 1)
        {
          average_rows (rows, width, plan->format, shrink, strips->row);
          rows = strips->row;
        }
      plan->take_row (rows, strips->x / shrink, (strips->y + i) / shrink,
                      width / shrink, plan->data);
    }
}

static void
get_area (Strips *strips, const GeglRectangle *area)
{
  const StripsPlan *plan = &strips->plan;

  if (plan->buffer)
    gegl_buffer_get (plan->buffer, area, 1.0, plan->format, strips->strip,
                     GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  else
    plan->get (area, plan->format, strips->strip, plan->get_data);
}

/* Reads the next strip, or a part of it, or waits for a moment.
 *
 * Returns: FALSE when there is none.
 */
gboolean
strips_read (Strips *strips)
{
  const GeglRectangle *area   = &strips->plan.area;
  gint                 width  = MIN (strips->width, area->width - strips->x);
  gint                 height = MIN (strips->height, area->height - strips->y);

  if (height <= 0)
    return FALSE;
  if (! conversion_wait (strips->conversion, WAIT))
    return TRUE;

  get_area (strips, GEGL_RECTANGLE (area->x + strips->x, area->y + strips->y,
                                    width, height));
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
  g_clear_object (&strips->plan.buffer);
  conversion_free (strips->conversion);
  g_free (strips->strip);
  g_free (strips->row);
  g_free (strips);
}
