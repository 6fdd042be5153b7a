/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/pyramid/hom-planes.h"

/* Reads a part of a picture, which may reach beyond it; 0 for a pixel that is
 * not a finite number.
 *
 * @to: (out): for each plane, rows @stride apart.
 */
void
hom_planes_read (const HomPlanes *picture,
                 gint             x,
                 gint             y,
                 gint             width,
                 gint             height,
                 gfloat *const   *to,
                 gsize            stride)
{
  hom_kernel (hom_planes_read_kernel) (picture, x, y, width, height, to,
                                       stride);
}
