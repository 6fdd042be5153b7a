/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "warp/hom-warp-dispatch.h"
#include "warp/hom-warp-taps.h"

/* Warps the pixels of one span. Most often a pixel is one sample, and all of
 * its taps lie inside.
 */
HOM_ALWAYS_INLINE void
warp_span (const HomWarpRows  *rows,
           const HomOutputRow *line,
           gint                row,
           gint                column,
           gint                n,
           gint                taps,
           gint                channels)
{
  const HomImage input  = *rows->input;
  gfloat        *pixels = hom_image_pixel (rows->output, column, row);
  gfloat    found[HOM_SPAN * HOM_MAX_CHANNELS] __attribute__ ((aligned (64)));
  HomSpan   span;
  HomSample fill;
  HomPixel  du, dv;

  hom_sample_fill (&rows->sampling, channels, &fill);
  hom_span_begin (rows, line, column, n, taps, &span);

  for (gint k = 0, end; k < n; k = end)
    {
      const HomSpanKind kind = span.kind[k];

      end = hom_span_run (&span, k);
      if (kind == HOM_SPAN_INSIDE)
        {
          for (gint i = k; i < end; i++)
            hom_store_pixel (found + (i - k) * channels,
                             hom_span_sample (&input, line, &span, i, taps,
                                              channels, FALSE, &du, &dv),
                             channels);
          hom_put (rows, pixels + k * channels, found, (end - k) * channels);
        }
      else if (kind == HOM_SPAN_NOTHING)
        for (gint i = k; i < end; i++)
          memcpy (pixels + i * channels, fill.value,
                  channels * sizeof (gfloat));
      else
        rows->any_func (rows, row, column + k, column + end, NULL);
    }
}

HOM_ALWAYS_INLINE void
warp (const HomWarpRows *rows,
      gint               row,
      gint               first,
      gint               last,
      gint               taps,
      gint               channels,
      gpointer           data)
{
  const HomOutputRow line = hom_output_row (rows, row, first, last);

  for (gint column = first; column < last; column += HOM_SPAN)
    warp_span (rows, &line, row, column, MIN (HOM_SPAN, last - column), taps,
               channels);
}

HOM_TAPS_FUNCS (hom_warp_taps, warp);
