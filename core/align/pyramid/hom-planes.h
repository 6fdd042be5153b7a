/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "base/hom-processor.h"
#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: a picture as planes of pixels, as an alignment compares it. */

/* The most planes: R', G' and B', or luma alone. */
#define HOM_MAX_PLANES 3

/**
 * HomPlanes:
 * @n_planes: 1 or 3.
 * @planes: the first channel of each plane, all of one size and stride, with
 *   their first pixel at (0, 0). A pixel that is not a finite number stands for
 *   0.
 * @mask: (nullable): how much each pixel counts, 0 to 1.
 * @is_mixed: whether the only plane is the weighted sum of the three channels
 *   that begin there.
 * @weights: the weights of that sum.
 * @halvings: how many times the picture is halved while it is read: a pixel is
 *   the mean of a square of 2ⁿ pixels a side, and @planes are views of the
 *   first one of each.
 * @whole_width, @whole_height: the size before, where it is halved.
 *
 * A picture as an alignment compares it.
 */
typedef struct
{
  gint            n_planes;
  const HomImage *planes[HOM_MAX_PLANES];
  const HomImage *mask;
  gboolean        is_mixed;
  gfloat          weights[HOM_MAX_PLANES];
  gint            halvings;
  gint            whole_width, whole_height;
} HomPlanes;

/* The most halvings: reading more pixels for one takes longer than all else. */
#define HOM_MAX_HALVINGS 3

/* The most pixels of a row that are read at once from a halved picture. */
#define HOM_LONGEST_READ 192

void hom_planes_read (const HomPlanes *picture,
                      gint             x,
                      gint             y,
                      gint             width,
                      gint             height,
                      gfloat  * const *to,
                      gsize            stride);

/* The kernel is compiled in hom-kernel-planes.c. */
HOM_DECLARE_KERNEL (hom_planes_read_kernel,
                    void (const HomPlanes *picture,
                          gint             x,
                          gint             y,
                          gint             width,
                          gint             height,
                          gfloat *const   *to,
                          gsize            stride));

G_END_DECLS
