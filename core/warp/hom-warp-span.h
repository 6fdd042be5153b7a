/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: a span, a run of pixels of a row of the output, taken together so
 * that several of them are worked out at once: first the places where all of
 * them are seen, then the weights of all taps, then one pixel after the other,
 * all of its channels at once. Only pixels whose taps all lie inside of the
 * input are sampled this way; the others are left to the any-pixel kernels, see
 * hom-warp-dispatch.h.
 *
 * The way that a pixel goes depends on the place where it is seen only, and the
 * same code works on it wherever it lies in a run: a tile of an output is the
 * same as that part of the whole.
 */

#pragma once

#include "base/hom-processor.h"
#include "warp/hom-output-row.h"

/* The number of pixels of a span: enough for vectors of any processor, few
 * enough to stay in its nearest cache.
 */
#define HOM_SPAN 32

typedef enum
{
  HOM_SPAN_NOTHING, /* the pixel lies behind the horizon, or is pure fill */
  HOM_SPAN_EDGE,    /* a tap lies outside, or the pixel is a mean of samples */
  HOM_SPAN_INSIDE,
} HomSpanKind;

/**
 * HomSpan:
 * @n: the number of its pixels. The rest is worked out too, and not used.
 * @is_uniform: whether all of them are known to be seen in the same way.
 * @at_u, @at_v: the place where each pixel is seen, counted from where the
 *   first tap is the input's first pixel; 0 for pixels that are not inside.
 * @inverse_z: the 1 / z of each pixel, as in #HomWarpedPoint.
 * @kind: the #HomSpanKind of each pixel.
 * @i, @j: the column and row of the first tap, as in #HomTapPosition, for
 *   pixels inside.
 * @offset: the offset of the first tap in the input, in floats.
 * @tu, @tv: the place between the taps, as in #HomTapPosition.
 * @wu, @wv: the weights of the columns and of the rows of taps, see
 *   hom_weights().
 * @su, @sv: the derivatives of these weights.
 *
 * A run of pixels of a row of the output.
 */
struct _HomSpan
{
  gint     n;
  gboolean is_uniform;
  gdouble  at_u[HOM_SPAN], at_v[HOM_SPAN], inverse_z[HOM_SPAN];
  gint     kind[HOM_SPAN];
  gint     i[HOM_SPAN], j[HOM_SPAN];
  gsize    offset[HOM_SPAN];
  gfloat   tu[HOM_SPAN], tv[HOM_SPAN];
  gfloat   wu[HOM_MAX_TAPS][HOM_SPAN], wv[HOM_MAX_TAPS][HOM_SPAN];
  gfloat   su[HOM_MAX_TAPS][HOM_SPAN], sv[HOM_MAX_TAPS][HOM_SPAN];
};

/* Returns the end of the run of pixels from @first on that are seen in the same
 * way.
 */
HOM_ALWAYS_INLINE gint
hom_span_run (const HomSpan *span, gint first)
{
  gint end = first + 1;

  if (span->is_uniform)
    return span->n;
  while (end < span->n && span->kind[end] == span->kind[first])
    end++;

  return end;
}

/* The fields of a span that a kernel needs beside @kind and the weights:
 * @offset, @i and @j, for nearest pixels; @offset, @tu and @tv; these and
 * @at_u, @at_v, @inverse_z and the weights' derivatives; or @tu, @tv, @i and
 * @j. The warp and the adjoint share the first: in two functions a compiler may
 * round differently, and take another pixel.
 */
typedef enum
{
  HOM_SPAN_NEAREST,
  HOM_SPAN_VALUES,
  HOM_SPAN_SLOPES,
  HOM_SPAN_TAPS,
} HomSpanParts;

#define HOM_N_SPAN_PARTS (HOM_SPAN_TAPS + 1)

/* The kernels on whole spans, which are the same for any number of channels,
 * and gain from vectors of 512 bits.
 */
typedef struct
{
  HomLocateFunc locate[HOM_N_SPAN_PARTS];
  HomWeighFunc  weigh[HOM_N_SPAN_PARTS][HOM_N_INTERPOLATIONS];
} HomSpanFuncs;

HOM_DECLARE_WIDE_KERNEL (hom_span_funcs, const HomSpanFuncs);

/* Does the first part of a kernel's work on a span: finds where its pixels are
 * seen, and the weights of more than two taps.
 */
HOM_ALWAYS_INLINE void
hom_span_begin (const HomWarpRows  *rows,
                const HomOutputRow *line,
                gint                column,
                gint                n,
                gint                taps,
                HomSpan            *span)
{
  rows->locate_func (rows, line, column, n, span);
  if (taps > 2)
    rows->weigh_func (span);
}
