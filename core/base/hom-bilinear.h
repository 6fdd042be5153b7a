/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Private: interpolates between four pixels, bilinearly, in single precision;
 * to be inlined. The warp's kernels have their own, of vectors; so has the
 * correlation of an alignment, in double precision.
 *
 * @corner: the upper left pixel of the four.
 * @right: the step from a pixel to the one beside it, in floats.
 * @below: the step from a pixel to the one below it, in floats.
 * @x, @y: the place, from the corner: 0 to 1.
 */
static inline gfloat
hom_bilinear (const gfloat *corner,
              gsize         right,
              gsize         below,
              gfloat        x,
              gfloat        y)
{
  return (1.0f - y) * ((1.0f - x) * corner[0] + x * corner[right]) +
         y * ((1.0f - x) * corner[below] + x * corner[below + right]);
}
