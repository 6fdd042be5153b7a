/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "warp/hom-warp-dispatch.h"
#include "warp/hom-warp-taps.h"

/* The number of partial sums, one for each place in a vector. Sums over pixels
 * are doubles on purpose, since there may be millions of pixels.
 */
#define LANES 8

/* The sums Σ a x, Σ a, Σ b x, Σ b, Σ c x and Σ c over the pixels of a row,
 * where a, b and c are the derivatives of the loss by a point's three
 * coordinates before the division.
 */
typedef struct
{
  gdouble lanes[6][LANES];
} RowSums;

/* Adds the pixels of a span to the sums, by ∂L/∂u and ∂L/∂v of each. */
HOM_ALWAYS_INLINE void
add_span (const HomOutputRow *line,
          const HomSpan      *span,
          gdouble             first_x,
          const gfloat        dl_du[HOM_SPAN],
          const gfloat        dl_dv[HOM_SPAN],
          RowSums            *sums)
{
  for (gint k = 0; k < HOM_SPAN; k += LANES)
    for (gint lane = 0; lane < LANES; lane++)
      {
        const gint     i      = k + lane;
        const gdouble  x      = first_x + i;
        const gboolean counts = (dl_du[i] != 0.0f) | (dl_dv[i] != 0.0f);
        const gdouble  a      = dl_du[i] * span->inverse_z[i];
        const gdouble  b      = dl_dv[i] * span->inverse_z[i];
        const gdouble  u      = span->at_u[i] + line->left;
        const gdouble  v      = span->at_v[i] + line->top;
        const gdouble  c      = counts ? -(a * u + b * v) : 0.0;

        sums->lanes[0][lane] += a * x;
        sums->lanes[1][lane] += a;
        sums->lanes[2][lane] += b * x;
        sums->lanes[3][lane] += b;
        sums->lanes[4][lane] += c * x;
        sums->lanes[5][lane] += c;
      }
}

/* Adds the part of a row to dL/dW, from the sums over the row: y is the same in
 * all of it.
 */
static void
add_row (gdouble dl_dw[9], const RowSums *sums, gdouble y)
{
  for (gint i = 0; i < 3; i++)
    for (gint lane = 0; lane < LANES; lane++)
      {
        dl_dw[3 * i + 0] += sums->lanes[2 * i][lane];
        dl_dw[3 * i + 1] += sums->lanes[2 * i + 1][lane] * y;
        dl_dw[3 * i + 2] += sums->lanes[2 * i + 1][lane];
      }
}

/* Sums up ∂L/∂Y times the slope over the channels of a pixel. A value whose
 * ∂L/∂Y is zero adds nothing, also where the input holds a NaN.
 */
HOM_ALWAYS_INLINE gfloat
count_pixel (HomPixel dl_dy, HomPixel slope)
{
  HomPixel product = dl_dy * slope;

  return hom_sum_pixel ((HomPixel) ((HomPixelMask) product &
                                    (dl_dy != (HomPixel){ 0 })));
}

HOM_ALWAYS_INLINE void
gradient_span (const HomWarpRows  *rows,
               const HomOutputRow *line,
               gint                row,
               gint                column,
               gint                n,
               gint                taps,
               gint                channels,
               RowSums            *sums,
               gdouble             dl_dw[9])
{
  const gfloat  *dl_dy           = hom_image_pixel (rows->output, column, row);
  gfloat         dl_du[HOM_SPAN] = { 0.0f };
  gfloat         dl_dv[HOM_SPAN] = { 0.0f };
  const HomImage input           = *rows->input;
  HomSpan        span;

  hom_span_begin (rows, line, column, n, taps, &span);

  for (gint k = 0, end; k < n; k = end)
    {
      const HomSpanKind kind = span.kind[k];

      end = hom_span_run (&span, k);
      if (kind == HOM_SPAN_INSIDE)
        for (gint i = k; i < end; i++)
          {
            HomPixel weight = hom_load_pixel (dl_dy + i * channels, channels);
            HomPixel du, dv;

            hom_span_sample (&input, line, &span, i, taps, channels, TRUE, &du,
                             &dv);
            dl_du[i] = count_pixel (weight, du);
            dl_dv[i] = count_pixel (weight, dv);
          }
      else if (kind == HOM_SPAN_EDGE)
        rows->any_func (rows, row, column + k, column + end, dl_dw);
    }

  add_span (line, &span, (gdouble) rows->output->x + column + 0.5, dl_du, dl_dv,
            sums);
}

HOM_ALWAYS_INLINE void
gradient (const HomWarpRows *rows,
          gint               row,
          gint               first,
          gint               last,
          gint               taps,
          gint               channels,
          gpointer           data)
{
  const HomOutputRow line  = hom_output_row (rows, row, first, last);
  RowSums            sums  = { { { 0.0 } } };
  gdouble           *dl_dw = data;

  for (gint column = first; column < last; column += HOM_SPAN)
    gradient_span (rows, &line, row, column, MIN (HOM_SPAN, last - column),
                   taps, channels, &sums, dl_dw);
  add_row (dl_dw, &sums, line.y);
}

HOM_ALWAYS_INLINE void
derivative_span (const HomWarpRows  *rows,
                 const HomOutputRow *line,
                 gint                row,
                 gint                column,
                 gint                n,
                 gint                taps,
                 gint                channels)
{
  gfloat        *pixels = hom_image_pixel (rows->output, column, row);
  const HomImage input  = *rows->input;
  HomSpan        span;

  hom_span_begin (rows, line, column, n, taps, &span);

  for (gint k = 0; k < n; k++, pixels += channels)
    if (span.kind[k] == HOM_SPAN_INSIDE)
      {
        HomWarpedPoint  warped = { (gdouble) rows->output->x + column + k + 0.5,
                                   line->y,
                                   span.at_u[k] + line->left,
                                   span.at_v[k] + line->top,
                                   span.inverse_z[k],
                                   1.0f };
        gdouble         du, dv;
        HomPixel        slope_u, slope_v;
        HomPixelDoubles dy;

        hom_warped_point_derivative (rows->data, &warped, &du, &dv);
        hom_span_sample (&input, line, &span, k, taps, channels, TRUE, &slope_u,
                         &slope_v);
        dy = __builtin_convertvector(slope_u, HomPixelDoubles) * du +
             __builtin_convertvector(slope_v, HomPixelDoubles) * dv;
        hom_store_pixel (pixels, __builtin_convertvector(dy, HomPixel),
                         channels);
      }
    else if (span.kind[k] == HOM_SPAN_NOTHING)
      memset (pixels, 0, channels * sizeof (gfloat));
    else
      rows->any_func (rows, row, column + k, column + k + 1, NULL);
}

HOM_ALWAYS_INLINE void
derivative (const HomWarpRows *rows,
            gint               row,
            gint               first,
            gint               last,
            gint               taps,
            gint               channels,
            gpointer           data)
{
  const HomOutputRow line = hom_output_row (rows, row, first, last);

  for (gint column = first; column < last; column += HOM_SPAN)
    derivative_span (rows, &line, row, column, MIN (HOM_SPAN, last - column),
                     taps, channels);
}

HOM_TAPS_FUNCS (hom_gradient_taps, gradient);
HOM_TAPS_FUNCS (hom_derivative_taps, derivative);
