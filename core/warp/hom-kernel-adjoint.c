/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "warp/hom-adjoint-sums.h"
#include "warp/hom-warp-dispatch.h"
#include "warp/hom-warp-taps.h"

/* Adds the share of a tap to the sums of one pixel: channel by channel where
 * the channels do not fill a vector, see hom_load_pixel().
 */
HOM_ALWAYS_INLINE void
add_to_pixel (gdouble *sums, gint channels, const HomPixelDoubles *of_tap)
{
  HomPixelDoubles sum;

  if (channels == 4)
    {
      memcpy (&sum, sums, sizeof sum);
      sum += *of_tap;
      memcpy (sums, &sum, sizeof sum);
    }
  else
    for (gint c = 0; c < channels; c++)
      sums[c] += (*of_tap)[c];
}

/* Adds ∂L/∂Y of one pixel to the sums of the pixels under its taps, by their
 * weights: the transpose of hom_span_sample().
 */
HOM_ALWAYS_INLINE void
scatter_inside (const HomSpan        *span,
                gint                  k,
                gint                  taps,
                gint                  channels,
                const gfloat         *dl_dy,
                const HomAdjointSums *patch)
{
  const gsize     stride = hom_adjoint_sums_stride (patch) * channels;
  gdouble        *sums = hom_adjoint_sums_pixel (patch, span->i[k], span->j[k],
                                                 channels);
  HomPixelDoubles weight = __builtin_convertvector(
      hom_load_pixel (dl_dy, channels), HomPixelDoubles);
  gfloat wu[HOM_MAX_TAPS], wv[HOM_MAX_TAPS];
  gfloat su[HOM_MAX_TAPS], sv[HOM_MAX_TAPS];

  hom_span_weights (span, k, taps, wu, wv, su, sv);
  for (gint row = 0; row < taps; row++, sums += stride)
    {
      HomPixelDoubles of_row = weight * (gdouble) wv[row];

      for (gint column = 0; column < taps; column++)
        {
          const HomPixelDoubles of_tap = of_row * (gdouble) wu[column];

          add_to_pixel (sums + column * channels, channels, &of_tap);
        }
    }
}

/* Tells whether a kernel inside the input reaches the patch. */
static inline gboolean
reaches (const HomAdjointSums *patch, const HomSpan *span, gint k)
{
  return span->i[k] >= patch->first_column - patch->margin &&
         span->i[k] < patch->last_column &&
         span->j[k] >= patch->first_row - patch->margin &&
         span->j[k] < patch->last_row;
}

HOM_ALWAYS_INLINE void
adjoint (const HomWarpRows *rows,
         gint               row,
         gint               first,
         gint               last,
         gint               taps,
         gint               channels,
         gpointer           data)
{
  const HomOutputRow line = hom_output_row (rows, row, first, last);
  HomSpan            span;

  for (gint column = first; column < last; column += HOM_SPAN)
    {
      const gint n = MIN (HOM_SPAN, last - column);

      hom_span_begin (rows, &line, column, n, taps, &span);
      for (gint k = 0; k < n; k++)
        if (span.kind[k] == HOM_SPAN_EDGE)
          rows->any_func (rows, row, column + k, column + k + 1, data);
        else if (span.kind[k] == HOM_SPAN_INSIDE && reaches (data, &span, k))
          scatter_inside (&span, k, taps, channels,
                          hom_image_pixel (rows->output, column + k, row),
                          data);
    }
}

HOM_TAPS_FUNCS (hom_adjoint_taps, adjoint);
