/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Private: Scharr's filter, to be inlined: [3 10 3]/16 across the direction of
 * the derivative and [−1 0 1]/2 along it. It is exact on planes, and of all 3 ×
 * 3 filters the one whose gradient turns best with the picture
 * (doi:10.11588/heidok.00000962).
 */
#define HOM_SCHARR_SIDE   (3.0 / 32.0)
#define HOM_SCHARR_MIDDLE (10.0 / 32.0)

/* Finds the gradient at a pixel.
 *
 * @above, @here, @below: the pixel above, the pixel itself, the pixel below.
 * @left, @right: the steps from a pixel to its neighbors, in floats.
 */
static inline void
hom_scharr_gradient (const gfloat *above,
                     const gfloat *here,
                     const gfloat *below,
                     gint          left,
                     gint          right,
                     gdouble      *gx,
                     gdouble      *gy)
{
  *gx = HOM_SCHARR_SIDE * ((gdouble) above[right] - above[left]) +
        HOM_SCHARR_MIDDLE * ((gdouble) here[right] - here[left]) +
        HOM_SCHARR_SIDE * ((gdouble) below[right] - below[left]);
  *gy = HOM_SCHARR_SIDE * ((gdouble) below[left] - above[left]) +
        HOM_SCHARR_MIDDLE * ((gdouble) below[0] - above[0]) +
        HOM_SCHARR_SIDE * ((gdouble) below[right] - above[right]);
}
