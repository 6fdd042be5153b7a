/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-image.h"

G_BEGIN_DECLS

/* Private: the pixels around a tile, its filters and its derivatives. */

/* The side of a tile. Long enough for vectors, short enough to choose tiles by
 * what they show.
 */
#define HOM_TILE        32
#define HOM_TILE_PIXELS (HOM_TILE * HOM_TILE)

/* What the 5-point derivative reaches. */
#define HOM_DERIVATIVE_REACH 2

/* The half of the widest Gaussian, cut off at 3 standard deviations. */
#define HOM_LARGEST_HALF 9

#define HOM_LARGEST_MARGIN (HOM_DERIVATIVE_REACH + HOM_LARGEST_HALF)
#define HOM_LARGEST_SIDE   (HOM_TILE + 2 * HOM_LARGEST_MARGIN)

/* One half of a Gaussian filter. */
typedef struct
{
  gint   half;
  gfloat taps[HOM_LARGEST_HALF + 1];
} HomGaussian;

/* Around a tile, with the same margin on all sides. */
typedef struct
{
  gint   side;
  gfloat values[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];
} HomPiece;

HomGaussian hom_gaussian_new   (gdouble            blur);
void        hom_piece_read     (HomPiece          *piece,
                                const HomImage    *plane,
                                gint               x,
                                gint               y,
                                gint               margin);
void        hom_piece_blur     (const HomPiece    *piece,
                                const HomGaussian *gaussian,
                                HomPiece          *blurred);
void        hom_piece_gradient (const HomPiece    *piece,
                                gfloat            *gx,
                                gfloat            *gy);

G_END_DECLS
