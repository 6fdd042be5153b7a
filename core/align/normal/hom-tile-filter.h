/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-tile.h"
#include "base/hom-processor.h"

G_BEGIN_DECLS

/* Private: the pixels around a tile, its filters and its derivatives. */

/* The reach of the 5-point derivative, in pixels. */
#define HOM_DERIVATIVE_REACH 2

/* The half of the widest Gaussian, cut off at 3 standard deviations. */
#define HOM_LARGEST_HALF 9

#define HOM_LARGEST_MARGIN (HOM_DERIVATIVE_REACH + HOM_LARGEST_HALF)
#define HOM_LARGEST_SIDE   (HOM_TILE + 2 * HOM_LARGEST_MARGIN)

/* One half of a symmetric filter, from its middle on. */
typedef struct
{
  gint   half;
  gfloat taps[HOM_LARGEST_HALF + 1];
} HomFilter;

/* A padded tile, with the same margin on all sides. */
typedef struct
{
  gint   side;
  gfloat values[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];
} HomPaddedTile;

HomFilter hom_filter_gaussian      (gdouble              blur);
HomFilter hom_filter_spline        (void);
void      hom_filter_apply         (const HomFilter     *filter,
                                    const gfloat        *from,
                                    gint                 width,
                                    gint                 height,
                                    gfloat              *across,
                                    gfloat              *to,
                                    gsize                stride);
void      hom_padded_tiles_read    (HomPaddedTile       *padded,
                                    const HomPlanes     *picture,
                                    gint                 x,
                                    gint                 y,
                                    gint                 margin);
void      hom_padded_tile_enclose  (HomPaddedTile       *padded_tile,
                                    const gfloat        *values);
void      hom_padded_tile_middle   (const HomPaddedTile *padded_tile,
                                    gfloat              *values);
void      hom_padded_tile_blur     (const HomPaddedTile *padded_tile,
                                    const HomFilter     *filter,
                                    HomPaddedTile       *blurred);
void      hom_padded_tile_gradient (const HomPaddedTile *padded_tile,
                                    gfloat              *gx,
                                    gfloat              *gy);

/* The kernels are compiled in hom-kernel-tiles.c. */
HOM_DECLARE_KERNEL (hom_filter_kernel,
                    void (const HomFilter *filter,
                          const gfloat    *from,
                          gint             width,
                          gint             height,
                          gfloat          *across,
                          gfloat          *to,
                          gsize            stride));
HOM_DECLARE_KERNEL (hom_padded_tile_gradient_kernel,
                    void (const HomPaddedTile *padded_tile,
                          gfloat              *gx,
                          gfloat              *gy));
HOM_DECLARE_KERNEL (hom_gradient_product,
                    gdouble (const gfloat *a, const gfloat *b));

G_END_DECLS
